"""Pages typeset here, damaged in one known way each: what mending finds, what it leaves alone."""

import pickle
from functools import lru_cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.corpora import plans
from vanthu.corpora.typeset import typeset
from vanthu.ingest.clean import grain, ink, noise
from vanthu.ingest.clean.geometry import Projection, levelled, turned
from vanthu.ingest.clean.mend import mend
from vanthu.ingest.clean.rulings import find_rulings
from vanthu.ingest.clean.survey import survey
from vanthu.models.page import StampKind

WIDTH, HEIGHT, DPI = 1654, 2339, 200
TEXT = "Phong trao thi dua yeu nuoc giai doan moi, hop thu kip thoi ngay 15/10"


@lru_cache(maxsize=1)
def _clean_page():
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for row in range(26):
        text = TEXT[: 60 - 7 * (row % 3)]
        cv2.putText(page, text, (120, 340 + 60 * row), cv2.FONT_HERSHEY_COMPLEX, 1.2, (20, 20, 20), 3)
    return page


def _skewed(page, degrees):
    way = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -degrees, 1)
    return cv2.warpAffine(page, way, (WIDTH, HEIGHT), borderValue=(255, 255, 255))


def _sealed(page, centre=(1000, 1600), radius=140, colour=(215, 40, 60)):
    """A ring of translucent ink, as scanned: it darkens what it lies on."""
    ring = np.full_like(page, 255)
    cv2.circle(ring, centre, radius, colour, 9)
    cv2.circle(ring, centre, radius - 40, colour, 4)
    return (page.astype(np.uint16) * ring // 255).astype(np.uint8)


def test_a_clean_page_is_left_as_it_is():
    page = _clean_page()
    mended = mend(page, DPI)
    assert (mended.steps, mended.rotation, mended.stamps, mended.blank) == ((), 0, (), False)
    assert np.array_equal(mended.image, cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))


def test_a_grey_image_is_mended_like_its_colours():
    grey = cv2.cvtColor(_skewed(_clean_page(), 1.5), cv2.COLOR_RGB2GRAY)
    assert mend(grey, DPI).skew == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("degrees", [-4.0, -1.0, -0.5, 0.5, 1.0, 2.0, 6.0])
def test_skew_is_measured_to_a_tenth_of_a_degree_and_taken_out(degrees):
    mended = mend(_skewed(_clean_page(), degrees), DPI)
    assert mended.skew == pytest.approx(degrees, abs=0.1)
    assert mend(mended.image, DPI).skew == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("turn", "rotation"),
    [(None, 0), (cv2.ROTATE_90_COUNTERCLOCKWISE, 90), (cv2.ROTATE_180, 180), (cv2.ROTATE_90_CLOCKWISE, 270)],
)
@pytest.mark.parametrize("name", plans.names()[:3])
def test_plans_lying_any_way_are_set_upright(name, turn, rotation):
    for sheet in typeset(plans.load(name), dpi=100, sealed=False):
        page = sheet.image if turn is None else cv2.rotate(sheet.image, turn)
        assert mend(page, 100).rotation == rotation


def test_an_empty_sheet_is_blank_and_not_turned():
    mended = mend(np.full((HEIGHT, WIDTH, 3), 250, np.uint8), DPI)
    assert (mended.blank, mended.rotation, mended.skew, mended.steps) == (True, 0, 0.0, ())


def test_a_sheet_with_nothing_but_a_seal_is_blank():
    mended = mend(_sealed(np.full((HEIGHT, WIDTH, 3), 255, np.uint8)), DPI)
    assert mended.blank
    assert [stamp.kind for stamp in mended.stamps] == [StampKind.SEAL]


def test_one_line_of_text_is_not_blank():
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    cv2.putText(page, "Bang khen", (300, 300), cv2.FONT_HERSHEY_COMPLEX, 0.75, (0, 0, 0), 2)
    assert not mend(page, DPI).blank


def test_a_red_seal_fades_and_no_letter_under_it_is_eaten():
    clean = cv2.cvtColor(_clean_page(), cv2.COLOR_RGB2GRAY)
    mended = mend(_sealed(_clean_page()), DPI)
    assert mended.steps == ("fade_ink spots=1",)
    letters, paper = clean < 60, clean > 250
    assert mended.image[letters].max() < 128
    assert mended.image[paper].min() > 200


def test_the_box_of_a_seal_is_a_fraction_of_the_page():
    (seal,) = mend(_sealed(_clean_page()), DPI).stamps
    assert (seal.kind, seal.colour, seal.covers_text) == (StampKind.SEAL, "red", True)
    expected = (855 / WIDTH, 1455 / HEIGHT, 1145 / WIDTH, 1745 / HEIGHT)
    assert (seal.box.x0, seal.box.y0, seal.box.x1, seal.box.y1) == pytest.approx(expected, abs=0.01)


def test_a_small_blue_number_in_the_letterhead_stays():
    page = _clean_page().copy()
    cv2.putText(page, "753", (200, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40, 60, 200), 3)
    mended = mend(page, DPI)
    assert not any(step.startswith("fade") for step in mended.steps)
    assert mended.image[160:210, 195:280].min() < 110


def test_blue_writing_over_a_red_seal_stays():
    page = _sealed(_clean_page())
    cv2.line(page, (960, 1582), (1050, 1582), (30, 50, 170), 6)
    assert mend(page, DPI).image[1581:1584, 980:1030].max() < 128


def test_a_line_of_red_print_is_no_seal():
    page = _clean_page().copy()
    cv2.putText(page, "Nguyen Van Mau", (600, 2100), cv2.FONT_HERSHEY_COMPLEX, 1, (190, 30, 40), 2)
    assert not any(spot.fades for spot in ink.detect(survey(page, DPI)))


