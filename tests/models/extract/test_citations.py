from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.models.extract.citing.cited_documents import mentions, unreadable
from vanthu.models.extract.language import annotate
from vanthu.models.page import Line, Page, Trail, Verdict

HEAD = (
    "ỦY BAN NHÂN DÂN",
    "XÃ SUỐI MƠ",
    "Số: 12/KH-UBND",
    "Suối Mơ, ngày 05 tháng 02 năm 2024",
    "KẾ HOẠCH",
    "Phát động phong trào thi đua “Đường hoa ngõ sạch”",
)


def bases(*lines):
    page = Page(1, tuple(Line.plain(line) for line in (*HEAD, *lines)), Trail(Verdict.TEXT))
    return annotate([page], ("zones", "outline", "citations"))._.legal_bases


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("Nghị quyết số 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành", "21-NQ/TW", date(2022, 6, 16)),
        ("Kế hoạch số 180 - KH/TU ngày 28 tháng 9 năm 2023", "180-KH/TU", date(2023, 9, 28)),
        ("Nghị định số 98/2023/NĐ/NĐ-CP ngày 31/12/2023", "98/2023/NĐ-CP", date(2023, 12, 31)),
        ("Quyết định số 44/QĐÐ-UBND ngày 03-5-2021", "44/QĐ-UBND", date(2021, 5, 3)),
        ("Hướng dẫn số: 05 HD/BTGTU ngày 01/02/2019 của Ban Tuyên giáo", "05-HD/BTGTU", date(2019, 2, 1)),
        ("Nghị định số 152/2025NĐ-CP ngày 14 tháng 6 năm 2025", "152/2025/NĐ-CP", date(2025, 6, 14)),
        ("Chương trình số 77-CTr/TĐĐTN-VP ngày 28/12/2021", "77-CTr/TĐTN-VP", date(2021, 12, 28)),
        ("Nghị quyết số 18-NQ/HŨ ngày 29/12/2023", "18-NQ/HU", date(2023, 12, 29)),
        ("Nghị định số 91/2017/ND-CP ngày 31.7.2017", "91/2017/NĐ-CP", date(2017, 7, 31)),
        ("Nghị quyết số 27/NQ- TW ngày 09/11/2022", "27/NQ-TW", date(2022, 11, 9)),
        ("Kế hoạch 223/KH- UBND ngày 24/10/2025", "223/KH-UBND", date(2025, 10, 24)),
        ("Công văn số 2637/BGDĐT-VP ngày 15 tháng 5 năm 2026", "2637/BGDĐT-VP", date(2026, 5, 15)),
        ("Nghị quyết số 197/2025/QH15 của Quốc hội", "197/2025/QH15", None),
        ("Nghị định số 30/2020/NĐ-CP của Chính phủ ngày 31/02/2020", "30/2020/NĐ-CP", None),
    ],
)
def test_code_and_date(text, code, day):
    (found,) = mentions(text)
    assert (found.basis.code, found.basis.issued_on) == (code, day)


def test_a_code_under_a_stamp_is_not_guessed():
    text = "Căn cứ Quyết định số 203 4⁄9Đ-BUDĐT ngày 13 tháng 7 năm 2023 của Bộ Giáo dục"
    (found,) = unreadable(text)
    assert (found.basis.type, found.basis.code, found.basis.issued_on) == ("Quyết định", None, date(2023, 7, 13))
    assert mentions(text) == []
    assert unreadable("Quyết định số ..../QĐ-UBND ngày 13 tháng 7 năm 2023") == []


def test_a_letter_where_only_a_digit_can_stand_is_read():
    (found,) = mentions("Quyết định số 214/QĐ-DCT ngày I2 tháng 01 năm 2026")
    assert found.basis.issued_on == date(2026, 1, 12)


def test_quy_định_keeps_its_letters():
    (found,) = mentions("Quy định số 178-QĐ/TW ngày 27/6/2024")
    assert (found.basis.type, found.basis.code) == ("Quy định", "178-QĐ/TW")


def test_two_numbers_share_the_date_after_the_second():
    found = mentions("Công điện số 008/CĐ-UBND và số 009/CĐ-UBND ngày 19/11/2025")
    assert [m.basis.issued_on for m in found] == [date(2025, 11, 19)] * 2


