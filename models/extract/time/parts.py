"""Parts of a month, quarter or year: ``đầu tháng``, ``tuần thứ hai của tháng``, ``10 ngày đầu quý``."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import regex

from vanthu.models.extract.time.atom import Atom
from vanthu.models.extract.time.expression import Unit

PARTS_OF_MONTH = {
    "đầu": (1, 10), "thượng tuần": (1, 10), "giữa": (11, 20), "trung tuần": (11, 20), "cuối": (21, 0),
    "hạ tuần": (21, 0), "nửa đầu": (1, 15), "nửa cuối": (16, 0),
}  # fmt: skip
"""First and last day; 0 is the last of the month."""
ORDINALS = {"đầu": 1, "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDINAL = r"(?:thứ\s+)?(?P<week>nhất|hai|ba|tư|IV|I{1,3}|[1-4]|đầu(?:\s+tiên)?|cuối(?:\s+cùng)?)"
PART = regex.compile(
    rf"(?<![\p{{L}}\d])(?:tuần(?:\s+lễ)?\s+{ORDINAL}|(?P<days>\d{{1,2}})\s+ngày\s+(?P<side>đầu(?:\s+tiên)?|cuối(?:\s+cùng)?)"
    r"|(?P<which>đầu|giữa|cuối|(?:thượng|trung|hạ)\s+tuần|nửa\s+(?:đầu|cuối)))\s+(?:(?:của|trong)\s+)?$",
    regex.IGNORECASE,
)
SCHOOL_YEAR = "năm học"
SCHOOL_MONTHS = (9, 5)
"""A school year opens in September and ends in May (the ministry's yearly decisions on the plan of the school year)."""
REACH = 36
"""Characters looked back over: ``10 ngày cuối cùng của``."""


def with_part(text: str, atom: Atom) -> Atom:
    """The atom with the words before it that take a part of it."""
    school = atom.which == SCHOOL_YEAR
    if atom.unit not in (Unit.MONTH, Unit.QUARTER, Unit.YEAR) and not school:
        return atom
    found = PART.search(text, max(atom.start - REACH, 0), atom.start)
    if not found or (found["week"] and atom.unit is Unit.YEAR):
        return atom
    if school:
        side = found["which"].lower() if found["which"] else ""
        named = replace(atom, unit=Unit.MONTH, length=1, which=f"{side} {SCHOOL_YEAR}", start=found.start())
        months = {"đầu": (atom.year, SCHOOL_MONTHS[0]), "cuối": (atom.last_year, SCHOOL_MONTHS[1])}
        return replace(named, year=months[side][0], month=months[side][1]) if side in months else atom
    return replace(atom, start=found.start(), which=_name(found))


def _name(found: regex.Match[str]) -> str:
    """``which`` of an atom: a fuzzy word, ``tuần 2``, ``tuần cuối``, ``10 ngày đầu``."""
    if found["which"]:
        return " ".join(found["which"].lower().split())
    if found["days"]:
        return f"{int(found['days'])} ngày {found['side'].lower().split()[0]}"
    week = found["week"].lower().split()[0]
    return f"tuần {'cuối' if week == 'cuối' else ORDINALS.get(week) or int(week)}"


def is_exact(which: str | None) -> bool:
    """``10 ngày đầu`` has two certain ends; ``đầu``, ``tuần thứ hai`` are fuzzy."""
    return which is None or which[0].isdigit()


def month_days(which: str) -> tuple[int, int]:
    """First and last day that ``tuần 2`` and ``10 ngày cuối`` take of a whole; counted from its end where negative."""
    kind, _, number = which.partition(" ")
    if kind != "tuần":
        count = int(kind)
        return (1, count) if which.endswith("đầu") else (-count, -1)
    return (-7, -1) if number == "cuối" else (7 * int(number) - 6, 7 * int(number))


def part_of(atom: Atom) -> tuple[date, date]:
    """``đầu``, ``giữa``, ``cuối`` of a month are its thirds; of a quarter or a year its first, middle, last months.

    ``cuối năm`` is December, so ``đầu năm`` is January; ``giữa năm`` is May to August around 30 June (BLDS 2015, Đ146).
    """
    which = atom.which or ""
    year, month = atom.year or 0, atom.month or 1
    if which == SCHOOL_YEAR:
        return date(year, SCHOOL_MONTHS[0], 1), date(atom.last_year or year + 1, SCHOOL_MONTHS[1], 31)
    if which.endswith(SCHOOL_YEAR):
        return whole_of(atom)
    if which[0].isdigit() or which.startswith("tuần"):
        whole, (first, last) = whole_of(atom), month_days(which)
        low, high = (whole[d < 0] + timedelta(d + (d < 0) - (d > 0)) for d in (first, last))
        return max(low, whole[0]), min(high, whole[1])
    if atom.unit is Unit.MONTH:
        first, last = PARTS_OF_MONTH[which]
        return date(year, month, first), date(year, month, last or monthrange(year, month)[1])
    return whole_of(_months_of(replace(atom, which=None), which))


def _months_of(atom: Atom, which: str) -> Atom:
    """The months of a quarter or a year that ``đầu``, ``giữa``, ``cuối`` or a half of it name."""
    month = atom.month or 1
    length = 12 if atom.unit is Unit.YEAR else atom.length
    if which in ("nửa đầu", "nửa cuối"):
        half = replace(atom, unit=Unit.HALF, length=length // 2, month=month)
        return half if which == "nửa đầu" else replace(half, month=month + length - half.length)
    if which in ("đầu", "cuối"):
        return replace(atom, unit=Unit.MONTH, length=1, month=month if which == "đầu" else month + length - 1)
    if atom.unit is Unit.QUARTER:
        return replace(atom, unit=Unit.MONTH, length=1, month=month + 1)
    return replace(atom, unit=Unit.HALF, length=4, month=month + 4)


def whole_of(atom: Atom) -> tuple[date, date]:
    """First and last day of the day, month, quarter, half or years of an atom."""
    year = atom.year or 0
    if atom.unit is Unit.DAY:
        day = date(year, atom.month or 0, atom.day or 0)
        return day, day
    if atom.unit in (Unit.YEARS, Unit.YEAR):
        return date(year, 1, 1), date(atom.last_year or year, 12, 31)
    last = (atom.month or 1) + atom.length - 1
    return date(year, atom.month or 1, 1), date(year, last, monthrange(year, last)[1])
