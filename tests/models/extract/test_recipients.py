"""The list under Nơi nhận."""

from __future__ import annotations

import pytest

PLAN = "KẾ HOẠCH\nTrồng cây\nCăn cứ Luật;\nCác thôn thực hiện./.\n"


@pytest.fixture
def listed(read_text):
    return lambda closing: [field.value for field in read_text(PLAN + closing)._.document.recipients]


def test_marks_and_ends_are_dropped_and_lines_joined(listed):
    closing = "Nơi nhận:\n- Tỉnh ủy (b/c);\n- Các huyện ủy,\nthị ủy trực thuộc;\n+ Sở: Nội vụ, Y tế.\n- Lưu: VT, NL."
    assert listed(closing) == ["Tỉnh ủy (b/c)", "Các huyện ủy, thị ủy trực thuộc", "Sở: Nội vụ, Y tế", "Lưu: VT, NL"]


def test_a_merged_signature_is_no_recipient(listed):
    closing = "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; CHỦ TỊCH\n- Các thôn;\n- Lưu: VT.\nHoàng Văn Thử"
    assert listed(closing) == ["Như trên", "Các thôn", "Lưu: VT"]


def test_an_item_without_mark_opens_after_one_that_has_ended(listed):
    assert listed("Nơi nhận:\nNhư Điều 3;\nSở Nội vụ;\nLưu: VT.") == ["Như Điều 3", "Sở Nội vụ", "Lưu: VT"]


def test_a_label_inside_the_list_is_no_recipient(listed):
    assert listed("Nơi nhận:\nGửi bản điện tử:\n- Các thôn;\n- Lưu: VT.") == ["Các thôn", "Lưu: VT"]


def test_the_list_of_a_form_in_the_appendix_is_not_taken(listed):
    closing = "Nơi nhận:\n- Các thôn;\n- Lưu: VT.\nHoàng Văn Thử\nPHỤ LỤC\nNơi nhận:\n- Người lạ;"
    assert listed(closing) == ["Các thôn", "Lưu: VT"]


def test_items_map_back_to_their_lines(read_text):
    fields = read_text(PLAN + "Nơi nhận:\n- Các huyện ủy,\nthị ủy;\n- Lưu: VT.")._.document.recipients
    assert [(e.page, e.line) for e in fields[0].evidence] == [(1, 6), (1, 7)]
    assert fields[0].text == "Các huyện ủy, thị ủy"


def test_no_list_no_recipients(listed):
    assert listed("") == []


def test_specks_beside_the_list_and_a_starred_line_after_the_file_copy_are_no_recipients(listed):
    closing = "Nơi nhận:\nCa \\\n- Trạm Y tế xã; )\n- Như trên; H A\n- TH;\n- Lưu: VT.\n* Biết Niê"
    assert listed(closing) == ["Trạm Y tế xã", "Như trên", "TH", "Lưu: VT"]
