"""Ruling segments to grids: rows, columns, spanning cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Ruling = tuple[float, float, float, float]
"""x0, y0, x1, y1 of a horizontal or vertical ruling, in the page's units."""


RULED = 0.4
"""Least share of ruled slot sides: tables of 101 cached pages have 0.43 (one with broken rules) to 1.0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: edges of columns and rows in ascending order; ``home`` maps each slot to the cell that spans it."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    home: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def box(self) -> Ruling:
        """Outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def width(self) -> float:
        """From the first to the last column edge."""
        return self.xs[-1] - self.xs[0]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell at a point, of its top left slot where it spans; None outside."""
        x0, y0, x1, y1 = self.box
        if not (x0 <= x <= x1 and y0 <= y <= y1):
            return None
        row = min(bisect_right(self.ys, y) - 1, self.rows - 1)
        column = min(bisect_right(self.xs, x) - 1, self.columns - 1)
        return self.home[row][column]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A ruling along one axis: at ``place``, from ``start`` to ``end``."""

    place: float
    start: float
    end: float


def find_grids(rulings: Sequence[Ruling], em: float) -> list[Grid]:
    """All grids among the rulings, top to bottom: at least two columns, each side longer than two text heights.

    Letterhead rules, underlines and single frames are none.
    """
    level = _bars([(y0 + y1) / 2 for _, y0, _, y1 in rulings], [(r[0], r[2]) for r in rulings], rulings, em, flat=True)
    plumb = _bars([(r[0] + r[2]) / 2 for r in rulings], [(r[1], r[3]) for r in rulings], rulings, em, flat=False)
    grids = [_grid(*group, em) for group in _groups(level, plumb, em)]
    return sorted((g for g in grids if g is not None), key=lambda g: (g.ys[0], g.xs[0]))


def _bars(
    places: Sequence[float],
    spans: Sequence[tuple[float, float]],
    rulings: Sequence[Ruling],
    em: float,
    *,
    flat: bool,
) -> list[_Bar]:
    """Rulings of one direction; pieces of one broken ruling joined."""
    mine = [
        _Bar(place, min(span), max(span))
        for place, span, (x0, y0, x1, y1) in zip(places, spans, rulings, strict=True)
        if (abs(x1 - x0) >= abs(y1 - y0)) == flat
    ]
    bars: list[_Bar] = []
    for bar in sorted(mine, key=lambda b: (b.start, b.place)):
        mate = next((b for b in bars if abs(b.place - bar.place) < 0.25 * em and bar.start <= b.end + 0.6 * em), None)
        if mate is None:
            bars.append(bar)
        else:
            bars[bars.index(mate)] = _Bar((mate.place + bar.place) / 2, mate.start, max(mate.end, bar.end))
    return [b for b in bars if b.end - b.start > em]


def _groups(level: Sequence[_Bar], plumb: Sequence[_Bar], em: float) -> list[tuple[list[_Bar], list[_Bar]]]:
    """Rulings that cross or touch, group by group."""
    parent = list(range(len(level) + len(plumb)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(plumb):
            if _meet(h, v, 0.6 * em):
                parent[root(i)] = root(len(level) + j)
    found: dict[int, tuple[list[_Bar], list[_Bar]]] = {}
    for i, h in enumerate(level):
        found.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(plumb):
        found.setdefault(root(len(level) + j), ([], []))[1].append(v)
    return list(found.values())


def _meet(h: _Bar, v: _Bar, slack: float) -> bool:
    return h.start - slack <= v.place <= h.end + slack and v.start - slack <= h.place <= v.end + slack


def _grid(level: Sequence[_Bar], plumb: Sequence[_Bar], em: float) -> Grid | None:
    """A group as a grid; sides without a ruling are closed where the crossing rulings end."""
    if not level or not plumb:
        return None
    xs = _edges([v.place for v in plumb], min(h.start for h in level), max(h.end for h in level), em)
    ys = _edges([h.place for h in level], min(v.start for v in plumb), max(v.end for v in plumb), em)
    if len(xs) < 3 or xs[-1] - xs[0] < 2 * em or ys[-1] - ys[0] < 2 * em:  # noqa: PLR2004  one column is a frame, or shading
        return None
    return Grid(xs, ys, _homes(xs, ys, level, plumb, em)) if _ruled_share(xs, ys, level, plumb, em) > RULED else None


def _edges(places: Sequence[float], low: float, high: float, em: float) -> tuple[float, ...]:
    """Distinct places in order; the ends of the crossing rulings close an open side."""
    ordered = sorted(places)
    edges = [ordered[0]]
    for place in ordered[1:]:
        if place - edges[-1] > 0.5 * em:
            edges.append(place)
    if edges[0] - low > em:
        edges.insert(0, low)
    if high - edges[-1] > em:
        edges.append(high)
    return tuple(edges)


def _ruled_share(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[_Bar], plumb: Sequence[_Bar], em: float
) -> float:
    """Share of the sides of all slots that are ruled: near 1 in a table, small where strokes happen to cross."""
    across = [_ruled(level, y, (a + b) / 2, em) for y in ys for a, b in pairwise(xs)]
    down = [_ruled(plumb, x, (a + b) / 2, em) for x in xs for a, b in pairwise(ys)]
    return (sum(across) + sum(down)) / (len(across) + len(down))


def _homes(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[_Bar], plumb: Sequence[_Bar], em: float
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each slot the top left slot of its cell: slots without a ruling between them are one cell."""
    home = [[(r, c) for c in range(len(xs) - 1)] for r in range(len(ys) - 1)]
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            middle_x, middle_y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
            if c and not _ruled(plumb, xs[c], middle_y, em):
                home[r][c] = home[r][c - 1]
            elif r and not _ruled(level, ys[r], middle_x, em):
                home[r][c] = home[r - 1][c]
    return tuple(tuple(row) for row in home)


def _ruled(bars: Sequence[_Bar], place: float, at: float, em: float) -> bool:
    """Whether a ruling at ``place`` passes ``at``."""
    return any(abs(b.place - place) <= 0.5 * em and b.start - 0.3 * em <= at <= b.end + 0.3 * em for b in bars)
