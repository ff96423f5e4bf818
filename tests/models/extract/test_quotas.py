"""Which numbers bind, what the page above them adds, and that the evidence carries what was read."""

import time

import pytest

from vanthu.corpora.plans import load, names
from vanthu.models.extract.language import annotate
from vanthu.models.extract.quantity.binding import binding
from vanthu.models.extract.quantity.masks import MASKS
from vanthu.models.extract.quantity.quantities import quantities
from vanthu.models.page import Line, Page, Trail, Verdict

READ = ("zones", "outline", "letterhead", "title", "citations", "names", "quotas")
HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 12/KH-UBND
Suối Mơ, ngày 05 tháng 02 năm 2024
KẾ HOẠCH
Phát động phong trào thi đua “Đường hoa ngõ sạch” năm 2024
"""


def pages_of(*texts):
    lines = (text.split("\n") for text in texts)
    return [Page(i, tuple(Line.plain(line) for line in page), Trail(Verdict.TEXT)) for i, page in enumerate(lines, 1)]


def quotas_of(body):
    return [field.value for field in annotate(pages_of(HEAD + body), READ)._.campaign.quotas]


def facts(quota):
    return quota.comparator, quota.value, quota.value_max, quota.unit


def test_evidence_of_every_quota_reads_back_to_it():
    told = [field for name in names() for field in annotate(pages_of(*load(name).pages), READ)._.campaign.quotas]
    again = [any(facts(q.quota) == facts(f.value) for q in quantities(f.text)) for f in told]
    assert len(told) > 300
    assert sum(again) / len(again) >= 0.99


@pytest.mark.parametrize(
    ("printed", "noise"),
    [
        ("ít nhất 30% hộ dân", "ít nhât 3O% hộ dân"),
        ("100% cơ quan tham gia", "l00% cơ quan tham gia"),
        ("không quá 01 mô hình", "không qúa Ol mô hình"),
        ("chọn 02 tập thể", "chọn O2 tập thể"),
        ("đạt 100% kế hoạch", "đạt 100 % kế hoạch"),
        ("tối thiểu 30% đảng viên", "tối thiếu 30 phần trăm đảng viên"),
        ("từ 90 điểm trở lên", "từ 90 điểm trớ lên"),
        ("đạt 95% hộ dân", "đạt 9S% hộ dân"),
    ],
)
def test_slips_of_ocr_change_no_value(printed, noise):
    assert [facts(q.quota) for q in binding(noise)] == [facts(q.quota) for q in binding(printed)] != []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("tối đa bằng 10% mức lương", ("<=", 10, "%")),
        ("Rút ngắn tối thiểu 30% thời gian giải quyết", (">=", 30, "%")),
        ("không để người dân đi lại quá 02 lần cho một hồ sơ", ("<=", 2, "count")),
        ("Số lượng đề nghị tối đa: 02 tập thể", ("<=", 2, "count")),
        ("phấn đấu có 2 triệu doanh nghiệp", ("=", 2_000_000, "count")),
        ("hỗ trợ 50 triệu/hộ", ("=", 50_000_000, "vnd")),
        ("Có 01 mô hình “Vườn mẫu” trở lên", (">=", 1, "count")),
        ("được hai phần ba số đại biểu tán thành", ("=", 66.67, "%")),
        ("được quá nửa tổng số đại biểu tán thành", (">", 50, "%")),
        ("Kết quả bỏ phiếu đạt từ 2/3 trở lên", (">=", 66.67, "%")),
        ("không quá 2% (hai phần trăm) số đại biểu", ("<=", 2, "%")),
        ("trồng hai mươi lăm cây xanh", ("=", 25, "count")),
        ("gấp 1,5 lần so với năm trước", ("=", 1.5, "times")),
        ("Điểm đánh giá đạt trên 4/5 điểm", (">", 4, "point")),
        ("Dọn vệ sinh và trình bày sản phẩm: 20 điểm.", ("=", 20, "point")),
        ("giảm xuống dưới 0,3% học sinh bỏ học", ("<", 0.3, "%")),
        ("Tham gia ít nhất 15 ngày trong chiến dịch", (">=", 15, "count")),
    ],
)
def test_number_that_binds(text, read):
    (one,) = binding(text)
    assert (one.quota.comparator, one.quota.value, one.quota.unit) == read


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch gồm 03 phần và 02 phụ lục kèm theo.",
        "Thực hiện tốt 04 nội dung sau:",
        "Hồ sơ đề nghị khen thưởng lập thành 02 bộ",
        "theo quy định tại khoản 2 và 3 Điều 9",
        "Đoàn viên từ 18 đến 30 tuổi",
        "Liên hệ điện thoại 0912345678",
        "Hiện nay toàn xã có 12 mô hình, chiếm 40%.",
        "Trong 5 năm qua, huyện đã xây dựng được 120 km đường.",
        "Cơ sở có từ 50 đoàn viên trở lên: thực hiện theo hướng dẫn riêng",
        "cứ vượt 5% được cộng 02 điểm",
        "Tuyên truyền trên 03 lĩnh vực",
        "gửi trong thời hạn 10 ngày kể từ ngày ký",
        "2.1. Đến năm 2030",
    ],
)
def test_number_that_binds_nobody(text):
    assert binding(text) == []


def test_what_an_earlier_year_had_is_reported():
    text = "Năm 2022, toàn ngành có 62,8% trường dùng học bạ số. Năm 2024 phấn đấu 90% trường."
    assert [q.quota.value for q in binding(text, year=2024)] == [90]


def test_mỗi_of_a_list_governs_its_items_and_nothing_else():
    text = "Mỗi xã chọn 01 tập thể và 02 cá nhân; mỗi tháng tổ chức 01 buổi, trong đó có ít nhất 05 hộ tham gia"
    assert [(q.quota.value, q.quota.per) for q in quantities(text)] == [
        (1, "Mỗi xã"),
        (2, "Mỗi xã"),
        (1, "mỗi tháng"),
        (5, None),
    ]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Cấp tỉnh 02 mô hình, mỗi xã ít nhất 01 mô hình", ["Cấp tỉnh", "xã"]),
        ("Đối với chi bộ, chọn không quá 10% đảng viên", ["chi bộ"]),
        ("Tập thể đạt từ 85 điểm trở lên", ["Tập thể"]),
        ("Tỷ lệ hộ nghèo giảm trên 3% mỗi năm", ["Tỷ lệ hộ nghèo"]),
        ("Các huyện đoàn, đoàn trực thuộc đăng ký ít nhất 02 công trình", ["Các huyện đoàn, đoàn trực thuộc"]),
        ("- Đoàn xã Suối Mơ: mỗi chi đoàn trồng 50 cây xanh", ["Đoàn xã Suối Mơ"]),
        ("- Huyện đoàn A và B: mỗi đơn vị trồng 50 cây xanh", ["Huyện đoàn A và B"]),
    ],
)
def test_subject_of_the_clause(text, subject):
    assert [q.quota.subject for q in quantities(text)] == subject


def test_sections_above_say_whom_a_number_binds_and_how():
    quotas = quotas_of(
        """I. MỤC TIÊU
