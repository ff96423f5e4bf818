"""Lines beside the text: stamps, page numbers, running heads, blocks of digital signatures."""

from __future__ import annotations

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.stamp_words import stamp_words
from vanthu.models.extract.header.draft import DRAFT
from vanthu.models.extract.header.letterhead_lines import is_rule
from vanthu.models.extract.header.signature_blocks import is_digital_signature
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.structure.zoning.sheet import Sheet
from vanthu.models.page import Region

_LONG = 30
"""Characters of a line that may be running text."""
HEAD_LINES = 45
"""The first lines of text, among which the mark of a draft may be in small letters."""
_PAGE_NUMBER = regex.compile(r"^\W*(?:trang\s*)?\d{1,3}\W*$")


def mark_asides(sheet: Sheet) -> None:
    """Mark what stands beside the text, so that neither titles nor paragraphs run into it."""
    edges, feet = _page_edges(sheet), _page_feet(sheet)
    for index, ref in enumerate(sheet.lines):
        stamped = ref.region in {Region.RUNNING, Region.STAMP} or is_digital_signature(ref.text)
        numbered = index in edges and _PAGE_NUMBER.match(sheet.keys[index])
        marked = index in feet and _is_stamp_word(ref.text) and not _runs_on(sheet.lines[index - 1].text)
        drafted = DRAFT.match(sheet.keys[index]) and (index < HEAD_LINES or ref.text.isupper())
        if stamped or numbered or marked or drafted or _inside_signature_block(sheet, index):
            sheet.zones[index] = Zone.ASIDE


def _page_edges(sheet: Sheet) -> set[int]:
    """First and last text of each page, where there are several: digits alone there are a page number."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, ref in enumerate(sheet.lines):
        if not is_rule(sheet.keys[index]):
            first.setdefault(ref.page, index)
            last[ref.page] = index
    return {*first.values(), *last.values()} if sheet.lines and sheet.lines[-1].page > sheet.lines[0].page else set()


def _page_feet(sheet: Sheet) -> set[int]:
    """The last text of each page: a transcript writes stamps there, wherever they stand on the sheet."""
    last = {ref.page: index for index, ref in enumerate(sheet.lines) if not is_rule(sheet.keys[index])}
    return set(last.values())


def _runs_on(above: str) -> bool:
    """A line of running text that has not ended."""
    return len(above.strip()) > _LONG and not above.rstrip().endswith((".", ";", ":", "/", "”"))


def _is_stamp_word(text: str) -> bool:
    known = stamp_words().get(bare(text.strip()))
    return known is not None and known[0] == text.strip()


def _inside_signature_block(sheet: Sheet, index: int) -> bool:
    """A line between two lines of one digital signature, such as the signer's province."""
    if index == 0 or index + 1 >= len(sheet.lines) or is_rule(sheet.keys[index]):
        return False
    return sheet.zones[index - 1] is Zone.ASIDE and all(
        is_digital_signature(sheet.lines[i].text) for i in (index - 1, index + 1)
    )
