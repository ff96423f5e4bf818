"""How wrong restored text is: the counts of the yardstick (../shared/tools/score.py), for lines that need no files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from rapidfuzz.distance import Levenshtein

from vanthu.corpora.gazetteer.folding import TONE_MARKS, strip_tone
from vanthu.corpora.orthography import words
from vanthu.models.legacy import normalise

TONES = frozenset(TONE_MARKS.values())
CORE = re.compile(r"(\W*)(.*?)(\W*)$", re.DOTALL)
UNREADABLE = "⟦?⟧"
"""How a transcript marks what cannot be read; such lines are not judged."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Edit distances in words, characters and numbers, and how many of each there are."""

    word_errors: int = 0
    words: int = 0
    character_errors: int = 0
    characters: int = 0
    number_errors: int = 0
    numbers: int = 0

    def __add__(self, other: Errors) -> Errors:
        return Errors(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def wer(self) -> float:
        """Word error rate."""
        return self.word_errors / max(self.words, 1)

    @property
    def cer(self) -> float:
        """Character error rate."""
        return self.character_errors / max(self.characters, 1)

    @property
    def ner(self) -> float:
        """Number errors, as a share of the numbers printed."""
        return self.number_errors / max(self.numbers, 1)


def errors(true: Sequence[str], got: Sequence[str]) -> Errors:
    """Count line by line.

    Raises:
        ValueError: there is not one line for each line.
    """
    judged = (pair for pair in zip(true, got, strict=True) if UNREADABLE not in pair[0])
    return sum((_line_errors(*pair) for pair in judged), Errors())


def _line_errors(true: str, got: str) -> Errors:
    expected, found = _folded(true), _folded(got)
    line = " ".join(expected)
    numbers = re.findall(r"\d+", true)
    return Errors(
        Levenshtein.distance(expected, found),
        len(expected),
        Levenshtein.distance(line, " ".join(found)),
        len(line),
        Levenshtein.distance(numbers, re.findall(r"\d+", got)),
        len(numbers),
    )


def _folded(line: str) -> list[str]:
    return [fold(word) for word in unicodedata.normalize("NFC", line).split()]


def fold(word: str) -> str:
    """The tone moved to the end of the word, so that ``hoá`` and ``hóa`` are equal."""
    head, core, tail = CORE.findall(word)[0]
    tone = "".join(c for c in unicodedata.normalize("NFD", core) if c in TONES)
    return head + strip_tone(core) + tone + tail


def syllables_wrong(true: Iterable[str], got: Iterable[str], *, cased: bool = True) -> tuple[int, int]:
    """Runs of letters that came out wrong, and how many there are; without ``cased``, capitals are small letters."""
    wrong = total = 0
    for expected, found in zip(true, got, strict=True):
        a, b = (_syllables(line if cased else line.lower()) for line in (expected, found))
        wrong += Levenshtein.distance(a, b)
        total += len(a)
    return wrong, total


def _syllables(line: str) -> list[str]:
    return [fold(word) for word in words(unicodedata.normalize("NFC", line))]


def words_changed(before: Iterable[str], after: Iterable[str]) -> tuple[int, int]:
    """Words of correct text that did not stay as they were, tone placement included; look-alikes may be mended."""
    changed = total = 0
    for old, new in zip(before, after, strict=True):
        kept = normalise(old).split()
        changed += Levenshtein.distance(kept, normalise(new).split())
        total += len(kept)
    return changed, total


def words_right(true: str, got: str) -> list[bool]:
    """For each word of ``got``, whether it is one of ``true`` in its place."""
    expected, found = _folded(true), _folded(got)
    right = [False] * len(found)
    for block in Levenshtein.opcodes(expected, found):
        if block.tag == "equal":
            right[block.dest_start : block.dest_end] = [True] * (block.dest_end - block.dest_start)
    return right
