"""Appendices and digital signatures vote on number and date: they confirm, contradict or stand in; none is a guess."""

from __future__ import annotations

from datetime import date

import pytest

from vanthu.models.campaign import Status
from vanthu.models.extract.language import annotate
from vanthu.models.page import Box, Line, Page, Trail, Verdict, Word

ONLY = ("zones", "letterhead", "title", "signatory", "recipients", "stamps", "votes", "confidence")
NUMBER, DATE = "Số: 57/KH-UBND", "Chợ Đồn, ngày 18 tháng 3 năm 2024"
OWN = "(Kèm theo Kế hoạch số 57/KH-UBND ngày 18/3/2024 của Ủy ban nhân dân huyện Chợ Đồn)"


def plan(*appendices, number=NUMBER, issued=DATE, signature=()):
    """Pages of a plan of our own invention: a signed page and its appendices, each with its line under the title."""
    first = (
        "ỦY BAN NHÂN DÂN", "HUYỆN CHỢ ĐỒN", number, issued, "KẾ HOẠCH", "Trồng cây đầu xuân năm 2024",
        "Ủy ban nhân dân huyện ban hành Kế hoạch trồng cây như sau:", "I. MỤC ĐÍCH", "Phủ xanh đất trống.",
        "Nơi nhận:", "- Các xã;", "- Lưu: VT.", "CHỦ TỊCH", "Nguyễn Văn Thử", *signature,
    )  # fmt: skip
    return [
        first,
        *[("PHỤ LỤC", "Danh sách các xã", *lines, "1. Xã Bản Thi", "2. Xã Yên Thịnh") for lines in appendices],
    ]


@pytest.fixture(scope="module")
def read():
    """Annotate pages of lines; a line may be text or made already."""

    def annotated(sheets):
        made = [[Line.plain(line) if isinstance(line, str) else line for line in sheet] for sheet in sheets]
        return annotate([Page(n, tuple(lines), Trail(Verdict.OCR)) for n, lines in enumerate(made, 1)], only=ONLY)._

    return annotated


def scanned(text, digits, confidence):
    """A line of a scan whose words are sure but for the one that holds ``digits``."""
    words, start = [], 0
    for word in text.split(" "):
        sure = confidence if digits in word else 0.97
        words.append(Word(start, start + len(word), Box(start / 200, 0.1, (start + len(word)) / 200, 0.12), sure))
        start += len(word) + 1
    return Line(text, text, words=tuple(words))


def pen():
    """Number and day of the letterhead as a reader of handwriting gives them: legible, with some doubt."""
    return {"number": scanned(NUMBER, "57", 0.8), "issued": scanned(DATE, "18", 0.8)}


def issues(found):
    return {issue.code: issue for issue in found.issues if issue.code.endswith("_disagrees")}


@pytest.mark.parametrize(
    "line",
    [
        OWN,
        "(Kèm theo Kế hoạch số: 057 /KH-UBND ngày 18 tháng 03 năm 2024)",
        "(Ban hành kèm theo Kế hoạch số 57/KH-UBND, ngày 18-3-2024 của UBND huyện)",
        "(Đính kèm Kế hoạch số 57/KH- UBND ngày 18.3.2024)",
    ],
)
def test_an_appendix_that_gives_the_same_confirms_number_and_date(read, line):
    alone, confirmed = (read(plan(*lines, **pen())) for lines in ((), ((line,),)))
    for name in ("number", "code", "issued_on"):
        assert getattr(confirmed.document, name).confidence > getattr(alone.document, name).confidence
    assert issues(confirmed) == {}


def test_a_line_that_is_broken_by_the_margin_is_read_whole(read):
    broken = ("(Kèm theo Kế hoạch số 57/KH-UBND ngày 19", "tháng 3 năm 2024 của Ủy ban nhân dân huyện Chợ Đồn)")
    assert "2024-03-19" in issues(read(plan(broken)))["date_disagrees"].message


