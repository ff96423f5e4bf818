"""Component ``names``: the campaigns that the document itself launches, with their slogans, form and scope.

The subject of the document says what it launches, or the sentence in which the issuer launches it; movements that are
only mentioned or cited are not its own. Reports, requests and minutes launch nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.models.campaign import Document, Field
from vanthu.models.extract.citing.cited_documents import mentions
from vanthu.models.extract.emulation.campaign_kind import form, scope
from vanthu.models.extract.emulation.launches import Launch, launched, stated
from vanthu.models.extract.emulation.slogans import slogans
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

SILENT = frozenset({"BC", "TTr", "BB", "GM", "GGT", "GNP", "PG", "PC", "PB", "GUQ", "HĐ", "BGN", "BTT", "TC"})
"""Types that report, request, record, invite or pass on (NĐ 30/2020, Phụ lục III)."""
ORDERS = frozenset({"CV", "CT", "QĐ", "TB", "NQ", "KL", "CĐ", "TT", "TTT", None})
"""Types without a title of their own that names the campaign: one of their points may launch it."""
ON_SCOPE = regex.compile(
    r"(?:phat dong|ban hanh ke hoach|xay dung ke hoach).{0,60}(?:phong trao|dot thi dua|cuoc van dong|cuoc thi|hoi thi)"
    r"|^\W*(?:(?:\d+|[a-z]|[ivx]+)[.)-]+\s*)*(?:ve )?pham vi"
)
QUOTED_TITLE, UNQUOTED_TITLE, QUOTED_BODY, UNQUOTED_BODY = 0.95, 0.85, 0.85, 0.7
"""Certainty by where a name stands and whether quotation marks bound it."""
THEME = 0.6
"""Certainty of a theme that stands for the name of a movement without one."""


@dataclass(frozen=True, slots=True)
class _Found:
    passage: Passage
    launch: Launch
    certainty: float


@Language.component(
    "names",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.zones", "doc._.paragraphs", "doc._.campaign", "doc._.document"],
)
def names(doc: Doc) -> Doc:
    """Name what the document launches; without a name there is no slogan, form or scope."""
    source: SourceText = doc._.source
    paragraphs: Sequence[Paragraph] = doc._.paragraphs
    found = _launch(_title(source, doc._.zones), paragraphs, doc._.document)
    if found is None:
        return doc
    mottos = tuple(slogans(source, paragraphs))
    named = (_theme(mottos) if found.launch.generic else ()) or tuple(_fields(source, found, paragraphs))
    own = {fold(name.value) for name in named if name.value}
    about = [found.passage, *_on_scope(paragraphs)]
    doc._.campaign = doc._.campaign.model_copy(
        update={
            "names": named,
            "slogans": tuple(motto for motto in mottos if fold(motto.value or "") not in own),
            "form": form(source, found.passage, found.launch.head, quoted=found.launch.quoted),
            "scope": scope(source, about, doc._.document.issuer),
        }
    )
    return doc


def _title(source: SourceText, zones: Sequence[Zone]) -> Passage:
    refs = [ref for ref, zone in zip(source.lines, zones, strict=True) if zone is Zone.TITLE]
    return Passage.of(source, [(ref.start, ref.end) for ref in refs])


def _launch(title: Passage, paragraphs: Sequence[Paragraph], document: Document) -> _Found | None:
    """What the title launches, or the sentence that gives the name in quotation marks."""
    kind = document.type.value.code if document.type.value else None
    if kind in SILENT:
        return None
    own = launched(title.text)
    if own and own.quoted:
        return _Found(title, own, QUOTED_TITLE)
    said = [(passage, found) for passage in _statements(paragraphs, kind) if (found := _stated(passage))]
    by_name = next((pair for pair in said if pair[1].quoted), None)
    if by_name:
        return _Found(*by_name, QUOTED_BODY)
    if own:
        return _Found(title, own, UNQUOTED_TITLE)
    return _Found(*said[0], UNQUOTED_BODY) if said else None


def _on_scope(paragraphs: Sequence[Paragraph]) -> Iterator[Passage]:
    """Sentences that launch, and what stands under ``Phạm vi``."""
    for paragraph in paragraphs:
        if ON_SCOPE.search(bare(paragraph.text)):
            yield paragraph.passage


def _statements(paragraphs: Sequence[Paragraph], kind: str | None) -> Iterator[Passage]:
    """Where an issuer may launch something: before the first section, and in the points of an order."""
    for paragraph in paragraphs:
        if paragraph.path and kind not in ORDERS:
            return
        if paragraph.zone is Zone.BODY and len(paragraph.path) <= 1:
            yield paragraph.passage


def _stated(passage: Passage) -> Launch | None:
    return stated(passage.text, [(m.start, m.end) for m in mentions(passage.text)])


def _theme(mottos: Sequence[Field[str]]) -> tuple[Field[str], ...]:
    """A movement of the year is known by its theme, where it has one."""
    return tuple(motto.model_copy(update={"confidence": THEME}) for motto in mottos[:1])


def _fields(source: SourceText, found: _Found, paragraphs: Sequence[Paragraph]) -> Iterator[Field[str]]:
    seen: set[str] = set()
    for span in found.launch.names:
        passage, (start, end) = _cased(found.passage, span, paragraphs)
        name = passage.text[start:end]
        if fold(name) not in seen:
            seen.add(fold(name))
            yield source.field(Field[str], name, passage.spans(start, end), certainty=found.certainty)


def _cased(passage: Passage, span: tuple[int, int], paragraphs: Sequence[Paragraph]) -> tuple[Passage, tuple[int, int]]:
    """A name printed in capitals is taken from the body, where it stands in its own case."""
    name = passage.text[slice(*span)]
    if not name.isupper():
        return passage, span
    for paragraph in paragraphs:
        found = regex.search(regex.escape(name), paragraph.text, regex.IGNORECASE)
        if found and not found.group().isupper():
            return paragraph.passage, found.span()
    return passage, span
