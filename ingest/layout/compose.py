"""Lines of an engine or a text layer to a page's lines in reading order, each with its region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vanthu.ingest.layout.back_matter import BackMatter, find_back_matter
from vanthu.ingest.layout.flow import in_order
from vanthu.ingest.layout.grid import Ruling, find_grids
from vanthu.ingest.layout.letterhead import Letterhead, find_letterhead
from vanthu.ingest.layout.page_layout import Layout
from vanthu.ingest.layout.piece import Piece, pieces_of, text_height
from vanthu.ingest.layout.running import take_page_number
from vanthu.ingest.layout.stamps import (
    incoming_boxes,
    is_apart,
    is_junk,
    take_boxes,
    take_marks,
    take_overlaid,
    take_signed,
    take_specks,
)
from vanthu.ingest.layout.table import fill, is_table
from vanthu.ingest.ocr.engine import OcrLine, PixelBox
from vanthu.models.page import Box, Cell, Line, Region, Stamp, Table, Word

ToBox = Callable[[PixelBox], Box]
"""A box of the (upright, straightened) image as a box of the original page."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its region; ``y`` orders the blocks of the page."""

    piece: Piece
    region: Region
    y: float
    cell: Cell | None = None


def compose(  # noqa: PLR0913  what is known of a page
    lines: Sequence[OcrLine],
    width: float,
    height: float,
    rulings: Sequence[Ruling] = (),
    *,
    first_page: bool,
    to_box: ToBox | None = None,
    aside: Sequence[OcrLine] = (),
    stamps: Sequence[Stamp] = (),
) -> Layout:
    """Put the words of a page in reading order; none is lost and none doubled.

    Args:
        lines: words of the page, from an engine or a text layer; boxes in the units of ``width`` and ``height``.
        width: of the page.
        height: of the page.
        rulings: ruling segments (x0, y0, x1, y1) in the same units; without them no table is found.
        first_page: whether a letterhead is to be expected.
        to_box: maps a box of ``lines`` to the original page; by default a division by ``width`` and ``height``.
        aside: lines known to be no part of the paper (a digital-signature layer): ``STAMP`` as they are.
        stamps: stamps found on the image, in fractions of the page as ``lines`` see it.
    """
    pieces, marks = take_marks(pieces_of(lines))
    em = text_height(pieces)
    size = (width, height)
    grids = [g for g in find_grids(rulings, em) if is_table(g, pieces, size)]
    contents = fill(pieces, grids)
    table_lines = [_Placed(line, Region.TABLE, grids[cell.table].box[1], cell) for cell, line in contents.lines]
    pieces, overlaid = take_overlaid(contents.outside)
    pieces, set_apart = _take_stamps(pieces, rulings, size, em, stamps)
    pieces, specks = take_specks(pieces, em)
    pieces, numbers = take_page_number(pieces, height)
    placed = _place_text(pieces, size, em, first_page=first_page) + table_lines
    placed.sort(key=lambda p: p.y)
    placed, junk = _swept(placed)
    tail = [_Placed(p, Region.RUNNING, p.middle) for p in numbers]
    tail += [
        _Placed(p, Region.STAMP, p.middle)
        for p in (*marks, *contents.apart, *overlaid, *set_apart, *specks, *junk, *pieces_of(aside))
    ]
    mapping = to_box or _by_size(width, height)
    tail.sort(key=lambda p: (p.region, p.y))
    return Layout(
        lines=tuple(_line(p, mapping) for p in (*placed, *tail)),
        tables=tuple(Table(g.rows, g.columns, mapping(g.box)) for g in grids),
        columns=tuple(tuple(x / width for x in g.xs) for g in grids),
    )


def _take_stamps(
    pieces: list[Piece], rulings: Sequence[Ruling], size: tuple[float, float], em: float, stamps: Sequence[Stamp]
) -> tuple[list[Piece], list[Piece]]:
    """What is no part of the paper: by the boxes given, by incoming stamps' frames and words, by fixed phrases."""
    width, height = size
    boxes = [
        (s.box.x0 * width, s.box.y0 * height, s.box.x1 * width, s.box.y1 * height)
        for s in stamps
        if s.box and is_apart(s)
    ]
    boxes += incoming_boxes(pieces, find_grids(rulings, em), size, em)
    pieces, in_boxes = take_boxes(pieces, boxes, em)
    pieces, signed = take_signed(pieces, width, em)
    return pieces, in_boxes + signed


def _place_text(pieces: Sequence[Piece], size: tuple[float, float], em: float, *, first_page: bool) -> list[_Placed]:
    """Letterhead, back matter, the rest in reading order; small print above a first page's letterhead is a stamp."""
    width, height = size
    placed: list[_Placed] = []
    head = find_letterhead(pieces, width, height, em, first_page=first_page)
    if head is not None:
        placed += _letterhead_lines(head)
        over = [p for p in head.rest if first_page and p.bottom < head.top and p.height < 0.9 * em]
        placed += [_Placed(p, Region.STAMP, p.middle) for p in over]
        pieces = [p for p in head.rest if p not in over]
    foot = find_back_matter(pieces, width, em)
    if foot is not None:
        placed += _back_matter_lines(foot)
        pieces = foot.rest
    ordered = in_order(pieces, width, em)
    level = 0.0
    for piece in ordered:
        level = max(level, piece.middle)
        placed.append(_Placed(piece, Region.BODY, level))
    return placed


def _letterhead_lines(head: Letterhead) -> list[_Placed]:
    return [_Placed(p, Region.LETTERHEAD_LEFT, head.top) for p in head.left] + [
        _Placed(p, Region.LETTERHEAD_RIGHT, head.top) for p in head.right
    ]


def _back_matter_lines(foot: BackMatter) -> list[_Placed]:
    return [_Placed(p, Region.RECIPIENTS, foot.top) for p in foot.recipients] + [
        _Placed(p, Region.SIGNATURE, foot.top) for p in foot.signature
    ]


def _swept(placed: Iterable[_Placed]) -> tuple[list[_Placed], list[Piece]]:
    """Lines, and what was read from seals and signatures; cells are left as they are."""
    kept: list[_Placed] = []
    junk: list[Piece] = []
    for line in placed:
        if line.region is Region.STAMP or (line.cell is None and is_junk(line.piece)):
            junk.append(line.piece)
        else:
            kept.append(line)
    return kept, junk


def _by_size(width: float, height: float) -> ToBox:
    """Boxes as fractions of the page that the words stand on."""

    def to_box(box: PixelBox) -> Box:
        x0, y0, x1, y1 = (min(max(v / side, 0.0), 1.0) for v, side in zip(box, (width, height) * 2, strict=True))
        return Box(x0, y0, x1, y1)

    return to_box


def _line(placed: _Placed, to_box: ToBox) -> Line:
    """A placed piece as a line of the page, with offsets of its words."""
    words: list[Word] = []
    start = 0
    for word in placed.piece.words:
        words.append(Word(start, start + len(word.text), to_box(word.box), word.confidence))
        start += len(word.text) + 1
    raw = placed.piece.text
    return Line(
        raw=raw,
        text=raw,
        words=tuple(words),
        box=to_box(placed.piece.box),
        confidence=placed.piece.confidence,
        region=placed.region,
        cell=placed.cell,
    )
