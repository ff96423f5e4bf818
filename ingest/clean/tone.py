"""Light on the page: shadows evened out, and grey print on dull paper stretched to black on white."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.survey import Survey
from vanthu.ingest.ocr.engine import Image

UNEVEN = 0.93
"""Darkest paper over the brightest: 0.98-1.0 on 100 scans, 0.84 on a telephone photograph. Typeset pages under a shadow
of 0.69 missed 26 % of their letters as they were (tesseract takes one threshold for the page), 0.2 % evened."""
DARKEST, BRIGHTEST = 2, 90
"""Percentiles of the paper: a punch hole is not a shadow, a reflection is not the paper."""
MARGIN = 12
"""A twelfth of the page on each side is not asked: lids, tables and fingers are there."""
TABLE = 0.35
"""Paper is never taken to be darker than this share of the brightest: what is darker is no paper, and stays dark."""
PALE_INK = 0.4
"""Grey of the darkest tenth of the print over that of the paper: 0-0.29 on 100 scans, 0.53 on a photograph."""
BLACK = 20
"""Level that pale print is stretched to."""
INK_PERCENTILE = 10
FEWEST_PIXELS = 200
"""Pixels of letters on the reduced copy that say how dark print is: a word or two."""


def detect(page: Survey) -> tuple[float, float]:
    """Darkest paper over the brightest, and the level of print over that of the paper; 1 and 0 where all is well."""
    height, width = page.paper.shape
    inner = page.paper[height // MARGIN : -(height // MARGIN) or None, width // MARGIN : -(width // MARGIN) or None]
    dark, bright = np.percentile(inner, (DARKEST, BRIGHTEST))
    letters = page.letters & ~page.blue
    if np.count_nonzero(letters) < FEWEST_PIXELS:
        return float(dark / max(bright, 1)), 0.0
    share = page.grey[letters] / np.maximum(page.paper[letters], 1)
    return float(dark / max(bright, 1)), float(np.percentile(share, INK_PERCENTILE))


def even(grey: Image, page: Survey) -> Image:
    """The page as if the light on it were the same everywhere, its paper white."""
    floor = TABLE * float(np.percentile(page.paper, BRIGHTEST))
    paper = np.maximum(page.paper, floor).astype(np.uint8)
    size = (grey.shape[1], grey.shape[0])
    light = cv2.resize(cv2.blur(paper, (9, 9)), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, light, scale=255), dtype=np.uint8)


def stretch(grey: Image, page: Survey, level: float) -> Image:
    """The page with print of ``level`` (a share of the paper's brightness) made black, and paper white."""
    paper = float(np.percentile(grey[:: page.step, :: page.step], 75))
    ink = level * paper
    steps = (np.arange(256) - ink) * ((255 - BLACK) / max(paper - ink, 1)) + BLACK
    return np.asarray(cv2.LUT(grey, np.clip(steps, 0, 255).astype(np.uint8)), dtype=np.uint8)
