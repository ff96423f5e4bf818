"""Windows of the tagger: every character is tagged once, with context on both sides."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.models.restore.told import told
from vanthu.models.restore.alphabet import KEEP, Alphabet
from vanthu.models.restore.tagger import BATCH, MARGIN, UNLIKELY, WINDOW, Tagger, Tags, own_part, window_starts

lengths = st.integers(1, 12 * WINDOW)
EDGES = (1, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW - 2 * MARGIN, 2 * WINDOW - 2 * MARGIN + 1, 30_000)


class Echo:
    """A network whose tags are the numbers that it reads, and that says where in its window each stood."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def run(self, _, given_: dict[str, np.ndarray]) -> list[np.ndarray]:
        windows = given_["characters"]
        assert windows.shape[1] == WINDOW
        self.batches.append(len(windows))
        places = np.broadcast_to(np.arange(WINDOW, dtype=np.float32), windows.shape)
        return [windows[..., None].repeat(2, 2), places[..., None].repeat(2, 2)]


def echoing() -> tuple[Tagger, Echo]:
    tagger, echo = Tagger(Path("nowhere.onnx"), Alphabet(tuple("abcdefghij \n"), (KEEP, ""))), Echo()
    tagger.__dict__["_session"] = echo
    return tagger, echo


@given(lengths)
@example(1)
@example(WINDOW)
@example(WINDOW + 1)
def test_windows_cover_every_character_exactly_once_with_context_around_it(length: int):
    starts = window_starts(length)
    parts = [own_part(start, starts, length) for start in starts]
    assert parts[0][0] == 0
    assert parts[-1][1] == length
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    for start, (low, high) in zip(starts, parts, strict=True):
        assert start <= low < high <= start + WINDOW
        assert low - start >= MARGIN or low == 0
        assert start + WINDOW - high >= MARGIN or high == length


def test_nothing_has_no_windows():
    assert window_starts(0) == []
    assert len(told().tag("").tags) == 0
    assert len(echoing()[0].tag("").tags) == 0


@pytest.mark.parametrize("length", EDGES)
def test_every_character_gets_the_tag_that_its_window_gave_it(length: int):
    tagger, echo = echoing()
    text = ("abc dif\ngh aj" * (length // 13 + 1))[:length]
    found = tagger.tag(text)
    assert found.tags[:, 0].tolist() == tagger.alphabet.read(text).tolist()
    assert found.tags.shape == found.log_probs.shape == (length, 2)
    assert max(echo.batches) <= BATCH
    assert sum(echo.batches) == len(window_starts(length))


def test_short_text_is_padded_behind():
    tagger, _ = echoing()
    assert tagger.tag("abc").log_probs[:, 0].tolist() == [0, 1, 2]


def test_tags_write_edits_and_keeping_leaves_any_character():
    tagger = told({"x": ["ơ"]})
    assert tagger.write("o", tagger.alphabet.tags["ơ"]) == "ơ"
    assert tagger.write("中", 0) == "中"
    assert tagger.write("o", 1) == ""


def test_what_keeping_costs_is_summed_and_unlikely_where_it_is_not_among_the_likeliest():
    tags = Tags(np.array([[0, 2], [3, 0], [3, 2]]), np.array([[-0.1, -3], [-0.2, -2], [-0.3, -4]], np.float32))
    tagger = told()
    assert tagger.kept(tags, 0, 2) == pytest.approx(-2.1)
    assert tagger.kept(tags, 0, 3) == pytest.approx(-2.1 + UNLIKELY)
    assert tagger.kept(tags, 1, 1) == 0
