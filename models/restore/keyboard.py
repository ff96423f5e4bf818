"""Vietnamese typed on a plain keyboard: VIQR (``Vie^.t``), Telex (``Vieetj``) and VNI keys (``Vie65t``) to Unicode.

Each key after a vowel adds a tone or a shape, so what was typed has just one reading: the syllable with those base
letters and exactly those marks. OCR noise and other languages hardly ever spell one, which is how they are told apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import regex

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer.foreign import foreign_words
from vanthu.models import legacy
from vanthu.models.legacy import Encoding
from vanthu.models.restore.shields import addresses


class Scheme(StrEnum):
    """How marks were typed."""

    VIQR = "viqr"
    TELEX = "telex"
    VNI_KEYS = "vni_keys"


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word taken apart: base letters with the index of each in the word, and the marks keyed."""

    letters: str
    kept: tuple[int, ...]
    marks: frozenset[str]


_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_SHAPES = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_STROKE = "-"
_HOOK = "w"
"""Telex types horn and breve with one key."""
_WORDS = {
    Scheme.TELEX: regex.compile(r"(?<![\p{L}\d])[A-Za-z]{2,9}(?![\p{L}\d])"),
    Scheme.VNI_KEYS: regex.compile(
        r"(?<![\p{L}\d])(?![A-XZ]\d+(?![A-Za-z]))[A-Za-z](?=[A-Za-z]*\d)[A-Za-z0-9]{1,10}(?![\p{L}\d])"
    ),
}
_VIQR_KEY = regex.compile(r"[aeo]\^|a\(|[ou]\+|[aeiouy][`'~]|\bdd|[aeiouy][.?](?=\p{L})", regex.IGNORECASE)
"""What makes a word VIQR; a dot or question mark at its end may end a sentence."""
_BLANKS = regex.compile(r"(\s+)")
_LONGEST = 24
"""Characters of a token that may be a typed word with its punctuation."""


def schemes_of(token: str) -> frozenset[Scheme]:
    """Schemes in which a token without white space spells a marked syllable; none for what is no typing."""
    return _schemes_of(token) if len(token) <= _LONGEST and token.isascii() else frozenset()


@lru_cache(maxsize=1 << 16)
def _schemes_of(token: str) -> frozenset[Scheme]:
    found = {scheme for scheme in _WORDS if any(True for _ in _spelled(token, scheme))}
    if _VIQR_KEY.search(token) and _is_marked(legacy.convert(token, Encoding.VIQR)):
        found.add(Scheme.VIQR)
    return frozenset(found)


