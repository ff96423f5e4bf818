from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.page import Box, Line, Word

fractions = st.floats(0, 1, allow_nan=False)


@st.composite
def boxes(draw):
    x0, x1 = sorted((draw(fractions), draw(fractions)))
    y0, y1 = sorted((draw(fractions), draw(fractions)))
    return Box(x0, y0, x1, y1)


@given(boxes(), boxes())
def test_union_holds_both_boxes(a, b):
    union = a.union(b)
    assert union.x0 <= min(a.x0, b.x0)
    assert union.y1 >= max(a.y1, b.y1)


@given(boxes(), boxes())
def test_overlap_is_a_share(a, b):
    assert 0 <= a.overlap(b) <= 1 + 1e-9


def test_a_slice_of_restored_text_finds_the_boxes_of_the_raw_words_under_it():
    line = Line(
        raw="b6n t6t",
        text="bốn tốt",
        offsets=(0, 1, 2, 3, 4, 5, 6, 7),
        words=(Word(0, 3, Box(0.1, 0.1, 0.2, 0.2), 0.9), Word(4, 7, Box(0.3, 0.1, 0.4, 0.2), 0.4)),
    )
    assert line.slice_box(4, 7) == Box(0.3, 0.1, 0.4, 0.2)
    assert line.slice_box(0, 7) == Box(0.1, 0.1, 0.4, 0.2)
    assert line.slice_confidence(0, 7) == 0.4
    assert line.raw_span(4, 7) == (4, 7)


def test_alignment_may_delete_and_insert():
    line = Line(raw="cia~ Dang", text="của Đảng", offsets=(0, 1, 2, 4, 5, 6, 7, 8, 9))
    start, end = line.raw_span(0, 3)
    assert line.raw[start:end] == "cia~"


def test_a_line_without_words_falls_back_to_its_own_box_and_confidence():
    line = Line(raw="x", text="x", box=Box(0, 0, 1, 1), confidence=0.5)
    assert line.slice_box(0, 1) == Box(0, 0, 1, 1)
    assert line.slice_confidence(0, 1) == 0.5


def test_values_are_frozen():
    with pytest.raises(AttributeError):
        Box(0, 0, 1, 1).x0 = 1
