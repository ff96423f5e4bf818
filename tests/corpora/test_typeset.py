"""Typeset pages: what is printed stands where the truth says, and looks as the decree wants it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.corpora import plans
from vanthu.corpora.errors import FontMissing
from vanthu.corpora.typeset import fonts, set_line, typeset
from vanthu.corpora.typeset.fonts import sized
from vanthu.corpora.typeset.styles import STYLES
from vanthu.corpora.typeset.wrap import wrap

NAMES = plans.names()
DPI = 100


def ink(image, box):
    x0, y0, x1, y1 = (round(v) for v in box)
    return image[y0:y1, x0:x1].min(axis=2)


@pytest.mark.parametrize("name", NAMES)
def test_pages_hold_the_lines_of_the_plan_in_order(name):
    plan = plans.load(name)
    assert [sheet.text for sheet in typeset(plan, dpi=DPI)] == list(plan.pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_has_ink_in_its_box_and_lies_on_the_page(name):
    for sheet in typeset(plans.load(name), dpi=DPI, sealed=False):
        height, width = sheet.image.shape[:2]
        for line in sheet.lines:
            for word in line.words:
                assert 0 <= word.box[0] < word.box[2] <= width
                assert 0 <= word.box[1] < word.box[3] <= height
                assert (ink(sheet.image, word.box) < 160).any(), word


@pytest.mark.parametrize("name", NAMES)
def test_without_seal_all_ink_belongs_to_words_rules_or_frames(name):
    """What is left when the words are wiped away are thin lines: nothing is printed that the truth does not know."""
    for sheet in typeset(plans.load(name), dpi=DPI, sealed=False):
        page = sheet.image.copy()
        for line in sheet.lines:
            for word in line.words:
                x0, y0, x1, y1 = (round(v) for v in word.box)
                page[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1] = 255
        dark = page.min(axis=2) < 128
        thick = dark[:-3] & dark[1:-2] & dark[2:-1] & dark[3:]
        thick = thick[:, :-3] & thick[:, 1:-2] & thick[:, 2:-1] & thick[:, 3:]
        assert not thick.any()


@pytest.mark.parametrize("name", NAMES)
def test_lines_do_not_run_into_each_other(name):
    for sheet in typeset(plans.load(name), dpi=DPI):
        boxes = [line.box for line in sheet.lines if line.region != "stamp"]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                overlap_x, overlap_y = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                # descenders and marks of neighbouring lines may touch
                assert overlap_x <= 0 or overlap_y < 0.5 * min(a[3] - a[1], b[3] - b[1])


def test_letterhead_stands_in_two_columns_with_number_and_date_abreast():
    sheet = typeset(plans.load("tinh_xanh_sach_dep"), dpi=DPI)[0]
    by_style = {line.style: line for line in sheet.lines}
    left = [line.box for line in sheet.lines if line.region == "letterhead_left"]
    right = [line.box for line in sheet.lines if line.region == "letterhead_right"]
    assert max(box[2] for box in left) < min(box[0] for box in right)
    assert abs(by_style["number"].box[3] - by_style["dateline"].box[3]) < 8


def test_paragraphs_are_justified_and_their_first_line_is_indented():
    sheet = typeset(plans.load("tinh_uy_chi_bo_kieu_mau"), dpi=DPI)[0]
    body = [line.box for line in sheet.lines if line.style == "body"][:6]
    assert body[0][0] - body[1][0] > 0.4 * DPI
    assert max(box[2] for box in body[:5]) - min(box[2] for box in body[:5]) <= 3
    assert body[5][2] < body[4][2] - DPI


def test_page_number_stands_above_the_text_from_page_two_on():
    first, second = typeset(plans.load("huyen_60_ngay_dem"), dpi=DPI)
    assert "running" not in {line.region for line in first.lines}
    number = second.lines[0]
    assert (number.text, number.region) == ("2", "running")
    assert number.box[3] < min(line.box[1] for line in second.lines[1:])


def test_table_cells_are_numbered_row_by_row_inside_the_ruling():
    sheet = typeset(plans.load("so_noi_vu_cai_cach"), dpi=DPI)[2]
    cells = [line for line in sheet.lines if line.cell]
    assert [line.text for line in cells if line.cell[1] == 0] == ["TT", "Nội dung", "Đơn vị thực hiện", "Thời hạn"]
    assert {line.cell for line in cells} == {(0, row, column) for row in range(7) for column in range(4)}
    ((x0, y0, x1, y1),) = sheet.tables
    assert all(x0 < c.box[0] and y0 < c.box[1] and c.box[2] < x1 and c.box[3] < y1 for c in cells)


def test_seal_is_red_and_lies_left_of_the_signature():
    sheet = typeset(plans.load("huyen_60_ngay_dem"), dpi=DPI)[1]
    ((x0, y0, x1, y1),) = sheet.seals
    inside = sheet.image[round(y0) : round(y1), round(x0) : round(x1)].astype(int)
    red = (inside[..., 0] - inside[..., 2] > 60).mean()
    signer = next(line for line in sheet.lines if line.style == "signer")
    assert red > 0.05
    assert (x0 + x1) / 2 < (signer.box[0] + signer.box[2]) / 2


def test_same_seed_gives_the_same_pixels_and_another_does_not():
    plan = plans.load("huyen_uy_nong_thon_moi")
    one, same, other = (typeset(plan, dpi=DPI, seed=seed)[1].image for seed in (3, 3, 4))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_every_style_of_the_layouts_is_known():
    used = {block.style.removesuffix("+") for name in NAMES for block in plans.load(name).layout} - {"table"}
    assert used <= set(STYLES)
    assert set(STYLES) <= used


def test_font_without_vietnamese_letters_is_refused_with_a_remedy(monkeypatch):
    monkeypatch.setattr(fonts, "PROBE", "\u0e01")  # Thai, which the face lacks as Liberation 1.x lacks ế
    with pytest.raises(FontMissing, match="lacks") as caught:
        fonts.load(fonts.face(), 37)
    assert "fonts-liberation2" in caught.value.remedy


def test_absent_font_is_refused():
    with pytest.raises(FontMissing):
        fonts.load(Path("/nowhere/Times.ttf"), 20)


def test_single_line_is_set_in_the_size_and_cut_asked_for():
    small, large = set_line("Kế hoạch", size_pt=10, dpi=200), set_line("Kế hoạch", size_pt=20, dpi=200)
    assert [w.text for w in small.lines[0].words] == ["Kế", "hoạch"]
    height = [s.lines[0].box[3] - s.lines[0].box[1] for s in (small, large)]
    assert 1.8 < height[1] / height[0] < 2.2
    assert not np.array_equal(set_line("Kế hoạch", bold=True).image, set_line("Kế hoạch", italic=True).image)


def test_blank_line_is_refused():
    with pytest.raises(ValueError, match="words"):
        set_line("  ")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("aăâđêôơưếự0123456789-/", min_size=1, max_size=12), min_size=1, max_size=30),
    st.floats(150, 900),
)
def test_wrapping_loses_nothing_and_keeps_the_measure(words, width):
    font, text = sized(14, 72), " ".join(words)
    lines = wrap(text, font, width, indent=36)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(font.getlength(line) <= width for line in lines if " " in line)


def test_line_may_end_after_the_hyphen_of_a_code():
    font = sized(14, 72)
    text = "Kế hoạch số 106-KH/TU"
    assert wrap(text, font, font.getlength("Kế hoạch số 106-") + 1) == ["Kế hoạch số 106-", "KH/TU"]
