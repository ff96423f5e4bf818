"""Damage: bounded, repeatable, and the boxes go along."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.corpora import plans
from vanthu.corpora.degrade import RECIPES, degrade, ink, map_box, paper, transform
from vanthu.corpora.typeset import typeset

GRADUAL = [
    ink.faded,
    ink.thickened,
    ink.thinned,
    ink.colourless,
    paper.yellowed,
    paper.shadow,
    paper.blurred,
    paper.gaussian_noise,
    paper.salt_and_pepper,
]


@pytest.fixture(scope="module")
def sheet():
    return typeset(plans.load("huyen_60_ngay_dem"), dpi=100)[1]


def distance(a, b):
    return np.abs(a.astype(int) - b.astype(int)).mean()


def rng(seed=5):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("damage", GRADUAL, ids=lambda d: d.__name__)
def test_strength_zero_changes_nothing_and_more_changes_more(sheet, damage):
    none, some, full = (distance(damage(sheet.image, s, rng()), sheet.image) for s in (0.0, 0.4, 1.0))
    assert none < 0.02
    assert none < some < full


@pytest.mark.parametrize("recipe", RECIPES)
def test_recipes_keep_the_size_and_repeat_by_seed(sheet, recipe):
    one, same, other = (degrade(sheet.image, recipe, seed=s, back=sheet.image) for s in (1, 1, 2))
    assert one.image.shape == sheet.image.shape
    assert one.image.dtype == np.uint8
    assert np.array_equal(one.image, same.image)
    assert recipe == "clean" or not np.array_equal(one.image, other.image)


def test_clean_is_untouched(sheet):
    damaged = degrade(sheet.image, "clean")
    assert np.array_equal(damaged.image, sheet.image)
    assert np.array_equal(damaged.matrix, np.eye(3))


def test_input_is_never_written_to(sheet):
    before = sheet.image.copy()
    for recipe in RECIPES:
        degrade(sheet.image, recipe, seed=3, back=sheet.image)
    assert np.array_equal(before, sheet.image)


@pytest.mark.parametrize("recipe", ["office_scan", "bad_copy", "fax", "phone"])
def test_mapped_boxes_hold_the_words_and_the_gaps_between_lines_stay_empty(sheet, recipe):
    """Wiping the mapped boxes takes away nearly all the ink of the moved text."""
    steps = RECIPES[recipe]
    random = rng(11)
    for move, _, high in steps.moves:
        moved, matrix = move(sheet.image, high, random)
        body = [word.box for line in sheet.lines if line.region == "body" for word in line.words]
        corner = [map_box(box, matrix) for box in body]
        x0, y0 = min(b[0] for b in corner), min(b[1] for b in corner)
        x1, y1 = max(b[2] for b in corner), max(b[3] for b in corner)
        wiped = moved.copy()
        for box in corner:
            left, top, right, bottom = (round(v) for v in box)
            assert moved[top:bottom, left:right].min() < 128
            wiped[top - 1 : bottom + 2, left - 1 : right + 2] = 255
        area = np.s_[round(y0) : round(y1), round(x0) : round(x1)]
        assert (wiped[area] < 128).sum() < 0.01 * (moved[area] < 128).sum()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.floats(0, 1), st.floats(0, 300), st.floats(0, 300), st.floats(1, 80), st.floats(1, 80))
def test_mapped_box_holds_the_mapped_centre(seed, strength, x, y, width, height):
    blank = np.full((400, 400, 3), 255, np.uint8)
    for move in (transform.skewed, transform.perspective):
        _, matrix = move(blank, strength, rng(seed))
        left, top, right, bottom = map_box((x, y, x + width, y + height), matrix)
        centre = np.array([[[x + width / 2, y + height / 2]]], np.float64)
        ((cx, cy),) = cv2.perspectiveTransform(centre, matrix)[0]
        assert left < cx < right
        assert top < cy < bottom


def test_fax_is_black_and_white_and_coarse(sheet):
    damaged = degrade(sheet.image, "fax", seed=1).image
    assert set(np.unique(damaged)) == {0, 255}
    noise = rng().integers(0, 256, (3508, 200, 3), np.uint8)
    for strength, lines in ((0.2, round(11.69 * 196)), (0.9, round(11.69 * 98))):
        coarse = paper.fax_resolution(noise, strength, rng())
        assert 1 + (coarse[1:] != coarse[:-1]).any(axis=(1, 2)).sum() == lines


def test_bad_copy_has_no_colour(sheet):
    damaged = degrade(sheet.image, "bad_copy", seed=1).image.astype(int)
    assert np.abs(damaged[..., 0] - damaged[..., 2]).max() <= 2


def test_back_page_shines_through_mirrored():
    blank = np.full((200, 160, 3), 255, np.uint8)
    back = blank.copy()
    back[50:150, 10:40] = 0
    shining = ink.bleed_through(blank, 1.0, rng(), back=back)
    assert shining[60:140, 125:145].mean() < 175
    assert shining[60:140, 10:40].mean() > 250


def test_border_is_dark_at_the_edge_only(sheet):
    framed = paper.scanner_border(sheet.image, 1.0, rng())
    assert (framed[:5] < 40).all()
    middle = np.s_[200:-200, 200:-200]
    assert np.array_equal(framed[middle], sheet.image[middle])


def test_stronger_jpeg_loses_more(sheet):
    assert distance(paper.jpeg(sheet.image, 0.1, rng()), sheet.image) < distance(
        paper.jpeg(sheet.image, 0.9, rng()), sheet.image
    )
