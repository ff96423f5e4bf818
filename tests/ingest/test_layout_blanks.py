"""Number and date lines are found by the print around their blanks."""

from __future__ import annotations

import numpy as np
import pytest

from vanthu.ingest.layout.blanks import find_date_blank, find_number_blank
from vanthu.ingest.ocr.engine import OcrLine, OcrWord

PAGE = np.full((3500, 2480), 255, np.uint8)
CAPITAL = 37


def line(*words: tuple[str, float, float], top: float = 420, confidence: float = 0.95) -> OcrLine:
    """Words (text, first, last column) whose capitals are 37 pixels high and stand on row 457."""
    found = []
    for text, x0, x1 in words:
        low = any(c in "gpqy" for c in text)
        found.append(OcrWord(text, (x0, top, x1, top + (49 if low else CAPITAL)), confidence))
    boxes = [w.box for w in found]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return OcrLine(tuple(found), box)


def test_a_number_line_reaches_from_so_to_the_first_letters_of_the_symbol():
    blank = find_number_blank([line(("So:", 490, 555), ("ZJ", 570, 660), ("/KH-UBND", 680, 950))], PAGE)
    assert blank is not None
    assert (blank.word, blank.symbol) == (0, 2)
    assert blank.place.left < 490
    assert 680 + 2 * CAPITAL < blank.place.right < 850
    assert blank.place.capital == pytest.approx(CAPITAL, abs=4)


def test_the_date_line_reaches_from_ngay_to_the_year():
    words = (("Huế,", 1200, 1290), ("ngày", 1310, 1410), ("ôO", 1430, 1490), ("tháng", 1510, 1630))
    blank = find_date_blank([line(*words, ("02", 1650, 1700), ("năm", 1720, 1810), ("2025", 1830, 1930))], PAGE)
    assert blank is not None
    assert (blank.day, blank.month, blank.year) == (1, 3, 5)
    assert 1270 < blank.place.left < 1310
    assert 1930 < blank.place.right < 1960
    assert blank.place.baseline == pytest.approx(457, abs=5)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("ngàyA|5", 1, 2), ("tháng", 3, 4), ("6", 5, 6), ("năm", 7, 8), ("2021", 9, 10)], (0, 1, 3)),
        ([("ngàyt0tháng", 1, 2), ("10", 3, 4), ("năm", 5, 6), ("2023", 7, 8)], (0, 0, 2)),
        ([("ngày", 1, 2), ("A0", 3, 4), ("tháng", 5, 6), ("4Dnăm", 7, 8), ("2023", 9, 10)], (0, 2, 3)),
        ([("tháng", 3, 4), ("12", 5, 6), ("năm", 7, 8), ("2021", 9, 10)], (None, 0, 2)),
        ([("Thành", 1, 2), ("phố,", 3, 4), ("ngày", 5, 6), ("tháng", 7, 8), ("6", 8, 9), ("năm", 9, 10)], (2, 3, 5)),
    ],
    ids=["day glued", "day and month glued", "year glued", "no ngày", "Thành is not tháng"],
)
def test_words_that_ocr_ran_together_are_still_known(words, expected):
    blank = find_date_blank([line(*((text, 100 * a, 100 * b) for text, a, b in words))], PAGE)
    assert blank is not None
    assert (blank.day, blank.month, blank.year) == expected


def test_one_word_of_so_digits_and_symbol_is_measured_by_the_ink_of_its_symbol():
    page = PAGE.copy()
    page[420:457, 800:1000:9] = 0  # the strokes of the symbol's letters
    page[395:480, 600:700] = 0  # tall handwriting
    words = (OcrWord("Số:42712/QĐ-UBND", (520, 395, 1000, 480), 0.06),)
    blank = find_number_blank([OcrLine(words, words[0].box)], page)
    assert blank is not None
    assert (blank.word, blank.symbol) == (0, 0)
    assert (blank.place.baseline, blank.place.capital) == (457, CAPITAL)


@pytest.mark.parametrize(
    "cited",
    [
        line(("Căn", 300, 380), ("số", 400, 440), ("12/2020/NĐ-CP", 460, 800)),
        line(("Số", 1700, 1750), ("lượng", 1770, 1900)),
        line(("Sở", 300, 350), ("Tài", 360, 420), ("chính", 430, 500)),
        line(("Số:", 300, 350), ("12/QĐ-UBND", 360, 600), top=2000),
    ],
    ids=["cited", "no symbol", "a department", "low on the page"],
)
def test_other_lines_are_no_number_lines(cited):
    assert find_number_blank([cited], PAGE) is None


def test_a_date_in_running_text_is_no_date_line():
    words = (("ngày", 300, 400), ("19", 420, 460), ("tháng", 480, 600), ("6", 610, 630), ("năm", 640, 720))
    running = line(*words, ("2015", 730, 830), ("của", 850, 900), ("Chính", 910, 1000), ("phủ", 1010, 1080))
    assert find_date_blank([running], PAGE) is None
