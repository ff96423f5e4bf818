"""Where one document of a file ends and the next begins.

A new document starts on a page that opens with a letterhead of its own after the document before it was signed.
Copies (SAO Y, SAO LỤC, TRÍCH SAO) carry a second letterhead at the end, and appendices and forms carry blank ones:
neither starts a document (NĐ 30/2020/NĐ-CP, Phụ lục I, mục IV and Phụ lục III).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex
from rapidfuzz import fuzz

from vanthu.models.page import Page, PageWarning, Part, Region, WarningCode

_TOP = 14
"""Lines of a page that may hold its letterhead: two columns of up to six lines, and a stray mark or two."""

_NATION = regex.compile(
    r"(?:CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|ĐOÀN\s+TNCS\s+HỒ\s+CHÍ\s+MINH){e<=4}"
)
_NUMBER = regex.compile(
    r"\bS[ốôóoỐÔ]\s*[:;.]?\s*(?:\d{0,5}\s*[a-z]?|[\d/|\\()\[\]lIOo?!.,'’ ]{1,9})\s*[-/–]\s*(?:\d{4}\s*/\s*)?"
    r"\p{Lu}[\p{L}&]*\s*[-/–]\s*\p{Lu}"
)
"""A number line; what a pen wrote may be read as strokes and brackets (``Số: 6/0 /VP-TH``)."""
_FORM = regex.compile(r"^\W*(?:PHỤ\s+LỤC|Phụ\s+lục|MẪU|Mẫu|BIỂU|Biểu)\b|\bKèm\s+theo\b", regex.MULTILINE)
_COPY = regex.compile(r"\b(?:SAO\s+Y|SAO\s+LỤC|TRÍCH\s+SAO)\b")
_END = regex.compile(r"^\W*N[ơo]i\s+nh[ậâa]n\b", regex.MULTILINE)
_SIGNED = regex.compile(r"^\W*Nơi\s+nhận\b|\./\.\s*$|^\W*(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\b", regex.MULTILINE)


_TEXT = 200
"""Letters and digits of a page under which two pages may be alike by chance: a seal, a form, a blank sheet."""
_BEFORE = 6
"""Pages back in which the same sheet may have been scanned before."""
_ALIKE, _SAME_NUMBERS = 95.0, 0.9
"""Least likeness (0..100) of two readings of one sheet, and share of their numbers that are equal: lists and
certificates of one form differ by names and numbers."""


def repeated(pages: Sequence[Page]) -> dict[int, int]:
    """Pages that were scanned twice: number of the second → number of the first.

    Two readings of one sheet differ by a letter here and there; what runs at the edges and stamps is left aside.
    """
    found: dict[int, int] = {}
    texts = [_folded(page) for page in pages]
    for index, text in enumerate(texts):
        for before in range(max(index - _BEFORE, 0), index):
            if pages[before].number not in found and len(text) >= _TEXT and _same_sheet(texts[before], text):
                found[pages[index].number] = pages[before].number
                break
    return found


def _folded(page: Page) -> str:
    own = (line.text for line in page.lines if line.region not in (Region.RUNNING, Region.STAMP))
    return " ".join(word for text in own for word in regex.findall(r"[\p{L}\d]+", text.casefold()))


def _same_sheet(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > (1 - _ALIKE / 100) * max(len(first), len(second)):
        return False
    if fuzz.ratio(first, second, score_cutoff=_ALIKE) < _ALIKE:
        return False
    one, other = (Counter(regex.findall(r"\d+", text)) for text in (first, second))
    return (one & other).total() >= _SAME_NUMBERS * (one | other).total()


def split(pages: Sequence[Page]) -> list[Part]:
    """The documents of a file, in order; pages of one document stay together.

    A file that was scanned from its last page to its first is put right, with a warning on the page that opens it.
    """
    pages = _upright_order(pages)
    starts = [0]
    for index in range(1, len(pages)):
        if _opens(pages[index]) and any(_is_signed(page) for page in pages[starts[-1] : index]):
            starts.append(index)
    bounds = zip(starts, [*starts[1:], len(pages)], strict=True)
    return [Part(i, len(starts), tuple(pages[a:b])) for i, (a, b) in enumerate(bounds, 1)]


def _upright_order(pages: Sequence[Page]) -> Sequence[Page]:
    """The pages, from the last to the first where that is how the file was scanned."""
    if not _is_reversed(pages):
        return pages
    message = f"the file was scanned from its last page to its first: read in the order {len(pages)} to 1"
    first, *rest = reversed(pages)
    warnings = (*first.trail.warnings, PageWarning(WarningCode.PAGES_REORDERED, message))
    return [replace(first, trail=replace(first.trail, warnings=warnings)), *rest]


def _is_reversed(pages: Sequence[Page]) -> bool:
    """Only the last page opens a document and does not end it, the first ends one; printed page numbers run down.

    Of two pages no number needs to be printed: otherwise the file would hold an end without a beginning and a beginning
    without an end.
    """
    if len(pages) < 2 or not _opens(pages[-1]) or any(_opens(page) for page in pages[:-1]):  # noqa: PLR2004  a pair
        return False
    if not _ends(pages[0]) or _ends(pages[-1]):
        return False
    printed = [(place, number) for place, page in enumerate(reversed(pages), 1) if (number := _printed_number(page))]
    return all(place == number for place, number in printed) and (bool(printed) or len(pages) == 2)  # noqa: PLR2004


def _ends(page: Page) -> bool:
    return _END.search(page.text) is not None


def _printed_number(page: Page) -> int | None:
    """The page number in the margin; first pages usually have none."""
    found = [line.text.strip(" -–—.") for line in page.lines if line.region is Region.RUNNING]
    return next((int(text) for text in found if text.isascii() and text.isdigit()), None)


def _opens(page: Page) -> bool:
    """The page begins with a national or Party title and a number line of its own."""
    lines = [line for line in page.lines if line.region not in (Region.RUNNING, Region.STAMP)]
    top = "\n".join(line.text for line in lines[:_TOP])
    head = _NATION.search(top) and _NUMBER.search(top)
    return bool(head) and not _FORM.search(top) and not _COPY.search(page.text)


def _is_signed(page: Page) -> bool:
    """The page carries the end of a document: recipients, a signing capacity, or the end mark."""
    if any(line.region in (Region.SIGNATURE, Region.RECIPIENTS) for line in page.lines):
        return True
    return bool(_SIGNED.search(page.text))
