"""Negatives: white letters on black, as microfilm and inverted bilevel scans have them."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.survey import BARE, PAGE_OF_TEXT, survey
from vanthu.ingest.ocr.engine import Image

DARK = 110
"""Median grey of the inner page under which it may be a negative: paper of 100 scans has 190 and more."""
MARGIN = 8
"""An eighth of the page on each side is left out: the bed of the scanner is black around positives."""


def is_negative(image: Image, dpi: int) -> bool:
    """Whether a dark page shows letters only once it is inverted; (height, width, 3) RGB."""
    rows, columns = (side // MARGIN for side in image.shape[:2])
    inner = image[rows : image.shape[0] - rows : 4, columns : image.shape[1] - columns : 4]
    if not inner.size or float(np.median(inner)) >= DARK:
        return False
    as_it_is, inverted = (len(survey(side, dpi).heights) for side in (image, invert(image)))
    return inverted >= max(BARE, 2 * as_it_is) or (inverted >= PAGE_OF_TEXT and as_it_is < BARE)


def invert(image: Image) -> Image:
    """The positive."""
    return np.asarray(cv2.bitwise_not(image), dtype=np.uint8)
