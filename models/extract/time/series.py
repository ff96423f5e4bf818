"""Numbers that share a word: ``tháng 4, 8 và 12/2024``, ``quý I, II/2025``, ``ngày 05, 06/3``, ``năm 2026, 2027``."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vanthu.models.extract.structure.marks import roman_number
from vanthu.models.extract.time.atom import Atom
from vanthu.models.extract.time.expression import Unit

JOIN = r"\s*(?:,\s*(?:và\s+)?|và\s+|hoặc\s+|[–-]\s*|(?:cho\s+)?đến\s+|tới\s+)"
END = r"(?=\s*(?:$|[.;:,)\n]|h[ằà]ng\s|mỗi\s|từng\s|của\s))"
YEAR = r"(?:\s?[/–-]\s?(?P<y>\d{4})|,?\s*năm\s+(?P<y2>\d{4}))(?!\d)"
QUARTER = r"(?:IV|I{1,3}|lV|1V|l{1,3}|[1-4])"
SERIES = regex.compile(
    rf"""(?<![\p{{L}}\d])(?:
      (?P<month>(?i:tháng)\s+(?P<m>\d{{1,2}})
        (?:{JOIN}(?P<m>\d{{1,2}})(?![\d%]|\s?/\s?\d{{1,2}}(?!\d))){{1,11}}(?:{YEAR}|{END}))
    | (?P<quarter>(?i:quý|quí)\s+(?P<q>{QUARTER})(?:{JOIN}(?P<q>{QUARTER})(?![\p{{L}}\d]))+(?:{YEAR}|{END}))
    | (?P<year>(?:(?i:năm)\s+|^\s*)(?P<n>(?:19|20)\d{{2}})
        (?:\s*(?:,\s*(?:và\s+)?|và\s+)(?P<n>\d{{4}})(?![\d/])){{1,11}})
    )""",
    regex.VERBOSE,
)
DAY = regex.compile(
    r"""(?<![\p{L}\d/.,%])(?P<word>(?i:ngày)\s+)?(?:(?i:m[ùồ]ng)\s+)?(?P<d>\d{1,2})
    (?=(?:\s*(?:,\s*(?:và\s+)?|;\s*|và\s+|hoặc\s+|[–-]\s*|(?:cho\s+)?(?:đến|tới)\s+(?:hết\s+)?)(?i:ngày\s+)?(?i:m[ùồ]ng\s+)?\d{1,2}(?!\d)){1,9}
        (?:\s?[/.]\s?\d{1,2}(?![\d%])|\s+tháng\s+\d|\s+(?:h[ằà]ng|mỗi|từng)\s+tháng)
      |\s+(?:h[ằà]ng|mỗi|từng)\s+tháng(?!\p{L}))""",
    regex.VERBOSE,
)
"""A day whose month stands with a later day, or which comes every month."""
LAST_MONTH, LAST_DAY = 12, 31


def find_series(text: str) -> Iterator[Atom]:
    """The members of all series, left to right; what has a word and a date of its own is not among them."""
    for found in SERIES.finditer(text):
        yield from _members(found)
    for found in DAY.finditer(text):
        if 1 <= int(found["d"]) <= LAST_DAY:
            start, end = found.span()
            yield Atom(start, end, Unit.DAY, day=int(found["d"]), bare=not found["word"], shared=not found["word"])


def _members(found: regex.Match[str]) -> Iterator[Atom]:
    year = int(found["y"] or found["y2"] or 0) or None
    name = "m" if found["month"] else "q" if found["quarter"] else "n"
    numbers = [_number(printed) for printed in found.captures(name)]
    if not all(numbers):
        return
    for i, (number, (start, end)) in enumerate(zip(numbers, found.spans(name), strict=True)):
        last = i + 1 == len(numbers)
        span = (found.start() if i == 0 else start, found.end() if last else end)
        if name == "m":
            yield Atom(*span, Unit.MONTH, year if last else None, number, shared=i > 0)
        elif name == "q":
            yield Atom(*span, Unit.QUARTER, year if last else None, 3 * (number or 1) - 2, length=3, shared=i > 0)
        else:
            yield Atom(*span, Unit.YEAR, number, shared=i > 0)


def _number(printed: str) -> int | None:
    """The month, quarter or year; None for what is none of them."""
    number = int(printed) if printed.isdecimal() else roman_number(printed)
    years = len(printed) == len("2026")
    return number if number and (years or number <= LAST_MONTH) else None
