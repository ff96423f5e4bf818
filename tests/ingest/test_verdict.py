"""The verdict on a page."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.ingest.intake import open_document
from vanthu.ingest.verdict import judge
from vanthu.models import legacy
from vanthu.models.legacy import Encoding
from vanthu.models.page import Verdict

SHARED = Path(__file__).resolve().parents[3] / "shared"
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")

PLAN = (
    "Kế hoạch phát động phong trào thi đua xây dựng đường làng ngõ xóm sạch đẹp",
    "Căn cứ nghị quyết của Ban Chấp hành Đảng bộ xã về nhiệm vụ năm tới, Ủy ban nhân dân xã",
    "ban hành kế hoạch tổ chức phong trào thi đua với các nội dung chính như sau:",
    "Mỗi thôn đăng ký ít nhất một công trình, hoàn thành trước ngày 30 tháng 11.",
)
ENGLISH_OCR = (
    "Ké hoach phat déng phong trao thi dua xay dumg duong lang ngd x6m sach dep",
    "Can ctr nghi quyét ctia Ban Chap hanh Dang b6 xa vé nhiém vu nim t6i, Uy ban nhan dan xa",
    "ban hanh ké hoach té chirc phong trao thi dua véi cac noi dung chinh nhu sau:",
    "M6i thén ding ky it nhat mét cong trinh, hoan thanh truéc ngay 30 thang 11.",
)


@pytest.fixture(scope="module", autouse=True)
def _font():
    if not FONT.exists():
        pytest.skip(f"needs the font {FONT} to write Vietnamese into a PDF")
    pdfmetrics.registerFont(TTFont("Viet", str(FONT)))


def _pdf(path, *, lines=(), image=False, signature=(), invisible=False):
    """One A4 page: an image over all of it, lines as its layer, small lines in a corner."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    if image:
        picture = BytesIO()
        Image.new("L", (620, 877), 230).save(picture, "PNG")
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    for top, size, group in ((700, 11, lines), (830, 5, signature)):
        text = canvas.beginText(50, top)
        text.setFont("Viet", size)
        text.setTextRenderMode(3 if invisible else 0)
        for line in group:
            text.textLine(line)
        canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    path.write_bytes(out.getvalue())
    return path


def _judge(path):
    with open_document(path) as document:
        return judge(next(document.pages()))


