from datetime import date
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.extract.time import TimeContext, parse_times
from vanthu.models.extract.timing import rhythm_duties
from vanthu.models.extract.timing.due_times import Setting, is_deadline

NOWHERE = Setting(labelled=False, alone=False, titled=False)
CONTEXT = TimeContext(issued_on=date(2024, 3, 1))


def binding(text: str) -> list[str | None]:
    found = parse_times(text, CONTEXT)
    kept = [e for e, after in zip_longest(found, found[1:]) if not rhythm_duties.said_again(e, after, text)]
    return [e.recurrence for e in kept if is_deadline(e, text, NOWHERE, CONTEXT.issued_on)]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Hằng năm, Sở Nội vụ tổ chức kiểm tra việc thực hiện Kế hoạch.", ["FREQ=YEARLY"]),
        ("- Hàng tháng, tổng hợp, báo cáo Ủy ban nhân dân tỉnh.", ["FREQ=MONTHLY"]),
        ("b) Hằng năm tổ chức bình xét mô hình tiêu biểu.", ["FREQ=YEARLY"]),
        ("Theo dõi, đôn đốc các xã; hằng tháng, tổng hợp, báo cáo Chủ tịch huyện.", ["FREQ=MONTHLY"]),
        ("Báo cáo kết quả hằng quý, hằng năm về Sở Y tế để theo dõi.", ["FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY"]),
        ("Phòng Tài chính tổng hợp kết quả, báo cáo Huyện ủy định kỳ hằng năm.", ["FREQ=YEARLY"]),
        ("Tổ chức tập huấn kỹ năng cho đội ngũ cộng tác viên hằng năm.", ["FREQ=YEARLY"]),
        ("Tổng hợp nhu cầu, báo cáo Huyện ủy trước 17h00 hằng ngày và đột xuất.", ["FREQ=DAILY"]),
        ("Báo cáo 02 lần/ngày (trước 8h00 và 15h00) về Sở Y tế.", ["FREQ=DAILY"]),
        ("Các cấp ủy hằng quý báo cáo (trước ngày 20 tháng cuối quý).", ["FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"]),
    ],
)  # fmt: skip
def test_work_that_comes_again(text: str, rules: list[str]):
    assert binding(text) == rules


@pytest.mark.parametrize(
    "text",
    [
        "Hằng năm, mỗi chi bộ xây dựng ít nhất 01 mô hình.",
        "Hằng năm, ngân sách huyện bố trí kinh phí cho công tác tiêm phòng.",
        "Hằng năm, trên địa bàn tỉnh tiêu thụ khoảng 2.000 tấn gạo.",
        "Hằng năm có 90% đảng viên hoàn thành tốt nhiệm vụ.",
        "Kinh phí bố trí trong dự toán chi thường xuyên hằng năm của đơn vị.",
        "Lồng ghép chỉ tiêu vào kế hoạch phát triển kinh tế - xã hội hằng năm.",
        "Người hưởng trợ cấp xã hội hằng tháng được rà soát, cập nhật dữ liệu.",
        "Làm điểm tại hai đơn vị; hằng năm rút kinh nghiệm, tiếp tục nhân rộng.",
        "Phun hóa chất khử trùng 03 lần/tuần tại vùng dịch.",
        "Công tác tuyên truyền phải thường xuyên, liên tục.",
    ],
)
def test_habits_budgets_and_targets_bind_nobody(text: str):
    assert binding(text) == []


@given(st.text(alphabet="hằng năm,quý (báo cáo) sở.;:%0123- ", max_size=120))
def test_any_text_is_judged(text: str):
    assert len(binding(text)) <= len(parse_times(text, CONTEXT))
