"""Every kind of file opens to pages."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from vanthu.corpora.errors import BadOption, NoText
from vanthu.ingest.intake import open_document, open_joined
from vanthu.ingest.limits import Limits
from vanthu.models import legacy
from vanthu.models.legacy import Encoding

LINE = "Kế hoạch phát động phong trào thi đua của Đảng bộ huyện về đường làng sạch đẹp."


def _canvas(size=(595, 842)):
    out = BytesIO()
    return out, Canvas(out, pagesize=size)


def _scan_pdf(path, width=826, height=1169):
    """An A4 page that one image covers: 100 dpi."""
    out, canvas = _canvas((595.2, 841.68))
    picture = BytesIO()
    Image.new("L", (width, height), 200).save(picture, "PNG")
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(picture), 0, 0, 595.2, 841.68)
    canvas.showPage()
    canvas.save()
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("name", ["plan.pdf", "plan.png", "plan", "plan.txt"])
def test_kind_is_told_by_content_not_by_name(tmp_path, name):
    path = tmp_path / name
    path.write_text(LINE, encoding="utf-8")
    with open_document(path) as document:
        assert (document.media_type, document.page_count, document.name) == ("text/plain", 1, name)
        assert document.sha256 == hashlib.sha256(LINE.encode()).hexdigest()
        assert document.bytes == len(LINE.encode())
        assert next(document.pages()).lines == (LINE,)


def test_pdf_header_may_follow_rubbish(tmp_path):
    path = tmp_path / "a.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    out = BytesIO()
    pdf.save(out)
    path.write_bytes(b"\x00\xffHTTP rubbish" + out.getvalue())
    with open_document(path) as document:
        assert next(document.pages()).size == (200, 200)


def test_text_that_speaks_of_pdf_stays_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Tệp bắt đầu bằng %PDF-1.4 theo quy định.", encoding="utf-8")
    with open_document(path) as document:
        assert document.media_type == "text/plain"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_text_reads_the_same_in_every_form(tmp_path, codec):
    path = tmp_path / "a.txt"
    path.write_bytes(f"{LINE}\r\nSố 12-KH/HU\f2\n".encode(codec))
    with open_document(path) as document:
        assert [page.lines for page in document.pages()] == [(LINE, "Số 12-KH/HU"), ("2",)]


def test_bytes_of_tcvn3_stay_latin_1_for_the_verdict(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(legacy.encode(LINE, Encoding.TCVN3).encode("latin-1"))
    with open_document(path) as document:
        assert legacy.convert("\n".join(next(document.pages()).lines), Encoding.TCVN3) == LINE


def test_bytes_of_windows_1258_are_vietnamese(tmp_path):
    path = tmp_path / "a.txt"
    plain = "".join(_as_1258(c) for c in LINE)
    path.write_bytes(plain.encode("cp1258"))
    with open_document(path) as document:
        assert next(document.pages()).lines == (LINE,)


def _as_1258(letter):
    """The code page writes most tones as a mark after the letter."""
    for mark in "\u0300\u0301\u0303\u0309\u0323":
        decomposed = unicodedata.normalize("NFD", letter)
        if mark in decomposed:
            return unicodedata.normalize("NFC", decomposed.replace(mark, "")) + mark
    return letter


def test_text_has_no_picture(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(LINE, encoding="utf-8")
    with open_document(path) as document, pytest.raises(NoText):
        next(document.pages()).render(300)


def test_tiff_frames_are_pages(tmp_path):
    path = tmp_path / "a.tiff"
    frames = [Image.new("1", (300, 400), shade) for shade in (0, 1, 0)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(150, 150), compression="group4")
    with open_document(path) as document:
        assert document.media_type == "image/tiff"
        pages = [(p.number, p.kind, p.dpi, p.size, int(p.render(300).mean())) for p in document.pages()]
    assert pages == [
        (1, "image", 150.0, (300.0, 400.0), 0),
        (2, "image", 150.0, (300.0, 400.0), 255),
        (3, "image", 150.0, (300.0, 400.0), 0),
    ]


@pytest.mark.parametrize(
    ("mode", "colour", "suffix", "expected"),
    [
        ("RGB", (10, 20, 30), "png", (10, 20, 30)),
        ("L", 77, "png", (77, 77, 77)),
        ("1", 1, "png", (255, 255, 255)),
        ("P", 0, "png", (0, 0, 0)),
        ("LA", (0, 0), "png", (255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), "png", (255, 255, 255)),
        ("RGBA", (200, 0, 0, 255), "png", (200, 0, 0)),
        ("I;16", 0x8080, "png", (128, 128, 128)),
        ("I;16", 0xFFFF, "tiff", (255, 255, 255)),
        ("CMYK", (0, 0, 0, 0), "tiff", (255, 255, 255)),
        ("CMYK", (0, 0, 0, 255), "jpeg", (0, 0, 0)),
    ],
)
def test_every_mode_becomes_rgb(tmp_path, mode, colour, suffix, expected):
    path = tmp_path / f"a.{suffix}"
    Image.new(mode, (40, 30), colour).save(path)
    with open_document(path) as document:
        pixels = next(document.pages()).render(300)
    assert pixels.shape == (30, 40, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[15, 20].astype(int) - expected).max() <= 2


def test_16_bit_grey_keeps_its_grey_levels(tmp_path):
    path = tmp_path / "a.png"
    ramp = np.linspace(0, 0xFFFF, 256, dtype=np.uint16).reshape(1, 256)
    Image.fromarray(np.repeat(ramp, 4, axis=0)).save(path)
    with open_document(path) as document:
        assert next(document.pages()).render(300)[0, :, 0].tolist() == list(range(256))


@pytest.mark.parametrize("suffix", ["jpeg", "tiff"])
def test_exif_orientation_is_applied(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    picture = Image.new("L", (100, 60), 255)
    picture.paste(0, (0, 0, 20, 60))  # a black bar at the left of the sensor is at the top after a quarter turn
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(path, exif=exif)
    with open_document(path) as document:
        page = next(document.pages())
        assert page.size == (60.0, 100.0)
        pixels = page.render(300)
    assert pixels.shape == (100, 60, 3)
    assert pixels[:15].mean() < 10
    assert pixels[30:].mean() > 245


def test_claim_of_72_dpi_on_a_large_scan_is_void(tmp_path):
    path = tmp_path / "a.png"
    Image.new("L", (1654, 2339)).save(path, dpi=(72, 72))
    with open_document(path) as document:
        assert next(document.pages()).dpi is None


def test_image_is_reduced_but_never_enlarged(tmp_path):
    path = tmp_path / "a.png"
    Image.new("L", (800, 1200)).save(path, dpi=(200, 200))
    with open_document(path) as document:
        page = next(document.pages())
        assert page.render(100).shape == (600, 400, 3)
        assert page.render(300).shape == (1200, 800, 3)


def test_scanned_pdf_page_knows_its_image(tmp_path):
    path = tmp_path / "a.pdf"
    _scan_pdf(path)
    with open_document(path) as document:
        page = next(document.pages())
        assert page.has_image
        assert page.dpi == pytest.approx(100, abs=0.5)
        assert page.render(150).shape[:2] == pytest.approx((1754, 1240), abs=1)


def test_a_pdf_whose_name_is_not_utf8_is_read(tmp_path):
    plain = tmp_path / "a.pdf"
    _scan_pdf(plain)
    path = tmp_path / os.fsdecode("kế hoạch".encode("cp1258", errors="replace") + b"\xe9.pdf")
    plain.rename(path)
    with open_document(path) as document:
        assert next(document.pages()).has_image


def test_rendering_is_capped_by_the_pixel_limit(tmp_path):
    path = tmp_path / "a.pdf"
    _scan_pdf(path)
    with open_document(path, Limits(max_pixels=1_000_000)) as document:
        height, width, _ = next(document.pages()).render(300).shape
    assert 900_000 < height * width <= 1_000_000


def test_rotated_pdf_page_is_upright(tmp_path):
    path = tmp_path / "a.pdf"
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 400))
    page.obj.Rotate = 90
    pdf.save(path)
    with open_document(path) as document:
        page = next(document.pages())
        assert page.size == (400, 200)
        assert page.render(72).shape == (200, 400, 3)


def test_layer_words_stand_where_the_page_shows_them(tmp_path):
    path = tmp_path / "a.pdf"
    out, canvas = _canvas((300, 200))
    canvas.setFont("Times-Roman", 20)
    canvas.drawString(50, 150, "Mau so")
    canvas.line(30, 20, 270, 20)
    canvas.save()
    with pikepdf.open(BytesIO(out.getvalue())) as pdf:
        pdf.pages[0].obj.CropBox = pikepdf.Array([20, 10, 300, 200])
        pdf.save(path)
    with open_document(path) as document:
        page = next(document.pages())
        layer = page.layer()
        ink = np.argwhere(page.render(72)[:100, :, 0] < 128)
    top, left = ink.min(axis=0)
    box = layer.lines[0].words[0].box
    assert [w.text for w in layer.lines[0].words] == ["Mau", "so"]
    assert abs(box[0] - left) < 3
    assert box[1] - 2 < top < box[3]
    assert (layer.width, layer.height) == page.size == (280, 190)
    x0, y0, x1, y1 = layer.rulings()[0]
    assert (x0, x1) == (pytest.approx(10 / 280), pytest.approx(250 / 280))
    assert y0 == y1 == pytest.approx(180 / 190)


def test_fake_bold_counts_once(tmp_path):
    path = tmp_path / "a.pdf"
    out, canvas = _canvas((300, 200))
    for shift in (0, 0.3):
        canvas.drawString(50 + shift, 150, "KE HOACH")
    canvas.save()
    path.write_bytes(out.getvalue())
    with open_document(path) as document:
        assert next(document.pages()).layer().text == "KE HOACH"


def test_superscript_stays_in_its_line(tmp_path):
    path = tmp_path / "a.pdf"
    out, canvas = _canvas((300, 200))
    canvas.setFont("Times-Roman", 14)
    canvas.drawString(50, 150, "500 m")
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(85, 155, "2")
    canvas.setFont("Times-Roman", 14)
    canvas.drawString(95, 150, "san")
    canvas.drawString(50, 132, "nha")
    canvas.save()
    path.write_bytes(out.getvalue())
    with open_document(path) as document:
        assert next(document.pages()).layer().text.splitlines() == ["500 m2 san", "nha"]


def _annotate(pdf, page, rect, text):
    """A signature widget that shows ``text``."""
    x0, y0, x1, y1 = rect
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman"))
    form = pdf.make_stream(f"BT /F 12 Tf 1 3 Td ({text}) Tj ET".encode())
    form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    form["/BBox"] = pikepdf.Array([0, 0, x1 - x0, y1 - y0])
    form["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Sig,
        F=4,
        Rect=pikepdf.Array(list(rect)),
        AP=pikepdf.Dictionary(N=pdf.make_indirect(form)),
    )
    note = pdf.make_indirect(note)
    page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), note])
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
    pdf.Root.AcroForm.Fields.append(note)


def test_number_put_on_by_signing_fills_its_blank_and_signature_stays_aside(tmp_path):
    path = tmp_path / "a.pdf"
    out, canvas = _canvas((400, 300))
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(50, 250, "So:")
    canvas.drawString(110, 250, "/KH-UBND")
    canvas.save()
    with pikepdf.open(BytesIO(out.getvalue())) as pdf:
        _annotate(pdf, pdf.pages[0], (75, 247, 105, 262), "123")
        _annotate(pdf, pdf.pages[0], (200, 280, 390, 298), "Signed by: Xa Mau")
        pdf.save(path)
    with open_document(path) as document:
        page = next(document.pages())
        layer = page.layer()
        assert layer.text == "So: 123 /KH-UBND"
        assert [line.text for line in layer.asides] == ["Signed by: Xa Mau"]
        shown, unsigned = page.render(72), page.render(72, signatures=False)
    assert (shown[:20, 200:] < 128).any()
    assert not (unsigned[:20, 200:] < 128).any()
    assert (unsigned[38:55, 75:105] < 128).any()


def test_joined_files_are_the_pages_of_one_document(tmp_path):
    first, second = tmp_path / "p1.png", tmp_path / "p2.pdf"
    Image.new("L", (50, 60)).save(first)
    _scan_pdf(second)
    with open_joined([first, second]) as document:
        assert document.name == "p1.png + p2.pdf"
        assert document.media_type == "multipart/mixed"
        assert document.bytes == first.stat().st_size + second.stat().st_size
        assert [(p.number, p.kind) for p in document.pages()] == [(1, "image"), (2, "pdf")]
        assert [p.number for p in document.pages(2, 9)] == [2]


def test_joining_nothing_is_a_bad_option():
    with pytest.raises(BadOption):
        open_joined([])
