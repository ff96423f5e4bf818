"""Skew of a page, and the warp that takes it out together with a change of resolution."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.geometry import Projection
from vanthu.ingest.clean.orientation import FEWEST_LETTERS, SHARP, turn_points
from vanthu.ingest.clean.profile import best_angle
from vanthu.ingest.clean.survey import Survey
from vanthu.ingest.ocr.engine import Image

SMALLEST_DEGREES = 0.2
"""Below this the warp costs more letters than the slope does."""
WHITE = 255


def detect(page: Survey, rotation: int) -> float:
    """Skew of the turned page in degrees, positive where lines fall to the right; 0 with too little text to tell."""
    if len(page.heights) < FEWEST_LETTERS:
        return 0.0
    degrees, sharpness = best_angle(*turn_points(page, rotation)) if rotation else page.level
    return round(degrees, 2) if sharpness >= SHARP else 0.0


def apply(grey: Image, way: Projection, size: tuple[int, int]) -> Image:
    """The image as ``way`` maps it, on white paper of ``size`` (width, height)."""
    warped = cv2.warpAffine(grey, way.on_pixel_centres()[:2], size, flags=cv2.INTER_CUBIC, borderValue=WHITE)
    return np.asarray(warped, dtype=np.uint8)
