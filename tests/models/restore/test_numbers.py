"""Which proposals that touch digits may stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.models.restore.numbers import LIKELY, STRONG, Settled, is_number, settle

NUMBERS = (
    "03 5. 2023 2023-2028 16/6/2022, 15/3 75% 12,5% 1.200.000 2.1 8h30 106-KH/TU 73/2023/NĐ-CP T6 QH15 XIII IV. 12m2"
)
WORDS = "16i 1am td1 x4 t6t” s6 l5 2O23 1én, thi dua c6ng nhi€m UBND"
TOKENS = st.text("0123456789lIOoSTxXVbgi./-%:“”,aáốKHđĐ ", max_size=9)


@pytest.mark.parametrize("token", NUMBERS.split())
def test_what_could_be_a_number(token):
    assert is_number(token)


@pytest.mark.parametrize("token", WORDS.split())
def test_what_is_no_number(token):
    assert not is_number(token)


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("16i", "lối"),
        ("1am", "làm"),
        ("td1", "tới"),
        ("x4,", "xã,"),
        ("t6t”;", "tốt”;"),
        ("s61", "số"),
        ("S6", "Số"),
        ("S6:153", "Số:153"),
        ("10/10lang", "10/10 làng"),
    ],
)
def test_misread_letters_are_mended_where_no_number_stood(raw, right):
    assert settle(raw, right, LIKELY) == Settled(right)
    assert settle(raw, raw, 1.0) == Settled(raw)


@pytest.mark.parametrize(
    ("raw", "right"),
    [
        ("T6", "Tổ"),
        ("14", "là"),
        ("2O23", "2023"),
        ("l5", "15"),
        ("11.", "II."),
        ("III", "Ill"),
    ],
)
def test_a_plausible_number_changes_only_on_strong_evidence_and_is_flagged(raw, right):
    assert settle(raw, right, STRONG) == Settled(right, number_changed=True)
    assert settle(raw, right, STRONG - 0.01) == Settled(raw)


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ("2023", "2028"),
        ("2023", "202"),
        ("2023", "năm"),
        ("75%", "bốn"),
        ("16/6/2022", "16/8/2022"),
        ("16/6/2022", "16/62022"),
        ("1.200", "1200"),
        ("l5", "5"),
        ("thing", "tháng 9"),
        ("ngày", "ngày 5"),
        ("nam2024", "năm"),
        ("15", ""),
        ("1AE", "AE"),
        ("XIII", "12"),
        ("106-KH/TU", "108-KH/TU"),
    ],
)
def test_digits_are_never_invented_swapped_or_lost(raw, wrong):
    assert settle(raw, wrong, 1.0) == Settled(raw)


@pytest.mark.parametrize(("raw", "right"), [("I1.", "II."), ("I1I-", "III-"), ("I11.", "III."), ("1I)", "II)")])
def test_roman_numerals_with_strokes_among_them_are_mended_and_flagged_without_any_proposal(raw, right):
    assert settle(raw, raw, 1.0) == Settled(right, number_changed=True)


def test_letters_of_a_code_may_be_mended():
    assert settle("685/QD-UBND", "685/QĐ-UBND", 0.1) == Settled("685/QĐ-UBND")


def digits(text):
    return [c for c in text if c.isdecimal()]


@settings(deadline=None)  # tables load at the first call
@given(TOKENS, TOKENS, st.floats(0, 1))
def test_what_stands_is_one_of_both_or_their_parts_and_changed_digits_are_flagged(raw, proposed, probability):
    settled = settle(raw, proposed, probability)
    if ":" not in raw and not settled.number_changed:
        assert settled.text in (raw, proposed)
    rest = iter(digits(raw))
    assert settled.number_changed or all(digit in rest for digit in digits(settled.text))


@settings(deadline=None)  # tables load at the first call
@given(TOKENS, TOKENS, st.floats(0, LIKELY, exclude_max=True))
def test_without_evidence_all_digits_stay_but_strokes_among_roman_ones(raw, proposed, probability):
    settled = settle(raw, proposed, probability)
    assert digits(settled.text) == digits(raw) or "I" in raw


@settings(deadline=None)  # tables load at the first call
@given(st.integers(100, 999_999).map(str), TOKENS)
def test_a_longer_number_stays_whatever_is_proposed(number, proposed):
    text = settle(number, proposed, 1.0).text
    assert digits(text) == digits(number) or set(text.strip("“”,./-:%")) <= set("IVX")
