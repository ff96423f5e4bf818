"""Kinds of words, by which sound, damaged, bare, foreign and typed text differ."""

from __future__ import annotations

from enum import IntEnum, auto
from functools import lru_cache

import regex

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.gazetteer.foreign import foreign_words
from vanthu.models.restore.keyboard import Scheme, schemes_of
from vanthu.models.restore.shields import bare_syllables, code_spans, is_name_word, is_polysyllabic


class Kind(IntEnum):
    """What a word looks like; words that say nothing (codes, numbers, names, single letters) have no kind."""

    MARKED = 0
    """A syllable with a mark that only Vietnamese has: ``được``."""
    LATIN = auto()
    """A syllable whose marks French and English OCR know too: ``các``, ``bén``."""
    PLAIN = auto()
    """A syllable without marks: ``trong``."""
    SHARED = auto()
    """Same, but English or French as well: ``the``, ``can``."""
    STRIPPED = auto()
    """A syllable only when marks are added: ``viec``."""
    MISSPELT = auto()
    """No syllable, with a mark that only Vietnamese has: ``thưc``."""
    MISREAD = auto()
    """No syllable, with marks of Latin-1: ``xuét``."""
    MIXED = auto()
    """Letters and digits or signs: ``x4``, ``nhi€m``."""
    SHORT = auto()
    """Plain letters, one vowel at most: ``dugc``, ``school``."""
    LONG = auto()
    """Plain letters, vowels apart: ``national``."""
    LONG_LATIN = auto()
    """Same, with marks: ``république``."""
    FOREIGN = auto()
    """An everyday word of English or French: ``with``."""
    LOAN = auto()
    """A loan word: ``internet``."""
    SCRIPT = auto()
    """Another script; two letters count as a word."""
    VIQR = auto()
    """Spells a marked syllable in VIQR: ``Vie^.t``."""
    TELEX = auto()
    """Same in Telex: ``Vieetj``."""
    VNI_KEYS = auto()
    """Same with VNI keys: ``Vie65t``."""


ILLEGAL = frozenset({Kind.MISSPELT, Kind.MISREAD, Kind.STRIPPED})
"""What no line in good order holds. Short and long words may be foreign, mixed ones codes."""
_KEYED = {Scheme.VIQR: Kind.VIQR, Scheme.TELEX: Kind.TELEX, Scheme.VNI_KEYS: Kind.VNI_KEYS}
_PIECE = regex.compile(r"[\p{L}\p{M}\d€£¢¥]+")
_NOT_LATIN = regex.compile(r"(?!\p{Latin})\p{L}")
_CODE = regex.compile(
    r"\d+\p{L}{1,2}|\p{L}\d+|(?=.*\d)[\p{Lu}\d]+|\d+\p{Ll}{1,2}\d*|\p{Ll}{1,2}\d{1,2}|[€£¢¥]\d+|\d+[€£¢¥]"
)
_ADDRESS = ("@", "://", "www.", ".vn", ".com")
_SHORT_CODE, _LONGEST_CODE = 3, 12
"""Letters of abbreviations; longer ones than the first are none where they spell a syllable without its marks."""
_LONGEST = 40
"""Characters of a chunk that may still be one or two words; longer ones are looked at in part."""


def kinds(chunk: str) -> tuple[Kind, ...]:
    """The kinds of the words in a chunk without white space. Expects NFC."""
    return _kinds(chunk[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _kinds(chunk: str) -> tuple[Kind, ...]:
    if any(sign in chunk for sign in _ADDRESS) or code_spans(chunk):
        return ()
    if Scheme.VIQR in schemes_of(chunk):
        return (Kind.VIQR,)
    if is_name_word(chunk.strip('.,;:()[]"“”‘!?')):
        return ()
    other = _NOT_LATIN.findall(chunk)
    found = (_kind(piece) for piece in _PIECE.findall(chunk)) if not other else (Kind.SCRIPT,) * (len(other) // 2 + 1)
    return tuple(kind for kind in found if kind is not None)


def _kind(word: str) -> Kind | None:
    lower = word.lower()
    if orthography.is_syllable(word):
        return _of_syllable(lower)
    if len(word) == 1 or is_name_word(word) or _is_code(word):
        return None
    listed = foreign_words().get(lower)
    if listed:
        return {"foreign": Kind.FOREIGN, "loan": Kind.LOAN}.get(listed)
    keyed = schemes_of(word)
    if keyed:
        return _KEYED[min(keyed)]
    if not word.isalpha():
        return Kind.MIXED
    return _of_illegal(lower)


def _of_syllable(lower: str) -> Kind | None:
    if lower.isascii():
        if len(lower) == 1:
            return None
        return Kind.SHARED if foreign_words().get(lower) == "foreign" else Kind.PLAIN
    return Kind.MARKED if any(c in orthography.DISTINCTIVE for c in lower) else Kind.LATIN


def _of_illegal(lower: str) -> Kind:
    long = is_polysyllabic(strip_marks(lower))
    if lower.isascii():
        return Kind.STRIPPED if lower in bare_syllables() else Kind.LONG if long else Kind.SHORT
    if any(c in orthography.DISTINCTIVE for c in lower):
        return Kind.MISSPELT
    return Kind.LONG_LATIN if long else Kind.MISREAD


def _is_code(word: str) -> bool:
    """Abbreviations, numbered things, names with inner capitals: ``UBND``, ``TTg``, ``QH15``, ``1a``, ``IoT``."""
    if _CODE.fullmatch(word):
        return True
    if not word.isalpha():
        return word.isdigit()
    if word.isascii() and not word.isupper() and len(word) == 2:  # noqa: PLR2004  chemical symbols, units, initials
        return word.lower() not in foreign_words() and word.lower() not in bare_syllables()
    if word.isupper():
        return len(word) <= _SHORT_CODE or (len(word) <= _LONGEST_CODE and word.lower() not in bare_syllables())
    return any(c.isupper() for c in word[1:])
