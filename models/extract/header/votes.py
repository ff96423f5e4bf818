"""Component ``votes``: what appendices and digital signatures say of number and date of the document.

The letterhead is believed; what is printed elsewhere confirms it, throws doubt on it, or stands in for what cannot be
read there. Incoming stamps have no vote: their number and day are of the office that received the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import DateField, Document, Field, Issue, Status
from vanthu.models.extract.header.attachment_lines import AttachmentLine, attachment_lines
from vanthu.models.extract.source import SourceText, Span
from vanthu.models.extract.time import HANOI

CONFIRMED = 1.0
"""Certainty of a rule whose reading something else on the paper confirms; 0.95 alone. The weight of ``rule in doubt``
was fitted with both: the doubt falls to a fifth (``docs/extraction.md``)."""

DISPUTED = 0.5
"""The most that a value is worth which something else on the paper contradicts: one of two is wrong, and which, nobody
can tell from here."""

ONE_VOTE = 0.85
"""The most that a value is worth which the letterhead does not give and one vote alone does. Of 71 documents none had
another number in its appendix, which leaves four in a hundred possible; and the line is read once only."""

NEXT_DAY = 10
"""Days from the last signature to the date of issue that contradict nothing. A paper gets number and date on the day of
its signature or the next working day (NĐ 30/2020/NĐ-CP, Đ15.2), and Tết with the weekends around it takes up to nine
days off. Signatures *after* the date never contradict: copies, the gazette and digitisation sign when they will."""

NUMBER_FIELDS = ("number", "code", "number_suffix")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the votes on a value come to.

    ``fields`` change as said and are worth ``ceiling`` at most; ``dispute`` tells readings that contradict each other.
    """

    fields: dict[str, Field[Any]] = dataclass_field(default_factory=dict)
    ceiling: float = 1.0
    dispute: str | None = None


@Language.component(
    "votes",
    assigns=["doc._.document", "doc._.ceilings", "doc._.issues"],
    requires=["doc._.source", "doc._.zones", "doc._.document"],
)
def votes(doc: Doc) -> Doc:
    """Weigh number and date of the letterhead against what stands elsewhere."""
    source: SourceText = doc._.source
    document: Document = doc._.document
    lines = [line for line in attachment_lines(source, doc._.zones, document) if not _of_another_act(line, document)]
    for name, paths, outcome in (
        ("number", NUMBER_FIELDS, _number(source, document, lines)),
        ("issued_on", ("issued_on",), _issued_on(source, document, lines)),
    ):
        doc._.document = doc._.document.model_copy(update=outcome.fields)
        doc._.ceilings = {**doc._.ceilings, **{f"document.{path}": outcome.ceiling for path in paths}}
        if outcome.dispute:
            code = "number_disagrees" if name == "number" else "date_disagrees"
            issue = Issue(code=code, severity="warning", path=f"document.{name}", message=outcome.dispute)
            doc._.issues = (*doc._.issues, issue)
    return doc


def _known_number(document: Document) -> str | None:
    """Number and letter without leading zeros; None where the letterhead does not give them."""
    number = document.number.value
    return None if number is None else f"{number}{document.number_suffix.value or ''}"


def _same_number(line: AttachmentLine, document: Document) -> bool:
    return line.number is not None and line.number == _known_number(document)


def _other_number(line: AttachmentLine, document: Document) -> bool:
    known = _known_number(document)
    return line.number_sure and known is not None and line.number not in {None, known}


def _other_day(line: AttachmentLine, document: Document, upto: int | None = None) -> bool:
    """Whether the day contradicts the letterhead's, of which only month and year, or the year, may be known."""
    issued = document.issued_on
    known = issued.value.isoformat() if issued.value else issued.partial
    return bool(known and line.date_sure) and not str(line.issued_on).startswith(str(known)[:upto])


def _of_another_act(line: AttachmentLine, document: Document) -> bool:
    """An act of the same kind and body, whose form is used again: another day and number, or another year."""
    other_year = _other_day(line, document, upto=len("2025")) and not _same_number(line, document)
    return other_year or (_other_number(line, document) and _other_day(line, document))


def _stands_in(line: AttachmentLine, document: Document) -> bool:
    """Whether it speaks of this document beyond doubt: number or year are the letterhead's, and nothing is other."""
    dated = document.issued_on.value is not None or document.issued_on.partial is not None
    tied = (dated and line.date_sure) or _same_number(line, document)
    return tied and not _other_number(line, document) and not _other_day(line, document)


