"""Digits in the blanks of number and date line, read by the recogniser and put in the place of what OCR made of them.

The recogniser's digits stand only where they are nearly certain; elsewhere the words stay as OCR read them, so that
extraction finds them illegible. Where OCR itself is sure of other digits, nobody is believed.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from vanthu.corpora.errors import WeightsMissing
from vanthu.ingest.layout import phrases
from vanthu.ingest.layout.blanks import DateBlank, NumberBlank, find_date_blank, find_number_blank
from vanthu.ingest.ocr.digits.recogniser import DigitReader, PrintedLine, Reading
from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord, PixelBox

SURE = 0.9
"""Least probability of digits that are taken."""

OCR_SURE = 0.8
"""Confidence from which OCR's own digits are a vote: extraction believes them from there."""

CONTRADICTS = 0.5
"""Probability from which digits of the recogniser throw doubt on other ones of OCR."""

DOUBTED = 0.3
"""Confidence left to digits of OCR that the recogniser contradicts: extraction holds them for illegible."""

AGREED = 0.5
"""Share of the doubt that is left where OCR, which reads by other means, has the same digits."""

CONTRADICTED = "contradicted"
"""Marks such a blank in the trail."""

UNREAD = "digits not read: "
"""Begins the step of a page whose blanks nobody could read; the reason follows."""

ALONE = {"number": "", "day": "", "month": "3456789"}
"""Digits that may stand alone: a number or a day below ten, January and February are written with a 0 before them
(NĐ 30/2020/NĐ-CP, Phụ lục I), so that one digit is more likely what was seen of two (``1`` of ``11``)."""

DIGITS = regex.compile(r"[ _.…·,;:\-–]*(?P<digits>\d{1,5})[ _.…·,;:\-–]*")
SYMBOLS = (
    regex.compile(r"-\s?\p{Lu}\p{L}*\s?/\s?\p{Lu}.*"),
    regex.compile(r"/\s?(?:(?:19|20)\d\d\s?/\s?)?\p{Lu}[\p{L}\d&.]+.*"),
    regex.compile(r"\p{Lu}\p{L}*\s?[-–/]\s?\p{Lu}.*"),
)
"""The printed symbol in a word, as the Party and as the State writes it; without a stroke, where OCR lost that."""
LEAP_YEAR = 2024
"""Has all days that any year has."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Lines with their blanks filled in, and what was read there, for the trail of the page."""

    lines: list[OcrLine]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Blank:
    """A blank of a line: what the recogniser reads, what OCR has there as words of their own."""

    name: str
    reading: Reading | None
    old: tuple[OcrWord, ...]
    plausible: bool = True

    @property
    def _ocr(self) -> str | None:
        hit = DIGITS.fullmatch("".join(word.text for word in self.old))
        return hit["digits"] if hit else None

    @property
    def _halved(self) -> bool:
        """Whether only one digit was read where two stand by rule, and OCR did not see the same."""
        text = self.reading.text if self.reading else ""
        return len(text) == 1 and text not in ALONE[self.name] and self._ocr != text

    @property
    def confidence(self) -> float:
        """Probability of the recogniser's digits, after OCR's vote."""
        if self.reading is None or not self.plausible or self.contradicted or self._halved:
            return 0.0
        doubt = 1 - self.reading.confidence
        return 1 - doubt * AGREED if self._ocr == self.reading.text else 1 - doubt

    @property
    def contradicted(self) -> bool:
        """Whether OCR is sure of other digits than the recogniser."""
        if self.reading is None or self._ocr in {None, self.reading.text}:
            return False
        return min(word.confidence for word in self.old) >= OCR_SURE and self.reading.confidence >= CONTRADICTS

    @property
    def sure(self) -> bool:
        """Whether the recogniser's digits are to stand."""
        return self.confidence >= SURE

    def words(self, place: PrintedLine) -> list[OcrWord]:
        """What is to stand in the blank."""
        if self.sure and self.reading is not None:
            return [OcrWord(self.reading.text, _box(self.reading.columns, place), self.confidence)]
        if self.contradicted:
            return [replace(word, confidence=min(word.confidence, DOUBTED)) for word in self.old]
        return list(self.old)

    def step(self) -> str:
        """What was read, for the trail: ``number=209 0.97 (OCR: 02)``."""
        read = f"{self.reading.text} {self.confidence:.2f}" if self.reading else "?"
        ocr = " ".join(word.text for word in self.old)
        return (
            f"{self.name}={read}"
            + (f" {CONTRADICTED}" if self.contradicted else "")
            + (f" (OCR: {ocr})" if ocr else "")
        )


def fill_blanks(image: Image, lines: Sequence[OcrLine], reader: DigitReader) -> Filled:
    """The lines of a first page with the digits of number and date as the recogniser reads them.

    Args:
        image: the page as it was read, grey.
        lines: its lines; those without a number or date line stay as they are.
        reader: the recogniser; where it cannot be used, lines stay as they are and the step tells why.
    """
    try:
        return _filled(image, Filled(list(lines)), reader)
    except WeightsMissing as error:  # OCR's words stand: what a pen wrote is illegible, as without a recogniser
        return Filled(list(lines), (f"{UNREAD}{error}",))


