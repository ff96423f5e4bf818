from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from typer.testing import CliRunner

from vanthu.models.campaign import Deadline, Field, Period
from vanthu.pipelines.archive.commands import outward
from vanthu.pipelines.archive.selection import Original, Selected
from vanthu.pipelines.export import ics
from vanthu.pipelines.export.due import ZONE, Due, Undated, due
from vanthu.pipelines.output import campaign_json

D = date(2023, 10, 30)
YEAR_END = date(2023, 12, 31)
DAY = timedelta(days=1)
HANOI = timezone(timedelta(hours=7))


def deadline(relation, **facts):
    return Deadline(relation=relation, **facts)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        (deadline("before", end=D), date(2023, 10, 29), date(2023, 10, 30)),
        (deadline("before", end=date(2024, 3, 1)), date(2024, 2, 29), date(2024, 3, 1)),
        (deadline("before", start=date(2023, 1, 1), end=D), date(2023, 10, 29), date(2023, 10, 30)),
        (deadline("by", end=D), D, date(2023, 10, 31)),
        (deadline("by", end=date(2023, 12, 31)), date(2023, 12, 31), date(2024, 1, 1)),
        (deadline("within", start=date(2023, 12, 1), end=date(2023, 12, 31)), date(2023, 12, 1), date(2024, 1, 1)),
        (deadline("within", end=D), D, date(2023, 10, 31)),
        (deadline("at", start=D, end=D), D, date(2023, 10, 31)),
        (deadline("at", start=date(2023, 11, 1), end=date(2023, 11, 10)), date(2023, 11, 1), date(2023, 11, 11)),
        (deadline("after", start=D), D, date(2023, 10, 31)),
        (deadline("after", start=D, end=date(2024, 1, 1)), D, date(2023, 10, 31)),
    ],
)
def test_days(asked, start, end):
    assert due(asked, None) == Due(start, end)


def test_an_hour_is_a_moment_of_the_country():
    at_five = datetime(2023, 10, 30, 17, 0, tzinfo=HANOI)
    for relation in ("before", "by"):
        when = due(deadline(relation, end=at_five), None)
        assert when.start == when.end == at_five
        assert when.start.tzinfo is ZONE
    assert due(deadline("by", end=at_five.replace(tzinfo=None)), None).start == at_five
    assert due(deadline("at", start=at_five, end=at_five + timedelta(hours=2)), None).end == at_five + timedelta(
        hours=2
    )
    assert due(deadline("within", start=at_five, end=D + DAY), None) == Due(D, D + 2 * DAY)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (None, Undated.NO_VALUE),
        (deadline("by", anchor="ngày ký", offset="P10D"), Undated.NO_DATE),
        (deadline("recurring"), Undated.NO_DAY),
        (deadline("recurring", recurrence="FREQ=MONTHLY;INTERVAL=3"), Undated.NO_DAY),
        (deadline("recurring", recurrence="FREQ=YEARLY;BYMONTH=5,10"), Undated.NO_DAY),
        (deadline("recurring", recurrence="FREQ=SOMETIMES;BYDAY=MO"), Undated.NO_RULE),
        (deadline("recurring", recurrence="thứ Sáu"), Undated.NO_RULE),
        (deadline("before", recurrence="FREQ=MONTHLY;BYDAY=1MO"), Undated.NO_DAY_BEFORE),
    ],
)
def test_what_names_no_day_is_in_no_calendar(asked, reason):
    assert due(asked, D) is reason


def test_a_rhythm_without_any_date_has_no_first_day():
    assert due(deadline("recurring", recurrence="FREQ=WEEKLY;BYDAY=FR"), None) is Undated.NO_START


