import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import CampaignFacts, Field
from vanthu.models.extract.emulation.criteria import criteria
from vanthu.models.extract.emulation.criteria_items import items
from vanthu.models.extract.emulation.criteria_labels import Kind, kind_of
from vanthu.models.extract.language import annotate
from vanthu.models.page import Cell, Line, Page, Trail, Verdict

HEAD = "ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ\nSố: 12/KH-UBND\nSuối Mơ, ngày 05 tháng 02 năm 2024\nKẾ HOẠCH\nPhát động phong trào"
TAIL = "V. TỔ CHỨC THỰC HIỆN\n1. Các thôn báo cáo kết quả về xã đúng hạn.\nNơi nhận:\n- Lưu: VT."


def document(lines, name="Đường hoa"):
    page = Page(1, tuple(lines), Trail(Verdict.TEXT))
    doc = annotate([page], ("zones", "outline"))
    doc._.campaign = CampaignFacts(names=(Field[str](value=name),) if name else ())
    return criteria(doc)


def groups(body, name="Đường hoa"):
    text = f"{HEAD}\n{body}\n{TAIL}"
    found = document([Line.plain(line) for line in text.split("\n")], name)._.campaign.criteria
    return [(g.section, g.audience.value, [i.value for i in g.items]) for g in found]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("NỘI DUNG THI ĐUA", Kind.CRITERIA),
        ("Nội dung,tiêu chuẩn", Kind.CRITERIA),
        ("ĐỐI TƯỢNG, TIÊU CHÍ VÀ HÌNH THỨC KHEN THƯỞNG", Kind.CRITERIA),
        ("Tiêu chuẩn chung", Kind.CRITERIA),
        ("Nội dung phát động", Kind.CRITERIA),
        ("Nội dung và cách tính điểm", Kind.CRITERIA),
        ("Các chỉ tiêu phấn đấu", Kind.CRITERIA),
        ("TIÊU CHI CHẤM ĐIÊM", Kind.CRITERIA),
        ("Nội dung tuyên truyền phong trào", Kind.PLAIN),
        ("Xây dựng tiêu chí thi đua của thôn", Kind.PLAIN),
        ("Nội dung chủ yếu", Kind.CONTENT),
        ("Đối với các thôn", Kind.AUDIENCE),
        ("Tập thể, cá nhân", Kind.AUDIENCE),
        ("Cán bộ, đảng viên tốt", Kind.PLAIN),
        ("Hình thức khen thưởng", Kind.OTHER),
        ("Thời gian thực hiện", Kind.OTHER),
        ("TỔ CHỨC THỰC HIỆN", Kind.BARRIER),
    ],
)
def test_labels(label, kind):
    assert kind_of(bare(label)) is kind


def test_lists_for_two_audiences():
    body = (
        "II. TIÊU CHÍ THI ĐUA\n1. Đối với tập thể\n- Mỗi thôn có một tuyến đường hoa dài trên 200 m.\n"
        "- Không có điểm tập kết rác trái phép.\n2. Cá nhân:\n+ Nhận chăm sóc ít nhất một đoạn đường."
    )
    assert groups(body) == [
        (
            "II.1",
            "tập thể",
            ["Mỗi thôn có một tuyến đường hoa dài trên 200 m.", "Không có điểm tập kết rác trái phép."],
        ),
        ("II.2", "Cá nhân", ["Nhận chăm sóc ít nhất một đoạn đường."]),
    ]


def test_run_on_audiences_and_clauses():
    body = (
        "II. TIÊU CHUẨN\n1. Tiêu chuẩn chung: Nội bộ thôn đoàn kết, thống nhất; tham gia đủ buổi lao động.\n"
        "2. Tiêu chuẩn cụ thể:\n- Đối với tập thể: Hoàn thành sớm khối lượng đã đăng ký.\n"
        "- Cá nhân được xét khen thưởng phải đạt các tiêu chuẩn sau:\n+ Góp ít nhất 05 ngày công lao động.\n"
        "+ Vận động được hai hộ cùng tham gia."
    )
    assert groups(body) == [
        ("II.1", None, ["Nội bộ thôn đoàn kết, thống nhất;", "tham gia đủ buổi lao động."]),
        ("II.2", "tập thể", ["Hoàn thành sớm khối lượng đã đăng ký."]),
        ("II.2", "Cá nhân", ["Góp ít nhất 05 ngày công lao động.", "Vận động được hai hộ cùng tham gia."]),
    ]


