"""What the time grammar reads: expressions, and the light in which it reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from vanthu.models.campaign import Moment, Period

Relation = Literal["before", "by", "within", "at", "after", "recurring"]


class Unit(StrEnum):
    """How fine an expression is."""

    HOUR = "hour"
    DAY = "day"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"
    RHYTHM = "rhythm"
    """Only a rhythm: ``hằng năm``."""
    ONGOING = "ongoing"
    """``thường xuyên``, ``định kỳ``: no rhythm printed."""
    DURATION = "duration"
    """A length of time, with or without an anchor."""


STRETCHES = frozenset({Unit.HOUR, Unit.DAY, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR, Unit.YEARS})
"""Units whose expressions can bound a period: one stands on the calendar, and is no ten-day rule of reporting."""


@dataclass(frozen=True, slots=True)
class TimeContext:
    """What a date that is printed in part is completed with.

    ``default_year`` is the year of the nearest heading or title that prints one; it goes before the year of issue.
    ``expected`` says that the place itself tells a time (a time column, ``Thời gian:``): there ``20/10`` is a date.
    """

    issued_on: date | None = None
    default_year: int | None = None
    period: Period | None = None
    expected: bool = False

    def year_of(self, month: int | None) -> int | None:
        """Year for a date printed without one, None where nothing tells it.

        A period that reaches into a second year (a school year, a winter campaign) tells the year by the month.
        """
        if self.default_year:
            return self.default_year
        if self.period and self.period.start and self.period.end:
            first, last = self.period.start, self.period.end
            ends = ((first.year, first.month), (last.year, last.month))
            years = range(first.year, last.year + 1)
            fitting = [y for y in years if month is None or ends[0] <= (y, month) <= ends[1]]
            if len(fitting) == 1 or len(years) == 1:
                return (fitting or years)[0]
        return self.issued_on.year if self.issued_on else None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One time in a text: ``text[start_char:end_char]``, cue words (``trước``, ``chậm nhất``) included.

    ``relation``, ``start``, ``end``, ``approximate``, ``recurrence``, ``anchor`` and ``offset`` are as in
    :class:`~vanthu.models.campaign.Deadline`. ``derived_year`` says that the year, or the whole start of ``từ nay``
    and ``kể từ ngày ký``, is not printed in the expression;
    ``cued`` that a word such as ``trước``, ``từ … đến`` or ``trong`` stands before it; ``horizon`` that it is only how
    far a plan looks (``tầm nhìn đến``, ``định hướng đến``).
    """

    start_char: int
    end_char: int
    relation: Relation
    unit: Unit
    start: Moment | None = None
    end: Moment | None = None
    approximate: bool = False
    recurrence: str | None = None
    anchor: str | None = None
    offset: str | None = None
    derived_year: bool = False
    cued: bool = False
    horizon: bool = False

    @property
    def reading(self) -> tuple[object, ...]:
        """The value without its place: equal for equal readings."""
        return (self.relation, self.start, self.end, self.approximate, self.recurrence, self.anchor, self.offset)
