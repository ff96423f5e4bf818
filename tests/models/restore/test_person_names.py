from __future__ import annotations

import pytest

from vanthu.corpora import plans
from vanthu.models import restore
from vanthu.models.restore.person_names import middle_names


@pytest.mark.parametrize(
    ("line", "restored"),
    [
        ("Nguyễn Vẫn Hải", "Nguyễn Văn Hải"),
        ("- Đồng chí Lê Vẫn Tám, Phó Bí thư;", "- Đồng chí Lê Văn Tám, Phó Bí thư;"),
        ("TRẦN THI LAN", "TRẦN THỊ LAN"),
        ("Bà Phạm Thí Hoa - Ủy viên", "Bà Phạm Thị Hoa - Ủy viên"),
    ],
)
def test_a_middle_name_is_read_as_one(line: str, restored: str):
    (got,) = restore.restore([line])
    assert (got.raw, got.text) == (line, restored)


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Vân Anh",
        "Y Biêr Niê",
        "Nguyễn Thu Hà",
        "Ông Lê vẫn giữ chức vụ Phó Chủ tịch",
        "Hồ Thi Đua - Khen Thưởng",
        "Nguyễn Thi",
        "H'Thi Niê",
        "Nguyễn THI Lan",
    ],
)
def test_other_names_and_words_stay(line: str):
    assert middle_names(line) == {}


@pytest.mark.parametrize("name", plans.names())
def test_no_name_of_correct_text_is_touched(name: str):
    assert [middle_names(line) for line in plans.load(name).text.splitlines() if middle_names(line)] == []