def _judge_text(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return _judge(path)


def test_born_digital_page_is_trusted_word_for_word(tmp_path):
    judgement = _judge(_pdf(tmp_path / "a.pdf", lines=PLAN))
    assert judgement.verdict is Verdict.TEXT_LAYER
    assert tuple(line.text for line in judgement.lines) == PLAN


def test_image_without_layer_is_read(tmp_path):
    assert _judge(_pdf(tmp_path / "a.pdf", image=True)).verdict is Verdict.OCR


def test_signature_posing_as_a_layer_is_kept_aside_and_the_image_read(tmp_path):
    signature = ("Ký bởi: Ủy ban nhân dân xã Mẫu", "Email: vanphong@mau.example", "Thời gian ký: 02/03/2023 08:15:00")
    judgement = _judge(_pdf(tmp_path / "a.pdf", image=True, signature=signature))
    assert judgement.verdict is Verdict.OCR
    assert not judgement.lines
    assert tuple(line.text for line in judgement.aside) == signature


def test_english_ocr_layer_over_an_image_is_not_trusted(tmp_path):
    judgement = _judge(_pdf(tmp_path / "a.pdf", image=True, lines=ENGLISH_OCR * 2, invisible=True))
    assert judgement.verdict is Verdict.OCR
    assert dict(judgement.signals)["distrusted_letters"] == 1


def test_good_signature_block_does_not_save_a_garbled_layer(tmp_path):
    signature = ("Ký bởi: Ủy ban nhân dân xã Mẫu, cơ quan: huyện Mẫu, tỉnh Mẫu, thời gian ký: 02/03/2023",) * 3
    judgement = _judge(_pdf(tmp_path / "a.pdf", image=True, lines=ENGLISH_OCR * 2, signature=signature))
    assert judgement.verdict is Verdict.OCR


def test_english_ocr_layer_without_image_is_to_be_restored(tmp_path):
    judgement = _judge(_pdf(tmp_path / "a.pdf", lines=ENGLISH_OCR))
    assert judgement.verdict is Verdict.RESTORE
    assert tuple(line.text for line in judgement.lines) == ENGLISH_OCR


def test_flawless_layer_over_an_image_spares_the_ocr(tmp_path):
    assert _judge(_pdf(tmp_path / "a.pdf", image=True, lines=PLAN * 2)).verdict is Verdict.TEXT_LAYER


def test_empty_pdf_page_is_blank(tmp_path):
    judgement = _judge(_pdf(tmp_path / "a.pdf"))
    assert (judgement.verdict, judgement.lines) == (Verdict.BLANK, ())


def test_pages_of_a_mixed_pdf_are_judged_one_by_one(tmp_path):
    path = tmp_path / "mixed.pdf"
    with pikepdf.new() as whole:
        for name, options in {
            "1": {"lines": PLAN},
            "2": {"image": True},
            "3": {"lines": ENGLISH_OCR},
            "4": {},
        }.items():
            with pikepdf.open(_pdf(tmp_path / f"{name}.pdf", **options)) as part:
                whole.pages.extend(part.pages)
        whole.save(path)
    with open_document(path) as document:
        verdicts = [judge(page).verdict for page in document.pages()]
    assert verdicts == [Verdict.TEXT_LAYER, Verdict.OCR, Verdict.RESTORE, Verdict.BLANK]


def test_unmapped_glyphs_are_drawn_and_read(tmp_path):
    lines = ["".join(chr(0xE000 + ord(c) % 200) for c in line) for line in PLAN]
    assert _judge(_pdf(tmp_path / "a.pdf", lines=lines)).verdict is Verdict.OCR


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_legacy_layer_is_converted(tmp_path, encoding):
    lines = [legacy.encode(line, encoding) for line in PLAN]
    judgement = _judge(_pdf(tmp_path / "a.pdf", lines=lines))
    assert judgement.verdict is Verdict.CONVERTED
    assert tuple(line.text for line in judgement.lines) == PLAN


def test_lines_of_an_image_file_are_left_to_the_engine(tmp_path):
    path = tmp_path / "a.png"
    Image.new("L", (50, 50)).save(path)
    assert _judge(path).verdict is Verdict.OCR


def test_good_text_is_taken_as_it_stands(tmp_path):
    judgement = _judge_text(tmp_path, "\n\n".join(PLAN))
    assert (judgement.verdict, judgement.text_lines) == (Verdict.TEXT, PLAN)


@pytest.mark.parametrize("encoding", list(Encoding))
def test_legacy_text_is_converted(tmp_path, encoding):
    judgement = _judge_text(tmp_path, legacy.encode("\n".join(PLAN), encoding))
    assert (judgement.verdict, judgement.text_lines) == (Verdict.CONVERTED, PLAN)


def test_text_of_an_english_engine_and_bare_text_are_to_be_restored(tmp_path):
    for lines in (ENGLISH_OCR, tuple(map(strip_marks, PLAN))):
        judgement = _judge_text(tmp_path, "\n".join(lines))
        assert (judgement.verdict, judgement.text_lines) == (Verdict.RESTORE, lines)


def test_plain_english_is_left_alone(tmp_path):
    text = "The committee shall review the report of the province and send it to the ministry by the end of the year."
    assert _judge_text(tmp_path, text).verdict is Verdict.TEXT


def test_white_space_is_blank(tmp_path):
    assert _judge_text(tmp_path, " \n\n").verdict is Verdict.BLANK


@pytest.mark.shared
@pytest.mark.slow
def test_verdicts_on_the_real_files_agree_with_their_manifest():
    manifest = SHARED / "scans" / "manifest.csv"
    if not manifest.exists():
        pytest.skip("the material of ../shared is not here")
    wanted = {"born_digital": Verdict.TEXT_LAYER}
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = {}
    for row in rows:
        with open_document(SHARED / "scans" / row["file"]) as document:
            found = {judge(page).verdict for page in document.pages(1, 3)}
        if found != {wanted.get(row["class"], Verdict.OCR)}:
            wrong[row["file"]] = found
    assert len(rows) >= 38
    assert not wrong
