"""What restoration must never change."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.models.restore.shields import addresses, code_spans, codes_spelt, foreign_syllables, overlaps, shielded


def shields(line):
    return [line[start:end] for start, end in shielded(line)]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Thư gửi về vanphong.xa@example.gov.vn, trước ngày", ["vanphong.xa@example.gov.vn"]),
        ("xem http://thidua.example.vn/bieu-mau.", ["http://thidua.example.vn/bieu-mau"]),
        ("trên trang thidua.example.gov.vn; tệp bieu_mau_01.docx", ["thidua.example.gov.vn", "bieu_mau_01.docx"]),
        ("DT: 0262.3855.000", ["0262.3855.000"]),
    ],
)
def test_addresses_and_phone_numbers_stay(line, kept):
    assert shields(line) == kept


def test_codes_keep_their_digits_while_their_letters_may_be_restored():
    line = "theo QD-UBND, 327/KH-UBND va 73/2023/NĐ-CP"
    assert shields(line) == ["327", "73", "2023"]
    assert [line[a:b] for a, b in code_spans(line)] == ["QD-UBND", "327/KH-UBND", "73/2023/NĐ-CP"]


@pytest.mark.parametrize(
    ("line", "spelt"),
    [
        ("So 34-KH/HU, ngay 5", "34-KH/HU"),
        ("theo QD-UBND cua tinh", "QĐ-UBND"),
        ("KH/BDVHU va CT-UBND", "KH/BDVHUCT-UBND"),
        ("1 - KET QUA", ""),
        ("can bo/cong chuc", ""),
    ],
)
def test_codes_have_a_language_of_their_own(line, spelt):
    assert "".join(codes_spelt(line).values()) == spelt


@pytest.mark.parametrize(
    "name",
    ["Đắk Lắk", "M'Drắk", "M’Drắk", "K'Hương", "Y Biêr", "Niê", "Ê Ban", "Krông Pắc", "Ea Kar", "Ia Grai", "Pleiku"],
)
def test_names_of_the_peoples_stay_where_they_are_spelled_right(name):
    assert any(name in kept for kept in shields(f"tai huyen {name}, ngay 5"))


@pytest.mark.parametrize("name", ["Dak Lak", "M'Drak", "Krong Pac", "Nie"])
def test_names_that_lost_their_marks_are_open_to_restoration(name):
    assert shields(f"tai huyen {name}, ngay 5") == []


def test_loan_words_stay():
    assert shields("qua website, Facebook va logo cua don vi") == ["website", "Facebook", "logo"]


@pytest.mark.parametrize(
    "line", ["hoa the can hang thong to do", "dang bo xa to chuc thi dua", "nhirng xdy dyng thyc hién"]
)
def test_what_may_be_vietnamese_without_marks_is_not_shielded(line):
    assert shields(line) == []


def test_a_foreign_phrase_stays_with_the_small_words_inside():
    assert shields("du an Support for the National Program, giai doan 2") == ["Support for the National Program"]


def test_foreign_syllables_are_no_vietnamese_ones():
    assert {"krông", "niê", "m'drắk", "internet", "pleiku"} <= foreign_syllables()
    assert not {"buôn", "đà", "nẵng"} & foreign_syllables()


@settings(deadline=None)  # tables load at the first call
@given(st.text(max_size=200))
def test_spans_are_in_order_and_inside_the_line(line):
    for spans in (shielded(line), addresses(line), code_spans(line)):
        assert all(0 <= start < end <= len(line) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(deadline=None)  # tables load at the first call
@given(st.lists(st.integers(0, 60), unique=True, max_size=12), st.integers(0, 60), st.integers(1, 9))
def test_overlaps_agrees_with_looking_at_every_span(bounds, start, length):
    bounds = sorted(bounds)
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    end = start + length
    assert overlaps(spans, start, end) == any(lo < end and start < hi for lo, hi in spans)


@pytest.mark.parametrize(
    ("line", "blank"),
    [("Họ và tên: ..........", ".........."), ("Số: ____/KH-UBND", "____"), ("  ........ ", "........")],
)
def test_a_blank_to_be_filled_in_stays(line, blank):
    assert any(blank in line[start:end] for start, end in shielded(line))


def test_specks_before_a_line_are_no_blank():
    assert shielded("......... Nội vụ quy định") == []


@pytest.mark.parametrize(
    ("line", "spans"),
    [("Y Biér Nié", [(0, 1)]), ("A Thuyt", [(0, 1)]), ("Y kién cua don vi", []), ("K Hoach nay duoc gui", [])],
)
def test_the_one_letter_that_begins_a_name_of_its_own_line_stays(line, spans):
    assert [span for span in shielded(line) if span == (0, 1)] == spans