def test_another_number_of_the_same_day_throws_doubt_on_the_number_and_both_are_told(read):
    found = read(plan((OWN.replace("57", "51"),)))
    assert found.document.number.value == 57
    assert max(found.document.number.confidence, found.document.code.confidence) <= 0.5
    assert found.document.issued_on.confidence > 0.9
    issue = issues(found)["number_disagrees"]
    assert (issue.severity, issue.path) == ("warning", "document.number")
    assert issue.message == "the letterhead (page 1, line 3) reads 57/KH-UBND; page 2, line 3 reads 51/KH-UBND"


def test_another_day_under_the_same_number_throws_doubt_on_the_date(read):
    found = read(plan((OWN.replace("18/3", "13/3"),)))
    assert found.document.issued_on.value == date(2024, 3, 18)
    assert found.document.issued_on.confidence <= 0.5
    assert found.document.number.confidence > 0.9
    assert set(issues(found)) == {"date_disagrees"}
    assert "2024-03-18" in issues(found)["date_disagrees"].message
    assert "page 2, line 3 reads 2024-03-13" in issues(found)["date_disagrees"].message


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/01/2024 của Ủy ban nhân dân huyện Chợ Đồn)",  # an earlier plan's form
        "(Kèm theo Kế hoạch số 51/KH-UBND ngày 18/3/2024 của Ủy ban nhân dân tỉnh Bắc Kạn)",  # of the province
        "(Kèm theo Kế hoạch số 51/KH-UBND ngày 18/3/2024 của Ủy ban nhân dân tỉnh)",
        "(Kèm theo Quyết định số 51/QĐ-UBND ngày 18/3/2024 của Ủy ban nhân dân huyện Chợ Đồn)",  # another type
        "(Kèm theo Kế hoạch số 51/KH-TCKH ngày 18/3/2024)",  # another office
        "(Kèm theo Kế hoạch số      /KH-UBND ngày     /3/2024)",  # never filled in
        "Lập theo mẫu kèm theo Kế hoạch số 51/KH-UBND ngày 18/3/2024",  # said in passing
    ],
)
def test_lines_about_other_acts_have_no_vote(read, line):
    alone, beside = read(plan(("Mỗi xã một đội",))), read(plan((line,)))
    assert beside.document.number == alone.document.number
    assert beside.document.issued_on == alone.document.issued_on
    assert issues(beside) == {}


def test_an_incoming_stamp_has_no_vote(read):
    stamp = ("CÔNG VĂN ĐẾN", "Số: 7344", "Ngày: 19/3/2024")
    assert issues(read(plan(signature=stamp))) == {}
    assert read(plan(signature=stamp)).document.number == read(plan()).document.number


def test_an_illegible_number_and_day_are_taken_from_the_appendix_with_doubt(read):
    document = read(plan((OWN,), number="Số: #ý/KH-UBND", issued=DATE.replace("18", "1Ä"))).document
    assert (document.number.value, document.code.value) == (57, "57/KH-UBND")
    assert document.issued_on.value == date(2024, 3, 18)
    assert document.issued_on.partial is None
    for field in (document.number, document.code, document.issued_on):
        assert field.status is Status.DERIVED
        assert 0.5 < field.confidence < 0.9
        assert (field.evidence[0].page, field.evidence[0].line) == (2, 3)


def test_a_letter_after_the_number_comes_with_it(read):
    document = read(plan((OWN.replace("57", "057a"),), number="Số: #ý/KH-UBND")).document
    assert (document.number.value, document.number_suffix.value, document.code.value) == (57, "a", "057a/KH-UBND")


def test_a_number_that_appendices_give_in_two_ways_stays_illegible(read):
    found = read(plan((OWN,), (OWN.replace("57", "51"),), number="Số: #ý/KH-UBND"))
    assert (found.document.number.value, found.document.number.status) == (None, Status.ILLEGIBLE)
    message = issues(found)["number_disagrees"].message
    assert all(part in message for part in ("is illegible", "page 2", "57/KH-UBND", "page 3", "51/KH-UBND"))


