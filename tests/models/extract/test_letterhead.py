"""System, number, symbol, issuer, place and date; what cannot be read is never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.campaign import Status
from vanthu.models.extract.header.digits import Ink, read_digits
from vanthu.models.extract.header.document_number import tidy_symbol
from vanthu.models.extract.header.issuer import IssuerLine, read_issuer
from vanthu.models.extract.header.letterhead_lines import place_date
from vanthu.models.extract.language import annotate
from vanthu.models.page import Box, Line, Page, Region, Trail, Verdict, Word

ONLY = ("zones", "letterhead")


@pytest.fixture
def head(read_text):
    return lambda text: read_text(text, ONLY)._.document


def test_a_state_letterhead_printed_in_two_columns(head):
    document = head(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "HUYỆN CHỢ ĐỒN Độc lập - Tự do - Hạnh phúc\n"
        "Số: 057/KH-UBND Chợ Đồn, ngày 04 tháng 3 năm 2022\nKẾ HOẠCH\nTrồng cây"
    )
    assert document.system.value == "state"
    assert (document.code.value, document.number.value, document.symbol.value) == ("057/KH-UBND", 57, "KH-UBND")
    assert document.place.value == "Chợ Đồn"
    assert document.issued_on.value == date(2022, 3, 4)
    issuer = document.issuer.value
    assert (issuer.name, issuer.level, issuer.unit) == ("Ủy ban nhân dân huyện Chợ Đồn", "district", "huyện Chợ Đồn")
    assert [(s.name, s.relation) for s in issuer.successors] == [("Ủy ban nhân dân tỉnh Thái Nguyên", "abolished")]


def test_a_party_letterhead(head):
    document = head(
        "TỈNH ỦY KON TUM ĐẢNG CỘNG SẢN VIỆT NAM\nBAN DÂN VẬN\n*\n"
        "Số 24 - KH/BDVTU Kon Tum, ngày 9 tháng 11 năm 2021\nKẾ HOẠCH\nphát động"
    )
    assert document.system.value == "party"
    assert (document.code.value, document.symbol.value) == ("24-KH/BDVTU", "KH/BDVTU")
    assert document.issuer.value.name == "Ban Dân vận Tỉnh ủy Kon Tum"
    assert document.issuer.value.parent == "Tỉnh ủy Kon Tum"


@pytest.mark.parametrize(
    ("line", "code", "number", "symbol"),
    [
        ("Số: 02/2020/QĐ-UBND", "02/2020/QĐ-UBND", 2, "QĐ-UBND"),
        ("Số: 299/UBND-TTHC", "299/UBND-TTHC", 299, "UBND-TTHC"),
        ("Số 133-KH/TĐTN-BCNLĐ", "133-KH/TĐTN-BCNLĐ", 133, "KH/TĐTN-BCNLĐ"),
        ("Số: 16/KH-MTTQ-BTT", "16/KH-MTTQ-BTT", 16, "KH-MTTQ-BTT"),
        ("Số: 12a/BC-UBND", "12a/BC-UBND", 12, "BC-UBND"),
        ("Số 84 KH/TĐTN-VP", "84-KH/TĐTN-VP", 84, "KH/TĐTN-VP"),
        ("Số: 84 KH-UBND", "84/KH-UBND", 84, "KH-UBND"),
        ("Só: 41 / QĐÐ - UBND", "41/QĐ-UBND", 41, "QĐ-UBND"),
        ("Số: 8/TB-QL Đào tạo", "8/TB-QL Đào tạo", 8, "TB-QL Đào tạo"),
        ("153/KH-UBND", "153/KH-UBND", 153, "KH-UBND"),
    ],
)
def test_numbers_and_symbols(head, line, code, number, symbol):
    document = head(f"ỦY BAN NHÂN DÂN\nTỈNH GIA LAI\n{line}\nKẾ HOẠCH\nTrồng cây")
    assert (document.code.value, document.number.value, document.symbol.value) == (code, number, symbol)


def test_a_letter_after_the_number_is_kept(head):
    assert head("UBND TỈNH GIA LAI\nSố: 12a/BC-UBND\nBÁO CÁO\nvề rừng").number_suffix.value == "a"


def test_a_blank_number_is_absent_and_never_zero(head):
    document = head("UBND XÃ TƠ TUNG\nSố: /KH-UBND Tơ Tung, ngày tháng 10 năm 2023\nKẾ HOẠCH\nTrồng cây")
    assert (document.number.value, document.number.status) == (None, Status.ABSENT)
    assert document.symbol.value == "KH-UBND"
    assert document.issued_on.value is None
    assert (document.issued_on.partial, document.issued_on.status) == ("2023-10", Status.ABSENT)


def test_a_number_read_as_other_signs_is_illegible(head):
    document = head("UBND XÃ TƠ TUNG\nSố: ý#/KH-UBND Tơ Tung, ngày ¿ỗ tháng 10 năm 2023\nKẾ HOẠCH\nTrồng cây")
    assert (document.number.value, document.number.status) == (None, Status.ILLEGIBLE)
    assert document.code.status is Status.ILLEGIBLE
    assert (document.issued_on.partial, document.issued_on.status) == ("2023-10", Status.ILLEGIBLE)


def test_a_day_that_no_calendar_has_is_illegible(head):
    document = head("UBND XÃ TƠ TUNG Tơ Tung, ngày 46 tháng 6 năm 2015\nKẾ HOẠCH\nTrồng cây")
    assert (document.issued_on.value, document.issued_on.partial) == (None, "2015-06")
    assert head("X Hà Nội, ngày 30 tháng 2 năm 2015\nKẾ HOẠCH\nTrồng cây").issued_on.value is None


def test_the_number_of_the_registry_that_received_it_does_not_count(head):
    document = head("SỞ TÀI CHÍNH\nĐẾN\nSố: 7344\nNgày: 18/6/15\nUBND TỈNH GIA LAI\nSố: 41/QĐ-UBND\nQUYẾT ĐỊNH\nvề giá")
    assert document.number.value == 41


def test_a_letterhead_that_is_lost_is_made_up_by_the_words_of_the_plan(head):
    document = head("KẾ HOẠCH\nTrồng cây\nThực hiện chỉ đạo của huyện, Ủy ban nhân dân xã Tơ Tung ban hành Kế hoạch:")
    assert (document.issuer.value.name, document.issuer.status) == ("Ủy ban nhân dân xã Tơ Tung", Status.DERIVED)
    assert (document.system.value, document.system.status) == ("state", Status.DERIVED)
    assert document.place.value is None
    assert document.number.status is Status.ABSENT


def test_values_map_back_to_the_page(head):
    document = head("UBND TỈNH GIA LAI\nSố: 41/QĐ-UBND Gia Lai, ngày 05 tháng 01 năm 2024\nQUYẾT ĐỊNH\nvề giá")
    assert document.number.text == "41"
    assert document.symbol.text == "QĐ-UBND"
    assert document.place.text == "Gia Lai"
    assert (document.number.evidence[0].page, document.number.evidence[0].line) == (1, 2)


@pytest.mark.parametrize(
    ("lines", "name", "parent"),
    [
        (["UBND TỈNH QUẢNG BÌNH", "SỞ TƯ PHÁP"], "Sở Tư pháp tỉnh Quảng Bình", "Ủy ban nhân dân tỉnh Quảng Bình"),
        (["BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"], "Bộ Lao động - Thương binh và Xã hội", None),
        (["BỘ TÀI CHÍNH", "CỤC THUE"], "Cục Thuế", "Bộ Tài chính"),
        (["UY BAN NHAN DÁN", "THANH PHÔ HAI PHÒNG"], "Ủy ban nhân dân thành phố Hải Phòng", None),
        (["ĐẢNG BỘ TỈNH GIA LAI", "HUYỆN ỦY KBANG"], "Huyện ủy KBang", "Đảng bộ tỉnh Gia Lai"),
        (["lo Ã", "3", "HĐND TỈNH HƯNGYÊN", "VĂN PHÒNG"], "Văn phòng Hội đồng nhân dân tỉnh Hưng Yên",
         "Hội đồng nhân dân tỉnh Hưng Yên"),
        (["LIÊN ĐOÀN LAO ĐỘNG TỈNH PHÚ YÊN"], "Liên đoàn Lao động tỉnh Phú Yên", None),
    ],
)  # fmt: skip
def test_issuers_have_one_canonical_name(lines, name, parent):
    issuer = read_issuer([IssuerLine(line, 0) for line in lines], date(2023, 1, 1)).issuer
    assert (issuer.name, issuer.parent) == (name, parent)


def test_who_took_over_in_july_2025():
    issuer = read_issuer([IssuerLine("UBND TỈNH KON TUM", 0)], date(2023, 1, 1)).issuer
    assert [(s.name, s.relation) for s in issuer.successors] == [("Ủy ban nhân dân tỉnh Quảng Ngãi", "merged_into")]
    assert read_issuer([IssuerLine("UBND TỈNH GIA LAI", 0)], date(2026, 1, 1)).issuer.successors == ()


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Số: 8/TB-QL Đào tạo Hà Nội, ngày 0Ÿ tháng 10 năm 2025", "Hà Nội"),
        ("Số: 3/KH-UBND Bà Rịa - Vũng Tàu, ngày 3 tháng 02 năm 2019", "Bà Rịa - Vũng Tàu"),
        ("Số:80/QĐ-HSV TP. Hồ Chí Minh, ngàytôtháng 10 năm 2023", "TP. Hồ Chí Minh"),
        ("Phường 12, ngày tháng 11 năm 2023", "Phường 12"),
        ("Hoà Thuận Đông, ngày 10 tháng 03 năm 2015", "Hoà Thuận Đông"),
        ("Quảng Ngãi, ngà ‡{ tháng 5 năm 2021", "Quảng Ngãi"),
    ],
)
def test_the_place_is_cut_from_a_merged_line(line, place):
    found = place_date(line)
    assert line[slice(*found.place)] == place


def test_a_date_in_running_text_is_no_date_of_issue():
    assert place_date("từ ngày 01 tháng 5 năm 2023 đến ngày 30 tháng 6 năm 2023 trên toàn huyện") is None


def scanned(number_confidence, number_height, number="280"):
    """A number line as OCR gives it: word boxes and confidences."""
    text = f"Số: {number} /BC-UBND"
    cuts = [(0, 3), (4, 4 + len(number)), (5 + len(number), len(text))]
    heights, sure = (0.011, number_height, 0.012), (0.95, number_confidence, 0.9)
    words = tuple(
        Word(a, b, Box(a / 100, 0.1, b / 100, 0.1 + h), c) for (a, b), h, c in zip(cuts, heights, sure, strict=True)
    )
    return Line(text, text, words=words, box=Box(0, 0.1, 0.2, 0.12), region=Region.LETTERHEAD_LEFT)


@pytest.mark.parametrize(
    ("confidence", "height", "ink"),
    [
        (0.95, 0.012, Ink.READ),
        (0.45, 0.012, Ink.READ),
        (0.45, 0.020, Ink.UNSURE),
        (0.20, 0.016, Ink.UNSURE),
        (0.20, 0.012, Ink.UNSURE),
    ],
)
def test_handwriting_is_trusted_by_confidence_and_height(confidence, height, ink):
    line = scanned(confidence, height)
    assert read_digits(line, (4, 7), (9, 16)).ink is ink


def test_an_unsure_number_on_a_scan_is_illegible_while_its_symbol_stands():
    lines = (
        Line.plain("UBND TỈNH GIA LAI", Region.LETTERHEAD_LEFT),
        scanned(0.2, 0.02),
        Line.plain("BÁO CÁO", Region.BODY),
        Line.plain("về rừng", Region.BODY),
    )
    document = annotate([Page(1, lines, Trail(Verdict.OCR))], only=ONLY)._.document
    assert document.number.status is Status.ILLEGIBLE
    assert document.symbol.value == "BC-UBND"
    assert document.number.evidence[0].box is not None


@given(st.text(alphabet="0123456789OolI|#ý ", max_size=6))
def test_only_digits_make_a_number(printed):
    line = Line.plain(f"Số: {printed}/KH-UBND")
    digits = read_digits(line, (4, 4 + len(printed)), (len(line.text) - 7, len(line.text)), suffix=True)
    assert digits.value is None or str(digits.value) in printed


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("QĐÐ-UBND", "QĐ-UBND"),
        ("KH – TU", "KH-TU"),
        ("TTR-STP", "TTr-STP"),
        ("TB-ĐHĐL", "TB-ĐHĐL"),
        ("KH-UBJD", "KH-UBND"),
    ],
)
def test_symbols_are_spelt_as_known_ones(printed, tidy):
    assert tidy_symbol(printed) == tidy


def test_the_blank_of_a_form_is_no_issuer(head):
    document = head("ỦY BAN NHÂN DÂN TỈNH/THÀNH PHỐ\nSỞ LAO ĐỘNG........ -\nSố:.....\nBÁO CÁO\nTình hình lao động")
    assert document.issuer.value is None


@pytest.mark.parametrize(
    ("printed", "heir", "relation"),
    [
        ("TỈNH ỦY KON TUM", "Tỉnh ủy Quảng Ngãi", "merged_into"),
        ("HUYỆN ỦY ĐẮK SONG", "Tỉnh ủy Lâm Đồng", "abolished"),
        ("ĐẢNG ỦY XÃ EA TIÊU", "Đảng ủy xã Ea Ktur", "merged_into"),
    ],
)
def test_party_committees_have_successors_too(printed, heir, relation):
    issuer = read_issuer([IssuerLine(printed, 0)], date(2022, 3, 1)).issuer
    assert [(s.name, s.relation) for s in issuer.successors] == [(heir, relation)]


def test_a_body_keeps_the_number_that_names_it():
    lines = [IssuerLine("QUÂN KHU 5", 0), IssuerLine("BỘ CHỈ HUY QUÂN SỰ TỈNH KON TUM", 20)]
    assert read_issuer(lines, date(2020, 3, 7)).issuer.parent == "Quân khu 5"


@pytest.mark.parametrize(
    ("confidence", "read", "place"),
    [
        (0.7, "Cho Đến", "Chợ Đồn"),
        (None, "Cho Đến", "Cho Đến"),
        (0.7, "Chờ Đòn", "Chợ Đồn"),
        (0.7, "Bắc Kạn", "Bắc Kạn"),
    ],
)
def test_a_seat_that_was_read_with_errors_is_the_one_the_issuer_is_named_after(confidence, read, place):
    texts = (
        "ỦY BAN NHÂN DÂN",
        "HUYỆN CHỢ ĐỒN",
        "2K KK",
        "Số: 57/KH-UBND",
        f"{read}, ngày 04 tháng 3 năm 2022",
        "KẾ HOẠCH",
    )
    lines = tuple(Line(t, t, words=(Word(0, len(t), confidence=confidence),)) for t in texts)
    document = annotate([Page(1, lines, Trail(Verdict.TEXT))], ONLY)._.document
    assert document.place.value == place
    assert document.issuer.value.name == "Ủy ban nhân dân huyện Chợ Đồn"


@pytest.mark.parametrize(
    ("printed", "name", "unit", "level"),
    [
        ("ỦY BAN NHÂN DÂN XÃ SUỐI NGÀN", "Ủy ban nhân dân xã Suối Ngàn", "xã Suối Ngàn", "commune"),
        ("TỈNH ỦY LAM GIANG", "Tỉnh ủy Lam Giang", "tỉnh Lam Giang", "province"),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động - Thương binh và Xã hội", None, None),
        ("ỦY BAN NHÂN DÂN XÃ ĐOÀN LẠC", "Ủy ban nhân dân xã Đoàn Lạc", "xã Đoàn Lạc", "commune"),
    ],
)
def test_units_that_no_list_knows_are_told_by_their_kind(printed, name, unit, level):
    issuer = read_issuer([IssuerLine(printed, 0)], date(2022, 3, 1)).issuer
    assert (issuer.name, issuer.unit) == (name, unit)
    assert issuer.level == level or level is None


@pytest.mark.parametrize(("raw", "ink"), [("S6: 24/KH-SNV", Ink.READ), ("S6: 2a/KH-SNV", Ink.UNSURE)])
def test_digits_of_a_text_without_image_stand_where_restoration_left_them_alone(raw, ink):
    text = "Số: 24/KH-SNV"
    line = Line(raw, text, tuple(range(len(text) + 1)), words=(Word(0, len(raw), confidence=0.6),))
    assert read_digits(line, (4, 6), (7, 13)).ink is ink


@pytest.mark.parametrize(
    ("left", "name", "system"),
    [
        ("HỘI NÔNG DÂN VIỆT NAM\nBCH HỘI NÔNG DÂN TỈNH SƠN LA", "Ban Chấp hành Hội Nông dân tỉnh Sơn La", "union"),
        ("TRUNG ƯƠNG HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM", "Trung ương Hội Liên hiệp Phụ nữ Việt Nam", "union"),
    ],
)
def test_a_union_that_is_spelt_like_a_title_is_none(head, left, name, system):
    document = head(f"{left}\nSố: 12-KH/HNDT\nSơn La, ngày 10 tháng 5 năm 2021\nKẾ HOẠCH\nTrồng cây")
    assert (document.issuer.value.name, document.system.value) == (name, system)


@pytest.mark.parametrize(
    "line",
    [
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        "Thực hiện Kế hoạch số 15/KH-UBND ngày 12 tháng 3 năm 2024",
        "của Ủy ban nhân dân huyện ngày 5 tháng 4 năm 2024",
    ],
)
def test_the_date_of_a_cited_act_is_never_that_of_issue(head, line):
    document = head(f"UBND TỈNH GIA LAI\nSố: 5/UBND-NV\n{line}\nỦy ban yêu cầu các huyện trồng cây.")
    assert (document.issued_on.value, document.place.value) == (None, None)


def test_a_month_in_roman_figures(head):
    document = head("UBND TỈNH GIA LAI\nSố: 5/KH-UBND\nGia Lai, ngày 12 tháng III năm 1986\nKẾ HOẠCH\nTrồng cây")
    assert document.issued_on.value == date(1986, 3, 12)


@pytest.mark.parametrize(
    "line",
    [
        "Gia Lai, ngày 12 tháng 3 năm 2024",
        "Hà nội, ngày 5 tháng 3 năm 2024",
        "Làm tại Gia Lai, ngày 12 tháng 3 năm 2024",
    ],
)
def test_place_and_date_above_the_signature(read_text, line):
    document = read_text(
        "UBND TỈNH GIA LAI\nSố: 5/KH-UBND\nKẾ HOẠCH\nTrồng cây\nCăn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;\n"
        f"1. Trồng cây.\n{line}\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Minh Khuê\nNơi nhận:\n- Lưu: VT."
    )._.document
    assert document.place.value in line
    assert (document.issued_on.value.month, document.signatory.value.name) == (3, "Lê Minh Khuê")


def test_a_line_of_place_and_date_that_is_torn_is_illegible(head):
    document = head("UBND TỈNH GIA LAI\nSố: 5/KH-UBND\nGia Lai, ngày 12 th\nKẾ HOẠCH\nTrồng cây")
    assert (document.issued_on.value, document.issued_on.status) == (None, Status.ILLEGIBLE)


def test_place_and_date_broken_over_two_lines(head):
    document = head("UBND TỈNH GIA LAI\nSố: 5/KH-UBND\nGia Lai, ngày 12\ntháng 3 năm 2024\nKẾ HOẠCH\nTrồng cây")
    assert (document.place.value, document.issued_on.value) == ("Gia Lai", date(2024, 3, 12))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Số: 47/KH.UBND", "47/KH.UBND"),
        ("N° 47/KH-UB", "47/KH-UB"),
        ("No 47/KH-UB", "47/KH-UB"),
        ("Số: 205-TTg", "205-TTg"),
        ("S$ 58-KH/HU", "58-KH/HU"),
        ("80; 09/2009/CT-UBND", "09/2009/CT-UBND"),
        ("Số 34 - KH/BDVHU", "34-KH/BDVHU"),
    ],
)
def test_number_lines_of_other_forms(head, line, code):
    document = head(f"ỦY BAN NHÂN DÂN\nHUYỆN CHỢ ĐỒN\n{line}\nKẾ HOẠCH\nTrồng cây")
    assert document.code.value == code
    assert document.issuer.value.name == "Ủy ban nhân dân huyện Chợ Đồn"


def test_a_number_line_that_cannot_be_read_is_no_part_of_the_issuer(head):
    document = head("ỦY BAN NHÂN DÂN\nHUYỆN CHỢ ĐỒN\nSố: 4?/KH%UBND 7\nKẾ HOẠCH\nTrồng cây")
    assert document.issuer.value.name == "Ủy ban nhân dân huyện Chợ Đồn"


def test_an_issuer_of_the_preamble_ends_where_the_sentence_goes_on(head):
    document = head("KẾ HOẠCH\nTrồng cây\n\nSở Công Thương tiếp tục triển khai kế hoạch như sau:\n1. Trồng cây.")
    assert document.issuer.value.name == "Sở Công Thương"


@pytest.mark.parametrize("city", ["TP.HCM", "TP. HCM", "TP HCM", "TPHCM", "TP-HCM"])
def test_the_city_of_ho_chi_minh_is_written_out(head, city):
    document = head(
        f"UBND {city}\nSỞ NỘI VỤ {city}\nSố: 47/KH-SNV\n{city}, ngày 12 tháng 3 năm 2024\nKẾ HOẠCH\nTrồng cây"
    )
    assert document.issuer.value.name.casefold() == "sở nội vụ thành phố hồ chí minh"
    assert "Hồ Chí Minh" in document.place.value
