"""Targets in tables, ruled, drawn with bars, or printed cell below cell."""

import pytest

from tests.models.extract.test_quotas import quotas_of

SECTION = "II. CHỈ TIÊU CỤ THỂ\n"
PRINTED = SECTION + "\n".join(
    (
        *("TT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng 2023", "Năm 2024", "Năm 2025"),
        *("1", "Diện tích rau an toàn", "ha", "120", "150", "≥ 180"),
        *("2", "Tỷ lệ hộ dùng nước sạch", "%", "81,5", "85", "90 - 92"),
        *("3", "Kinh phí hỗ trợ", "Triệu đồng", "500", "650", "700"),
        "III. TỔ CHỨC THỰC HIỆN\n",
    )
)
BARS = f"""{SECTION}| STT | Tên chỉ tiêu | TH 2023 | KH 2024 (%) |
| 1 | Tỷ lệ thôn có nhà văn hóa | 88 | 95 |
| 2 | Tỷ lệ hộ nghèo | 4,1 | ≤ 3 |"""


def read(body):
    return [(q.comparator, q.value, q.value_max, q.unit, q.noun, q.subject) for q in quotas_of(body)]


def test_columns_that_are_planned_set_and_the_present_state_does_not():
    assert read(PRINTED) == [
        ("=", 150, None, "count", "ha", "Diện tích rau an toàn"),
        (">=", 180, None, "count", "ha", "Diện tích rau an toàn"),
        ("=", 85, None, "%", None, "Tỷ lệ hộ dùng nước sạch"),
        ("between", 90, 92, "%", None, "Tỷ lệ hộ dùng nước sạch"),
        ("=", 650_000_000, None, "vnd", None, "Kinh phí hỗ trợ"),
        ("=", 700_000_000, None, "vnd", None, "Kinh phí hỗ trợ"),
    ]


def test_unit_in_the_head_of_the_column():
    assert read(BARS) == [
        ("=", 95, None, "%", None, "Tỷ lệ thôn có nhà văn hóa"),
        ("<=", 3, None, "%", None, "Tỷ lệ hộ nghèo"),
    ]


@pytest.mark.parametrize("head", ["Nội dung", "Nhiệm vụ"])
def test_table_without_a_column_of_indicators_sets_nothing(head):
    assert read(PRINTED.replace("Chỉ tiêu\n", f"{head}\n").replace("CHỈ TIÊU CỤ THỂ", "DỰ BÁO")) == []


def test_broken_table_is_left_where_its_rows_no_longer_fit():
    assert len(read(PRINTED.replace("\n150\n", "\n"))) == 0
