import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from vanthu.models.extract.language import register_extensions
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.marks import Rank, read_mark, roman_number
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.tokenizer import VietnameseTokenizer
from vanthu.models.page import Cell, Line, Page, Trail, Verdict

COMPONENT = importlib.import_module("vanthu.models.extract.structure.outline").outline
TOKENIZE = VietnameseTokenizer(Vocab())
WIDE = "Các cơ quan, đơn vị, địa phương quán triệt, tổ chức thực hiện nghiêm túc nội dung của Kế hoạch"


def outlined(*pages: str, zone: Zone = Zone.BODY) -> Doc:
    made = tuple(
        Page(n, tuple(Line.plain(line) for line in text.split("\n")), Trail(Verdict.TEXT))
        for n, text in enumerate(pages, 1)
    )
    return over(made, tuple(zone for page in made for _ in page.lines))


def over(pages: tuple[Page, ...], zones: tuple[Zone, ...]) -> Doc:
    register_extensions()
    source = SourceText(pages)
    doc = TOKENIZE(source.text)
    doc._.source, doc._.zones = source, zones
    return COMPONENT(doc)


def texts(doc: Doc) -> list[str]:
    return [paragraph.text for paragraph in doc._.paragraphs]


def test_wrapped_lines_are_joined_and_marks_part_them():
    doc = outlined(f"1. Mục đích\n- {WIDE}\nnày tới cán bộ, đảng viên.\n- Tạo khí thế thi đua sôi nổi.")
    assert texts(doc) == [
        "1. Mục đích",
        f"- {WIDE} này tới cán bộ, đảng viên.",
        "- Tạo khí thế thi đua sôi nổi.",
    ]


def test_a_paragraph_goes_on_over_the_page_break_and_its_page_number():
    pages = (
        Page(1, (Line.plain(f"- {WIDE}"),), Trail(Verdict.TEXT)),
        Page(2, (Line.plain("2"), Line.plain("này.")), Trail(Verdict.TEXT)),
    )
    doc = over(pages, (Zone.BODY, Zone.ASIDE, Zone.BODY))
    assert texts(doc) == [f"- {WIDE} này."]


def test_a_year_range_broken_by_the_margin_is_no_list_item():
    doc = outlined("4. Trong giai đoạn 2026\n- 2030 phấn đấu đạt 10%.")
    assert texts(doc) == ["4. Trong giai đoạn 2026 - 2030 phấn đấu đạt 10%."]


def test_a_date_broken_by_a_narrow_column_is_joined():
    assert texts(outlined(f"Trước ngày\n27/6/2026\nPhòng Đào tạo\n- {WIDE}"))[:2] == [
        "Trước ngày 27/6/2026",
        "Phòng Đào tạo",
    ]


def test_one_paragraph_a_line_is_kept():
    line = "Đơn vị chủ trì thực hiện: Các sở, ban, ngành, " + WIDE
    assert texts(outlined(f"{line}\nĐơn vị phối hợp: Sở Tư pháp\n{line}")) == [
        line,
        "Đơn vị phối hợp: Sở Tư pháp",
        line,
    ]


def test_paths_and_headings_follow_the_numbering():
    doc = outlined(
        "II. NỘI DUNG\n1. Đối với tập thể\n1.1. Hồ sơ\na) Tờ trình đề nghị.\nb) Báo cáo.\n2. Sở Tư pháp\n- Theo dõi."
    )
    assert [(".".join(p.path), p.heading) for p in doc._.paragraphs] == [
        ("II", True),
        ("II.1", True),
        ("II.1.1", True),
        ("II.1.1.a", False),
        ("II.1.1.b", False),
        ("II.2", True),
        ("II.2", False),
    ]
    assert doc._.paragraphs[-1].headings == ("NỘI DUNG", "Sở Tư pháp")
    (root,) = doc._.outline
    assert [child.mark for child in root.children] == ["II.1", "II.2"]
    assert root.lines == ((1, 1),)


def test_a_numbered_sentence_is_text():
    doc = outlined("1.1. Tổ chức Lễ phát động: Dự kiến đầu tháng 11/2023.\n- Thành phần dự.")
    assert not doc._.paragraphs[0].heading


def test_a_cell_is_a_paragraph_of_its_own():
    lines = (
        Line(raw="Trước ngày", text="Trước ngày", cell=Cell(0, 1, 2)),
        Line(raw="27/6/2026", text="27/6/2026", cell=Cell(0, 1, 2)),
        Line(raw="Phòng Đào tạo", text="Phòng Đào tạo", cell=Cell(0, 1, 3)),
    )
    doc = over((Page(1, lines, Trail(Verdict.TEXT)),), (Zone.BODY,) * 3)
    assert texts(doc) == ["Trước ngày 27/6/2026", "Phòng Đào tạo"]
    assert doc._.paragraphs[0].cell == Cell(0, 1, 2)