Phấn đấu đến hết năm 2024:
- 90% hộ dân phân loại rác.
II. TIÊU CHÍ THI ĐUA
1. Đối với tập thể:
- Có ít nhất 02 tuyến đường hoa.
2. Cá nhân:
- Tham gia ít nhất 03 buổi dọn vệ sinh.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Ủy ban nhân dân xã: Phát ít nhất 04 tin, bài.
2. Đề nghị Đoàn Thanh niên xã
- Đảm nhận ít nhất 01 đoạn đường."""
    )
    assert [(q.value, q.section, q.subject, q.modality) for q in quotas] == [
        (90, "I", None, "strive"),
        (2, "II.1", "tập thể", None),
        (3, "II.2", "Cá nhân", None),
        (4, "III.1", "Văn phòng Ủy ban nhân dân xã", None),
        (1, "III.2", "Đoàn Thanh niên xã", None),
    ]


def test_a_section_that_reports_sets_nothing_but_one_with_goals_does():
    quotas = quotas_of(
        """I. TÌNH HÌNH VÀ MỤC TIÊU
1. Tình hình
- Có 60% hộ dân phân loại rác.
2. Mục tiêu
- Có 90% hộ dân phân loại rác."""
    )
    assert [q.value for q in quotas] == [90]


@pytest.mark.parametrize(
    "unit", ["1", ".", "1/2 ", "- ", "12 ", "5% ", "mỗi ", "“", "ít nhất 05 mô hình, ", "a@", "1."]
)
def test_work_grows_with_the_length_of_a_passage(unit):
    def seconds(characters):
        text = unit * (characters // len(unit))
        begun = time.process_time()
        binding(text)
        MASKS.findall(text)
        return time.process_time() - begun

    seconds(1000)
    small = min(seconds(5_000) for _ in range(3))
    large = min(seconds(40_000) for _ in range(2))
    assert large < 8 * 3 * small + 0.05, "eight times the text took more than three times eight times the work"


def test_any_size_of_passage_is_read():
    assert quantities("9" * 200_000) == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Đưa tỷ lệ lên 1,5 hợp tác xã/1.000 dân", [("=", 1.5, "count", "1.000 dân")]),
        ("Giảm tỷ suất tử vong mẹ còn 41/100.000 trẻ đẻ sống", [("=", 41, "count", "100.000 trẻ đẻ sống")]),
        ("Bố trí tối thiểu mỗi xã 02 công chức chuyên trách", [(">=", 2, "count", "mỗi xã")]),
        ("Giao ban mỗi tháng 01 lần", [("=", 1, "count", "mỗi tháng")]),
        ("Khám sức khỏe ít nhất mỗi năm một lần", [(">=", 1, "count", "mỗi năm")]),
        ("Hằng quý kiểm tra ít nhất 05 đơn vị", [(">=", 5, "count", "Hằng quý")]),
        ("Chợ phiên mỗi lớp 30 học viên", [("=", 30, "count", "mỗi lớp")]),
    ],
)
def test_per_what_of_rates_and_rhythms(text, read):
    quotas = [q.quota for q in binding(text)]
    assert [(q.comparator, q.value, q.unit, q.per) for q in quotas] == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Nâng số mô hình từ 12 mô hình lên 50 mô hình", [("=", 50, None)]),
        ("Cắt giảm từ 120 báo cáo định kỳ xuống còn 80 báo cáo", [("=", 80, None)]),
        ("Đàn trâu giảm còn 1.500 con", [("=", 1500, None)]),
        ("Giảm tỷ lệ hộ nghèo 2% so với năm 2024", [("=", 2, "decrease")]),
    ],
)
def test_level_that_is_reached_is_no_change_by_so_much(text, read):
    assert [(q.quota.comparator, q.quota.value, q.quota.change) for q in binding(text)] == read


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("- Thu ngân sách trên địa bàn đạt 90 tỷ đồng, tăng 7% so với năm 2024", ["Thu ngân sách trên địa bàn"] * 2),
        ("- Hạ tầng số phát triển; kinh tế số chiếm tỷ trọng tối thiểu 30% GRDP", ["kinh tế số"]),
        (
            "- Mức độ hài lòng của người dân, doanh nghiệp: tối thiểu 93%",
            ["Mức độ hài lòng của người dân, doanh nghiệp"],
        ),
        ("- Bảo đảm 100% hộ nghèo được vay vốn, dư nợ tăng trưởng 8%", [None, "dư nợ"]),
        ("- Diện tích trồng mới được chứng nhận tối thiểu 450 ha", ["Diện tích trồng mới được chứng nhận"]),
        (
            "- Ủng hộ từ 5 triệu đồng trở lên đối với cá nhân, từ 20 triệu đồng trở lên đối với tập thể",
            ["cá nhân", "tập thể"],
        ),
        ("- Cá nhân giữ chức vụ lãnh đạo không quá 1/3 tổng số cá nhân được khen", ["Cá nhân giữ chức vụ lãnh đạo"]),
    ],
)
def test_what_is_measured_is_the_subject(text, subjects):
    assert [q.quota.subject for q in binding(text)] == subjects


@pytest.mark.parametrize(
    "text",
    [
        "Phong trào được triển khai tại 14 xã, thị trấn và 96 thôn",
        "gấp hai lần so với năm 2022 (31,5 triệu đồng)",
        "do ngân sách xã cấp 30 triệu đồng (70%)",
    ],
)
def test_scope_baseline_and_share_in_brackets_set_nothing(text):
    assert not {q.quota.value for q in binding(text)} & {14, 96, 31_500_000, 70}


def test_count_at_the_head_of_a_goal_binds():
    goals = "II. MỤC TIÊU\n- 01 trung tâm dữ liệu được vận hành.\n- Cây trồng: chè 500 ha, rau 400 ha.\nIII. NHIỆM VỤ\n"
    assert [(q.value, q.noun) for q in quotas_of(goals)] == [(1, "trung tâm dữ liệu"), (500, "ha"), (400, "ha")]


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("100% cán bộ, công chức và người lao động được tập huấn", ["cán bộ, công chức và người lao động"]),
        ("Hỗ trợ 30% doanh nghiệp nhỏ và vừa sử dụng nền tảng số", ["doanh nghiệp nhỏ và vừa"]),
        ("Có 80% hộ dân và 90% cơ quan tham gia", ["hộ dân", "cơ quan"]),
        ("Tổ chức ít nhất 03 hội chợ trong nước, 01 hội chợ quốc tế", ["hội chợ trong nước", "hội chợ quốc tế"]),
    ],
)
def test_noun_of_a_share_goes_on_over_và(text, nouns):
    assert [q.quota.noun for q in binding(text)] == nouns


def test_label_of_a_place_is_no_subject():
    (one,) = binding("- Tại địa bàn đô thị: 100% trẻ em được học hai buổi")
    assert one.quota.subject is None


def test_the_figure_of_an_earlier_year_in_brackets_is_no_quota():
    (quota,) = quotas_of("II. CHỈ TIÊU\n1. Phấn đấu thu nhập gấp 1,4 lần so với năm 2022 (32,8 triệu đồng).\n")
    assert facts(quota) == ("=", 1.4, None, "times")


@pytest.mark.parametrize(
    ("between", "per"), [("", "Hằng năm"), (" các chi bộ trực thuộc tổ chức sinh hoạt chuyên đề gắn với học tập", None)]
)
def test_each_year_governs_only_a_number_near_it(between, per):
    (quota,) = quotas_of(f"II. CHỈ TIÊU\n1. Hằng năm{between} xây dựng 05 mô hình mới.\n")
    assert (quota.value, quota.per) == (5, per)
