import pytest

from vanthu.models.extract.language import annotate
from vanthu.models.page import Line, Page, Trail, Verdict

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 12/KH-UBND
Suối Mơ, ngày 05 tháng 02 năm 2024
KẾ HOẠCH
Phát động phong trào thi đua “Đường hoa ngõ sạch” năm 2024
Thực hiện Kế hoạch số 45/KH-UBND ngày 10/01/2024 của UBND huyện Đồi Thông về thi đua năm 2024;
Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ;
I. MỤC ĐÍCH, YÊU CẦU
1. Tạo khí thế thi đua sôi nổi trong nhân dân toàn xã.
II. TIÊU CHÍ THI ĐUA
1. Đối với tập thể:
- Mỗi thôn đăng ký ít nhất 01 tuyến đường hoa trong năm.
- Phấn đấu 90% hộ gia đình phân loại rác tại nguồn.
- Không có điểm tập kết rác trái phép trên địa bàn thôn.
III. HÌNH THỨC KHEN THƯỞNG
1. Giấy khen của Chủ tịch UBND xã cho các tập thể có thành tích xuất sắc (không quá 03 tập thể).
Nơi nhận:
- Lưu: VT."""
READ = ("zones", "outline", "citations", "names", "quotas", "rewards", "criteria", "readiness")


@pytest.fixture(scope="module")
def doc():
    page = Page(1, tuple(Line.plain(line) for line in PLAN.split("\n")), Trail(Verdict.TEXT))
    return annotate([page], READ)


def test_the_plan_is_read_whole(doc):
    campaign = doc._.campaign
    assert [n.value for n in campaign.names] == ["Đường hoa ngõ sạch"]
    assert [(q.value.comparator, q.value.value, q.value.unit) for q in campaign.quotas] == [
        (">=", 1, "count"),
        ("=", 90, "%"),
        ("<=", 3, "count"),
    ]
    (reward,) = (r.value for r in campaign.rewards)
    assert (reward.form, reward.authority, reward.limit) == ("Giấy khen", "Chủ tịch UBND xã", "không quá 03 tập thể")
    assert [len(group.items) for group in campaign.criteria] == [3]
    assert campaign.criteria[0].audience.value == "tập thể"


def test_what_is_missing_and_why(doc):
    assert doc._.campaign.readiness.missing == ("objective", "participants", "period", "dossier_deadline")
    assert not doc._.campaign.readiness.complete
    codes = {issue.path: issue.code for issue in doc._.issues}
    assert codes["campaign.purposes"] == "absent"
    assert codes["campaign.slogans"] == "absent"


def test_evidence_slices_give_the_text(doc):
    campaign, source = doc._.campaign, doc._.source
    items = [item for group in campaign.criteria for item in group.items]
    for field in (*doc._.legal_bases, *campaign.names, *campaign.quotas, *campaign.rewards, *items):
        assert field.text == source.printed(field.evidence)


def test_a_report_binds_nobody_and_a_tariff_sets_no_quota():
    report = PLAN.replace("KẾ HOẠCH\n", "BÁO CÁO\n").replace("KH-UBND\nSuối", "BC-UBND\nSuối")
    tariff = PLAN.replace("Phát động phong trào thi đua “Đường hoa ngõ sạch”", "Về việc quy định giá tối đa dịch vụ")
    for text in (report, tariff):
        page = Page(1, tuple(Line.plain(line) for line in text.split("\n")), Trail(Verdict.TEXT))
        assert annotate([page], ("zones", "outline", "letterhead", "title", "quotas"))._.campaign.quotas == ()


def test_an_example_sets_no_quota():
    text = PLAN.replace("- Mỗi thôn đăng ký", "- Ví dụ: Mỗi thôn đăng ký")
    page = Page(1, tuple(Line.plain(line) for line in text.split("\n")), Trail(Verdict.TEXT))
    assert len(annotate([page], ("zones", "outline", "quotas"))._.campaign.quotas) == 2
