"""Spellings of a word as read: what the tagger thinks it stands for, the legal ones only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer.folding import plain_apostrophe
from vanthu.models.restore.numbers import EDGES, is_number
from vanthu.models.restore.shields import foreign_syllables
from vanthu.models.restore.tagger import Tagger, Tags

SURE = math.log(0.9995)
"""A character whose best edit is likelier has no other worth a look."""
SURE_BLANK = math.log(0.8)
"""A blank that is likelier parts two words; at others, words may have been torn or run together."""
BEAM, WIDE_BEAM = 24, 96
"""Spellings kept while a word is spelled out, and when none of them was legal."""
DEPTH, WIDE_DEPTH = 7.0, 11.0
"""Nats below the best edit of a character at which others are still tried, and when no spelling was legal."""
MOST = 12
"""Spellings of one word that the decoder is shown."""
LONGEST = 64
"""Characters without a blank that are spelled out: more are no word, and would take the square of their length."""
UNSPELT = -3.0
"""Log probability of a word as it was read, of which no legal spelling was found."""

_PARTS = regex.compile(r"[-/–.,()&+:;“”\"'’]+")
_ABBREVIATION = regex.compile(r"(?!S6$)[A-ZĐÂÊÔƠƯ][A-ZĐÂÊÔƠƯ\d]{1,7}|[A-ZĐ]{1,2}[a-zđ][A-Z]?|[A-ZĐ][a-zđ][A-ZĐ]{1,2}")
"""``UBND``, ``HĐND``, ``TTg``, ``IoT``: never with a tone; ``S6`` is what models make of ``Số``."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """``parts[i]`` is what the i-th character of the slot stands for; ``score`` is a natural log probability."""

    parts: tuple[str, ...]
    score: float

    @property
    def text(self) -> str:
        """The spelling, maybe with blanks inside."""
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a line between two blanks that are sure, ``raw[start:end]``, and its spellings, best first."""

    start: int
    end: int
    spellings: tuple[Spelling, ...]


Options = list[tuple[float, str]]
"""(log probability, string) of one character, best first."""


def slots(line: str, tags: Tags, first: int, tagger: Tagger) -> list[Slot]:
    """The slots of ``line``, whose characters are tagged from ``tags[first]`` on."""
    top, best = tags.log_probs[first : first + len(line), 0].tolist(), tags.tags[first : first + len(line), 0].tolist()
    found = []
    for start, end in _between_blanks(line, best, top):
        found.append(
            Slot(start, end, _spell(line[start:end], tags, first + start, tagger, (best[start:end], top[start:end])))
        )
    return found


def _between_blanks(line: str, best: Sequence[int], top: Sequence[float]) -> list[tuple[int, int]]:
    spans, start = [], 0
    for i, c in enumerate(line):
        if c.isspace() and best[i] == 0 and top[i] > SURE_BLANK:
            if i > start:
                spans.append((start, i))
            start = i + 1
    if start < len(line):
        spans.append((start, len(line)))
    return spans


def _spell(
    raw: str, tags: Tags, first: int, tagger: Tagger, top: tuple[Sequence[int], Sequence[float]]
) -> tuple[Spelling, ...]:
    parts = tuple(tagger.write(c, tag) for c, tag in zip(raw, top[0], strict=True))
    if len(raw) > LONGEST:
        return (Spelling(parts, 0.0) if is_legal("".join(parts)) else Spelling(tuple(raw), UNSPELT),)
    if min(top[1]) > SURE and is_legal("".join(parts)):
        return (Spelling(parts, 0.0),)
    for beam, depth in ((BEAM, DEPTH), (WIDE_BEAM, WIDE_DEPTH)):
        spelled = _beam([_options(c, tags, first + i, depth, tagger) for i, c in enumerate(raw)], beam)
        legal = [s for s in spelled if is_legal(s.text)]
        if legal:
            return tuple(legal[:MOST])
    return (Spelling(tuple(raw), UNSPELT),)


def _options(character: str, tags: Tags, at: int, depth: float, tagger: Tagger) -> Options:
    scores = tags.log_probs[at].tolist()
    if scores[0] > SURE:
        return [(scores[0], tagger.write(character, int(tags.tags[at, 0])))]
    return [
        (score, tagger.write(character, tag))
        for score, tag in zip(scores, tags.tags[at].tolist(), strict=True)
        if score > scores[0] - depth
    ]


def _beam(options: Sequence[Options], width: int) -> list[Spelling]:
    """The likeliest spellings, best first, each in its likeliest way."""
    found: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
    for choices in options:
        longer: dict[str, tuple[float, tuple[str, ...]]] = {}
        for text, (score, parts) in found.items():
            for chance, string in choices:
                key, total = text + string, score + chance
                known = longer.get(key)
                if known is None or total > known[0]:
                    longer[key] = (total, (*parts, string))
        found = dict(sorted(longer.items(), key=lambda item: -item[1][0])[:width]) if len(longer) > width else longer
    ranked = sorted(found.values(), key=lambda item: -item[0])
    return [Spelling(parts, score) for score, parts in ranked]


@lru_cache(maxsize=1 << 17)
def is_legal(text: str) -> bool:
    """Whether every word of ``text`` is a legal syllable, a known name, a number, a code or no word at all."""
    return all(_is_legal_word(word.strip(EDGES)) for word in text.split())


def _is_legal_word(word: str) -> bool:
    if not word or orthography.is_syllable(word):
        return _is_evenly_cased(word)
    if is_number(word):
        return True
    if len(word) == 1 or plain_apostrophe(word).lower() in foreign_syllables():
        return True
    parts = _PARTS.split(word)
    if len(parts) > 1:
        return all(not part or _is_legal_word(part) for part in parts)
    return is_abbreviation(word)


@lru_cache(maxsize=1 << 16)
def is_abbreviation(word: str) -> bool:
    """Whether a word is letters that are said one by one: ``UBND``, ``TTg``, ``IoT``, but not ``ỦY``."""
    return len(word) > 1 and bool(_ABBREVIATION.fullmatch(word)) and not orthography.is_syllable(word)


def _is_evenly_cased(word: str) -> bool:
    """``dân``, ``Dân``, ``DÂN``, but not ``dÂn``: OCR mixes cases, printers do not."""
    return word[1:].islower() or word.isupper() or len(word) < 2 or word.islower()  # noqa: PLR2004
