"""Cutting documents and long lines into pieces, and joining what was restored of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.restore import pieces as room
from vanthu.models.restore.pieces import cut, joined
from vanthu.models.restore.result import RestoredLine, RestoredWord


@pytest.fixture(scope="module", autouse=True)
def short():
    """Pieces of ten characters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "PIECE", 10)
        yield


def test_lines_are_cut_behind_the_word_that_fills_a_piece():
    assert cut("xdy dyng néng thén mdi") == (["xdy dyng néng", "thén mdi"], " ")
    assert cut("xdy dyng") == (["xdy dyng"], "")
    assert cut("xdydyngnéngthénmdi") == (["xdydyngnéngthénmdi"], "")
    assert cut("") == ([""], "")


def test_form_feeds_part_pages_of_any_length():
    assert cut("xdy\fdyng\f\fnéng thén mdi") == (["xdy", "dyng", "", "néng thén mdi"], "\f\f\f")


@given(st.text("ab \t\u00a0\f", max_size=60))
def test_parts_of_a_line_give_the_line(line: str):
    parts, between = cut(line)
    assert not any("\f" in part for part in parts)
    whole = joined([RestoredLine(part, part) for part in parts], between)
    assert (whole.raw, whole.text, whole.offsets) == (line, line, ())


def test_what_was_restored_of_parts_is_aligned_with_the_whole_line():
    first = RestoredLine(
        "sdng 16i", "sống lối", (), (RestoredWord(0, 4, 0.5), RestoredWord(5, 8, 0.9, number_changed=True))
    )
    second = RestoredLine("thirc", "thức", (0, 1, 2, 4, 5), (RestoredWord(0, 4, 0.8),))
    line = joined([first, second], "\f")
    assert (line.raw, line.text) == ("sdng 16i\fthirc", "sống lối\fthức")
    assert line.offsets == (*range(12), 13, 14)
    assert line.words == (*first.words, RestoredWord(9, 13, 0.8))
