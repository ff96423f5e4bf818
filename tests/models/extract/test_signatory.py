"""Who signed; never the signer of a copy, never an office that only seems to stand there."""

from __future__ import annotations

import pytest

from vanthu.models.campaign import Status
from vanthu.models.extract.header.closing_lines import name_span, person
from vanthu.models.extract.language import annotate
from vanthu.models.page import Line, Page, Region, Trail, Verdict, Word

PLAN = "KẾ HOẠCH\nTrồng cây\nCăn cứ Luật;\nCác thôn thực hiện./.\n"


@pytest.fixture
def signed(read_text):
    return lambda closing: read_text(PLAN + closing)._.document.signatory


@pytest.mark.parametrize(
    ("closing", "capacity", "position", "name"),
    [
        ("Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Hoàng Văn Thử",
         "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hoàng Văn Thử"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nNơi nhận:\n- Lưu Văn phòng.\nY Thử Niê",
         "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Y Thử Niê"),
        ("Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Các thôn; CHỦ TỊCH\n- Lưu: VT.\n\nKsor Thử",
         "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Ksor Thử"),
        ("Nơi nhận: GIÁM ĐỐC\n- Lưu: VT.\nTS. Lê Thị Thử", None, "GIÁM ĐỐC", "Lê Thị Thử"),
        ("Nơi nhận: TL. HIỆU TRƯỞNG\n- Lưu: VT. TRƯỞNG PHÒNG ĐÀO TẠO", "TL. HIỆU TRƯỞNG", "TRƯỞNG PHÒNG ĐÀO TẠO", None),
        ("Nơi nhận:\n- Lưu: VT.\nTM. BAN CHẤP HÀNH HỘI SINH VIÊN TRƯỜNG\nCHỦ TỊCH\nTrần Văn Thử",
         "TM. BAN CHẤP HÀNH HỘI SINH VIÊN TRƯỜNG", "CHỦ TỊCH", "Trần Văn Thử"),
    ],
)  # fmt: skip
def test_closings(signed, closing, capacity, position, name):
    value = signed(closing).value
    assert (value.capacity, value.position, value.name) == (capacity, position, name)


def test_the_signer_of_a_copy_is_not_the_signer(signed):
    field = signed("Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nHoàng Văn Thử\nSAO Y\nCHÁNH VĂN PHÒNG\nLê Văn Sao")
    assert (field.value.position, field.value.name) == ("CHỦ TỊCH", "Hoàng Văn Thử")


def test_who_signs_for_the_head_is_not_the_head(signed):
    assert signed("Nơi nhận:\n- Lưu: VT.\nKT. CHỦ TỊCH\nCHỦ TỊCH\nHoàng Văn Thử").value.position is None


def test_recipients_with_initials_are_no_capacity(signed):
    value = signed("Nơi nhận: CHỦ TỊCH\n- VPUB: CVP, KTTH;\n- Lưu: VT, KTTHn82.\nHoàng Văn Thử").value
    assert value.capacity is None


def test_a_plan_without_closing_has_no_signer(read_text):
    assert read_text(PLAN)._.document.signatory.status is Status.ABSENT


def scanned(*texts):
    lines = tuple(
        Line(t, t, words=(Word(0, len(t), None, 0.9),), region=region)
        for t, region in [("Nơi nhận:", Region.RECIPIENTS), *((t, Region.SIGNATURE) for t in texts)]
    )
    page = Page(1, (*(Line.plain(t) for t in PLAN.strip().split("\n")), *lines), Trail(Verdict.OCR))
    return annotate([page], only=("zones", "signatory"))._.document.signatory


def test_an_office_behind_dirt_on_a_scan_may_be_a_capacity_and_is_not_taken():
    assert scanned("®%BỘ TRƯỞNG").status is Status.ILLEGIBLE


def test_an_office_read_with_wrong_marks_is_put_right():
    value = scanned("KT. BỌ TRƯỞNG", "PHO CHU TICH", "Äguyến Văn Thư").value
    assert (value.capacity, value.position, value.name) == ("KT. BỘ TRƯỞNG", "PHÓ CHỦ TỊCH", "Nguyễn Văn Thư")


