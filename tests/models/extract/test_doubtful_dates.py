"""Dates that cannot be taken as printed: kept and told, never dropped, never bent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.campaign import Status
from vanthu.models.extract.time import TimeContext, parse_times
from vanthu.models.extract.time.doubtful import doubtful_dates

HEAD = (
    "UBND TỈNH GIA LAI\nSố: 7/KH-UBND\nGia Lai, ngày 12 tháng 3 năm 2024\nKẾ HOẠCH\nTrồng cây\n\nI. TIẾN ĐỘ THỰC HIỆN\n"
)
ONLY = ("zones", "outline", "letterhead", "title", "period", "deadlines", "date_doubts")


@pytest.fixture
def planned(read_text):
    def read(*lines):
        doc = read_text(HEAD + "\n".join(lines), ONLY)
        issues = [issue for issue in doc._.issues if issue.code != "absent"]
        return doc._.campaign.deadlines, [(issue.code, issue.path) for issue in issues]

    return read


@pytest.mark.parametrize(
    ("line", "words", "code"),
    [
        ("1. Các xã đăng ký trước ngày 31/02/2024.", "trước ngày 31/02/2024", "impossible_date"),
        ("1. Các xã đăng ký chậm nhất ngày 29/02/2023.", "chậm nhất ngày 29/02/2023", "impossible_date"),
        ("1. Các xã đăng ký trước ngày 31 tháng 4 năm 2024.", "trước ngày 31 tháng 4 năm 2024", "impossible_date"),
        ("1. Các xã đăng ký trước ngày 15/13/2024.", "trước ngày 15/13/2024", "impossible_date"),
        ("1. Các xã đăng ký trước ngày 10/3 âm lịch.", "trước ngày 10/3", "lunar_date"),
        ("1. Các xã đăng ký trước ngày 10 tháng 3 năm 2024 (âm lịch).", "trước ngày 10 tháng 3 năm 2024", "lunar_date"),
    ],
)
def test_a_day_that_cannot_be_given_keeps_its_words(planned, line, words, code):
    (deadline,), issues = planned(line)
    assert (deadline.text, deadline.status) == (words, Status.AMBIGUOUS)
    assert (deadline.value.start, deadline.value.end) == (None, None)
    assert "đăng ký" in deadline.value.action
    assert issues == [(code, "campaign.deadlines.0")]


@pytest.mark.parametrize(
    ("line", "end", "code"),
    [
        ("1. Các xã đăng ký trước thứ Hai, ngày 29/3/2024.", date(2024, 3, 29), "weekday_disagrees"),
        ("1. Gia hạn thời gian đăng ký từ ngày 15/4/2024 đến hết ngày 30/4/2024.", date(2024, 4, 30), "changed_date"),
        ("1. Lùi thời gian đăng ký từ ngày 15/4/2024 sang ngày 30/4/2024.", date(2024, 4, 30), "changed_date"),
        ("1. Các xã đăng ký trước ngày 29/3/24.", date(2024, 3, 29), "short_year"),
        ("1. Các xã đăng ký trước ngày 29.3.24.", date(2024, 3, 29), "short_year"),
        ("1. Các xã đăng ký trước ngày 01/3/2024.", date(2024, 3, 1), "late_date"),
        ("1. Các xã đăng ký chậm nhất ngày 12/3/2024.", date(2024, 3, 12), "late_date"),
    ],
)
def test_a_day_that_stands_is_flagged(planned, line, end, code):
    (deadline,), issues = planned(line)
    assert deadline.value.end == end
    assert issues == [(code, "campaign.deadlines.0")]


def test_history_is_no_late_deadline(read_text):
    head = HEAD.replace("TIẾN ĐỘ THỰC HIỆN", "TÌNH HÌNH")
    doc = read_text(
        f"{head}1. Đến ngày 29/02/2024, toàn tỉnh trồng 5.000 cây; trước ngày 01/5/1975 chưa có rừng.", ONLY
    )
    assert doc._.campaign.deadlines == ()


def test_no_doubt_of_a_sound_date(planned):
    (deadline,), issues = planned("1. Các xã đăng ký trước thứ Sáu, ngày 29/3/2024.")
    assert (deadline.value.end, issues) == (date(2024, 3, 29), [])


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("trước ngày 15/IV/2024", date(2024, 4, 15)),
        ("trước ngày 15-XI-2024", date(2024, 11, 15)),
        ("trước ngày 15 tháng XII năm 2024", date(2024, 12, 15)),
        ("trong tháng IV/2024", date(2024, 4, 30)),
        ("trước ngày 3/2/97", date(1997, 2, 3)),
    ],
)
def test_roman_months_and_short_years(text, end):
    (read,) = parse_times(text, TimeContext(date(2024, 3, 12)))
    assert read.end == end


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from("/.-"))
def test_a_date_of_the_calendar_is_never_impossible(day, stroke):
    text = f"Gửi trước ngày {day.day:02}{stroke}{day.month}{stroke}{day.year}."
    assert doubtful_dates(text) == []


@given(st.text(alphabet="ngàytháng nămâm lịch0123456789/.-IVX,()", max_size=60))
def test_never_fails(text):
    assert all(0 <= one.start < one.end <= len(text) for one in doubtful_dates(text))
