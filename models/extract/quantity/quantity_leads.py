"""What stands right before a number and says how it binds: ``phấn đấu tăng bình quân hằng năm ít nhất khoảng 5%``.

Words are looked up from the number backwards, the longest phrase first, so any stack of them is read and no pattern
grows with the list (``corpora/gazetteer/quantity_words.tsv``). Phrases of two words and more are also known without
their marks: OCR errs mostly by a diacritic (``ít nhât``), single words would become others (``đất`` for ``đạt``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, cast

import regex

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.tables import rows

Comparator = Literal["=", ">=", "<=", ">", "<", "between"]
Change = Literal["increase", "decrease"]
Kind = Literal["comparator", "approximate", "change", "from", "filler"]

REACH = 90
"""Characters before a number that are looked at: six phrases of three words."""
LONGEST = 4
"""Words of the longest phrase in the table."""
TOKEN = regex.compile(r"[^\s:]+:?")
STOP = regex.compile(r"(?r)[,;()“”\"]|\.\s|\s[-–+]\s")
"""What ends the words that belong to a number."""
SOUND = frozenset({"vượt qua", "tôi đã", "tới đã", "tới đa"})
"""Phrases of their own that differ from one in the table by their marks alone."""
NEGATED = regex.compile(r"(?<!\p{L})không\s(?:để\s|được\s)?(?:[^\s,;.:()]+\s){1,9}$", regex.IGNORECASE)
FLIPPED: dict[Comparator, Comparator] = {">": "<=", "<": ">="}
LOOK_BACK = 60
"""Characters between ``không`` and its ``quá`` (``không để người dân phải đi lại quá 02 lần``)."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The words ``text[start:number]``: what they say, nothing where there are none.

    ``told`` says that a comparator is printed (``đạt`` is one, of ``=``), ``multiplied`` that ``gấp`` is, and
    ``limits`` that the comparator is a norm (``ít nhất``), not a description (``hơn``), ``denied`` that a ``không``
    earlier in the clause turns it. ``level`` says that the number is what is reached (``giảm còn 8%``), not by how
    much.
    """

    start: int
    comparator: Comparator = "="
    told: bool = False
    limits: bool = False
    approximate: bool = False
    change: Change | None = None
    multiplied: bool = False
    ranged: bool = False
    preposition: bool = False
    denied: bool = False
    level: bool = False


@cache
def _table() -> dict[str, tuple[Kind, str]]:
    return {fold(row["phrase"]): (cast("Kind", row["kind"]), row["reading"]) for row in rows("quantity_words")}


@cache
def _without_marks() -> dict[str, tuple[Kind, str]]:
    several = (row for row in rows("quantity_words") if " " in row["phrase"])
    return {bare(row["phrase"]): _table()[fold(row["phrase"])] for row in several}


@lru_cache(maxsize=8192)
def _known(phrase: str) -> tuple[Kind, str] | None:
    found = _table().get(fold(phrase))
    if found or " " not in phrase or phrase.casefold() in SOUND:
        return found
    return _without_marks().get(bare(phrase))


def read_lead(text: str, position: int, floor: int = 0) -> Lead:
    """Read the words before ``text[position:]`` backwards, not past ``floor``."""
    low = max(floor, position - REACH)
    stop = STOP.search(text, low, position)
    low = stop.end() if stop else low
    tokens = [(found.start() + low, found.group()) for found in TOKEN.finditer(text[low:position])]
    if not stop and low and tokens and text[low - 1 : low + 1].isalnum():
        del tokens[0]  # half a word
    lead, end = Lead(position), len(tokens)
    while end:
        size, known = _longest(tokens, end)
        if known is None:
            break
        end -= size
        lead = _READERS[known[0]](lead, tokens[end][0], known[1], tokens[end][1])
    return _negated(text, lead, low)


def _longest(tokens: list[tuple[int, str]], end: int) -> tuple[int, tuple[Kind, str] | None]:
    for size in range(min(LONGEST, end), 0, -1):
        words = [word for _, word in tokens[end - size : end]]
        if any(word.endswith(":") for word in words[:-1]):
            continue
        phrase = " ".join(words).rstrip(":")
        known = _known(phrase)
        if known:
            return size, known
    return 1, None


def _compare(lead: Lead, start: int, reading: str, word: str) -> Lead:
    told = cast("Comparator", reading)
    kept = lead.comparator if lead.comparator != "=" else told
    limits = lead.limits or told in {"<=", ">="}
    bare_place = word.casefold() in {"trên", "dưới", "bằng"} and not lead.told
    return replace(lead, start=start, comparator=kept, told=True, limits=limits, preposition=bare_place)


def _approximate(lead: Lead, start: int, _reading: str, _word: str) -> Lead:
    return replace(lead, start=start, approximate=True)


def _changed(lead: Lead, start: int, reading: str, _word: str) -> Lead:
    change = cast("Change | None", reading or None)
    return replace(lead, start=start, change=change, multiplied=not reading)


def _ranged(lead: Lead, start: int, _reading: str, _word: str) -> Lead:
    return replace(lead, start=start, ranged=True)


def _filled(lead: Lead, _start: int, _reading: str, word: str) -> Lead:
    return replace(lead, level=True) if word.casefold() in {"còn", "xuống", "lên", "giảm"} else lead


_READERS: dict[Kind, Callable[[Lead, int, str, str], Lead]] = {
    "comparator": _compare,
    "approximate": _approximate,
    "change": _changed,
    "from": _ranged,
    "filler": _filled,
}


def _negated(text: str, lead: Lead, floor: int) -> Lead:
    """``không để … quá 02 lần``: the denial stands earlier in the clause."""
    if lead.comparator not in FLIPPED or not text[lead.start :].casefold().startswith(("quá", "vượt", "dưới")):
        return lead
    low = max(floor, lead.start - LOOK_BACK)
    found = NEGATED.search(text[low : lead.start])
    if not found:
        return lead
    return replace(lead, start=low + found.start(), comparator=FLIPPED[lead.comparator], limits=True, denied=True)