def test_an_audience_inside_a_list_for_another_is_one_criterion():
    body = (
        "II. TIÊU CHUẨN\n1. Đối với tập thể\na) Có kế hoạch hưởng ứng cụ thể.\n"
        "b) Đối với trường học: có vườn rau; có thùng rác ở mọi lớp."
    )
    assert groups(body)[0][2] == [
        "Có kế hoạch hưởng ứng cụ thể.",
        "Đối với trường học: có vườn rau; có thùng rác ở mọi lớp.",
    ]


def test_running_text_has_one_criterion_a_sentence():
    body = "II. NỘI DUNG THI ĐUA\nCác thôn dọn vệ sinh đường làng hằng tuần. Mỗi hộ trồng một luống hoa trước ngõ."
    assert groups(body) == [
        ("II", None, ["Các thôn dọn vệ sinh đường làng hằng tuần.", "Mỗi hộ trồng một luống hoa trước ngõ."])
    ]


def test_other_parts_of_a_mixed_section_hold_no_criteria():
    body = (
        "II. ĐỐI TƯỢNG, TIÊU CHÍ VÀ HÌNH THỨC KHEN THƯỞNG\n1. Đối tượng: tất cả các thôn trong xã.\n2. Tiêu chí\n"
        "- Đường làng sạch, có hoa bốn mùa.\n3. Hình thức khen thưởng\n- Giấy khen của Chủ tịch UBND xã.\n"
        "4. Các hoạt động thường kỳ\n- Tổng vệ sinh vào sáng thứ Bảy."
    )
    assert [g[2] for g in groups(body)] == [["Đường làng sạch, có hoa bốn mùa."]]


def test_a_section_of_content_counts_where_it_speaks_to_an_audience():
    body = (
        "II. NỘI DUNG\n1. Công tác chuẩn bị\n- Họp thôn, bầu tổ tự quản đường hoa.\n2. Đối với các hộ gia đình\n"
        "- Phân loại rác tại nguồn trước khi thu gom."
    )
    assert groups(body) == [("II.2", "các hộ gia đình", ["Phân loại rác tại nguồn trước khi thu gom."])]


def test_a_lead_that_states_an_aim_counts_and_one_that_announces_does_not():
    body = (
        "II. NỘI DUNG THI ĐUA\n"
        "Đẩy mạnh vệ sinh môi trường ở mọi thôn, mọi cơ quan và trường học trong xã, cụ thể như sau:\n"
        "1. Mỗi thôn có một tổ thu gom rác.\n2. Các nội dung trọng tâm, cụ thể:\n- Trồng hoa hai bên đường trục thôn."
    )
    assert [i for g in groups(body) for i in g[2]] == [
        "Đẩy mạnh vệ sinh môi trường ở mọi thôn, mọi cơ quan và trường học trong xã, cụ thể như sau:",
        "Mỗi thôn có một tổ thu gom rác.",
        "Trồng hoa hai bên đường trục thôn.",
    ]


def test_a_stamp_between_the_lines_ends_no_section():
    body = "II. TIÊU CHÍ\n- Đường làng sạch, có hoa bốn mùa.\nHỎA TỐC\n- Không còn rác ở bờ kênh, bờ ruộng."
    assert [len(g[2]) for g in groups(body)] == [2]


def test_points_are_no_label():
    body = (
        "II. TIÊU CHÍ, THANG ĐIỂM\n1. Đối với các thôn\n"
        "a) Báo cáo đầy đủ, đúng hạn: 10 điểm.\nb) Có tổ tự quản: 20 điểm."
    )
    assert groups(body)[0][2] == ["Báo cáo đầy đủ, đúng hạn: 10 điểm.", "Có tổ tự quản: 20 điểm."]


