import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.extract.emulation.launches import launched, stated
from vanthu.models.extract.language import annotate
from vanthu.models.page import Line, Page, Trail, Verdict

READ = ("zones", "outline", "letterhead", "title", "citations", "names")


def read(text):
    page = Page(1, tuple(Line.plain(line) for line in text.split("\n")), Trail(Verdict.TEXT))
    return annotate([page], READ)._.campaign


def plan(title, body="I. MỤC ĐÍCH\n1. Tạo khí thế thi đua.", kind="KẾ HOẠCH", symbol="KH-UBND"):
    return (
        f"ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ\nSố: 12/{symbol}\nSuối Mơ, ngày 05 tháng 02 năm 2024\n{kind}\n{title}\n{body}\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mơ"
    )


def names_of(text, found):
    return [text[slice(*span)] for span in found.names] if found else []


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        (
            "Phát động phong trào thi đua xây dựng “thôn xanh”, “nhà sạch” giai đoạn 2023 - 2028",
            ["thôn xanh", "nhà sạch"],
        ),
        ("Phát động Đợt thi đua cao điểm 90 ngày về đích trên địa bàn huyện", ["90 ngày về đích"]),
        ("V/v hưởng ứng cuộc vận động “Bữa cơm ấm lòng”", ["Bữa cơm ấm lòng"]),
        ("Về việc phát động thi đua đặc biệt “30 ngày thông tuyến”", ["30 ngày thông tuyến"]),
        ("Tổ chức Tháng hành động vì dòng sông quê năm 2024", ["Tháng hành động vì dòng sông quê"]),
        ("Ra quân Chiến dịch Mùa hè biên cương năm 2023\n“Áo xanh bám bản”", ["Áo xanh bám bản"]),
        ("Tổ chức Hội thi Bí thư chi bộ giỏi toàn huyện", ["Hội thi Bí thư chi bộ giỏi toàn huyện"]),
        ("Thể lệ Cuộc thi “Quê tôi đổi mới”", ["Quê tôi đổi mới"]),
        (
            "Phát động phong trào thi đua “Ruộng đẹp” và tổ chức Hội thi “Nhà nông tài giỏi”",
            ["Ruộng đẹp", "Nhà nông tài giỏi"],
        ),
        ("Triển khai phong trào thi đua với chủ đề “Một nhà, một cây”", ["Một nhà, một cây"]),
        ("PHAT ĐỘNG PHONG TRÀO THỊ ĐUA “ĐƯỜNG HOA”", ["ĐƯỜNG HOA"]),
        ("Phát triển hạ tầng số giai đoạn 2026 - 2030", []),
        ("Chuyển đổi số cho doanh nghiệp, hợp tác xã", []),
        ("Tổng kết phong trào thi đua “Đường hoa”", []),
        ("V/v tặng Bằng khen cho cá nhân có thành tích thực hiện phong trào thi đua “Đường hoa”", []),
        ("Kiểm tra việc thực hiện cuộc vận động “Bữa cơm ấm lòng”", []),
        ("V/v đăng ký tham gia Hội thi “Nhà nông tài giỏi”", []),
    ],
)
def test_only_what_the_subject_launches_is_named(subject, names):
    assert names_of(subject, launched(subject)) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Ủy ban nhân dân xã phát động phong trào thi đua “Đường hoa” với nội dung sau:", ["Đường hoa"]),
        ("1. Phát động đợt thi đua đặc biệt “30 ngày thông tuyến” từ ngày 01/3/2024.", ["30 ngày thông tuyến"]),
        ("Ban Thường vụ Huyện ủy ban hành Kế hoạch tổ chức phong trào thi đua “Đường hoa” như sau:", ["Đường hoa"]),
        ("Hưởng ứng phong trào thi đua “Đường hoa” do Ủy ban nhân dân tỉnh phát động;", []),
        ("Theo kế hoạch của Ủy ban nhân dân tỉnh phát động phong trào thi đua “Đường hoa”;", []),
        ("Vừa qua, Ủy ban nhân dân tỉnh đã phát động phong trào thi đua “Đường hoa”.", []),
    ],
)
def test_a_sentence_launches_only_in_the_name_of_its_issuer(sentence, names):
    assert names_of(sentence, stated(sentence)) == names


