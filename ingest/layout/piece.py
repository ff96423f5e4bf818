"""Runs of words between gaps: what the layout moves about. No word is ever made or dropped here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from vanthu.ingest.ocr.engine import OcrLine, OcrWord, PixelBox


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one printed line from left to right; ``top`` and ``bottom`` are medians over the words.

    The medians keep a tall speck at the end of a line from tying it to the line above.
    """

    words: tuple[OcrWord, ...]
    box: PixelBox
    top: float
    bottom: float
    block: int = 0

    @classmethod
    def of(cls, words: Iterable[OcrWord], block: int = 0) -> Piece:
        """A piece of at least one word."""
        ordered = tuple(sorted(words, key=lambda w: (w.box[0], w.box[2])))
        boxes = [w.box for w in ordered]
        box = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        return cls(ordered, box, median(b[1] for b in boxes), median(b[3] for b in boxes), block)

    @property
    def text(self) -> str:
        """The words joined by one blank."""
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        """Height of the middle of the line."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Middle between the left and the right end."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def width(self) -> float:
        """From the left to the right end."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """Height of a usual word of the line."""
        return self.bottom - self.top

    @property
    def confidence(self) -> float:
        """Mean confidence of the words by length, 0..1."""
        total = sum(len(w.text) for w in self.words)
        return sum(w.confidence * len(w.text) for w in self.words) / total

    def gaps(self, least: float) -> list[tuple[float, float]]:
        """White between neighbouring words, at least ``least`` wide, from left to right."""
        found: list[tuple[float, float]] = []
        end = self.words[0].box[2]
        for word in self.words[1:]:
            if word.box[0] - end >= least:
                found.append((end, word.box[0]))
            end = max(end, word.box[2])
        return found

    def cut(self, *places: float) -> list[Piece]:
        """The piece cut at some x: each word goes where its centre lies."""
        edges = [float("-inf"), *sorted(places), float("inf")]
        parts: list[Piece] = []
        for low, high in pairwise(edges):
            words = [w for w in self.words if low <= (w.box[0] + w.box[2]) / 2 < high]
            if words:
                parts.append(Piece.of(words, self.block))
        return parts

    def cut_gaps(self, least: float) -> list[Piece]:
        """The piece cut at every gap of at least ``least``."""
        return self.cut(*((a + b) / 2 for a, b in self.gaps(least)))


def pieces_of(lines: Sequence[OcrLine]) -> list[Piece]:
    """The lines of an engine as pieces, NFC; words without any text are not words."""
    found: list[Piece] = []
    for line in lines:
        words = [OcrWord(unicodedata.normalize("NFC", w.text.strip()), w.box, w.confidence) for w in line.words]
        words = [w for w in words if w.text]
        if words:
            found.append(Piece.of(words, line.block))
    return found


def text_height(pieces: Sequence[Piece]) -> float:
    """Height of a usual word of the page: median over words of at least two letters; 1.0 where there is none."""
    heights = [w.box[3] - w.box[1] for p in pieces for w in p.words if len(w.text) > 1 and w.text[:2].isalnum()]
    return max(median(heights), 1e-6) if heights else 1.0


def same_row(a: Piece, b: Piece) -> bool:
    """Whether two pieces stand on one line: they share half of the lower one's height."""
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > 0.5 * min(a.height, b.height)


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces grouped into rows from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.box[0])):
        home = next((row for row in reversed(rows[-3:]) if same_row(_tallest(row), piece)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    for row in rows:
        row.sort(key=lambda p: p.box[0])
    return sorted(rows, key=lambda row: _tallest(row).middle)


def _tallest(row: Sequence[Piece]) -> Piece:
    """The piece with most words stands for its row."""
    return max(row, key=lambda p: len(p.words))


def joined(row: Sequence[Piece], reach: float) -> list[Piece]:
    """Neighbours of one row that are less than ``reach`` apart, made one piece each."""
    done: list[Piece] = []
    for piece in row:
        if done and piece.box[0] - done[-1].box[2] < reach:
            done[-1] = Piece.of(done[-1].words + piece.words, done[-1].block)
        else:
            done.append(piece)
    return done


def column_lines(pieces: Iterable[Piece]) -> list[Piece]:
    """The lines of one column from top to bottom: each row is one line, however wide its gaps."""
    return [line for row in rows_of(pieces) for line in joined(row, float("inf"))]


def moved(word: OcrWord, x: float, y: float) -> OcrWord:
    """A word of a crop on the whole image, where the crop's corner is at (``x``, ``y``)."""
    x0, y0, x1, y1 = word.box
    return replace(word, box=(x0 + x, y0 + y, x1 + x, y1 + y))
