"""Where one document of a file ends and the next begins.

A new document starts on a page that opens with a letterhead of its own after the document before it was signed.
Copies (SAO Y, SAO LỤC, TRÍCH SAO) carry a second letterhead at the end, and appendices and forms carry blank ones:
neither starts a document (NĐ 30/2020/NĐ-CP, Phụ lục I, mục IV and Phụ lục III).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from vanthu.models.page import Page, PageWarning, Part, Region, WarningCode

_TOP = 14
"""Lines of a page that may hold its letterhead: two columns of up to six lines, and a stray mark or two."""

_NATION = regex.compile(
    r"(?:CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|ĐOÀN\s+TNCS\s+HỒ\s+CHÍ\s+MINH){e<=4}"
)
_NUMBER = regex.compile(
    r"\bS[ốôóoỐÔ]\s*[:;.]?\s*\d{0,5}\s*[a-z]?\s*[-/–]\s*(?:\d{4}\s*/\s*)?\p{Lu}[\p{L}&]*\s*[-/–]\s*\p{Lu}"
)
_FORM = regex.compile(r"^\W*(?:PHỤ\s+LỤC|Phụ\s+lục|MẪU|Mẫu|BIỂU|Biểu)\b|\bKèm\s+theo\b", regex.MULTILINE)
_COPY = regex.compile(r"\b(?:SAO\s+Y|SAO\s+LỤC|TRÍCH\s+SAO)\b")
_END = regex.compile(r"^\W*N[ơo]i\s+nh[ậâa]n\b", regex.MULTILINE)
_SIGNED = regex.compile(r"^\W*Nơi\s+nhận\b|\./\.\s*$|^\W*(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\b", regex.MULTILINE)


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