def test_tasks_and_documents_without_a_campaign_have_no_criteria():
    tasks = "III. TỔ CHỨC THỰC HIỆN\n1. Tiêu chí thi đua\n- Văn phòng xã soạn tiêu chí chi tiết cho các thôn."
    assert groups(tasks) == []
    assert groups("II. TIÊU CHÍ\n- Đường làng sạch, có hoa bốn mùa.", name=None) == []


def test_the_title_that_a_movement_names_is_its_audience():
    body = "II. TIÊU CHÍ\n1. Thôn xanh\n- Đường làng sạch, có hoa bốn mùa."
    assert groups(body, name="Thôn xanh")[0][:2] == ("II.1", "Thôn xanh")


def table(rows):
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            yield Line(text, text, cell=Cell(0, row, column))


def test_a_table_with_points_has_a_column_of_criteria():
    rows = [
        ("TT", "Tiêu chí", "Điểm tối đa"),
        ("I", "Đối với các thôn", "60"),
        ("1", "Đường làng sạch, có hoa bốn mùa", "30"),
        ("2", "Có tổ thu gom rác hoạt động đều", "30"),
    ]
    lines = [*(Line.plain(line) for line in f"{HEAD}\nII. CHẤM ĐIỂM".split("\n")), *table(rows)]
    (group,) = document(lines)._.campaign.criteria
    assert group.audience.value == "Đối với các thôn"
    assert [i.value for i in group.items] == ["Đường làng sạch, có hoa bốn mùa", "Có tổ thu gom rác hoạt động đều"]


def test_a_line_with_a_capital_after_a_semicolon_lost_its_mark():
    text = "Có tổ tự quản hoạt động đều; Đường làng sạch, có hoa bốn mùa"
    at = text.index("Đường")
    assert len(list(items(text, 0, lambda position: position == at, marked=True, labelled=False))) == 2
    assert len(list(items(text, 0, lambda _: False, marked=True, labelled=False))) == 1


@given(st.text(alphabet="abcđẤồ;.: 1“”-\n", max_size=120), st.booleans(), st.booleans())
def test_items_lie_inside_and_in_order(text, marked, labelled):
    last = 0
    for start, end in items(text, 0, lambda _: True, marked=marked, labelled=labelled):
        assert last <= start < end <= len(text)
        last = end


def test_a_range_and_points_broken_by_the_margin_stay_in_their_item():
    body = (
        "II. TIÊU CHÍ\n1. Đối với các thôn\n- Mỗi thôn có tuyến đường hoa dài từ 02\n- 03 km, có tổ tự quản.\n"
        "- Không còn rác thải tồn đọng ở khu dân cư:\n15 điểm."
    )
    assert groups(body)[0][2] == [
        "Mỗi thôn có tuyến đường hoa dài từ 02 - 03 km, có tổ tự quản.",
        "Không còn rác thải tồn đọng ở khu dân cư: 15 điểm.",
    ]


def test_party_marks_with_a_dash_open_their_sections():
    body = "II- TIÊU CHÍ\n2.1- Đối với tập thể:\n- Có đăng ký mô hình.\n2.2- Đối với cá nhân:\n- Gương mẫu trong thôn."
    assert [g[1] for g in groups(body)] == ["tập thể", "cá nhân"]


def test_a_score_table_printed_cell_by_cell_is_read():
    lines = (
        "Phụ lục\nBẢNG ĐIỂM THI ĐUA\nTT\nTIÊU CHÍ THI ĐUA\nĐIỂM CHUẨN\nNHÓM\n1\nĐường làng sạch, có hoa bốn mùa\n30\n"
        "Chấm theo biên bản kiểm tra hằng tháng\n2\nCó tổ thu gom rác hoạt động đều\n20\n"
    )
    page = (HEAD + "\nI. MỤC ĐÍCH\n1. Làm đẹp làng quê.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mơ\n" + lines).split(
        "\n"
    )
    (group,) = document([Line.plain(line) for line in page])._.campaign.criteria
    assert [i.value for i in group.items] == ["Đường làng sạch, có hoa bốn mùa", "Có tổ thu gom rác hoạt động đều"]


