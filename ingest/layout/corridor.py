"""The white strip between two columns, and cutting lines by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from vanthu.ingest.layout.piece import Piece, rows_of

LEAST_GAP = 0.7
"""In text heights; on 31 first pages the narrowest gap between letterhead columns is 0.94."""


def corridor(pieces: Sequence[Piece], low: float, high: float, height: float) -> float | None:
    """The x between ``low`` and ``high`` that fewest words cross and most gaps hold; None where no gap is there.

    Each row votes: against an x inside one of its words, for an x in a gap between words, more for a wide gap.
    """
    rows = rows_of(pieces)
    places = sorted(x for x in _candidates(rows, height) if low <= x <= high)
    if not places:
        return None
    return max(places, key=lambda x: sum(_vote(row, x, height) for row in rows))


def _candidates(rows: Sequence[Sequence[Piece]], height: float) -> set[float]:
    """Middles and ends of the gaps, and just outside the ends of the rows."""
    found: set[float] = set()
    for row in rows:
        whole = Piece.of(w for p in row for w in p.words)
        for a, b in whole.gaps(LEAST_GAP * height):
            found |= {(a + b) / 2, a + 0.3 * height, b - 0.3 * height}
        found |= {whole.box[0] - 0.3 * height, whole.box[2] + 0.3 * height}
    return found


def _vote(row: Sequence[Piece], x: float, height: float) -> float:
    """One row's opinion of an x."""
    words = [w for p in row for w in p.words]
    if any(w.box[0] < x < w.box[2] for w in words):
        return -1.0
    left = max((w.box[2] for w in words if w.box[2] <= x), default=None)
    right = min((w.box[0] for w in words if w.box[0] >= x), default=None)
    if left is None or right is None:
        return 0.1
    gap = (right - left) / height
    return -1.0 if gap < LEAST_GAP else min(gap, 6.0) / 6.0


def _telling_gap(piece: Piece, height: float) -> float:
    """Narrowest gap of a line that may part columns: clearly wider than its own word spaces."""
    spaces = [b - a for a, b in piece.gaps(0.0)]
    return max(LEAST_GAP * height, 1.6 * median(spaces) if len(spaces) > 2 else 0.0)  # noqa: PLR2004  enough to compare


def halves(piece: Piece, x: float, height: float) -> tuple[list[Piece], list[Piece]]:
    """A piece cut at the gap nearest to ``x``; a piece without a gap there goes whole to the side of its centre."""
    if piece.box[2] <= x:
        return [piece], []
    if piece.box[0] >= x:
        return [], [piece]
    gaps = piece.gaps(_telling_gap(piece, height))
    if not gaps:
        return ([piece], []) if piece.centre < x else ([], [piece])
    a, b = min(gaps, key=lambda gap: (max(gap[0] - x, x - gap[1], 0.0), gap[0] - gap[1]))
    left, right = piece.cut((a + b) / 2)
    return [left], [right]


def columns(pieces: Iterable[Piece], x: float, height: float) -> tuple[list[Piece], list[Piece]]:
    """All pieces cut into those left and right of a corridor."""
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        a, b = halves(piece, x, height)
        left += a
        right += b
    return left, right
