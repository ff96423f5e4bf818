"""Where the number and date lines of a letterhead stand, with the blanks that a pen fills in.

Found by the printed words around the blanks (NĐ 30/2020/NĐ-CP, Phụ lục I, cells 3 and 4), which OCR reads well even
where it makes nothing of what is written between them, or runs it together with them (``ngàyA|5``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import regex
from rapidfuzz import fuzz

from vanthu.ingest.layout import phrases
from vanthu.ingest.ocr.digits.recogniser import PrintedLine
from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord

HEAD = 0.3
"""Share of the page, from its top, where number and date of the act stand."""

ALIKE = 75.0
"""Least likeness of a word to ``tháng``, or of its beginning to ``ngày``: one letter may be wrong."""

PRINTED = 0.6
"""Confidence from which a word's box tells the height of the print."""

NUMBER_WORD = regex.compile(r"^\W*[S5][O06ÓÔ](?![A-Z])\s?[:.;]?")
SYMBOL_WORD = regex.compile(r"[/-]\s?(?:(?:19|20)\d\d\s?/\s?)?[A-Z]{2}|^[/-]?[A-Z]{1,8}[/-][A-Z]")
YEAR_WORD = regex.compile(r"^\W?(?:19|20)\d\d\W*$")

LEFT = 0.45
"""Share of the page's width in which the number line begins."""

SYMBOL_PART = 0.4
"""Right part of a word ``Số:…/KH-UBND`` or ``/KH-UBND`` that is surely capitals."""

LETTER_ROWS = 0.25
"""Share of ink, of the fullest row, that a row of capitals has: feet of letters and the strokes of H or E more, a tail
of handwriting or of Q less."""

LONGEST_NUMBER = 12.0
"""From the left end of ``Số`` to what follows the number, in capitals: the blank is seldom wider."""

BEFORE_DAY = 0.4
"""Capitals before ``ngày`` that are shown to the recogniser."""

AFTER = 3.0
"""Capitals after a word whose right end is not certain: the first letters of a symbol, or the year."""

TALL = frozenset("bdfhklđ")
DEEP = frozenset("gpqyj")


@dataclass(frozen=True, slots=True)
class NumberBlank:
    """The number line: index of its line and of the words ``Số`` and symbol (the same where OCR made one of them)."""

    line: int
    word: int
    symbol: int
    place: PrintedLine


@dataclass(frozen=True, slots=True)
class DateBlank:
    """The date line: indices of its line and of the words ``ngày`` (None where OCR lost it), ``tháng`` and ``năm``."""

    line: int
    day: int | None
    month: int
    year: int
    place: PrintedLine


def find_number_blank(lines: Sequence[OcrLine], image: Image) -> NumberBlank | None:
    """The topmost line in the head of a page that begins with ``Số`` and has a symbol behind it."""
    for at, line in _from_top(lines, image):
        folded = [phrases.fold(word.text) for word in line.words]
        first = next((i for i, text in enumerate(folded) if len(text) >= len("SO")), 0)
        if not NUMBER_WORD.match(folded[first]) or line.words[first].box[0] > LEFT * image.shape[1]:
            continue
        reach = range(first, min(first + 5, len(folded)))
        symbol = next((i for i in reach if SYMBOL_WORD.search(folded[i])), None)
        if symbol is None:
            continue
        words = line.words[first : symbol + 1]
        baseline, capital = _symbol_print(words[-1], image)
        left, end = words[0].box[0], words[-1].box[2]
        if symbol > first and folded[symbol][0] in "/-":
            end = min(words[-1].box[0] + AFTER * capital, end)
        right = min(end, left + LONGEST_NUMBER * capital)
        return NumberBlank(at, first, symbol, PrintedLine(left - 0.3 * capital, right, baseline, capital))
    return None


