"""Who does what: headings, labels, sentences, blocks and tables. All sentences are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.extract.assignment.assignees import assigned, named
from vanthu.models.extract.source import Passage
from vanthu.models.extract.structure.entries import Words
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

READ = ("zones", "outline", "letterhead", "title", "names", "deadlines", "responsibilities", "links")
HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 12/KH-UBND
Suối Mơ, ngày 05 tháng 02 năm 2024
KẾ HOẠCH
Phát động phong trào thi đua “Đường hoa ngõ sạch” năm 2024
Thực hiện Kế hoạch số 45/KH-UBND ngày 10/01/2024 của UBND huyện Đồi Thông;
"""


def words(text):
    return Words(Paragraph(Passage(text, tuple(range(len(text)))), Zone.BODY), 0, len(text))


@pytest.fixture
def told(read_text):
    def read(body, head=HEAD):
        campaign = read_text(head + body, READ)._.campaign
        return [(r.who.value, [t.value for t in r.tasks]) for r in campaign.responsibilities]

    return read


@pytest.mark.parametrize(
    ("sentence", "who", "duty"),
    [
        ("Giao Phòng Nội vụ (cơ quan thường trực) theo dõi chung.", "Phòng Nội vụ", "theo dõi chung."),
        ("Căn cứ Kế hoạch này, các thôn xây dựng hương ước.", "các thôn", "xây dựng hương ước."),
        ("Sở Xây dựng xây dựng quy chuẩn ngõ.", "Sở Xây dựng", "xây dựng quy chuẩn ngõ."),
        ("Ban chỉ đạo xã chỉ đạo việc dọn rác.", "Ban chỉ đạo xã", "chỉ đạo việc dọn rác."),
        (
            "Các cơ quan, tổ chức, đơn vị tổ chức ra quân.",
            "Các cơ quan, tổ chức, đơn vị",
            "tổ chức ra quân.",
        ),
        (
            "Uỷ ban nhân dân tỉnh yêu cầu các sở báo cáo hằng quý.",
            "các sở",
            "báo cáo hằng quý.",
        ),
        (
            "Trưởng các phòng; Chủ tịch UBND xã, phường phối hợp thực hiện.",
            "Trưởng các phòng; Chủ tịch UBND xã, phường",
            "phối hợp thực hiện.",
        ),
    ],
)
def test_a_sentence_begins_with_the_body_and_goes_on_with_its_duty(sentence, who, duty):
    found = assigned(words(sentence))
    assert (found.who.text, found.duty.text) == (who, duty)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ban hành hướng dẫn chấm điểm.",
        "Phòng, chống rác thải nhựa, tổ chức ra quân.",
        "Tổ chức tập huấn, hướng dẫn các thôn.",
        "Báo cáo kết quả về xã, phối hợp tổng hợp.",
        "Đề nghị cấp trên khen thưởng, tổ chức trao tặng.",
    ],
)
def test_a_verb_or_a_superior_is_no_body(sentence):
    assert assigned(words(sentence)) is None


@given(st.text(alphabet="Căn cứ GiaoSởYtế, chủ trì;:.() -–", max_size=80))
def test_whatever_is_printed_body_and_duty_are_parts_of_it(text):
    found = assigned(words(text))
    assert found is None or (found.who.text in text and found.duty.text in text)
    body = named(words(text))
    assert body is None or (body.text and body.text in text)


def test_headings_labels_and_sentences_name_bodies(told):
    body = """V. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Phát loa mỗi sáng về phong trào.
- Tổng hợp số liệu các thôn gửi về trước ngày 20/3/2024.
2. Trạm Y tế: phun khử khuẩn hai đợt trong năm.
3. Giao Công an xã tuần tra ban đêm. Lập biên bản khi có vi phạm.
4. Đề nghị Ủy ban MTTQ Việt Nam xã vận động đoàn viên tham gia dọn ngõ.
Trong quá trình thực hiện, nếu vướng mắc, các thôn báo cáo Ủy ban nhân dân xã xem xét.
"""
    assert told(body) == [
        (
            "Công chức Văn hóa - Xã hội",
            ["Phát loa mỗi sáng về phong trào.", "Tổng hợp số liệu các thôn gửi về trước ngày 20/3/2024."],
        ),
        ("Trạm Y tế", ["phun khử khuẩn hai đợt trong năm."]),
        ("Công an xã", ["tuần tra ban đêm.", "Lập biên bản khi có vi phạm."]),
        ("Ủy ban MTTQ Việt Nam xã", ["vận động đoàn viên tham gia dọn ngõ."]),
    ]


