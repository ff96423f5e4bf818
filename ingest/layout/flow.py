"""Reading order of what is neither letterhead, back matter nor table: rows, and columns side by side."""

from __future__ import annotations

from collections.abc import Sequence

from vanthu.ingest.layout.corridor import corridor
from vanthu.ingest.layout.piece import Piece, joined, rows_of

LEAST_ROWS = 6
"""Rows that two columns of body text share at least: shorter runs are lists and forms, read row by row."""


def in_order(pieces: Sequence[Piece], width: float, em: float) -> list[Piece]:
    """Body lines from top to bottom; where wide columns stand side by side, the left one first."""
    rows = [joined(row, 4 * em) for row in rows_of(pieces)]
    ordered: list[Piece] = []
    run: list[list[Piece]] = []
    for row in [*rows, []]:
        if _two_sided(row, width, em):
            run.append(row)
            continue
        ordered += _columns(run, width, em)
        run = []
        ordered += row
    return ordered


def _two_sided(row: Sequence[Piece], width: float, em: float) -> bool:
    """Whether a row has text of column width on both sides of a gap near the middle."""
    words = [w for p in row for w in p.words]
    if len(words) < 4:  # noqa: PLR2004  two words a side
        return False
    whole = Piece.of(words)
    return any(
        0.3 * width < (a + b) / 2 < 0.7 * width and a - whole.box[0] > 0.2 * width and whole.box[2] - b > 0.2 * width
        for a, b in whole.gaps(1.2 * em)
    )


def _columns(run: Sequence[Sequence[Piece]], width: float, em: float) -> list[Piece]:
    """A run of two-sided rows: column by column when one white strip parts them all, else row by row."""
    flat = [p for row in run for p in row]
    split = corridor(flat, 0.3 * width, 0.7 * width, em) if len(run) >= LEAST_ROWS else None
    if split is None or any(w.box[0] < split < w.box[2] for p in flat for w in p.words):
        return flat
    sides = [part for p in flat for part in p.cut(split)]
    return [p for p in sides if p.centre < split] + [p for p in sides if p.centre >= split]
