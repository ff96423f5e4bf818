"""Dates and periods by themselves: ``ngày 30/10/2023``, ``đầu tháng 11/2023``, ``quý IV/2023``, ``năm 2025``.

Forms: NĐ 30/2020/NĐ-CP, Phụ lục I and II; the hyphen forms are those of the Party before 2010. ``D/M/Y`` always.
Quarters are read with OCR slips (``l``, ``1``, ``|`` for ``I``; ``Y`` for ``V``).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

import regex

from vanthu.models.campaign import Moment
from vanthu.models.extract.marks import roman_number
from vanthu.models.extract.time.expression import Unit

HANOI = timezone(timedelta(hours=7))
"""Printed hours are Vietnamese time (UTC+7 without summer time)."""
FIRST_YEAR, LAST_YEAR = 1945, 2099
"""Years that an act of this state can name."""
MONTH_NAMES = {
    "Một": 1, "Hai": 2, "Ba": 3, "Tư": 4, "Năm": 5, "Sáu": 6, "Bảy": 7, "Bẩy": 7, "Tám": 8, "Chín": 9,
    "Mười": 10, "Mười Một": 11, "Mười một": 11, "Mười Hai": 12, "Mười hai": 12,
}  # fmt: skip
"""Months as words (NĐ 30/2020, Phụ lục II, V.8c); Giêng and Chạp are the moon's and are left out."""
LUNAR_NEW_YEAR = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8),
    2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22),
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
}  # fmt: skip
"""First day of the lunar year (Tết Nguyên đán), as the public holidays of each year were announced."""

