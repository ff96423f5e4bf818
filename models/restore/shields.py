"""What restoration must never change: addresses, code and phone digits, blanks, names of the peoples, foreign words.

Shielded is only what cannot be damaged Vietnamese: a name or loan word as the gazetteer spells it, and no word that
could be a Vietnamese syllable without its marks, unless foreign words stand around it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cache, lru_cache

import regex

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer.folding import plain_apostrophe, strip_marks
from vanthu.corpora.gazetteer.foreign import foreign_words, minority_names
from vanthu.corpora.gazetteer.symbols import code_in_language

Span = tuple[int, int]

_ADDRESS = regex.compile(
    r"""
      (?:https?|ftp)://[^\s<>“”"]++
    | (?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++
    | (?<![\w.@-])www\.[^\s<>“”"]++
    | (?<![\w.@-])[a-z0-9-]++(?:\.[a-z0-9-]++){0,6}\.(?:vn|com|net|org|gov|edu|info|asia|io)(?![\w-])(?:/[^\s<>“”"]*+)?
    | (?<![\w.@-])[\w-]++\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|tiff?|zip|rar|txt|mp[34]|xml|json|csv|html?)(?!\w)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_STOPS = ".,;:!?)]}'’"
_PHONE = regex.compile(r"(?<![\d/.,-])(?:\(0\d{1,3}\)|0\d{1,3}|\+84)(?:[ .-]{0,2}\d{2,8}){1,4}(?![\d/])")
_PHONE_DIGITS = range(9, 13)
_CODE = regex.compile(
    r"""
    (?<![\p{L}\d/])
    (?: \d++ \p{L}? (?:/\d{4})? \s{0,2} [-/–] \s?  |  (?=\p{Lu}[\p{L}\d]*[-/]\p{Lu}{2}) )
    \p{Lu} [\p{Lu}\d&]*+ (?!\p{Ll}) (?: [-/.] \p{Lu} [\p{L}\d&]*+ )*
    """,
    regex.VERBOSE,
)
_LEADER = regex.compile(r"(?<=[\p{L}\d:;,()/]\s{0,2})[.…_]{3,}|^[\s.…_]+$")
"""Dots of a blank to be filled in: behind a word, or all of a line; before a line they are specks."""
_FIRST_OF_A_NAME = regex.compile(r"^\s*(?P<letter>[AHKRY])(?=\s\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,3}\s*$)")
"""``Y Biêr Niê``, ``A Thuýt`` alone on a line: names of peoples without surnames begin with one letter, no bullet."""
_DIGITS = regex.compile(r"\d+")
_WORD = regex.compile(r"[\p{L}\d][\p{L}\p{M}\d'’‘ʼ]*")
_VOWEL_GROUPS = regex.compile(r"[aeiouyw]+")
_LONGEST_NAME = 4
"""Words of the longest names in the gazetteer that hold a word which is no syllable."""
_SHORTEST_LOAN = 4
"""Letters of a loan word that stands by itself: shorter ones come out of damaged print by chance."""
_RUN = 3
"""Words in a row that make a foreign phrase."""
_LONG_WORD = 20
_RARE_IN_OCR = "âêô"
"""Marks of Latin-1 that English OCR hardly writes; it reads ``Nâng`` as ``Néang``."""


class _Kind(Enum):
    """What a word says of its language."""

    VIETNAMESE = auto()
    EITHER = auto()
    """Plain letters that a Vietnamese syllable could have lost its marks to."""
    FOREIGN = auto()
    LOAN = auto()
    NUMBER = auto()


def shielded(line: str) -> list[Span]:
    """Spans of ``line`` that must come out as they are, in order, not overlapping. Expects NFC."""
    found = addresses(line)
    found += [match.span() for match in _LEADER.finditer(line) if match[0].strip()]
    found += [match.span() for match in _PHONE.finditer(line) if _is_phone(match[0])]
    found += [match.span("letter") for match in _FIRST_OF_A_NAME.finditer(line)]
    for start, end in code_spans(line):
        found += [(start + m.start(), start + m.end()) for m in _DIGITS.finditer(line[start:end])]
    words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(line)]
    found += _names(line, words)
    found += _loans(words)
    found += _foreign_runs(words)
    return _merged(found)


def addresses(line: str) -> list[Span]:
    """E-mail addresses, URLs, domains and file names."""
    if "." not in line and "://" not in line:
        return []
    return [(m.start(), m.start() + len(m[0].rstrip(_STOPS))) for m in _ADDRESS.finditer(line)]


def overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether ``start:end`` touches one of ``spans``, which are in order and do not overlap."""
    before = bisect_left(spans, end, key=lambda span: span[0])
    return before > 0 and spans[before - 1][1] > start


def code_spans(line: str) -> list[Span]:
    """Codes of documents: ``106-KH/TU``, ``180 - KH/TU``, ``73/2023/NĐ-CP``, ``QĐ-UBND``; letters may be misread."""
    if "-" not in line and "/" not in line and "–" not in line:
        return []
    return [match.span() for match in _CODE.finditer(line)]


def codes_spelt(line: str) -> dict[int, str]:
    """Each character of the codes of a line, by its place, in the closed language of symbols: prose has no say."""
    found: dict[int, str] = {}
    for start, end in code_spans(line):
        spelt = code_in_language(line[start:end])
        if spelt and len(spelt) == end - start:
            found.update(enumerate(spelt, start))
    return found


@cache
def foreign_syllables() -> frozenset[str]:
    """Lower-case words that may come out of restoration besides Vietnamese syllables; apostrophes are plain."""
    names = {word for name in minority_names() for word in regex.split(r"[\s,()-]+", name)}
    loans = {word for word, kind in foreign_words().items() if kind != "foreign"}
    return frozenset(w for w in names | loans if any(c.isalpha() for c in w) and not orthography.is_syllable(w))


@lru_cache(maxsize=1 << 16)
def is_name_word(word: str) -> bool:
    """Whether a capitalised word is one of the peoples' as the gazetteer spells it, and no Vietnamese syllable."""
    return word[:1].isupper() and plain_apostrophe(word).lower() in foreign_syllables()


@lru_cache(maxsize=1 << 16)
def is_polysyllabic(word: str) -> bool:
    """Whether a word of plain letters has two vowels apart, as no Vietnamese syllable has: ``national``.

    ``w`` counts as a vowel: English OCR reads ``ươ`` as ``uwo``.
    """
    return word.isascii() and word.isalpha() and len(_VOWEL_GROUPS.findall(word.lower().removesuffix("e"))) > 1


@cache
def bare_syllables() -> frozenset[str]:
    """Vietnamese syllables without any mark."""
    return frozenset(strip_marks(syllable) for syllable in orthography.syllables())


def _is_phone(text: str) -> bool:
    return sum(c.isdigit() for c in text) in _PHONE_DIGITS


def _names(line: str, words: list[tuple[int, int, str]]) -> Iterator[Span]:
    """Names of more words with one that is no syllable, and single words that bear a mark or have no marked twin."""
    for i, (start, end, word) in enumerate(words):
        if not word[0].isupper():
            continue
        if _is_certain_name(word):
            yield start, end
            if i and words[i - 1][2] in ("Y", "H", "K", "A"):
                yield words[i - 1][0], end
        for j in range(i + 1, min(i + _LONGEST_NAME, len(words))):
            if not words[j][2][0].isupper() or words[j][0] - words[j - 1][1] > 1:
                break
            if _is_name(line[start : words[j][1]]):
                yield start, words[j][1]


@lru_cache(maxsize=1 << 14)
def _is_name(text: str) -> bool:
    name = plain_apostrophe(text).lower()
    if name not in minority_names() or name in _marked_twins():
        return False
    return not name.isascii() or not all(word in bare_syllables() for word in name.split())


@lru_cache(maxsize=1 << 16)
def _is_certain_name(word: str) -> bool:
    name = plain_apostrophe(word).lower()
    if "'" in name and not name.isascii():  # K'Hương: the part after the apostrophe is a name like any other
        return bool(regex.fullmatch(r"(?:[hkymrdtblnp]|ch|tr|kh)'\p{L}{2,}", name))
    if name not in foreign_syllables() or name in foreign_words() or name in _marked_twins():
        return False
    if not name.isascii():
        return any(c in orthography.DISTINCTIVE or c in _RARE_IN_OCR for c in name)
    return len(name) >= _SHORTEST_LOAN and name not in bare_syllables()


@cache
def _marked_twins() -> frozenset[str]:
    """Plain forms of names that bear marks: ``krong`` may be ``Krông`` without them."""
    names = minority_names() | foreign_syllables()
    return frozenset(strip_marks(name) for name in names if not name.isascii())


@lru_cache(maxsize=1 << 16)
def _kind(word: str) -> _Kind:
    lower = word.lower()
    if any(c.isdigit() for c in word):
        return _Kind.NUMBER
    if not word.isascii() or len(word) > _LONG_WORD:
        return _Kind.FOREIGN if lower in foreign_words() else _Kind.VIETNAMESE
    if lower in bare_syllables() or len(word) == 1:
        return _Kind.EITHER
    if lower in foreign_words():
        return _Kind.LOAN if foreign_words()[lower] == "loan" else _Kind.FOREIGN
    return _Kind.FOREIGN if is_polysyllabic(lower) and len(word) >= 2 * _SHORTEST_LOAN else _Kind.VIETNAMESE


def _loans(words: list[tuple[int, int, str]]) -> Iterator[Span]:
    for i, (start, end, word) in enumerate(words):
        if len(word) >= _SHORTEST_LOAN:
            if _kind(word) is _Kind.LOAN:
                yield start, end
        elif i and words[i - 1][2][-1].isdigit() and foreign_words().get(word.lower()) == "unit":
            yield start, end


def _foreign_runs(words: list[tuple[int, int, str]]) -> Iterator[Span]:
    """Phrases of another language: from the first to the last word that only it can have, a half at least."""
    run: list[tuple[int, int, bool]] = []
    for start, end, word in [*words, (0, 0, "đ")]:
        kind = _kind(word)
        if kind in (_Kind.VIETNAMESE, _Kind.NUMBER) or (run and start - run[-1][1] != 1):
            yield from _phrase(run)
            run = []
        if kind not in (_Kind.VIETNAMESE, _Kind.NUMBER):
            run.append((start, end, kind is _Kind.FOREIGN))


def _phrase(run: list[tuple[int, int, bool]]) -> Iterator[Span]:
    sure = [i for i, (_, _, is_foreign) in enumerate(run) if is_foreign]
    if len(sure) > 1 and sure[-1] - sure[0] + 1 >= _RUN and 2 * len(sure) >= sure[-1] - sure[0] + 1:
        yield run[sure[0]][0], run[sure[-1]][1]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
