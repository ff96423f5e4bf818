"""Line recognition: an image of one line in, its characters with their confidences out.

A recogniser of lines becomes an :class:`~vanthu.ingest.ocr.engine.Engine` with one that finds the lines of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from vanthu.ingest.ocr.engine import Engine, Image, OcrLine, OcrWord

MARGIN = 0.1
"""Of a line's height, around it: diacritics reach out of the boxes that engines give."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a line, a blank included.

    Args:
        text: the character, NFC.
        confidence: 0..1.
        left: first column in pixels of the line's image.
        right: column behind it.
    """

    text: str
    confidence: float
    left: float
    right: float


class LineRecogniser(Protocol):
    """What reads a line. Implementations are picklable and hold no open resources."""

    @property
    def name(self) -> str:
        """Recogniser, version and weights: part of the fingerprint of a result."""

    def read_line(self, image: Image, *, dpi: int) -> Sequence[Character]:
        """The characters from left to right; none where nothing can be read.

        Args:
            image: one upright line with a small margin, grey or RGB.
            dpi: its resolution.

        Raises:
            OcrError: the recogniser cannot be used.
        """


@dataclass(frozen=True, slots=True)
class LineEngine:
    """The lines that ``finder`` finds, as ``recogniser`` reads them; where that reads nothing, as the finder does."""

    finder: Engine
    recogniser: LineRecogniser

    @property
    def name(self) -> str:
        """Both of them."""
        return f"{self.recogniser.name} on lines of {self.finder.name}"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """As :meth:`vanthu.ingest.ocr.engine.Engine.read`."""
        return [self._read(image, line, dpi) for line in self.finder.read(image, dpi=dpi, mode=mode)]

    def _read(self, image: Image, line: OcrLine, dpi: int) -> OcrLine:
        x0, y0, x1, y1 = line.box
        margin = MARGIN * (y1 - y0)
        left, top = max(int(x0 - margin), 0), max(int(y0 - margin), 0)
        cut = image[top : int(y1 + margin) + 1, left : int(x1 + margin) + 1]
        words = tuple(_words(self.recogniser.read_line(cut, dpi=dpi), left, (y0, y1)))
        return replace(line, words=words) if words else line


def _words(characters: Sequence[Character], left: float, rows: tuple[float, float]) -> Iterator[OcrWord]:
    """Words between blanks; each is as sure as its least sure character."""
    for blank, group in groupby(characters, key=lambda character: character.text.isspace()):
        if not blank:
            word = list(group)
            box = (left + word[0].left, rows[0], left + word[-1].right, rows[1])
            yield OcrWord("".join(c.text for c in word), box, min(c.confidence for c in word))
