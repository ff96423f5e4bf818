"""The layout of one page, and tables that run on over a page break."""

from __future__ import annotations

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
