"""The layout of one page, and tables that run on over a page break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vanthu.models.page import Line, Region, Table

Columns = tuple[float, ...]
"""Column edges of a table in fractions of the (upright) page's width, ascending."""

SAME_EDGE = 0.02
"""Column edges of one table differ by less than this from page to page, in page widths (skew, other margins)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines in reading order (``RUNNING`` and ``STAMP`` last) and tables; ``columns`` holds each table's edges."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    columns: tuple[Columns, ...] = ()


def side_by_side(layouts: Sequence[Layout]) -> Layout:
    """The layouts of two facing pages as one, the left page's text before the right one's."""
    if len(layouts) == 1:
        return layouts[0]
    text, tail, count = [], [], 0
    for layout in layouts:
        moved = [_of_table(line, count) for line in layout.lines]
        text += [line for line in moved if line.region not in (Region.RUNNING, Region.STAMP)]
        tail += [line for line in moved if line.region in (Region.RUNNING, Region.STAMP)]
        count += len(layout.tables)
    return Layout(
        lines=(*text, *sorted(tail, key=lambda line: line.region)),
        tables=tuple(table for layout in layouts for table in layout.tables),
        columns=tuple(edges for layout in layouts for edges in layout.columns),
    )


def _of_table(line: Line, before: int) -> Line:
    """The line of a cell, where ``before`` tables stand before its own."""
    return replace(line, cell=replace(line.cell, table=line.cell.table + before)) if line.cell else line


def carry_on(previous: Layout, current: Layout) -> Layout:
    """``current`` with its first table marked when it carries on the last table of ``previous``.

    It does when nothing stands before it on its page, nothing but back matter's opposite – no text – after the
    other, and both have the same column edges.
    """
    if not previous.tables or not current.tables or not _opens(current) or not _closes(previous):
        return current
    if not _same(previous.columns[-1], current.columns[0]):
        return current
    return replace(current, tables=(replace(current.tables[0], continues=True), *current.tables[1:]))


def _text(layout: Layout) -> list[Line]:
    return [line for line in layout.lines if line.region not in (Region.RUNNING, Region.STAMP)]


def _opens(layout: Layout) -> bool:
    """Whether the first thing on the page is its first table."""
    lines = _text(layout)
    return bool(lines) and lines[0].cell is not None and lines[0].cell.table == 0


def _closes(layout: Layout) -> bool:
    """Whether the last thing on the page is its last table."""
    lines = _text(layout)
    return bool(lines) and lines[-1].cell is not None and lines[-1].cell.table == len(layout.tables) - 1


def _same(a: Columns, b: Columns) -> bool:
    shift = a[0] - b[0]
    return len(a) == len(b) and all(abs(x - y - shift) < SAME_EDGE for x, y in zip(a, b, strict=True))
