"""Place and date of issue: ``Đắk Lắk, ngày 28 tháng 9 năm 2023``; day and month may be handwriting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.units import units_named
from vanthu.models.extract.header.digits import Digits, Ink, read_digits
from vanthu.models.extract.header.letterhead_lines import TORN_DATE, PlaceDate, place_date, place_like
from vanthu.models.extract.source import LineRef, Span
from vanthu.models.extract.structure.marks import roman_number
from vanthu.models.page import Line

_YEARS = (1945, 2100)


_CITY_OF_HO_CHI_MINH = regex.compile(r"(?P<kind>(?:TP|Tp|T\.P)\.?|[Tt]hành [Pp]hố)\s?-?\s?H\.?C\.?M\.?(?!\p{L})")

_KINDS = {bare(kind): kind for kind in ("Thành phố", "Thị xã", "Thị trấn", "Huyện", "Quận", "Phường", "Xã", "Tỉnh")}
"""Kinds of units by their base letters: OCR misreads their accents (``Thành phó``)."""


@dataclass(frozen=True, slots=True)
class IssueDate:
    """The parts of the line that can be trusted; ``blank`` says that the day was never filled in."""

    place: str | None
    place_span: Span | None
    day: int | None
    month: int | None
    year: int | None
    span: Span
    blank: bool

    @property
    def value(self) -> date | None:
        """The date, where all of it can be read and the calendar has it."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def partial(self) -> str | None:
        """``2023-10`` or ``2023`` where only that much can be trusted."""
        if self.year is None or self.value is not None:
            return None
        return f"{self.year:04d}-{self.month:02d}" if self.month is not None else f"{self.year:04d}"


def find_issue_date(refs: Sequence[LineRef]) -> IssueDate | None:
    """Place and date among the lines of the letterhead."""
    for ref in (*refs, *_continued(refs)):
        found = place_date(ref.text)
        if found:
            return _read(ref, found)
    return None


def _continued(refs: Sequence[LineRef]) -> Iterator[LineRef]:
    """``Cần Thơ, ngày 21 ⏎ tháng 11 năm 2025``: the two lines of a narrow column as one."""
    for first, second in pairwise(refs):
        if TORN_DATE.search(first.text) and second.start == first.end + 1 and not first.line.offsets:
            shift = len(first.text) + 1
            words = (replace(w, start=w.start + shift, end=w.end + shift) for w in second.line.words)
            text = f"{first.text} {second.text}"
            line = replace(first.line, raw=text, text=text, words=(*first.line.words, *words))
            yield replace(first, end=second.end, line=line)


def _read(ref: LineRef, found: PlaceDate) -> IssueDate:
    day, month, year = (read_digits(ref.line, s, found.year) for s in (found.day, found.month, found.year))
    text = _place(ref.line, found.place)
    return IssueDate(
        place=text,
        place_span=(ref.start + found.place[0], ref.start + found.place[1]) if found.place else None,
        day=_within(day, 1, 31),
        month=_within(month, 1, 12) or _roman_month(month),
        year=_within(year, *_YEARS),
        span=(ref.start + (found.place[1] if found.place else found.start), ref.end),
        blank=day.ink is Ink.EMPTY,
    )


_SURE_MONTH = 0.8
"""Least word confidence of a month in Roman figures, as of digits."""


def _roman_month(printed: Digits) -> int | None:
    """``tháng III`` of old papers."""
    number = roman_number(printed.text) if regex.fullmatch(r"[IVX]{1,4}", printed.text) else None
    return number if number and number <= 12 and printed.confidence >= _SURE_MONTH else None  # noqa: PLR2004  months


def _within(digits: Digits, low: int, high: int) -> int | None:
    value = digits.value
    return value if value is not None and low <= value <= high else None


def _place(line: Line, span: Span | None) -> str | None:
    """The place as printed; where OCR read it, a known name in its known spelling."""
    if span is None:
        return None
    words = _CITY_OF_HO_CHI_MINH.sub(r"\g<kind> Hồ Chí Minh", line.text[slice(*span)]).split()
    printed = " ".join(words)
    if not any(word.confidence is not None for word in line.words):
        return printed
    for index in range(len(words)):
        name = " ".join(words[index:])
        found = place_like(name)
        if found:
            kind = " ".join(words[:index])
            spelt = " ".join([_KINDS.get(bare(kind), kind), name if units_named(name) else found[0].name])
            return spelt.strip()
    return printed
