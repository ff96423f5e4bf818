"""Rows of assignment tables: the body and its task by the heads of the columns, ruled or printed cell below cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, takewhile

import regex

from vanthu.models.extract.assignees import opens_with_body
from vanthu.models.extract.assignments import OWNER, PARTNER, TASK, TIME, AssignmentTable, find_tables, roles
from vanthu.models.extract.entries import Words
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.source import Passage, SourceText

NUMBER_HEAD = regex.compile(r"(?:^|\)\s*)\W*(?:S?TT|Số\s+TT|Số\s+thứ\s+tự)\W*$", regex.IGNORECASE)
"""Alone on its line, or after ``(Kèm theo Kế hoạch …)``."""
ROW = regex.compile(r"\W*(?P<number>\d{1,3})\W*$")
GOES_ON = regex.compile(r"(?:[,;–-]|(?<!\p{L})(?:và|của|các|cấp|thuộc|tỉnh|huyện|với|cho|về))\s*$")
"""How a line ends that the narrow column broke."""
TIME_CELL = regex.compile(
    r"(?:Trước|Từ|Tháng|Quý|Hằng|Hàng|Đến|Trong|Chậm|Muộn|Thường|Dự kiến|Năm|Xong|Ngày|Sau|Định|Đầu|Cuối|Giữa|Theo|Tuần"
    r"|Giai|Hoàn|Thứ|Quí|Suốt|\d)(?!\p{L})"
)
"""How a cell that tells a time begins."""
MOST_COLUMNS, MOST_LINES = 8, 16
"""Columns of a table and lines of a row: a row has at most some thousand ways of being cut."""


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
    owner: int | None
    time: int | None
    partners: frozenset[int]
    end: int


@dataclass(frozen=True, slots=True)
class StackedRow:
    """A row printed cell below cell: task, body and the lines of the time, None or empty without such a column."""

    task: Paragraph
    owner: Paragraph | None
    time: Sequence[Paragraph]


def stacked_rows(paragraphs: Sequence[Paragraph]) -> Iterator[StackedRow]:
    """The rows of all tables whose cells stand one below the other, in order."""
    for index, paragraph in enumerate(paragraphs):
        heads = _heads(paragraphs, index) if NUMBER_HEAD.search(paragraph.text) else None
        if heads:
            yield from _rows_below(paragraphs, heads)


def _printed(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Words, Words]]:
    for row in stacked_rows(paragraphs):
        if row.owner:
            yield _all(row.owner), _all(row.task)


def _heads(paragraphs: Sequence[Paragraph], number: int) -> _Heads | None:
    """The heads between ``STT`` and the first row, where one names the task and another the body."""
    below = paragraphs[number + 1 : number + 2 + MOST_COLUMNS]
    texts = [p.text for p in takewhile(lambda p: not (ROW.match(p.text) or p.heading), below)]
    if len(texts) == len(below):
        return None
    times = {i for i, text in enumerate(texts) if TIME.search(text) and not TASK.search(text)}
    task = next((i for i, text in enumerate(texts) if i not in times and TASK.search(text)), None)
    owners = (i for i, t in enumerate(texts) if i not in {*times, task} and OWNER.search(t) and not PARTNER.match(t))
    owner = next(owners, None)
    if task is None or (owner is None and not times):
        return None
    partners = frozenset(i for i, text in enumerate(texts) if PARTNER.match(text))
    return _Heads(len(texts), task, owner, min(times, default=None), partners, number + 1 + len(texts))


def _rows_below(paragraphs: Sequence[Paragraph], heads: _Heads) -> Iterator[StackedRow]:
    """The rows by their running numbers."""
    row: list[Paragraph] = []
    expected = 1
    for paragraph in (*paragraphs[heads.end :], None):
        found = ROW.match(paragraph.text) if paragraph else None
        starts = found is not None and int(found["number"]) == expected
        if starts or paragraph is None or paragraph.heading:
            cells = _cells(row, heads)
            if cells:
                owner = None if heads.owner is None else _joined(cells[heads.owner])
                yield StackedRow(_joined(cells[heads.task]), owner, () if heads.time is None else cells[heads.time])
            row = []
        if paragraph is None or len(row) > MOST_LINES:
            return
        if starts:
            expected += 1
        elif expected > 1 and not paragraph.heading:
            row.append(paragraph)


def _cells(row: Sequence[Paragraph], heads: _Heads) -> list[Sequence[Paragraph]] | None:
    """The lines of a row cut into its columns where it fits best; None where there are too few."""
    if len(row) < heads.count:
        return None
    cuts = ((0, *inner, len(row)) for inner in combinations(range(1, len(row)), heads.count - 1))
    options = ([row[a:b] for a, b in pairwise(cut)] for cut in cuts)
    best = max(options, key=lambda cells: _fit(cells, heads))
    return best if heads.owner is None or opens_with_body(best[heads.owner][0].text) else None


def _fit(cells: Sequence[Sequence[Paragraph]], heads: _Heads) -> tuple[float, int]:
    """Bodies and times at the head of their columns, no cell that breaks off; among equals the shortest owner."""
    score = 0.0
    for column, cell in enumerate(cells):
        text = cell[0].text
        if column == heads.time:
            score += bool(TIME_CELL.match(text))
        elif column == heads.task:
            score -= opens_with_body(text)
        elif column == heads.owner or column in heads.partners:
            score += opens_with_body(text) - (len(cell) == 1 and opens_with_body(text, alone=True)) * 0.4
        inside = (line for before, line in pairwise(cell) if not _breaks_off(before.text))
        score -= sum(0.3 for line in inside if opens_with_body(line.text)) + bool(GOES_ON.search(cell[-1].text))
    return score, 0 if heads.owner is None else -len(cells[heads.owner])


def _breaks_off(line: str) -> bool:
    """The cell goes on in the next line: ``Sở Khoa học và``, ``Văn phòng``."""
    return bool(GOES_ON.search(line)) or opens_with_body(line, alone=True)


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