def test_lines_outside_the_body_are_left_out():
    assert texts(outlined("Nơi nhận:\n- Như trên;", zone=Zone.RECIPIENTS)) == []


def test_appendix_label_title_and_pages():
    doc = outlined(
        "PHỤ LỤC I\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 5-KH/HU)\nNội dung",
        "Phụ lục 2\nMẪU BÁO CÁO",
        zone=Zone.APPENDIX,
    )
    assert [(a.label, a.title, a.pages) for a in doc._.appendices] == [
        ("PHỤ LỤC I", "DANH MỤC NHIỆM VỤ", (1,)),
        ("Phụ lục 2", "MẪU BÁO CÁO", (2,)),
    ]


@pytest.mark.parametrize(
    ("line", "rank", "labels"),
    [
        ("I- MỤC ĐÍCH", Rank.ROMAN, ("I",)),
        ("IV. TỔ CHỨC THỰC HIỆN", Rank.ROMAN, ("IV",)),
        ("I1I. NỘI DUNG", Rank.ROMAN, ("III",)),
        ("|. MỤC ĐÍCH", Rank.ROMAN, ("I",)),
        ("l. MỤC ĐÍCH, YÊU CẦU", Rank.ROMAN, ("I",)),
        ("l. Mục đích", Rank.ARABIC, ("1",)),
        ("Phần thứ nhất", Rank.PART, ("nhất",)),
        ("Điều 3. Hiệu lực", Rank.ARTICLE, ("3",)),
        ("II/ NỘI DUNG", Rank.ROMAN, ("II",)),
        ("Vv. TỔ CHỨC THỰC HIỆN", Rank.ROMAN, ("V",)),
        ("4.1. Tổ chức", Rank.ARABIC, ("4", "1")),
        ("2.1 Đối với tập thể", Rank.ARABIC, ("2", "1")),
        ("đ) Đến hết năm", Rank.LETTER, ("đ",)),
        ("(2) Thường trực", Rank.ENCLOSED, ("2",)),
        ("+ Lập thành tích", Rank.BULLET, ()),
        ("• Lập thành tích", Rank.BULLET, ()),
    ],
)
def test_marks(line: str, rank: Rank, labels: tuple[str, ...]):
    mark = read_mark(line)
    assert mark is not None
    assert (mark.rank, mark.labels) == (rank, labels)


def test_eleven_in_capitals_after_section_one_is_section_two():
    assert marks(outlined(f"I. MỤC ĐÍCH\n- {WIDE}.\n11. NỘI DUNG THI ĐUA\n- {WIDE}.")) == ["I", "II"]


@pytest.mark.parametrize("line", ["16/6/2022 của Ban", "3/4 chi bộ", "2023 là năm", "Mục đích", "1.000 đồng"])
def test_numbers_in_running_text_are_no_marks(line: str):
    assert read_mark(line) is None


@pytest.mark.parametrize(("text", "value"), [("III", 3), ("lV", 4), ("1X", 9), ("IIII", None), ("XXXX", None)])
def test_roman_numbers_with_slips(text: str, value: int | None):
    assert roman_number(text) == value


@given(st.lists(st.text(alphabet=" -.:)(1aILvạĐ2[0]/", max_size=20), max_size=12))
def test_any_text_is_outlined_and_every_character_stands_where_its_offset_says(lines: list[str]):
    doc = outlined("\n".join(lines))
    for paragraph in doc._.paragraphs:
        for char, offset in zip(paragraph.passage.text, paragraph.passage.offsets, strict=True):
            assert char in (doc._.source.text[offset], " ")


def marks(doc: Doc) -> list[str]:
    return [node.mark for node in doc._.outline]


def sections(*printed: str) -> list[str]:
    return marks(outlined("\n".join(f"{heading}\n- {WIDE}." for heading in printed)))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (("I. MỤC ĐÍCH", "H. THỜI GIAN"), ["I", "II"]),
        (("L. MỤC ĐÍCH", "H. THỜI GIAN", "HI. TIÊU CHUẨN"), ["I", "II", "III"]),
        (("1. MỤC ĐÍCH", "1. Yêu cầu", "2. Phạm vi", "H. THỜI GIAN"), ["I", "II"]),
        (("IL. MỤC ĐÍCH", "H. NỘI DUNG", "HI. THỜI GIAN", "IV. KINH PHÍ"), ["I", "II", "III", "IV"]),
        (("I. MỤC ĐÍCH", "II THỜI GIAN", "IIIL. TIÊU CHUẨN", "1V. KINH PHÍ"), ["I", "II", "III", "IV"]),
    ],
)
def test_strokes_read_as_letters_are_a_roman_number_where_it_is_due(printed, expected):
    assert sections(*printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (("1.", "2.", "3.", "4.", "Š.", "6."), ["1", "2", "3", "4", "5", "6"]),
        (("1,", "2.", "3."), ["1", "2", "3"]),
        (("l.", "Z.", "3."), ["1", "2", "3"]),
        (("a)", "b)", "e)", "đ)"), ["a", "b", "c", "d"]),
        (("a)", "b)", "c)", "d)", "đ)", "e)", "ø)", "h)"), ["a", "b", "c", "d", "đ", "e", "g", "h"]),
        (("a)", "b)", "c)", "d)", "e)", "g)"), ["a", "b", "c", "d", "e", "g"]),
    ],
)
def test_numbers_and_letters_follow_their_sequence(printed, expected):
    assert marks(outlined("\n".join(f"{mark} {WIDE} đến hết năm." for mark in printed))) == expected


