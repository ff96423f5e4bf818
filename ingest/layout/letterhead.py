"""The two columns at the head of a paper: issuer and number left, national or Party title and date right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vanthu.corpora.gazetteer.document_types import type_of_line
from vanthu.ingest.layout import phrases
from vanthu.ingest.layout.corridor import corridor, halves
from vanthu.ingest.layout.piece import Piece, column_lines, joined, rows_of

HEAD = 0.45
"""A letterhead on the first page ends above this share of the height (the lowest of 31 pages ends at 0.21)."""

DEPTH = 0.17
"""From the top of the national title to the number line, in page heights (at most 0.112 on 31 pages)."""

CAPITALS = 0.6
"""Least share of capitals in the national title and the issuer's name: OCR makes some letters small."""

SPECK = 4
"""Characters under which a line below the number may be a rule or a mark."""

MERGED = 110
"""Characters of the longest number line merged with its date line."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Lines of the two columns, top to bottom, and what is left of the page's pieces; ``split`` is the x between."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    rest: tuple[Piece, ...]
    top: float
    split: float


def find_letterhead(
    pieces: Sequence[Piece], width: float, height: float, em: float, *, first_page: bool
) -> Letterhead | None:
    """The letterhead of a page, None where there is none.

    On a first page any of national title, number or date line shows it; on a later one (a form, or the next paper
    in the same file) only a title on the right does.
    """
    titles = [p for p in pieces if _opens_right(p, width) and (not first_page or p.middle < HEAD * height)]
    if not titles and not first_page:
        return None
    start = min((p.top for p in titles), default=None)
    near = _above_type([p for p in pieces if _near(p, start, height)])
    anchors = _topmost(p for p in near if _is_number(p, width)) + _topmost(p for p in near if _is_date(p, width))
    if not titles and not anchors:
        return None
    everything = titles + anchors
    top, bottom = min(p.top for p in everything), max(p.bottom for p in everything)
    inside = [p for p in pieces if top - 0.3 * em <= p.middle <= bottom]
    split = corridor(_votes(inside, width), 0.22 * width, 0.68 * width, em)
    return None if split is None else _gather(pieces, (top, bottom), split, width, em)


def _votes(inside: Sequence[Piece], width: float) -> list[Piece]:
    """Pieces cut where a right-hand title or the number line ends one column, so that they vote as two."""
    found: list[Piece] = []
    for piece in inside:
        found += _cut_at_title(piece, width) or [piece]
    return found


def _title_index(piece: Piece, width: float) -> int | None:
    """Index of the word that opens the right-hand title in a piece."""
    index = phrases.title_start(tuple(w.text for w in piece.words))
    if index is None or piece.words[index].box[0] < 0.3 * width:
        return None
    starts = piece.words[index].box[0] > 0.4 * width or index == 0
    return index if starts or phrases.capitals(" ".join(w.text for w in piece.words[index:])) >= CAPITALS else None


def _opens_right(piece: Piece, width: float) -> bool:
    return _title_index(piece, width) is not None


def _cut_at_title(piece: Piece, width: float) -> list[Piece] | None:
    """A merged line cut before the national or Party title."""
    index = _title_index(piece, width)
    if not index:
        return None
    return [Piece.of(piece.words[:index], piece.block), Piece.of(piece.words[index:], piece.block)]


def _topmost(pieces: Iterable[Piece]) -> list[Piece]:
    """The highest piece: the number and the date of the paper stand above those that it cites."""
    return sorted(pieces, key=lambda p: p.top)[:1]


def _above_type(pieces: Sequence[Piece]) -> list[Piece]:
    """Those above the line that names the type of document: what stands below is no letterhead."""
    types = [p.top for p in pieces if phrases.capitals(p.text) >= CAPITALS and type_of_line(p.text)]
    return [p for p in pieces if p.middle < min(types)] if types else list(pieces)


def _is_number(piece: Piece, width: float) -> bool:
    """Whether a piece begins with number and symbol, alone in its column or merged with the date."""
    if piece.box[0] > 0.4 * width or len(piece.text) > MERGED:
        return False
    return bool(phrases.NUMBER.match(phrases.fold(piece.text)))


def _is_date(piece: Piece, width: float) -> bool:
    """Whether a piece ends with place and date."""
    folded = phrases.fold(piece.text)
    dated = phrases.DATE.match(folded) and not phrases.CITING.search(folded)
    return piece.centre > 0.4 * width and bool(dated)


def _near(piece: Piece, start: float | None, height: float) -> bool:
    """Whether a piece stands where number and date stand: under the title, or else high on the page."""
    if start is None:
        return piece.middle < 0.3 * height
    return start <= piece.middle < start + DEPTH * height


def _gather(pieces: Sequence[Piece], band: tuple[float, float], split: float, width: float, em: float) -> Letterhead:
    """Cut the band, reach up for issuers that begin higher and down for the subject under the number."""
    top, bottom = band
    inside = [p for p in pieces if top - 0.3 * em <= p.middle <= bottom + 0.2 * em]
    above = _climb([p for p in pieces if p.middle < top - 0.3 * em], top, split, em)
    left, right = [], []
    for piece in inside:
        a, b = _sides(piece, split, width, em)
        left += a
        right += b
    lowest = max([p.bottom for p in left], default=bottom)
    subject = _subject([p for p in pieces if p.middle > bottom + 0.2 * em], max(lowest, bottom), split, em)
    taken = {id(p) for p in (*inside, *above, *subject)}
    return Letterhead(
        left=tuple(column_lines([*above, *left, *subject])),
        right=tuple(column_lines(right)),
        rest=tuple(p for p in pieces if id(p) not in taken),
        top=min([top, *(p.top for p in above)]),
        split=split,
    )


def _sides(piece: Piece, split: float, width: float, em: float) -> tuple[list[Piece], list[Piece]]:
    """Left and right part of a piece: by the title's first word where it has one, else by the gap."""
    cut = _cut_at_title(piece, width)
    if cut is not None:
        return [cut[0]], [cut[1]]
    if _opens_right(piece, width):
        return [], [piece]
    return halves(piece, split, em)


def _climb(above: Sequence[Piece], top: float, split: float, em: float) -> list[Piece]:
    """Capital lines of the left column that stand just above the band: the parent body begins higher than the title."""
    found: list[Piece] = []
    for row in reversed(rows_of(above)):
        fits = [p for p in row if p.centre < split and phrases.capitals(p.text) > CAPITALS]
        if not fits or top - fits[0].bottom > (1.2 if found else 3) * em:  # a rule may stand between issuer and number
            break
        found += fits
        top = fits[0].top
    return found


def _subject(below: Sequence[Piece], bottom: float, split: float, em: float) -> list[Piece]:
    """The ``V/v`` lines under the number of a công văn, down to the first line that leaves the column."""
    found: list[Piece] = []
    for row in rows_of(below):
        fits = [p for p in joined(row, 3 * em) if p.centre < split and p.box[2] < split + 3 * em]
        folded = phrases.fold(fits[0].text) if fits else ""
        opens = bool(phrases.SUBJECT.match(folded))
        if found and (not fits or fits[0].top - bottom > 1.1 * em or phrases.ADDRESS.match(folded)):
            break
        if not found and not opens:
            if (
                fits
                and fits[0].top - bottom < 3 * em
                and not phrases.ADDRESS.match(folded)
                and len(fits[0].text) < SPECK
            ):
                continue
            break
        members = [p for p in row if p.centre < split]
        found += members
        bottom = max(p.bottom for p in members)
    return found
