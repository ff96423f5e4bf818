"""Tables and lists that fit the terminal: names give way in their middle, sentences run on below, nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vanthu.pipelines.terminal.names import Name, escaped

Cell = str | int | float | Text | Name | None


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, running: Sequence[str] = ()) -> Table:
    """A table; columns keep their width, but for names, and those called in ``running``, whose words are wrapped."""
    made = Table(box=None)
    for head in heads:
        made.add_column(head, no_wrap=head not in running, overflow="fold")
    for row in rows:
        made.add_row(*map(_cell, row))
    names = {index for row in rows for index, cell in enumerate(row) if isinstance(cell, Name)}
    for index in names:
        made.columns[index].no_wrap = False
    return made


def _cell(cell: Cell) -> RenderableType:
    if isinstance(cell, Text | Name):
        return cell
    return Text("" if cell is None else escaped(" ".join(str(cell).split())))


def entry(console: Console, head: str, below: Sequence[Cell], *, style: str = "bold") -> None:
    """One item of a list: a line, and what belongs to it indented below; for more columns than any terminal has."""
    console.print(Text(escaped(head), style=style))
    for cell in below:
        if cell not in {None, ""}:
            console.print(Padding(_cell(cell), (0, 0, 0, 2), expand=False))
