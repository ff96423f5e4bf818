"""What restoration changed, word by word: the stretches of a line that differ, and what each stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from vanthu.models.restore.result import RestoredLine, RestoredWord

Span = tuple[int, int]
_WORD = regex.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The smallest part of a line that is whole words both as read and as restored: mostly one word.

    ``raw`` and ``text`` are spans of the line as read and as restored; ``confidence`` is
    that of the least sure restored word, 0 where all words vanished; ``number_changed`` that of any.
    """

    raw: Span
    text: Span
    confidence: float
    number_changed: bool


@dataclass(slots=True)
class _Group:
    """Words as read, by index (``last`` included), and the restored words that stand for them."""

    first: int
    last: int
    restored: list[RestoredWord] = field(default_factory=list)


def raw_words(raw: str) -> list[Span]:
    """Where the words of a line as read stand."""
    return [match.span() for match in _WORD.finditer(raw)]


def stretches(line: RestoredLine) -> list[Stretch]:
    """The stretches of a line, in order: every word as read is in exactly one, and so is every restored word.

    A word that stands for blanks only, or for nothing, belongs to the stretch before it, or to the first one. A line
    without words as read has no stretch.
    """
    words = raw_words(line.raw)
    groups: list[_Group] = []
    for word in line.words if words else ():
        first, last = _touched(_raw_span(line, word), words)
        if groups and first <= groups[-1].last:
            groups[-1].last = max(groups[-1].last, last)
            groups[-1].restored.append(word)
        else:
            groups.append(_Group(first, last, [word]))
    if words and not groups:
        groups.append(_Group(0, len(words) - 1))
    return _as_stretches(groups, words)


def changed(line: RestoredLine) -> list[Stretch]:
    """The stretches whose words are not those that were read."""
    return [s for s in stretches(line) if line.raw[slice(*s.raw)] != line.text[slice(*s.text)]]


def _raw_span(line: RestoredLine, word: RestoredWord) -> Span:
    return (line.offsets[word.start], line.offsets[word.end]) if line.offsets else (word.start, word.end)


def _touched(span: Span, words: Sequence[Span]) -> Span:
    """Indices of the first and the last word as read that a span of the line reaches into."""
    start, end = span
    first = max(bisect_right(words, start, key=lambda word: word[0]) - 1, 0)
    last = max(bisect_left(words, end, key=lambda word: word[0]) - 1, first)
    return (first + 1 if first < last and words[first][1] <= start else first), last


def _as_stretches(groups: Sequence[_Group], words: Sequence[Span]) -> list[Stretch]:
    """Each group from its first word as read to before the next group's."""
    firsts = [0, *(group.first for group in groups[1:]), len(words)]
    return [
        Stretch(
            raw=(words[first][0], words[after - 1][1]),
            text=(group.restored[0].start, group.restored[-1].end) if group.restored else (0, 0),
            confidence=min((word.confidence for word in group.restored), default=0.0),
            number_changed=any(word.number_changed for word in group.restored),
        )
        for group, first, after in zip(groups, firsts, firsts[1:], strict=False)
    ]
