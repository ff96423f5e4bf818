"""Rulings drawn in a PDF: lines, thin bars and stroked frames, but not the shading behind words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vanthu.ingest.layout.grid import Ruling

THIN = 2.5
"""Points: Word draws table borders as filled bars of 0.5 to 1.5."""


def vector_rulings(page: Any) -> list[Ruling]:  # noqa: ANN401  pdfplumber ships no types
    """Horizontal and vertical rulings of a pdfplumber page in points, origin top left.

    A filled rectangle without outline is the shading of a run of text (Word marks corrections so) and no frame.
    """
    found = [_segment(line) for line in page.lines]
    for rect in page.rects:
        if rect["width"] <= THIN or rect["height"] <= THIN:
            found.append(_segment(rect))
        elif rect.get("stroke"):
            found += _frame(rect)
    return [r for r in found if abs(r[2] - r[0]) <= THIN or abs(r[3] - r[1]) <= THIN]


def _segment(item: Mapping[str, Any]) -> Ruling:
    return float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"])


def _frame(item: Mapping[str, Any]) -> list[Ruling]:
    x0, y0, x1, y1 = _segment(item)
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
