"""Assignment tables: which column holds the time, the task and the body, with headers carried over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph

TIME = regex.compile(
    r"thời\s+(?:gian|hạn|điểm)|tiến\s+độ|hoàn\s+thành|hạn\s+(?:nộp|cuối|chót)|lộ\s+trình|mốc|kỳ\s+hạn|năm\s+thực\s+hiện|^\s*(?:ngày|tháng|quý)\s*$",
    regex.IGNORECASE,
)
TASK = regex.compile(r"nội\s+dung|nhiệm\s+vụ|công\s+việc|hoạt\s+động|tên|giải\s+pháp|chỉ\s+tiêu", regex.IGNORECASE)
OWNER = regex.compile(r"chủ\s+trì|thực\s+hiện|phụ\s+trách|đơn\s+vị|cơ\s+quan|phân\s+công|người", regex.IGNORECASE)
PARTNER = regex.compile(
    r"^\s*(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:phối\s+hợp|địa\s+điểm|cách\s+thức|hình\s+thức)", regex.IGNORECASE
)
"""Heads of columns that tell who helps, where or how: not who owes the task."""


@dataclass(slots=True)
class AssignmentTable:
    """One ruled table: its cells by place, and its columns by what they hold."""

    cells: dict[tuple[int, int], Paragraph] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    first_row: int = 0

    def role_of(self, paragraph: Paragraph) -> str | None:
        """``time``, ``task`` or ``owner`` where the cell's column is one."""
        column = paragraph.cell.column if paragraph.cell else None
        return next((role for role, at in self.columns.items() if at == column), None)

    def in_row(self, paragraph: Paragraph, role: str) -> Paragraph | None:
        """The cell of the given role in the same row, or the nearest one above it (merged cells)."""
        if paragraph.cell is None or role not in self.columns:
            return None
        column = self.columns[role]
        rows = range(paragraph.cell.row, self.first_row - 1, -1)
        return next((self.cells[row, column] for row in rows if (row, column) in self.cells), None)

    def heads_of(self, paragraph: Paragraph) -> str:
        """What stands over a cell: the heads of its column, and the nearest row of one cell (``Năm 2026``)."""
        if paragraph.cell is None:
            return ""
        row, column = paragraph.cell.row, paragraph.cell.column
        heads = [self.cells[r, column].text for r in range(self.first_row) if (r, column) in self.cells]
        if heads and any(regex.search(r"\d{4}", head) for head in heads):
            return " ".join(heads)
        for above in range(row - 1, self.first_row - 1, -1):
            cells = [cell for (r, _), cell in self.cells.items() if r == above and cell.text.strip()]
            if len(cells) == 1:
                return cells[0].text
        return ""


def find_tables(source: SourceText, paragraphs: Sequence[Paragraph]) -> dict[tuple[int, int], AssignmentTable]:
    """Tables by (page, index on the page); one that carries on from the page before has its columns."""
    tables: dict[tuple[int, int], AssignmentTable] = {}
    for paragraph in paragraphs:
        if paragraph.cell:
            table = tables.setdefault((paragraph.page, paragraph.cell.table), AssignmentTable())
            table.cells[paragraph.cell.row, paragraph.cell.column] = paragraph
    carried = {
        (page.number, index) for page in source.pages for index, table in enumerate(page.tables) if table.continues
    }
    before: dict[str, int] = {}
    for place in sorted(tables):
        table = tables[place]
        header = header_row(table)
        if header is not None:
            table.columns, table.first_row = roles(table, header), header + 1
        elif place in carried:
            table.columns = before
        before = table.columns
    return tables


def header_row(table: AssignmentTable) -> int | None:
    """The first of the two upper rows that names a time column."""
    rows = sorted({row for row, _ in table.cells})[:2]
    return next((row for row in rows if "time" in roles(table, row)), None)


def roles(table: AssignmentTable, row: int) -> dict[str, int]:
    """What the columns hold, as the header in ``row`` says."""
    header = {column: cell.text for (r, column), cell in table.cells.items() if r == row}
    time = next((c for c, text in header.items() if TIME.search(text) and not TASK.search(text)), None)
    rest = {c: text for c, text in header.items() if c != time}
    task = next((c for c, text in rest.items() if TASK.search(text)), None)
    owner = next((c for c, t in rest.items() if c != task and OWNER.search(t) and not PARTNER.match(t)), None)
    found = {"time": time, "task": task, "owner": owner}
    return {role: column for role, column in found.items() if column is not None}
