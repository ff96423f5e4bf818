"""Deadlines as an iCalendar file (RFC 5545), one event each.

Events, not to-dos: Google Calendar and Outlook leave VTODO out of an imported file without a word. They last whole
days and leave the time free (``TRANSPARENT``), so that a month's deadline blocks nobody's month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from icalendar import Calendar, Event, Timezone, vRecur

from vanthu.models.campaign import DOUBTFUL, Campaign, Deadline, Field
from vanthu.pipelines.archive.selection import Selected
from vanthu.pipelines.export.due import ZONE, Due, Undated, due
from vanthu.pipelines.target import stream

FOOT = b"END:VCALENDAR\r\n"
LONGEST_SUMMARY = 120
"""Characters of what is due in a summary; calendars show one line, the description has the whole."""
RELATIONS = {
    "before": "trước ngày",
    "by": "chậm nhất",
    "within": "trong thời gian",
    "at": "vào lúc",
    "after": "kể từ",
    "recurring": "định kỳ",
}


@dataclass(slots=True)
class Tally:
    """What went into a calendar and what did not."""

    documents: int = 0
    events: int = 0
    undated: Counter[Undated] = field(default_factory=Counter)


def write(rows: Iterable[Selected], out: Path | None) -> Tally:
    """Write an event for each deadline that has a day, and count the others by the reason why they have none."""
    tally = Tally()
    with stream(out) as target:
        head = _calendar().to_ical()
        target.write(head.removesuffix(FOOT))
        for row in rows:
            tally.documents += 1
            for event in events(row, tally):
                target.write(event.to_ical())
        target.write(FOOT)
    return tally


def events(row: Selected, tally: Tally) -> Iterator[Event]:
    """The events of one document."""
    campaign = row.campaign
    for position, deadline in enumerate(campaign.campaign.deadlines):
        when = due(deadline.value, campaign.document.issued_on.value)
        if isinstance(when, Undated) or deadline.value is None:
            tally.undated[Undated(when) if isinstance(when, Undated) else Undated.NO_VALUE] += 1
            continue
        tally.events += 1
        yield _event(row, campaign, position, deadline, when)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//vanthu//archive export//VI")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    # one zone for all: the country has had no change of clocks since 1975
    calendar.add_component(Timezone.from_tzinfo(ZONE, first_date=date(1990, 1, 1), last_date=date(2038, 1, 1)))
    return calendar


def _event(row: Selected, campaign: Campaign, position: int, deadline: Field[Deadline], when: Due) -> Event:
    event = Event()
    event.add("UID", f"{row.sha256}-{row.part}-{position}@vanthu")
    event.add("DTSTAMP", _stamp(row))
    event.add("DTSTART", when.start)
    if when.end != when.start:
        event.add("DTEND", when.end)
    if when.rule:
        event.add("RRULE", vRecur.from_ical(when.rule))
    event.add("SUMMARY", _summary(deadline, campaign))
    event.add("DESCRIPTION", "\n".join(_description(row, campaign, deadline)))
    event.add("TRANSP", "TRANSPARENT")
    event.add("STATUS", "TENTATIVE" if _is_doubtful(deadline) else "CONFIRMED")
    if deadline.value and deadline.value.milestone:
        event.add("CATEGORIES", [deadline.value.milestone])
    return event


def _stamp(row: Selected) -> datetime:
    """When the document was read: the same in every export, later once it was read again."""
    known = datetime.fromisoformat(row.settled_at) if row.settled_at else datetime(1970, 1, 1, tzinfo=UTC)
    return known.astimezone(UTC)


def _is_doubtful(deadline: Field[Deadline]) -> bool:
    return deadline.confidence < DOUBTFUL or bool(deadline.value and deadline.value.approximate)


def _summary(deadline: Field[Deadline], campaign: Campaign) -> str:
    """What is due (else the plan's title and the words) and in which plan; a question mark where it is in doubt."""
    action = deadline.value.action if deadline.value else None
    action = action or ": ".join(filter(None, (campaign.document.title.value, deadline.text))) or "Thời hạn"
    short = action if len(action) <= LONGEST_SUMMARY else action[: LONGEST_SUMMARY - 1].rstrip() + "…"
    code = campaign.document.code.value
    return ("? " if _is_doubtful(deadline) else "") + short + (f" ({code})" if code else "")


def _description(row: Selected, campaign: Campaign, deadline: Field[Deadline]) -> Iterator[str]:
    value = deadline.value
    if value is not None:
        if value.action:
            yield f"Nội dung: {value.action}"
        if value.responsible:
            yield f"Thực hiện: {value.responsible}"
        yield f"Thời hạn: {RELATIONS[value.relation]} – “{deadline.text}”"
        if value.approximate:
            yield "Thời gian ước chừng."
    yield f"Độ tin cậy: {deadline.confidence:.0%}{' – cần kiểm tra' if deadline.confidence < DOUBTFUL else ''}"
    document = campaign.document
    printed = (document.code.value, document.title.value, document.issuer.value and document.issuer.value.name)
    yield "Văn bản: " + ", ".join(part for part in printed if part)
    pages = sorted({item.page for item in deadline.evidence})
    if pages:
        yield f"Trang: {', '.join(map(str, pages))}"
    for original in row.originals[:1]:
        yield f"Tệp: {original.uri}" + (" (không còn ở đó)" if original.gone else "")