def test_the_tasks_of_a_body_stand_together_and_know_section_and_deadlines(read_text):
    body = """IV. TỔ CHỨC THỰC HIỆN
1. Trạm Y tế phun khử khuẩn xong trước ngày 20/3/2024.
2. Các thôn tổ chức họp dân.
3. Trạm Y tế hướng dẫn làm nhà vệ sinh.
"""
    campaign = read_text(HEAD + body, READ)._.campaign
    first = campaign.responsibilities[0]
    assert (first.who.value, len(first.tasks), first.section) == ("Trạm Y tế", 2, "IV.1")
    assert [campaign.deadlines[i].value.end.isoformat() for i in first.deadlines] == ["2024-03-20"]


def test_everybody_shall_see_to_it_is_a_formula_and_a_named_list_is_not(told):
    formula = "II. TỔ CHỨC THỰC HIỆN\nYêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.\n"
    assert told(formula) == []
    listed = formula.replace("các cơ quan, đơn vị", "Trưởng các thôn")
    assert told(listed) == [("Trưởng các thôn", ["nghiêm túc triển khai thực hiện."])]


def test_criteria_give_no_work_though_they_begin_with_a_unit(told):
    assert told("II. TIÊU CHÍ THI ĐUA\n1. Các thôn thực hiện phân loại rác, chủ trì dọn ngõ hằng tuần.\n") == []


def test_the_owner_on_the_line_below_owes_the_task(told):
    body = """II. NHIỆM VỤ
1. Về đường làng
a) Nhiệm vụ: Trồng hoa hai bên đường trục thôn.
b) Cơ quan thực hiện:
- Đơn vị chủ trì: Hội Phụ nữ xã.
- Đơn vị phối hợp: Đoàn Thanh niên xã.
c) Thời gian thực hiện: tháng 3 năm 2024.
"""
    assert told(body) == [("Hội Phụ nữ xã", ["Trồng hoa hai bên đường trục thôn."])]


def test_a_table_printed_cell_below_cell_is_read_by_its_heads(told):
    body = """III. TIẾN ĐỘ THỰC HIỆN
STT
Nội dung
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian
1
Khảo sát các tuyến ngõ
Văn phòng
UBND xã
Các thôn
Tháng 2/2024
2
Chấm điểm từng thôn
Hội Cựu chiến binh và
Hội Nông dân
Trạm Y tế
Quý IV/2024
"""
    assert told(body) == [
        ("Văn phòng UBND xã", ["Khảo sát các tuyến ngõ"]),
        ("Hội Cựu chiến binh và Hội Nông dân", ["Chấm điểm từng thôn"]),
    ]


def test_groups_of_rows_count_anew_and_a_wide_cell_swallows_no_owner(told):
    body = """PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/02/2024 của UBND xã)
TT
NHIỆM VỤ
CHỦ TRÌ
PHỐI HỢP
THỜI GIAN
I
VỀ ĐƯỜNG LÀNG
1
Trồng hoa dọc hai bên đường trục của tất cả các thôn trong toàn xã
Hội Phụ nữ xã
Các thôn
Tháng 3/2024
2
Sơn tường rào các ngõ
Phòng Dân vận
các cơ quan xã
Trạm Y tế
Quý II/2024
II
VỀ RÁC THẢI
1
Đặt thùng rác ở chợ
Ban Quản lý chợ
Các thôn
2024
"""
    assert told(body) == [
        ("Hội Phụ nữ xã", ["Trồng hoa dọc hai bên đường trục của tất cả các thôn trong toàn xã"]),
        ("Phòng Dân vận các cơ quan xã", ["Sơn tường rào các ngõ"]),
        ("Ban Quản lý chợ", ["Đặt thùng rác ở chợ"]),
    ]


