"""Choosing among spellings: the words around decide where the tagger does not."""

from __future__ import annotations

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.restore.lattice import Choice, Lattice
from vanthu.models.restore.ngrams import Ngrams
from vanthu.models.restore.spellings import Slot, Spelling

WORDS = ("thi", "thì", "đua", "đưa", "chi bộ", "chỉ", "bốn", "tốt", "cây", "UBND", "106-KH/TU", "…", "zz")
options = st.lists(
    st.tuples(st.sampled_from(WORDS), st.floats(-9, 0)), min_size=1, max_size=4, unique_by=lambda o: o[0]
)


def slot(*spellings: str | tuple[str, float]) -> Slot:
    pairs = [(s, math.log(1 / len(spellings))) if isinstance(s, str) else s for s in spellings]
    return Slot(0, 1, tuple(Spelling((text,), score) for text, score in pairs))


def chosen(ngrams: Ngrams, *slots: Slot, breaks: set[int] | None = None) -> list[str]:
    choices = Lattice(slots, breaks or {0}, ngrams).choose()
    return [s.spellings[choice.index].text for s, choice in zip(slots, choices, strict=True)]


def test_the_words_around_decide_between_spellings_that_are_equally_likely(ngrams: Ngrams):
    found = chosen(ngrams, slot("phong"), slot("trào", "trao"), slot("thì", "thi"), slot("đua", "đưa"))
    assert " ".join(found) == "phong trào thi đua"


@pytest.mark.parametrize("order", [*permutations(("bốn", "bổn", "bồn"))])
def test_the_order_of_the_spellings_does_not_matter(ngrams: Ngrams, order: tuple[str, ...]):
    assert chosen(ngrams, slot("chi"), slot("bộ"), slot(*order), slot("tốt"))[2] == "bốn"


def test_what_the_tagger_is_sure_of_outweighs_the_words_around(ngrams: Ngrams):
    assert chosen(ngrams, slot("thi"), slot(("đua", -30.0), ("đùa", 0.0)))[1] == "đùa"


def test_a_spelling_of_two_words_is_not_worse_for_being_longer(ngrams: Ngrams):
    assert chosen(ngrams, slot("các"), slot("chi bộ", "chibộ"), slot("phát"), slot("động"))[1] == "chi bộ"


def test_the_words_of_another_paragraph_do_not_count(ngrams: Ngrams):
    slots = [slot("phong"), slot("trào"), slot("thì", "thi")]

    assert chosen(ngrams, *slots, breaks={0})[-1] == "thi"
    assert chosen(ngrams, *slots, breaks={0, 2})[-1] == "thì"  # so begins a line of the corpus


def test_words_behind_count_as_those_before(ngrams: Ngrams):
    assert chosen(ngrams, slot("giử", "giữ"), slot("sạch"), slot("đường"), slot("làng"))[0] == "giữ"


def test_signs_and_abbreviations_are_passed_over(ngrams: Ngrams):
    found = chosen(ngrams, slot("phong"), slot("trào"), slot("…"), slot("UBND"), slot("thì", "thi"), slot("đua"))
    assert found[4] == "thi"


def test_one_spelling_is_as_sure_as_the_tagger(ngrams: Ngrams):
    assert Lattice([slot(("đua", 0.0))], {0}, ngrams).choose() == [Choice(0, 1.0)]
    assert Lattice([slot(("zqxz", -3.0))], {0}, ngrams).choose()[0].probability == pytest.approx(math.exp(-3))


def test_no_slots_no_choices(ngrams: Ngrams):
    assert Lattice([], set(), ngrams).choose() == []


@given(st.lists(options, max_size=12), st.sets(st.integers(0, 11)))
def test_every_slot_has_one_choice_the_same_each_time(ngrams: Ngrams, given_options, breaks: set[int]):
    slots = [slot(*pairs) for pairs in given_options]
    choices = Lattice(slots, breaks, ngrams).choose()
    assert len(choices) == len(slots)
    for s, choice in zip(slots, choices, strict=True):
        assert 0 <= choice.index < len(s.spellings)
        assert 0 < choice.probability <= 1
    assert Lattice(slots, breaks, ngrams).choose() == choices