def test_a_date_that_two_appendices_give_in_two_ways_stays_illegible(read):
    found = read(plan((OWN,), (OWN.replace("18/3", "13/3"),), issued=DATE.replace("18", "1Ä")))
    assert (found.document.issued_on.value, found.document.issued_on.partial) == (None, "2024-03")
    assert "date_disagrees" in issues(found)


@pytest.mark.parametrize("number", ["Số:      /KH-UBND", "Độc lập"])
def test_a_number_that_nobody_filled_in_or_printed_stays_absent(read, number):
    assert read(plan((OWN,), number=number)).document.number.status is Status.ABSENT


@pytest.mark.parametrize("issued", ["Chợ Đồn, ngày 1Ä tháng 4 năm 2024", "Chợ Đồn, ngày 1Ä tháng # năm 2023"])
def test_what_the_letterhead_does_give_of_the_date_must_be_the_same(read, issued):
    document = read(plan((OWN,), number="Số: #ý/KH-UBND", issued=issued)).document
    assert (document.number.value, document.issued_on.value) == (None, None)


@pytest.mark.parametrize(("confidence", "number"), [(0.6, None), (0.95, 57)])
def test_digits_of_an_appendix_are_trusted_like_those_of_a_letterhead(read, confidence, number):
    line = scanned(OWN, "57/KH-UBND", confidence)
    assert read(plan((line,), number="Số: #ý/KH-UBND")).document.number.value == number


@pytest.mark.parametrize(("digits", "confirms"), [("57", True), ("51", False)])
def test_digits_that_are_not_sure_confirm_by_being_the_same_and_never_contradict(read, digits, confirms):
    line = scanned(OWN.replace("57", digits), f"{digits}/KH-UBND", 0.5)
    alone, beside = (read(plan(*lines, **pen())) for lines in ((), ((line,),)))
    assert (beside.document.number.confidence > alone.document.number.confidence) is confirms
    assert beside.document.number.confidence >= alone.document.number.confidence
    assert issues(beside) == {}


def test_digits_that_restoration_put_in_are_no_vote(read):
    line = Line(OWN.replace("57", "S7"), OWN, tuple(range(len(OWN) + 1)))
    assert read(plan((line,), number="Số: #ý/KH-UBND")).document.number.value is None


def signed(day):
    return ("Người ký: Nguyễn Văn Thử", "Email: thu@choDon.example", f"Thời gian ký: {day} 10:21:33 +07:00")


def test_a_signature_of_the_same_day_confirms_the_date(read):
    alone, confirmed = (read(plan(signature=block, **pen())) for block in ((), signed("18.03.2024")))
    assert confirmed.document.issued_on.confidence > alone.document.issued_on.confidence


@pytest.mark.parametrize("day", ["13.03.2024", "19.03.2024", "04.04.2024", "04.04.2025"])
def test_a_signature_of_another_day_is_neither_doubt_nor_proof(read, day):
    found = read(plan(signature=signed(day)))
    assert found.document.digital_signatures
    assert found.document.issued_on == read(plan()).document.issued_on
    assert issues(found) == {}


def test_a_date_long_after_the_last_signature_is_doubted(read):
    found = read(plan(signature=signed("01.03.2024")))
    assert found.document.issued_on.confidence <= 0.5
    assert "2024-03-01" in issues(found)["date_disagrees"].message
    later = read(plan(signature=(*signed("01.03.2024"), *signed("19.03.2024"))))
    assert issues(later) == {}


def test_a_signature_alone_gives_no_date(read):
    document = read(plan(issued=DATE.replace("18", "1Ä"), signature=signed("18.03.2024"))).document
    assert document.digital_signatures
    assert (document.issued_on.value, document.issued_on.status) == (None, Status.ILLEGIBLE)


def test_an_appendix_and_a_signature_of_one_day_are_two_votes_for_it(read):
    illegible = DATE.replace("18", "1Ä")
    one = read(plan((OWN,), issued=illegible, signature=signed("19.03.2024"))).document.issued_on
    two = read(plan((OWN,), issued=illegible, signature=signed("18.03.2024"))).document.issued_on
    assert one.value == two.value == date(2024, 3, 18)
    assert one.confidence < 0.9 < two.confidence
