"""Telling sound, damaged, bare, foreign and typed lines apart."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.models import legacy
from vanthu.models.legacy import Encoding
from vanthu.models.restore.condition import Condition, examine, judge
from vanthu.models.restore.keyboard import Scheme

SOUND = (
    "Kế hoạch phát động phong trào thi đua xây dựng đường làng ngõ xóm sạch đẹp",
    "Các chi bộ trực thuộc báo cáo kết quả thực hiện trước ngày 15 hằng tháng",
    "Mục đích, yêu cầu",
    "12/KH-UBND",
    "Ban Thường vụ giao Văn phòng theo dõi, đôn đốc việc tổ chức thực hiện kế hoạch này",
)
READ_BY_ENGLISH_OCR = (
    "Ké hoach phat dong phong trao thi dua xdy dyng duong lang ngo xém sach dep",
    "Cac chi bé truc thuéc bao cdo két qua thyc hién truéc ngay 15 hing thang",
    "Muc dich, yéu céu",
)
ENGLISH = "The committee shall publish the annual report on the state of the roads before the first of March."
FRENCH = "Le conseil municipal est réuni pour examiner les travaux de la route et le budget de l'année."
PARAGRAPH = " ".join(SOUND)


def only(lines):
    found = set(judge(lines))
    return found.pop() if len(found) == 1 else found


def test_vietnamese_in_good_order_is_sound():
    assert only(SOUND) is Condition.SOUND


def test_english_ocr_is_damaged():
    assert only(READ_BY_ENGLISH_OCR) is Condition.DAMAGED


def test_vietnamese_without_marks_is_bare():
    assert only([strip_marks(line) for line in SOUND]) is Condition.BARE


@pytest.mark.parametrize(
    "text", [ENGLISH, FRENCH, "各支部应当在每月十五日以前报告执行情况。", "Отчёт о дорогах публикуется весной."]
)
def test_another_language_is_foreign(text):
    assert judge([text]) == [Condition.FOREIGN]


@pytest.mark.parametrize("lines", [[], [""], ["2023", "15/3/2024", "***"], ["12-KH/TU"]])
def test_text_without_words_is_left_alone(lines):
    assert judge(lines) == [Condition.FOREIGN] * len(lines)


def test_english_lines_inside_a_vietnamese_document_are_foreign():
    lines = [*SOUND, ENGLISH, *SOUND]
    assert judge(lines) == [Condition.SOUND] * 5 + [Condition.FOREIGN] + [Condition.SOUND] * 5


def test_lines_without_words_follow_their_neighbours():
    lines = [*READ_BY_ENGLISH_OCR, "15/3/2024", "", *READ_BY_ENGLISH_OCR]
    assert only(lines) is Condition.DAMAGED


def test_one_misspelt_word_marks_its_line_alone():
    lines = [*SOUND, "Đề nghị các đơn vị nghiêm túc thưc hiện kế hoạch này", *SOUND]
    findings = examine(lines)
    assert [f.condition for f in findings] == [Condition.SOUND] * 5 + [Condition.DAMAGED] + [Condition.SOUND] * 5
    assert [f.illegal for f in findings] == [0] * 5 + [1] + [0] * 5


def test_names_codes_and_loan_words_are_not_illegal():
    line = "UBND huyện Krông Pắc và HĐND xã Ea Kar dùng Internet, Zalo theo QĐ-TTg và NQ 57"
    assert examine([*SOUND, line])[-1].illegal == 0


def test_a_page_of_bad_vietnamese_ocr_is_damaged_throughout():
    lines = [
        "Kê hoạch phát độug phong trào thỉ đua xây dụng đưòng làng",
        "Các chì bộ trục thuộc báo cáo kêt quả thục hiện trưóc ngày 15",
        "Ban Thuờng vụ giao Văn phòng theo dõi việc thưc hiện",
    ]
    assert only(lines) is Condition.DAMAGED


@pytest.mark.parametrize(
    ("lines", "scheme"),
    [
        (["Kees hoachj phats ddoongj phong traof thi ddua", "xaay dwngj dduwowngf langf ngox xoms"], Scheme.TELEX),
        (["Ke61 hoa5ch pha1t d9o65ng phong tra2o thi d9ua", "xa6y du75ng d9u7o72ng la2ng"], Scheme.VNI_KEYS),
        ([legacy.encode(line.lower(), Encoding.VIQR) for line in SOUND[:3]], Scheme.VIQR),
    ],
)
def test_typed_text_is_told_with_its_scheme(lines, scheme):
    assert {(f.condition, f.scheme) for f in examine(lines)} == {(Condition.TYPED, scheme)}


@settings(deadline=None)  # tables load at the first call
@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_text_gets_one_condition_a_line(lines):
    findings = examine(lines)
    assert len(findings) == len(lines)
    assert all((f.scheme is not None) == (f.condition is Condition.TYPED) for f in findings)


def test_a_line_of_megabytes_is_judged():
    assert judge([f"{PARAGRAPH} " * 5_000]) == [Condition.SOUND]


def _plans(folder, pattern):
    for path in sorted(folder.glob(pattern)):
        lines = path.read_text(encoding="utf-8").split("\n")
        yield path.name, [legacy.drop_invisible(legacy.normalise(line)) for line in lines]


def _share(lines, condition):
    filled = [found for found, line in zip(judge(lines), lines, strict=True) if line.strip()]
    return sum(found is condition for found in filled) / len(filled)


def test_own_plans_are_sound_and_bare_when_stripped(root):
    for name, lines in _plans(root / "corpora/plans", "*.txt"):
        assert _share(lines, Condition.SOUND) >= 0.98, name
        assert _share([strip_marks(line) for line in lines], Condition.BARE) == 1, name


def test_ocr_of_own_plans_in_english_is_damaged_and_clean_ocr_sound(root):
    with (root / "tests/models/restore/noisy/english.tsv").open(encoding="utf-8") as table:
        english = [row["read"] or "" for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert _share(english, Condition.DAMAGED) >= 0.97


@pytest.mark.shared
def test_real_plans_are_sound_and_real_english_layers_damaged(shared):
    for pattern in ("plans/*.txt", "gold/*.gold.txt", "scans/text/*.txt"):
        for name, lines in _plans(shared, pattern):
            assert _share(lines, Condition.SOUND) >= 0.98, name
            assert _share([strip_marks(line) for line in lines], Condition.BARE) >= 0.95, name
    for name, lines in _plans(shared, "gold/*.ocr.txt"):
        sealed = _share(lines, Condition.SOUND)  # digital signatures in good Unicode
        assert _share(lines, Condition.DAMAGED) + sealed >= 0.98, name
        assert sealed <= 0.15, name
