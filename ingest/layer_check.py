"""Whether the digits of an OCR layer are those of the picture behind it.

A layer may have every letter right and a day or a share wrong, and nothing in the text tells. So the lines that hold
digits are cut out of the picture and read once more; where both readings differ, the picture decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import regex

from vanthu.ingest.ocr.engine import Engine, Image, OcrLine

_DIGITS = regex.compile(r"\d+")
_SURE = 0.8
"""Least confidence of the words with digits in a second reading that contradicts the layer."""
_MARGIN_INCHES = (0.2, 0.03)
"""Around a line, across and down: layers place words roughly, and the lines above and below are near."""
_GAP_INCHES = 0.12
_MOST_LINES = 60
"""Lines of one page that are compared: two thirds of a page of figures."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A line as the layer and as the picture has it."""

    layer: str
    picture: str


def compare_digits(
    image: Image, lines: Sequence[OcrLine], size: tuple[float, float], engine: Engine, dpi: int
) -> tuple[Disagreement, ...]:
    """Lines of the layer whose digits a sure second reading does not bear out.

    Args:
        image: the upright page, RGB, at ``dpi``.
        lines: the layer, in points.
        size: width and height of the page in points.
        engine: reads the cut-out lines, all at once.
        dpi: resolution of ``image``.
    """
    with_digits = [line for line in lines if _DIGITS.search(line.text)][:_MOST_LINES]
    if not with_digits:
        return ()
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    scale = grey.shape[1] / size[0]
    sheet, tops = _stacked([_cut(grey, line, scale, dpi) for line in with_digits], dpi)
    seen: list[list[OcrLine]] = [[] for _ in with_digits]
    for found in engine.read(sheet, dpi=dpi, mode="block"):
        middle = (found.box[1] + found.box[3]) / 2
        seen[int(np.searchsorted(tops, middle, side="right")) - 1].append(found)
    pairs = zip(with_digits, seen, strict=True)
    return tuple(Disagreement(line.text, _text(again)) for line, again in pairs if _contradicts(line, again))


def _cut(grey: Image, line: OcrLine, scale: float, dpi: int) -> Image:
    across, down = (round(margin * dpi) for margin in _MARGIN_INCHES)
    x0, y0, x1, y1 = (round(side * scale) for side in line.box)
    return grey[max(y0 - down, 0) : y1 + down, max(x0 - across, 0) : x1 + across]


def _stacked(cuts: Sequence[Image], dpi: int) -> tuple[Image, list[int]]:
    """The cuts below one another on white, and the row at which each begins."""
    gap = round(_GAP_INCHES * dpi)
    width = max(cut.shape[1] for cut in cuts) + 2 * gap
    sheet = np.full((sum(cut.shape[0] + gap for cut in cuts) + gap, width), 255, dtype=np.uint8)
    tops, row = [], gap // 2
    for cut in cuts:
        tops.append(row)
        start = row + gap // 2
        sheet[start : start + cut.shape[0], gap : gap + cut.shape[1]] = cut
        row = start + cut.shape[0] + gap - gap // 2
    return sheet, tops


def _contradicts(line: OcrLine, again: Sequence[OcrLine]) -> bool:
    numbers = [word for found in again for word in found.words if _DIGITS.search(word.text)]
    if not numbers or min(word.confidence for word in numbers) < _SURE:
        return False
    return "".join(_DIGITS.findall(line.text)) != "".join(_DIGITS.findall(_text(again)))


def _text(lines: Sequence[OcrLine]) -> str:
    return " ".join(line.text for line in lines)