def test_the_same_letter_stays_one_where_no_numeral_is_due():
    assert read_mark("H. Nội dung khác").rank is Rank.LETTERED_PART
    lettered = [f"{letter}. Nội dung khác" for letter in "ABCDEGH"]
    assert sections(*lettered) == list("ABCDEGH")


def test_a_heading_is_told_when_its_number_was_mended_and_when_a_section_is_missing():
    doc = outlined(f"I. MỤC ĐÍCH\n- {WIDE}.\nH. NỘI DUNG\n- {WIDE}.\nV. KINH PHÍ\n- {WIDE}.")
    assert [(issue.code, issue.severity) for issue in doc._.issues] == [
        ("mark_repaired", "info"),
        ("section_missing", "warning"),
    ]
    assert "“H.” was taken for “II”" in doc._.issues[0].message
    assert doc._.paragraphs[2].text == "H. NỘI DUNG"


@pytest.mark.parametrize(
    ("printed", "sections"),
    [
        (("I.", "II.", "II.", "IV."), ["I", "II", "III", "IV"]),
        (("I.", "IH.", "II.", "IV."), ["I", "II", "III", "IV"]),
        (("I.", "II.", "III.", "III.", "IV."), ["I", "II", "III", "III", "IV"]),
        (("I.", "III.", "IV."), ["I", "III", "IV"]),
        (("I.", "I.", "II.", "IV."), ["I", "II", "III", "IV"]),
        (("I.", "II.", "II.", "IV.", "IV."), ["I", "II", "III", "IV", "IV"]),
        (("I.", "II.", "I.", "II.", "III."), ["I", "II", "I", "II", "III"]),
    ],
)
def test_section_numbers_read_with_errors_follow_their_sequence_and_misprints_stay(printed, sections):
    assert marks(outlined("\n".join(f"{mark} NỘI DUNG\n- {WIDE}." for mark in printed))) == sections


def test_an_unnumbered_heading_in_capitals_ends_the_section_above():
    doc = outlined(f"II/ THỜI GIAN\n1/ {WIDE}.\nKHEN THƯỞNG\n{WIDE}.\nIII/ TỔ CHỨC THỰC HIỆN\n1/ {WIDE}.")
    rewarding = doc._.paragraphs[3]
    assert (rewarding.path, rewarding.headings) == ((), ("KHEN THƯỞNG",))
    assert marks(doc) == ["II", "III"]


def test_heads_of_columns_printed_one_below_the_other_open_no_section():
    doc = outlined(f"II. PHÂN CÔNG\n- {WIDE}.\nNỘI DUNG\nTHỜI GIAN\n1\nTrồng cây\nTháng 5")
    assert {p.headings for p in doc._.paragraphs[1:]} == {("PHÂN CÔNG",)}


def test_every_quarter_is_no_quarter_that_the_next_section_breaks():
    assert texts(outlined("Hằng quý\nV- CHẾ ĐỘ BÁO CÁO")) == ["Hằng quý", "V- CHẾ ĐỘ BÁO CÁO"]


def test_a_date_broken_after_its_stroke_is_joined():
    assert texts(outlined(f"4- Báo cáo năm trước ngày 10-\n12.\n5- {WIDE}."))[0] == "4- Báo cáo năm trước ngày 10- 12."


def test_an_article_torn_from_its_number_is_one():
    (article, *_) = outlined(f"Điều\n1. Phạm vi điều chỉnh\n1. {WIDE}.")._.paragraphs
    assert (article.text, article.path) == ("Điều 1. Phạm vi điều chỉnh", ("1",))


def test_the_title_of_a_chapter_stands_below_its_number():
    (chapter,) = outlined(f"Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n{WIDE}.")._.outline
    assert (chapter.mark, chapter.heading, [c.mark for c in chapter.children]) == ("I", "QUY ĐỊNH CHUNG", ["I.1"])


@pytest.mark.parametrize(("label", "codes"), [("", ["unlabelled_appendix"]), ("PHỤ LỤC\n", [])])
def test_what_follows_the_signature_without_a_label_is_told(label, codes):
    text = f"{label}Xã Ea Kar\nXã Ea Ô\nXã Cư Ni"
    assert [issue.code for issue in outlined(text, zone=Zone.APPENDIX)._.issues] == codes
