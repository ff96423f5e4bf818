from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vanthu.models.campaign import Period
from vanthu.models.extract.time import TimeContext, TimeExpression, Unit, parse_times

CONTEXT = TimeContext(issued_on=date(2023, 9, 28))
ROWS = [row.split("\t") for row in (Path(__file__).parent / "phrases.tsv").read_text("utf-8").splitlines()[1:]]


def shown(expression: TimeExpression) -> str:
    parts = [expression.relation, *(m.isoformat() if m else "-" for m in (expression.start, expression.end))]
    parts += [expression.recurrence or ""]
    parts += ["~" if expression.approximate else "", "derived" if expression.derived_year else ""]
    parts += [f"offset={expression.offset}" if expression.offset else ""]
    parts += [f"anchor={expression.anchor}" if expression.anchor else ""]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(("phrase", "readings"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_phrase(phrase: str, readings: str):
    found = " | ".join(shown(e) for e in parse_times(phrase.replace("\\n", "\n"), CONTEXT))
    assert found == readings.removesuffix("-" if readings == "-" else "")


@pytest.mark.shared
def test_every_time_phrase_of_the_inventory_is_there(shared: Path):
    inventory = (shared / "reference/data/phrase_inventory.tsv").read_text("utf-8").splitlines()[1:]
    wanted = {row.split("\t")[0] for row in inventory if not row.startswith("Q")}
    assert wanted <= {row[0] for row in ROWS}


def read(text: str, context: TimeContext = CONTEXT) -> TimeExpression:
    (expression,) = parse_times(text, context)
    return expression


def test_trước_ngày_is_strict_and_chậm_nhất_is_inclusive():
    assert read("trước ngày 30/10/2023").relation == "before"
    assert read("chậm nhất ngày 30/10/2023").relation == "by"


def test_a_missing_year_comes_from_the_heading_before_the_date_of_issue():
    found = read("nộp trước ngày 15/12", TimeContext(date(2025, 11, 18), default_year=2026))
    assert (found.end, found.derived_year) == (date(2026, 12, 15), True)


def test_a_missing_year_comes_from_the_nearest_printed_year():
    first, second = parse_times("Sơ kết trong tháng 6/2025, gửi báo cáo trước ngày 15/7.", CONTEXT)
    assert (second.end, second.derived_year) == (date(2025, 7, 15), True)
    assert not first.derived_year


def test_what_is_due_lies_after_the_date_of_issue():
    assert read("nộp trước ngày 15/02").end == date(2024, 2, 15)


def test_a_period_over_two_years_tells_the_year_by_the_month():
    school_year = TimeContext(date(2023, 9, 12), period=Period(start=date(2023, 9, 1), end=date(2024, 5, 31)))
    ends = [e.end for e in parse_times("Đợt 1: trong tháng 11. Đợt 2: trong tháng 3.", school_year)]
    assert ends == [date(2023, 11, 30), date(2024, 3, 31)]


def test_a_date_without_a_word_is_read_where_a_time_is_expected():
    assert parse_times("20/10", CONTEXT) == []
    assert read("20/10", TimeContext(date(2023, 9, 28), expected=True)).end == date(2023, 10, 20)


@pytest.mark.parametrize("text", ["Thông tư 05/2024 của Bộ", "đầu tư 12/2024", "số dư đầu năm", "Điều 10, 11/2023"])
def test_a_slip_is_not_seen_in_other_words(text: str):
    assert parse_times(text, CONTEXT) == []


def test_a_missing_year_stays_missing_where_nothing_tells_it():
    assert parse_times("nộp trước ngày 15/12", TimeContext()) == []


def test_the_slice_holds_the_cue():
    text = "Các đơn vị gửi hồ sơ chậm nhất là ngày 20/12/2024 để tổng hợp."
    found = read(text)
    assert text[found.start_char : found.end_char] == "chậm nhất là ngày 20/12/2024"


def test_a_horizon_is_told_from_a_deadline():
    by, horizon = parse_times("đến năm 2030, tầm nhìn đến năm 2045", CONTEXT)
    assert (by.horizon, horizon.horizon) == (False, True)


def test_a_range_of_hours():
    found = read("từ 8h00 ngày 10/5/2024 đến 17h00 ngày 12/5/2024")
    assert (str(found.start), str(found.end)) == ("2024-05-10 08:00:00+07:00", "2024-05-12 17:00:00+07:00")


def test_a_ratio_is_no_date_but_the_same_figures_after_a_cue_are():
    assert parse_times("trước 3/4 chi bộ đạt", CONTEXT) == []
    assert read("nộp trước 3/11.").end == date(2023, 11, 3)


def test_form_blanks_are_no_dates():
    assert parse_times("......, ngày ... tháng ... năm 2023", CONTEXT) == []
    assert parse_times("ngày      tháng      năm 2023", CONTEXT) == []


BY_WHAT_FOLLOWS = ("Sơ khảo: 02 ngày, ", "đợt 1 vào tháng 5, đợt 2", "2026, 2028")
"""Phrases one of whose times is read by words that are not its own."""
PIECES = st.sampled_from(
    [
        *(row[1] for row in ROWS if not row[1].startswith(BY_WHAT_FOLLOWS)),
        " ",
        ", ",
        "; ",
        "trước",
        "đến",
        "ngày",
        "31/2",
        "/",
        "năm",
        "quý",
        "99",
    ]
)


@given(st.lists(PIECES, max_size=6).map(" ".join))
@example("ngày 31/4 - 31/6/2024")
@example("quý V/2024 quý IIII")
@example("năm 0000 - 9999")
@example("24h00 ngày 31/12/2099")
@example("Quý I, II/2025 đến hết ngày 31/12/2025")
def test_every_slice_reads_the_same_again(text: str):
    for found in parse_times(text, CONTEXT):
        assert 0 <= found.start_char < found.end_char <= len(text)
        if found.derived_year or (found.anchor and found.unit is not Unit.DURATION):
            continue
        again = parse_times(text[found.start_char : found.end_char], CONTEXT)
        assert found.reading in [e.reading for e in again]


@given(st.text(alphabet=st.sampled_from("0123456789/.- \nngàythángnămquýtừđếntrướchằngIVl1|()h%–")))
def test_any_text_is_read_without_failing(text: str):
    for found in parse_times(text, CONTEXT):
        assert found.start is None or found.end is None or str(found.start)[:10] <= str(found.end)[:10]


@given(st.text(max_size=300))
def test_any_unicode_is_read_without_failing(text: str):
    parse_times(text)
