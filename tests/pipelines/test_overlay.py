"""The scan with its values drawn on it: whatever the file is, boxes lie on the words and labels cover no letter."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture

import vanthu
from tests.pipelines.conftest import pdf_of
from vanthu.corpora.errors import FontMissing
from vanthu.corpora.typeset import fonts
from vanthu.ingest.intake import open_document, open_joined
from vanthu.models.campaign import Field, Status
from vanthu.models.page import Box
from vanthu.pipelines import overlay
from vanthu.pipelines.overlay import fields_of, marks_on, picture_of
from vanthu.pipelines.overlay.placing import GAP, stacked
from vanthu.pipelines.overlay.sheet import COLUMN, DPI, HEAD, LABEL, draw, labels, shortened

PLAN = "huyen_60_ngay_dem"


def files_of(images, kind, folder):
    """The pages as the files of one kind, in one or several of them."""
    pages = [Picture.fromarray(image) for image in images]
    if kind == "pdf":
        return [pdf_of(images, folder / "a.pdf")]
    if kind == "tiff":
        pages[0].save(folder / "a.tif", save_all=True, append_images=pages[1:], dpi=(300, 300))
        return [folder / "a.tif"]
    for number, page in enumerate(pages):
        page.save(folder / f"{number}.{kind}", dpi=(300, 300))
    return sorted(folder.glob(f"*.{kind}"))


def inside(outer, inner):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


@pytest.mark.parametrize("kind", ["pdf", "tiff", "png", "jpeg"])
def test_any_kind_of_file_and_joined_ones_are_drawn_on_page_by_page(tmp_path, sheets, truth_engine, kind):
    images = [sheet.image for sheet in sheets(PLAN)]
    files = files_of(images, kind, tmp_path)
    reading = vanthu.read(*files, engine=truth_engine(PLAN))
    with reading.reopen() as document:
        overlay.write(document, reading.campaigns, tmp_path / "o.pdf")
    with pikepdf.open(tmp_path / "o.pdf") as drawn:
        sizes = [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in drawn.pages]
    points = 72 / DPI
    assert sizes == [pytest.approx((595 + 2 * COLUMN * points, 842 + HEAD * points), abs=2)] * len(images)


def drawn_pages(reading):
    """Each page as a picture, its marks, its sheet, and the boxes of its words in pixels of the sheet."""
    fields = [found for campaign in reading.campaigns for found in fields_of(campaign)]
    read = {page.number: page for part in reading.parts for page in part.pages}
    with reading.reopen() as document:
        for source in document.pages():
            page = read[source.number]
            picture = picture_of(source, page.trail.rotation)
            marks = marks_on(source.number, page.trail.rotation, fields)
            boxes = [word.box.as_list() for line in page.lines for word in line.words if word.box]
            scale = np.array([picture.width, picture.height] * 2)
            words = [tuple(map(round, np.array(box) * scale + (COLUMN, HEAD) * 2)) for box in boxes]
            yield picture, marks, draw(picture, marks, "a page"), words


@pytest.mark.slow
@pytest.mark.parametrize("name", [PLAN, "tinh_doan_cong_trinh", "truong_hoc_tap_tot", "xa_dan_van_kheo"])
def test_labels_cover_no_letter_and_no_other_label(tmp_path, sheets, truth_engine, name):
    file = pdf_of([sheet.image for sheet in sheets(name)], tmp_path / "a.pdf")
    seen = 0
    for picture, marks, sheet, words in drawn_pages(vanthu.read(file, engine=truth_engine(name))):
        placed = [label.place for label in labels(marks, *picture.size)]
        seen += len(placed)
        assert len(placed) == len(marks)
        assert all(inside((0, HEAD, sheet.width - 1, sheet.height - 1), place) for place in placed)
        assert not any(meet(place, word) for place in placed for word in words)
        assert not any(meet(one, other) for one, other in combinations(placed, 2))
        ink = np.zeros(np.asarray(picture).shape[:2], bool)
        for x0, y0, x1, y1 in words:
            ink[y0 - HEAD : y1 - HEAD, x0 - COLUMN : x1 - COLUMN] = True
        ink &= np.asarray(picture.convert("L")) < 100
        drawn = np.asarray(sheet.convert("L"))[HEAD:, COLUMN:-COLUMN]
        assert (drawn[: picture.height][ink] < 130).mean() > 0.999  # a thin leader crosses a descender at most
    assert seen > 20


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_turn_with_the_page(tmp_path, rotation):
    pixels = np.full((300, 200), 255, np.uint8)
    pixels[30:60, 20:120] = 0
    box = Box(20 / 200, 30 / 300, 120 / 200, 60 / 300)
    Picture.fromarray(pixels).save(tmp_path / "a.png")
    field = Field[str](
        value="a",
        status=Status.FOUND,
        confidence=0.9,
        evidence=[{"page": 1, "line": 1, "start": 0, "end": 1, "raw": "a", "box": box.as_list()}],
    )
    with open_document(tmp_path / "a.png") as document:
        picture = picture_of(next(document.pages()), rotation)
    turned = marks_on(1, rotation, [("document.code", field)])[0].boxes[0]
    x0, x1 = round(turned.x0 * picture.width), round(turned.x1 * picture.width)
    y0, y1 = round(turned.y0 * picture.height), round(turned.y1 * picture.height)
    seen = np.asarray(picture)[:, :, 0]
    assert (seen[y0:y1, x0:x1] == 0).all()
    assert (seen == 0).sum() == (y1 - y0) * (x1 - x0) == 3000


def test_pages_keep_their_own_sizes_and_a_small_one_makes_room_for_its_labels(tmp_path):
    sizes = [(1240, 1754), (600, 100), (2000, 900)]
    for number, size in enumerate(sizes):
        Picture.new("RGB", size, "white").save(tmp_path / f"{number}.png", dpi=(DPI, DPI))
    evidence = [{"page": 2, "line": 1, "start": 0, "end": 1, "raw": "a", "box": (0.1, 0.1, 0.2, 0.2)}]
    field = Field[str](value="a", status=Status.FOUND, confidence=0.9, evidence=evidence)
    files = sorted(tmp_path.glob("*.png"))
    with open_joined(files) as document:
        for page, size in zip(document.pages(), sizes, strict=True):
            marks = marks_on(page.number, 0, [("document.code", field)] * 9)
            sheet = draw(picture_of(page, 0), marks, "a page")
            tallest = 9 * (LABEL[1] + GAP) - GAP if marks else size[1]
            assert sheet.size == (size[0] + 2 * COLUMN, HEAD + tallest)


def test_doubtful_values_are_highlighted_and_their_letters_stay():
    evidence = [{"page": 1, "line": 1, "start": 0, "end": 1, "raw": "a", "box": (0.2, 0.2, 0.6, 0.3)}]
    page = Picture.new("RGB", (400, 400), "white")
    page.paste((0, 0, 0), (100, 90, 140, 110))
    colours = []
    for confidence, status, value in ((0.9, "found", "a"), (0.3, "found", "a"), (0.9, "illegible", None)):
        field = Field[str](value=value, status=status, confidence=confidence, evidence=evidence)
        sheet = draw(page, marks_on(1, 0, [("document.code", field)]), "a page")
        assert sheet.getpixel((COLUMN + 120, HEAD + 100)) == (0, 0, 0)
        colours.append(sheet.getpixel((COLUMN + 200, HEAD + 100)))
    assert colours[0] == (255, 255, 255)
    assert colours[1] == colours[2] != colours[0]


@given(st.lists(st.floats(-50, 3000), max_size=40).map(sorted), st.integers(0, 2000))
def test_labels_of_a_column_keep_their_order_and_stay_in_it(wanted, room):
    tops = stacked(wanted, 34, room)
    assert all(below - above >= 34 + GAP for above, below in pairwise(tops))
    assert all(top >= 0 for top in tops)
    if len(tops) * (34 + GAP) <= room:
        assert all(top + 34 <= room for top in tops)


@given(st.text(max_size=60), st.floats(20, 300))
def test_a_shortened_text_fits_and_begins_as_the_whole(text, width):
    font = fonts.screen(13)
    short = shortened(text, font, width)
    assert font.getlength(short) <= width
    assert short == text or text.startswith(short[:-1])


def test_labels_are_written_in_a_font_that_has_vietnamese_letters(monkeypatch):
    monkeypatch.setattr(fonts, "SCREEN", {False: ("NoSuchFont.ttf",)})
    with pytest.raises(FontMissing, match="NoSuchFont"):
        fonts.screen.__wrapped__(13)
