"""A recogniser of lines behind the protocol of engines."""

from dataclasses import dataclass

import numpy as np
import pytest

from vanthu.ingest.ocr.engine import OcrLine, OcrWord
from vanthu.ingest.ocr.lines import Character, LineEngine

WIDTH = 10


@dataclass(frozen=True)
class Finder:
    name: str = "finder 1"

    def read(self, image, *, dpi, mode="page"):
        del image, dpi, mode
        word = OcrWord("xdy", (100, 50, 180, 80), 0.4)
        return [OcrLine((word,), (100, 50, 180, 80), block=3, notes=("faint",))]


@dataclass(frozen=True)
class Recogniser:
    """Reads ``text`` with the confidences given, each character ten pixels wide; keeps what it saw."""

    text: str
    sure: tuple[float, ...]
    seen: list
    name: str = "lines 1"

    def read_line(self, image, *, dpi):
        self.seen.append((image.shape, dpi))
        places = zip(self.text, self.sure, range(0, WIDTH * len(self.text), WIDTH), strict=True)
        return [Character(c, sure, left, left + WIDTH) for c, sure, left in places]


@pytest.fixture
def page():
    return np.full((300, 400), 255, np.uint8)


def test_characters_become_words_as_sure_as_the_least_sure_of_them(page):
    seen = []
    engine = LineEngine(Finder(), Recogniser("xây dự", (0.9, 0.8, 0.95, 1.0, 0.7, 0.99), seen))
    (line,) = engine.read(page, dpi=300)
    assert [(word.text, word.confidence) for word in line.words] == [("xây", 0.8), ("dự", 0.7)]
    assert [word.box for word in line.words] == [(97, 50, 127, 80), (137, 50, 157, 80)]
    assert (line.box, line.block, line.notes) == ((100, 50, 180, 80), 3, ("faint",))
    assert seen == [((37, 87), 300)], "the line with a margin, and nothing else"


def test_a_line_that_it_cannot_read_stays_as_it_was_found(page):
    (line,) = LineEngine(Finder(), Recogniser("", (), [])).read(page, dpi=300)
    assert line.text == "xdy"


def test_the_fingerprint_names_both():
    assert LineEngine(Finder(), Recogniser("", (), [])).name == "lines 1 on lines of finder 1"