@pytest.mark.parametrize(
    ("printed", "who", "task"),
    [
        ("1. Các thôn có trách nhiệm họp dân hằng quý.", "Các thôn", "họp dân hằng quý."),
        (
            "1. Trạm Y tế căn cứ chức năng, nhiệm vụ được giao, phun khử khuẩn hai đợt.",
            "Trạm Y tế",
            "phun khử khuẩn hai đợt.",
        ),
        (
            "1. Tất cả lực lượng tham gia thực hiện Kế hoạch này phải đội mũ khi làm việc.",
            "Tất cả lực lượng tham gia thực hiện Kế hoạch này",
            "phải đội mũ khi làm việc.",
        ),
        (
            "1. Các cơ quan thông tin, tuyên truyền của xã đưa tin hằng tuần.",
            "Các cơ quan thông tin, tuyên truyền của xã",
            "đưa tin hằng tuần.",
        ),
        ("1. Giao Phòng Nội vụ (Tổ Thi đua):\n- Lập danh sách.", "Phòng Nội vụ (Tổ Thi đua)", "Lập danh sách."),
    ],
)
def test_what_belongs_to_the_body_and_what_to_its_task(told, printed, who, task):
    assert told(f"V. TỔ CHỨC THỰC HIỆN\n{printed}\n") == [(who, [task])]


def test_an_item_ends_where_the_closing_orders_begin(told):
    body = """V. TỔ CHỨC THỰC HIỆN
1. Các thôn: Họp dân hằng quý. Yêu cầu các trường học, trạm xá nghiêm túc làm theo. Trong quá trình thực hiện, nếu vướng
mắc, báo cáo Ủy ban nhân dân xã./.
"""
    assert told(body) == [("Các thôn", ["Họp dân hằng quý."]), ("các trường học, trạm xá", ["nghiêm túc làm theo."])]


def test_the_closing_paragraph_may_still_give_work(told):
    body = """V. TỔ CHỨC THỰC HIỆN
1. Trạm Y tế phun khử khuẩn hai đợt.
Trên đây là Kế hoạch của xã. Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện. Định kỳ hằng năm báo cáo kết
quả về Ủy ban nhân dân xã./.
"""
    assert told(body)[1:] == [("các cơ quan, đơn vị", ["Định kỳ hằng năm báo cáo kết quả về Ủy ban nhân dân xã."])]


def test_the_part_on_reports_assigns_reports(told):
    assert told("VI. CHẾ ĐỘ BÁO CÁO\n1. Các thôn báo cáo trước ngày 20 hằng tháng.\n") == [
        ("Các thôn", ["báo cáo trước ngày 20 hằng tháng."])
    ]


def test_a_mark_read_with_errors_hides_no_assignments(told):
    body = "VII. KINH PHÍ\nDo ngân sách xã cấp.\nVIIIL TỔ CHỨC THỰC HIỆN\n1. Trạm Y tế: phun khử khuẩn.\n"
    assert told(body) == [("Trạm Y tế", ["phun khử khuẩn."])]


def test_under_duties_of_the_units_each_unit_has_its_own(told):
    body = "V. TRÁCH NHIỆM CỦA CÁC ĐƠN VỊ\n1. Trạm Y tế: phun khử khuẩn.\n2. Hội Nông dân xã trồng cây hằng quý.\n"
    assert told(body) == [("Trạm Y tế", ["phun khử khuẩn."]), ("Hội Nông dân xã", ["trồng cây hằng quý."])]


def test_minutes_and_letters_assign_nothing(told):
    minutes = HEAD.replace("KẾ HOẠCH\nPhát động phong trào thi đua", "BIÊN BẢN\nHọp bàn").replace(
        "KH-UBND\nS", "BB-UBND\nS"
    )
    assert told("V. TỔ CHỨC THỰC HIỆN\n1. Trạm Y tế phun khử khuẩn hai đợt.\n", minutes) == []


def test_evidence_of_body_and_task_gives_their_text(read_text):
    doc = read_text(HEAD + "V. TỔ CHỨC THỰC HIỆN\n1. Trạm Y tế phun khử khuẩn\nhai đợt trong năm.\n", READ)
    (one,) = doc._.campaign.responsibilities
    for field in (one.who, *one.tasks):
        assert field.text == field.value == doc._.source.printed(field.evidence)