def test_a_law_cited_by_name_has_no_code():
    (found,) = mentions("Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;")
    assert (found.basis.title, found.basis.code) == ("Luật Thi đua, khen thưởng", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nghị định số 149/201 6/NĐ-CP ngày 11 tháng 11 năm 2016", "149/2016/NĐ-CP"),
        ("Quyết định của UBND tỉnh: số 41 8/QĐ-UBND ngày 30/5/2024", "418/QĐ-UBND"),
        ("Công văn số 223/HĐĐĐND-KTNS ngày 14/11/2024", "223/HĐND-KTNS"),
        ("Luật số 34/201 8/QH14;", "34/2018/QH14"),
    ],
)
def test_a_blank_or_letter_that_ocr_put_into_a_code_is_taken_out(text, code):
    assert [m.basis.code for m in mentions(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 0)1/2020/NQ-HĐND ngày 07/02/2020",
        "Thông tư số 02/2017/TT. -VPCP ngày 31/10/2017",
        "Nghị định số 158/2016/NĐ-",
        "Nghị quyết số 42/NG.cP ngày 09 tháng 4 năm 2020",
        "Kế hoạch số 119/KH-BCĐ38°QNg",
    ],
)
def test_what_is_left_of_a_torn_code_is_none(text):
    assert mentions(text) == []


def test_a_code_broken_by_the_margin_is_one():
    (found,) = bases("Thực hiện Kế hoạch số 186/KH-", "UBND ngày 17/9/2024 của UBND tỉnh.")
    assert (found.value.code, found.value.issued_on) == ("186/KH-UBND", date(2024, 9, 17))


def test_tt_is_thông_tri_only_with_the_party():
    assert [m.basis.type for m in mentions("số 01/2018/TT-VPCP; số 05-TT/TU")] == ["Thông tư", "Thông tri"]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("số 37/2025/NĐ-CP ngày 26 tháng 02 năm 2025 của Chính phủ vê quy định chức năng;", "Chính phủ"),
        ("số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phú;", "Chính phủ"),
        ("số 01/2017/NĐ-CP ngày 06/01/2017 của Chính phủ sửa đôi một số Nghị định;", "Chính phủ"),
    ],
)
def test_slips_around_the_issuer(text, issuer):
    assert mentions(text)[0].basis.issuer == issuer


def test_the_name_of_a_law_ends_before_what_it_is_about():
    assert mentions("Luật Địa chất và khoáng sản về khai thác")[0].basis.title == "Luật Địa chất và khoáng sản"


@pytest.mark.parametrize("text", ["Số: /KH-UBND ngày / /2025", "mạng 3G/4G", "năm 2025 - Ban Chỉ đạo", "3/4 chi bộ"])
def test_blanks_and_fractions_are_no_citations(text):
    assert mentions(text) == []


def test_short_mention_is_one_with_the_first_full_one_and_broken_codes_are_joined():
    found = bases(
        "Để triển khai thực hiện đồng bộ, hiệu quả trong toàn Đảng bộ Kế hoạch số 106-",
        "KH/TU, ngày 31/8/2022 của Ban Thường vụ Tỉnh ủy về củng cố tổ chức cơ sở đảng;",
        "I. MỤC ĐÍCH",
        "1. Thực hiện tốt Kế hoạch số 106-KH/TU.",
    )
    assert [(f.value.code, f.value.issued_on, f.value.role) for f in found] == [
        ("106-KH/TU", date(2022, 8, 31), "basis")
    ]
    assert {e.line for e in found[0].evidence} == {len(HEAD) + 1, len(HEAD) + 2}


@given(st.text(max_size=120))
def test_any_text_is_read_without_a_crash(text):
    for found in mentions(text):
        assert 0 <= found.start < found.head_end <= found.end <= len(text)


def test_a_code_printed_with_its_type_doubled_is_kept_in_the_text_and_reported():
    page = Page(
        1, tuple(map(Line.plain, (*HEAD, "Căn cứ Nghị định số 65/2014/NĐ/NĐ-CP ngày 01/7/2014;"))), Trail(Verdict.TEXT)
    )
    doc = annotate([page], ("zones", "outline", "citations"))
    (basis,) = doc._.legal_bases
    assert (basis.value.code, "65/2014/NĐ/NĐ-CP" in basis.text) == ("65/2014/NĐ-CP", True)
    assert [(i.code, i.path) for i in doc._.issues] == [("misprinted_code", "legal_bases.0")]


@pytest.mark.parametrize(
    ("text", "code", "title"),
    [
        ("Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022;", "06/2022/QH15", "Luật Thi đua, khen thưởng"),
        ("Luật số 06/2022/QH15 ngày 15/6/2022;", "06/2022/QH15", None),
    ],
)
def test_a_law_cited_by_name_and_number_is_one_document(text, code, title):
    (found,) = bases(f"Căn cứ {text}")
    assert (found.value.type, found.value.code, found.value.title) == ("Luật", code, title)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Nghị quyết số 71/NQ-CP của Chính phủ và Kế hoạch hành động của Thành ủy;", "Chính phủ"),
        ("Quyết định số 3-QĐ/BCĐ của Ban Chỉ đạo về trồng cây ban hành Chương trình;", "Ban Chỉ đạo về trồng cây"),
        ("Quyết định số 9/QĐ-SYT của Sở Y tế về trồng cây;", "Sở Y tế"),
    ],
)
def test_the_name_of_an_issuer_ends_where_something_else_begins(text, issuer):
    assert bases(f"Thực hiện {text}")[0].value.issuer == issuer