def test_standards_of_commendation_told_by_occasion():
    body = (
        "III. TIÊU CHUẨN KHEN THƯỞNG\n1. Khen thưởng hằng năm\na) Đối với tập thể\n"
        "- Hoàn thành vượt mức khối lượng đã đăng ký.\n2. Khen thưởng tổng kết\n"
        "Tập thể, cá nhân có thành tích liên tục trong ba năm."
    )
    assert [g[2] for g in groups(body)] == [
        ["Hoàn thành vượt mức khối lượng đã đăng ký."],
        ["Tập thể, cá nhân có thành tích liên tục trong ba năm."],
    ]


def test_a_field_headed_by_its_audience():
    body = "II. NỘI DUNG THI ĐUA\n1. Các thôn, xóm thi đua giữ sạch đường làng\n- Mỗi thôn có một tổ thu gom rác."
    assert groups(body) == [("II.1", "Các thôn, xóm", ["Mỗi thôn có một tổ thu gom rác."])]


@pytest.mark.parametrize(
    "item",
    [
        "Tăng ít nhất 10% số hộ tham gia so với năm trước.",
        "Có ít nhất một tấm gương tiêu biểu, gương mẫu được biểu dương.",
    ],
)
def test_words_alike_without_marks_hide_no_criterion(item):
    assert groups(f"II. TIÊU CHÍ\n- {item}")[0][2] == [item]


def test_a_flattened_table_in_the_body_gives_its_criteria_alone():
    cells = [
        *("STT", "Nội dung tiêu chí", "Điểm tối đa", "I", "Đường làng sạch đẹp", "60"),
        *("1", "Không còn rác ở bờ kênh, bờ ruộng", "30", "2", "Mỗi thôn có một tuyến đường hoa", "30"),
        *("II", "Nhà cửa ngăn nắp, gọn gàng", "40", "1", "Mọi hộ phân loại rác tại nguồn", "40"),
    ]
    body = "II. TIÊU CHÍ THI ĐUA\nThôn đạt từ 80 điểm trở lên được xét khen:\n" + "\n".join(cells)
    assert [i for g in groups(body) for i in g[2]] == [
        "Không còn rác ở bờ kênh, bờ ruộng",
        "Mỗi thôn có một tuyến đường hoa",
        "Mọi hộ phân loại rác tại nguồn",
    ]


def test_letters_below_roman_sections_keep_the_section_above():
    body = (
        "II. TIÊU CHÍ THI ĐUA\nA. Đối với các thôn\n1. Có tổ tự quản vệ sinh.\nB. Đối với trường học\n"
        "1. Có vườn rau xanh tốt."
    )
    assert [(g[1], g[2]) for g in groups(body)] == [
        ("các thôn", ["Có tổ tự quản vệ sinh."]),
        ("trường học", ["Có vườn rau xanh tốt."]),
    ]


@pytest.mark.parametrize("heading", ["NHIỆM VỤ TRỌNG TÂM", "NỘI DUNG"])
def test_duties_and_content_count_where_they_begin_with_emulation(heading):
    parts = "1. Thi đua làm đường\n- Mỗi thôn làm xong 500 m đường.\n2. Chuẩn bị\n- Họp thôn, bầu tổ tự quản."
    body = f"II. {heading}\n{parts}"
    assert [g[2] for g in groups(body)] == [["Mỗi thôn làm xong 500 m đường."]]


def test_a_report_among_criteria_is_one_and_its_time_is_none():
    body = (
        "II. TIÊU CHÍ\n- Đường làng sạch, có hoa bốn mùa.\n- Báo cáo: đầy đủ, đúng hạn, đúng mẫu.\n"
        "- Thời gian: từ tháng 3 đến tháng 9."
    )
    assert groups(body)[0][2] == ["Đường làng sạch, có hoa bốn mùa.", "Báo cáo: đầy đủ, đúng hạn, đúng mẫu."]