@pytest.mark.parametrize(("share", "expected"), [(0.0, False), (0.001, True), (0.01, True)])
def test_specks_are_taken_out_only_where_they_are(share, expected):
    page, chance = _clean_page().copy(), np.random.default_rng(7).random((HEIGHT, WIDTH))
    page[chance < share / 2], page[chance > 1 - share / 2] = 0, 255
    assert ("despeckle" in mend(page, DPI).steps) is expected


def test_specks_are_counted_per_megapixel_and_corners_of_letters_are_not():
    grey = np.full((600, 600), 255, np.uint8)
    grey[::20, ::20] = 0
    cv2.putText(grey, "x", (305, 315), cv2.FONT_HERSHEY_COMPLEX, 0.5, 0, 1)
    assert noise.detect(grey) == pytest.approx(2500, rel=0.05)


def test_grain_is_found_on_a_photographed_halo_and_not_on_rendered_text():
    grey = cv2.cvtColor(_clean_page(), cv2.COLOR_RGB2GRAY)
    grown = np.random.default_rng(1).normal(245, 6, grey.shape)
    halo = np.where(grey < 128, grey, np.clip(grown, 0, 255)).astype(np.uint8)
    assert grain.detect(grey) < grain.GRAIN < grain.detect(halo)


def test_small_print_is_enlarged_and_mapped_back():
    small = cv2.resize(_clean_page(), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    mended = mend(small, DPI // 2)
    assert mended.steps == ("enlarge factor=2",)
    assert mended.dpi == pytest.approx(DPI, abs=1)
    whole = mended.to_original((0, 0, mended.image.shape[1], mended.image.shape[0]))
    assert whole.as_list() == [0, 0, 1, 1]


def test_a_word_is_found_again_on_the_skewed_page():
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    page[:] = _clean_page()
    cv2.rectangle(page, (500, 2000), (640, 2040), (0, 0, 0), -1)
    turned_page = _skewed(page, 1.5)
    mended = mend(turned_page, DPI)
    solid = cv2.morphologyEx((mended.image < 128).astype(np.uint8), cv2.MORPH_OPEN, np.ones((25, 25), np.uint8))
    x, y, w, h = cv2.boundingRect(solid)
    back = mended.to_original((x, y, x + w, y + h))
    truth = cv2.morphologyEx((turned_page[..., 0] < 128).astype(np.uint8), cv2.MORPH_OPEN, np.ones((25, 25), np.uint8))
    tx, ty, tw, th = cv2.boundingRect(truth)
    assert back.x0 * WIDTH == pytest.approx(tx, abs=5)
    assert back.y1 * HEIGHT == pytest.approx(ty + th, abs=8)
    assert back.centre == pytest.approx(((tx + tw / 2) / WIDTH, (ty + th / 2) / HEIGHT), abs=0.002)


def test_mended_pages_can_be_pickled():
    mended = mend(_skewed(_clean_page(), 1.0), DPI)
    again = pickle.loads(pickle.dumps(mended))  # noqa: S301  our own bytes
    assert again.to_original((10, 20, 30, 40)) == mended.to_original((10, 20, 30, 40))


sizes = st.tuples(st.integers(50, 5000), st.integers(50, 5000))
shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


@settings(max_examples=200)
@given(st.sampled_from([0, 90, 180, 270]), st.floats(-12, 12), st.floats(0.5, 3), sizes, shares)
def test_every_point_comes_back_through_turn_skew_and_scale(rotation, skew, scale, size, share):
    width, height = size
    turn = turned(rotation, width, height)
    after = (height, width) if rotation in (90, 270) else (width, height)
    level, (out_width, out_height) = levelled(skew, scale, *after)
    way = turn.then(level)
    x, y = share[0] * width, share[1] * height
    there = way(x, y)
    assert -1e-6 <= there[0] <= out_width + 1e-6
    assert -1e-6 <= there[1] <= out_height + 1e-6
    assert way.inverse()(*there) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_pixel_lands_where_the_turned_image_has_it(rotation):
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    image = np.zeros((40, 60), np.uint8)
    image[7, 11] = 255
    after = cv2.rotate(image, turns[rotation]) if rotation else image
    x, y = turned(rotation, 60, 40)(11.5, 7.5)
    assert after[int(y), int(x)] == 255


def test_pixel_centres_are_half_a_pixel_in():
    matrix = Projection(2, 0, 0, 0, 2, 0).on_pixel_centres()
    assert matrix.tolist() == [[2, 0, 0.5], [0, 2, 0.5], [0, 0, 1]]


def test_rules_are_found_and_text_is_not():
    page = cv2.cvtColor(_clean_page(), cv2.COLOR_RGB2GRAY).copy()
    assert find_rulings(page, DPI) == []
    cv2.rectangle(page, (100, 2000), (1000, 2120), 0, 2)
    found = sorted(tuple(round(v / 10) for v in segment) for segment in find_rulings(page, DPI))
    assert found == [(10, 200, 10, 212), (10, 200, 100, 200), (10, 212, 100, 212), (100, 200, 100, 212)]


def test_a_rule_keeps_its_slope():
    page = np.full((1000, 1000), 255, np.uint8)
    cv2.line(page, (100, 500), (900, 512), 0, 3)
    ((x0, y0, x1, y1),) = find_rulings(page, DPI)
    assert (x0, x1) == pytest.approx((100, 900), abs=6)
    assert (y0, y1) == pytest.approx((500, 512), abs=2)
