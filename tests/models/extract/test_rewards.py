import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.extract.emulation.rewards import offered


def read(text, *headings, contest=False):
    return [(r.form, r.authority, r.recipients, r.limit) for _, r in offered(text, headings, contest=contest)]


@pytest.mark.parametrize(
    ("text", "reward"),
    [
        (
            "1. Giấy khen của Chủ tịch UBND xã cho các thôn có thành tích xuất sắc (không quá 03 thôn).",
            ("Giấy khen", "Chủ tịch UBND xã", "các thôn có thành tích xuất sắc", "không quá 03 thôn"),
        ),
        (
            "2. Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho từ 01 - 02 tập thể và không quá 05 cá nhân tiêu biểu.",
            ("Bằng khen", "Chủ tịch Ủy ban nhân dân tỉnh", None, "từ 01 - 02 tập thể và không quá 05 cá nhân"),
        ),
        (
            "- Hằng năm, Ban Thường vụ Đảng ủy chọn 04 chi bộ đề nghị Ban Thường vụ Tỉnh ủy tặng Bằng khen.",
            ("Bằng khen", "Ban Thường vụ Tỉnh ủy", None, "04 chi bộ"),
        ),
        (
            "c) Tập thể dẫn đầu được đề nghị tặng Cờ thi đua của Bộ, tối đa 10 tập thể.",
            ("Cờ thi đua", "Bộ", "Tập thể dẫn đầu", "tối đa 10 tập thể"),
        ),
        (
            "Hiệu trưởng xét tặng Giấy khen. Số lượng khen thưởng không quá 20% so với số lượng đăng ký.",
            ("Giấy khen", "Hiệu trưởng", None, "không quá 20% so với số lượng đăng ký"),
        ),
        (
            "c) Giấy khen của Thủ trưởng các cơ quan, đơn vị, địa phương: theo thẩm quyền.",
            ("Giấy khen", "Thủ trưởng các cơ quan, đơn vị, địa phương", None, None),
        ),
        (
            "b) Cờ thi đua của UBND tỉnh: tặng xã, phường dẫn đầu phong trào (03 cờ).",
            ("Cờ thi đua", "UBND tỉnh", "xã, phường dẫn đầu phong trào", "03 cờ"),
        ),
        (
            "Chỉ huy trưởng tặng Giấy khen cho các tổ đạt từ 80 điểm trở lên, không quá 06 tổ.",
            ("Giấy khen", "Chỉ huy trưởng", "các tổ đạt từ 80 điểm trở lên", "không quá 06 tổ"),
        ),
        (
            "Tổ đội được bình chọn 02 quý liền được Công ty tặng Giấy khen.",
            ("Giấy khen", "Công ty", "Tổ đội được bình chọn 02 quý liền", None),
        ),
        (
            "- Giấy khen của Giám đốc sở, Chủ tịch UBND cấp xã: theo thẩm quyền.",
            ("Giấy khen", "Giám đốc sở, Chủ tịch UBND cấp xã", None, None),
        ),
        (
            "a) Đối với hộ gia đình: Giấy khen của Chủ tịch UBND xã.",
            ("Giấy khen", "Chủ tịch UBND xã", "hộ gia đình", None),
        ),
        (
            "Người ủng hộ được trao Bằng “Tấm lòng quê hương”.",
            ("Bằng “Tấm lòng quê hương”", None, "Người ủng hộ", None),
        ),
    ],
)
def test_form_giver_recipients_and_limit(text, reward):
    assert read(text, "KHEN THƯỞNG") == [reward]


def test_one_giver_gives_a_whole_list():
    text = "Chủ tịch UBND huyện tặng Giấy khen kèm theo tiền thưởng 500.000 đồng cho mỗi thôn."
    assert [r[:2] for r in read(text)] == [("Giấy khen", "Chủ tịch UBND huyện"), ("Tiền thưởng", "Chủ tịch UBND huyện")]


def test_a_clause_goes_on_with_the_giver_of_the_one_before():
    text = "Trình Chủ tịch UBND tỉnh tặng Cờ thi đua cho 01 đơn vị; tặng Bằng khen cho 02 đơn vị xếp thứ hai."
    assert read(text) == [
        ("Cờ thi đua", "Chủ tịch UBND tỉnh", None, "01 đơn vị"),
        ("Bằng khen", "Chủ tịch UBND tỉnh", None, "02 đơn vị"),
    ]


def test_forms_of_a_list_each_with_its_giver():
    text = "Hình thức khen thưởng gồm: Huân chương Lao động; Bằng khen của Thủ tướng Chính phủ; Giấy khen."
    assert [r[:2] for r in read(text)] == [
        ("Huân chương Lao động", None),
        ("Bằng khen", "Thủ tướng Chính phủ"),
        ("Giấy khen", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Quyết định số 5/QĐ-UBND ngày 01/3/2024 của UBND tỉnh về tặng Bằng khen năm 2023;",
        "- Báo cáo thành tích của tập thể đề nghị tặng Bằng khen (có xác nhận).",
        "kịp thời biểu dương tập thể xuất sắc",
        "Không xét cá nhân đã được tặng Bằng khen trong năm.",
        "Kết quả là căn cứ để cuối năm xét tặng danh hiệu “Đơn vị quyết thắng”.",
        "Kinh phí tiền thưởng lấy từ quỹ thi đua.",
    ],
)
def test_what_offers_nothing(text):
    assert read(text, "KHEN THƯỞNG") == []


def test_a_condition_among_criteria_is_no_offer():
    assert read("- Được tặng Giấy khen trong hai năm liền.", "TIÊU CHÍ THI ĐUA") == []


def test_prizes_count_in_contests_with_their_number():
    text = "+ 02 Giải Nhì: mỗi giải 3.000.000 đồng;"
    assert read(text) == []
    assert read(text, contest=True) == [("Giải Nhì", None, None, "02 Giải Nhì")]


def test_a_title_counts_after_danh_hiệu():
    assert read("Công nhận danh hiệu “Gia đình văn hóa” cho các hộ.")[0][0] == "Gia đình văn hóa"
    assert read("Đề nghị mỗi gia đình văn hóa trồng một cây.") == []


@given(st.text(alphabet="Bằngkhetặ của.;:()0123 “”,", max_size=200))
def test_spans_hold_the_form(text):
    for (start, end), reward in offered(text, ("KHEN THƯỞNG",)):
        assert 0 <= start < end <= len(text)
        assert reward.form.casefold() in " ".join(text[start:end].casefold().split()) or "“" in reward.form


def test_a_title_counts_in_a_list_of_forms():
    assert [r[0] for r in read("2. Hình thức khen thưởng: Chiến sĩ thi đua, Giấy khen.")] == [
        "Chiến sĩ thi đua",
        "Giấy khen",
    ]
