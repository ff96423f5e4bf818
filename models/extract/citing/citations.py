"""Component ``citations``: the documents that this one rests on or cites, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import fold
from vanthu.models.campaign import Field, Issue, LegalBasis
from vanthu.models.extract.citing.cited_documents import Mention, code_key, mentions, misprint, unreadable
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

ATTACHED = regex.compile(r"\s*\(?\s*(?:ban hành\s+)?kèm theo(?!.*Nghị định)", regex.IGNORECASE)
"""``(Kèm theo Kế hoạch số …)`` under an appendix names the document itself."""
BASIS_OPENS = regex.compile(
    r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Để (?:triển khai|thực hiện|tiếp tục)|Theo|Xét đề nghị|Trên cơ sở)"
    r"(?!\p{L})"
)
CERTAINTY_CODE, CERTAINTY_NAME, CERTAINTY_LOST = 0.95, 0.85, 0.6


@dataclass(frozen=True, slots=True)
class _Found:
    passage: Passage
    mention: Mention
    role: str


@Language.component(
    "citations",
    assigns=["doc._.legal_bases", "doc._.issues"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document"],
)
def citations(doc: Doc) -> Doc:
    """Find every cited document; later short mentions are one with the first full one."""
    source: SourceText = doc._.source
    own = code_key(doc._.document.code.value or "")
    found = [f for f in _mentioned(doc._.paragraphs) if code_key(f.mention.basis.code or "") != own or not own]
    merged = merge(found)
    doc._.legal_bases = tuple(_field(source, one) for one in merged)
    doc._.issues = (*doc._.issues, *_misprints(merged))
    return doc


def _misprints(found: Iterable[_Found]) -> Iterator[Issue]:
    """Codes printed with their type doubled: the text keeps them, the value is the code that is meant."""
    for index, one in enumerate(found):
        printed = misprint(one.passage.text[one.mention.start : one.mention.end])
        if printed:
            message = f"printed as {printed}, taken as {one.mention.basis.code}"
            yield Issue(code="misprinted_code", severity="warning", path=f"legal_bases.{index}", message=message)


def _lost(basis: LegalBasis) -> bool:
    """An act with a number that cannot be read: laws cited by name have a title."""
    return basis.code is None and basis.title is None


def _mentioned(paragraphs: Iterable[Paragraph]) -> Iterator[_Found]:
    preamble = True
    for paragraph in paragraphs:
        if paragraph.path or paragraph.heading or paragraph.zone is not Zone.BODY:
            preamble = False
        if paragraph.zone is Zone.APPENDIX and ATTACHED.match(paragraph.text):
            continue
        basis = preamble or (BASIS_OPENS.match(paragraph.text) and not paragraph.path)
        for mention in (*mentions(paragraph.text), *unreadable(paragraph.text)):
            yield _Found(paragraph.passage, mention, "basis" if basis else "citation")


def merge(found: Iterable[_Found]) -> list[_Found]:
    """One entry for each document: the fullest mention, in the order and role of the first."""
    groups: list[list[_Found]] = []
    for one in found:
        group = next((g for g in groups if any(_same(one.mention.basis, other.mention.basis) for other in g)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [_fullest(group) for group in groups]


def _same(a: LegalBasis, b: LegalBasis) -> bool:
    if a.issued_on and b.issued_on and a.issued_on != b.issued_on:
        return False
    if _lost(a) or _lost(b):
        return False
    law = a.title is not None and fold(a.title) == fold(b.title or "") and a.type == b.type
    if a.code and b.code:
        return act_key(a) == act_key(b) or (_shortened(a, b) or _shortened(b, a))
    return law and (a.code is None or b.code is None) and a.type in _NAMED


_NAMED = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
"""Kinds whose acts are known by their names: with a number at one place and without at another they are one."""


def act_key(basis: LegalBasis) -> tuple[str, ...]:
    """Number and groups of a code: zeros before the number and the kind of stroke part no acts."""
    groups = regex.findall(r"[\p{L}\d]+", code_key(basis.code or ""))
    return (groups[0].lstrip("0"), *groups[1:]) if groups else ()


def _shortened(short: LegalBasis, full: LegalBasis) -> bool:
    """``Thông tư 24/2020`` and ``Thông tư số 24/2020/TT-BGDĐT``."""
    key = act_key(short)
    return short.type == full.type and len(key) == _YEARED and act_key(full)[:_YEARED] == key


_YEARED = 2


def _fullest(group: list[_Found]) -> _Found:
    best = max(group, key=lambda f: _fullness(f.mention.basis))
    role = "basis" if any(f.role == "basis" for f in group) else "citation"
    return _Found(best.passage, best.mention, role)


def _fullness(basis: LegalBasis) -> tuple[int, bool, bool]:
    """Groups of the code first: a number and year alone are less than the whole."""
    return len(act_key(basis)), basis.issued_on is not None, basis.issuer is not None


def _field(source: SourceText, found: _Found) -> Field[LegalBasis]:
    basis = found.mention.basis.model_copy(update={"role": found.role})
    span = found.passage.span(found.mention.start, found.mention.end)
    certainty = CERTAINTY_CODE if basis.code else CERTAINTY_LOST if _lost(basis) else CERTAINTY_NAME
    return source.field(Field[LegalBasis], basis, [span], certainty=certainty)
