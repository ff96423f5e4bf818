"""Each step of cleaning does its work on the page that has the damage, says so, and leaves the others alone."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from vanthu.corpora.hard import hard_page
from vanthu.ingest.clean import bleed_through, grey_seal, perspective, spread, tone
from vanthu.ingest.clean.ink import InkSpot
from vanthu.ingest.clean.mend import mend, mend_sheets
from vanthu.ingest.clean.survey import survey
from vanthu.models.page import StampKind

PLAN, DPI = "huyen_60_ngay_dem", 200
STEPS = {
    "shadow": "even_light",
    "low_contrast": "stretch",
    "bleed_through": "bleed_through",
    "seal_grey": "fade_grey_seal",
    "perspective": "flatten",
    "spread": "cut_spread",
    "skew": "deskew",
    "specks": "despeckle",
    "seal": "fade_ink",
}
"""Worst damage → the step that it asks for."""


@cache
def page(kind, strength=1.0):
    return hard_page(PLAN, 0, kind, strength, dpi=DPI)


@cache
def names_of_steps(kind, strength=1.0):
    sheets = mend_sheets(page(kind, strength).image, DPI)
    return {step.split()[0] for sheet in sheets for step in sheet.steps}


@pytest.mark.parametrize(("kind", "step"), STEPS.items())
def test_a_damage_asks_for_its_step(kind, step):
    assert step in names_of_steps(kind)


@pytest.mark.parametrize("kind", ["border", "punch_holes", "stencil", "noise"])
def test_steps_for_other_damages_stay_away(kind):
    own = {"noise": {"despeckle"}}.get(kind, set())
    assert names_of_steps(kind) <= {"smooth"} | own


def test_a_scan_without_damage_has_even_light_and_black_print():
    light, level = tone.detect(survey(page("seal", 0.0).image, DPI))
    assert light > tone.UNEVEN
    assert level < tone.PALE_INK


def test_evened_paper_is_white_everywhere():
    sheet = page("shadow")
    grey = cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)
    evened = tone.even(grey, survey(sheet.image, DPI))
    blocks = [np.median(b) for row in np.array_split(evened, 6) for b in np.array_split(row, 4, axis=1)]
    assert min(blocks) > 240
    assert np.median(grey) < 240


def test_pale_print_is_not_taken_for_an_empty_sheet():
    assert not mend(page("low_contrast").image, DPI).blank


def test_print_that_fades_unevenly_is_no_back_page():
    for kind in ("faded_print", "typewriter", "carbon_copy", "low_contrast"):
        _, level = bleed_through.detect(survey(page(kind).image, DPI))
        assert level == 0.0, kind


def test_what_shines_through_is_gone_and_print_is_black():
    sheet = page("bleed_through")
    mended = mend(sheet.image, DPI).image
    boxes = np.zeros(mended.shape, bool)
    for line in sheet.lines:
        for word in line.words if line.region != "stamp" else ():
            x0, y0, x1, y1 = (round(v) for v in word.box)
            boxes[y0 - 3 : y1 + 4, x0 - 3 : x1 + 4] = True
            assert mended[y0 : y1 + 1, x0 : x1 + 1].min() < 60, word.text
    inner = np.zeros_like(boxes)
    inner[200:-200, 140:-140] = True
    assert (mended[inner & ~boxes] < 160).mean() < 0.004  # rules and the urgency stamp stay


def test_a_grey_seal_is_found_where_it_is_and_kept_as_evidence():
    sheet = page("seal_grey", 0.33)
    (stamp,) = [s for s in mend(sheet.image, DPI).stamps if s.colour == "grey"]
    assert stamp.kind is StampKind.SEAL
    assert stamp.covers_text
    assert 0.1 < stamp.box.width < 0.25


def test_a_signature_and_a_table_are_no_grey_seals():
    grey = np.full((3508, 2480), 255, np.uint8)
    cv2.rectangle(grey, (600, 600), (1020, 1020), 120, 9)
    cv2.line(grey, (1400, 2000), (1800, 2380), 120, 9)
    rgb = np.dstack((grey, grey, grey))
    assert grey_seal.detect(grey, survey(rgb, 300), ()) == ()
    cv2.circle(grey, (1240, 1700), 210, 120, 9)
    ring = np.dstack((grey, grey, grey))
    (spot,) = grey_seal.detect(grey, survey(ring, 300), ())
    assert isinstance(spot, InkSpot)
    assert abs(spot.rect[0] - 1030) < 20


def test_a_sheet_on_a_table_is_laid_flat_and_boxes_come_back():
    sheet = page("perspective")
    mended = mend(sheet.image, DPI)
    height, width = sheet.image.shape[:2]
    corners = [mended.way.inverse()(x, y) for x in (0, mended.image.shape[1]) for y in (0, mended.image.shape[0])]
    assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in corners)
    back = mended.to_original(mended.from_original((500, 800, 700, 840), (width, height)))
    assert back.x0 * width == pytest.approx(500, abs=12)
    assert back.y1 * height == pytest.approx(840, abs=12)


def test_a_scanner_border_is_no_table():
    for kind in ("border", "skew", "punch_holes"):
        assert perspective.detect(survey(page(kind).image, DPI))[1] is None


def test_a_spread_is_cut_at_its_fold_and_a_page_printed_across_is_not():
    assert spread.detect(page("spread").image, DPI) == pytest.approx(0.5, abs=0.03)
    assert spread.detect(page("spread", 0.33).image, DPI) == pytest.approx(0.5, abs=0.03)
    across = np.full((2480, 3508, 3), 255, np.uint8)
    for row in range(40):
        cv2.putText(
            across, "Phong trao thi dua " * 5, (150, 200 + 50 * row), cv2.FONT_HERSHEY_COMPLEX, 1.2, (0, 0, 0), 3
        )
    assert spread.detect(across, 300) is None


def test_words_of_both_pages_of_a_spread_come_back_to_their_half():
    sheet = page("spread")
    width = sheet.image.shape[1]
    left, right = mend_sheets(sheet.image, DPI)
    assert (left.width, right.width) == (width, width)
    assert left.to_original((0, 0, left.image.shape[1], 10)).x1 == pytest.approx(0.5, abs=0.03)
    assert right.to_original((0, 0, right.image.shape[1], 10)).x0 == pytest.approx(0.5, abs=0.03)
