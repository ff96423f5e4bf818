"""Page numbers, and heads and feet that come back on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vanthu.ingest.layout import phrases
from vanthu.ingest.layout.page_layout import Layout
from vanthu.ingest.layout.piece import Piece, rows_of
from vanthu.models.page import Line, Region

EDGE = 0.09
"""Height of the head and the foot of a page (on 101 pages numbers stand above 0.073 or below 0.935)."""


def take_page_number(pieces: Sequence[Piece], height: float) -> tuple[list[Piece], list[Piece]]:
    """Set apart a page number: alone in the first or the last row of the page, near its edge."""
    rows = rows_of(pieces)
    ends = rows[:1] + rows[1:][-1:]
    found = [row[0] for row in ends if len(row) == 1 and _is_number(row[0], height)]
    taken = {id(p) for p in found}  # two pieces may be alike to the last pixel
    return [p for p in pieces if id(p) not in taken], found


def _is_number(piece: Piece, height: float) -> bool:
    edge = piece.middle < EDGE * height or piece.middle > (1 - 1.3 * EDGE) * height
    return edge and bool(phrases.PAGE_NUMBER.match(phrases.fold(piece.text)))


def mark_running(layouts: Sequence[Layout]) -> list[Layout]:
    """The pages of one document with repeated heads and feet made ``RUNNING`` and moved behind the text.

    A line is running when lines alike but for digits stand at the edge of at least three pages and of half of all.
    """
    counts = Counter(key for layout in layouts for key in {_key(line) for line in layout.lines if _at_edge(line)})
    least = max(3, len(layouts) / 2)
    repeated = {key for key, count in counts.items() if key and count >= least}
    return [_moved(layout, repeated) for layout in layouts]


def _at_edge(line: Line) -> bool:
    return (
        line.box is not None
        and line.region is Region.BODY
        and (line.box.centre[1] < EDGE or line.box.centre[1] > 1 - EDGE)
    )


def _key(line: Line) -> str:
    """What stays the same of a running line."""
    return "".join(c for c in phrases.letters(line.raw) if not c.isdigit())


def _moved(layout: Layout, repeated: set[str]) -> Layout:
    running = [line for line in layout.lines if _at_edge(line) and _key(line) in repeated]
    if not running:
        return layout
    text = [line for line in layout.lines if line not in running]
    tail = [line for line in text if line.region in (Region.RUNNING, Region.STAMP)]
    head = [line for line in text if line.region not in (Region.RUNNING, Region.STAMP)]
    return replace(layout, lines=(*head, *(replace(line, region=Region.RUNNING) for line in running), *tail))
