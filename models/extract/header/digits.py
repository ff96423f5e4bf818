"""Digits of the letterhead that may be handwriting over a printed blank: what can be trusted, and what cannot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import regex

from vanthu.models.page import Line

_SURE = 0.8
"""Least word confidence of digits read by OCR. On the letterheads of 30 scans plain tesseract reads handwriting as
digits: the wrong ones have 0.00 to 0.79, but for two days that no calendar has; the right ones 0.83 and more."""

_PRINTED = 0.42
"""Least word confidence where the digits are as high as the print beside them (same scans: wrong ones 0.33 at most)."""

_SAME_HEIGHT = 1.15
"""Highest ratio of the digits' box to the print beside them for print; handwriting has 1.2 to 2.9."""

_DIRT = " _.…·-–,;:|'\"`"


class Ink(Enum):
    """What stands in the blank."""

    EMPTY = "empty"
    READ = "read"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits as read; ``text`` without leader dots and rules, ``ink`` says whether they can be trusted."""

    text: str
    ink: Ink
    confidence: float = 1.0

    @property
    def value(self) -> int | None:
        """The number where it can be trusted."""
        found = regex.match(r"\d+", self.text) if self.ink is Ink.READ else None
        return int(found.group()) if found else None


def read_digits(line: Line, span: tuple[int, int], beside: tuple[int, int], *, suffix: bool = False) -> Digits:
    """Digits under ``span`` of ``line.text``, trusted by shape, confidence and height.

    Args:
        line: the line.
        span: where the digits should stand.
        beside: a span of print on the same line whose height is compared.
        suffix: whether a small letter may follow (``12a``).
    """
    text = line.text[slice(*span)].strip(_DIRT)
    by_ocr = any(word.confidence is not None for word in line.words)
    if not text:
        return Digits("", Ink.UNSURE if by_ocr else Ink.EMPTY)
    if not regex.fullmatch(r"\d{1,5}[a-zđ]?" if suffix else r"\d{1,4}", text):
        return Digits(text, Ink.UNSURE, line.slice_confidence(*span) or 1.0)
    confidence = line.slice_confidence(*span)
    if not by_ocr or confidence is None:
        return Digits(text, Ink.READ)
    if line.slice_box(*span) is None and line.raw[slice(*line.raw_span(*span))].strip(_DIRT) == text:
        return Digits(text, Ink.READ, confidence)  # text without an image: the doubt is of the letters restored beside
    # a number below ten has a leading 0 (NĐ 30/2020, Phụ lục I): one digit alone may be all that is left of two
    likely = len(text) > 1 and confidence >= _PRINTED and _as_high(line, span, beside)
    sure = confidence >= _SURE or likely
    return Digits(text, Ink.READ if sure else Ink.UNSURE, confidence)


def _as_high(line: Line, span: tuple[int, int], beside: tuple[int, int]) -> bool:
    """Digits in a word of their own, as high as the print beside them."""
    own, other = line.slice_box(*span), line.slice_box(*beside)
    return own is not None and other is not None and own != other and own.height <= _SAME_HEIGHT * other.height
