"""Words put into the cells of ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vanthu.ingest.layout.grid import Grid
from vanthu.ingest.layout.piece import Piece, column_lines
from vanthu.ingest.layout.stamps import is_incoming_frame, take_overlaid
from vanthu.ingest.ocr.engine import PixelBox
from vanthu.models.page import Cell

NARROWEST = 0.3
"""A table is wider than this share of the page (on 101 cached pages 0.67 and more; strokes of signatures to 0.15)."""

BARS = frozenset("|¦_[]│")
"""What engines read column rules as."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Lines of the cells, row by row; what stands outside all tables; rules and scribble read as words."""

    lines: tuple[tuple[Cell, Piece], ...]
    outside: tuple[Piece, ...]
    apart: tuple[Piece, ...]


def is_table(grid: Grid, pieces: Sequence[Piece], size: tuple[float, float]) -> bool:
    """Whether a grid is a table: not a seal, a signature or an incoming stamp."""
    return grid.width > NARROWEST * size[0] and not is_incoming_frame(grid.box, pieces, size)


def fill(pieces: Sequence[Piece], grids: Sequence[Grid]) -> Contents:
    """Each word in the cell that holds its centre; lines that run over column rules are cut there."""
    cells: dict[Cell, list[Piece]] = {}
    outside: list[Piece] = []
    apart: list[Piece] = []
    for piece in pieces:
        for cell, part in _by_cell(piece, grids):
            if cell is None:
                outside.append(part)
                continue
            text, bars = _without_bars(part)
            apart += bars
            cells.setdefault(cell, []).extend(text)
    lines: list[tuple[Cell, Piece]] = []
    for cell in sorted(cells, key=lambda c: (c.table, c.row, c.column)):
        text, scribble = take_overlaid(cells[cell])
        apart += scribble
        lines += [(cell, line) for line in column_lines(text)]
    return Contents(tuple(lines), tuple(outside), tuple(apart))


def _by_cell(piece: Piece, grids: Sequence[Grid]) -> list[tuple[Cell | None, Piece]]:
    """A piece cut into its parts in and outside of cells."""
    if not grids:
        return [(None, piece)]
    homes: dict[Cell | None, list[int]] = {}
    for index, word in enumerate(piece.words):
        homes.setdefault(_cell(word.box, grids), []).append(index)
    return [(cell, Piece.of([piece.words[i] for i in indices], piece.block)) for cell, indices in homes.items()]


def _cell(box: PixelBox, grids: Sequence[Grid]) -> Cell | None:
    """The cell that holds the centre of a box."""
    for index, grid in enumerate(grids):
        home = grid.cell((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if home is not None:
            return Cell(index, *home)
    return None


def _without_bars(part: Piece) -> tuple[list[Piece], list[Piece]]:
    """The words of a cell, and the column rules that the engine read as ``|`` and the like."""
    words = [w for w in part.words if not set(w.text) <= BARS]
    bars = [w for w in part.words if set(w.text) <= BARS]
    return [Piece.of(ws, part.block) for ws in [words] if ws], [Piece.of(ws, part.block) for ws in [bars] if ws]
