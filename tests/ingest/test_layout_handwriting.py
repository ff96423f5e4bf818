"""What the recogniser reads in the blanks stands in the lines where it is nearly certain, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from vanthu.ingest.layout.handwriting import DOUBTED, fill_blanks
from vanthu.ingest.ocr.digits.recogniser import DigitReader, Reading
from vanthu.ingest.ocr.engine import OcrLine, OcrWord

PAGE = np.full((3500, 2480), 255, np.uint8)


@dataclass
class Told:
    """A recogniser that reads what it is told."""

    number_read: Reading | None = None
    date_read: dict[str, Reading] = field(default_factory=dict)

    def number(self, image, line):
        del image, line
        return self.number_read

    def date(self, image, line):
        del image, line
        return self.date_read


def words(*texts: tuple[str, float], step: int = 100) -> OcrLine:
    found = tuple(OcrWord(t, (300 + step * i, 400, 380 + step * i, 440), c) for i, (t, c) in enumerate(texts))
    return OcrLine(found, (300, 400, 300 + step * len(texts), 440))


def number_line(read: str, confidence: float) -> OcrLine:
    return words(("Số:", 0.9), (read, confidence), ("/QĐ-UBND", 0.9))


def date_line(day: str, month: str, confidence: float = 0.3) -> OcrLine:
    return words(("ngày", 0.9), (day, confidence), ("tháng", 0.9), (month, confidence), ("năm", 0.9), ("2025", 0.9))


def date(day: str, month: str, confidence: float = 0.97) -> dict[str, Reading]:
    return {"day": Reading(day, confidence, (400, 480)), "month": Reading(month, confidence, (600, 680))}


def test_sure_digits_stand_in_the_place_of_what_ocr_read_and_the_trail_keeps_both():
    filled = fill_blanks(PAGE, [number_line("hØ", 0.3)], Told(Reading("440", 0.97, (400, 480))))
    (line,) = filled.lines
    assert line.text == "Số: 440 /QĐ-UBND"
    assert line.words[1].confidence == pytest.approx(0.97)
    assert line.words[1].box[0] == 400
    assert filled.steps == ("digits number=440 0.97 (OCR: hØ)",)


def test_digits_that_are_not_sure_leave_the_line_as_it_was():
    line = number_line("hØ", 0.3)
    filled = fill_blanks(PAGE, [line], Told(Reading("440", 0.8, (400, 480))))
    assert filled.lines == [line]
    assert "number=440 0.80" in filled.steps[0]


def test_the_same_digits_by_ocr_halve_the_doubt():
    filled = fill_blanks(PAGE, [number_line("440", 0.5)], Told(Reading("440", 0.88, (400, 480))))
    assert filled.lines[0].words[1].confidence == pytest.approx(0.94)


def test_where_ocr_is_sure_of_other_digits_nobody_is_believed():
    filled = fill_blanks(PAGE, [number_line("410", 0.95)], Told(Reading("440", 0.99, (400, 480))))
    assert filled.lines[0].text == "Số: 410 /QĐ-UBND"
    assert filled.lines[0].words[1].confidence == DOUBTED
    assert "contradicted" in filled.steps[0]


def test_a_doubtful_reading_throws_no_doubt_on_print():
    line = number_line("410", 0.95)
    assert fill_blanks(PAGE, [line], Told(Reading("440", 0.4, (400, 480)))).lines == [line]


@pytest.mark.parametrize("glued", ["Số:42712/QĐ-UBND", "Số:4Í2QĐ-UBND", "Số:J/QĐ-UBND"])
def test_so_digits_and_symbol_that_ocr_ran_together_are_parted(glued):
    whole = OcrWord(glued, (300, 390, 900, 450), 0.1)
    filled = fill_blanks(PAGE, [OcrLine((whole,), whole.box)], Told(Reading("1279", 0.97, (420, 560))))
    assert filled.lines[0].text == "Số: 1279 /QĐ-UBND"
    assert [w.box[0] for w in filled.lines[0].words] == [300, 420, 560]


def test_number_zero_is_no_number():
    line = number_line("hØ", 0.3)
    assert fill_blanks(PAGE, [line], Told(Reading("00", 0.99, (400, 480)))).lines == [line]


def test_day_and_month_are_filled_in():
    filled = fill_blanks(PAGE, [date_line("1©", "0$")], Told(date_read=date("18", "02")))
    assert filled.lines[0].text == "ngày 18 tháng 02 năm 2025"


def test_a_day_that_no_calendar_has_is_refused():
    line = date_line("3|", "0$")
    assert fill_blanks(PAGE, [line], Told(date_read=date("31", "02"))).lines == [line]
    assert fill_blanks(PAGE, [line], Told(date_read=date("18", "13"))).lines == [line]


def test_a_digit_alone_is_taken_for_half_of_two_where_a_zero_should_stand_before_it():
    number = number_line("hØ", 0.3)
    assert fill_blanks(PAGE, [number], Told(Reading("1", 0.99, (400, 480)))).lines == [number]
    line = date_line("1©", "0$")
    for day, month in (("1", "11"), ("11", "1"), ("11", "2")):
        filled = fill_blanks(PAGE, [line], Told(date_read=date(day, month)))
        assert [w.text for w in filled.lines[0].words if w.text in {"1", "2"}] == []
    filled = fill_blanks(PAGE, [line], Told(date_read=date("11", "3")))
    assert filled.lines[0].text == "ngày 11 tháng 3 năm 2025"


def test_a_digit_alone_that_ocr_sees_as_well_is_believed():
    filled = fill_blanks(PAGE, [date_line("05", "1", 0.5)], Told(date_read=date("05", "1")))
    assert filled.lines[0].text == "ngày 05 tháng 1 năm 2025"
    assert filled.lines[0].words[3].confidence > 0.9


def test_a_sure_day_stands_beside_a_month_that_ocr_read():
    read = date("18", "02", 0.97) | {"month": Reading("02", 0.6, (600, 680))}
    filled = fill_blanks(PAGE, [date_line("1©", "02", 0.7)], Told(date_read=read))
    assert filled.lines[0].text == "ngày 18 tháng 02 năm 2025"
    assert filled.lines[0].words[3].confidence == 0.7


@pytest.mark.parametrize(
    "texts",
    [
        ["ngàyt0tháng", "10", "năm", "2023"],
        ["ngày", "A0", "tháng", "4Dnăm", "2023"],
        ["ngày/{5", "tháng", "01", "năm", "2023"],
    ],
)
def test_words_run_together_are_written_out_where_all_digits_are_sure(texts):
    line = words(*((text, 0.7) for text in texts))
    filled = fill_blanks(PAGE, [line], Told(date_read=date("10", "10")))
    assert filled.lines[0].text == "ngày 10 tháng 10 năm 2023"
    unsure = date("10", "10") | {"day": Reading("10", 0.5, (400, 480))}
    assert fill_blanks(PAGE, [line], Told(date_read=unsure)).lines == [line]


def test_a_page_without_such_lines_stays_as_it_is():
    line = words(("KẾ", 0.9), ("HOẠCH", 0.9))
    assert fill_blanks(PAGE, [line], Told()).lines == [line]


def test_without_a_recogniser_the_lines_stay_and_the_trail_says_why(tmp_path):
    line = number_line("hØ", 0.3)
    filled = fill_blanks(PAGE, [line], DigitReader(tmp_path))
    assert filled.lines == [line]
    (step,) = filled.steps
    assert step.startswith("digits not read: weights_missing: ")
    assert fill_blanks(PAGE, [words(("KẾ", 0.9))], DigitReader(tmp_path)).steps == ()  # nothing to read, nothing missed
