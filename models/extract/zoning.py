"""Component ``zones``: which part of the act each line belongs to, by place on the paper and by content."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.document_types import type_of_line, type_opening
from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.stamp_words import stamp_words
from vanthu.models.extract.closing_lines import (
    RECIPIENT_MARK,
    RECIPIENTS_LABEL,
    is_office_line,
    name_span,
    signature_column,
)
from vanthu.models.extract.letterhead_lines import (
    NUMBER,
    SUBJECT,
    is_rule,
    national_title,
    place_date,
    right_column,
)
from vanthu.models.extract.signature_blocks import is_copy_mark, is_digital_signature, is_incoming_stamp
from vanthu.models.extract.source import LineRef, SourceText
from vanthu.models.extract.title_block import ADDRESSEE, SECTION, Margins, ends_title, in_capitals
from vanthu.models.extract.zones import Zone
from vanthu.models.page import Region

_OPENING_LINES = 45
"""The type line of an act stands in these first lines of text, or the act has none (a công văn)."""

_TITLE_LINES = 14
_CLOSING_REACH = 12
"""Lines between the office and ``Nơi nhận`` where the signature was read first."""

_SHORT = 60
"""A line of a signature block; body lines of the 30 scans have 70 characters and more, last lines apart."""

_SCRAP = 12
"""Characters of what a seal leaves of a line between recipients."""
_LEAST_RECIPIENTS = 3
_DIRT = 4
"""Characters that dirt may put before a number line."""

_APPENDIX = regex.compile(
    r"^\W*(?:phu luc|mau (?:so|bieu)|bieu (?:mau|so)|mau \d|danh sach|danh muc|\(\s*(?:ban hanh )?kem theo|quy che\W*$)"
)
_APPENDIX_LABEL = regex.compile(r"^\W*(?:phu luc|mau (?:so|bieu)|bieu (?:mau|so)|mau \d)")
_WITH_THE_ACT = regex.compile(
    r"^\W*\(?\s*(?:ban hanh )?kem theo (?:quyet dinh|nghi quyet|chi thi|ke hoach|cong van|thong bao)"
)
_STAR = regex.compile(r"^\s*[*•]")
_FILED = regex.compile(r"^\W*(?:luu|1uu|lu'u)\b")
_PAGE_NUMBER = regex.compile(r"^\W*(?:trang\s*)?\d{1,3}\W*$")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The lines as zoning looks at them."""

    lines: tuple[LineRef, ...]
    keys: tuple[str, ...]
    zones: list[Zone | None] = field(default_factory=list)

    def open(self, index: int) -> bool:
        """A line with letters that has no zone yet."""
        return self.zones[index] is None and not is_rule(self.keys[index])


@Language.component("zones", assigns=["doc._.zones"], requires=["doc._.source"])
def zones(doc: Doc) -> Doc:
    """Give every source line its zone."""
    doc._.zones = zone_lines(doc._.source)
    return doc


def zone_lines(source: SourceText) -> tuple[Zone, ...]:
    """One zone for each line of ``source``."""
    sheet = _Sheet(source.lines, tuple(bare(ref.text) for ref in source.lines), [None] * len(source.lines))
    _mark_asides(sheet)
    title_end = _mark_opening(sheet)
    closing = _closing_start(sheet, title_end)
    end = _mark_closing(sheet, closing) if closing is not None else len(sheet.lines)
    _fill(sheet, title_end, end)
    return tuple(zone or Zone.BODY for zone in sheet.zones)


def _mark_asides(sheet: _Sheet) -> None:
    edges, feet = _page_edges(sheet), _page_feet(sheet)
    for index, ref in enumerate(sheet.lines):
        stamped = ref.region in {Region.RUNNING, Region.STAMP} or is_digital_signature(ref.text)
        numbered = index in edges and _PAGE_NUMBER.match(sheet.keys[index])
        marked = index in feet and _is_stamp_word(ref.text) and not _runs_on(sheet.lines[index - 1].text)
        if stamped or numbered or marked or _inside_signature_block(sheet, index):
            sheet.zones[index] = Zone.ASIDE


