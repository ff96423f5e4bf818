"""Component ``recipients``: the list under ``Nơi nhận``, one entry for each item."""

from __future__ import annotations

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import Field
from vanthu.models.extract.header.closing_lines import RECIPIENT_MARK, RECIPIENTS_LABEL, name_span, signature_column
from vanthu.models.extract.source import Passage, SourceText, Span
from vanthu.models.extract.structure.zones import Zone

_OPENS = regex.compile(r"^\W*(?:nhu (?:tren|dieu|kinh gui|mac)|luu\b)")
_ENDED = (";", ".", ":")
_SUBLABEL = regex.compile(r"^\W*gui\b.{0,30}:\s*$")
_SCRAP = regex.compile(r";\W*\w?\W*\w?\W*\w?\W*$")
"""A few strokes of a seal beside an item that has ended."""
_LEAST_MARKED, _LEAST_UNMARKED = 2, 4
"""Letters and digits: fewer are a speck, or the edge of a seal beside the list."""
_EDGE = " ;,.:_-–—~|*•'`\"¬"


@Language.component("recipients", assigns=["doc._.document"], requires=["doc._.source", "doc._.zones"])
def recipients(doc: Doc) -> Doc:
    """Read cell 9b."""
    source: SourceText = doc._.source
    items = _items(source, doc._.zones)
    fields = [field for spans in items if (field := _field(source, spans)) is not None]
    doc._.document = doc._.document.model_copy(update={"recipients": tuple(fields)})
    return doc


def _items(source: SourceText, zones: tuple[Zone, ...]) -> list[list[Span]]:
    """Spans of the items: a mark opens one, a line without a mark goes on with the one above."""
    items: list[list[Span]] = []
    ended = True
    for ref, zone in zip(source.lines, zones, strict=True):
        if zone is not Zone.RECIPIENTS:
            continue
        start, end = _own_part(ref.text)
        text = ref.text[start:end]
        if not any(c.isalnum() for c in text) or _SUBLABEL.match(bare(text)):
            continue
        if ended or RECIPIENT_MARK.match(text) or _OPENS.match(bare(text)) or not items:
            items.append([])
        items[-1].append((ref.start + start, ref.start + end))
        ended = text.rstrip().endswith(_ENDED) and len(text.split()) > 1
    return items


def _own_part(text: str) -> tuple[int, int]:
    """The part of a line that is the list: after the label, before a merged signature column."""
    label = RECIPIENTS_LABEL.match(bare(text))
    start = label.end() if label else 0
    column = signature_column(text)
    end = len(text) if column is None else max(column, start)
    named = name_span(text[start:end])
    if named and text[start : start + named[0]].rstrip().endswith(";"):
        end = start + named[0]
    return start, end


def _field(source: SourceText, spans: list[Span]) -> Field[str] | None:
    passage = Passage.of(source, spans)
    mark = RECIPIENT_MARK.match(passage.text)
    start = mark.end() if mark else len(passage.text) - len(passage.text.lstrip(_EDGE))
    value = passage.text[start:].rstrip(_EDGE)
    value = _SCRAP.sub("", value)
    value = value.removesuffix(")").rstrip(_EDGE) if value.endswith(")") and "(" not in value else value
    if sum(c.isalnum() for c in value) < (_LEAST_MARKED if mark else _LEAST_UNMARKED):
        return None
    first, last = passage.span(start, start + len(value))
    return source.field(Field[str], value, [(max(a, first), min(b, last)) for a, b in spans])
