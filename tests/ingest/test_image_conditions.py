"""Conditions of real images: negatives, fax pixels, highlighters, print in another colour, kinds of file."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pytest
from PIL import Image

from vanthu.corpora import plans
from vanthu.corpora.errors import FileUnknown
from vanthu.corpora.typeset import typeset
from vanthu.ingest.clean.mend import mend, mend_sheets
from vanthu.ingest.intake import open_document

DPI = 200


@lru_cache(maxsize=1)
def _page():
    """A typeset page in RGB, and the boxes of its lines."""
    sheet = typeset(plans.load("cap_xa_lam_duong_lam_sach"), dpi=DPI, sealed=False)[0]
    image = sheet.image if sheet.image.ndim == 3 else np.dstack([sheet.image] * 3)
    return image, [line.box for line in sheet.lines if line.region == "body"]


def _highlighted(colour):
    """The page with two body lines under the flat colour of a highlighter."""
    image, boxes = _page()
    marked = image.copy()
    for x0, y0, x1, y1 in boxes[3:5]:
        part = (slice(int(y0) - 3, int(y1) + 3), slice(int(x0) - 6, int(x1) + 6))
        marked[part] = (marked[part].astype(np.uint16) * np.array(colour) // 255).astype(np.uint8)
    return marked


def test_a_negative_is_inverted_and_reads_like_its_positive():
    image, _ = _page()
    (mended,) = mend_sheets(255 - image, DPI)
    assert mended.steps[0] == "invert"
    (positive,) = mend_sheets(image, DPI)
    assert np.abs(mended.image.astype(int) - positive.image).mean() < 1


def test_a_positive_on_the_black_bed_of_a_scanner_is_no_negative():
    image, _ = _page()
    height, width = image.shape[:2]
    bed = np.zeros((height + 900, width + 900, 3), np.uint8)
    bed[450 : 450 + height, 450 : 450 + width] = image
    assert not any("invert" in sheet.steps for sheet in mend_sheets(bed, DPI))


@pytest.mark.parametrize("colour", [(255, 240, 60), (255, 165, 60), (255, 140, 190), (140, 250, 110), (130, 220, 255)])
def test_a_highlighter_is_lifted_and_print_under_it_stays_dark(colour):
    image, boxes = _page()
    mended = mend(_highlighted(colour), DPI)
    clean = mend(image, DPI)
    assert mended.steps[0] == "lift_highlighter"
    assert mended.stamps == ()
    for x0, y0, x1, y1 in boxes[3:5]:
        part = (slice(int(y0), int(y1)), slice(int(x0), int(x1)))
        assert np.percentile(mended.image[part], 80) > 240
        assert ((mended.image[part] < 128) == (clean.image[part] < 128)).mean() > 0.98


def test_a_coloured_emblem_without_print_is_left_alone():
    page = _page()[0].copy()
    cv2.circle(page, (300, 120), 70, (235, 30, 30), -1)
    cv2.circle(page, (300, 120), 70, (255, 225, 40), 18)
    assert "lift_highlighter" not in mend(page, DPI).steps


def test_navy_print_is_no_signature():
    image, _ = _page()
    navy = np.where(image < 128, np.array([26, 26, 77], np.uint8), np.array([250, 246, 230], np.uint8))
    mended = mend(navy.astype(np.uint8), DPI)
    assert mended.stamps == ()
    assert not any(step.startswith("fade") for step in mended.steps)


@pytest.mark.parametrize(("name", "options"), [("a.tif", {"compression": "group4"}), ("a.png", {})])
def test_pixels_of_a_standard_fax_become_square(tmp_path, name, options):
    path = tmp_path / name
    Image.new("1", (1728, 1143), 1).save(path, dpi=(204, 98), **options)
    with open_document(path) as document:
        page = next(document.pages())
        assert page.size == pytest.approx((1728, 2379), abs=3)
        assert page.render(300).shape == pytest.approx((2379, 1728, 3), abs=3)
        assert page.dpi == pytest.approx(204, abs=1)


@pytest.mark.parametrize(
    ("kind", "media_type"), [("BMP", "image/bmp"), ("WEBP", "image/webp"), ("JPEG2000", "image/jp2")]
)
def test_more_kinds_of_image_open(tmp_path, kind, media_type):
    path = tmp_path / "scan.bin"
    Image.new("RGB", (400, 300), (250, 20, 20)).save(path, kind)
    with open_document(path) as document:
        assert document.media_type == media_type
        assert next(document.pages()).render(300).shape == (300, 400, 3)


HTML = "<html><head><title>KẾ HOẠCH</title></head><body><p>Số: 47/KH-UBND</p></body></html>"
MAIL = "From: van.thu@anthinh.example\nSubject: Kế hoạch 47\nMIME-Version: 1.0\nContent-Type: text/plain\n\nKính gửi"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HTML.encode(), "web page"),
        ("\ufeff<!DOCTYPE html>\n".encode() + HTML.encode(), "web page"),
        (rb"{\rtf1\ansi K\'95 ho\'81ch}", "RTF"),
        (MAIL.encode(), "e-mail"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"\0" * 40, "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "old Word"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
    ],
)
def test_files_with_tags_and_parts_are_refused_by_name_and_not_read_as_text(tmp_path, content, kind):
    path = tmp_path / "ke_hoach.doc"
    path.write_bytes(content)
    with pytest.raises(FileUnknown, match=kind):
        open_document(path)


@pytest.mark.parametrize("text", ["Content-Type là gì?", "Số: 47/KH-UBND\nV/v: Content-Type", "BM", "<Kế hoạch>"])
def test_plain_text_that_looks_a_little_like_them_is_read(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    with open_document(path) as document:
        assert document.media_type == "text/plain"
