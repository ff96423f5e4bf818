"""Letters that a PDF holds and nobody reads: painted over with white or a picture, or struck through.

Letters and shapes are taken in the order in which they are painted; only what is painted later can hide a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_LARGEST_COVER = 0.5
"""Share of the page above which a shape is a background or a scan: an OCR layer is often
painted before its scan."""
_SMALLEST_COVER = 3.0
"""Points of the short side; flatter shapes are lines."""
_STROKE = (0.3, 0.7)
"""Part of a letter's height, from its top, in which a line strikes it through: underlines run below."""
_THICKEST_LINE = 2.5
"""Points."""
_WHITE = 0.98
"""Least level of each colour of a shape that hides black letters without being seen itself."""

Char = dict[str, Any]
"""A character of pdfplumber: ``x0``, ``x1``, ``top``, ``bottom`` and more, in points from the top left."""


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Indices into the sheet's characters: those painted over, and those struck through."""

    covered: frozenset[int]
    struck: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape in points from the top left, and how many letters had been painted before it."""

    box: tuple[float, float, float, float]
    before: int


def hidden_text(sheet: Any, *, pictures_cover: bool) -> HiddenText:  # noqa: ANN401  pdfplumber has no types
    """What is hidden among ``sheet.chars``.

    Args:
        sheet: a page of pdfplumber.
        pictures_cover: whether pictures hide what was painted before them; on a scanned page they do not, as its OCR
            layer is often painted first.
    """
    chars: Sequence[Char] = sheet.chars
    shapes = list(_shapes(sheet, pictures_cover=pictures_cover))
    if not shapes or not chars:
        return HiddenText(frozenset(), frozenset())
    boxes = np.array([[char["x0"], char["top"], char["x1"], char["bottom"]] for char in chars])
    area = float(sheet.width) * float(sheet.height)
    covers = [s for s in shapes if _is_cover(s.box, area)]
    lines = [s for s in shapes if s.box[3] - s.box[1] <= _THICKEST_LINE]
    covered = {int(index) for cover in covers for index in _under(cover, boxes)}
    struck = {int(index) for line in lines for index in _struck(line, boxes)}
    return HiddenText(frozenset(covered), frozenset(struck - covered))


def _shapes(sheet: Any, *, pictures_cover: bool) -> Iterator[_Shape]:  # noqa: ANN401  pdfplumber has no types
    from pdfminer.layout import LTChar, LTCurve, LTImage  # noqa: PLC0415  heavy: pdfminer

    painted = 0
    for thing in _leaves(sheet.layout):
        if isinstance(thing, LTChar):
            painted += 1
        elif (isinstance(thing, LTCurve) and _hides(thing)) or (isinstance(thing, LTImage) and pictures_cover):
            yield _Shape(_from_top(sheet, thing.bbox), painted)


def _leaves(container: Iterable[Any]) -> Iterator[Any]:
    """The things on a page in the order of painting, those within forms in their place."""
    from pdfminer.layout import LTContainer  # noqa: PLC0415  heavy: pdfminer

    for thing in container:
        if isinstance(thing, LTContainer):
            yield from _leaves(thing)
        else:
            yield thing


def _hides(curve: Any) -> bool:  # noqa: ANN401  pdfminer has no types
    """Lines, and areas filled with white; coloured areas may let print show through, as highlighters do."""
    flat = abs(curve.bbox[3] - curve.bbox[1]) <= _THICKEST_LINE
    return bool((flat and (curve.stroke or curve.fill)) or (curve.fill and _is_white(curve.non_stroking_color)))


def _is_white(colour: object) -> bool:
    levels = colour if isinstance(colour, tuple | list) else (colour,)
    if not levels or not all(isinstance(level, int | float) for level in levels):
        return False
    if len(levels) == 4:  # noqa: PLR2004  CMYK: no ink
        return float(sum(levels)) <= 1 - _WHITE
    return float(min(levels)) >= _WHITE


def _from_top(sheet: Any, bbox: tuple[float, float, float, float]) -> tuple[float, float, float, float]:  # noqa: ANN401
    left, bottom, right, top = bbox
    height = float(sheet.mediabox[3])
    return left, height - top, right, height - bottom


def _is_cover(box: tuple[float, float, float, float], area: float) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) >= _SMALLEST_COVER and width * height <= _LARGEST_COVER * area


def _under(cover: _Shape, boxes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Letters painted before the cover whose middle lies under it."""
    x0, y0, x1, y1 = cover.box
    across, down = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (across > x0) & (across < x1) & (down > y0) & (down < y1)
    return np.flatnonzero(inside[: cover.before])


def _struck(line: _Shape, boxes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Letters that the line runs through from side to side, wherever it comes in the order of painting."""
    x0, y0, x1, y1 = line.box
    across, height = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3] - boxes[:, 1]
    place = ((y0 + y1) / 2 - boxes[:, 1]) / np.maximum(height, 1e-6)
    return np.flatnonzero((across > x0) & (across < x1) & (place > _STROKE[0]) & (place < _STROKE[1]))
