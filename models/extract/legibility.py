"""Component ``legibility``: what is not found is ``absent`` where the page could be read, else ``illegible``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Document, Field, Issue, Status
from vanthu.models.page import Page, Verdict, WarningCode

_UNREAD = frozenset({WarningCode.HARDLY_LEGIBLE, WarningCode.PICTURE_LOST, WarningCode.PICTURE_CUT})
"""Warnings of pages on which more is printed than was read."""
_END = frozenset({"signatory", "recipients", "digital_signatures"})
"""Keys that stand at the end of a document; all others stand on its first page."""


@Language.component(
    "legibility", assigns=["doc._.document", "doc._.issues"], requires=["doc._.source", "doc._.document"]
)
def legibility(doc: Doc) -> Doc:
    """Take back what is said to be absent where it may stand on a page that was not read."""
    pages = doc._.source.pages
    unread = [page for page in pages if _is_unread(page)]
    if unread:
        doc._.document = _doubted(doc._.document, pages, unread)
        doc._.issues = tuple(_not_claimed(doc._.issues, unread))
    return doc


def _is_unread(page: Page) -> bool:
    return page.trail.verdict is Verdict.FAILED or any(w.code in _UNREAD for w in page.trail.warnings)


def _doubted(document: Document, pages: Sequence[Page], unread: Sequence[Page]) -> Document:
    heads = pages[0] in unread
    changed = {
        name: field.model_copy(update={"status": Status.ILLEGIBLE})
        for name in type(document).model_fields
        if isinstance(field := getattr(document, name), Field)
        and field.status is Status.ABSENT
        and (heads or name in _END)
    }
    return document.model_copy(update=changed)


def _not_claimed(issues: Iterable[Issue], unread: Sequence[Page]) -> Iterator[Issue]:
    numbers = ", ".join(str(page.number) for page in unread)
    message = f"none found, but page {numbers} could not be read: it may stand there"
    for issue in issues:
        if issue.code == "absent":
            yield issue.model_copy(update={"code": "not_readable", "severity": "warning", "message": message})
        else:
            yield issue
