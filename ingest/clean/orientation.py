"""Which way up a page lies: 0, 90, 180 or 270 degrees clockwise to bring it upright."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.profile import Floats, best_angle, heads_up
from vanthu.ingest.clean.survey import Survey
from vanthu.ingest.ocr.engine import Image

FEWEST_LETTERS = 60
"""A line or two; with fewer the profile says nothing."""
SHARP = 12.0
"""Least sharpness of lines to go by: 18-47 on 96 scans, 1-8 on blurred print or a seal alone."""
SIDEWAYS_BELOW = 0.7
"""Sharpness of level lines over that of upright ones: 0.1-0.5 on 5 sideways scans, 3-13 on 92 upright ones."""
CLEAR_HEADS = {"sideways": 0.1, "level": 0.3}
"""Least ``heads_up``, either way, to turn a page by; less will do for a page that cannot be read as it lies."""

TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def detect(page: Survey) -> tuple[int, dict[str, float]]:
    """Clockwise degrees that bring the page upright, and the measures behind them."""
    if len(page.heights) < FEWEST_LETTERS:
        return 0, {}
    x, y = page.points
    level, sharp_level = page.level
    across, sharp_across = best_angle(y, x)
    if max(sharp_level, sharp_across) < SHARP:
        return 0, {}
    ratio = sharp_level / max(sharp_across, 1.0)
    if ratio < SIDEWAYS_BELOW:
        heads = heads_up(y, x, across)
        lies, upright, turned_over = "sideways", 90, 270
    else:
        heads = heads_up(x, y, level)
        lies, upright, turned_over = "level", 0, 180
    measures = {"level_ratio": ratio, "heads_up": heads}
    if abs(heads) < CLEAR_HEADS[lies]:
        return 0, measures
    return upright if heads > 0 else turned_over, measures


def turn_points(page: Survey, rotation: int) -> tuple[Floats, Floats]:
    """The letters' ink after the turn, in pixels of the turned reduced copy."""
    x, y = page.points
    height, width = page.letters.shape
    return {0: (x, y), 90: (height - 1 - y, x), 180: (width - 1 - x, height - 1 - y), 270: (y, width - 1 - x)}[rotation]


def apply(image: Image, rotation: int) -> Image:
    """The image turned clockwise."""
    return np.asarray(cv2.rotate(image, TURNS[rotation]), dtype=np.uint8) if rotation else image