def _page_edges(sheet: _Sheet) -> set[int]:
    """First and last text of each page, where there are several: digits alone there are a page number."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, ref in enumerate(sheet.lines):
        if not is_rule(sheet.keys[index]):
            first.setdefault(ref.page, index)
            last[ref.page] = index
    return {*first.values(), *last.values()} if sheet.lines and sheet.lines[-1].page > sheet.lines[0].page else set()


def _page_feet(sheet: _Sheet) -> set[int]:
    """The last text of each page: a transcript writes stamps there, wherever they stand on the sheet."""
    last = {ref.page: index for index, ref in enumerate(sheet.lines) if not is_rule(sheet.keys[index])}
    return set(last.values())


def _runs_on(above: str) -> bool:
    """A line of running text that has not ended."""
    return len(above.strip()) > _SHORT // 2 and not above.rstrip().endswith((".", ";", ":", "/", "”"))


def _is_stamp_word(text: str) -> bool:
    known = stamp_words().get(bare(text.strip()))
    return known is not None and known[0] == text.strip()


def _inside_signature_block(sheet: _Sheet, index: int) -> bool:
    """A line between two lines of one digital signature, such as the signer's province."""
    if index == 0 or index + 1 >= len(sheet.lines) or is_rule(sheet.keys[index]):
        return False
    return sheet.zones[index - 1] is Zone.ASIDE and all(
        is_digital_signature(sheet.lines[i].text) for i in (index - 1, index + 1)
    )


def _mark_opening(sheet: _Sheet) -> int:
    """Mark letterhead and title; the index of the first line of the body."""
    seen = [i for i in range(len(sheet.lines)) if sheet.open(i)][:_OPENING_LINES]
    typed = next((i for i in seen if _is_type_line(sheet, i)), None)
    if typed is None:
        typed = next((i for n, i in enumerate(seen) if n and _opens_with_type(sheet, i, seen[:n])), None)
    if typed is None:
        return _mark_letterhead(sheet, _letterhead_end(sheet, seen))
    _mark_letterhead(sheet, typed)
    end = _title_end(sheet, typed)
    for index in range(typed, end):
        sheet.zones[index] = sheet.zones[index] or Zone.TITLE
    return end


def _is_type_line(sheet: _Sheet, index: int) -> bool:
    text = sheet.lines[index].text
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return False
    return sheet.lines[index].region not in _COLUMNS and type_of_line(text) is not None


def _opens_with_type(sheet: _Sheet, index: int, above: list[int]) -> bool:
    """Type and subject in capitals on one line, under number or date."""
    text = sheet.lines[index].text
    if not in_capitals(text) or type_opening(text) is None or sheet.lines[index].region in _COLUMNS:
        return False
    return any(_is_letterhead_line(sheet.lines[i].text) for i in above)


_COLUMNS = frozenset({Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT})


def _letterhead_end(sheet: _Sheet, seen: list[int]) -> int:
    """Without a type line: the letterhead ends before the addressee, else after its last own line."""
    addressee = next((i for i in seen if ADDRESSEE.match(sheet.keys[i])), None)
    if addressee is not None:
        return addressee
    own = [i for i in seen if sheet.lines[i].region in _COLUMNS or _is_letterhead_line(sheet.lines[i].text)]
    return own[-1] + 1 if own else 0


def _is_letterhead_line(text: str) -> bool:
    if national_title(text) or place_date(text) or SUBJECT.match(text.strip()):
        return True
    number = NUMBER.search(text)
    return number is not None and number.start() < _DIRT


def _mark_letterhead(sheet: _Sheet, end: int) -> int:
    """Everything above ``end`` is letterhead, but stamps and marks of a copy."""
    for index in range(end):
        text = sheet.lines[index].text
        if sheet.zones[index] is None and is_copy_mark(text):
            sheet.zones[index] = Zone.COPY
        elif sheet.zones[index] is None and is_incoming_stamp(text) and right_column(text) is None:
            sheet.zones[index] = Zone.ASIDE
        sheet.zones[index] = sheet.zones[index] or Zone.LETTERHEAD
    return end


def _title_end(sheet: _Sheet, typed: int) -> int:
    """First line after the subject."""
    page = sheet.lines[typed].page
    boxes = [r.line.box for r in sheet.lines if r.page == page and r.line.box and r.region is Region.BODY]
    margins = Margins.of(boxes)
    subject = [] if _is_type_line(sheet, typed) else [typed]
    gap = False
    for index in range(typed + 1, len(sheet.lines)):
        if not sheet.open(index):
            gap = gap or (bool(subject) and not sheet.keys[index].strip())
            continue
        ref = sheet.lines[index]
        if not subject and (ADDRESSEE.match(sheet.keys[index]) or sheet.keys[index].startswith("can cu")):
            return index
        if len(subject) >= _TITLE_LINES:
            return index
        if subject:
            above, style = sheet.lines[subject[-1]], in_capitals(sheet.lines[subject[0]].text)
            if ends_title(ref, above, margins, capitals=style, gap=gap):
                return index
        subject.append(index)
        gap = False
    return len(sheet.lines)


