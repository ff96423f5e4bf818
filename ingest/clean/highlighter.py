"""Highlighters: light colour laid flat over print, taken off before anything takes it for a seal or for shade.

A seal is strokes with paper between them; what a highlighter covers is coloured all over, save the print under it.
"""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.survey import CHROMA, Mask, Survey
from vanthu.ingest.ocr.engine import Image

LIGHT = 225
"""Least level of the brightest channel, paper being 255: orange and pink have 240 and more, red seals 220 at most."""
CLOSE_INCHES = 0.06
"""Strokes of print under the colour are bridged over this width."""
SMALLEST_INCHES = (0.1, 0.25)
"""Least short and long side of a stroke of the highlighter: a low line, a word of two letters."""
FLAT = 0.85
"""Least share of coloured pixels among those of a patch that are coloured or paper: 0.95 and more of highlighted lines,
under 0.7 of seals."""
PRINT_BELOW, PRINT_SHARE = 110, 0.02
"""Brightest channel of print under the colour, and its least share of the patch: an emblem in colour has none."""
RIM = 2
"""Pixels of the reduced copy around a patch that are pale with its colour."""


def detect(page: Survey) -> Mask | None:
    """The highlighted parts of the reduced copy; None where there are none."""
    brightest, darkest = _channels(page.small)
    tinted = (cv2.subtract(brightest, darkest) > CHROMA) & (brightest > LIGHT)
    short, long = (side * page.small_dpi for side in SMALLEST_INCHES)
    if np.count_nonzero(tinted) < short * long / 2:
        return None
    size = max(3, round(CLOSE_INCHES * page.small_dpi))
    closed = cv2.morphologyEx(tinted.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    sides = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1]
    large = [label for label in range(1, count) if sides[label].min() >= short and sides[label].max() >= long]
    flat = [label for label in large if _is_highlighted(brightest[labels == label], tinted[labels == label])]
    return np.isin(labels, flat) if flat else None


def _channels(small: Image) -> tuple[Image, Image]:
    """The brightest and the darkest channel of each pixel, paper being white."""
    white = np.maximum(np.percentile(small[::4, ::4].reshape(-1, 3), 75, axis=0), 1)
    table = np.clip(np.arange(256)[:, None] * (255 / white), 0, 255).astype(np.uint8)[:, None, :]
    red, green, blue = cv2.split(cv2.LUT(small, table))
    highest, lowest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    return np.asarray(highest, dtype=np.uint8), np.asarray(lowest, dtype=np.uint8)


def _is_highlighted(brightest: Image, tinted: Mask) -> bool:
    """Whether the pixels of a patch are flat colour over print."""
    coloured = int(np.count_nonzero(tinted))
    paper = int(np.count_nonzero((brightest > LIGHT) & ~tinted))
    printed = int(np.count_nonzero(brightest < PRINT_BELOW))
    return coloured >= FLAT * (coloured + paper) and printed >= PRINT_SHARE * len(tinted)


def apply(colour: Image, page: Survey, marked: Mask) -> Image:
    """The RGB page with highlighted paper white; print under it keeps its darkness."""
    grown = cv2.dilate(marked.astype(np.uint8), np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8))
    rows, columns = (side * page.step for side in grown.shape)
    mask = np.zeros(colour.shape[:2], dtype=bool)
    mask[:rows, :columns] = cv2.resize(grown, (columns, rows), interpolation=cv2.INTER_NEAREST)[:rows, :columns] > 0
    brightest = colour.max(axis=2)
    level = max(float(np.percentile(brightest[mask], 50)), float(LIGHT))
    grey = np.clip(brightest[mask].astype(np.float32) * (255 / level), 0, 255).astype(np.uint8)
    cleaned = colour.copy()
    cleaned[mask] = grey[:, None]
    return cleaned