def test_what_a_cited_plan_launches_is_not_launched_here():
    sentence = "Ủy ban nhân dân xã phát động phong trào thi đua “Đường hoa”"
    assert stated(sentence, [(0, len(sentence))]) is None


def test_a_letter_gives_the_name_in_one_of_its_points():
    body = "Kính gửi: Các thôn.\n1. Phát động đợt thi đua đặc biệt “30 ngày thông tuyến” trong toàn xã."
    text = plan("V/v triển khai đợt thi đua làm đường", body, kind="", symbol="UBND-VX")
    assert [n.value for n in read(text).names] == ["30 ngày thông tuyến"]


def test_a_report_launches_nothing():
    text = plan("Thực hiện phong trào thi đua “Đường hoa”", kind="BÁO CÁO", symbol="BC-UBND")
    assert read(text).names == ()


def test_a_movement_of_the_year_is_known_by_its_theme():
    body = "1. Chủ đề: “Kỷ cương, sáng tạo, về đích sớm”"
    facts = read(plan("Phát động phong trào thi đua yêu nước năm 2025", body))
    assert [n.value for n in facts.names] == ["Kỷ cương, sáng tạo, về đích sớm"]


@pytest.mark.parametrize(
    ("title", "form", "status"),
    [
        ("Phát động phong trào thi đua “Đường hoa”", "thematic", "derived"),
        ("Phát động đợt thi đua cao điểm “30 ngày thông tuyến”", "peak_wave", "found"),
        ("Phát động đợt thi đua đột kích “Thao trường xanh”", "peak_wave", "found"),
        ("Phát động đợt thi đua “30 ngày thông tuyến”", "wave", "found"),
        ("Tổ chức cuộc vận động “Bữa cơm ấm lòng”", "mobilisation", "found"),
        ("Tổ chức Hội thi “Nhà nông tài giỏi”", "contest", "found"),
        ("Phát động phong trào thi đua “Ruộng đẹp” và tổ chức Hội thi “Nhà nông tài giỏi”", "thematic", "derived"),
    ],
)
def test_form_in_the_terms_of_the_law(title, form, status):
    found = read(plan(title)).form
    assert (found.value, found.status) == (form, status)


@pytest.mark.parametrize(
    ("body", "scope"),
    [
        ("2. Phạm vi: trên toàn quốc.", "national"),
        ("2. Phạm vi: các cụm, khối thi đua thuộc huyện.", "cluster_bloc"),
        ("2. Phạm vi: các thành viên của Khối thi đua.", "cluster_bloc"),
        ("2. Thời gian: năm 2024.", "ministry_sector_union_locality"),
    ],
)
def test_scope_as_stated_else_as_the_issuer_has_it(body, scope):
    assert read(plan("Phát động phong trào thi đua “Đường hoa”", body)).scope.value == scope


def test_slogans_in_labels_and_lists_but_no_way_of_working():
    body = (
        "1. Khẩu hiệu: “Sạch từ nhà ra ngõ”\n"
        "2. Treo băng rôn với các khẩu hiệu sau:\n- “Mỗi người một việc tốt!”\n- “Vì làng quê xanh!”\n"
        "3. Cán bộ tham gia phong trào, thực hiện tốt phương châm “nói đi đôi với làm”."
    )
    facts = read(plan("Phát động phong trào thi đua “Đường hoa”", body))
    assert [s.value for s in facts.slogans] == ["Sạch từ nhà ra ngõ", "Mỗi người một việc tốt!", "Vì làng quê xanh!"]


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_inside(text):
    for found in (launched(text), stated(text)):
        for start, end in found.names if found else ():
            assert 0 <= start <= end <= len(text)
