"""Uneven light of phone photographs and grey copies: the page divided by the level of its paper."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.survey import Survey
from vanthu.ingest.ocr.engine import Image

SPREAD = 40.0
"""Difference of paper levels over a page: 0-8 on ninety-six scans, 38 and more on photographs."""


def detect(page: Survey) -> float:
    """Difference of the lightest and darkest paper of the page, outliers left out, 0..255."""
    low, high = np.percentile(page.paper[::4, ::4], (5, 95))
    return float(high - low)


def apply(grey: Image, page: Survey) -> Image:
    """The page with its paper at one level."""
    paper = cv2.resize(page.paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, paper, scale=255), dtype=np.uint8)