@pytest.mark.parametrize(
    ("relation", "rule", "start", "expected"),
    [
        ("recurring", "FREQ=WEEKLY;BYDAY=FR", date(2023, 11, 3), "FREQ=WEEKLY;BYDAY=FR"),
        ("by", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", date(2023, 12, 15), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
        ("before", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", date(2023, 12, 14), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=14"),
        ("before", "FREQ=WEEKLY;BYDAY=MO,FR", date(2023, 10, 29), "FREQ=WEEKLY;BYDAY=SU,TH"),
        ("before", "FREQ=MONTHLY;BYMONTHDAY=1", date(2023, 10, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (
            "before",
            "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1",
            date(2023, 12, 31),
            "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
        ),
        ("before", "FREQ=MONTHLY;BYMONTHDAY=-1", date(2023, 10, 30), "FREQ=MONTHLY;BYMONTHDAY=-2"),
        ("by", "FREQ=DAILY", date(2023, 10, 30), "FREQ=DAILY"),
    ],
)
def test_rhythms_begin_on_a_day_of_their_own(relation, rule, start, expected):
    assert due(deadline(relation, recurrence=rule), D) == Due(start, start + DAY, expected)


@given(
    days=st.lists(st.integers(2, 28), min_size=1, max_size=3, unique=True),
    months=st.lists(st.integers(1, 12), max_size=4, unique=True),
    since=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)
def test_before_is_the_day_before_each_time(days, months, since):
    rule = f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}" if months else "FREQ=MONTHLY"
    rule += f";BYMONTHDAY={','.join(map(str, days))}"
    on, ahead = (due(deadline(relation, recurrence=rule), since) for relation in ("by", "before"))
    first = [occurrences(when) for when in (on, ahead)]
    assert [day - DAY for day in first[0]] == first[1]


def occurrences(when):
    start = datetime.combine(when.start, datetime.min.time())
    return [moment.date() for _, moment in zip(range(8), rrulestr(when.rule, dtstart=start), strict=False)]


def test_a_rhythm_begins_and_ends_with_its_phase():
    phase = Period(start=date(2024, 1, 1), end=date(2025, 6, 30))
    when = due(deadline("recurring", recurrence="FREQ=MONTHLY;BYMONTHDAY=25", period=phase), D)
    assert when == Due(date(2024, 1, 25), date(2024, 1, 26), "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20250630")


def test_a_rhythm_that_first_comes_after_its_phase_is_not_cut_off():
    phase = Period(start=date(2023, 1, 1), end=date(2023, 11, 30))
    when = due(deadline("by", recurrence="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", period=phase), D)
    assert when == Due(date(2023, 12, 15), date(2023, 12, 16), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15")


@pytest.fixture
def row_of(local_shelf):
    """A document with the deadlines given."""
    campaign = local_shelf.add("truong_hoc_tap_tot").campaigns[0]

    def make(*deadlines):
        told = campaign.campaign.model_copy(update={"deadlines": deadlines})
        text = campaign_json(campaign.model_copy(update={"campaign": told}), indent=None)
        moment = "2026-11-21T08:00:00+00:00"
        originals = (Original("sftp://srv/a.pdf", "a.pdf", {}),)
        return Selected("a" * 64, 1, 1, 1, 1, "complete", None, None, None, None, moment, text, originals)

    make.code = campaign.document.code.value
    return make


def written(tmp_path, *rows):
    tally = ics.write(rows, tmp_path / "a.ics")
    return tally, Calendar.from_ical((tmp_path / "a.ics").read_bytes())


def field(value, confidence=0.9, text="trước ngày 30/10/2023"):
    evidence = [{"page": 3, "line": 1, "start": 0, "end": 1, "raw": "x"}]
    return Field[Deadline].model_validate(
        {"value": value, "text": text, "status": "found", "confidence": confidence, "evidence": evidence}
    )


def test_a_calendar_program_reads_every_event_back(row_of, tmp_path):
    asked = deadline("before", end=D, action="gửi hồ sơ; về, Sở\nNội vụ " + "rất dài " * 40, milestone="dossier")
    hour = deadline("by", end=datetime(2023, 10, 30, 17, tzinfo=HANOI))
    rhythm = deadline("recurring", recurrence="FREQ=WEEKLY;BYDAY=FR", period=Period(end=date(2030, 1, 1)))
    tally, calendar = written(tmp_path, row_of(field(asked), field(hour), field(rhythm)))
    assert (tally.documents, tally.events, tally.undated) == (1, 3, {})
    first, second, third = calendar.walk("VEVENT")
    assert first["UID"] == f"{'a' * 64}-1-0@vanthu"
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (date(2023, 10, 29), D)
    assert first["SUMMARY"].startswith("gửi hồ sơ; về, Sở")
    assert first["SUMMARY"].endswith(f"({row_of.code})")
    assert asked.action in first["DESCRIPTION"]
    assert "Trang: 3" in first["DESCRIPTION"]
    assert "sftp://srv/a.pdf" in first["DESCRIPTION"]
    assert first["STATUS"] == "CONFIRMED"
    assert second.decoded("DTSTART") == datetime(2023, 10, 30, 17, tzinfo=HANOI)
    assert "DTEND" not in second
    assert third["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20300101;BYDAY=FR"
    assert calendar["VERSION"] == "2.0"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]


def test_lines_are_folded_and_end_as_the_standard_says(row_of, tmp_path):
    written(tmp_path, row_of(field(deadline("by", end=D, action="Ủy ban nhân dân " * 30))))
    raw = (tmp_path / "a.ics").read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_doubt_is_told(row_of, tmp_path):
    doubtful = field(deadline("by", end=D, action="báo cáo"), confidence=0.3)
    fuzzy = field(deadline("at", start=D, end=D, approximate=True, action="báo cáo"))
    _, calendar = written(tmp_path, row_of(doubtful, fuzzy))
    first, second = calendar.walk("VEVENT")
    assert [event["STATUS"] for event in (first, second)] == ["TENTATIVE", "TENTATIVE"]
    assert all(event["SUMMARY"].startswith("? báo cáo") for event in (first, second))
    assert "Độ tin cậy: 30% – cần kiểm tra" in first["DESCRIPTION"]
    assert "ước chừng" in second["DESCRIPTION"]


def test_deadlines_without_a_day_are_counted_by_reason(row_of, tmp_path):
    relative = field(deadline("by", anchor="ngày ký", offset="P10D"))
    tally, calendar = written(tmp_path, row_of(relative, field(None), relative))
    assert calendar.walk("VEVENT") == []
    assert tally.undated == {Undated.NO_DATE: 2, Undated.NO_VALUE: 1}


def test_the_same_archive_gives_the_same_bytes(row_of, tmp_path):
    row = row_of(field(deadline("by", end=D)))
    written(tmp_path, row)
    once = (tmp_path / "a.ics").read_bytes()
    written(tmp_path, row)
    assert (tmp_path / "a.ics").read_bytes() == once


def test_the_command_tells_what_is_in_no_calendar(local_shelf, tmp_path):
    reading = local_shelf.add("ban_dan_van_doi_thoai")
    out = tmp_path / "deadlines.ics"
    options = ["export", "--format", "ics", "--archive", local_shelf.url, "-o", str(out)]
    result = CliRunner().invoke(outward.app, options)
    assert result.exit_code == 0, result.output
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    whole = len(reading.campaigns[0].campaign.deadlines)
    left = sum(int(line.split()[0]) for line in result.stderr.splitlines() if "left out" in line)
    assert len(events) + left == whole
    assert left > 0
    assert f"{len(events)} events of 1 document" in result.stderr
    assert len({event["UID"] for event in events}) == len(events)