ATOM = regex.compile(
    r"""
    (?<![\p{L}\d])(?:
      (?:(?P<hour>[01]?\d|2[0-4])\s?(?:(?i:giờ|h|g)|:)\s?(?P<minute>[0-5]\d)?\s*(?i:phút)?
         (?:\s*(?i:sáng|chiều|tối))?\s*[,;]?\s*(?:(?i:của)\s+)?(?=(?i:ngày)\s+\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}))?
      (?:
        (?P<full>(?:(?i:ngày)\s+)?(?P<fd>\d{1,2})\s?(?P<sep>[/.–-])\s?(?P<fm>\d{1,2})\s?(?P=sep)\s?(?P<fy>\d{4}))(?!\d)
      | (?P<foreign>\d{4}-\d{2}-\d{2}|\d{1,2}\s+(?:thg|tháng)\s+\d{1,2},\s+\d{4})(?!\d)
      | (?P<spelt>(?:(?i:ngày)\s+(?:(?i:m[ùồ]ng)\s+)?)?(?P<sd>\d{1,2})\s+(?i:tháng)\s+
           (?:(?P<sm>\d{1,2})|(?P<sname>Mười(?:\s[Hh]ai|\s[Mm]ột)?|Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Bẩy|Tám|Chín))
           (?!\s?[/.]\s?\d{1,3}(?!\d))(?:,?\s*(?i:năm)\s+(?P<sy>\d{4})|\s?/\s?(?P<sy2>\d{4}))?)(?!\d)
      | (?P<dm>(?P<dmday>(?i:ngày)\s+)?(?P<dd>\d{1,2})\s?(?P<dsep>[/.])\s?(?P<dmm>\d{1,2}))(?![\d/%]|[.,]\d|\s?/\s?\d)
      | (?P<dayonly>(?i:ngày)\s+(?:(?i:m[ùồ]ng)\s+)?(?P<od>\d{1,2}))(?![\d/%.]\d|\d|%|\s+(?i:đêm))
      | (?P<halfword>(?P<hn>0?6|0?9|0?3|(?i:sáu|chín|ba))\s+(?i:tháng)\s+(?P<hwhich>(?i:đầu|cuối))\s+(?i:năm)
           (?:\s+(?P<hy>\d{4}))?)(?!\d)
      | (?P<month>(?i:tháng)\s+(?:(?P<mm>\d{1,2})|(?P<mname>Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Bẩy|Tám|Chín|
           Mười(?:\s[Hh]ai|\s[Mm]ột)?)(?=\s+năm\s+\d{4}|\s*[/-]\s*\d{4}|[\s,.;)]*$))
           (?:\s?[/.–-]\s?(?P<my>\d{4})|,?\s*(?i:năm)\s+(?P<my2>\d{4}))?)(?!\d|\s?/\s?\d)
      | (?P<quarter>(?i:quý|quí)\s+(?P<q>[IVYl1|!]{1,3}|[1-4])
           (?:\s?[/–-]\s?(?P<qy>\d{4})|,?\s*(?i:năm)\s+(?P<qy2>\d{4}))?)(?![\p{L}\d])
      | (?P<school>(?i:năm\s+học)\s+(?P<s1>\d{4})\s?[–-]\s?(?P<s2>\d{4}))(?!\d)
      | (?P<years>(?:(?i:giai\s+đoạn|thời\s+kỳ|các\s+năm|năm)\s+)?(?:(?i:từ)\s+(?:(?i:năm)\s+)?)?(?P<y1>\d{4})
           \s?(?:[–-]|(?i:đến)(?:\s+(?i:năm))?)\s?(?P<y2>\d{4}))(?![\d/])
      | (?P<year>(?i:năm)\s+(?P<yy>\d{4}))(?![\d]|\s?[/-]\s?\d)
      | (?P<tet>(?<=(?i:trước|đến|tới|hết)\s+)(?i:tết\s+nguyên\s+đán)
           (?:\s+(?:(?i:năm)\s+)?\p{Lu}\p{L}+\s+\p{Lu}\p{L}+)?[\s,-]*
           (?:(?i:năm)\s+)?(?P<ty>\d{4}))(?!\d)
      )
    )""",
    regex.VERBOSE,
)
PARTS_OF_MONTH = {
    "đầu": (1, 10), "thượng tuần": (1, 10), "giữa": (11, 20), "trung tuần": (11, 20), "cuối": (21, 0),
    "hạ tuần": (21, 0), "nửa đầu": (1, 15), "nửa cuối": (16, 0),
}  # fmt: skip
"""First and last day; 0 is the last of the month."""
FUZZY = regex.compile(
    r"(?<!\p{L})(?P<which>đầu|giữa|cuối|(?:thượng|trung|hạ)\s+tuần|nửa\s+(?:đầu|cuối))\s+(?:của\s+)?$", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A date or period: ``text[start:end]``.

    ``year``, ``month`` and ``day`` are what is printed, None where it is not; ``length`` counts months of a period.
    ``which`` is the fuzzy word before it, ``bare`` says that no word names it a date (``3/4``).
    """

    start: int
    end: int
    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    length: int = 1
    last_year: int | None = None
    clock: tuple[int, int] | None = None
    which: str | None = None
    bare: bool = False
    derived: bool = False

    @property
    def complete(self) -> bool:
        """Nothing is missing that its unit needs."""
        return self.year is not None and (self.unit is not Unit.DAY or (self.month is not None))

    def filled(self, year: int | None, month: int | None = None) -> Atom:
        """The same with what was missing taken from elsewhere, marked as derived where the year was."""
        taken_month = month if self.unit is Unit.DAY and self.month is None else self.month
        if self.year is not None:
            return replace(self, month=taken_month)
        return replace(self, year=year, month=taken_month, derived=year is not None)

    def window(self) -> tuple[date, date] | None:
        """First and last day, None where the atom is not complete or is no date (30 February)."""
        if self.year is None or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return None
        try:
            return fuzzy_window(self) if self.which else _window(self)
        except ValueError:
            return None

    def moment(self, day: date) -> Moment:
        """The day, or the hour on it where one is printed."""
        if self.clock is None:
            return day
        hour, minute = self.clock
        return datetime(day.year, day.month, day.day, tzinfo=HANOI) + timedelta(hours=hour, minutes=minute)


def find_atoms(text: str) -> list[Atom]:
    """All dates and periods of a text, left to right, whatever they are used for."""
    atoms = (_read(found) for found in ATOM.finditer(text))
    return [_with_fuzzy(text, atom) for atom in atoms if atom is not None]


def _with_fuzzy(text: str, atom: Atom) -> Atom:
    if atom.unit not in (Unit.MONTH, Unit.QUARTER, Unit.YEAR):
        return atom
    found = FUZZY.search(text, max(atom.start - 20, 0), atom.start)
    return replace(atom, start=found.start("which"), which=" ".join(found["which"].lower().split())) if found else atom


def _read(found: regex.Match[str]) -> Atom | None:
    span = found.span()
    clock = (int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else None
    for kind, make in READERS.items():
        if found[kind]:
            atom = make(found, span)
            return replace(atom, clock=clock) if atom and clock and atom.unit is Unit.DAY else atom
    return None


def _day(span: tuple[int, int], day: str, month: int | None, year: str | None, *, bare: bool = False) -> Atom | None:
    if not 1 <= int(day) <= 31 or (month is not None and not 1 <= month <= 12):  # noqa: PLR2004  days and months
        return None
    return Atom(*span, Unit.DAY, int(year) if year else None, month, int(day), bare=bare)


def _read_full(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    return _day(span, m["fd"], int(m["fm"]), m["fy"])


def _read_spelt(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    month = int(m["sm"]) if m["sm"] else MONTH_NAMES[m["sname"]]
    return _day(span, m["sd"], month, m["sy"] or m["sy2"])


def _read_foreign(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    """Forms of other software, which the own grammar has no reading for."""
    import dateparser  # noqa: PLC0415  loads in half a second, and few documents need it

    read = dateparser.parse(m["foreign"], languages=["vi", "en"], settings={"STRICT_PARSING": True})
    return Atom(*span, Unit.DAY, read.year, read.month, read.day) if read else None


def _read_day_month(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    return _day(span, m["dd"], int(m["dmm"]), None, bare=not m["dmday"]) if m["dsep"] == "/" or m["dmday"] else None


def _read_day(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    return _day(span, m["od"], None, None)


def _read_half(m: regex.Match[str], span: tuple[int, int]) -> Atom:
    count = {"sáu": 6, "chín": 9, "ba": 3}.get(m["hn"].lower()) or int(m["hn"])
    first = 1 if m["hwhich"].lower() == "đầu" else 13 - count
    return Atom(*span, Unit.HALF, int(m["hy"]) if m["hy"] else None, first, length=count)


def _read_month(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    month = int(m["mm"]) if m["mm"] else MONTH_NAMES[m["mname"]]
    year = m["my"] or m["my2"]
    return Atom(*span, Unit.MONTH, int(year) if year else None, month) if 1 <= month <= 12 else None  # noqa: PLR2004


def _read_quarter(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    number = int(m["q"]) if m["q"] in "1234" else roman_number(m["q"].replace("Y", "V"))
    year = m["qy"] or m["qy2"]
    if not number or number > 4:  # noqa: PLR2004  quarters
        return None
    return Atom(*span, Unit.QUARTER, int(year) if year else None, 3 * number - 2, length=3)


def _read_years(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    first, last = int(m["y1"]), int(m["y2"])
    return Atom(*span, Unit.YEARS, first, last_year=last) if FIRST_YEAR <= first < last <= LAST_YEAR else None


def _read_school(m: regex.Match[str], span: tuple[int, int]) -> Atom:
    return Atom(*span, Unit.YEARS, int(m["s1"]), 9, length=9, which="năm học", last_year=int(m["s2"]))


def _read_year(m: regex.Match[str], span: tuple[int, int]) -> Atom:
    return Atom(*span, Unit.YEAR, int(m["yy"]), 1, length=12)


def _read_tet(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    day = LUNAR_NEW_YEAR.get(int(m["ty"]))
    return Atom(*span, Unit.DAY, int(m["ty"]), *day) if day else None


READERS = {
    "full": _read_full,
    "spelt": _read_spelt,
    "foreign": _read_foreign,
    "dm": _read_day_month,
    "dayonly": _read_day,
    "halfword": _read_half,
    "month": _read_month,
    "quarter": _read_quarter,
    "school": _read_school,
    "years": _read_years,
    "year": _read_year,
    "tet": _read_tet,
}


def _window(atom: Atom) -> tuple[date, date]:
    year = atom.year or 0
    if atom.unit is Unit.DAY:
        day = date(year, atom.month or 0, atom.day or 0)
        return day, day
    if atom.unit is Unit.YEARS:
        return date(year, 1, 1), date(atom.last_year or year, 12, 31)
    last = (atom.month or 1) + atom.length - 1
    return date(year, atom.month or 1, 1), date(year, last, monthrange(year, last)[1])


def fuzzy_window(atom: Atom) -> tuple[date, date]:
    """``đầu``, ``giữa``, ``cuối`` of a month are its thirds; of a quarter or a year its first, middle, last months.

    ``cuối năm`` is December, so ``đầu năm`` is January; ``giữa năm`` is June and July around 30 June (BLDS 2015, Đ146).
    """
    year, month, which = atom.year or 0, atom.month or 1, atom.which or ""
    if which == "năm học":
        return date(year, 9, 1), date(atom.last_year or year + 1, 5, 31)
    if atom.unit is Unit.MONTH:
        first, last = PARTS_OF_MONTH[which]
        return date(year, month, first), date(year, month, last or monthrange(year, month)[1])
    if which in ("nửa đầu", "nửa cuối"):
        half = replace(atom, unit=Unit.HALF, length=atom.length // 2)
        return _window(half if which == "nửa đầu" else replace(half, month=month + atom.length - half.length))
    if which in ("đầu", "cuối"):
        last_month = month if which == "đầu" else month + atom.length - 1
        return _window(replace(atom, unit=Unit.MONTH, length=1, month=last_month))
    if atom.unit is Unit.QUARTER:
        return _window(replace(atom, unit=Unit.MONTH, length=1, month=month + 1))
    return _window(replace(atom, unit=Unit.HALF, length=2, month=month + 5))
