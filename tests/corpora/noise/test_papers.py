"""Made-up papers: every template can be filled, and what fills it is well formed."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.noise import papers
from vanthu.corpora.noise.papers import LISTS, SENTENCES, SYMBOLS, write_paper

TEMPLATES = [*SENTENCES, *(line for block in LISTS for line in block)]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  noise, not secrets


def filled(template: str, seed: int = 0) -> str:
    return papers._filled(template, seeded(seed))


def value(slot: str, seed: int) -> str:
    return papers._value(slot, seeded(seed))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_can_be_filled(template: str):
    for seed in range(5):
        text = filled(template, seed)
        assert text == unicodedata.normalize("NFC", text).strip()
        assert not re.search(r"[{}\n]|  ", text)


def test_slots_follow_the_case_of_their_name():
    assert filled("{SUBJECT}", 3) == filled("{subject}", 3).upper()
    lower, title = filled("{deed}", 3), filled("{Deed}", 3)
    assert (title[0], title[1:]) == (lower[0].upper(), lower[1:])


@given(st.integers(0, 10_000))
def test_papers_are_whole_lines_in_nfc(seed: int):
    lines = write_paper(seeded(seed))
    assert lines
    for line in lines:
        assert line == unicodedata.normalize("NFC", line).strip()
        assert not set(line) & set("{}\n")


@given(st.integers(0, 10_000))
def test_the_same_seed_writes_the_same_paper(seed: int):
    assert write_paper(seeded(seed)) == write_paper(seeded(seed))


@given(st.integers(0, 10_000))
def test_codes_have_a_number_and_a_known_symbol(seed: int):
    number, symbol = re.fullmatch(r"(\d{2,4})(?:-|/| - )(\D+)", value("code", seed)).groups()
    assert 1 <= int(number) <= 4999
    assert symbol in SYMBOLS


@given(st.integers(0, 10_000))
def test_dates_are_days_of_the_calendar(seed: int):
    day, month, year = map(int, re.findall(r"\d+", value("date", seed)))
    assert 1 <= day <= 28
    assert 1 <= month <= 12
    assert 2010 <= year <= 2030


@given(st.integers(0, 10_000))
def test_periods_go_forward(seed: int):
    first, last = map(int, re.findall(r"\d+", value("years", seed)))
    assert first < last <= first + 5


def test_the_set_phrases_of_plans_are_there():
    text = "\n".join("\n".join(write_paper(seeded(i))) for i in range(900)).lower()
    for phrase in ("dân vận khéo", "chi bộ bốn tốt", "điển hình tiên tiến", "nơi nhận:", "kế hoạch", "bằng khen"):
        assert phrase in text, phrase
