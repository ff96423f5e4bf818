"""Type of document and subject."""

from __future__ import annotations

import pytest

from vanthu.models.campaign import Status
from vanthu.models.extract.header.title_block import Margins, opens_preamble
from vanthu.models.page import Box

LETTERHEAD = "UBND TỈNH GIA LAI\nSố: {symbol}\nGia Lai, ngày 5 tháng 3 năm 2024\n"


@pytest.fixture
def titled(read_text):
    def read(text, symbol="7/KH-UBND"):
        return read_text(LETTERHEAD.format(symbol=symbol) + text, ("zones", "letterhead", "title"))._.document

    return read


def test_lines_of_a_subject_are_joined_and_quotes_kept(titled):
    document = titled(
        "KẾ HOẠCH\nphát động phong trào thi đua “Mỗi làng\nmột vườn cây” năm 2024\n\nCăn cứ Luật Lâm nghiệp;"
    )
    assert (document.type.value.code, document.type.value.name) == ("KH", "Kế hoạch")
    assert document.title.value == "phát động phong trào thi đua “Mỗi làng một vườn cây” năm 2024"
    assert [e.line for e in document.title.evidence] == [5, 6]


def test_a_công_văn_has_its_subject_under_the_number(titled):
    document = titled("V/v báo cáo kết quả\ntrồng cây\nKính gửi: Các huyện.\nỦy ban yêu cầu.", "299/UBND-NL")
    assert (document.type.value.code, document.type.value.name) == ("CV", "Công văn")
    assert document.type.status is Status.DERIVED
    assert document.title.value == "V/v báo cáo kết quả trồng cây"


def test_a_stamp_that_runs_into_the_subject_is_left_out(titled):
    text = "CHỈ THỊ\n| #RNG-T2M-ĐNG BO +4 T1 HC 0.NG| Về việc tăng cường trồng cây\nCăn cứ Luật;"
    assert titled(text, "7/CT-UBND").title.value == "Về việc tăng cường trồng cây"
    kept = "KẾ HOẠCH\nthực hiện Nghị quyết về việc trồng cây\nCăn cứ Luật;"
    assert titled(kept).title.value == "thực hiện Nghị quyết về việc trồng cây"


def test_a_type_read_with_errors(titled):
    assert titled("QUYÉT ĐỊNH\nVề việc giao rừng\nCăn cứ Luật;", "7/QĐ-UBND").type.value.name == "Quyết định"


def test_type_and_subject_on_one_line(titled):
    document = titled("KẾ HOẠCH PHÁT ĐỘNG THI ĐUA TRỒNG CÂY\nCăn cứ Luật Lâm nghiệp;")
    assert document.type.value.code == "KH"
    assert document.title.value == "PHÁT ĐỘNG THI ĐUA TRỒNG CÂY"


def test_the_office_that_decides_is_not_part_of_the_subject(titled):
    document = titled("QUYẾT ĐỊNH\nVề việc giao rừng\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật;", "7/QĐ-UBND")
    assert document.title.value == "Về việc giao rừng"


def test_a_subject_in_capitals_ends_where_small_letters_begin(titled):
    document = titled("KẾ HOẠCH\nTRỒNG CÂY VÀ PHỦ SÓNG IoT\nTỉnh ta có nhiều rừng.\nI. MỤC ĐÍCH")
    assert document.title.value == "TRỒNG CÂY VÀ PHỦ SÓNG IoT"


def test_nothing_is_made_up_for_text_without_header(read_text):
    document = read_text("Một đoạn văn thường.", ("zones", "letterhead", "title"))._.document
    assert document.type.status is document.title.status is Status.ABSENT


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("Căn cứ Luật Lâm nghiệp;", True),
        ("Cân cứ Luật Lâm nghiệp;", True),
        ("Thực hiện Kế hoạch số 5", True),
        ("thực hiện Kế hoạch số 5", False),
        ("Nhâm Dần năm 2022", False),
        ("Nhằm nâng cao", True),
    ],
)
def test_openers_of_a_preamble(line, opens):
    assert opens_preamble(line) is opens


def test_an_indented_line_that_runs_to_the_margin_starts_a_paragraph():
    margins = Margins(0.17, 0.91)
    centred = Box(0.26, 0.2, 0.82, 0.22)
    assert margins.starts_paragraph(Box(0.23, 0.3, 0.91, 0.32), centred)
    assert not margins.starts_paragraph(Box(0.24, 0.3, 0.84, 0.32), centred)
    assert margins.starts_paragraph(Box(0.17, 0.3, 0.91, 0.32), Box(0.35, 0.2, 0.7, 0.22))


def test_who_plans_together_is_part_of_the_type_line(titled):
    document = titled("SỞ NỘI VỤ\nSố: 02/KHLT-SNV\nKẾ HOẠCH LIÊN TỊCH\nPhối hợp trồng cây năm 2023\nCăn cứ Luật;")
    assert (document.type.value.code, document.title.value) == ("KH", "Phối hợp trồng cây năm 2023")


@pytest.mark.parametrize("kind", ["K Ế H O Ạ C H", "K Ế  H O Ạ C H", "KẾ H O Ạ C H", "KẾHOẠCH"])
def test_a_kind_that_is_spaced_out(titled, kind):
    document = titled(f"{kind}\nTrồng cây năm 2024\nCăn cứ Luật Lâm nghiệp;")
    assert (document.type.value.code, document.title.value) == ("KH", "Trồng cây năm 2024")


@pytest.mark.parametrize(
    "subject", ["Về việc đăng ký tuyến đường", "Về đăng ký tuyến đường", "V/v đăng ký tuyến đường"]
)
def test_a_subject_under_the_number_of_a_letter(titled, subject):
    document = titled(f"{subject}\nkiểu mẫu năm 2024\nKính gửi: Các xã.\nVề việc này, Ủy ban yêu cầu.", "61/UBND-NV")
    assert (document.type.value.code, document.title.value) == ("CV", f"{subject} kiểu mẫu năm 2024")


@pytest.mark.parametrize(
    "lines",
    [
        "ĐẾN ° *8 KẾ HOẠCH\nNgày:1823/2022 | Trồng cây năm 2024",
        "VĂN PHÒNG HUYỆN ỦY\nĐẾN Số: 345 KẾ HOẠCH\nNgày: 18/3/2024 Trồng cây năm 2024\nChuyển: ......",
        "KẾ HOẠCH ĐẾN Số: 345\nTrồng cây năm 2024 Ngày: 18/3/2024",
    ],
)
def test_an_incoming_stamp_beside_kind_and_subject(titled, lines):
    document = titled(f"{lines}\nCăn cứ Luật Lâm nghiệp;")
    assert (document.type.value.code, document.title.value) == ("KH", "Trồng cây năm 2024")


@pytest.mark.parametrize(
    "subject",
    [
        "thực hiện Chỉ thị số\n15 - CT/TU về trồng cây",
        "thực hiện Chỉ thị của\nỦY BAN NHÂN DÂN TỈNH",
        "phối hợp giữa các cơ quan\nUBND, HĐND",
        "THỰC HIỆN CHỈ THỊ CỦA\nTHỦ TƯỚNG CHÍNH PHỦ",
    ],
)
def test_a_subject_goes_on_with_a_body_or_a_code(titled, subject):
    assert titled(f"KẾ HOẠCH\n{subject}\nCăn cứ Luật Lâm nghiệp;").title.value == " ".join(subject.split())