def _number(source: SourceText, document: Document, lines: Sequence[AttachmentLine]) -> Outcome:
    """The number: appendices confirm it, contradict it, or give it where the letterhead's is illegible."""
    others = [line for line in lines if _other_number(line, document)]
    if others:
        return Outcome(ceiling=DISPUTED, dispute=_dispute(document.code, [_told(line, line.code) for line in others]))
    if document.number.value is not None:
        same = any(_same_number(line, document) for line in lines)
        fields = {name: getattr(document, name) for name in NUMBER_FIELDS} if same else {}
        return Outcome({name: _confirmed(source, field) for name, field in fields.items() if field.value is not None})
    own = [line for line in lines if line.number and line.number_sure and _stands_in(line, document)]
    if document.number.status is not Status.ILLEGIBLE or not own:
        return Outcome()
    if len({line.number for line in own}) > 1:
        return Outcome(dispute=_dispute(document.code, [_told(line, line.code) for line in own]))
    return Outcome(_number_of(source, own[0]), ONE_VOTE)


def _number_of(source: SourceText, line: AttachmentLine) -> dict[str, Field[Any]]:
    """Number, code and letter as the appendix prints them."""
    printed = line.number or ""
    digits = printed.rstrip("abcdefghijklmnopqrstuvwxyzđ")
    fields = {
        "number": _derived(source, Field[int], int(digits), line.number_span),
        "code": _derived(source, Field[str], line.code, line.code_span),
    }
    if digits != printed:
        fields["number_suffix"] = _derived(source, Field[str], printed[len(digits) :], line.number_span)
    return fields


def _issued_on(source: SourceText, document: Document, lines: Sequence[AttachmentLine]) -> Outcome:
    """The date: appendices as for the number; the day of a digital signature only confirms or contradicts."""
    issued = document.issued_on
    signed = _signing_days(document)
    if issued.value is None:
        return _illegible_date(source, document, lines, signed)
    against = [_told(line, line.issued_on) for line in lines if _other_day(line, document)]
    against += _signed_long_before(issued.value, signed)
    if against:
        return Outcome(ceiling=DISPUTED, dispute=_dispute(issued, against))
    same = issued.value in {*signed, *(line.issued_on for line in lines)}
    return Outcome({"issued_on": _confirmed(source, issued)} if same else {})


def _illegible_date(
    source: SourceText, document: Document, lines: Sequence[AttachmentLine], signed: Sequence[date]
) -> Outcome:
    """The day that appendices give; a digital signature of that very day is a second vote, independent of them."""
    own = [line for line in lines if line.date_sure and _stands_in(line, document)]
    if document.issued_on.status is not Status.ILLEGIBLE or not own:
        return Outcome()
    day, span = own[0].issued_on, own[0].date_span
    against = [] if day is None else _signed_long_before(day, signed)
    if against or len({line.issued_on for line in own}) > 1:
        return Outcome(dispute=_dispute(document.issued_on, [*(_told(line, line.issued_on) for line in own), *against]))
    field = _derived(source, DateField, day, span or (own[0].line.start, own[0].line.end))
    return Outcome({"issued_on": field}, 1.0 if day in signed else ONE_VOTE)


def _signing_days(document: Document) -> list[date]:
    """Days of the digital signatures, in Vietnam."""
    blocks = (field.value for field in document.digital_signatures)
    return [block.signed_at.astimezone(HANOI).date() for block in blocks if block is not None and block.signed_at]


def _signed_long_before(day: date, signed: Sequence[date]) -> list[str]:
    late = bool(signed) and (day - max(signed)).days > NEXT_DAY
    return [f"the last digital signature is of {max(signed)}"] if late else []


def _confirmed(source: SourceText, field: Field[Any]) -> Field[Any]:
    reading = source.confidence(source.spans(field.evidence))
    return field.model_copy(update={"confidence": round(CONFIRMED * reading, 3)})


def _derived(source: SourceText, kind: Callable[..., Field[Any]], value: object, span: Span) -> Field[Any]:
    return source.field(kind, value, [span], status=Status.DERIVED)


def _told(line: AttachmentLine, reading: object) -> str:
    return f"page {line.line.page}, line {line.line.number} reads {reading}"


def _dispute(field: Field[Any], others: Iterable[str]) -> str:
    """Both readings, and where they stand."""
    place = f" (page {field.evidence[0].page}, line {field.evidence[0].line})" if field.evidence else ""
    own = f"reads {field.value}" if field.value is not None else "is illegible"
    return f"the letterhead{place} {own}; {'; '.join(others)}"
