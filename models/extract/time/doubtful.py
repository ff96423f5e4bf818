"""Dates that cannot be taken as they are printed: of no calendar, of the moon's, on another weekday, or changed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import regex

from vanthu.models.extract.structure.marks import roman_number
from vanthu.models.extract.time.grammar import CHANGED
from vanthu.models.extract.time.slips import repaired

Doubt = Literal["impossible_date", "lunar_date", "weekday_disagrees", "changed_date", "short_year"]

_DAY_MONTH = (
    r"(?P<day>\d{1,2})(?:\s?(?P<sep>[/.–-])\s?(?P<month>\d{1,2}|[IVX]{1,4})|\s+tháng\s+(?P<month>\d{1,2}|[IVX]{1,4}))"
)
_YEAR = r"(?:\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d)(?!\d)|,?\s+năm\s+(?P<year>(?:19|20)\d\d)(?!\d))"
_WORD = r"(?:ngày|mồng|mùng)\s+(?:mồng\s+|mùng\s+)?"
_FULL = regex.compile(rf"(?<![\p{{L}}\d/.,-])(?:{_WORD})?{_DAY_MONTH}{_YEAR}", regex.IGNORECASE)
_SHORT = regex.compile(rf"(?<!\p{{L}}){_WORD}{_DAY_MONTH}(?!\s?[\d/.–-]|\s*,?\s+năm\s+\d)", regex.IGNORECASE)
_LUNAR = regex.compile(
    rf"(?<![\p{{L}}\d/])(?:(?:{_WORD})?{_DAY_MONTH}{_YEAR}?|(?:{_WORD})?(?:rằm|\d{{1,2}})\s+tháng\s+(?:giêng|chạp))"
    r"(?=[\s,(]*(?:năm\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+)?[\s,(]*(?:âm\s+lịch|ÂL))",
    regex.IGNORECASE,
)
_TWO_DIGITS = regex.compile(
    rf"(?<!\p{{L}}){_WORD}(?P<day>\d{{1,2}})\s?(?P<sep>[/.-])\s?(?P<month>\d{{1,2}})\s?(?P=sep)\s?\d{{2}}(?![\d/%]|[.,]\d)",
    regex.IGNORECASE,
)
_WEEKDAY = regex.compile(
    rf"(?<!\p{{L}})(?P<weekday>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật)[\s,(]*(?:{_WORD})?{_DAY_MONTH}{_YEAR}",
    regex.IGNORECASE,
)
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "bẩy": 5, "7": 5,
    "nhật": 6,
}  # fmt: skip
_LEAP, _MONTHS = 2024, 12


@dataclass(frozen=True, slots=True)
class DoubtfulDate:
    """A date at ``text[start:end]`` with what is wrong with it, in words; ``lost`` where no day can be given."""

    start: int
    end: int
    doubt: Doubt
    why: str

    @property
    def lost(self) -> bool:
        """Whether no day of our calendar can be given for it."""
        return self.doubt in ("impossible_date", "lunar_date")


def doubtful_dates(text: str) -> list[DoubtfulDate]:
    """All of a text, left to right; never fails."""
    text = repaired(text)
    lunar = [
        _doubt(m, "lunar_date", f"{m.group()} is of the lunar calendar, and is not converted")
        for m in _LUNAR.finditer(text)
    ]
    taken = {at for one in lunar for at in range(one.start, one.end)}
    others = [*_impossible(text), *_weekdays(text), *_changed(text), *_short_years(text)]
    return sorted([*lunar, *(o for o in others if o.start not in taken)], key=lambda one: one.start)


def _doubt(found: regex.Match[str], doubt: Doubt, why: str) -> DoubtfulDate:
    return DoubtfulDate(found.start(), found.end(), doubt, " ".join(why.split()))


def _impossible(text: str) -> Iterator[DoubtfulDate]:
    """30 February, 31 April, a thirteenth month; without a year 29 February may be."""
    for pattern in (_FULL, _SHORT):
        for found in pattern.finditer(text):
            year = int(found["year"]) if pattern is _FULL else _LEAP
            month = int(found["month"]) if found["month"].isdecimal() else roman_number(found["month"].upper()) or 0
            if not 1 <= month <= _MONTHS or not 1 <= int(found["day"]) <= monthrange(year, month)[1]:
                yield _doubt(found, "impossible_date", f"no calendar has {found.group()}")


def _weekdays(text: str) -> Iterator[DoubtfulDate]:
    for found in _WEEKDAY.finditer(text):
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:  # no such day, which is told anyway, or a Roman month
            continue
        if _WEEKDAYS[found["weekday"].lower().split()[-1]] != day.weekday():
            yield _doubt(found, "weekday_disagrees", f"{found.group()}: that day is a {day:%A}")


def _short_years(text: str) -> Iterator[DoubtfulDate]:
    for found in _TWO_DIGITS.finditer(text):
        if 1 <= int(found["day"]) <= 31 and 1 <= int(found["month"]) <= _MONTHS:  # noqa: PLR2004  days
            yield _doubt(found, "short_year", f"{found.group()}: the century is not printed")


def _changed(text: str) -> Iterator[DoubtfulDate]:
    """What a sentence says of a new date in place of another."""
    for found in _FULL.finditer(text):
        before = CHANGED.search(text, max(found.start() - 90, 0), found.start())
        second = before and _FULL.search(text, found.end(), min(found.end() + 60, len(text)))
        between = text[found.end() : second.start()] if second else ""
        if second and regex.search(r"(?<!\p{L})(?:đến|tới|thành|sang)(?!\p{L})", between):
            yield DoubtfulDate(
                found.start(), second.end(), "changed_date", f"{found.group()} was changed to {second.group()}"
            )
