"""Small print in pixels: pages below some 200 dpi are enlarged, because tesseract loses marks there."""

from __future__ import annotations

import numpy as np

from vanthu.ingest.clean.survey import Survey

WANTED_HEIGHT = 28.0
"""Pixels of a median letter: 13 pt text at 300 dpi."""
ENLARGE_BELOW = 18.0
"""Pixels; such letters stand on pages below 190 dpi."""
LARGEST_FACTOR = 2.0
FEWEST_LETTERS = 40


def detect(page: Survey) -> tuple[float, float]:
    """The factor that brings letters to a readable size (1 where they are), and their median height in pixels."""
    if len(page.heights) < FEWEST_LETTERS:
        return 1.0, 0.0
    height = float(np.median(page.heights))
    return (min(LARGEST_FACTOR, round(WANTED_HEIGHT / height, 2)) if height < ENLARGE_BELOW else 1.0), height
