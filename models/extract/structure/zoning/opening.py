"""Letterhead and title: everything above the preamble."""

from __future__ import annotations

from vanthu.corpora.gazetteer.document_types import type_of_line, type_opening
from vanthu.models.extract.header.letterhead_lines import (
    ABOUT,
    NUMBER,
    SUBJECT,
    national_title,
    place_date,
    right_column,
)
from vanthu.models.extract.header.signature_blocks import is_copy_mark, is_incoming_stamp
from vanthu.models.extract.header.title_block import ADDRESSEE, Margins, ends_title, in_capitals
from vanthu.models.extract.header.type_line import type_beside_stamp
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.structure.zoning.sheet import Sheet
from vanthu.models.page import Region

_OPENING_LINES = 45
"""The type line of an act stands in these first lines of text, or the act has none (a công văn)."""
TITLE_LINES = 14
"""Lines that a title may have."""
_DIRT = 4
"""Characters that dirt may put before a number line."""


def mark_opening(sheet: Sheet) -> int:
    """Mark letterhead and title; the index of the first line of the body."""
    seen = [i for i in range(len(sheet.lines)) if sheet.open(i)][:_OPENING_LINES]
    typed = next((i for i in seen if is_type_line(sheet, i)), None)
    if typed is None:
        typed = next((i for i in seen[1:] if type_beside_stamp(sheet.lines[i].text)), None)
    if typed is None:
        typed = next((i for n, i in enumerate(seen) if n and _opens_with_type(sheet, i, seen[:n])), None)
    if typed is None:
        return _mark_letterhead(sheet, _letterhead_end(sheet, seen))
    _mark_letterhead(sheet, typed)
    end = _title_end(sheet, typed)
    for index in range(typed, end):
        sheet.zones[index] = sheet.zones[index] or Zone.TITLE
    return end


def is_type_line(sheet: Sheet, index: int) -> bool:
    """A line in capitals that names a type of document and nothing else."""
    text = sheet.lines[index].text
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return False
    return sheet.lines[index].region not in _COLUMNS and type_of_line(text) is not None


def _opens_with_type(sheet: Sheet, index: int, above: list[int]) -> bool:
    """Type and subject in capitals on one line, under number or date."""
    text = sheet.lines[index].text
    if not in_capitals(text) or type_opening(text) is None or sheet.lines[index].region in _COLUMNS:
        return False
    return any(is_letterhead_line(sheet.lines[i].text) for i in above)


_COLUMNS = frozenset({Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT})


def _letterhead_end(sheet: Sheet, seen: list[int]) -> int:
    """Without a type line: the letterhead ends before the addressee, else after its last own line."""
    addressee = next((i for i in seen if ADDRESSEE.match(sheet.keys[i])), None)
    if addressee is not None:
        return addressee
    own: list[int] = []
    for above, index in zip([None, *seen], seen, strict=False):
        text = sheet.lines[index].text
        under = own[-1:] == [above] and ABOUT.match(text)
        if sheet.lines[index].region in _COLUMNS or is_letterhead_line(text) or under:
            own.append(index)
    return own[-1] + 1 if own else 0


def is_letterhead_line(text: str) -> bool:
    """National title, place and date, number, or the subject of a công văn."""
    if national_title(text) or place_date(text) or SUBJECT.match(text.strip()):
        return True
    number = NUMBER.search(text)
    return number is not None and number.start() < _DIRT


def _mark_letterhead(sheet: Sheet, end: int) -> int:
    """Everything above ``end`` is letterhead, but stamps and marks of a copy."""
    for index in range(end):
        text = sheet.lines[index].text
        if sheet.zones[index] is None and is_copy_mark(text):
            sheet.zones[index] = Zone.COPY
        elif sheet.zones[index] is None and is_incoming_stamp(text) and right_column(text) is None:
            sheet.zones[index] = Zone.ASIDE
        sheet.zones[index] = sheet.zones[index] or Zone.LETTERHEAD
    return end


def _title_end(sheet: Sheet, typed: int) -> int:
    """First line after the subject."""
    page = sheet.lines[typed].page
    boxes = [r.line.box for r in sheet.lines if r.page == page and r.line.box and r.region is Region.BODY]
    margins = Margins.of(boxes)
    alone = is_type_line(sheet, typed) or type_beside_stamp(sheet.lines[typed].text)
    subject = [] if alone else [typed]
    gap = False
    for index in range(typed + 1, len(sheet.lines)):
        if not sheet.open(index):
            gap = gap or (bool(subject) and not sheet.keys[index].strip())
            continue
        ref = sheet.lines[index]
        if is_incoming_stamp(ref.text):
            sheet.zones[index] = Zone.ASIDE
            continue
        if not subject and (ADDRESSEE.match(sheet.keys[index]) or sheet.keys[index].startswith("can cu")):
            return index
        if len(subject) >= TITLE_LINES:
            return index
        if subject:
            above, style = sheet.lines[subject[-1]], in_capitals(sheet.lines[subject[0]].text)
            if ends_title(ref, above, margins, capitals=style, gap=gap):
                return index
        subject.append(index)
        gap = False
    return len(sheet.lines)