def test_a_name_with_syllables_that_no_name_has_is_not_taken():
    assert scanned("CHỦ TỊCH", "Trần Vxn Thuwr").value.name is None


def test_a_name_whose_beginning_is_torn_is_not_taken():
    assert scanned("CHỦ TỊCH", "Ph@ı Văn Phúc").value.name is None


def test_a_whole_name_after_a_scrap_is_taken():
    assert scanned("CHỦ TỊCH", "F»z Trịnh Văn Thư").value.name == "Trịnh Văn Thư"


def test_collectives_without_mark_office_and_name_are_the_head_of_a_form(signed):
    assert signed("Nơi nhận:\n- Lưu: VT.\nTHÀNH ỦY ..... THÀNH ỦY CẦN THƠ\nĐẢNG BỘ (CHI BỘ)").value is None


def test_tm_read_as_one_sign_is_tm():
    assert scanned("™. ỦY BAN NHÂN DÂN", "CHỦ TỊCH").value.capacity == "TM. ỦY BAN NHÂN DÂN"


def test_an_office_near_to_several_is_not_taken():
    assert scanned("HN TRƯỞNG").status is Status.ILLEGIBLE


def test_a_torn_surname_of_which_there_is_but_one_is_put_right():
    assert scanned("CHỦ TỊCH", "Nguy°x Văn Thư").value.name == "Nguyễn Văn Thư"


def test_an_office_ends_before_a_stroke():
    assert scanned("CHỦ TỊCH /").value.position == "CHỦ TỊCH"


def test_an_office_with_what_it_is_of_is_put_right_too():
    value = scanned("TM. BAN CHÁP HÀNH HỘI CỰU CHIẾN BINH", "TRƯỜNG PHONG CTSV").value
    assert (value.capacity, value.position) == ("TM. BAN CHẤP HÀNH HỘI CỰU CHIẾN BINH", "TRƯỞNG PHÒNG CTSV")


def test_in_a_ministry_the_deputy_minister_signs(read_text):
    closing = "Nơi nhận:\n- Lưu: VT.\nKT. BỘ TRƯỞNG\nTHỦ TRƯỞNG\nHoàng Văn Thử"
    header = "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 5/KH-BGDĐT\nHà Nội, ngày 5 tháng 3 năm 2024\n"
    assert read_text(header + PLAN + closing)._.document.signatory.value.position == "THỨ TRƯỞNG"
    assert read_text(PLAN + closing)._.document.signatory.value.position == "THỦ TRƯỞNG"


@pytest.mark.parametrize(
    "text", ["I. MỤC ĐÍCH", "TM. ỦY BAN NHÂN DÂN", "Các đơn vị thực hiện", "PHÓ CHỦ TỊCH", "BAN NHÂN DÂN"]
)
def test_other_lines_hold_no_name(text):
    assert name_span(text) is None


def test_a_surname_is_put_right_only_where_no_other_can_be_meant():
    assert person("Trân Văn Thư") == "Trần Văn Thư"
    assert person("Xyz Văn Thư") is None


def test_a_name_that_no_list_knows_is_taken_where_it_was_read_surely():
    assert person("Cầm Văn Thưởng", 0.96) == "Cầm Văn Thưởng"
    assert person("Cầm Văn Thưởng", 0.7) is None
    assert person("Cầm Văn Thưởgn", 0.96) is None


def test_an_office_in_capitals_is_no_name(signed):
    found = signed("Nơi nhận:\n- Lưu: VT.\nKT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nTrần Thanh").value
    assert (found.position, found.name) == ("PHÓ TRƯỞNG BAN", "Trần Thanh")


def test_an_office_that_no_list_knows_is_not_bent_into_one_in_text_that_was_not_read(signed):
    assert signed("Nơi nhận:\n- Lưu: VT.\nTRƯỞNG KHỐT\nTrần Thanh Hà").value.position is None
