"""The tables know what they should, and folding keeps offsets."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vanthu.corpora.gazetteer.awards import award_forms
from vanthu.corpora.gazetteer.bodies import abbreviations, bodies_by_bare_name, body_abbreviations
from vanthu.corpora.gazetteer.document_types import type_coded, type_named, type_of_line, type_opening
from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.signing import capacity_spellings, offices, surnames
from vanthu.corpora.gazetteer.stamp_words import stamp_words
from vanthu.corpora.gazetteer.tables import rows
from vanthu.corpora.gazetteer.units import REFORM, parent, successors, units, units_like, units_named

TABLES = sorted(
    f.name.removesuffix(".tsv") for f in files("vanthu.corpora.gazetteer").iterdir() if f.name.endswith(".tsv")
)
VAGUE = re.compile(r"(?:public practice|practice|common usage[^;]*)")
"""Sources that cite nothing."""
UNPROVEN = {
    "abbreviations": 16,
    "assignee_heads": 1,
    "bodies": 5,
    "counted_nouns": 112,
    "duty_verbs": 68,
    "foreign_words": 171,
    "openers": 7,
    "positions": 3,
    "purpose_words": 23,
    "quantity_words": 3,
    "symbol_groups": 5,
}
"""Rows of November 2026 that cite nothing and that no plan and no test has: to be cited or removed, never more."""


@given(st.text())
def test_bare_text_keeps_every_offset(text):
    assert len(bare(text)) == len(text)


@given(st.text())
@example("ÀḄ")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "HÒA"), ("uỷ ban", "Ủy  Ban"), ("QÐ", "QĐ"), ("QƉ", "QĐ"), ("thuý", "thúy")]
)
def test_tone_placement_case_and_lookalikes_are_folded(one, other):
    assert fold(one) == fold(other)


def test_diacritics_are_not_folded():
    assert fold("Đề án") != fold("Dự án")
    assert fold("Hà Nam") != fold("Ha Nam")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source(name):
    table = list(rows(name))
    assert table
    assert all(row["source"] for row in table)


@pytest.fixture(scope="module")
def material(root):
    """The words of own plans and of tests, bare, as one line."""
    kinds = ("corpora/plans/*.txt", "corpora/plans/readings/*.txt", "tests/**/*.py", "tests/**/*.tsv", "tests/**/*.txt")
    texts = [path.read_text(encoding="utf-8") for kind in kinds for path in sorted(root.glob(kind))]
    return words_of(" ".join(texts))


def words_of(text):
    words = re.sub(r"\W+", " ", bare(text).lower()).strip()
    return f" {words} "


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_cites_nothing_is_met_in_a_plan_or_a_test(name, material):
    vague = [next(iter(row.values())) for row in rows(name) if VAGUE.fullmatch(row["source"])]
    unmet = [entry for entry in vague if words_of(entry) not in material]
    assert len(unmet) <= UNPROVEN.get(name, 0), unmet


def test_the_tables_stay_small():
    folder = files("vanthu.corpora.gazetteer")
    assert sum(len(folder.joinpath(f"{name}.tsv").read_bytes()) for name in TABLES) < 1_500_000


def test_counts_are_those_of_the_official_lists():
    before, after = date(2025, 6, 30), date(2025, 7, 1)
    assert after == REFORM  # NQ 202/2025/QH15
    count = {
        (level, day): sum(u.level == level and u.stands_on(day) for u in units())
        for level in ("province", "district", "commune")
        for day in (before, after)
    }
    assert [count["province", before], count["district", before], count["commune", before]] == [63, 696, 10035]
    assert [count["province", after], count["district", after], count["commune", after]] == [34, 0, 3321]


def test_a_merged_province_knows_its_successor():
    (old,) = units_named("kon tum", "tỉnh")
    assert old.valid_to == date(2025, 6, 30)
    assert [u.full for u in successors(old)] == ["tỉnh Quảng Ngãi"]


def test_a_commune_knows_the_district_above_it_and_a_new_one_its_province():
    old, new = units_named("Tơ Tung", "xã")
    assert parent(old).full == "huyện KBang"
    assert parent(new).full == "tỉnh Gia Lai"


def test_every_successor_is_known():
    lost = [u.full for u in units() if u.successors and len(successors(u)) != len(u.successors)]
    assert lost == []


def test_a_province_printed_with_other_dashes_or_wrong_marks_is_found():
    assert units_named("BÀ RỊA-VŨNG TÀU", "tỉnh")
    assert units_like("Đăk Lăk")[0].full == "tỉnh Đắk Lắk"
    assert units_named("Huế", on=date(2025, 3, 1))[0].kind == "thành phố"
    assert units_named("Thừa Thiên Huế", on=date(2025, 3, 1)) == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("KẾ HOẠCH", "KH"),
        ("QUYÉT ĐỊNH", "QĐ"),
        ("TỜ TRÌNH", "TTr"),
        ("ĐỀ ÁN", "ĐA"),
        ("DỰ ÁN", "DA"),
        (" CHI THI .", "CT"),
    ],
)
def test_a_type_line_is_known_even_when_read_with_errors(line, code):
    assert type_of_line(line).code == code


@pytest.mark.parametrize("line", ["BỘ TRƯỞNG", "Kế hoạch này có hiệu lực", "MỤC ĐÍCH", "", "***"])
def test_other_lines_are_no_type(line):
    assert type_of_line(line) is None


def test_a_type_may_share_its_line_with_the_subject():
    entry, end = type_opening("KẾ HOẠCH PHÁT ĐỘNG THI ĐUA")
    assert (entry.code, end) == ("KH", 8)


def test_the_system_decides_between_types_that_share_letters():
    assert type_coded("TT", "party").name == "Thông tri"
    assert type_coded("TT", "legal").name == "Thông tư"
    assert type_named("kết luận").system == "party"
    assert type_coded("XX") is None


def test_words_of_offices_bodies_awards_and_stamps():
    assert "Phó Bí thư Thường trực" in offices()
    assert {"T/M", "KT.", "TUQ."} <= set(capacity_spellings())
    assert fold("Ksor") in surnames()
    assert bodies_by_bare_name()["so tu phap"].level == "province"
    assert "BTCTW" in body_abbreviations()
    assert abbreviations()["ubnd"] == "Ủy ban nhân dân"
    assert any(a.name == "Bằng khen" for a in award_forms())
    assert stamp_words()["hoa toc"] == ("HỎA TỐC", "urgency")
