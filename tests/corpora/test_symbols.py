"""The closed language of symbols: what it spells, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.gazetteer.symbols import code_in_language, group_like, of_issuer, symbol_groups


@pytest.mark.parametrize(
    ("printed", "spelt"),
    [
        ("34-KH/HU", "34-KH/HU"),
        ("15/QD-UBND", "15/QĐ-UBND"),
        ("98/2023/ND-CP", "98/2023/NĐ-CP"),
        ("12-KH/BDVHU", "12-KH/BDVHU"),
        ("CT-UBND", "CT-UBND"),
        ("12-HD/TDTN", "12-HD/TĐTN"),
        ("05-KH/DU", "05-KH/DU"),
        ("7/DA-UBND", "7/DA-UBND"),
        ("47/KH.UBND", "47/KH.UBND"),
        ("3/QD-XYZ", "3/QĐ-XYZ"),
    ],
)
def test_a_code_is_spelt_in_its_language(printed, spelt):
    assert code_in_language(printed) == spelt


@pytest.mark.parametrize("printed", ["1 - KET", "THON/BAN", "2 - MUC DICH"])
def test_a_heading_with_a_stroke_is_no_code(printed):
    assert code_in_language(printed) is None


def test_only_the_issuer_tells_a_party_committee():
    assert of_issuer("05-KH/DU", "Đảng ủy xã Tơ Tung") == "05-KH/ĐU"
    assert of_issuer("05-KH/DU", "Ủy ban nhân dân xã Tơ Tung") == "05-KH/DU"
    assert of_issuer("05-KH/DU", None) == "05-KH/DU"


def test_every_group_is_spelt_as_itself():
    assert all(group_like(group) == group for group in symbol_groups())


@given(st.text(alphabet="KHUBNDĐCTQ/-. 0123", max_size=20))
def test_no_character_is_lost(code):
    spelt = code_in_language(code)
    assert spelt is None or len(spelt) == len(code)
