"""Figures of the number and date lines read again, where a printed one was taken for a sign (``262§`` for ``2628``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import regex

from vanthu.ingest.layout.piece import moved
from vanthu.ingest.ocr.engine import Engine, Image, OcrLine, OcrWord

HEAD = 0.3
"""Share of the page, from its top, where number and date of the act stand."""

BROKEN = regex.compile(r"\d[§$©&@£€¢|!{}\[\]<>°*ŠÍŸ]|[§$©&@£€¢|!{}\[\]<>°*]\d")
"""A digit beside a sign that no number or date is written with."""

SURE = 0.85
"""Confidence from which a second reading of a broken figure is believed; print has 0.87 to 0.97 there (30 scans)."""

SAME_HEIGHT = 1.15
"""Highest ratio of a figure to the printed ones of its line: what is higher is handwriting, and stays as it was."""

MARGIN = 0.4
"""White around the crop, in line heights."""


def reread_figures(image: Image, dpi: int, lines: Sequence[OcrLine], engine: Engine) -> list[OcrLine]:
    """The lines of a first page, broken printed figures replaced; the engine is called for those lines only.

    Args:
        image: the page as it was read.
        dpi: its resolution.
        lines: the first reading of ``image``.
        engine: reads one line at a time.

    Raises:
        OcrError: the engine failed.
    """
    bottom = HEAD * image.shape[0]
    return [_mended(line, image, dpi, engine) if line.box[1] < bottom else line for line in lines]


def _mended(line: OcrLine, image: Image, dpi: int, engine: Engine) -> OcrLine:
    printed = [word.box[3] - word.box[1] for word in line.words if word.text.isdigit() and word.confidence >= SURE]
    if not printed or not any(BROKEN.search(word.text) for word in line.words):
        return line
    again = [word for found in _read(line, image, dpi, engine) for word in found.words]
    highest = SAME_HEIGHT * median(printed)
    words = tuple(_figure(word, again, highest) if BROKEN.search(word.text) else word for word in line.words)
    return replace(line, words=words)


def _read(line: OcrLine, image: Image, dpi: int, engine: Engine) -> list[OcrLine]:
    """The line alone, boxes on the whole image."""
    height = line.box[3] - line.box[1]
    x0, y0 = (max(round(v - MARGIN * height), 0) for v in line.box[:2])
    x1, y1 = (round(v + MARGIN * height) for v in line.box[2:])
    found = engine.read(image[y0:y1, x0:x1], dpi=dpi, mode="line")
    return [replace(one, words=tuple(moved(word, x0, y0) for word in one.words)) for one in found]


def _figure(broken: OcrWord, again: Sequence[OcrWord], highest: float) -> OcrWord:
    """The one printed figure that the second reading sees in the place of a broken one; else the broken one."""
    there = [w for w in again if min(w.box[2], broken.box[2]) - max(w.box[0], broken.box[0]) > 0]
    if len(there) != 1:
        return broken
    sure = there[0].text.isdigit() and there[0].confidence >= SURE
    return there[0] if sure and there[0].box[3] - there[0].box[1] <= highest else broken
