"""Which way up a page lies: 0, 90, 180 or 270 degrees clockwise to bring it upright."""

from __future__ import annotations

import cv2

from vanthu.ingest.clean.profile import best_angle, heads_up
from vanthu.ingest.clean.survey import Floats, Survey
from vanthu.ingest.ocr.engine import Image

FEWEST_LETTERS = 60
"""A line or two; with fewer the profile says nothing."""
SIDEWAYS_BELOW = 1.0
"""Sharpness of level lines over that of upright ones: 0.1-0.5 on five sideways scans, 3.2-13 on ninety upright ones."""
UPSIDE_DOWN_BELOW = -0.3
"""``heads_up`` of a page that is turned over. An upright page is never turned on weak evidence."""

TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def detect(page: Survey) -> tuple[int, dict[str, float]]:
    """Clockwise degrees that bring the page upright, and the measures behind them."""
    if len(page.heights) < FEWEST_LETTERS:
        return 0, {}
    x, y = page.points
    level, sharp_level = best_angle(x, y)
    across, sharp_across = best_angle(y, x)
    ratio = sharp_level / sharp_across if sharp_across else SIDEWAYS_BELOW
    if ratio < SIDEWAYS_BELOW:
        heads = heads_up(y, x, across)
        return 90 if heads > 0 else 270, {"level_ratio": ratio, "heads_up": heads}
    heads = heads_up(x, y, level)
    return 180 if heads < UPSIDE_DOWN_BELOW else 0, {"level_ratio": ratio, "heads_up": heads}


def turn_points(page: Survey, rotation: int) -> tuple[Floats, Floats]:
    """The letters' ink after the turn, in pixels of the turned reduced copy."""
    x, y = page.points
    height, width = page.letters.shape
    return {0: (x, y), 90: (height - 1 - y, x), 180: (width - 1 - x, height - 1 - y), 270: (y, width - 1 - x)}[rotation]


def apply(image: Image, rotation: int) -> Image:
    """The image turned clockwise."""
    return cv2.rotate(image, TURNS[rotation]) if rotation else image  # type: ignore[return-value]  stub says Mat
