"""Component ``letterhead``: system, number, symbol, issuer, place and date of issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import regex
from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.bodies import System
from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.symbols import of_issuer
from vanthu.models.campaign import DateField, Field, Issuer, Status
from vanthu.models.extract.header.digits import Ink
from vanthu.models.extract.header.document_number import DocumentNumber, find_number
from vanthu.models.extract.header.draft import DRAFT
from vanthu.models.extract.header.issue_date import IssueDate, find_issue_date
from vanthu.models.extract.header.issuer import (
    IssuerLine,
    ReadIssuer,
    body_at_start,
    named_issuer,
    read_issuer,
    read_joint_issuers,
    system_of,
)
from vanthu.models.extract.header.letterhead_lines import (
    NUMBER_LINE,
    SUBJECT,
    TORN_DATE,
    is_rule,
    national_title,
    place_date_alone,
    place_like,
    right_column,
)
from vanthu.models.extract.source import LineRef, Passage, SourceText, Span
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.page import Region

_DECIDES = regex.compile(
    r"(?P<name>(?:[UỦ][ỷy] ban nhân dân|UBND|Ban Thường vụ|Ban Chấp hành|Đảng [uủ][ỷy]|Tỉnh [uủ][ỷy]|Huyện [uủ][ỷy]|"
    r"Ủy ban MTTQ|Ủy ban Mặt trận Tổ quốc|Sở|Phòng|Chi bộ|Liên đoàn|Hội)"
    r"(?:\s(?!(?:ngày|của|về|tại|và|đã|yêu|giao)\s)[^\s,;.:()“”\d]+){1,9}?)\s"
    r"(?:ban hành|xây dựng|phát động|tổ chức|triển khai)(?!\p{L})"
)
"""Who decides, in the preamble: stands in for a letterhead that the scan has lost."""

_PREAMBLE_LINES = 15
_SCRAP = regex.compile(r"[^aeiouy]*\d[^aeiouy]*")
"""What is left of the asterisks under the issuer (``2K KK``), on bare text: no word, and no abbreviation has digits."""
_KIND = regex.compile(r"^(?:thành phố|thị xã|thị trấn|đặc khu|tỉnh|huyện|quận|phường|xã)\s")
_NOISY_SEAT = 80.0
"""Least similarity of a seat read with errors to the unit of the issuer: one letter in six (``Cho Đến``, Chợ Đồn)."""


@Language.component("letterhead", assigns=["doc._.document"], requires=["doc._.source", "doc._.zones"])
def letterhead(doc: Doc) -> Doc:
    """Read cells 1 to 4 of the first page."""
    source: SourceText = doc._.source
    refs = _own_lines(source, doc._.zones)
    number = find_number(refs)
    issued = find_issue_date(refs) or find_issue_date(_above_signature(source, doc._.zones))
    day = issued.value if issued else None
    column, when = _left_column(refs, number), day or _some_day(issued)
    several = read_joint_issuers(column, when, joint=_is_joint(source, doc._.zones, number))
    found = several[0] if several else read_issuer(column, when)
    issuer = _issuer_field(source, found) if found else _issuer_in_preamble(source, doc._.zones, day)
    doc._.document = doc._.document.model_copy(
        update={
            "system": _system_field(source, refs, number, found, issuer),
            **_number_fields(source, _spelt_by(number, issuer.value)),
            "issuer": issuer,
            "co_issuers": tuple(_issuer_field(source, other) for other in several[1:]),
            **(_date_fields(source, issued, issuer.value) if issued else _torn_date(source, refs)),
        }
    )
    return doc


_JOINT_TYPE = regex.compile(r"\s(?:lien tich|lien nganh|phoi hop)\W*$")
_JOINT_SYMBOL = regex.compile(r"^(?:KH|CTr?|QC|HD|TT|NQ)(?:PH|LT|LN)(?=[-/.])")


def _is_joint(source: SourceText, zones: Iterable[Zone], number: DocumentNumber | None) -> bool:
    """Whether type or symbol says that several bodies act together."""
    title = next((ref.text for ref, zone in zip(source.lines, zones, strict=True) if zone is Zone.TITLE), "")
    symbol = number.symbol if number else ""
    return bool(_JOINT_TYPE.search(bare(title)) or _JOINT_SYMBOL.match(symbol))


def _own_lines(source: SourceText, zones: Iterable[Zone]) -> list[LineRef]:
    return [ref for ref, zone in zip(source.lines, zones, strict=True) if zone is Zone.LETTERHEAD and ref.text.strip()]


def _above_signature(source: SourceText, zones: Iterable[Zone]) -> list[LineRef]:
    """Place and date above the signature, as minutes and old papers have them, alone on their line."""
    closing = [ref for ref, zone in zip(source.lines, zones, strict=True) if zone is Zone.SIGNATURE]
    return [ref for ref in closing if place_date_alone(ref.text)]


def _torn_date(source: SourceText, refs: list[LineRef]) -> dict[str, Field[str] | DateField]:
    """A line of place and date of which too little is left is illegible, not absent."""
    torn = [ref for ref in refs if TORN_DATE.search(ref.text) and not SUBJECT.search(ref.text)]
    return (
        {"issued_on": DateField(**source.illegible(DateField, [(torn[0].start, torn[0].end)]).model_dump())}
        if torn
        else {}
    )


def _some_day(issued: IssueDate | None) -> date | None:
    """A day in the year or month that can be read: enough to choose the units of that time."""
    return date(issued.year, issued.month or 1, 1) if issued and issued.year else None


def _left_column(refs: list[LineRef], number: DocumentNumber | None) -> list[IssuerLine]:
    """Left parts of the lines above the number."""
    lines = []
    for ref in refs:
        if (number and ref.start >= number.line.start) or NUMBER_LINE.match(ref.text):
            break
        if ref.region is Region.LETTERHEAD_RIGHT or SUBJECT.match(ref.text.strip()) or DRAFT.match(bare(ref.text)):
            continue
        end = right_column(ref.text)
        left = ref.text if end is None else ref.text[:end]
        if not is_rule(left) and not _SCRAP.fullmatch(bare(left)):
            lead = len(left) - len(left.lstrip())
            lines.append(IssuerLine(left.strip(), ref.start + lead))
    return lines


def _issuer_field(source: SourceText, found: ReadIssuer) -> Field[Issuer]:
    return source.field(Field[Issuer], found.issuer, found.spans, certainty=0.95)


def _issuer_in_preamble(source: SourceText, zones: tuple[Zone, ...], day: date | None) -> Field[Issuer]:
    """Without a letterhead: the body that issues the plan by its own words."""
    body = [ref for ref, zone in zip(source.lines, zones, strict=True) if zone is Zone.BODY and ref.text.strip()]
    if not body:
        return Field[Issuer]()
    passage = Passage.of(source, [(ref.start, ref.end) for ref in body[:_PREAMBLE_LINES]])
    hit = _DECIDES.search(passage.text)
    if hit is None:
        return Field[Issuer]()
    name = body_at_start(hit["name"])
    span = passage.span(hit.start("name"), hit.start("name") + len(name))
    issuer = named_issuer(name, day)
    return source.field(Field[Issuer], issuer, [span], certainty=0.8, status=Status.DERIVED)


def _system_field(
    source: SourceText,
    refs: list[LineRef],
    number: DocumentNumber | None,
    found: ReadIssuer | None,
    issuer: Field[Issuer],
) -> Field[System]:
    """By the title on the right, else the kind of issuer, else the stroke after the number."""
    titled = _titled(refs)
    kind = found.system if found else (system_of(issuer.value.name) if issuer.value else None)
    if titled and titled[0] != "state":
        return source.field(Field[System], titled[0], [titled[1]])
    if kind in {"union", "other", "party"} and (titled is None or kind != "party"):
        return source.field(Field[System], kind, _spans(found, source, issuer), status=Status.DERIVED, certainty=0.9)
    if titled:
        return source.field(Field[System], titled[0], [titled[1]])
    if number:
        system: System = "party" if number.party_style else "state"
        return source.field(Field[System], system, [number.symbol_span], status=Status.DERIVED, certainty=0.9)
    if kind:
        return source.field(Field[System], kind, _spans(found, source, issuer), status=Status.DERIVED, certainty=0.85)
    return Field[System]()


def _spans(found: ReadIssuer | None, source: SourceText, issuer: Field[Issuer]) -> list[Span]:
    return list(found.spans) if found else source.spans(issuer.evidence)


def _titled(refs: list[LineRef]) -> tuple[System, Span] | None:
    """The system that the national or Party title tells, and where it is printed."""
    for ref in refs:
        title = national_title(ref.text)
        if title:
            party, union = title.phrase.startswith("dang"), title.phrase.startswith("doan")
            system: System = "party" if party else "union" if union else "state"
            return system, (ref.start + title.start, ref.start + title.end)
    return None


def _spelt_by(number: DocumentNumber | None, issuer: Issuer | None) -> DocumentNumber | None:
    """The number with its symbol as the issuer spells it: the English OCR of a Đảng ủy leaves ``KH/DU``."""
    return replace(number, symbol=of_issuer(number.symbol, issuer.name)) if number and issuer else number


def _number_fields(source: SourceText, number: DocumentNumber | None) -> dict[str, Field[str] | Field[int]]:
    if number is None:
        return {}
    symbol = source.field(Field[str], number.symbol, [number.symbol_span])
    value, code = number.digits.value, number.code
    if value is not None and code is not None:
        span = number.number_span
        fields: dict[str, Field[str] | Field[int]] = {
            "symbol": symbol,
            "number": source.field(Field[int], value, [span]),
            "code": source.field(Field[str], code, [(span[0], number.symbol_span[1])]),
        }
        letter = regex.search(r"[a-zđ]$", number.digits.text)
        if letter:
            fields["number_suffix"] = source.field(Field[str], letter.group(), [span])
        return fields
    if number.digits.ink is Ink.EMPTY:
        return {"symbol": symbol}
    return {
        "symbol": symbol,
        "number": source.illegible(Field[int], [number.number_span]),
        "code": source.illegible(Field[str], [(number.number_span[0], number.symbol_span[1])]),
    }


def _place_field(source: SourceText, place: str, span: Span, issuer: Issuer | None) -> Field[str]:
    """The place; one that no unit is called, read with errors, is the seat that the issuer is named after."""
    unit = _KIND.sub("", issuer.unit or "") if issuer else ""
    doubtful = any(word.confidence is not None for ref in source.lines_of(*span) for word in ref.line.words)
    if doubtful and unit and place != unit and bare(unit) in {bare(place), *_read_as(source, span)}:
        return source.field(Field[str], unit, [span], certainty=0.9, status=Status.DERIVED)
    if (
        doubtful
        and unit
        and not place_like(place)
        and bare(unit) not in bare(place)
        and fuzz.ratio(bare(place), bare(unit)) >= _NOISY_SEAT
    ):
        return source.field(Field[str], unit, [span], certainty=0.8, status=Status.DERIVED)
    return source.field(Field[str], place, [span])


def _read_as(source: SourceText, span: Span) -> list[str]:
    """The same words as they were read, without diacritics."""
    return [bare(evidence.raw) for evidence in source.evidence(*span)]


def _date_fields(source: SourceText, issued: IssueDate, issuer: Issuer | None) -> dict[str, Field[str] | DateField]:
    fields: dict[str, Field[str] | DateField] = {}
    if issued.place and issued.place_span:
        fields["place"] = _place_field(source, issued.place, issued.place_span, issuer)
    if issued.value:
        field = source.field(DateField, issued.value, [issued.span])
        fields["issued_on"] = DateField(**field.model_dump())
        return fields
    unread = source.illegible(DateField, [issued.span]).model_copy(update={"partial": issued.partial})
    status = Status.ABSENT if issued.blank else Status.ILLEGIBLE
    fields["issued_on"] = DateField(**{**unread.model_dump(), "status": status})
    return fields
