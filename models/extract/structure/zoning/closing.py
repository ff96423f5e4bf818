"""Recipients and signature: the two columns that close an act."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import regex

from vanthu.models.extract.header.closing_lines import (
    RECIPIENT_MARK,
    RECIPIENTS_LABEL,
    is_office_line,
    name_span,
    signature_column,
)
from vanthu.models.extract.header.letterhead_lines import national_title, place_date_alone
from vanthu.models.extract.header.signature_blocks import is_copy_mark
from vanthu.models.extract.header.title_block import SECTION
from vanthu.models.extract.source import LineRef
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.structure.zoning.opening import is_type_line
from vanthu.models.extract.structure.zoning.sheet import Sheet
from vanthu.models.page import Region

_REACH = 12
"""Lines between the office and ``Nơi nhận`` where the signature was read first."""
_SHORT = 60
"""A line of a signature block; body lines of the 30 scans have 70 characters and more, last lines apart."""
_SCRAP = 12
"""Characters of what a seal leaves of a line between recipients."""
_LEAST_RECIPIENTS = 3
APPENDIX = regex.compile(
    r"^\W*(?:phu luc|mau (?:so|bieu)|bieu (?:mau|so)|mau \d|danh sach|danh muc|\(\s*(?:ban hanh )?kem theo|quy che\W*$)"
)
"""How what follows the signature begins, on bare text."""
_STAR = regex.compile(r"^\s*[*•]")
_FILED = regex.compile(r"^\W*(?:luu|1uu|lu'u)\b")


def closing_start(sheet: Sheet, after: int) -> int | None:
    """The first line of recipients or signature."""
    for index in range(after, len(sheet.lines)):
        if sheet.open(index) and (RECIPIENTS_LABEL.match(sheet.keys[index]) or _region_closes(sheet, index)):
            return _with_date(sheet, _office_before(sheet, index, after), after)
    alone = _signature_alone(sheet, after)
    return _before_file_copy(sheet, after) if alone is None else _with_date(sheet, alone, after)


def _with_date(sheet: Sheet, start: int, after: int) -> int:
    """From the line of place and date above the signature on, where the paper has it there."""
    above = next((i for i in range(start - 1, after - 1, -1) if sheet.open(i)), None)
    return above if above is not None and place_date_alone(sheet.lines[above].text) else start


def _before_file_copy(sheet: Sheet, after: int) -> int | None:
    """Where the label is lost: the list of recipients that ends in the file copy (``- Lưu: VT.``)."""
    filed = (
        i
        for i in range(after, len(sheet.lines))
        if sheet.open(i) and RECIPIENT_MARK.match(sheet.lines[i].text) and _FILED.match(_unmarked(sheet.keys[i]))
    )
    last = next(filed, None)
    if last is None:
        return None
    items, start = 0, last
    for index in range(last, max(after, last - 2 * _REACH) - 1, -1):
        text = sheet.lines[index].text
        if not sheet.open(index):
            continue
        marked = bool(RECIPIENT_MARK.match(text))
        if len(text.strip()) > _SHORT or not (marked or is_office_line(text) or len(text.strip()) <= _SCRAP):
            break
        items, start = items + marked, index if marked or is_office_line(text) else start
    above = sheet.lines[start - 1].text if start else ""
    return (start - (signature_column(above) is not None)) if items >= _LEAST_RECIPIENTS else None


def _unmarked(key: str) -> str:
    return str(RECIPIENT_MARK.sub("", key))


def _region_closes(sheet: Sheet, index: int) -> bool:
    return sheet.lines[index].region in {Region.RECIPIENTS, Region.SIGNATURE}


def _office_before(sheet: Sheet, label: int, after: int) -> int:
    """The signature may be read before the recipients: go back over short lines to the first office."""
    start = label
    steps = 0
    for index in range(label - 1, after - 1, -1):
        if not sheet.open(index):
            continue
        text = sheet.lines[index].text.strip()
        steps += 1
        if steps > _REACH or len(text) > _SHORT or SECTION.match(text) or text.endswith(("./.", ";", ",")):
            break
        if is_office_line(text):
            start = index
    return start


def _signature_alone(sheet: Sheet, after: int) -> int | None:
    """Without recipients: an office in the second half of the text with a name under it."""
    for index in range(after, len(sheet.lines)):
        if sheet.open(index) and is_office_line(sheet.lines[index].text):
            below = list(islice((i for i in range(index, len(sheet.lines)) if sheet.open(i)), _REACH))
            own = [i for i in below if len(sheet.lines[i].text.strip()) <= _SHORT]
            if len(own) == len(below) and any(name_span(sheet.lines[i].text) for i in own):
                return index
    return None


@dataclass(slots=True)
class _Closing:
    """What was seen of the closing so far."""

    page: int
    filed: bool = False
    named: bool = False
    labelled: bool = False


def mark_closing(sheet: Sheet, start: int) -> int:
    """Mark recipients and signature from ``start``; the index of the first line after both."""
    seen = _Closing(sheet.lines[start].page)
    for index in range(start, len(sheet.lines)):
        if not sheet.open(index):
            continue
        ref, key = sheet.lines[index], sheet.keys[index]
        if _closing_over(sheet, index, seen):
            return index
        sheet.zones[index] = _closing_zone(ref, key, seen)
        seen.labelled = seen.labelled or bool(RECIPIENTS_LABEL.match(key))
        seen.filed = seen.filed or bool(_FILED.match(_unmarked(key)))
        column = signature_column(ref.text)
        named = sheet.zones[index] is Zone.SIGNATURE or column is not None or seen.filed
        seen.named = seen.named or (named and not is_plain_recipient(ref.text) and name_span(ref.text) is not None)
    return len(sheet.lines)


def is_plain_recipient(text: str) -> bool:
    """A list item: its last words are no signature even when they look like a name."""
    return bool(RECIPIENT_MARK.match(text))


def _closing_zone(ref: LineRef, key: str, seen: _Closing) -> Zone:
    if ref.region is Region.RECIPIENTS:
        return Zone.RECIPIENTS
    if ref.region is Region.SIGNATURE:
        return Zone.SIGNATURE
    starred = seen.filed and _STAR.match(ref.text)  # dirt before the name: no item follows the file copy so
    if RECIPIENTS_LABEL.match(key) or (RECIPIENT_MARK.match(ref.text) and not starred):
        return Zone.RECIPIENTS
    if is_office_line(ref.text) or seen.filed or not seen.labelled:
        return Zone.SIGNATURE
    named = name_span(ref.text)
    alone = named is not None and not any(c.isalnum() for c in ref.text[: named[0]])
    return Zone.SIGNATURE if alone else Zone.RECIPIENTS


def _is_title(text: str) -> bool:
    """A national or Party title; ``- Đoàn TNCS Hồ Chí Minh;`` is a recipient."""
    return not RECIPIENT_MARK.match(text) and national_title(text) is not None


def _closing_over(sheet: Sheet, index: int, seen: _Closing) -> bool:
    """Whether the line starts something else: appendix, copy, another letterhead, the next page."""
    ref, key = sheet.lines[index], sheet.keys[index]
    if _region_closes(sheet, index) and ref.page == seen.page:
        return False
    if is_copy_mark(ref.text) or APPENDIX.match(key) or _is_title(ref.text) or is_type_line(sheet, index):
        return True
    listed = RECIPIENT_MARK.match(ref.text) is not None
    expected = is_office_line(ref.text) or listed or (not seen.named and name_span(ref.text))
    if ref.page != seen.page:
        if not expected or (seen.named and not (listed and seen.labelled and not seen.filed)):
            return True
        seen.page = ref.page
    if seen.filed and seen.named:
        return not is_office_line(ref.text)
    return seen.filed and len(ref.text.strip()) > _SHORT and not expected
