"""Letterhead and signature read again, each column by itself, where the first reading is doubtful.

An engine that sees the whole page merges columns and stumbles over seals; a crop of one column is a clean block of
text. The result is again lines for :func:`vanthu.ingest.layout.compose`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import regex

from vanthu.ingest.layout import phrases
from vanthu.ingest.layout.back_matter import find_back_matter
from vanthu.ingest.layout.letterhead import find_letterhead
from vanthu.ingest.layout.piece import Piece, column_lines, moved, pieces_of, same_row, text_height
from vanthu.ingest.layout.stamps import JUNK, take_specks
from vanthu.ingest.ocr.engine import Engine, Image, OcrLine, PixelBox

SURE = 0.93
"""Confidence from which a printed line is left as it is: chosen by hand, well printed lines have 0.95 to 0.97."""

SURE_ISSUER = 0.9
"""Confidence from which an issuer's line is left as it is: of 31 pages' misread ones most lie below, right ones with
large initials begin at 0.91."""

CAPITALS = 0.9
"""Share of capitals in issuer, capacity and position."""

DIM = 0.5
"""Confidence under which a word of a line is more likely scribble than print."""

SPECK = 4
"""A line of no more characters is not taken from a second reading alone."""

BETTER = 0.03
"""By how much a new reading must be surer than the old one."""

LEAST = 0.75
"""Confidence of a line that the first reading did not see at all."""

SIGNATURE_DEPTH = 0.27
"""From the capacity down to the name, in page heights (at most 0.26 on 28 pages)."""

SYMBOL = regex.compile(
    r"/\s?(\d{4}\s?/\s?)?\p{Lu}\p{L}*\d*(\s?-\s?\p{Lu}[\p{L}&.]*\d*)+(\s\p{L}+)*\W*$"
    r"|\d[\w ]{0,3}-\s?\p{Lu}\p{L}*\s?/\s?\p{Lu}"
)
"""The printed part of a number line: ``/KH-UBND``, ``/2023/QĐ-UBND``, ``29-KH/ĐU``."""

DATE = regex.compile(r"ng[àa]y.{0,14}th[áa]ng.{0,12}n[ăa]m")
"""The printed part of a date line."""

SUBJECT = regex.compile(r"^\W*[Vv]\s?/\s?[vV]\b")
"""Opens the subject of a công văn."""

NAME = regex.compile(r"^\W*((TS|ThS|PGS|GS|BS|Thượng tá|Đại tá)\W+)*\p{Lu}['’\p{Ll}]*(\s\p{Lu}['’]?\p{Ll}*){1,5}\W*$")


@dataclass(frozen=True, slots=True)
class _Column:
    """A crop of the page, and the lines of it as first read."""

    box: PixelBox
    old: tuple[Piece, ...]


def reread(image: Image, dpi: int, lines: Sequence[OcrLine], engine: Engine, *, first_page: bool) -> list[OcrLine]:
    """The lines of a page with doubtful ones in letterhead and signature block replaced where a new reading is better.

    Args:
        image: the page as it was read, grey or RGB.
        dpi: its resolution.
        lines: the first reading of ``image``.
        engine: reads the crops in block mode; not called where nothing is doubtful.
        first_page: whether a letterhead is to be expected.

    Raises:
        OcrError: the engine failed.
    """
    pieces = pieces_of(lines)
    gone: set[PixelBox] = set()
    new: list[OcrLine] = []
    for column in _doubtful(pieces, image.shape[1], image.shape[0], first_page=first_page):
        for line, old in _better(column, _read(image, dpi, column.box, engine)):
            new.append(OcrLine(line.words, line.box, line.block))
            gone |= {word.box for piece in old for word in piece.words}
    return [*_without(lines, gone), *new] if new else list(lines)


def _without(lines: Sequence[OcrLine], gone: set[PixelBox]) -> list[OcrLine]:
    """Lines less the words that were read anew."""
    kept = [replace(line, words=tuple(w for w in line.words if w.box not in gone)) for line in lines]
    return [line for line in kept if line.words]


def _doubtful(pieces: Sequence[Piece], width: float, height: float, *, first_page: bool) -> list[_Column]:
    """Columns worth a second reading."""
    em = text_height(pieces)
    text, _ = take_specks(pieces, em)
    found: list[_Column] = []
    head = find_letterhead(text, width, height, em, first_page=True) if first_page else None
    if head is not None:
        bottom = max(p.box[3] for p in (*head.left, *head.right)) + 0.8 * em
        if _left_is_doubtful(head.left):
            found.append(_column(text, (0.0, head.top - 0.8 * em, head.split, bottom)))
        if _right_is_doubtful(head.right):
            found.append(_column(text, (head.split, head.top - 0.8 * em, width, bottom)))
    foot = find_back_matter(text, width, em)
    if foot is not None and _signature_is_doubtful(foot.signature):
        left = max([p.box[2] for p in foot.recipients] + [0.38 * width]) + 0.2 * em
        left = min([left, *(p.box[0] - 0.5 * em for p in foot.signature)])
        bottom = min(foot.top + SIGNATURE_DEPTH * height, height)
        found.append(_column(text, (left, foot.top - 0.5 * em, width, bottom)))
    return found


def _column(pieces: Sequence[Piece], box: PixelBox) -> _Column:
    """A crop with the words that have their centre in it."""
    x0, y0, x1, y1 = box
    inside = [
        [w for w in p.words if x0 <= (w.box[0] + w.box[2]) / 2 <= x1 and y0 <= (w.box[1] + w.box[3]) / 2 <= y1]
        for p in pieces
    ]
    return _Column(box, tuple(Piece.of(words) for words in inside if words))


def _left_is_doubtful(left: Sequence[Piece]) -> bool:
    """No number line with a legible symbol, or an issuer badly read; handwritten digits are always badly read."""
    issuer = [p.confidence for p in left if phrases.capitals(p.text) > CAPITALS]
    return not any(SYMBOL.search(p.text) for p in left) or not issuer or min(issuer) < SURE_ISSUER


def _right_is_doubtful(right: Sequence[Piece]) -> bool:
    """The title, or the date, is missing or badly read."""
    titles = [_title_likeness(p) for p in right]
    dated = any(phrases.DATE.match(phrases.fold(p.text)) for p in right)
    return max(titles, default=0.0) < SURE or not dated


def _title_likeness(piece: Piece) -> float:
    """How like a fixed title a line is, 0..1."""
    return max(phrases.likeness(piece.text, title) for title in phrases.RIGHT_TITLES) / 100


def _signature_is_doubtful(signature: Sequence[Piece]) -> bool:
    """No capitals above, or no well read name below."""
    named = any(NAME.match(p.text) and p.confidence >= SURE for p in signature)
    office = any(phrases.capitals(p.text) > 0.9 and p.confidence >= SURE for p in signature)  # noqa: PLR2004  capitals
    return not (named and office)


def _read(image: Image, dpi: int, box: PixelBox, engine: Engine) -> list[Piece]:
    """A crop read as one block; boxes on the whole image."""
    x0, y0 = max(floor(box[0]), 0), max(floor(box[1]), 0)
    crop = image[y0 : ceil(box[3]), x0 : ceil(box[2])]
    if not crop.size:
        return []
    pieces = [
        Piece.of([moved(w, x0, y0) for w in piece.words], piece.block)
        for piece in pieces_of(engine.read(crop, dpi=dpi, mode="block"))
    ]
    text, _ = take_specks(pieces, text_height(pieces))
    return column_lines(text)


def _better(column: _Column, new: Sequence[Piece]) -> list[tuple[Piece, list[Piece]]]:
    """New lines that are to stand for old ones, each with the old ones that it replaces."""
    chosen: list[tuple[Piece, list[Piece]]] = []
    for line in new:
        old = [p for p in column.old if same_row(p, line)]
        first = Piece.of(w for p in old for w in p.words) if old else None
        if _beats(line, first):
            chosen.append((line, old))
    return chosen


def _beats(new: Piece, old: Piece | None) -> bool:
    """Whether a new reading of a line is to be preferred.

    A number or date line is replaced only when its printed part becomes legible: its digits are often handwritten, and
    a second guess is no better than the first.
    """
    if old is None:
        if SYMBOL.search(new.text):
            return new.confidence >= JUNK
        telling = NAME.match(new.text) or phrases.capitals(new.text) > CAPITALS
        return bool(telling) and new.confidence >= LEAST and len(new.text) > SPECK
    for pattern in (SYMBOL, DATE, SUBJECT):
        before, after = bool(pattern.search(old.text)), bool(pattern.search(new.text))
        if before or after:
            return after and not before
    return _worth(new) > _worth(old) + BETTER


def _worth(piece: Piece) -> float:
    """Confidence, more for a line that is a fixed title, less for each word of scribble in it."""
    scribble = sum(word.confidence < DIM for word in piece.words)
    return piece.confidence + (1.0 if _title_likeness(piece) >= SURE else 0.0) - 0.1 * scribble
