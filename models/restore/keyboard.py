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
from vanthu.corpora.gazetteer.folding import fold_tone_place, strip_marks
from vanthu.corpora.gazetteer.foreign import foreign_words
from vanthu.models import legacy
from vanthu.models.legacy import Encoding
from vanthu.models.restore.shields import addresses, overlaps


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
_STROKES = {Scheme.TELEX: "dd", Scheme.VNI_KEYS: "d9"}
_NO_TYPING = frozenset({"TW"})
"""Abbreviations that would spell a syllable: trung ương."""
_HOOK = "w"
"""Telex types horn and breve with one key."""
_WORDS = {
    Scheme.TELEX: regex.compile(r"(?<![\p{L}\d])[A-Za-z]{2,9}(?![\p{L}\d])"),
    Scheme.VNI_KEYS: regex.compile(
        r"(?<![\p{L}\d])(?![A-XZ]\d(?![A-Za-z\d]))[A-Za-z](?=[A-Za-z]*\d)[A-Za-z0-9]{1,10}(?![\p{L}\d])"
    ),
}
_VIQR_KEY = regex.compile(r"[aeo]\^|a\(|[ou]\+|[aeiouy][`'~]|\bdd|[aeiouy][.?](?=\p{L})", regex.IGNORECASE)
"""What makes a word VIQR; a dot or question mark at its end may end a sentence."""
_BLANKS = regex.compile(r"(\s+)")
_ABBREVIATION = 4
"""Letters of a word in capitals that is typing only beside another in capitals: ``GIS`` is not ``gí``."""
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
        inside = overlaps(spared, *match.span())
        shouted = any(other[0].isupper() for other in found[max(i - 1, 0) : i] + found[i + 1 : i + 2])
        abbreviation = match[0].isupper() and len(match[0]) <= _ABBREVIATION and not shouted
        if inside or (listed[i] and beside_foreign):
            continue
        word = (None if abbreviation else _spell(match[0], scheme)) or _abbreviated(match[0], scheme)
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
    if word in _NO_TYPING:
        return None
    for typed in _PARSERS[scheme](word.lower()):
        syllable = _index(loose=scheme is Scheme.TELEX).get((typed.letters, typed.marks)) if typed.marks else None
        if syllable:
            cased = (c.upper() if word[k].isupper() else c for c, k in zip(syllable, typed.kept, strict=True))
            return _Spelled("".join(cased), typed.kept)
    return None


@lru_cache(maxsize=1 << 12)
def _abbreviated(word: str, scheme: Scheme) -> _Spelled | None:
    """``Đ`` in abbreviations: ``QDD`` and ``HD9ND``, and alone for the currency."""
    key = _STROKES[scheme]
    if key not in word.lower() or not (word.isupper() or word.lower() == key):
        return None
    kept = tuple(k for k in range(len(word)) if word[k - 1 : k + 1].lower() != key)
    stroked = {k for k in kept if word[k : k + 2].lower() == key}
    return _Spelled("".join({"D": "Đ", "d": "đ"}[word[k]] if k in stroked else word[k] for k in kept), kept)


@cache
def _index(*, loose: bool) -> dict[tuple[str, frozenset[str]], str]:
    """(base letters, marks) → syllable, with the older tone place; ``loose`` where horn and breve are one key."""
    return {
        (strip_marks(syllable), _marks(syllable, loose=loose)): fold_tone_place(syllable)
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
    """Word by word what :func:`legacy.convert` makes of it, where that spells syllables."""
    spared = addresses(line)
    pieces = _BLANKS.split(line)
    words: list[str] = []
    offsets, at = [], 0
    for i, typed in enumerate(pieces):
        after = "".join(pieces[i + 1 : i + 3]) or following
        before = "".join(pieces[max(i - 2, 0) : i])
        spare = overlaps(spared, at, at + len(typed))
        word = typed if spare else _viqr(typed, _may_be_tone(before, typed, after.lstrip()))
        words.append(word)
        offsets += [at + k for k in _align_viqr(typed, word)]
        at += len(typed)
    return "".join(words), (*offsets, at)


def _may_be_tone(before: str, typed: str, after: str) -> bool:
    """Whether a dot or question mark at the end of a word is a tone, as the line goes on or has just begun.

    A word that opens a sentence (a capital after none) hardly ends it; a letter alone before a dot counts things.
    """
    if sum(c.isalpha() for c in typed) < 2:  # noqa: PLR2004  I. II. III.
        return False
    opens = typed[:1].isupper() and not before[:1].isupper()
    return after[:1].islower() or (bool(after) and (opens or (typed.isupper() and after[:2].isupper())))


@lru_cache(maxsize=1 << 16)
def _viqr(typed: str, tone_at_end: bool) -> str:  # noqa: FBT001  part of the key of the cache
    """A token in Unicode; as typed where neither reading of its end spells syllables."""
    if len(typed) > _LONGEST:
        return typed
    stop = legacy.convert(typed, Encoding.VIQR)
    tone = legacy.convert(f"{typed} x", Encoding.VIQR).removesuffix(" x")
    first, second = (tone, stop) if tone_at_end else (stop, tone)
    return next((word for word in (first, second) if _is_right(word)), typed)


def _is_right(text: str) -> bool:
    """Whether a reading spells syllables or an abbreviation with ``Đ``."""
    words = orthography.words(text)
    return _has_stroke_only(text) or (bool(words) and all(map(orthography.is_syllable, words)))


def _has_stroke_only(text: str) -> bool:
    """An abbreviation with ``Đ``: ``QĐ``, ``HĐND``."""
    stroked = [word for word in orthography.words(text) if "Đ" in word]
    return bool(stroked) and all(word.isupper() and word.replace("Đ", "D").isascii() for word in stroked)


def _is_marked(text: str) -> bool:
    """Whether all words of a converted token are syllables, one of them with a mark."""
    return not text.isascii() and all(map(orthography.is_syllable, orthography.words(text)))


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
