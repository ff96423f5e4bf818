"""When two printed things count as the same: tone placement, case, quotes, dashes and abbreviations of bodies aside."""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_PLAIN = str.maketrans({"’": "'", "“": '"', "”": '"', "–": "-"})
_EDGES = " .;:,-+*\"'"
_WORD = re.compile(r"(\W*)(.*?)(\W*)$", re.DOTALL)
_WRITTEN_OUT = (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"))
DAYS_ONLY = len("2025-01-01")


@lru_cache(maxsize=65536)
def _tone_last(word: str) -> str:
    """The tone mark at the end of a word, so that ``hoá`` and ``hóa`` are one."""
    found = _WORD.match(unicodedata.normalize("NFC", word))
    assert found  # noqa: S101  the pattern matches every string
    head, core, tail = found.groups()
    apart = unicodedata.normalize("NFD", core)
    tone = "".join(c for c in apart if c in _TONES)
    return head + unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)) + tone + tail


@lru_cache(maxsize=65536)
def key(text: object) -> str:
    """What of a printed thing is compared."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(text)).translate(_PLAIN)).strip(_EDGES).casefold()
    for short, full in _WRITTEN_OUT:
        plain = plain.replace(short, full)
    return " ".join(_tone_last(word) for word in plain.split())


def squeezed(text: object) -> str:
    """Without blanks, as codes are compared."""
    return re.sub(r"\s", "", str(text))


def likeness(a: object, b: object) -> float:
    """0..1: the share of characters in common blocks (Ratcliff and Obershelp)."""
    first, second = key(a), key(b)
    return 1.0 if first == second else difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def alike(a: object, b: object, floor: float = 0.9) -> bool:
    """Whether two texts share at least ``floor`` of their characters."""
    first, second = key(a), key(b)
    if first == second:
        return True
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    # the first two are upper bounds of the third, and cheap
    return matcher.real_quick_ratio() >= floor and matcher.quick_ratio() >= floor and matcher.ratio() >= floor


def overlap(a: object, b: object) -> float:
    """0..1: F1 of the words of two texts, in any order."""
    first, second = set(key(a).split()), set(key(b).split())
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(first == second)


def day(moment: object, *, last: bool = False) -> str | None:
    """An ISO date or moment as a day; ``2025-10`` is widened to its first day, or its last."""
    if not moment:
        return None
    year, month, number = ([int(part) for part in str(moment)[:DAYS_ONLY].split("-")] + [0, 0])[:3]
    month = month or (12 if last else 1)
    number = number or (calendar.monthrange(year, month)[1] if last else 1)
    return f"{year:04d}-{month:02d}-{number:02d}"


def rule(recurrence: object) -> frozenset[str]:
    """The parts of an RFC 5545 rule; an interval of one says nothing."""
    parts = str(recurrence or "").upper().removeprefix("RRULE:").split(";")
    return frozenset(parts) - {"", "INTERVAL=1"}


def unit_kind(unit: object) -> str:
    """``%`` for shares, ``count`` for all that is counted."""
    return "%" if str(unit or "").strip().casefold() in {"%", "percent", "ratio"} else "count"
