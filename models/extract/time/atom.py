"""One date or period by itself, before cues and context say how it binds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from vanthu.models.campaign import Moment
from vanthu.models.extract.time.expression import Unit

HANOI = timezone(timedelta(hours=7))
"""Printed hours, and those of a signature that names no zone, are Vietnamese time (UTC+7 without summer time)."""
Clock = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Atom:
    """A date or period: ``text[start:end]``.

    ``year``, ``month`` and ``day`` are what is printed, None where it is not; ``length`` counts months of a period.
    ``which`` names the part of it that is meant, ``bare`` says that no word names it a date (``3/4``), ``shared`` that
    such a word stands only before another member of its series; ``opens`` is the first hour of ``8h00 - 11h30``.
    """

    start: int
    end: int
    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    length: int = 1
    last_year: int | None = None
    clock: Clock | None = None
    opens: Clock | None = None
    which: str | None = None
    bare: bool = False
    shared: bool = False
    derived: bool = False

    @property
    def complete(self) -> bool:
        """Nothing is missing that its unit needs."""
        return self.year is not None and (self.unit is not Unit.DAY or (self.month is not None))

    def filled(self, year: int | None, month: int | None = None) -> Atom:
        """The same with what was missing taken from elsewhere, marked as derived where the year was."""
        taken_month = month if self.unit is Unit.DAY and self.month is None else self.month
        if self.year is not None:
            return replace(self, month=taken_month)
        return replace(self, year=year, month=taken_month, derived=year is not None)

    def moment(self, day: date, clock: Clock | None = None) -> Moment:
        """The day, or the hour on it where one is printed."""
        clock = clock or self.clock
        if clock is None:
            return day
        hour, minute = clock
        return datetime(day.year, day.month, day.day, tzinfo=HANOI) + timedelta(hours=hour, minutes=minute)
