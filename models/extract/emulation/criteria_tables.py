"""Criteria in tables: the column that its head calls criteria, row by row, in ruled tables and in flattened ones.

A text layer without rules prints the cells of a row one below the other: number, criterion, points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.extract.emulation.criteria_items import is_criterion
from vanthu.models.extract.emulation.criteria_labels import Kind, kind_of, mark_end
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

_COLUMN = regex.compile(
    r"^\W*(?:ten |cac |noi dung )?(?:tieu chi|tieu chuan|chi tieu|noi dung (?:thi dua|danh gia|cham diem|tieu chi))"
)
_POINTS = regex.compile(r"(?<!\w)(?:diem|thang diem)(?!\w)")
_ROW_NUMBER = regex.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])\W*$")
_FIGURE = regex.compile(r"\W*\d{1,3}(?:,\d+)?(?: điểm)?\W*$")
_GROUP_NUMBER = regex.compile(r"^[ivx]{1,4}\W*$")
HEAD_CELLS = 6
"""Cells in which the head of a flattened table may stand, the number of its first row included."""
LONGEST_HEAD_CELL = 40
"""Characters of a cell of such a head (``Nội dung tiêu chí đánh giá, chấm điểm`` has 37)."""
HEAD_ROWS = 2
"""Rows in which the head of a table may stand."""


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of a table: ``paragraph.text[start:]``, under the row or cell that heads its group."""

    paragraph: Paragraph
    start: int
    group: Paragraph | None


def table_rows(paragraphs: Sequence[Paragraph]) -> Iterator[Row]:
    """Criteria of the tables of a document, in order."""
    cells = [p for p in paragraphs if p.cell is not None]
    for _, table in groupby(cells, key=lambda p: (p.page, p.cell.table if p.cell else 0)):
        yield from _ruled(list(table))
    yield from _flattened([p for p in paragraphs if p.cell is None and p.zone is Zone.APPENDIX])


def _ruled(cells: Sequence[Paragraph]) -> Iterator[Row]:
    heads = [(p.cell.column, bare(p.text)) for p in cells if p.cell and p.cell.row < HEAD_ROWS]
    column = next((at for at, key in heads if _COLUMN.match(key)), None)
    if column is None or not any(_POINTS.search(key) for _, key in heads):
        return
    group: Paragraph | None = None
    for paragraph in cells:
        if not paragraph.cell or paragraph.cell.column != column or _COLUMN.match(bare(paragraph.text)):
            continue
        if _heads_group(paragraph):
            group = paragraph
        elif is_criterion(paragraph.text):
            yield Row(paragraph, mark_end(paragraph), group)


def _flattened(paragraphs: Sequence[Paragraph]) -> Iterator[Row]:
    """A criterion stands between its number and its points, below a head that names both columns."""
    group: Paragraph | None = None
    inside, points = False, 0
    for index, paragraph in enumerate(paragraphs[1:-1], 1):
        before, after = paragraphs[index - 1].text, paragraphs[index + 1].text
        if _COLUMN.match(bare(paragraph.text)) and _POINTS.search(bare(f"{paragraph.text} {after}")):
            inside = True
        elif inside and _heads_group(paragraph):
            group = paragraph
        elif not (inside and is_criterion(paragraph.text)):
            continue
        elif index - 1 != points and _ROW_NUMBER.match(before) and _FIGURE.match(after):
            points = index + 1
            yield Row(paragraph, mark_end(paragraph), group)


def furniture(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Ids of what flattened tables in the body print around criteria: heads, numbers, points, titles of groups."""
    body = [p for p in paragraphs if p.cell is None and p.zone is Zone.BODY]
    return frozenset(id(p) for head in _heads_of_tables(body) for p in _furnishing(body, head))


def _heads_of_tables(body: Sequence[Paragraph]) -> Iterator[int]:
    """Where the first row number stands, below a head that names a column of criteria and one of points."""
    for index, paragraph in enumerate(body):
        if paragraph.marker or not _COLUMN.match(bare(paragraph.text)):
            continue
        head = [bare(p.text) for p in body[index : index + HEAD_CELLS]]
        first = next((at for at, key in enumerate(head) if at and (_GROUP_NUMBER.match(key) or key == "1")), None)
        if first and any(_POINTS.search(key) for key in head[:first]):
            yield index + first


def _furnishing(body: Sequence[Paragraph], first: int) -> Iterator[Paragraph]:
    for before in reversed(body[max(first - HEAD_CELLS, 0) : first]):
        if before.marker or len(before.text) > LONGEST_HEAD_CELL:
            break
        yield before
    above = ""
    for paragraph in body[first:]:
        if paragraph.marker or paragraph.heading:
            return
        titled = _GROUP_NUMBER.match(bare(above)) and not _heads_group(paragraph)
        if titled or _FIGURE.match(paragraph.text) or _GROUP_NUMBER.match(bare(paragraph.text)):
            yield paragraph
        above = paragraph.text


def _heads_group(paragraph: Paragraph) -> bool:
    return kind_of(bare(paragraph.text[mark_end(paragraph) :].strip(" :"))) is Kind.AUDIENCE