def _filled(image: Image, filled: Filled, reader: DigitReader) -> Filled:
    number = find_number_blank(filled.lines, image)
    if number is not None:
        filled = _number(filled, number, reader.number(image, number.place))
    issued = find_date_blank(filled.lines, image)
    if issued is not None:
        filled = _date(filled, issued, reader.date(image, issued.place))
    return filled


def _number(filled: Filled, at: NumberBlank, reading: Reading | None) -> Filled:
    """The number line with its number; ``Số`` and symbol in words of their own, where OCR ran them together."""
    words = filled.lines[at.line].words[at.word : at.symbol + 1]
    blank = _Blank("number", reading, words[1:-1], reading is None or int(reading.text) > 0)
    first, last = words[0], words[-1]
    if blank.sure and reading is not None:
        text = _symbol(last.text if len(words) > 1 else last.text[_behind_mark(last.text) :])
        if text is None:
            return replace(filled, steps=(*filled.steps, f"digits {blank.step()} without a symbol"))
        first, last = _parted(first, last, reading.columns)
        first, last = _seen(replace(first, text="Số:"), blank.confidence), replace(last, text=text)
    new = [first, *blank.words(at.place), *([last] if last is not first else [])]
    return _replaced(filled, at.line, (at.word, at.symbol + 1), new, blank.step())


def _date(filled: Filled, at: DateBlank, readings: dict[str, Reading]) -> Filled:
    """The date line with its day and month; printed words in words of their own, where OCR ran them together."""
    words = filled.lines[at.line].words
    start = at.month if at.day is None else at.day
    day, month = readings.get("day"), readings.get("month")
    plausible = day is None or month is None or _in_calendar(int(day.text), int(month.text))
    blanks = (
        _Blank("day", day, words[start + 1 : at.month], plausible),
        _Blank("month", month, words[at.month + 1 : at.year], plausible),
    )
    step = " ".join(blank.step() for blank in blanks)
    anchors = [words[start], words[at.month], words[at.year]]
    apart = [phrases.letters(word.text) for word in anchors] == ["NGAY", "THANG", "NAM"]
    if not apart:
        if not (all(blank.sure for blank in blanks) and day is not None and month is not None):
            return replace(filled, steps=(*filled.steps, f"digits {step}"))
        anchors = _three(anchors, day.columns, month.columns)
    if all(blank.sure for blank in blanks):
        anchors = [_seen(word, min(blank.confidence for blank in blanks)) for word in anchors]
    new = [anchors[0], *blanks[0].words(at.place), anchors[1], *blanks[1].words(at.place), anchors[2]]
    return _replaced(filled, at.line, (start, at.year + 1), new, step)


def _three(anchors: Sequence[OcrWord], day: tuple[float, float], month: tuple[float, float]) -> list[OcrWord]:
    """``ngày``, ``tháng`` and ``năm`` between and beside the digits."""
    confidence = min(word.confidence for word in anchors)
    top, bottom = min(w.box[1] for w in anchors), max(w.box[3] for w in anchors)
    left, right = min(anchors[0].box[0], day[0] - 1), max(anchors[2].box[2], month[1] + 1)
    edges = ((left, day[0]), (day[1], month[0]), (month[1], right))
    return [
        OcrWord(text, (a, top, max(b, a + 1), bottom), confidence)
        for text, (a, b) in zip(("ngày", "tháng", "năm"), edges, strict=True)
    ]


def _seen(word: OcrWord, confidence: float) -> OcrWord:
    """A printed word that the recogniser saw as well: digits count only where it sees the words around them."""
    return replace(word, confidence=max(word.confidence, confidence))


def _parted(first: OcrWord, last: OcrWord, digits: tuple[float, float]) -> tuple[OcrWord, OcrWord]:
    """Boxes of ``Số`` and the symbol that end and begin where the digits do."""
    x0, top, x1, bottom = first.box
    before = replace(first, box=(x0, top, max(min(x1, digits[0]), x0 + 1), bottom))
    x0, top, x1, bottom = last.box
    return before, replace(last, box=(min(max(x0, digits[1]), x1 - 1), top, x1, bottom))


def _behind_mark(text: str) -> int:
    """Where ``Số`` and its colon end in a word that OCR ran together."""
    hit = regex.match(r"\W*\p{L}.\W?", text)
    return hit.end() if hit else 0


def _symbol(text: str) -> str | None:
    """Stroke and symbol in a word that may begin with scribble."""
    found = (pattern.search(text) for pattern in SYMBOLS)
    hit = next((hit.group() for hit in found if hit is not None), None)
    return f"/{hit}" if hit is not None and hit[0] not in "/-" else hit


def _in_calendar(day: int, month: int) -> bool:
    return 1 <= month < len(calendar.month_name) and 1 <= day <= calendar.monthrange(LEAP_YEAR, month)[1]


def _box(columns: tuple[float, float], place: PrintedLine) -> PixelBox:
    return columns[0], place.baseline - 1.2 * place.capital, columns[1], place.baseline + 0.2 * place.capital


def _replaced(filled: Filled, line: int, span: tuple[int, int], new: Sequence[OcrWord], step: str) -> Filled:
    lines = list(filled.lines)
    words = lines[line].words
    lines[line] = replace(lines[line], words=(*words[: span[0]], *new, *words[span[1] :]))
    return Filled(lines, (*filled.steps, f"digits {step}"))
