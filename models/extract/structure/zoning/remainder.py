"""What is neither opening nor closing: the body, an attached act, appendices, the block of a copy."""

from __future__ import annotations

import regex

from vanthu.models.extract.header.letterhead_lines import is_rule
from vanthu.models.extract.header.signature_blocks import is_copy_mark
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.structure.zoning.closing import APPENDIX
from vanthu.models.extract.structure.zoning.opening import TITLE_LINES, is_letterhead_line, is_type_line
from vanthu.models.extract.structure.zoning.sheet import Sheet

_APPENDIX_LABEL = regex.compile(r"^\W*(?:phu luc|mau (?:so|bieu)|bieu (?:mau|so)|mau \d)")
_WITH_THE_ACT = regex.compile(
    r"^\W*\(?\s*(?:ban hanh )?kem theo (?:quyet dinh|nghi quyet|chi thi|ke hoach|cong van|thong bao)"
)


def mark_rest(sheet: Sheet, title_end: int, end: int) -> None:
    """The rest: body up to the closing, then a copy's block where it is marked so, an attached act, appendices."""
    after: Zone = Zone.APPENDIX
    attached = _attached(sheet, end)
    _mark_copy_heads(sheet, end)
    for index in range(len(sheet.lines)):
        if index >= end and sheet.open(index) and is_copy_mark(sheet.lines[index].text):
            after = Zone.COPY
        elif index >= end and after is not Zone.APPENDIX and APPENDIX.match(sheet.keys[index]):
            after = Zone.APPENDIX
        elif index == attached:
            after = Zone.BODY
        if sheet.zones[index] is not None:
            continue
        if index and is_rule(sheet.keys[index]):
            sheet.zones[index] = sheet.zones[index - 1]
        elif index < end:
            sheet.zones[index] = Zone.BODY if index >= title_end else Zone.LETTERHEAD
        else:
            sheet.zones[index] = after


def _mark_copy_heads(sheet: Sheet, end: int) -> None:
    """The copy's own letterhead stands above its mark: body that copied, number, place and date."""
    for index in range(end, len(sheet.lines)):
        if not (sheet.open(index) and is_copy_mark(sheet.lines[index].text)):
            continue
        head = range(max(end, index - TITLE_LINES), index)
        if any(is_letterhead_line(sheet.lines[i].text) for i in head):
            for above in head:
                sheet.zones[above] = sheet.zones[above] or Zone.COPY


def _attached(sheet: Sheet, end: int) -> int | None:
    """Where the text of an act begins that comes with the signed one: a type line, its title, ``(Kèm theo …)``.

    The plan that a decision issues is the body of the document as much as the articles of the decision.
    """
    for index in range(end, len(sheet.lines)):
        if sheet.zones[index] is None and _APPENDIX_LABEL.match(sheet.keys[index]):
            return None
        if sheet.open(index) and is_type_line(sheet, index):
            below = range(index + 1, min(index + 1 + TITLE_LINES, len(sheet.lines)))
            opening = next((i for i in below if _WITH_THE_ACT.match(sheet.keys[i])), None)
            return None if opening is None else _bracket_end(sheet, opening)
    return None


def _bracket_end(sheet: Sheet, opening: int) -> int:
    """The line after the one that closes the bracket; two lines at most."""
    closed = next((i for i in range(opening, min(opening + 3, len(sheet.lines))) if ")" in sheet.keys[i]), opening)
    return closed + 1
