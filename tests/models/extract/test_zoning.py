"""Zones by content where the place on the paper is unknown, and by place where it is known."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.structure.zoning import zone_lines
from vanthu.models.page import Line, Page, Region, Trail, Verdict

PLAN = """\
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN CHỢ ĐỒN Độc lập - Tự do - Hạnh phúc
Số: 57/KH-UBND Chợ Đồn, ngày 04 tháng 3 năm 2022
KẾ HOẠCH
Phát động phong trào thi đua “Mỗi thôn một vườn cây”
năm 2022
Căn cứ Luật Thi đua, khen thưởng;
I. MỤC ĐÍCH
1. Mục đích: trồng cây./.
Nơi nhận: TM. ỦY BAN NHÂN DÂN
- Các phòng, ban; CHỦ TỊCH
- Lưu: VT.
Hoàng Văn Thử
PHỤ LỤC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BÁO CÁO
Nơi nhận: để nộp"""


def zones_of(text):
    pages = [
        Page(n, tuple(Line.plain(line) for line in page.split("\n")), Trail(Verdict.TEXT))
        for n, page in enumerate(text.split("\f"), 1)
    ]
    return zone_lines(SourceText(pages))


def test_merged_columns_of_a_plan():
    letterhead, title, body = [Zone.LETTERHEAD] * 3, [Zone.TITLE] * 3, [Zone.BODY] * 3
    closing = [Zone.RECIPIENTS] * 3 + [Zone.SIGNATURE]
    assert list(zones_of(PLAN)) == letterhead + title + body + closing + [Zone.APPENDIX] * 4


def test_a_plan_without_letterhead_starts_with_its_title():
    zones = zones_of("KẾ HOẠCH\n\nTrồng cây\n\nThực hiện chỉ đạo của huyện")
    assert zones[0] is zones[2] is Zone.TITLE
    assert zones[4] is Zone.BODY


def test_a_title_that_goes_on_over_a_proper_name_is_not_cut_by_an_opener_with_other_marks():
    zones = zones_of("CHỈ THỊ\nvề việc đón Tết\nNhâm Dần năm 2022 an toàn\nThực hiện chỉ đạo của huyện")
    assert zones[2] is Zone.TITLE
    assert zones[3] is Zone.BODY


def test_an_opener_may_begin_the_subject_itself():
    zones = zones_of("KẾ HOẠCH\nThực hiện chương trình trồng cây\nCăn cứ Luật Lâm nghiệp;")
    assert [z.value for z in zones] == ["title", "title", "body"]


def test_a_subject_that_goes_on_with_a_programme_is_not_cut_by_the_word_for_chapter():
    text = PLAN.replace("năm 2022\n", "của 02\nChương trình mục tiêu quốc gia\n")
    assert zones_of(text)[4:7] == (Zone.TITLE, Zone.TITLE, Zone.TITLE)


def test_a_công_văn_has_no_title():
    text = "SỞ NỘI VỤ\nSố: 12/SNV-TĐ\nV/v báo cáo\nnăm 2023\nKính gửi: Các phòng.\nSở đề nghị các phòng báo cáo."
    zones = zones_of(text)
    assert list(zones) == [Zone.LETTERHEAD] * 4 + [Zone.BODY] * 2


def test_a_copy_after_the_signature_is_a_zone_of_its_own():
    zones = zones_of(PLAN.split("PHỤ LỤC", maxsplit=1)[0] + "SAO Y\nSố: 9/SY-UBND\nChánh Văn phòng")
    assert list(zones[-3:]) == [Zone.COPY] * 3


def test_page_numbers_and_digital_signatures_are_aside():
    zones = zones_of("KẾ HOẠCH\nTrồng cây\nCăn cứ Luật;\f2\nNgười ký: Hoàng Văn Thử\nĐoạn văn tiếp theo của kế hoạch.")
    assert [z.value for z in zones[-3:]] == ["aside", "aside", "body"]


def test_a_number_in_a_table_cell_is_no_page_number():
    zones = zones_of("KẾ HOẠCH\nTrồng cây\nCăn cứ Luật;\n1\nCây xanh")
    assert zones[3] is Zone.BODY


def test_the_place_on_the_paper_decides_where_it_is_known():
    lines = [
        Line.plain("KẾ HOẠCH", Region.BODY),
        Line.plain("Trồng cây", Region.BODY),
        Line.plain("Căn cứ Luật;", Region.BODY),
        Line.plain("Nơi nhận:", Region.RECIPIENTS),
        Line.plain("Các thôn", Region.RECIPIENTS),
        Line.plain("Dấu mờ", Region.SIGNATURE),
        Line.plain("Công báo tỉnh", Region.STAMP),
    ]
    zones = zone_lines(SourceText([Page(1, tuple(lines), Trail(Verdict.OCR))]))
    assert [z.value for z in zones] == ["title", "title", "body", "recipients", "recipients", "signature", "aside"]


def test_a_list_of_recipients_goes_on_over_the_page():
    head, tail = PLAN.split("- Lưu")
    zones = zones_of(f"{head}- Hội Nông dân\f- Lưu{tail.split('PHỤ LỤC')[0].rstrip()}")
    assert [z.value for z in zones[-3:]] == ["recipients", "recipients", "signature"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PLAN.split("\n")) | st.text(max_size=30), max_size=25))
def test_every_line_has_exactly_one_zone(lines):
    text = "\n".join(lines)
    assert len(zones_of(text)) == len([line for page in text.split("\f") for line in page.split("\n")])


ATTACHED = """\
SỞ NỘI VỤ
Số: 51/QĐ-SNV
QUYẾT ĐỊNH
Ban hành Kế hoạch trồng cây
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng cây./.
Nơi nhận:
- Như Điều 1;
- Lưu: VT.
GIÁM ĐỐC
Hoàng Văn Thử
SỞ NỘI VỤ
KẾ HOẠCH
Trồng cây
(Kèm theo Quyết định số 51/QĐ-SNV ngày 15/5/2024
của Giám đốc Sở Nội vụ)
I. NỘI DUNG
Mỗi phòng trồng 02 cây.
Phụ lục
MẪU ĐĂNG KÝ"""


def test_a_plan_that_comes_with_a_decision_is_body_up_to_its_appendix():
    zones = zones_of(ATTACHED)
    assert set(zones[10:15]) == {Zone.APPENDIX}
    assert list(zones[15:]) == [Zone.BODY, Zone.BODY, Zone.APPENDIX, Zone.APPENDIX]


def test_a_form_that_names_the_act_it_comes_with_is_no_attached_plan():
    zones = zones_of(ATTACHED.replace("KẾ HOẠCH\nTrồng", "Mẫu số 1\nBÁO CÁO\nTrồng"))
    assert Zone.BODY not in zones[10:]


def test_the_letterhead_above_the_mark_of_a_copy_is_the_copy_s():
    copied = "CÔNG ĐOÀN\nSố: 27/SY-CĐVC\nHà Giang, ngày 28 tháng 5 năm 2019\nSAO Y BẢN CHÍNH\nNơi nhận:\n- Lưu: VP."
    zones = zones_of(f"{PLAN.partition('PHỤ LỤC')[0]}\f{copied}")
    assert set(zones[-6:]) == {Zone.COPY}


def test_recipients_whose_label_is_lost_are_told_by_the_file_copy():
    torn = PLAN.partition("\nPHỤ LỤC")[0].replace(
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n", "đơn HP TM. ỦY BAN NHÂN DÂN\n- UBND tỉnh;\n.NG\n"
    )
    zones = zones_of(torn)
    assert [z.value for z in zones[9:15]] == [
        "signature",
        "recipients",
        "signature",
        "recipients",
        "recipients",
        "signature",
    ]
    assert zones[8] is Zone.BODY


def test_a_list_that_files_nothing_is_no_closing():
    text = "KẾ HOẠCH\nTrồng cây\nCăn cứ Luật;\n- Lưu ý các thôn xa;\n- Trồng cây;\n- Tưới cây."
    assert Zone.RECIPIENTS not in zones_of(text)
