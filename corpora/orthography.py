"""How Vietnamese is spelled: legal syllables, where the tone mark stands, classes of letters.

A syllable is an onset, a rime and a tone. ``gazetteer/rimes.tsv`` lists the rimes with the onsets each is written with;
rimes that end in a stop (``-c -ch -p -t``) take only *sắc* and *nặng*. All functions expect NFC.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

from vanthu.corpora.gazetteer import tables
from vanthu.corpora.gazetteer.folding import TONE_MARKS

VOWELS = "aăâeêioôơuưy"
STOPS = ("c", "ch", "p", "t")

_LATIN_1 = 0xFF
_SHAPED = frozenset("ăâêôơư")
_OPEN_PAIRS = frozenset({"oa", "oe", "uy"})
"""Open rimes whose tone stands on either vowel: ``hòa`` (older) and ``hoà`` (newer)."""
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")


def _toned(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letter + mark)


LETTERS = frozenset(_toned(vowel, mark) for vowel in VOWELS for mark in ("", *TONE_MARKS.values())) | frozenset(
    "bcdđghklmnpqrstvx"
)
"""Lower-case letters of Vietnamese, toned vowels included."""
MARKED = frozenset(letter for letter in LETTERS if not letter.isascii())
"""Letters that plain ASCII lacks: đ, the shaped and the toned vowels."""
DISTINCTIVE = frozenset(letter for letter in MARKED if ord(letter) > _LATIN_1)
"""Marked letters outside Latin-1: what no OCR model for English or French ever writes."""


def words(text: str) -> list[str]:
    """Runs of letters."""
    return list(_WORD.findall(text))


def _tone_places(rime: str) -> list[int]:
    """Indices in ``rime`` where a tone may stand."""
    shaped = [i for i, c in enumerate(rime) if c in _SHAPED]
    if shaped:
        return shaped[-1:]
    vowels = [i for i, c in enumerate(rime) if c in VOWELS]
    if rime in _OPEN_PAIRS:
        return vowels
    closed = len(vowels) < len(rime)
    if len(vowels) == 1:
        return vowels
    return [vowels[1]] if closed or len(vowels) == 3 else vowels[:1]  # noqa: PLR2004  oai, oeo, uyu: the middle


def _spellings(onset: str, rime: str) -> set[str]:
    if onset == "gi" and rime.startswith("i"):
        onset = "g"  # gi + in is written gin
    marks = [TONE_MARKS["sắc"], TONE_MARKS["nặng"]] if rime.endswith(STOPS) else list(TONE_MARKS.values())
    toned = {onset + rime[:i] + _toned(rime[i], mark) + rime[i + 1 :] for mark in marks for i in _tone_places(rime)}
    return toned if rime.endswith(STOPS) else toned | {onset + rime}


@cache
def syllables() -> frozenset[str]:
    """Every legal syllable in lower-case NFC, with both places of the tone where both are used."""
    return frozenset(
        spelling
        for row in tables.rows("rimes")
        for onset in row["onsets"].split(",")
        for spelling in _spellings(onset.replace("∅", ""), row["rime"])
    )


def is_syllable(word: str) -> bool:
    """Whether ``word`` is one legal syllable, whatever its case."""
    return word.lower() in syllables()


def vietnamese_share(text: str) -> float:
    """Share of letters that only Vietnamese has (:data:`DISTINCTIVE`), 0..1; 0 without letters."""
    letters = [c for c in text.lower() if c.isalpha()]
    return sum(c in DISTINCTIVE for c in letters) / len(letters) if letters else 0.0


def syllable_share(text: str) -> float:
    """Share of words of two or more letters that are legal syllables, by count, 0..1; 0 without such words.

    Words all in capitals of up to five letters without a vowel mark are left out: ``UBND``, ``NQ``, ``TTg`` are codes.
    """
    found = [word for word in words(text) if len(word) > 1 and not _is_code(word)]
    return sum(map(is_syllable, found)) / len(found) if found else 0.0


def marked_share(text: str) -> float:
    """Share of words with at least one Vietnamese mark, 0..1: 70 % and more in prose, near 0 in bare text."""
    found = words(text)
    return sum(any(c in MARKED for c in word.lower()) for word in found) / len(found) if found else 0.0


def _is_code(word: str) -> bool:
    return word.isupper() and len(word) <= 5 and not is_syllable(word)  # noqa: PLR2004  VKSND, UBND, BTCTU
