"""A draft says so; what it leaves blank is absent."""

from __future__ import annotations

import pytest

from vanthu.models.campaign import Status

ONLY = ("zones", "letterhead", "title", "draft")


@pytest.mark.parametrize(
    "mark",
    ["DỰ THẢO", "(Dự thảo lần 2)", "DỰ THẢO LẦN 3", "Dự thảo 15/3/2024", "Dự thảo ngày 15/3/2024", "BẢN DỰ THẢO"],
)
@pytest.mark.parametrize("place", ["above", "under the title"])
def test_the_mark_of_a_draft(read_text, mark, place):
    above, below = (f"{mark}\n", "") if place == "above" else ("", f"{mark}\n")
    doc = read_text(
        f"{above}UBND TỈNH GIA LAI\nSố:      /KH-UBND\nGia Lai, ngày     tháng 3 năm 2024\n"
        "KẾ HOẠCH\nTrồng cây năm 2024\n"
        f"{below}Căn cứ Luật Lâm nghiệp;\n",
        ONLY,
    )
    document = doc._.document
    assert document.draft.value is True
    assert document.title.value == "Trồng cây năm 2024"
    assert (document.issuer.value.name, document.number.status) == ("Ủy ban nhân dân tỉnh Gia Lai", Status.ABSENT)
    assert [issue.code for issue in doc._.issues] == ["draft"]


def test_a_plan_of_which_the_draft_is_the_kind(read_text):
    document = read_text("UBND TỈNH GIA LAI\nSố: 5/KH-UBND\nDỰ THẢO KẾ HOẠCH\nTrồng cây\n", ONLY)._.document
    assert document.type.value.code == "KH"


def test_a_letter_about_a_draft_is_none(read_text):
    text = (
        "UBND TỈNH GIA LAI\nSố: 61/UBND-NV\nV/v góp ý dự thảo Kế hoạch\nKính gửi: Các sở.\nDự thảo Kế hoạch gửi kèm.\n"
    )
    doc = read_text(text, ONLY)
    assert doc._.document.draft.status is Status.ABSENT
    assert doc._.issues == ()