def test_a_subject_ends_before_what_the_plan_itself_says():
    (found,) = bases("Thực hiện Quyết định số 9/QĐ-SYT về trồng cây, Ủy ban nhân dân xã ban hành Kế hoạch như sau:")
    assert found.value.title == "về trồng cây"


@pytest.mark.parametrize("letter", ["Đ", "\u00d0", "\u0189"])
def test_a_code_is_the_same_whichever_letter_its_đ_was_typed_with(letter):
    (cited,) = mentions(f"Quyết định số 44/2021/Q{letter}-UBND ngày 03-5-2021")
    assert (cited.basis.type, cited.basis.code) == ("Quyết định", "44/2021/QĐ-UBND")


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("Căn cứ Luật tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;",
         "Luật tổ chức Hội đồng nhân dân và Ủy ban nhân dân", date(2003, 11, 26)),
        ("Căn cứ Luật giá ngày 20 tháng 6 năm 2012;", "Luật giá", date(2012, 6, 20)),
        ("Căn cứ Pháp lệnh phí và lệ phí ngày 28 tháng 8 năm 2001;", "Pháp lệnh phí và lệ phí", date(2001, 8, 28)),
        ("Luật Thực hiện dân chủ ở cơ sở ngày 10/11/2022;", "Luật Thực hiện dân chủ ở cơ sở", date(2022, 11, 10)),
        ("Căn cứ Luật vườn cây ngày 10/11/2022;", "Luật vườn cây", date(2022, 11, 10)),
        ("Việc áp dụng Luật Đất đai thu hồi đất phải đúng.", "Luật Đất đai", None),
        ("Luật Trồng rừng triển khai từ tháng 3.", "Luật Trồng rừng", None),
        ("theo Luật Đầu tư công và pháp luật về đấu thầu", "Luật Đầu tư công", None),
    ],
)  # fmt: skip
def test_a_law_is_named_to_the_end_of_its_name(text, title, day):
    (found,) = mentions(text)
    assert (found.basis.title, found.basis.issued_on, found.basis.code) == (title, day, None)


@pytest.mark.parametrize(
    "text", ["Luật sư đoàn tỉnh", "theo pháp luật giá", "Các luật và nghị định", "Luật pháp quy định"]
)
def test_what_only_sounds_like_a_law_is_none(text):
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Quyết định số 3/QĐ-UBND của UBND tỉnh về trồng cây, Kế hoạch số 5/KH-UBND của UBND huyện", "về trồng cây"),
        ("Quyết định số 3/QĐ-UBND của UBND tỉnh về trồng cây và Kế hoạch số 5/KH-UBND của huyện", "về trồng cây"),
        ("Quyết định số 3/QĐ-UBND của UBND tỉnh về trồng cây, đề nghị các xã đăng ký", "về trồng cây"),
        (
            "Quyết định số 3/QĐ-UBND của UBND tỉnh về thực hiện Nghị quyết số 5/NQ-CP",
            "về thực hiện Nghị quyết số 5/NQ-CP",
        ),
    ],
)
def test_a_title_ends_where_the_next_act_or_an_order_begins(text, title):
    assert mentions(text)[0].basis.title == title


def test_a_date_after_a_bracket():
    (found,) = mentions(
        "Nghị định số 98/2023/NĐ-CP (sau đây gọi là Nghị định 98) ngày 31 tháng 12 năm 2023 của Chính phủ"
    )
    assert (found.basis.issued_on, found.basis.issuer) == (date(2023, 12, 31), "Chính phủ")


@pytest.mark.parametrize(
    ("first", "again", "code"),
    [
        ("Luật Thi đua, khen thưởng ngày 15/6/2022", "Luật Thi đua, khen thưởng số 06/2022/QH15", "06/2022/QH15"),
        ("Kế hoạch số 05/KH-UBND ngày 3/2/2024", "Kế hoạch số 5/KH-UBND", "05/KH-UBND"),
        ("Thông tư số 24/2020/TT-BGDĐT ngày 10/3/2020", "Thông tư 24/2020", "24/2020/TT-BGDĐT"),
        ("Nghị quyết số 21-NQ/TW ngày 16/6/2022", "Nghị quyết số 21/NQ-TW", "21-NQ/TW"),
    ],
)
def test_no_act_is_cited_twice(first, again, code):
    (found,) = bases(f"Căn cứ {first};", f"1. Thực hiện {again}.")
    assert found.value.code == code


def test_an_act_cited_by_number_and_year():
    found = bases("1. Thực hiện theo Thông tư 24/2020 ngày 10/3/2020 và Nghị định 30 năm 2020.")
    assert [(f.value.type, f.value.code) for f in found] == [("Thông tư", "24/2020"), ("Nghị định", "30/2020")]
