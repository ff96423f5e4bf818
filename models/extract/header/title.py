"""Component ``title``: type of document (tên loại) and subject (trích yếu)."""

from __future__ import annotations

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.document_types import (
    TypeEntry,
    type_coded,
    type_named,
    type_of_line,
    type_of_system,
    type_opening,
)
from vanthu.models.campaign import Document, DocumentType, Field, Status
from vanthu.models.extract.header.letterhead_lines import ABOUT, NUMBER, NUMBER_LINE, SUBJECT, right_column
from vanthu.models.extract.header.type_line import type_beside_stamp, without_stamp
from vanthu.models.extract.source import LineRef, Passage, SourceText, Span
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.page import Region

_EDGE = " _—–-¬|*~.…"
_WORDLIKE = regex.compile(r"\p{L}{2,}|\d+")
_SUBJECT_SHARE = 0.55
"""Share of a subject line's characters that stand in words; dirt read as a line has 0.4 and less (30 scans)."""

_ABOUT = regex.compile(r"^(?:(?!\p{Ll}{2}).)*?(?<!\p{L})(?P<about>V[ềêẻẽ] việc|V/v)(?!\p{L})")
"""Opens a subject; before it on its line stands a stamp, which is in capitals, or a subject that began earlier."""


@Language.component("title", assigns=["doc._.document"], requires=["doc._.source", "doc._.zones"])
def title(doc: Doc) -> Doc:
    """Read cells 5a and 5b."""
    source: SourceText = doc._.source
    document: Document = doc._.document
    lines = [r for r, z in zip(source.lines, doc._.zones, strict=True) if z is Zone.TITLE and r.text.strip()]
    letterhead = [r for r, z in zip(source.lines, doc._.zones, strict=True) if z is Zone.LETTERHEAD]
    subject = _subject_spans(lines) if lines else _letter_subject(letterhead)
    doc._.document = document.model_copy(
        update={
            "type": _type_field(source, document, lines, subject),
            "title": _title_field(source, subject),
        }
    )
    return doc


def _type_field(
    source: SourceText, document: Document, lines: list[LineRef], subject: list[Span]
) -> Field[DocumentType]:
    """By the type line; failing that a letter with a subject is a công văn; failing both by the symbol.

    The symbol comes last: that of a letter opens with its office (``CT-CS`` is Cục Thuế's, not a Chỉ thị).
    """
    system = document.system.value
    if lines:
        named = _type_at(lines[0].text)
        if named:
            entry, start, end = named
            span = (lines[0].start + start, lines[0].start + end)
            return source.field(Field[DocumentType], _of(type_of_system(entry, system)), [span])
    letter = type_named("Công văn")
    if letter and subject and not lines:
        return source.field(Field[DocumentType], _of(letter), subject, certainty=0.85, status=Status.DERIVED)
    symbol = document.symbol
    spans = source.spans(symbol.evidence)
    coded = type_coded(regex.split(r"[-/]", symbol.value)[0], system or "state") if symbol.value else None
    if coded and spans:
        return source.field(Field[DocumentType], _of(coded), spans, certainty=0.85, status=Status.DERIVED)
    if letter and spans:
        return source.field(Field[DocumentType], _of(letter), spans, certainty=0.8, status=Status.DERIVED)
    return Field[DocumentType]()


def _type_at(text: str) -> tuple[TypeEntry, int, int] | None:
    """The type that a line names, alone, beside a stamp or before the subject, and its span."""
    entry = type_of_line(text)
    if entry:
        return entry, 0, len(text)
    beside = type_beside_stamp(text)
    opening = None if beside else type_opening(text)
    return (opening[0], 0, opening[1]) if opening else beside


def _of(entry: TypeEntry) -> DocumentType:
    return DocumentType(code=entry.code, name=entry.name)


def _subject_spans(lines: list[LineRef]) -> list[Span]:
    """The lines under the type, and what stands beside it on the same line; dirt left out."""
    text = lines[0].text
    alone = type_of_line(text) or type_beside_stamp(text)
    opening = None if alone else type_opening(text)
    spans = [(lines[0].start + opening[1], lines[0].end)] if opening else []
    spans += [_past_stamp(ref) for ref in lines[1:] if _is_wording(ref.text)]
    return [(start, end) for start, end in spans if start < end]


def _past_stamp(ref: LineRef) -> Span:
    """Where the subject stands in a line that a stamp runs into: from ``Về việc`` on, between the stamp's fields."""
    hit = _ABOUT.match(ref.text)
    start, end = without_stamp(ref.text)
    return ref.start + (hit.start("about") if hit else start), ref.start + end


def _is_wording(text: str) -> bool:
    """Mostly words: not the shadow of a stamp."""
    solid = sum(len(word) for word in _WORDLIKE.findall(text))
    return solid >= _SUBJECT_SHARE * len(text.replace(" ", ""))


def _letter_subject(letterhead: list[LineRef]) -> list[Span]:
    """``V/v …`` or ``Về …`` under the number of a công văn, to the end of the left column."""
    spans: list[Span] = []
    numbered = False
    for ref in letterhead:
        end = right_column(ref.text)
        left = ref.text if end is None else ref.text[:end]
        hit = SUBJECT.search(left) or (ABOUT.match(left) if numbered else None)
        numbered = numbered or NUMBER_LINE.match(left) is not None
        if not spans and hit and not NUMBER.search(left[: hit.start()]):
            spans.append((ref.start + hit.start(), ref.start + len(left)))
        elif spans and left.strip() and ref.region is not Region.LETTERHEAD_RIGHT and _is_wording(left):
            spans.append((ref.start, ref.start + len(left)))
    return spans


def _title_field(source: SourceText, spans: list[Span]) -> Field[str]:
    passage = Passage.of(source, spans)
    text = passage.text.rstrip(_EDGE) if passage.text.endswith(("—", "¬", "_", "|", "*")) else passage.text
    lead = len(text) - len(text.lstrip(_EDGE))
    if not text[lead:]:
        return Field[str]()
    return source.field(Field[str], text[lead:], _trimmed(spans, passage, lead, len(text)))


def _trimmed(spans: list[Span], passage: Passage, start: int, end: int) -> list[Span]:
    """The spans without what was cut from both ends of the passage."""
    first, last = passage.span(start, end)
    cut = [(max(a, first), min(b, last)) for a, b in spans]
    return [(a, b) for a, b in cut if a < b]
