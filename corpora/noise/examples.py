"""Training examples: text as it is read, and for each character read the string that it stands for."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vanthu.corpora.gazetteer.folding import fold_tone_place, strip_marks
from vanthu.corpora.noise.channel import Channel, PageSampler
from vanthu.corpora.noise.passages import Library
from vanthu.corpora.noise.specks import Specks

LINE_END = "\n"
BAD_SCANS = -3.0
"""Mildness of pages read by Vietnamese OCR: bad pages are drawn more often than good ones, which have no errors."""
DIRTY_ENGLISH, DIRTY_VIETNAMESE = 0.12, 0.5
"""Shares of pages with dirt between and beside the lines."""
IN_ONE_STYLE = 6
"""Examples drawn with one page's style, which is costly to set up."""

Pieces = list[tuple[str, str]]
"""A line as (printed character, string read for it), in order; nothing is printed where there is only dirt."""
Reader = Callable[[str], Pieces]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Shares of the kinds of damage.

    ``english`` and ``vietnamese``: pages read by models of these languages; ``bare``: typed without accents;
    ``sound``: as printed; ``patchy``: lines of a page differ, some bare, some sound, some read badly.
    """

    english: float = 0.50
    vietnamese: float = 0.14
    bare: float = 0.18
    sound: float = 0.10
    patchy: float = 0.08

    def draw(self, rng: random.Random) -> str:
        """The name of one kind."""
        names = ("english", "vietnamese", "bare", "sound", "patchy")
        return rng.choices(names, [getattr(self, name) for name in names])[0]


@dataclass(frozen=True, slots=True)
class Example:
    """``labels[i]`` is what character ``read[i]`` stands for, often several characters or none.

    Lines are parted by line ends, which stand for themselves.
    """

    read: str
    labels: list[str]

    @property
    def true(self) -> str:
        """The text as printed."""
        return "".join(self.labels)


class Examples:
    """Draws examples for ever; the same seed gives the same ones."""

    def __init__(self, library: Library, channel: Channel, mixture: Mixture, seed: int) -> None:
        self._library, self._channel, self._mixture = library, channel, mixture
        self._rng = random.Random(seed)  # noqa: S311  noise, not secrets

    def draw(self, length: int) -> list[Example]:
        """Some examples in one style, ``length`` printed characters or a little more each."""
        rng = self._rng
        kind = self._mixture.draw(rng)
        reader = self._reader(kind)
        found = []
        for _ in range(IN_ONE_STYLE):
            lines = self._library.passage(rng, length)
            if kind in ("english", "bare"):
                lines = [fold_tone_place(line) for line in lines]
            found.append(align(reader(line) for line in lines))
        return found

    def _reader(self, kind: str) -> Reader:
        rng = self._rng
        if kind == "bare":
            return strip
        if kind == "sound":
            return as_printed
        if kind == "english":
            return self._by(self._channel.style("eng", rng), soiled=DIRTY_ENGLISH)
        if kind == "vietnamese":
            return self._by(self._channel.style("vie", rng, mildness=BAD_SCANS), soiled=DIRTY_VIETNAMESE)
        return self._patchy()

    def _by(self, page: PageSampler, soiled: float = 0.0) -> Reader:
        """Reads as a page was read; with the chance ``soiled`` the page is dirty too."""
        rng = self._rng
        if rng.random() >= soiled:
            return lambda line: read_by(page, line, rng)
        specks = Specks.draw(rng)
        return lambda line: specks.soil(read_by(page, line, rng), rng)

    def _patchy(self) -> Reader:
        """Lines of one page in different conditions."""
        rng = self._rng
        eng, vie = self._channel.style("eng", rng), self._channel.style("vie", rng, mildness=BAD_SCANS)
        share = rng.random()

        def some_bare(line: str) -> Pieces:
            return [(c, c if rng.random() < share else strip_marks(c)) for c in line]

        ways: list[Reader] = [as_printed, strip, some_bare, self._by(eng), self._by(vie)]
        weights = [rng.random() for _ in ways]

        def one_way(line: str) -> Pieces:
            return rng.choices(ways, weights)[0](line)

        return one_way


def as_printed(line: str) -> Pieces:
    """Each character as it is."""
    return [(c, c) for c in line]


def strip(line: str) -> Pieces:
    """Each character without marks."""
    return [(c, strip_marks(c)) for c in line]


def read_by(page: PageSampler, line: str, rng: random.Random) -> Pieces:
    """Each character as this page is read."""
    return list(zip(line, page.read(line, rng), strict=True))


def align(lines: Iterable[Pieces]) -> Example:
    """The lines of an example, from their pieces."""
    text: list[str] = []
    labels: list[str] = []
    for line in lines:
        _align_line(line, text, labels)
        text.append(LINE_END)
        labels.append(LINE_END)
    return Example("".join(text), labels)


def _align_line(line: Pieces, text: list[str], labels: list[str]) -> None:
    """What was lost goes to the character read before it, at the start of a line or word to the one after."""
    waiting = ""
    start = len(labels)
    for character, piece in line:
        if not piece:
            if not waiting and len(labels) > start and (text[-1] != " " or character == " "):
                labels[-1] += character
            else:
                waiting += character
            continue
        place = _place(character, piece)
        for i, c in enumerate(piece):
            text.append(c)
            labels.append(waiting + character if i == place else "")
            if i == place:
                waiting = ""
    if waiting and len(labels) > start:
        labels[-1] += waiting


def _place(character: str, piece: str) -> int:
    """Which character of a piece stands for the printed one: the like one, else the first; none where it is dirt."""
    if not character:
        return -1
    at = piece.find(character)
    return at if at >= 0 else max(piece.find(strip_marks(character)), 0)
