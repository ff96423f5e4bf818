"""Rows of assignment tables: the body and its task by the heads of the columns, ruled or printed cell below cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, takewhile

import regex

from vanthu.models.extract.assignment.assignees import opens_with_body
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.extract.structure.entries import Words
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.timing.assignments import OWNER, PARTNER, TASK, TIME, AssignmentTable, find_tables, roles

NUMBER_HEAD = regex.compile(r"(?:^|\)\s*)\W*(?:S?TT|Số\s+TT|Số\s+thứ\s+tự)\W*$", regex.IGNORECASE)
"""Alone on its line, or after ``(Kèm theo Kế hoạch …)``."""
ROW = regex.compile(r"\W*(?P<number>\d{1,3})\W*$")
UNFINISHED = regex.compile(r"(?:[,;–-]|(?<!\p{L})(?:và|của|các|cấp|thuộc|với|cho|về))\s*$")
"""How no cell ends."""
GOES_ON = regex.compile(r"(?:[,;–-]|(?<!\p{L})(?:và|của|các|cấp|thuộc|tỉnh|huyện|với|cho|về))\s*$")
"""How a line ends that the narrow column broke; ``UBND tỉnh`` may also be a whole cell."""
TIME_CELL = regex.compile(
    r"(?:Trước|Từ|Tháng|Quý|Hằng|Hàng|Đến|Trong|Chậm|Muộn|Thường|Dự kiến|Năm|Xong|Ngày|Sau|Định|Đầu|Cuối|Giữa|Theo|Tuần"
    r"|Giai|Hoàn|Thứ|Quí|Suốt|\d)(?!\p{L})"
)
"""How a cell that tells a time begins."""
GROUP_ROW = regex.compile(r"\W*(?:[IVX]{1,5}|[A-HĐ])\W*$")
"""The number of a group of rows (``II``, ``B``); its title follows, and rows may be counted from one again."""
MOST_COLUMNS, MOST_LINES = 8, 16
"""Columns of a table and lines of a row: a row has at most some thousand ways of being cut."""


def table_rows(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Words, Words]]:
    """Body and task of each row, in order."""
    for _, table in sorted(find_tables(source, paragraphs).items()):
        yield from _ruled(table)
    yield from _printed(source, [p for p in paragraphs if p.cell is None])


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

    @property
    def known(self) -> int:
        """How many columns begin in a known way: the best that a row can fit."""
        return (self.owner is not None) + (self.time is not None) + len(self.partners)


@dataclass(frozen=True, slots=True)
class StackedRow:
    """A row printed cell below cell: task, body and the lines of the time, None or empty without such a column."""

    task: Paragraph
    owner: Paragraph | None
    time: Sequence[Paragraph]


def stacked_rows(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[StackedRow]:
    """The rows of all tables whose cells stand one below the other, in order."""
    for index, paragraph in enumerate(paragraphs):
        heads = _heads(source, paragraphs, index) if NUMBER_HEAD.search(paragraph.text) else None
        if heads:
            yield from _rows_below(source, paragraphs, heads)


def _printed(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Words, Words]]:
    for row in stacked_rows(source, paragraphs):
        if row.owner:
            yield _all(row.owner), _all(row.task)


def _heads(source: SourceText, paragraphs: Sequence[Paragraph], number: int) -> _Heads | None:
    """The heads between ``STT`` and the first row, where one names the task and another the body."""
    below = paragraphs[number + 1 : number + 2 + MOST_COLUMNS]
    heads = list(takewhile(lambda p: not (_numbers(p) or (p.heading and p.marker)), below))
    if len(heads) == len(below):
        return None
    joined = len(heads) == 1  # lines in capitals, taken for one title
    texts = [p.text for p in (_lines(source, heads[0]) if joined else heads)]
    times = {i for i, text in enumerate(texts) if TIME.search(text) and not TASK.search(text)}
    task = next((i for i, text in enumerate(texts) if i not in times and TASK.search(text)), None)
    owners = (i for i, t in enumerate(texts) if i not in {*times, task} and OWNER.search(t) and not PARTNER.match(t))
    owner = next(owners, None)
    if task is None or (owner is None and not times):
        return None
    partners = frozenset(i for i, text in enumerate(texts) if PARTNER.match(text))
    return _Heads(len(texts), task, owner, min(times, default=None), partners, number + 1 + len(heads))


def _rows_below(source: SourceText, paragraphs: Sequence[Paragraph], heads: _Heads) -> Iterator[StackedRow]:
    """The rows by their running numbers; after a group of rows they may begin at one again."""
    row: list[Paragraph] = []
    expected, inside, idle = 1, False, 0
    for paragraph in (*paragraphs[heads.end :], None):
        number = _number(paragraph)
        starts = number == expected or (number == 1 and not inside)
        if starts or paragraph is None or paragraph.heading or GROUP_ROW.match(paragraph.text):
            yield from _row(source, row, heads)
            row, inside, idle = [], starts, 0 if starts else idle + 1
            expected = number + 1 if starts and number else expected
        elif inside:
            row.append(paragraph)
        else:
            idle += 1
        if len(row) > MOST_LINES or idle > MOST_LINES:
            return


def _number(paragraph: Paragraph | None) -> int | None:
    found = ROW.match(paragraph.text) if paragraph else None
    return int(found["number"]) if found else None


def _row(source: SourceText, row: Sequence[Paragraph], heads: _Heads) -> Iterator[StackedRow]:
    cells = _cells(source, row, heads)
    if cells:
        owner = None if heads.owner is None else _joined(cells[heads.owner])
        yield StackedRow(_joined(cells[heads.task]), owner, () if heads.time is None else cells[heads.time])


def _numbers(paragraph: Paragraph) -> bool:
    """The number of a row or of a group of rows, alone in its cell."""
    return bool(ROW.match(paragraph.text) or GROUP_ROW.match(paragraph.text))


def _cells(source: SourceText, row: Sequence[Paragraph], heads: _Heads) -> list[Sequence[Paragraph]] | None:
    """The cells of a row; line by line where two cells were taken for one running text."""
    whole = _cut(row, heads)
    printed = [list(_lines(source, paragraph)) for paragraph in row]
    joined = any(_begins(line.text) for lines in printed for line in lines[1:])
    if whole and not joined and _fit(whole, heads)[0] >= heads.known:
        return whole
    return _cut([line for lines in printed for line in lines], heads) or whole


def _lines(source: SourceText, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The printed lines of a paragraph."""
    start, end = paragraph.passage.span(0, len(paragraph.text))
    for line in source.lines_of(start, end):
        yield replace(paragraph, passage=Passage.of(source, [(max(start, line.start), min(end, line.end))]))


