"""The foot of a paper: ``Nơi nhận`` on the left, the signature block on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vanthu.ingest.layout import phrases
from vanthu.ingest.layout.corridor import columns, corridor
from vanthu.ingest.layout.piece import Piece, column_lines, joined, rows_of

CAPITALS = 0.75
"""Least share of capitals in capacity and position: OCR makes some letters small."""

SCRIBBLE = 0.4
"""Lines read worse than this do not end the signature block (seals over it are read at 0.0 to 0.3)."""

BULLETS = "-–—+•*~"
"""What an item of the recipients begins with."""


@dataclass(frozen=True, slots=True)
class BackMatter:
    """Lines of recipients and signature from top to bottom, and what is left of the page's pieces."""

    recipients: tuple[Piece, ...]
    signature: tuple[Piece, ...]
    rest: tuple[Piece, ...]
    top: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all steps need to know: the page's size and the text height."""

    width: float
    em: float


def find_back_matter(pieces: Sequence[Piece], width: float, em: float) -> BackMatter | None:
    """Recipients and signature of a page; None where there is neither."""
    sheet = _Sheet(width, em)
    split_pieces = [part for p in pieces for part in _loosened(p, sheet)]
    heads = [p for p in split_pieces if phrases.opens_recipients(p.text) and p.box[0] < 0.4 * width]
    head = max(heads, key=lambda p: p.top, default=None) or _headless(split_pieces, sheet)
    capacities = [p for p in split_pieces if _is_capacity(p, sheet)]
    if head is None:
        return _signature_alone(split_pieces, capacities, sheet)
    return _both(split_pieces, head, sheet)


def _headless(pieces: Sequence[Piece], sheet: _Sheet) -> Piece | None:
    """The first item of a list whose ``Nơi nhận`` is not legible: up from ``Lưu: VT``, item by item."""
    narrow = [p for p in pieces if p.box[0] < 0.3 * sheet.width and _first_end(p, sheet) < 0.58 * sheet.width]
    last = next((p for p in reversed(narrow) if phrases.LAST_RECIPIENT.match(phrases.fold(p.text))), None)
    if last is None:
        return None
    head = last
    for row in reversed(rows_of(p for p in pieces if p.middle < last.top and p.box[0] < 0.3 * sheet.width)):
        items = [p for p in row if p in narrow and abs(p.box[0] - last.box[0]) < 1.5 * sheet.em]
        if not items or head.top - items[0].bottom > 1.5 * sheet.em:
            break
        if items[0].text[0] in BULLETS:
            head = items[0]
    return head


def _first_end(piece: Piece, sheet: _Sheet) -> float:
    """Right end of what stands before the first wide gap: scribble of the signature may follow."""
    return piece.cut_gaps(1.2 * sheet.em)[0].box[2]


def _loosened(piece: Piece, sheet: _Sheet) -> list[Piece]:
    """A merged line cut where ``Nơi nhận`` or a capacity shows that it holds two columns."""
    parts = piece.cut_gaps(1.2 * sheet.em)
    if len(parts) < 2:  # noqa: PLR2004  nothing to cut
        return [piece]
    telling = phrases.opens_recipients(parts[0].text) or any(_is_capacity(p, sheet) for p in parts[1:])
    return parts if telling else [piece]


def _is_capacity(piece: Piece, sheet: _Sheet) -> bool:
    """``TM. …``, ``KT. …`` or a position in capitals, in the right half."""
    folded = phrases.fold(piece.text)
    if (
        piece.centre < 0.52 * sheet.width
        or piece.box[0] < 0.33 * sheet.width
        or phrases.capitals(piece.text) < CAPITALS
    ):
        return False
    return bool(phrases.CAPACITY.match(folded) or phrases.POSITION.search(folded))