def _closing_start(sheet: _Sheet, after: int) -> int | None:
    """The first line of recipients or signature."""
    for index in range(after, len(sheet.lines)):
        if sheet.open(index) and (RECIPIENTS_LABEL.match(sheet.keys[index]) or _region_closes(sheet, index)):
            return _office_before(sheet, index, after)
    alone = _signature_alone(sheet, after)
    return _before_file_copy(sheet, after) if alone is None else alone


def _before_file_copy(sheet: _Sheet, after: int) -> int | None:
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
    for index in range(last, max(after, last - 2 * _CLOSING_REACH) - 1, -1):
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


def _region_closes(sheet: _Sheet, index: int) -> bool:
    return sheet.lines[index].region in {Region.RECIPIENTS, Region.SIGNATURE}


def _office_before(sheet: _Sheet, label: int, after: int) -> int:
    """The signature may be read before the recipients: go back over short lines to the first office."""
    start = label
    steps = 0
    for index in range(label - 1, after - 1, -1):
        if not sheet.open(index):
            continue
        text = sheet.lines[index].text.strip()
        steps += 1
        if steps > _CLOSING_REACH or len(text) > _SHORT or SECTION.match(text) or text.endswith(("./.", ";", ",")):
            break
        if is_office_line(text):
            start = index
    return start


def _signature_alone(sheet: _Sheet, after: int) -> int | None:
    """Without recipients: an office in the second half of the text with a name under it."""
    for index in range(after, len(sheet.lines)):
        if sheet.open(index) and is_office_line(sheet.lines[index].text):
            below = list(islice((i for i in range(index, len(sheet.lines)) if sheet.open(i)), _CLOSING_REACH))
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


def _mark_closing(sheet: _Sheet, start: int) -> int:
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


def _closing_over(sheet: _Sheet, index: int, seen: _Closing) -> bool:
    """Whether the line starts something else: appendix, copy, another letterhead, the next page."""
    ref, key = sheet.lines[index], sheet.keys[index]
    if _region_closes(sheet, index) and ref.page == seen.page:
        return False
    if is_copy_mark(ref.text) or _APPENDIX.match(key) or national_title(ref.text) or _is_type_line(sheet, index):
        return True
    expected = is_office_line(ref.text) or RECIPIENT_MARK.match(ref.text) or (not seen.named and name_span(ref.text))
    if ref.page != seen.page:
        if seen.named or not expected:
            return True
        seen.page = ref.page
    if seen.filed and seen.named:
        return not is_office_line(ref.text)
    return seen.filed and len(ref.text.strip()) > _SHORT and not expected


def _fill(sheet: _Sheet, title_end: int, end: int) -> None:
    """The rest: body up to the closing, then a copy's block where it is marked so, an attached act, appendices."""
    after: Zone = Zone.APPENDIX
    attached = _attached(sheet, end)
    _mark_copy_heads(sheet, end)
    for index in range(len(sheet.lines)):
        if index >= end and sheet.open(index) and is_copy_mark(sheet.lines[index].text):
            after = Zone.COPY
        elif index >= end and after is not Zone.APPENDIX and _APPENDIX.match(sheet.keys[index]):
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


def _mark_copy_heads(sheet: _Sheet, end: int) -> None:
    """The copy's own letterhead stands above its mark: body that copied, number, place and date."""
    for index in range(end, len(sheet.lines)):
        if not (sheet.open(index) and is_copy_mark(sheet.lines[index].text)):
            continue
        head = range(max(end, index - _TITLE_LINES), index)
        if any(_is_letterhead_line(sheet.lines[i].text) for i in head):
            for above in head:
                sheet.zones[above] = sheet.zones[above] or Zone.COPY


def _attached(sheet: _Sheet, end: int) -> int | None:
    """Where the text of an act begins that comes with the signed one: a type line, its title, ``(Kèm theo …)``.

    The plan that a decision issues is the body of the document as much as the articles of the decision.
    """
    for index in range(end, len(sheet.lines)):
        if sheet.zones[index] is None and _APPENDIX_LABEL.match(sheet.keys[index]):
            return None
        if sheet.open(index) and _is_type_line(sheet, index):
            below = range(index + 1, min(index + 1 + _TITLE_LINES, len(sheet.lines)))
            opening = next((i for i in below if _WITH_THE_ACT.match(sheet.keys[i])), None)
            return None if opening is None else _bracket_end(sheet, opening)
    return None


def _bracket_end(sheet: _Sheet, opening: int) -> int:
    """The line after the one that closes the bracket; two lines at most."""
    closed = next((i for i in range(opening, min(opening + 3, len(sheet.lines))) if ")" in sheet.keys[i]), opening)
    return closed + 1
