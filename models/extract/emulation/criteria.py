"""Component ``criteria``: what units and persons are measured by, group by group, each for its audience.

Sections are told by their labels (``Nội dung thi đua``, ``Tiêu chí …``, ``Tiêu chuẩn khen thưởng``, ``Chỉ tiêu``):
``criteria_labels`` reads labels, ``criteria_sections`` says what stands below them, ``criteria_items`` cuts a
paragraph into criteria, ``criteria_tables`` reads tables with a column of criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import fold
from vanthu.models.campaign import Criterion, Field
from vanthu.models.extract.emulation.criteria_items import items
from vanthu.models.extract.emulation.criteria_labels import Label, mark_end
from vanthu.models.extract.emulation.criteria_sections import Standing, standings
from vanthu.models.extract.emulation.criteria_tables import table_rows
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph

LISTED, RUNNING, LEADING, TABLE = 0.95, 0.8, 0.6, 0.85
"""Certainty of a listed item, a sentence or clause of running text, a lead that states an aim, a cell."""


@Language.component(
    "criteria", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs", "doc._.campaign"]
)
def criteria(doc: Doc) -> Doc:
    """Group the criteria by section and audience; only a document that launches a campaign has any."""
    source: SourceText = doc._.source
    campaign = doc._.campaign
    if campaign.names:
        names = frozenset(fold(name.value) for name in campaign.names if name.value)
        found = (*_groups(source, doc._.paragraphs, names), *_tables(source, doc._.paragraphs))
        doc._.campaign = campaign.model_copy(update={"criteria": found})
    return doc


def _groups(source: SourceText, paragraphs: Sequence[Paragraph], names: frozenset[str]) -> Iterator[Criterion]:
    for _, members in groupby(standings(paragraphs), key=_group):
        group = list(members)
        found = tuple(field for standing in group for field in _items(source, standing))
        if found:
            yield Criterion(
                section=".".join(group[0].section.paragraph.path) or None,
                heading=_label_field(source, group[0].section),
                audience=_audience(source, group[0], names),
                items=found,
            )


def _tables(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[Criterion]:
    for _, members in groupby(table_rows(paragraphs), key=lambda row: id(row.group)):
        rows = list(members)
        group = rows[0].group
        yield Criterion(
            section=".".join(rows[0].paragraph.path) or None,
            audience=_words(source, group, mark_end(group), len(group.text)) if group else Field[str](),
            items=tuple(_words(source, row.paragraph, row.start, len(row.paragraph.text), TABLE) for row in rows),
        )


def _words(source: SourceText, paragraph: Paragraph, start: int, end: int, certainty: float = LISTED) -> Field[str]:
    spans = paragraph.passage.spans(start, end)
    return source.field(Field[str], paragraph.text[start:end], spans, certainty=certainty)


def _group(standing: Standing) -> tuple[object, ...]:
    return id(standing.section.paragraph), standing.audience and (id(standing.audience[0]), standing.audience[1])


def _items(source: SourceText, standing: Standing) -> Iterator[Field[str]]:
    paragraph = standing.paragraph

    def begins_line(at: int) -> bool:
        offset = paragraph.passage.offsets[at]
        line = source.lines_of(offset, offset + 1)[0]
        return not line.text[: offset - line.start].strip()

    cut = items(paragraph.text, standing.start, begins_line, marked=standing.marked, labelled=standing.labelled)
    for start, end in cut:
        leads = paragraph.text[end - 1] == ":"
        certainty = LEADING if leads else LISTED if standing.marked and not standing.labelled else RUNNING
        yield _words(source, paragraph, start, end, certainty)


def _label_field(source: SourceText, label: Label) -> Field[str]:
    return _words(source, label.paragraph, label.start, label.end)


def _audience(source: SourceText, standing: Standing, names: frozenset[str]) -> Field[str]:
    """Whom the criteria are for; ``1. Chi bộ kiểu mẫu`` in a movement of that name is for whoever would be one."""
    if standing.audience is None:
        titled = fold(standing.section.text) in names
        return _label_field(source, standing.section) if titled else Field[str]()
    paragraph, (start, end) = standing.audience
    return _words(source, paragraph, start, end)
