"""Reliability: what share of words is right where the restorer gave them a probability."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.noise.channel import Channel
from vanthu.models.restore.result import RestoredLine, RestoredWord
from vanthu.pipelines.train import reliability, trials
from vanthu.pipelines.train.reliability import fit, judged, measure, save

measured = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200)


def line(text: str, *confidences: float) -> RestoredLine:
    words, start = [], 0
    for word, confidence in zip(text.split(), confidences, strict=True):
        words.append(RestoredWord(start, start + len(word), confidence))
        start += len(word) + 1
    return RestoredLine(text, text, (), tuple(words))


def said(table: dict[str, list[float]], probability: float) -> float:
    return float(np.interp(probability, table["probability"], table["right"]))


def test_words_are_judged_one_by_one_the_place_of_the_tone_aside():
    assert judged("chi uỷ bốn tốt", line("chi ủy bón tốt", 0.9, 0.8, 0.7, 0.6)) == [
        (0.9, True),
        (0.8, True),
        (0.7, False),
        (0.6, True),
    ]


def test_lines_of_another_number_of_words_tell_nothing():
    assert judged("chi bộ bốn tốt", line("chibộ bốn tốt", 0.9, 0.8, 0.7)) == []


def test_confidence_is_the_share_of_words_that_were_right():
    words = [(0.3, i % 10 < 2) for i in range(1200)] + [(0.9, i % 10 < 7) for i in range(1200)]
    table = fit(words)
    assert said(table, 0.3) == pytest.approx(0.2, abs=0.01)
    assert said(table, 0.9) == pytest.approx(0.7, abs=0.01)
    assert said(table, 0.0) == said(table, 0.3)


@pytest.mark.parametrize("share_wrong", [2, 10, 100])
def test_words_of_one_probability_share_one_confidence_whichever_are_right(share_wrong: int):
    """Most words are sure: had they been sorted by right and wrong, the last bin would be sure of everything."""
    words = [(1.0, i % share_wrong != 0) for i in range(2000)] + [(0.2, i % 2 == 0) for i in range(400)]
    assert said(fit(words), 1.0) == pytest.approx(1 - 1 / share_wrong, abs=0.01)


def test_words_of_one_probability_share_one_confidence_in_whichever_order_they_were_measured():
    words = [(1.0, i >= 200) for i in range(2000)]
    assert said(fit(words), 1.0) == said(fit(words[::-1]), 1.0) == pytest.approx(0.9)


@given(measured)
def test_a_table_rises_in_both_columns_and_keeps_the_share_that_is_right(words: list[tuple[float, bool]]):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reliability, "BIN", 7)
        table = fit(words)
    assert len(table["probability"]) == len(table["right"]) >= 1
    for column in table.values():
        assert column == sorted(column)
        assert 0 <= column[0] <= column[-1] <= 1
    shares = [right for _, right in words]
    assert table["right"][0] - 0.001 <= sum(shares) / len(shares) <= table["right"][-1] + 0.001


@dataclass
class Parrot:
    """Gives every line back with the same confidence."""

    seen: int = 0

    def restore(self, lines: list[str]) -> list[RestoredLine]:
        self.seen += len(lines)
        return [line(text, *[0.5] * len(text.split())) for text in lines]


def test_damaged_plans_are_measured_anew_in_each_round_and_sound_ones_are_not(monkeypatch):
    monkeypatch.setattr(trials, "MOST", 9)
    channel = Channel.fit([("eng", [("đường làng đẹp", "duong lang dep")] * 3)])
    windows = trials.trials(channel, 0)
    parrot = Parrot()
    found = measure(parrot, channel, 0)
    damaged = sum(example.true.count("\n") for kind in ("eng", "bare") for example in windows[kind])
    assert parrot.seen == reliability.ROUNDS * damaged
    assert {probability for probability, _ in found} == {0.5}
    assert 0.05 < sum(right for _, right in found) / len(found) < 0.8


def test_a_table_is_kept_as_json(tmp_path):
    table = fit([(0.5, True), (0.9, True), (0.4, False)])
    save(table, tmp_path / "reliability.json")
    assert json.loads((tmp_path / "reliability.json").read_text("utf-8")) == table
