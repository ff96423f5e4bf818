"""Component ``quotas``: the numbers of a plan that bind somebody.

Which numbers of a passage bind is decided in ``binding``; here the document decides: sections that report, examples,
reports and tariffs set none, and the section above a number says what the clause leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Document, Evidence, Field, Quota
from vanthu.models.extract.quantity.binding import binding
from vanthu.models.extract.quantity.quantities import Quantity
from vanthu.models.extract.quantity.quota_context import Above, reports, sets_goals, whom, with_context
from vanthu.models.extract.quantity.quota_tables import Target, table_targets
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.entries import Words
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

EXAMPLE = regex.compile(r"\W*(?:ví dụ|thí dụ)(?!\p{L})", regex.IGNORECASE)
REPORTS = frozenset({"BC", "TTr", "BB"})
"""Report, request and minutes (NĐ 30/2020, Phụ lục III)."""
TARIFF = regex.compile(
    r"(?<!\p{L})(?:(?:quy định|ban hành)\s(?:về\s)?(?:mức\s|bảng\s|đơn\s|khung\s)?(?:giá|phí|học phí|lệ phí|thu)"
    r"|(?:bảng|đơn|khung)\sgiá|giá\s(?:tối đa|sản phẩm|dịch vụ|đất)|mức\s(?:thu|học phí)|chính sách\sthu[ếê])(?!\p{L})",
    regex.IGNORECASE,
)
"""Titles of tariffs and of letters on taxes."""
CERTAINTY_SHARE, CERTAINTY_COUNT = 0.9, 0.8


@Language.component(
    "quotas", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs", "doc._.campaign"]
)
def quotas(doc: Doc) -> Doc:
    """Collect the binding numbers of body and appendices, in order."""
    source: SourceText = doc._.source
    found = () if _sets_none(doc._.document) else _found(source, doc._.paragraphs, _year(doc._.document))
    doc._.campaign = doc._.campaign.model_copy(update={"quotas": found})
    return doc


def _sets_none(document: Document) -> bool:
    """Reports and requests bind nobody; a tariff sets prices."""
    kind = document.type.value
    return (kind is not None and kind.code in REPORTS) or bool(TARIFF.search(document.title.value or ""))


def _year(document: Document) -> int | None:
    return document.issued_on.value.year if document.issued_on.value else None


def _found(source: SourceText, paragraphs: Sequence[Paragraph], year: int | None) -> tuple[Field[Quota], ...]:
    """What sentences and tables set, in the order in which their numbers are printed."""
    targets, cells = table_targets(paragraphs, year)
    told = [
        (paragraph.passage.span(*one.number), _field(source, paragraph, above, one))
        for paragraph, above, one in _all(paragraphs, year)
        if id(paragraph) not in cells
    ]
    told += [(_span(target.figure), _target(source, target)) for target in targets if not _reports(target)]
    return tuple(field for _, field in sorted(told, key=lambda placed: placed[0]))


def _span(words: Words) -> tuple[int, int]:
    return words.paragraph.passage.span(words.start, words.end)


def _reports(target: Target) -> bool:
    return reports(target.name.paragraph.headings)


def _target(source: SourceText, target: Target) -> Field[Quota]:
    spans = [
        run for words in (target.name, target.figure) for run in words.paragraph.passage.spans(words.start, words.end)
    ]
    quota = target.quota.model_copy(update={"section": ".".join(target.name.paragraph.path) or None})
    return source.field(Field[Quota], quota, spans, certainty=CERTAINTY_COUNT)


def _all(paragraphs: Iterable[Paragraph], year: int | None) -> Iterator[tuple[Paragraph, Above, Quantity]]:
    for paragraph, above in with_context(paragraphs):
        if EXAMPLE.match(paragraph.text):
            continue
        appendix, goal = paragraph.zone is Zone.APPENDIX, sets_goals(paragraph.headings)
        for quantity in binding(paragraph.text, appendix=appendix, goal=goal, year=year):
            yield paragraph, above, quantity


def _field(source: SourceText, paragraph: Paragraph, above: Above, one: Quantity) -> Field[Quota]:
    spans = [run for span in one.spans for run in paragraph.passage.spans(*span)]
    label = Words(paragraph, *one.whom) if one.whom else None
    subject = label or (None if one.quota.subject else whom(paragraph, one.number[0], above))
    return source.field(
        Field[Quota],
        _completed(one.quota, subject, paragraph, above),
        spans,
        certainty=CERTAINTY_SHARE if one.quota.unit == "%" else CERTAINTY_COUNT,
        extra=_evidence(source, subject) if subject else (),
    )


def _evidence(source: SourceText, words: Words) -> tuple[Evidence, ...]:
    spans = words.paragraph.passage.spans(words.start, words.end)
    return tuple(slice_ for span in spans for slice_ in source.evidence(*span, "responsible"))


def _completed(quota: Quota, subject: Words | None, paragraph: Paragraph, above: Above) -> Quota:
    """What the clause leaves out, as the sections above say it."""
    return quota.model_copy(
        update={
            "section": ".".join(paragraph.path) or None,
            "subject": subject.text.strip() if subject else quota.subject,
            "modality": quota.modality or ("strive" if above.strives else None),
        }
    )
