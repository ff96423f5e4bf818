"""Where one document of a file ends and the next begins.

A new document starts on a page that opens with a letterhead of its own after the document before it was signed.
Copies (SAO Y, SAO LỤC, TRÍCH SAO) carry a second letterhead at the end, and appendices and forms carry blank ones:
neither starts a document (NĐ 30/2020/NĐ-CP, Phụ lục I, mục IV and Phụ lục III).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vanthu.models.page import Page, Part, Region

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
_SIGNED = regex.compile(r"^\W*Nơi\s+nhận\b|\./\.\s*$|^\W*(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\b", regex.MULTILINE)


def split(pages: Sequence[Page]) -> list[Part]:
    """The documents of a file, in order; pages of one document stay together."""
    starts = [0]
    for index in range(1, len(pages)):
        if _opens(pages[index]) and any(_is_signed(page) for page in pages[starts[-1] : index]):
            starts.append(index)
    bounds = zip(starts, [*starts[1:], len(pages)], strict=True)
    return [Part(i, len(starts), tuple(pages[a:b])) for i, (a, b) in enumerate(bounds, 1)]


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