def find_date_blank(lines: Sequence[OcrLine], image: Image) -> DateBlank | None:
    """The topmost line in the head of a page that ends with ``tháng``, ``năm`` and a year, or ``ngày`` before them."""
    for at, line in _from_top(lines, image):
        folded = [phrases.fold(word.text) for word in line.words]
        year = _last(folded, "NAM")
        month = _last(folded[:year], "THANG") if year is not None else None
        if year is None or month is None or len(folded) - year > 3:  # noqa: PLR2004  the year, and a speck
            continue
        day = next((i for i in range(month, max(month - 5, -1), -1) if _opens_day(folded[i])), None)
        follows = year + 1 < len(folded) and bool(YEAR_WORD.match(folded[year + 1]))
        if day is None and not follows:
            continue
        last = year + 1 if follows else year
        baseline, capital = _print([line.words[i] for i in {day, month, year, last} - {None} if i is not None])
        left = line.words[day].box[0] if day is not None else line.words[month].box[0] - 5 * capital
        right = line.words[last].box[2] + (0.3 if follows else AFTER) * capital
        return DateBlank(at, day, month, year, PrintedLine(left - BEFORE_DAY * capital, right, baseline, capital))
    return None


def _from_top(lines: Sequence[OcrLine], image: Image) -> list[tuple[int, OcrLine]]:
    bottom = HEAD * image.shape[0]
    above = [(at, line) for at, line in enumerate(lines) if line.words and line.box[1] < bottom]
    return sorted(above, key=lambda pair: pair[1].box[1])


def _last(folded: Sequence[str], word: str) -> int | None:
    """The last word that is ``word``, or ends with it and has something before it (``4Dnăm``, ``ngàyt0tháng``)."""
    for index in range(len(folded) - 1, -1, -1):
        text = folded[index].rstrip("}]|)/.,_")
        if fuzz.ratio(text, word) >= ALIKE or fuzz.ratio(text[-len(word) :], word) >= ALIKE + 5:
            return index
    return None


def _opens_day(text: str) -> bool:
    """``NGAY``, also with what is written behind it (``NGAYA|5``) or its last letter misread (``NGAVL6``)."""
    return len(text) > 3 and fuzz.ratio(text[:4], "NGAY") >= ALIKE  # noqa: PLR2004  the four letters


def _print(words: Sequence[OcrWord]) -> tuple[float, float]:
    """Baseline and height of the capitals of the print, from the boxes of words and the letters in them."""
    known = [w for w in words if w.confidence >= PRINTED] or list(words)
    sizes = [(w, *_reach(w.text)) for w in known]
    capital = median((w.box[3] - w.box[1]) / (up + down) for w, up, down in sizes)
    return median(w.box[3] - down * capital for w, _, down in sizes), capital


def _symbol_print(word: OcrWord, image: Image) -> tuple[float, float]:
    """Baseline and height of the capitals by the ink of a symbol's right part: handwriting swells boxes on the left."""
    x0, y0, x1, y1 = (round(v) for v in word.box)
    part = image[max(y0, 0) : y1, max(round(x1 - SYMBOL_PART * (x1 - x0)), 0) : x1]
    dark = (part < (int(part.min()) + int(part.max())) // 2).sum(axis=1)
    rows = np.flatnonzero((dark > 0) & (dark >= LETTER_ROWS * dark.max()))
    if not len(rows):
        return _print([word])
    return float(y0 + rows[-1] + 1), float(rows[-1] + 1 - rows[0])


def _reach(text: str) -> tuple[float, float]:
    """How far letters of Times rise above the line and hang below it, in heights of a capital."""
    plain = phrases.fold(text)
    up = 1.0 if any(c.isupper() or c.isdigit() or c in TALL or c == "/" for c in text) else 0.9 if "t" in text else 0.7
    if any(a != b and a.islower() for a, b in zip(text, plain.lower(), strict=False)):
        up = max(up, 1.0)
    if any(c in "ốồổỗấầẩẫếềểễ" for c in text):
        up = 1.35
    elif any(a != b and a.isupper() and a != "Đ" for a, b in zip(text, plain, strict=False)):
        up = 1.3
    return up, 0.32 if any(c in DEEP for c in text) else 0.25 if any(c in ",;Qợộậệạịụựẹọ" for c in text) else 0.0
