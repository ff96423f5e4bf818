"""Words as the full text search compares them, and what a person types as a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from vanthu.corpora.gazetteer.folding import bare, fold

WORD = regex.compile(r"(?:\p{L}\p{M}*|\p{Nd})+")
LONGEST_WORD = 64
"""Characters; what is longer is no word (a line without blanks), and PostgreSQL takes none beyond 2 kB."""
_TERM = regex.compile(r"""["“”„]([^"“”„]*)["“”„]?|[^\s"“”„]+""")


class Word(NamedTuple):
    """One word of a text, ``text[start:end]`` in NFC: a tuple, as a search makes thousands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: phrases that must all stand on the page, each of one or more words in NFC."""

    phrases: tuple[tuple[str, ...], ...]
    accents: bool

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The phrases as they are compared."""
        return tuple(tuple(key(word, accents=self.accents) for word in phrase) for phrase in self.phrases)


def words(text: str) -> Iterator[Word]:
    """The words of a text in NFC, with their places: letters with their marks, and digits."""
    for found in WORD.finditer(text):
        start, end = found.span()
        if end - start <= LONGEST_WORD:
            yield Word(found[0], start, end)


@lru_cache(maxsize=65536)
def key(word: str, *, accents: bool) -> str:
    """A word as it is compared: case folded, tone placement folded too (``hoà`` is ``hòa``), or without diacritics."""
    return fold(word) if accents else bare(word)


def parse(text: str, *, accents: bool | None = None) -> Query:
    """A query as typed: words, and ``"phrases"`` in quotes of any kind; nothing in it is an operator.

    A code such as ``180-KH/TU`` is a phrase of its parts.

    Args:
        text: as typed.
        accents: whether diacritics count; None: they do where the query has one (``đ`` is one).
    """
    composed = unicodedata.normalize("NFC", text)
    if accents is None:
        accents = any(bare(char) != char.casefold() for char in composed if char.isalpha())
    terms = (found[1] if found[1] is not None else found[0] for found in _TERM.finditer(composed))
    phrases = (tuple(word.text for word in words(term)) for term in terms)
    return Query(tuple(phrase for phrase in phrases if phrase), accents)
