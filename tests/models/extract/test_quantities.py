import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.extract.quantity.numbers import read_number
from vanthu.models.extract.quantity.quantities import quantities, reread
from vanthu.models.extract.quantity.quotas import binding

with (Path(__file__).parent / "quantity_phrases.tsv").open(encoding="utf-8", newline="") as table:
    PHRASES = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
WORDS = st.sampled_from(
    [
        "ít nhất",
        "không quá",
        "từ",
        "đến",
        "trên",
        "dưới",
        "khoảng",
        "100%",
        "3/4",
        "10/10",
        "02",
        "1.000",
        "1,5",
        "một (01)",
        "chi bộ",
        "tập thể",
        "mô hình",
        ",",
        ";",
        ".",
        "(",
        ")",
        "mỗi",
        "đơn vị",
        "phấn đấu",
        "tăng",
        "giảm",
        "trở lên",
        "/năm",
        "điểm",
        "năm liền",
        "lần",
        "triệu đồng",
        "và",
        "-",
        "tổng số",
        "“",
        "”",
        "ngày 05/8/2024",
    ]
)


def bare(quota):
    read = json.loads(quota.model_dump_json(exclude_none=True))
    return {k: v for k, v in read.items() if k != "subject" and (k != "approximate" or v)}


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["id"])
def test_phrase_of_the_inventory_is_read(row):
    assert [bare(q.quota) for q in quantities(row["phrase"])] == json.loads(row["readings"])


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1.000", 1000), ("1,5", 1.5), ("05", 5), ("một (01)", 1), ("hai (03)", None), ("5.000.000", 5000000), ("2,0", 2)],
)
def test_number(printed, value):
    assert read_number(printed) == value


@pytest.mark.parametrize(
    "text",
    [
        "Chào mừng kỷ niệm 75 năm Ngày giải phóng tỉnh (24/8/1949 - 24/8/2024)",
        "theo điểm a khoản 2 Điều 9 và Phụ lục 3",
        "trước ngày 30/10/2023 và từ 01/01 đến 31/12/2024",
        "Kế hoạch số 180-KH/TU, ngày 28/9/2023",
        "trẻ em từ 06 tháng đến 36 tháng tuổi",
        "điện thoại 0243.7738668",
        "chào mừng Quốc khánh 2/9",
        "giai đoạn 2026 - 2030",
        "Thực hiện phong trào “chi bộ 4 tốt”",
        "phát triển hạ tầng 5G trên nền 3G/4G",
    ],
)
def test_dates_codes_and_names_count_nothing(text):
    assert quantities(text) == []


def test_trở_lên_of_a_qualification_does_not_bind_the_share():
    assert quantities("100% cán bộ có trình độ đại học trở lên")[0].quota.comparator == "="


def test_comparator_of_a_list_does_not_cross_a_semicolon():
    assert [q.quota.comparator for q in quantities("tăng ít nhất 10% số trường; 90% cơ sở đạt chuẩn")] == [">=", "="]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Mỗi huyện chọn đại diện 03 đảng bộ xã, phường và 02 chi bộ.", [3, 2]),
        ("Lắp đặt mới trạm phát sóng: 58 trạm", [58]),
        ("Hiện nay có 28 trạm, chiếm 32,2 %.", []),
        ("Nếu không đạt 100% không cộng điểm", []),
        ("Tỷ lệ = b/a 100%", []),
        ("Hiện nay đạt 60%; phấn đấu 90% hộ dân dùng nước sạch", [90]),
        ("quan trắc 2 lần/tháng; thời gian quan trắc từ tháng 3; số lượng 240 mẫu/năm", [2, 240]),
        ("góp phần thực hiện 3 Chương trình mục tiêu quốc gia", []),
    ],
)
def test_what_binds(text, values):
    assert [q.quota.value for q in binding(text)] == values


@given(st.lists(WORDS, max_size=14))
def test_evidence_reads_back_to_the_same_number(words):
    text = " ".join(words)
    for one in quantities(text):
        slices = " ".join(text[slice(*span)] for span in one.spans)
        read = [(q.comparator, q.value, q.value_max, q.unit) for q in reread(slices)]
        assert (one.quota.comparator, one.quota.value, one.quota.value_max, one.quota.unit) in read


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_crash(text):
    for one in quantities(text):
        assert 0 <= one.start <= one.number[0] < one.number[1] <= one.end <= len(text)


def test_money_with_the_mark_of_đồng_misread_is_money():
    (one,) = quantities("hỗ trợ 30 triệu đông/hộ")
    assert (one.quota.unit, one.quota.value, one.quota.per) == ("vnd", 30_000_000, "hộ")
