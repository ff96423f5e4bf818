"""Running text to be damaged: where it comes from, how much of each source, and how it is broken into lines."""

from __future__ import annotations

import lzma
import random
import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

Paragraphs = list[str]
Writer = Callable[[random.Random], Paragraphs]
"""Makes up some paragraphs."""

_LETTERS = 0.6
"""Least share of letters in a paragraph of a corpus: below are tables, lists of codes and debris of web pages."""
_RUN = re.compile(r"(.)\1{6}")
_UNBROKEN = 0.1
"""Share of passages without line breaks, as born-digital exports have them."""
_CODE = re.compile(r"(\d-)([A-ZĐ]{2})")
"""Where a code such as ``106-KH/TU`` may break."""
_MARKS = (
    "- ",
    "+ ",
    "a) ",
    "b) ",
    "c) ",
    "đ) ",
    "1. ",
    "2. ",
    "3. ",
    "1.1. ",
    "2.3. ",
    "I. ",
    "II. ",
    "III- ",
    "* ",
    "• ",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Paragraphs of one corpus, in order, and its share of the samples."""

    paragraphs: Sequence[str]
    weight: float

    def write(self, rng: random.Random, length: int) -> Paragraphs:
        """Consecutive paragraphs from a random place, ``length`` characters or a little more."""
        at, found, total = rng.randrange(len(self.paragraphs)), [], 0
        while total < length and at < len(self.paragraphs):
            found.append(self.paragraphs[at])
            total += len(found[-1]) + 1
            at += 1
        return found


def load(path: Path, weight: float) -> Source:
    """A text file (``.txt`` or ``.txt.xz``, one paragraph a line, UTF-8) as a source; debris is left out.

    Raises:
        ValueError: nothing in it is running text.
    """
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        lines = (unicodedata.normalize("NFC", line.strip()) for line in file)
        kept = [line for line in lines if is_prose(line)]
    if not kept:
        raise ValueError(f"{path} holds no running text")
    return Source(kept, weight)


def is_prose(line: str) -> bool:
    """Whether a paragraph of a corpus is worth reading."""
    return len(line) > 1 and sum(c.isalpha() for c in line) > _LETTERS * len(line) and not _RUN.search(line)


class Library:
    """Sources by weight, some of them written on the fly."""

    def __init__(self, sources: Sequence[Source], writers: Sequence[tuple[Writer, float]] = ()) -> None:
        self._shelves: list[Source | Writer] = [*sources, *(writer for writer, _ in writers)]
        self._weights = list(accumulate([*(s.weight for s in sources), *(weight for _, weight in writers)]))

    def passage(self, rng: random.Random, length: int) -> list[str]:
        """Printed lines of one passage, some ``length`` characters together."""
        paragraphs: Paragraphs = []
        shelf = self._shelves[bisect(self._weights, rng.random() * self._weights[-1])]
        if isinstance(shelf, Source):
            paragraphs = shelf.write(rng, length)
        else:
            while sum(map(len, paragraphs)) < length:
                paragraphs += shelf(rng)
        return break_lines([_dress(p, rng) for p in paragraphs], rng)


def _dress(paragraph: str, rng: random.Random) -> str:
    """Now and then a list mark, capitals, or straight quotes, as plans have them."""
    if rng.random() < 0.04 and len(paragraph) < 200:  # noqa: PLR2004  headings are short
        return paragraph.upper()
    if rng.random() < 0.25 and paragraph[:1].isupper():  # noqa: PLR2004  share of list items in plans
        return rng.choice(_MARKS) + paragraph
    return paragraph


def break_lines(paragraphs: Sequence[str], rng: random.Random) -> list[str]:
    """Paragraphs as printed lines of one width, or left whole; codes may break behind their hyphen."""
    if rng.random() < _UNBROKEN:
        return [p for p in paragraphs if p]
    width = rng.randint(55, 105)
    return [line for paragraph in paragraphs for line in _broken(paragraph, width) if line]


def _broken(paragraph: str, width: int) -> list[str]:
    lines = [""]
    for word in paragraph.split(" "):
        head, joint, tail = _CODE.sub(r"\1\n\2", word, count=1).partition("\n")
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            if joint and len(lines[-1]) + 1 + len(head) <= width:
                lines[-1] += f" {head}"
                lines.append(tail)
            else:
                lines.append(head + tail)
        else:
            lines[-1] = f"{lines[-1]} {head}{tail}".strip()
    return lines
