"""The words of a page around what was looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vanthu.pipelines.archive.search_words import Query, Word, key, words

WIDTH = 32
"""Words of a snippet: two to three printed lines."""
LEAD = 6
"""Words before the first match."""
CUT = "…"
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a page on one line; ``marks`` are the matches, as ``text[start:end]``."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """Where a phrase of the query stands: words ``first`` to ``last`` (inclusive) of the page."""

    first: int
    last: int
    phrase: int


def snippet(text: str, query: Query) -> Snippet:
    """The stretch of a page that holds most of the query, its matches marked.

    Args:
        text: the page as restored.
        query: what was looked for; where nothing of it is on the page, the snippet is the page's beginning.
    """
    composed = unicodedata.normalize("NFC", text)
    found = list(words(composed))
    if not found:
        return Snippet("", ())
    matches = _matches(found, query)
    first = max(_densest(matches, len(query.phrases)) - LEAD, 0)
    last = min(first + WIDTH, len(found)) - 1
    return _cut(composed, found, first, last, matches)


def _matches(found: Sequence[Word], query: Query) -> list[_Match]:
    keys = [key(word.text, accents=query.accents) for word in found]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(keys):
        places.setdefault(word, []).append(place)
    return sorted(
        (
            _Match(place, place + len(phrase) - 1, number)
            for number, phrase in enumerate(query.keys)
            for place in places.get(phrase[0], ())
            if tuple(keys[place : place + len(phrase)]) == phrase
        ),
        key=lambda match: (match.first, match.last),
    )


def _densest(matches: Sequence[_Match], phrases: int) -> int:
    """The word that the window begins with: as many phrases as can be, as close together as can be."""
    best, start = (0, 0), 0
    for number, match in enumerate(matches):
        seen: dict[int, int] = {}
        for other in matches[number:]:
            if other.last >= match.first + WIDTH - LEAD or len(seen) == phrases:
                break
            seen.setdefault(other.phrase, other.last)
        worth = (len(seen), match.first - max(seen.values(), default=match.last))
        if worth > best or number == 0:
            best, start = worth, match.first
    return start


def _cut(text: str, found: Sequence[Word], first: int, last: int, matches: Sequence[_Match]) -> Snippet:
    head = f"{CUT} " if first > 0 else ""
    tail = f" {CUT}" if last < len(found) - 1 else ""
    begin = found[first].start if first > 0 else 0
    end = found[last].end if tail else len(text)
    shift = len(head) - begin
    inside = [match for match in matches if first <= match.first and match.last <= last]
    marks = tuple((start + shift, stop + shift) for start, stop in _stretches(text, found, inside))
    return Snippet(head + _BLANK.sub(" ", text[begin:end]) + tail, marks)


def _stretches(text: str, found: Sequence[Word], matches: Sequence[_Match]) -> list[tuple[int, int]]:
    """Where matches stand in the text, those that overlap or have only blanks between them as one."""
    joined: list[tuple[int, int]] = []
    for match in matches:
        start, stop = found[match.first].start, found[match.last].end
        if joined and not text[joined[-1][1] : start].strip():
            start, stop = joined[-1][0], max(stop, joined.pop()[1])
        joined.append((start, stop))
    return joined
