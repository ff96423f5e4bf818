"""Digits are never invented: whether a proposal that touches a number may stand.

English OCR reads letters as digits (``16i`` for ``lối``, ``14`` for ``là``) and digits as letters (``2O23``).
What could be a number keeps its digits unless the evidence against it is strong, and is flagged where it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer.foreign import foreign_words

STRONG = 0.9
"""Least probability at which a plausible number gives way, or letters become digits."""
LIKELY = 0.3
"""Same for digits in what is no number: they were misread letters in any case."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands in the end; ``number_changed`` where a plausible number is another one now, or a digit appeared."""

    text: str
    number_changed: bool = False


_LOOK_ALIKES = {"0": "OoQD", "1": "lI|i!", "2": "Zz", "4": "A", "5": "Ss", "6": "bG", "7": "T", "8": "B&", "9": "gq"}
"""Letters that OCR reads for a digit."""
_NEARLY_NUMBER = regex.compile(rf"[\d{regex.escape(''.join(_LOOK_ALIKES.values()))}.,:/-]+%?")
_ONE_AND_I = str.maketrans("1l|!íìỉị", "IIIIIIII")
_RUN = regex.compile(r"\d+(?:[.,:/-]\d+)*")
EDGES = "\"'“”‘’()[]{}<>«».,;:!?*_–—-+/…•·|~^°%&#=\\"
"""What may stand around a word without being of it."""
_EDGES = EDGES.translate(dict.fromkeys(map(ord, "|&%")))
"""Around a number: what OCR reads for a digit may be one, and a percent sign is of it."""
_NUMBER = regex.compile(
    r"""
      [+-]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?%?            # 1.200.000
    | [+-]?\d+(?:[.,]\d+)*%?                              # 03, 12,5, 75%, 2.1
    | \d+(?:[/.:–-]\d+)+%?                                # 16/6/2022, 2023-2028, 3/4
    | \d{1,2}[hg]\d{0,2}                                  # 8h30
    | \d+[a-eđ]                                           # 5a
    | \d+\p{Lu}?(?:/\d+)?[-/]\p{Lu}[\p{Lu}\d&]*(?:[-/.]\p{Lu}[\p{Lu}\p{Ll}\d&]*)*   # 106-KH/TU
    | (?!S6)\p{Lu}{1,3}\d{1,4}(?:\.\d+)?                 # T6, QH15, A4; but S6 is what models make of Số
    | \d+(?:m|km|kg|ha|ml|l|cm|mm|m2|m3|km2)              # 12m2
    """,
    regex.VERBOSE,
)
_SMALL = regex.compile(r"\d{1,2}|\p{Lu}\d{1,2}|\d[a-eđ]")
"""Plausible numbers short enough to be a misread word: ``14``, ``T6``, ``1a``; no date, percentage or amount is."""
_MISREAD_ROMAN = regex.compile(r"(?=.*I)(?=.*[1l|])[I1l|]{2,3}[.)–-]+")
"""``I1I.``, ``I11.``, ``1I-``: heads of sections; no Arabic number holds an I."""
_ROMAN = regex.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")


@lru_cache(maxsize=1 << 16)
def is_number(token: str) -> bool:
    """Whether a token could be a number as it stands: date, amount, ordinal, time, code, measure, Roman numeral."""
    core = token.strip(_EDGES)
    return bool(_NUMBER.fullmatch(core)) or _is_roman(core) or foreign_words().get(core.lower()) == "unit"


def settle(raw: str, proposed: str, probability: float) -> Settled:
    """Which of both stands: the word as read or the one proposed for it, at that probability (0..1).

    A digit never becomes another digit, no digit comes from where none can have stood, and none is lost unless all of
    the word turns to letters.
    """
    if _MISREAD_ROMAN.fullmatch(raw):
        return Settled(raw.translate(_ONE_AND_I), number_changed=True)
    if raw == proposed:
        return Settled(raw)
    if ":" in raw and raw.count(":") == proposed.count(":"):  # "S6:153": a word and a number
        parts = [settle(*pair, probability) for pair in zip(raw.split(":"), proposed.split(":"), strict=True)]
        return Settled(":".join(part.text for part in parts), any(part.number_changed for part in parts))
    before, after = _digits(raw), _digits(proposed)
    if before == after:
        return _settle_equal(raw, proposed, probability)
    if after:
        return _settle_found(raw, proposed, probability)
    return _settle_lost(raw, proposed, probability)


def _settle_equal(raw: str, proposed: str, probability: float) -> Settled:
    """The same digits: but are they the same numbers, and is a Roman one still there?"""
    numeral = _is_roman(raw.strip(_EDGES)) and len(raw.strip(_EDGES)) > 1
    if numeral and raw.strip(_EDGES) not in proposed.split() and proposed.strip(_EDGES) != raw.strip(_EDGES):
        return Settled(proposed, number_changed=True) if probability >= STRONG else Settled(raw)
    if _RUN.findall(raw) != _RUN.findall(proposed):
        return Settled(raw)
    vanished = _digits(raw) and _has_letters(raw) and not _has_letters(proposed)
    return Settled(raw) if vanished else Settled(proposed)  # "l5" is not "5"


def _settle_found(raw: str, proposed: str, probability: float) -> Settled:
    """Digits appeared, from letters that look like them in what is nearly a number: ``2O23``, ``l5``, ``IO``."""
    core, wanted = raw.strip(_EDGES), _digits(proposed)
    nearly = len(core) > 1 and _NEARLY_NUMBER.fullmatch(core) and not _is_roman(core)
    if nearly and _derives(core, wanted) and probability >= STRONG:
        return Settled(proposed, number_changed=True)
    return Settled(raw)


def _settle_lost(raw: str, proposed: str, probability: float) -> Settled:
    """All digits became letters: ``16i`` → ``lối``, ``14`` → ``là``, ``11.`` → ``II.``."""
    words = orthography.words(proposed)
    core = raw.strip(_EDGES)
    if not words or proposed.strip(_EDGES) == regex.sub(r"\d", "", core):  # left out, not read as letters
        return Settled(raw)
    if _is_roman(proposed.strip(_EDGES)) and core.translate(_ONE_AND_I) == proposed.strip(_EDGES):
        return Settled(proposed, number_changed=True) if probability >= STRONG else Settled(raw)
    if is_number(raw):
        spelled = all(map(orthography.is_syllable, words)) and _SMALL.fullmatch(core)
        return Settled(proposed, number_changed=True) if spelled and probability >= STRONG else Settled(raw)
    inside = any(is_number(run) and len(run) > 2 for run in _RUN.findall(raw))  # noqa: PLR2004  2023 is no word
    return Settled(proposed) if probability >= LIKELY and not inside else Settled(raw)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _is_roman(core: str) -> bool:
    return bool(_ROMAN.fullmatch(core))


def _derives(raw: str, digits: str) -> bool:
    """Whether each digit, in order, is one of ``raw`` or looks like a letter of it; no digit of ``raw`` is left out."""
    at = 0
    for digit in digits:
        while at < len(raw) and raw[at] != digit and raw[at] not in _LOOK_ALIKES.get(digit, ""):
            if raw[at].isdecimal():
                return False
            at += 1
        if at == len(raw):
            return False
        at += 1
    return not _digits(raw[at:])
