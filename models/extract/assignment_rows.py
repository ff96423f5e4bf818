"""Rows of assignment tables: the body and its task by the heads of the columns, ruled or printed cell below cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from vanthu.models.extract.assignments import OWNER, PARTNER, TASK, TIME, AssignmentTable, find_tables, roles
from vanthu.models.extract.entries import Words
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.source import Passage, SourceText

NUMBER_HEAD = regex.compile(r"\W*(?:S?TT|Số\s+TT|Số\s+thứ\s+tự)\W*$", regex.IGNORECASE)
ROW = regex.compile(r"\W*(?P<number>\d{1,3})\W*$")
GOES_ON = regex.compile(r"(?:[,;–-]|(?<!\p{L})(?:và|của|các|cấp|thuộc|tỉnh|huyện|với|cho|về))\s*$")
"""How a line ends that the narrow column broke."""
MOST_COLUMNS = 8


def table_rows(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Words, Words]]:
    """Body and task of each row, in order."""
    for _, table in sorted(find_tables(source, paragraphs).items()):
        yield from _ruled(table)
    yield from _printed([p for p in paragraphs if p.cell is None])


def _ruled(table: AssignmentTable) -> Iterator[tuple[Words, Words]]:
    rows = sorted({row for row, _ in table.cells})
    columns, first = table.columns, table.first_row
    if not {"task", "owner"} <= columns.keys():
        heads = ((roles(table, row), row) for row in rows[:2])
        columns, first = next(((c, r + 1) for c, r in heads if {"task", "owner"} <= c.keys()), ({}, 0))
    if not columns:
        return
    headed = replace(table, columns=columns, first_row=first)
    for row in rows:
        task = table.cells.get((row, columns["task"]))
        owner = headed.in_row(task, "owner") if task and row >= first else None
        filled = sum(1 for at, cell in table.cells.items() if at[0] == row and cell.text.strip())
        if task and owner and filled > 1:
            yield _all(owner), _all(task)


def _all(paragraph: Paragraph) -> Words:
    return Words(paragraph, 0, len(paragraph.text)).trimmed(" -+;")


@dataclass(frozen=True, slots=True)
class _Heads:
    """The columns of a table printed cell below cell: how many after the number, and which hold what."""

    count: int
    task: int
    owner: int
    end: int


def _printed(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Words, Words]]:
    for index, paragraph in enumerate(paragraphs):
        heads = _heads(paragraphs, index) if NUMBER_HEAD.match(paragraph.text) else None
        if heads:
            yield from _rows_below(paragraphs, heads)


def _heads(paragraphs: Sequence[Paragraph], number: int) -> _Heads | None:
    """The heads between ``STT`` and the first row, where one names the task and another the body."""
    texts: list[str] = []
    for end, paragraph in enumerate(paragraphs[number + 1 : number + 2 + MOST_COLUMNS], number + 1):
        if ROW.match(paragraph.text) or paragraph.heading:
            break
        texts.append(paragraph.text)
    else:
        return None
    times = {i for i, text in enumerate(texts) if TIME.search(text) and not TASK.search(text)}
    task = next((i for i, text in enumerate(texts) if i not in times and TASK.search(text)), None)
    owners = (i for i, t in enumerate(texts) if i not in {*times, task} and OWNER.search(t) and not PARTNER.match(t))
    owner = next(owners, None)
    return None if task is None or owner is None else _Heads(len(texts), task, owner, end)


def _rows_below(paragraphs: Sequence[Paragraph], heads: _Heads) -> Iterator[tuple[Words, Words]]:
    """Rows whose cells can be told apart: as many as there are columns. The others are left out."""
    cells: list[list[Paragraph]] = []
    expected = 1
    for paragraph in (*paragraphs[heads.end :], None):
        found = ROW.match(paragraph.text) if paragraph else None
        starts = found is not None and int(found["number"]) == expected
        if starts or paragraph is None or paragraph.heading:
            if len(cells) == heads.count:
                yield _all(_joined(cells[heads.owner])), _all(_joined(cells[heads.task]))
            cells = []
        if starts:
            expected += 1
        elif paragraph and expected > 1 and not paragraph.heading:
            if cells and GOES_ON.search(cells[-1][-1].text):
                cells[-1].append(paragraph)
            else:
                cells.append([paragraph])
        if len(cells) > 2 * MOST_COLUMNS:
            return


def _joined(paragraphs: Sequence[Paragraph]) -> Paragraph:
    """One cell of what was taken for several paragraphs."""
    if len(paragraphs) == 1:
        return paragraphs[0]
    first = paragraphs[0].passage
    text, offsets = first.text, first.offsets
    for paragraph in paragraphs[1:]:
        text += " " + paragraph.passage.text
        offsets = (*offsets, paragraph.passage.offsets[0], *paragraph.passage.offsets)
    return replace(paragraphs[0], passage=Passage(text, offsets))
