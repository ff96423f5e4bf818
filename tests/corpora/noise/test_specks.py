"""Dirt between, before and behind words: it is read, but nothing was printed there."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.noise.specks import LETTERS, SIGNS, Specks, dirt

SEEDS = st.integers(0, 10_000)
LINE = [(c, c) for c in "các chi bộ thực hiện"]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  noise, not secrets


@given(SEEDS)
def test_dirt_is_one_or_more_tokens_of_known_signs_letters_and_digits(seed: int):
    found = dirt(seeded(seed))
    assert found == found.strip()
    assert found
    for token in found.split(" "):
        assert token in LETTERS or set(token) <= {*SIGNS, *"01279"}


@given(SEEDS)
def test_the_same_seed_gives_the_same_dirt(seed: int):
    assert dirt(seeded(seed)) == dirt(seeded(seed))
    assert Specks.draw(seeded(seed)) == Specks.draw(seeded(seed))


@given(SEEDS)
def test_what_was_printed_stays_and_dirt_stands_apart(seed: int):
    soiled = Specks(0.7, 0.7, 0.3).soil(LINE, seeded(seed))
    assert [piece for piece in soiled if piece[0]] == LINE
    assert all(read.strip() != read for printed, read in soiled if not printed)
    read = "".join(piece for _, piece in soiled)
    assert " chi " in f" {read} "


@pytest.mark.parametrize(
    ("specks", "places"), [(Specks(1, 0, 0), [0]), (Specks(0, 1, 0), [len(LINE)]), (Specks(0, 0, 1), [4, 8, 11, 16])]
)
def test_dirt_lies_where_the_page_is_dirty(specks: Specks, places: list[int]):
    soiled = specks.soil(LINE, seeded(1))
    at = [i for i, (printed, _) in enumerate(soiled) if not printed]
    assert [i - n for n, i in enumerate(at)] == places


def test_clean_pages_and_empty_lines_stay_clean():
    assert Specks(0, 0, 0).soil(LINE, seeded(1)) == LINE
    assert Specks(1, 1, 1).soil([], seeded(1)) == []


@given(SEEDS)
def test_chances_are_chances_and_dirt_between_words_is_rare(seed: int):
    specks = Specks.draw(seeded(seed))
    assert 0 <= specks.before <= 1
    assert 0 <= specks.behind <= 1
    assert 0 <= specks.between <= 0.02
