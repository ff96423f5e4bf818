"""Specimens: pages of plain lines in one style, damaged as the style says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.errors import FontMissing
from vanthu.corpora.noise.specimens import FAMILIES, Style, draw_style, lines_on_page, set_page, wrap
from vanthu.corpora.typeset import fonts

PLAIN = Style(str(fonts.face()), 13, 100)
LINES = ["Chi bộ thôn Đông phát động thi đua", "", "giữ sạch đường làng, trồng cây xanh."]


def page(style: Style = PLAIN, lines: list[str] = LINES, seed: int = 0):
    return set_page(lines, style, np.random.default_rng(seed))


def ink(style: Style) -> float:
    return float((255.0 - page(style)[0]).mean())


@given(
    st.lists(st.lists(st.text("aăđểm.,-", min_size=1, max_size=14), max_size=40).map(" ".join), max_size=4),
    st.floats(0.5, 7),
)
def test_wrapping_never_loses_a_word(paragraphs: list[str], width: float):
    lines = wrap(paragraphs, PLAIN, width)
    assert " ".join(lines).split() == " ".join(paragraphs).split()
    assert all(lines)


@given(st.lists(st.text("aăđểm", min_size=1, max_size=9), min_size=1, max_size=60).map(" ".join), st.floats(1, 7))
def test_wrapped_lines_fit_and_are_filled(paragraph: str, width: float):
    font, room = fonts.load(fonts.face(), round(13 * 100 / 72)), width * 100
    lines = wrap([paragraph], PLAIN, width)
    assert all(font.getlength(line) <= room for line in lines if " " in line)
    for line, after in pairwise(lines):
        assert font.getlength(f"{line} {after.split()[0]}") > room


def test_a_paragraph_begins_a_line():
    assert wrap(["thi đua", "", "yêu nước"], PLAIN) == ["thi đua", "yêu nước"]


def test_every_line_has_ink_where_its_middle_is_said_to_be_and_empty_ones_have_none():
    image, middles = page()
    rows = (image < 128).any(axis=1)
    found = [rows[round(y * len(rows)) - 2 : round(y * len(rows)) + 3].any() for y in middles]
    assert found == [True, False, True]
    assert middles == sorted(middles)


def test_as_many_lines_fit_as_the_page_is_high():
    assert page(lines=["Ấ"] * lines_on_page(PLAIN))[0].shape[0] <= 11.69 * 100 + 1
    assert lines_on_page(replace(PLAIN, size_pt=11)) > lines_on_page(replace(PLAIN, size_pt=14))


def test_a_page_without_lines_is_white():
    assert page(lines=[])[0].min() == 255


def test_strokes_grow_and_thin_by_parts_of_a_pixel():
    amounts = [ink(replace(PLAIN, dpi=200, stroke=stroke)) for stroke in (-1.0, -0.3, 0.0, 0.3, 1.0, 2.0)]
    assert amounts == sorted(amounts)
    assert len(set(amounts)) == 6


def test_a_threshold_makes_the_page_bilevel():
    assert set(np.unique(page(replace(PLAIN, blur=1.0, threshold=150))[0])) == {0, 255}
    assert len(np.unique(page(replace(PLAIN, blur=1.0))[0])) > 50


def test_blur_noise_and_compression_leave_the_page_readable_but_not_clean():
    clean = page()[0].astype(float)
    for damage in ({"blur": 2.0}, {"noise": 8.0}, {"jpeg": 30}):
        difference = np.abs(page(replace(PLAIN, **damage))[0] - clean).mean()
        assert 0.1 < difference < 40, damage


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.5, 1.0]))
def test_styles_are_of_archives(seed: int, harder: float):
    style = draw_style(np.random.default_rng(seed), harder=harder)
    assert style == draw_style(np.random.default_rng(seed), harder=harder)
    assert 150 <= style.dpi <= 300
    assert 11 <= style.size_pt <= 14
    assert -1 <= style.stroke <= 2.2
    assert style.threshold is None or (90 <= style.threshold <= 225 and style.jpeg is None)
    assert any(style.font == pattern.format(cut) for _, pattern, cuts in FAMILIES for cut in cuts)


def test_harder_styles_have_more_damage():
    def blur(harder: float) -> float:
        return float(np.mean([draw_style(np.random.default_rng(i), harder=harder).blur for i in range(200)]))

    assert blur(1.0) > 1.5 * blur(0.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_sets_the_same_page(seed: int):
    style = replace(PLAIN, noise=9.0, blur=1.0)
    assert np.array_equal(page(style, seed=seed)[0], page(style, seed=seed)[0])
    assert not np.array_equal(page(style, seed=seed)[0], page(style, seed=seed + 1)[0])


def test_a_font_that_is_not_installed_is_named():
    with pytest.raises(FontMissing, match=r"Nowhere\.ttf"):
        page(replace(PLAIN, font="/usr/share/fonts/Nowhere.ttf"))
