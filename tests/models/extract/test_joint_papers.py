"""Joint papers: every body that issues one, and every person that signs it."""

from __future__ import annotations

import pytest

BODY = "Căn cứ Luật Thi đua, khen thưởng;\nI. MỤC ĐÍCH\n1. Trồng cây.\n"
CLOSING = "Nơi nhận:\n- Tỉnh ủy;\n- Lưu: VT.\n"


@pytest.fixture
def joint(read_text):
    def read(column, signatures, kind="KẾ HOẠCH PHỐI HỢP"):
        return read_text(f"{column}\n{kind}\nTrồng cây\n{BODY}{signatures}\n{CLOSING}")._.document

    return read


@pytest.mark.parametrize(
    ("column", "issuers"),
    [
        (
            "ỦY BAN NHÂN DÂN - ỦY BAN MTTQ VIỆT NAM\nHUYỆN CHỢ ĐỒN\nSố: 05/KHPH-UBND-MTTQ",
            ["Ủy ban nhân dân huyện Chợ Đồn", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Chợ Đồn"],
        ),
        (
            "SỞ NỘI VỤ TỈNH GIA LAI -\nLIÊN ĐOÀN LAO ĐỘNG TỈNH GIA LAI\nSố: 12/KHLT-SNV-LĐLĐ",
            ["Sở Nội vụ tỉnh Gia Lai", "Liên đoàn Lao động tỉnh Gia Lai"],
        ),
        (
            "ỦY BAN NHÂN DÂN XÃ TƠ TUNG\nHỘI NÔNG DÂN XÃ TƠ TUNG\nSố: 3/KHPH-UBND-HND",
            ["Ủy ban nhân dân xã Tơ Tung", "Hội Nông dân xã Tơ Tung"],
        ),
    ],
)
def test_bodies_beside_and_under_each_other(joint, column, issuers):
    document = joint(column, "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Minh Khuê")
    assert [document.issuer.value.name, *(other.value.name for other in document.co_issuers)] == issuers


@pytest.mark.parametrize(
    "column",
    [
        "ỦY BAN NHÂN DÂN HUYỆN CHỢ ĐỒN\nPHÒNG TÀI CHÍNH - KẾ HOẠCH\nSố: 5/KH-TCKH",
        "TỈNH GIA LAI\nVĂN PHÒNG HĐND - UBND\nSố: 5/KH-VP",
        "UBND TỈNH GIA LAI\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 5/KH-SLĐTBXH",
    ],
)
def test_a_dash_within_a_name_joins_nobody(joint, column):
    assert joint(column, "GIÁM ĐỐC\nLê Minh Khuê", kind="KẾ HOẠCH").co_issuers == ()


COLUMN = "ỦY BAN NHÂN DÂN - HỘI NÔNG DÂN\nHUYỆN CHỢ ĐỒN\nSố: 05/KHPH-UBND-HND"


@pytest.mark.parametrize(
    "signatures",
    [
        "TM. BAN THƯỜNG VỤ\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nCHỦ TỊCH\nVũ Thu Hà Lê Minh Khuê",
        "TM. BAN THƯỜNG VỤ TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH CHỦ TỊCH\nVũ Thu Hà Lê Minh Khuê",
        "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nVũ Thu Hà\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Minh Khuê",
    ],
)
def test_all_who_sign_are_told_apart(joint, signatures):
    document = joint(COLUMN, signatures)
    first, (other,) = document.signatory.value, document.co_signatories
    assert (first.capacity, first.position, first.name) == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Minh Khuê")
    assert (other.value.capacity, other.value.name) == ("TM. BAN THƯỜNG VỤ", "Vũ Thu Hà")


def test_one_signs_for_another_and_is_alone(joint):
    signatures = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Minh Khuê"
    document = joint("ỦY BAN NHÂN DÂN\nHUYỆN CHỢ ĐỒN\nSố: 5/KH-UBND", signatures, kind="KẾ HOẠCH")
    assert document.signatory.value.name == "Lê Minh Khuê"
    assert document.co_signatories == ()
