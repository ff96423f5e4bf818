"""Lines of appendices that say which document they come with: ``(Kèm theo Kế hoạch số 12/KH-UBND ngày 3/4/2025 …)``.

NĐ 30/2020/NĐ-CP, Phụ lục I has an appendix name number, symbol, date and issuer of the document that it comes with, in
brackets under its title. Of documents published as text, 76 such lines with the type and symbol of their own document
(71 documents) all carry its number, and the 18 whose date of issue stands in the letterhead all carry that date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import Document, Issuer
from vanthu.models.extract.header.digits import Digits, Ink, read_digits
from vanthu.models.extract.header.document_number import tidy_symbol
from vanthu.models.extract.header.issuer import named_issuer
from vanthu.models.extract.source import LineRef, Passage, SourceText, Span
from vanthu.models.extract.structure.zones import Zone

_OPENS = regex.compile(
    r"^\W*(?:(?:phu luc|mau|bieu|danh sach|danh muc)[^()]{0,30}\(\s*)?(?:ban hanh\s+)?"
    r"(?:(?:dinh )?kem theo|dinh kem)\s+(?P<type>[a-z][a-z ]{3,30}?)\s+s[o06]\s*[:;.,]?\s*(?=\W|\d)"
)
"""On bare text, and only where nothing stands before: within a sentence any act may be meant."""

_CODE = regex.compile(
    r"(?P<number>[^/⁄–—-]{0,12}?)\s*(?:[/⁄]\s*(?P<year>(?:19|20)\d\d)\s*)?(?P<separator>[-–—/⁄])\s*"
    r"(?P<symbol>\p{Lu}[^,;()]{1,40}?)(?=\s*(?:[,;()]|$|ng[aàáảãạ]y|c[uủúùũụ]a(?!\p{L})))"
)
_DATE = regex.compile(
    r"ng[aàáảãạ]y\s*(?P<day>\d{1,2})\s*(?:[/.-]|th[aáàảãạ]ng)\s*(?P<month>\d{1,2})\s*(?:[/.-]|n[aăâắằ]m)\s*(?P<year>\d{4})(?!\d)",
    regex.IGNORECASE,
)
_BODY = regex.compile(r"c[uủúùũụ]a\s+(?P<body>\p{L}[^();]{2,120})")
_KIND = regex.compile(
    r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)\s"
    r"(?P<kind>tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\b"
)
_LINES = 3
"""Lines that such a bracket takes at most."""


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """What the line says of the document; number and date are None where no digits were read.

    Digits that are not sure would not be believed in a letterhead either: the same ones confirm, others say nothing.
    ``number`` keeps a letter (``12a``) but no leading zeros; ``code`` is as printed, without blanks.
    """

    line: LineRef
    number: str | None
    number_sure: bool
    number_span: Span
    code: str
    code_span: Span
    issued_on: date | None
    date_sure: bool
    date_span: Span | None


def attachment_lines(source: SourceText, zones: Sequence[Zone], document: Document) -> list[AttachmentLine]:
    """The lines of its appendices that name this document: of its type, with its symbol, of no other body.

    Lines that name another act (a form of a circular) are left out; without a symbol in the letterhead all are.
    """
    return [] if document.symbol.value is None else list(_own(source, zones, document))


def _own(source: SourceText, zones: Sequence[Zone], document: Document) -> Iterator[AttachmentLine]:
    for index, (ref, zone) in enumerate(zip(source.lines, zones, strict=True)):
        opening = _OPENS.match(bare(ref.text)) if zone is Zone.APPENDIX else None
        if opening is None:
            continue
        passage = Passage.of(source, _bracket(source.lines[index : index + _LINES]))
        start = _OPENS.match(bare(passage.text))
        code = _CODE.match(passage.text, start.end()) if start else None
        if code is None or not _of_document(opening["type"], code["symbol"], passage.text[code.end() :], document):
            continue
        yield _read(source, ref, passage, code)


def _bracket(refs: Iterable[LineRef]) -> list[Span]:
    """Lines up to the one that closes the bracket."""
    spans: list[Span] = []
    for ref in refs:
        spans.append((ref.start, ref.end))
        if ")" in ref.text:
            break
    return spans


def _of_document(type_name: str, symbol: str, rest: str, document: Document) -> bool:
    kind = document.type.value
    same = kind is not None and bare(kind.name) == " ".join(type_name.split())
    return same and tidy_symbol(symbol) == document.symbol.value and not _another_body(rest, document.issuer.value)


def _another_body(rest: str, issuer: Issuer | None) -> bool:
    """``của UBND tỉnh`` in a paper of a district: symbols like ``KH-UBND`` are the same at every level."""
    printed = _BODY.search(rest)
    if printed is None or issuer is None or issuer.unit is None:
        return False
    unit = named_issuer(" ".join(printed["body"].split()), None).unit
    kind = _KIND.search(bare(printed["body"]))
    own = bare(issuer.unit)
    return (unit is not None and bare(unit) != own) or (kind is not None and not own.startswith(kind["kind"] + " "))


def _read(source: SourceText, ref: LineRef, passage: Passage, code: regex.Match[str]) -> AttachmentLine:
    number, symbol = code.span("number"), code.span("symbol")
    digits = _digits(source, passage, number, symbol, suffix=True)
    year = f"/{code['year']}" if code["year"] else ""
    stroke = "-" if code["separator"] in "-–—" else "/"
    dated = _DATE.search(passage.text, code.end())
    issued_on, date_sure = _day(source, passage, dated) if dated else (None, False)
    return AttachmentLine(
        line=ref,
        number=digits.text.lstrip("0") if regex.fullmatch(r"0*[1-9]\d*[a-zđ]?", digits.text) else None,
        number_sure=digits.ink is Ink.READ,
        number_span=passage.span(*number) if number[0] < number[1] else passage.span(*symbol),
        code=f"{digits.text}{year}{stroke}{tidy_symbol(code['symbol'])}",
        code_span=passage.span(number[0], symbol[1]),
        issued_on=issued_on,
        date_sure=date_sure,
        date_span=passage.span(*dated.span()) if dated else None,
    )


def _day(source: SourceText, passage: Passage, dated: regex.Match[str]) -> tuple[date | None, bool]:
    """The day, and whether its digits can be trusted."""
    parts = [_digits(source, passage, dated.span(name), dated.span("year")) for name in ("year", "month", "day")]
    try:
        year, month, day = (int(part.text) for part in parts)
        return date(year, month, day), all(part.ink is Ink.READ for part in parts)
    except ValueError:  # no such day, or digits that restoration put in
        return None, False


def _digits(source: SourceText, passage: Passage, span: Span, beside: Span, *, suffix: bool = False) -> Digits:
    """Digits as the letterhead's are trusted, and only as they were read: restoration tells nothing new of a digit."""
    if span[0] == span[1]:
        return Digits("", Ink.UNSURE)
    start, end = passage.span(*span)
    ref = source.lines_of(start, end)[0]
    low, high = passage.span(*beside)
    own = (start - ref.start, min(end, ref.end) - ref.start)
    near = (low - ref.start, high - ref.start) if ref.start <= low < high <= ref.end else own
    digits = read_digits(ref.line, own, near, suffix=suffix)
    raw = ref.line.raw[slice(*ref.line.raw_span(*own))]
    return digits if digits.text in raw and end <= ref.end else Digits("", Ink.UNSURE)
