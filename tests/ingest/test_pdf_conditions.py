"""Conditions of real PDFs: pictures that are missing, odd units, hidden text, files and forms within the file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import vanthu
from vanthu.corpora import plans
from vanthu.corpora.errors import DynamicForm, FileBroken
from vanthu.corpora.typeset import typeset
from vanthu.corpora.typeset.fonts import face
from vanthu.ingest.intake import open_document
from vanthu.ingest.layer_check import compare_digits
from vanthu.ingest.ocr.engine import OcrLine, OcrWord
from vanthu.ingest.ocr.null import NullEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.ingest.reader import Bench, read_pages
from vanthu.models.page import Verdict, WarningCode

A4 = (595.2, 841.8)
LINE = "Các xã, thị trấn gửi báo cáo tổng kết phong trào thi đua về Phòng Nội vụ"


def _canvas(size=A4):
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    if "Serif" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Serif", str(face())))
    canvas.setFont("Serif", 13)
    return out, canvas


def _saved(path, out, canvas):
    canvas.showPage()
    canvas.save()
    path.write_bytes(out.getvalue())
    return path


def _nothing(_):
    """Paints nothing more."""


def _born_digital(path, draw):
    """A page of running text on which ``draw`` paints something more."""
    out, canvas = _canvas()
    for row in range(8):
        canvas.drawString(70, 760 - 20 * row, LINE)
    draw(canvas)
    return _saved(path, out, canvas)


def _scanned(path, pages=1):
    out, canvas = _canvas()
    sheet = typeset(plans.load("huyen_60_ngay_dem"), dpi=100)[0].image
    for _ in range(pages):
        canvas.drawImage(ImageReader(Image.fromarray(sheet)), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    path.write_bytes(out.getvalue())
    return path


def _layer(path):
    with open_document(path) as document:
        page = next(document.pages())
        layer = page.layer()
        return "\n".join(line.text for line in layer.lines), {w.code: w.message for w in layer.warnings}


def _without_picture(path, number):
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        forms = pdf.pages[number - 1].obj.Resources.XObject
        for name in list(forms.keys()):
            del forms[name]
        pdf.save(path)


def test_a_page_whose_only_picture_is_missing_has_failed(tmp_path):
    path = _scanned(tmp_path / "a.pdf", pages=2)
    _without_picture(path, 2)
    with open_document(path) as document:
        first, second = (reading.page for reading in read_pages(document, Bench(NullEngine())))
    assert first.trail.error is None
    assert second.trail.verdict is Verdict.FAILED
    assert second.trail.error.startswith(f"{FileBroken.code}: page 2 shows nothing: the picture /")


def test_a_file_of_which_no_picture_is_left_is_broken(tmp_path):
    path = _scanned(tmp_path / "a.pdf")
    _without_picture(path, 1)
    with pytest.raises(FileBroken):
        vanthu.read(path, engine=NullEngine())


def test_a_jpeg_that_ends_early_in_a_damaged_file_is_named(tmp_path):
    path = _scanned(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (name, picture), *_ = pdf.pages[0].obj.Resources.XObject.items()
        jpeg = BytesIO()
        Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (300, 2))).save(jpeg, "JPEG")
        picture.write(jpeg.getvalue()[:-900], filter=pikepdf.Name.DCTDecode)
        picture.Width, picture.Height, picture.ColorSpace = 512, 300, pikepdf.Name.DeviceGray
        pdf.save(path)
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))  # so that qpdf must repair the file
    with open_document(path) as document:
        (warning,) = next(document.pages()).warnings
    assert warning.code is WarningCode.PICTURE_CUT
    assert name in warning.message


def test_the_unit_of_a_page_is_multiplied_out(tmp_path):
    path = _born_digital(tmp_path / "a.pdf", _nothing)
    plain, _ = _layer(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"q 0.1 0 0 0.1 0 0 cm", prepend=True)
        page.contents_add(b"Q")
        page.obj.MediaBox = pikepdf.Array([0, 0, 59.52, 84.18])
        page.obj.UserUnit = 10
        pdf.save(path)
    with open_document(path) as document:
        page = next(document.pages())
        assert page.size == pytest.approx(A4, abs=0.2)
        assert page.render(72).shape == pytest.approx((842, 595, 3), abs=1)
        assert "\n".join(line.text for line in page.layer().lines) == plain


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_a_scan_on_a_page_of_impossible_size_is_taken_for_a4(tmp_path, factor):
    out, canvas = _canvas((A4[0] * factor, A4[1] * factor))
    sheet = typeset(plans.load("huyen_60_ngay_dem"), dpi=100)[0].image
    canvas.drawImage(ImageReader(Image.fromarray(sheet)), 0, 0, A4[0] * factor, A4[1] * factor)
    path = _saved(tmp_path / "a.pdf", out, canvas)
    with open_document(path) as document:
        page = next(document.pages())
        assert page.size == pytest.approx(A4, abs=2)
        assert page.dpi == pytest.approx(100, abs=1)


def test_text_painted_over_with_white_is_left_out_and_named(tmp_path):
    def draw(canvas):
        canvas.drawString(70, 500, "Số: 99/KH-UBND")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(60, 490, 300, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(72, 501, "Số: 47/KH-UBND")

    text, warnings = _layer(_born_digital(tmp_path / "a.pdf", draw))
    assert "47/KH-UBND" in text
    assert "99" not in text
    assert "99/KH-UBND" in warnings[WarningCode.COVERED_TEXT]


@pytest.mark.parametrize("level", [(1, 1, 0.3), (1, 1, 1)])
def test_colour_over_or_white_under_text_hides_nothing(tmp_path, level):
    def draw(canvas):
        if level == (1, 1, 1):
            canvas.setFillColorRGB(*level)
            canvas.rect(60, 490, 300, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(70, 500, "trước ngày 15/11/2024")
        if level != (1, 1, 1):
            canvas.setFillColorRGB(*level)
            canvas.rect(60, 490, 300, 30, stroke=0, fill=1)

    text, warnings = _layer(_born_digital(tmp_path / "a.pdf", draw))
    assert "trước ngày 15/11/2024" in text
    assert not warnings


def test_text_struck_through_is_left_out_and_named(tmp_path):
    def draw(canvas):
        canvas.drawString(70, 500, "trước ngày 15/11/2024")
        canvas.line(68, 504, 200, 504)
        canvas.drawString(220, 500, "trước ngày 20/11/2024")

    text, warnings = _layer(_born_digital(tmp_path / "a.pdf", draw))
    assert "20/11/2024" in text
    assert "15/11/2024" not in text
    assert "15/11/2024" in warnings[WarningCode.STRUCK_TEXT]


def test_an_underline_and_a_table_rule_strike_nothing(tmp_path):
    def draw(canvas):
        canvas.drawString(70, 500, "trước ngày 15/11/2024")
        canvas.line(68, 497.5, 200, 497.5)
        canvas.line(40, 515, 500, 515)

    text, warnings = _layer(_born_digital(tmp_path / "a.pdf", draw))
    assert "15/11/2024" in text
    assert not warnings


def test_attached_files_are_named(tmp_path):
    path = _born_digital(tmp_path / "a.pdf", _nothing)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["ke_hoach_47.pdf"] = pikepdf.AttachedFileSpec(pdf, b"%PDF-1.4", filename="ke_hoach_47.pdf")
        pdf.save(path)
    (issue,) = [i for i in vanthu.read(path).campaigns[0].issues if i.code == "attachment_not_read"]
    assert issue.severity == "warning"
    assert "ke_hoach_47.pdf" in issue.message


def test_a_dynamic_form_is_refused_with_what_to_do(tmp_path):
    path = _born_digital(tmp_path / "a.pdf", _nothing)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=[])
        pdf.Root.NeedsRendering = True
        pdf.save(path)
    with pytest.raises(DynamicForm, match="XFA"):
        open_document(path)


@pytest.mark.slow
def test_digits_of_a_layer_are_compared_with_the_picture():
    sheet = typeset(plans.load("huyen_60_ngay_dem"), dpi=200, sealed=False)[0]
    lines = [
        OcrLine(tuple(OcrWord(w.text, w.box, 1.0) for w in line.words), line.box)
        for line in sheet.lines
        if any(c.isdigit() for c in line.text)
    ]
    size = (float(sheet.image.shape[1]), float(sheet.image.shape[0]))  # one unit a pixel
    picture = np.dstack([sheet.image] * 3) if sheet.image.ndim == 2 else sheet.image
    assert compare_digits(picture, lines, size, TesseractEngine(), 200) == ()
    place = next(i for i, line in enumerate(lines) if "2024" in line.text)
    wrong = tuple(OcrWord(w.text.replace("2024", "2021"), w.box, 1.0) for w in lines[place].words)
    changed = [*lines[:place], OcrLine(wrong, lines[place].box), *lines[place + 1 :]]
    (found,) = compare_digits(picture, changed, size, TesseractEngine(), 200)
    assert "2021" in found.layer
    assert "2024" in found.picture
