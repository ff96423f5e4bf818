from __future__ import annotations

from dataclasses import replace

import pytest

from vanthu.models.documents import repeated, split
from vanthu.models.page import Line, Page, Region, Trail, Verdict, WarningCode

HEAD = """ỦY BAN NHÂN DÂN
XÃ HÀ LAM
Số: {}/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
KẾ HOẠCH"""
BODY = "1. Các đơn vị thực hiện nghiêm túc."
SIGNED = "Nơi nhận:\n- Như trên;\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Tám"


def pages(*texts: str) -> list[Page]:
    return [Page(n, tuple(map(Line.plain, t.split("\n"))), Trail(Verdict.TEXT)) for n, t in enumerate(texts, 1)]


def parts(*texts: str) -> list[tuple[int, ...]]:
    return [tuple(page.number for page in part.pages) for part in split(pages(*texts))]


def test_one_document_stays_one():
    assert parts(HEAD.format(1), BODY, SIGNED) == [(1, 2, 3)]


def test_a_new_letterhead_after_a_signature_starts_a_document():
    assert parts(HEAD.format(1), SIGNED, HEAD.format(2) + "\n" + SIGNED) == [(1, 2), (3,)]


def test_a_letterhead_whose_number_is_blank_for_the_pen_starts_one_too():
    assert parts(HEAD.format(1) + SIGNED, HEAD.format("   ")) == [(1,), (2,)]


def test_a_letterhead_before_any_signature_does_not():
    assert parts(HEAD.format(1), HEAD.format(2)) == [(1, 2)]


def test_the_second_letterhead_of_a_copy_does_not():
    assert parts(HEAD.format(1) + "\n" + SIGNED, HEAD.format(9) + "\nSAO Y\n" + SIGNED) == [(1, 2)]


def test_an_appendix_or_form_with_its_own_letterhead_does_not():
    assert parts(HEAD.format(1) + "\n" + SIGNED, "Phụ lục I\n" + HEAD.format("")) == [(1, 2)]
    assert parts(HEAD.format(1) + "\n" + SIGNED, "Mẫu số 02\n" + HEAD.format("")) == [(1, 2)]


def test_parts_are_numbered():
    found = split(pages(HEAD.format(1) + "\n" + SIGNED, HEAD.format(2)))
    assert [(part.index, part.of) for part in found] == [(1, 2), (2, 2)]


def test_no_pages_give_one_empty_part():
    assert [part.pages for part in split([])] == [()]


def test_two_pages_scanned_in_reverse_are_read_in_order_with_a_warning():
    (part,) = split(pages(SIGNED, HEAD.format(1) + "\n" + BODY))
    assert [page.number for page in part.pages] == [2, 1]
    assert [w.code for w in part.pages[0].trail.warnings] == [WarningCode.PAGES_REORDERED]


def test_more_pages_are_reversed_only_where_their_printed_numbers_say_so():
    three = pages(SIGNED, BODY, HEAD.format(1) + "\n" + BODY)
    assert [[page.number for page in part.pages] for part in split(three)] == [[1, 2], [3]]
    numbered = [
        replace(page, lines=(*page.lines, Line.plain(str(number), Region.RUNNING)))
        for page, number in zip(three, (3, 2, 1), strict=True)
    ]
    assert [page.number for page in split(numbered)[0].pages] == [3, 2, 1]


def test_an_end_before_a_whole_document_is_not_reversed():
    assert parts(SIGNED, HEAD.format(1) + "\n" + SIGNED) == [(1,), (2,)]


@pytest.mark.parametrize("number", ["6/0 /VP-TH", "(o /VP-TH", "?1l /VP-TH", "61O/VP-TH"])
def test_a_letter_whose_pen_number_was_misread_starts_a_document(number):
    letter = HEAD.format(2).replace("2/KH-UBND", number)
    assert parts(HEAD.format(1) + "\n" + SIGNED, letter + "\n" + SIGNED) == [(1,), (2,)]


def test_a_recipient_of_the_youth_union_starts_none():
    assert parts(HEAD.format(1) + "\n" + SIGNED, "- Đoàn TNCS Hồ Chí Minh;\n- Lưu: VT.") == [(1, 2)]


LONG = "\n".join(f"{n}. Các đơn vị gửi báo cáo về Phòng Nội vụ trước ngày {n}/3/2024." for n in range(1, 9))


def test_a_page_scanned_twice_is_told_though_letters_differ():
    again = LONG.replace("báo cáo", "bao cáo", 1).replace("Phòng", "Phong", 1)
    assert repeated(pages(HEAD, LONG, again)) == {3: 2}


@pytest.mark.parametrize(
    "other", [LONG.replace("/3/2024", "/4/2025"), LONG + "\n9. Các đơn vị tổng kết phong trào.\n" * 3, LONG[:150]]
)
def test_pages_of_one_form_with_other_numbers_are_two(other):
    assert repeated(pages(LONG, other)) == {}


def test_blank_and_short_pages_are_never_the_same_sheet():
    assert repeated(pages("", "", SIGNED, SIGNED)) == {}