def _cut(row: Sequence[Paragraph], heads: _Heads) -> list[Sequence[Paragraph]] | None:
    """The lines of a row cut into its columns where it fits best; None where there are too few."""
    if not heads.count <= len(row) <= MOST_LINES:
        return None
    cuts = ((0, *inner, len(row)) for inner in combinations(range(1, len(row)), heads.count - 1))
    options = ([row[a:b] for a, b in pairwise(cut)] for cut in cuts)
    best = max(options, key=lambda cells: _fit(cells, heads))
    return best if heads.owner is None or _begins(best[heads.owner][0].text) else None


def _fit(cells: Sequence[Sequence[Paragraph]], heads: _Heads) -> tuple[float, int]:
    """Bodies and times at the head of their columns, no cell that breaks off; among equals the shortest owner."""
    score = 0.0
    for column, cell in enumerate(cells):
        text = cell[0].text
        if column == heads.time:
            score += bool(TIME_CELL.match(text))
        elif column == heads.task:
            score -= _begins(text)
        elif column == heads.owner or column in heads.partners:
            score += _begins(text) - (len(cell) == 1 and _begins(text, alone=True)) * 0.4
        inside = (line for before, line in pairwise(cell) if not _breaks_off(before.text))
        rare = 0.4 if column == heads.task else 0.3  # cells of bodies list several
        score -= sum(rare for line in inside if _begins(line.text)) + bool(UNFINISHED.search(cell[-1].text))
    return score, 0 if heads.owner is None else -len(cells[heads.owner])


def _begins(text: str, *, alone: bool = False) -> bool:
    """A cell begins with a body, in capitals: ``các cơ quan`` on a line of its own goes on with the line above."""
    return text[:1].isupper() and opens_with_body(text, alone=alone)


def _breaks_off(line: str) -> bool:
    """The cell goes on in the next line: ``Sở Khoa học và``, ``Văn phòng``."""
    return bool(GOES_ON.search(line)) or _begins(line, alone=True)


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
