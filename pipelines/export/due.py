"""When something is due, in the terms of a calendar: days or a moment, and a rule where it comes again.

``before D`` is due on the day before D, ``by D`` on D itself; where an hour is printed, both at that hour. ``within``
and ``at`` take their whole stretch, ``after`` (``kể từ ngày``) its first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from vanthu.models.campaign import Deadline, Moment, day_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The whole country, +07:00 without summer time."""
DAY = timedelta(days=1)
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Undated(StrEnum):
    """Why a deadline is in no calendar."""

    NO_VALUE = "could not be read"
    NO_DATE = "no date, only an event or a length of time"
    NO_DAY = "a rhythm that names no day"
    NO_START = "a rhythm, and no date that it could begin from"
    NO_RULE = "a rhythm whose rule cannot be read"
    NO_DAY_BEFORE = "a rhythm whose day before has no rule"


@dataclass(frozen=True, slots=True)
class Due:
    """A stretch of whole days, ``start`` to ``end`` (exclusive), or moments; a moment alone has both the same.

    ``rule`` is an RFC 5545 recurrence rule that ``start`` is the first date of.
    """

    start: Moment
    end: Moment
    rule: str | None = None


def due(deadline: Deadline | None, issued_on: date | None) -> Due | Undated:
    """When a deadline falls due.

    Args:
        deadline: the deadline, None where it could not be read.
        issued_on: date of the document: a rhythm without a first date begins there.
    """
    if deadline is None:
        return Undated.NO_VALUE
    if deadline.recurrence:
        return _again(deadline, deadline.recurrence, issued_on)
    if deadline.relation in ("before", "by") and deadline.end is not None:
        return _limit(deadline.end, strict=deadline.relation == "before")
    first, last = deadline.start or deadline.end, deadline.end or deadline.start
    if first is None or last is None:
        return Undated.NO_DAY if deadline.relation == "recurring" else Undated.NO_DATE
    return _stretch(first, first if deadline.relation == "after" else max(last, first, key=_instant))


def _limit(end: Moment, *, strict: bool) -> Due:
    if isinstance(end, datetime):
        return Due(_local(end), _local(end))
    day = end - DAY if strict else end
    return Due(day, day + DAY)


def _stretch(first: Moment, last: Moment) -> Due:
    """Whole days, or from hour to hour where both have one."""
    if isinstance(first, datetime) and isinstance(last, datetime):
        return Due(_local(first), _local(last))
    begin, end = day_of(first), day_of(last)
    return Due(begin, end + DAY)


def _again(deadline: Deadline, rule: str, issued_on: date | None) -> Due | Undated:
    """A rule with its first day, which RFC 5545 wants to be one of the rule's own."""
    known = deadline.end if deadline.relation in ("before", "by") else deadline.start
    since = day_of(known or deadline.start or deadline.end) or _period_start(deadline) or issued_on
    try:
        parts = dict(part.split("=", 1) for part in rule.split(";"))
        first = _first(rule, since) if since else None
    except ValueError:
        return Undated.NO_RULE
    if not {"BYDAY", "BYMONTHDAY"} & parts.keys() and parts.get("FREQ") != "DAILY":
        return Undated.NO_DAY  # any day of the month or year would be an invention
    if first is None:
        return Undated.NO_START
    if deadline.relation == "before":
        shifted = day_before(parts)
        if shifted is None:
            return Undated.NO_DAY_BEFORE
        parts, first = shifted, first - DAY
    ended = _ending(parts, deadline, first)
    return Due(first, first + DAY, ";".join(f"{name}={value}" for name, value in ended.items()))


def _first(rule: str, since: date) -> date | None:
    """The first day of a rule that is not before ``since``."""
    midnight = datetime.combine(since, time())
    first: datetime | None = rrulestr(rule, dtstart=midnight).after(midnight, inc=True)
    return first.date() if first else None


def _period_start(deadline: Deadline) -> date | None:
    return deadline.period.start if deadline.period else None


def _ending(parts: dict[str, str], deadline: Deadline, first: date) -> dict[str, str]:
    """A rhythm ends with the phase or campaign that it belongs to, where it began in it."""
    last = deadline.period.end if deadline.period else None
    if last is None or last < first or {"UNTIL", "COUNT"} & parts.keys():
        return parts
    return {**parts, "UNTIL": f"{last:%Y%m%d}"}


def day_before(parts: dict[str, str]) -> dict[str, str] | None:
    """The rule of the days before a rule's days; None where no rule says it.

    The day before the first of a month is the last of the month before; ``1MO`` (first Monday) has none, as its day
    before may be in the week or the month before.
    """
    if parts.keys() & {"BYSETPOS", "BYYEARDAY", "BYWEEKNO", "UNTIL"} or parts["FREQ"] == "DAILY":
        return None
    if "BYDAY" in parts:
        days = parts["BYDAY"].split(",")
        if "BYMONTHDAY" in parts or not set(days) <= set(WEEK):
            return None
        return {**parts, "BYDAY": ",".join(WEEK[WEEK.index(day) - 1] for day in days)}
    numbers = [int(day) for day in parts["BYMONTHDAY"].split(",")]
    if 1 in numbers and "BYMONTH" in parts:
        if numbers != [1]:
            return None
        months = sorted((int(month) - 2) % 12 + 1 for month in parts["BYMONTH"].split(","))
        return {**parts, "BYMONTH": ",".join(map(str, months)), "BYMONTHDAY": "-1"}
    return {**parts, "BYMONTHDAY": ",".join(str(day - 1 if day != 1 else -1) for day in numbers)}


def _local(moment: datetime) -> datetime:
    """In the country's zone; an hour without one is the country's."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


def _instant(moment: Moment) -> datetime:
    return _local(moment) if isinstance(moment, datetime) else datetime.combine(moment, time(), ZONE)
