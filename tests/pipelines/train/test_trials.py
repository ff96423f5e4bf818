"""Trials: held-out plans, damaged the same for the same seed, and how words are counted as wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.noise.channel import Channel
from vanthu.pipelines.train import trials as module
from vanthu.pipelines.train.stock import held_out
from vanthu.pipelines.train.trials import LINES, MOST, trials, words_wrong

PAIRS = [("đường làng đẹp, cây xanh tốt", "duong lang dep, cay xanh t6t")] * 5


@pytest.fixture(scope="module")
def english() -> Channel:
    return Channel.fit([("eng", PAIRS)])


def test_there_are_trials_of_each_damage_that_the_channel_knows(english: Channel):
    both = Channel({**english.kinds, "vie": english.kinds["eng"]})
    assert list(trials(english, 0)) == ["eng", "bare", "sound"]
    assert list(trials(both, 0)) == ["eng", "vie", "bare", "sound"]


def test_each_trial_is_a_window_of_a_held_out_plan(english: Channel):
    for examples in trials(english, 0).values():
        printed = [line for example in examples for line in example.true.splitlines()]
        assert printed == [line for lines in held_out() for line in lines[: -(-min(len(lines), MOST) // LINES) * LINES]]
        assert all(example.true.count("\n") <= LINES for example in examples)


def test_sound_text_is_as_printed_and_bare_text_without_marks(english: Channel):
    found = trials(english, 0)
    assert all(example.read == example.true for example in found["sound"])
    assert all(example.read == strip_marks(example.true) for example in found["bare"])
    assert any(example.read != example.true for example in found["eng"])


def test_the_same_seed_damages_the_same(english: Channel, monkeypatch):
    monkeypatch.setattr(module, "MOST", 9)
    assert trials(english, 4) == trials(english, 4)


@pytest.mark.parametrize(
    ("true", "written", "wrong"),
    [
        ("thi đua\nyêu nước", "thi đua\nyêu nước", (0, 4)),
        ("thi đua\nyêu nước", "thi dua\nyêu nước", (1, 4)),
        ("hoà giải, uỷ ban", "hòa giải, ủy ban", (0, 4)),
        ("chi bộ bốn tốt", "chibộ bốn tốt", (2, 4)),
        ("chi bộ bốn tốt", "chi bộ . bốn tốt", (1, 4)),
        ("thi đua\nyêu nước", "thi đua", (2, 4)),
        ("", "", (0, 0)),
    ],
)
def test_words_wrong_are_counted_by_line_and_the_place_of_the_tone_is_style(true, written, wrong):
    assert words_wrong(true, written) == wrong


@given(st.lists(st.lists(st.sampled_from(["thi", "đua", "hoà", "12"])).map(" ".join)).map("\n".join))
def test_text_beside_itself_has_no_word_wrong(text: str):
    assert words_wrong(text, text) == (0, len(text.split()))