def _both(pieces: Sequence[Piece], head: Piece, sheet: _Sheet) -> BackMatter:
    """The zone from ``Nơi nhận`` down to the next full line, and the signature lines that begin above it."""
    below = _down([p for p in pieces if p.middle >= head.top - 0.2 * sheet.em], head, sheet)
    above = _up([p for p in pieces if p.middle < head.top - 0.2 * sheet.em], head, sheet)
    split = corridor([*above, *below], head.box[2], 0.75 * sheet.width, sheet.em)
    left, right = columns(below, head.box[2] if split is None else split, sheet.em)
    taken = {id(p) for p in (*below, *above)}
    listed, strays = _unbroken(column_lines(left), sheet)
    return BackMatter(
        recipients=tuple(listed),
        signature=tuple(column_lines([*above, *right])),
        rest=(*(p for p in pieces if id(p) not in taken), *strays),
        top=min(p.top for p in (*above, *below)),
    )


def _unbroken(lines: Sequence[Piece], sheet: _Sheet) -> tuple[list[Piece], list[Piece]]:
    """The lines of a list down to the first wide white, and what stands below it (folio marks, notes)."""
    for i, (line, below) in enumerate(pairwise(lines), start=1):
        if below.top - line.bottom > 5 * sheet.em:
            return list(lines[:i]), list(lines[i:])
    return list(lines), []


def _is_full(row: Sequence[Piece], left: float, sheet: _Sheet) -> bool:
    """Whether a row runs over the whole page without a gap: body text again."""
    return any(
        p.box[0] < left + 0.12 * sheet.width and p.box[2] > 0.72 * sheet.width and not p.gaps(1.2 * sheet.em)
        for p in joined(row, 0.8 * sheet.em)
    )


def _down(pieces: Sequence[Piece], head: Piece, sheet: _Sheet) -> list[Piece]:
    """All pieces from ``Nơi nhận`` to the first row of body text."""
    found: list[Piece] = []
    for row in rows_of(pieces):
        if _is_full(row, head.box[0], sheet) and head not in row:
            break
        found += row
    return found


def _up(pieces: Sequence[Piece], head: Piece, sheet: _Sheet) -> list[Piece]:
    """Signature lines in capitals that stand above ``Nơi nhận``, nearest first."""
    found: list[Piece] = []
    limit = head.top
    for row in reversed(rows_of(p for p in pieces if p.confidence > SCRIBBLE and len(p.text) > 2)):  # noqa: PLR2004  no bullet of an item beside
        fits = [p for p in row if p.box[0] > 0.33 * sheet.width and p.centre > 0.52 * sheet.width]
        if len(fits) < len(row) or phrases.capitals(" ".join(p.text for p in row)) < CAPITALS:
            break
        if limit - fits[0].bottom > 4.5 * sheet.em:
            break
        found += row
        limit = fits[0].top
    return found


def _signature_alone(pieces: Sequence[Piece], capacities: Sequence[Piece], sheet: _Sheet) -> BackMatter | None:
    """A signature block without recipients beside it: from its first line down to the next full line."""
    starts = [p for p in capacities if _ends_text(p, pieces, sheet)]
    if not starts:
        return None
    first = min(starts, key=lambda p: p.top)
    left_edge = min(p.box[0] for p in pieces)
    taken: list[Piece] = []
    for row in rows_of(p for p in pieces if p.middle >= first.top - 0.2 * sheet.em):
        if _is_full(row, left_edge, sheet):
            break
        taken += [p for p in row if p.box[0] > 0.33 * sheet.width or phrases.capitals(p.text) > CAPITALS]
    ids = {id(p) for p in taken}
    return BackMatter(
        recipients=(),
        signature=tuple(column_lines(taken)),
        rest=tuple(p for p in pieces if id(p) not in ids),
        top=first.top,
    )


def _ends_text(piece: Piece, pieces: Sequence[Piece], sheet: _Sheet) -> bool:
    """Whether at most two full lines follow: a heading in capitals inside the body is no signature."""
    left_edge = min(p.box[0] for p in pieces)
    later = rows_of(p for p in pieces if p.middle > piece.bottom)
    return sum(_is_full(row, left_edge, sheet) for row in later) <= 2  # noqa: PLR2004  a note may follow
