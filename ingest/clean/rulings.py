"""Ruling lines of a scan: what tables are drawn with, and underlines."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.ocr.engine import Image

WORKING_DPI = 150
"""A hairline of 0.3 mm is two pixels wide here: no rule is lost, at a quarter of the pixels of a 300 dpi page."""
INK_BELOW = 190
"""Grey of ink on the reduced page; fine rules of colour scans reduce to 150-180."""
SHORTEST_INCHES = 0.3
"""Longer than any stroke of a letter (16 pt capitals: 0.16), shorter than a narrow table cell is high."""
THICKEST_INCHES = 0.05
"""Thicker bars are not rules: blackened edges, photographs, seals."""
GAP_INCHES = 0.06
"""Breaks of a rule that are bridged: dots lost in scanning, and steps of a line that is not quite level."""

Segment = tuple[float, float, float, float]
"""x0, y0, x1, y1 of the middle of a rule, in pixels of the image given."""


def find_rulings(grey: Image, dpi: int) -> list[Segment]:
    """Horizontal and vertical rules, top to bottom; robust to a degree of skew.

    Args:
        grey: (height, width), dark ink on light paper.
        dpi: resolution of ``grey``.
    """
    scale = min(1.0, WORKING_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    ink = (small < INK_BELOW).astype(np.uint8)
    found = _level(ink, dpi * scale) + [(x0, y0, x1, y1) for y0, x0, y1, x1 in _level(ink.T, dpi * scale)]
    return sorted(((x0 / scale, y0 / scale, x1 / scale, y1 / scale) for x0, y0, x1, y1 in found), key=lambda s: s[1])


def _level(ink: Image, dpi: float) -> list[Segment]:
    """Level rules of an ink mask; upright ones are those of its transpose."""
    length, gap = round(SHORTEST_INCHES * dpi), round(GAP_INCHES * dpi)
    # a pixel of height lets a line step down by its own thickness inside the opening's window
    thick = cv2.dilate(np.ascontiguousarray(ink), np.ones((3, 1), np.uint8))
    rules = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    if not rules.any():  # no upright rules on most pages, and no need to look further
        return []
    joined = cv2.morphologyEx(rules, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    return [
        segment
        for label, (x, y, width, height, area) in enumerate(stats.tolist())
        if label and area / width - 2 <= THICKEST_INCHES * dpi and height < width / 4
        for segment in [_middle(labels[y : y + height, x : x + width] == label, x, y)]
    ]


def _middle(part: np.ndarray[tuple[int, int], np.dtype[np.bool_]], x: int, y: int) -> Segment:
    """Ends of the middle line of one component, so that a sloping rule keeps its slope."""
    width = part.shape[1]
    side = max(1, width // 8)
    left, right = (float(np.nonzero(end)[0].mean()) for end in (part[:, :side], part[:, -side:]))
    return float(x), y + left, float(x + width), y + right
