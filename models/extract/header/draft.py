"""Component ``draft``: a paper that says of itself that it is a draft (dự thảo), by a line or a mark over the page.

HD 36-HD/VPTW has the mark ``Dự thảo lần …`` above the issuer; the State prints ``DỰ THẢO`` wherever there is room.
"""

from __future__ import annotations

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import DateField, Document, Field, Issue, Status
from vanthu.models.extract.source import SourceText, Span
from vanthu.models.extract.structure.zones import Zone

_TURN = r"(?:\W*(?:lan|so|ngay|ban)?(?:\s(?:thu|cuoi))?[\s:.]*(?:[\d/.-]{1,10}|[ivx]{1,4}|nhat|hai|ba|tu|cuoi)?)"
DRAFT = regex.compile(rf"^\W*(?:ban\s)?du\sthao{_TURN}\W*$")
"""A line that says no more than which draft this is, on bare text."""
_IN_BRACKETS = regex.compile(rf"[(\[]\s*(?:ban\s)?du\sthao{_TURN}\W*[)\]]")
_HEAD = frozenset({Zone.LETTERHEAD, Zone.TITLE, Zone.ASIDE})
_BLANK_DAY = regex.compile(r"ng[aàáảãạ]y[\s.…_/]*(?:th[aáàảãạ]ng|/)", regex.IGNORECASE)


@Language.component(
    "draft", assigns=["doc._.document", "doc._.issues"], requires=["doc._.source", "doc._.zones", "doc._.document"]
)
def draft(doc: Doc) -> Doc:
    """Tell a draft; what it leaves blank is absent, not illegible."""
    source: SourceText = doc._.source
    marks = list(_marks(source, doc._.zones))
    if marks:
        mark = source.field(Field[bool], True, marks[:1])  # noqa: FBT003  the value of the field
        doc._.document = _with_blanks(doc._.document).model_copy(update={"draft": mark})
        message = f"the paper says that it is a draft: {mark.text}"
        doc._.issues = (*doc._.issues, Issue(code="draft", severity="warning", path="document.draft", message=message))
    return doc


def _marks(source: SourceText, zones: tuple[Zone, ...]) -> list[Span]:
    found: list[Span] = []
    for ref, zone in zip(source.lines, zones, strict=True):
        key = bare(ref.text)
        hit = DRAFT.match(key) or _IN_BRACKETS.search(key) if zone in _HEAD else None
        if hit:
            found.append((ref.start + hit.start(), ref.start + hit.end()))
    return found


def _with_blanks(document: Document) -> Document:
    """Number and date that nobody has filled in; OCR reads nothing there, and cannot tell."""
    update: dict[str, Field[int] | Field[str] | DateField] = {}
    if document.number.status is Status.ILLEGIBLE and not document.number.text:
        update = {"number": Field[int](), "code": Field[str]()}
    issued = document.issued_on
    if issued.status is Status.ILLEGIBLE and _BLANK_DAY.search(issued.text or ""):
        update["issued_on"] = issued.model_copy(update={"status": Status.ABSENT})
    return document.model_copy(update=update)
