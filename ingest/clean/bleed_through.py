"""The print on the back that shines through thin paper: told from print by how pale it is, and taken off."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.ink import InkSpot
from vanthu.ingest.clean.survey import Survey
from vanthu.ingest.ocr.engine import Image

MARK = 0.88
"""Marks are darker than this share of the paper around them."""
PRINT, GHOST = 0.3, 0.55
"""Levels of the darkest point of a mark, over that of its paper: print is below the first, what shines through is above
the second. Between them lies nothing: print that fades unevenly has no such gap."""
GHOSTS = 0.05
"""Least share of the marks' area that shines through: at most 0.011 on 57 pages of scans, 0.14 to 0.8 on typeset pages
whose back shines through enough to be read (tesseract adds four fifths of the letters at worst)."""
GAP = 0.25
"""Most of what may lie between, as a share of the print and of what shines through, whichever is less."""
SMALLEST = 8
"""Pixels of a mark on the reduced copy."""
TALLEST_INCHES = 0.5
"""Of a line of print; edges of the sheet, seals and stains are higher."""
FEWEST = 40
"""Marks of either kind: some words."""
PALEST_GHOST = 5
"""Percentile of the ghosts' levels that becomes white; what is darker is cut by the margin below."""
MARGIN = 0.92
"""Of that level: strokes of the full page are a little darker than those of the reduced copy."""


def detect(page: Survey, spots: tuple[InkSpot, ...] = ()) -> tuple[float, float]:
    """Share of the marks' area that shines through, and its level over the paper's; 0 and 0 where nothing does.

    What lies in the boxes of ``spots`` is a seal's, or a signature's.
    """
    share = np.where(page.red | page.blue, 1.0, page.grey / np.maximum(page.paper, 1)).astype(np.float32)
    for spot in spots:
        x, y, width, height = (side // page.step for side in spot.rect)
        share[y : y + height + 1, x : x + width + 1] = 1.0
    count, labels, stats, _ = cv2.connectedComponentsWithStats((share < MARK).astype(np.uint8))
    darkest = np.full(count, 2.0, np.float32)
    np.minimum.at(darkest, np.asarray(labels, np.intp).ravel(), share.ravel())
    area = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    area[(area < SMALLEST) | (stats[:, cv2.CC_STAT_HEIGHT] > TALLEST_INCHES * page.small_dpi)] = 0
    area[0] = 0
    total = max(float(area.sum()), 1.0)
    ghost = (darkest > GHOST) & (area > 0)
    print_ = (darkest < PRINT) & (area > 0)
    ghosts, printed = float(area[ghost].sum()) / total, float(area[print_].sum()) / total
    few = min(np.count_nonzero(ghost), np.count_nonzero(print_)) < FEWEST
    if few or ghosts < GHOSTS or 1 - ghosts - printed > GAP * min(ghosts, printed):
        return ghosts, 0.0
    return ghosts, float(np.percentile(darkest[ghost], PALEST_GHOST))


def apply(grey: Image, page: Survey, level: float) -> Image:
    """The page with all that is paler than ``level`` made white, print stretched to what is left."""
    paper = float(np.percentile(grey[:: page.step, :: page.step], 75))
    steps = np.arange(256) * (255 / (MARGIN * level * paper))
    return np.asarray(cv2.LUT(grey, np.clip(steps, 0, 255).astype(np.uint8)), dtype=np.uint8)