def convert(line: str, scheme: Scheme, following: str = "") -> tuple[str, tuple[int, ...]]:
    """The line in Unicode NFC, and its alignment: ``len(text) + 1`` indices into ``line``, never decreasing.

    Words that spell no syllable, addresses and runs of foreign words stay as typed. ``following`` is the next line,
    by which VIQR tells a tone from a full stop at the end of this one.
    """
    if scheme is Scheme.VIQR:
        return _convert_viqr(line, following)
    text, offsets = "", []
    at = 0
    for start, end, word in _replacements(line, scheme):
        text += line[at:start] + word.text
        offsets += [*range(at, start), *(start + k for k in word.offsets)]
        at = end
    return text + line[at:], (*offsets, *range(at, len(line) + 1))


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A word in Unicode; ``offsets`` has one index into the typed word for each letter."""

    text: str
    offsets: tuple[int, ...]


def _replacements(line: str, scheme: Scheme) -> Iterator[tuple[int, int, _Spelled]]:
    spared = addresses(line)
    found = list(_WORDS[scheme].finditer(line))
    foreign = [_is_foreign(match[0], scheme) for match in found]
    listed = [match[0].lower() in foreign_words() for match in found]
    for i, match in enumerate(found):
        beside_foreign = any(foreign[max(i - 1, 0) : i] + foreign[i + 1 : i + 2])
        inside = any(lo <= match.start() < hi for lo, hi in spared)
        word = None if inside or (listed[i] and beside_foreign) else _spell(match[0], scheme)
        if word:
            yield *match.span(), word


def _is_foreign(word: str, scheme: Scheme) -> bool:
    """A listed word of another language that is neither a syllable nor the typing of one."""
    return word.lower() in foreign_words() and not orthography.is_syllable(word) and _spell(word, scheme) is None


def _spelled(token: str, scheme: Scheme) -> Iterator[_Spelled]:
    for match in _WORDS[scheme].finditer(token):
        word = _spell(match[0], scheme)
        if word:
            yield word


@lru_cache(maxsize=1 << 16)
def _spell(word: str, scheme: Scheme) -> _Spelled | None:
    """The syllable that was typed, with the case of its letters; None where no mark was typed or none is spelled."""
    for typed in _PARSERS[scheme](word.lower()):
        syllable = _index(loose=scheme is Scheme.TELEX).get((typed.letters, typed.marks)) if typed.marks else None
        if syllable:
            cased = (c.upper() if word[k].isupper() else c for c, k in zip(syllable, typed.kept, strict=True))
            return _Spelled("".join(cased), typed.kept)
    return None


@cache
def _index(*, loose: bool) -> dict[tuple[str, frozenset[str]], str]:
    """(base letters, marks) → syllable, with the older tone place; ``loose`` where horn and breve are one key."""
    return {
        (orthography.strip_marks(syllable), _marks(syllable, loose=loose)): orthography.fold_tone_place(syllable)
        for syllable in sorted(orthography.syllables())
    }


def _marks(syllable: str, *, loose: bool) -> frozenset[str]:
    marks = {c for c in unicodedata.normalize("NFD", syllable) if unicodedata.combining(c)}
    if loose and marks & {"\u031b", "\u0306"}:
        marks = (marks - {"\u031b", "\u0306"}) | {_HOOK}
    return frozenset(marks | ({_STROKE} if "đ" in syllable else set()))


def _parse_telex(word: str) -> Iterator[_Typed]:
    """Readings of a Telex word; a ``w`` is the key of horn and breve, or by itself the letter ``ư``."""
    readings = (_telex(word, w_as_letter=letter) for letter in ((False, True) if "w" in word else (False,)))
    yield from (typed for typed in readings if typed)


def _telex(word: str, *, w_as_letter: bool) -> _Typed | None:
    letters: list[str] = []
    kept: list[int] = []
    marks: set[str] = set()
    voiced = False
    for i, c in enumerate(word):
        if voiced and _TELEX_TONES.get(c) in marks:
            return None  # the same key twice takes the tone back: "pass" is "pas"
        if voiced and c in _TELEX_TONES:
            marks = {m for m in marks if m not in _TELEX_TONES.values()} | {_TELEX_TONES[c]}
        elif voiced and c == "z":
            marks -= set(_TELEX_TONES.values())
        elif c == "d" and letters[:1] == ["d"]:
            marks.add(_STROKE)
        elif c in "aeo" and c in letters:
            marks.add("\u0302")
        elif c == "w" and (voiced != w_as_letter or "u" in letters):
            marks.add(_HOOK)
        else:
            if c == "w":
                marks.add(_HOOK)
            letters.append("u" if c == "w" else c)
            kept.append(i)
            voiced = voiced or c in "aeiouyw"
    return _Typed("".join(letters), tuple(kept), frozenset(marks))


def _parse_vni(word: str) -> Iterator[_Typed]:
    """The reading of a word with VNI keys; none where a digit is no key."""
    letters, kept, marks = [], [], set()
    voiced = False
    for i, c in enumerate(word):
        if c.isalpha():
            letters.append(c)
            kept.append(i)
            voiced = voiced or c in orthography.VOWELS
        elif c == "9" and letters[:1] == ["d"]:
            marks.add(_STROKE)
        elif voiced and c in _VNI_SHAPES:
            marks.add(_VNI_SHAPES[c])
        elif voiced and c in _VNI_TONES and not marks & set(_VNI_TONES.values()):
            marks.add(_VNI_TONES[c])
        else:
            return
    yield _Typed("".join(letters), tuple(kept), frozenset(marks))


_PARSERS: dict[Scheme, Callable[[str], Iterator[_Typed]]] = {
    Scheme.TELEX: _parse_telex,
    Scheme.VNI_KEYS: _parse_vni,
}


def _convert_viqr(line: str, following: str) -> tuple[str, tuple[int, ...]]:
    """Word by word what :func:`legacy.convert` makes of the line, where that spells syllables."""
    whole = legacy.convert(f"{line}\n{following}", Encoding.VIQR) if following.strip() else None
    decoded = whole.split("\n")[0] if whole is not None else legacy.convert(line, Encoding.VIQR)
    spared = addresses(line)
    text, offsets, at = "", [], 0
    for typed, word in zip(_BLANKS.split(line), _BLANKS.split(decoded), strict=True):
        inside = any(lo < at + len(typed) and at < hi for lo, hi in spared)
        right = typed if inside or not _is_marked(word) else word
        text += right
        offsets += [at + k for k in _align_viqr(typed, right)]
        at += len(typed)
    return text, (*offsets, at)


def _is_marked(text: str) -> bool:
    """Whether all words of a converted token are syllables, one of them with a mark."""
    words = orthography.words(text)
    return not text.isascii() and all(map(orthography.is_syllable, words))


def _align_viqr(typed: str, text: str) -> list[int]:
    """For each character of ``text``, where its code begins in ``typed``."""
    starts, at = [], 0
    for c in text:
        if typed[at : at + 1] == "\\" and c != "\\":
            at += 1
        starts.append(min(at, len(typed)))
        code = legacy.encode(c, Encoding.VIQR)
        at += len(code) if typed[at : at + len(code)].lower() == code.lower() else 1
    return starts
