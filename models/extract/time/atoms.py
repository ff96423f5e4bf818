"""Dates and periods by themselves: ``ngày 30/10/2023``, ``đầu tháng 11/2023``, ``quý IV/2023``, ``năm 2025``.

Forms: NĐ 30/2020/NĐ-CP, Phụ lục I and II; the hyphen forms are those of the Party before 2010. ``D/M/Y`` always.
Quarters are read with OCR slips (``l``, ``1``, ``|`` for ``I``; ``Y`` for ``V``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import regex

from vanthu.models.extract.structure.marks import roman_number
from vanthu.models.extract.time.atom import Atom, Clock
from vanthu.models.extract.time.expression import Unit
from vanthu.models.extract.time.parts import part_of, whole_of, with_part
from vanthu.models.extract.time.series import find_series

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
STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")

ATOM = regex.compile(
    r"""
    (?<![\p{L}\d])(?:
      (?:(?:(?P<hour0>[01]?\d|2[0-4])\s?(?:(?i:giờ|h|g)|:)\s?(?P<minute0>[0-5]\d)?\s*(?:(?i:phút)|')?\s*(?:[–-]|(?i:đến))\s*)?
         (?P<hour>[01]?\d|2[0-4])\s?(?:(?i:giờ|h|g)|:)\s?(?P<minute>[0-5]\d)?\s*(?:(?i:phút)|')?
         (?:\s*(?i:sáng|chiều|tối))?\s*[,;]?\s*\(?(?:(?i:thứ\s+(?:\p{L}+|[2-7])|chủ\s+nhật)\)?\s*,?\s*)?(?:(?i:của)\s+)?
         (?=(?i:ngày)\s+\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}))?
      (?:
        (?P<full>(?:(?i:ngày)\s+)?(?P<fd>\d{1,2})\s?(?P<sep>[/.–-])\s?(?P<fm>\d{1,2}|[IVX]{1,4})\s?(?P=sep)\s?
           (?P<fy>\d{4}|(?<=/\s?)\d{2}|(?<=(?i:ngày)\s+\d{1,2}\s?[.–-]\s?\d{1,2}\s?[.–-]\s?)\d{2}))(?!\d|\s?/)
      | (?P<iso>(?P<xy>\d{4})-(?P<xm>\d{2})-(?P<xd>\d{2}))(?!\d)
      | (?P<foreign>\d{1,2}\s+(?:thg|tháng)\s+\d{1,2},\s+\d{4})(?!\d)
      | (?P<spelt>(?<!(?i:tuần|đợt|lần|kỳ|vòng|bước|chặng|khóa)\s+(?:(?i:thứ)\s+)?)
           (?:(?i:ngày)\s+)?(?:(?i:m[ùồ]ng)\s+)?(?P<sd>\d{1,2})\s+(?i:tháng)\s+
           (?:(?P<sm>\d{1,2}|[IVX]{1,4}(?![\p{L}.]))|(?P<sname>Mười(?:\s[Hh]ai|\s[Mm]ột)?|Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Bẩy|Tám|Chín))
           (?!\s?[/.]\s?\d{1,3}(?!\d))(?:,?\s*(?i:năm)\s+(?P<sy>\d{4})|\s?/\s?(?P<sy2>\d{4}))?)(?!\d)
      | (?P<dm>(?P<dmday>(?i:ngày|đêm|tối|sáng|chiều|trưa)\s+(?:(?i:m[ùồ]ng)\s+)?|(?i:m[ùồ]ng)\s+)?(?P<dd>\d{1,2})
           (?:\s?(?P<dsep>/)\s?(?P<dmm>\d{1,2})|(?P<dsep>\.)(?P<dmm>\d{1,2})|(?P<dsep>[-–])\s?(?P<dmm>0?[1-9]|1[0-2])(?!\s+(?i:tháng)|[-–]\d)))(?![\d/%]|[.,]\d|\s?/\s?\d)
      | (?P<dayonly>(?i:ngày)\s+(?:(?i:m[ùồ]ng)\s+)?(?P<od>\d{1,2}))(?![\d/%.]\d|\d|%|\s+(?i:đêm))
      | (?P<halfword>(?P<hn>0?6|0?9|0?3|(?i:sáu|chín|ba))\s+(?i:tháng)\s+(?P<hwhich>(?i:đầu|cuối))\s+(?i:năm)
           (?:\s+(?P<hy>\d{4}))?)(?!\d)
      | (?P<bare_month>(?<![/.…]\s?)(?P<bm>0?[1-9]|1[0-2])\s?/\s?(?P<by>20\d{2}))(?![\d%]|\s?/\s?[\p{L}\d]|-\p{L})
      | (?P<month>(?:(?i:tháng)\s+|T\.?\s?(?=\d{1,2}\s?[/-]\s?20\d\d))(?:(?P<mm>\d{1,2}
           |[IVX]{1,4}(?=\s?[/-]\s?\d{4}|,?\s+năm\s+\d))|
           (?P<mname>Một|Hai|Ba|Tư|Năm|Sáu|Bảy|Bẩy|Tám|Chín|
           Mười(?:\s[Hh]ai|\s[Mm]ột)?)(?=\s+năm\s+\d{4}|\s*[/-]\s*\d{4}|[\s,.;)]*$))
           (?:\s?[/.–-]\s?(?P<my>\d{4})|,?\s*(?i:năm)\s+(?P<my2>\d{4}))?)(?!\d|\s?/\s?\d)
      | (?P<quarter>(?i:quý|quí)\s+(?P<q>[IVYl1|!]{1,3}|[1-4])
           (?:\s?[/–-]\s?(?P<qy>\d{4})|,?\s*(?i:năm)\s+(?P<qy2>\d{4}))?)(?![\p{L}\d])
      | (?P<school>(?i:năm\s+học)\s+(?P<s1>\d{4})\s?[–-]\s?(?P<s2>\d{4}))(?!\d)
      | (?P<years>(?:(?i:giai\s+đoạn|thời\s+kỳ|các\s+năm|năm)\s+)?(?:(?i:từ)\s+(?:(?i:năm)\s+)?)?(?P<y1>\d{4})
           \s?(?:[–-]|(?i:đến)(?:\s+(?i:năm))?)\s?(?P<y2>\d{4}))(?![\d/])
      | (?P<year>(?i:năm)\s+(?P<yy>\d{4}))(?![\d]|\s?[/-]\s?\d)
      | (?P<bare_year>(?<![\d/.,–-]\s?)(?P<byy>20[1-4]\d)(?![\d/.%–-]|,\d|\s*(?!và\s+(?:những|các)\s+năm)[\p{L}/–-]))
      | (?P<open_year>(?<=(?i:đầu|giữa|cuối|cả|trong|suốt)\s+)(?i:năm)(?:\s+(?i:nay))?)
           (?!\s+(?i:học|trước|sau|tới|qua|ngoái|\d)|\p{L})
      | (?P<tet>(?<=(?i:trước|đến|tới|hết)\s+)(?i:tết\s+nguyên\s+đán)
           (?:\s+(?:(?i:năm)\s+)?(?P<stem>Giáp|Ất|Bính|Đinh|Mậu|Kỷ|Canh|Tân|Nhâm|Quý)\s+(?P<branch>\p{Lu}\p{L}+))?
           (?:[\s,-]*(?:(?i:năm)\s+)?\(?(?P<ty>\d{4}))?)(?!\d)
      )
    )""",
    regex.VERBOSE,
)

DOTTED_END = regex.compile(r"\s*(?:đến|tới|[-–])\s*(?:hết\s+)?(?:ngày\s+)?\d{1,2}\.\d{1,2}\.\d{4}")
"""``từ 20.3 đến 31.3.2015``: only such an end tells that ``20.3`` is a day."""


def find_atoms(text: str) -> list[Atom]:
    """All dates and periods of a text, left to right, whatever they are used for."""
    single = [atom for found in ATOM.finditer(text) if (atom := _read(found)) is not None]
    series = list(find_series(text))
    wide = {at for atom in series if atom.unit is not Unit.DAY for at in range(atom.start, atom.end)}
    found = [atom for atom in single if wide.isdisjoint(range(atom.start, atom.end))]
    taken = {at for atom in found for at in range(atom.start, atom.end)}
    found += [atom for atom in series if taken.isdisjoint(range(atom.start, atom.end))]
    return [with_part(text, atom) for atom in sorted(found, key=lambda atom: atom.start)]


def window(atom: Atom) -> tuple[date, date] | None:
    """First and last day, None where the atom is not complete or is no date (30 February)."""
    if atom.year is None or not FIRST_YEAR <= atom.year <= LAST_YEAR:
        return None
    try:
        return part_of(atom) if atom.which else whole_of(atom)
    except ValueError:
        return None


def _read(found: regex.Match[str]) -> Atom | None:
    span = found.span()
    clock, opens = _clock(found["hour"], found["minute"]), _clock(found["hour0"], found["minute0"])
    for kind, make in READERS.items():
        if found[kind]:
            atom = make(found, span)
            timed = atom is not None and clock is not None and atom.unit is Unit.DAY
            return replace(atom, clock=clock, opens=opens) if atom and timed else atom
    return None


def _clock(hour: str | None, minute: str | None) -> Clock | None:
    return (int(hour), int(minute or 0)) if hour else None


def _day(span: tuple[int, int], day: str, month: int | None, year: str | None, *, bare: bool = False) -> Atom | None:
    if not 1 <= int(day) <= 31 or (month is not None and not 1 <= month <= 12):  # noqa: PLR2004  days and months
        return None
    return Atom(*span, Unit.DAY, int(year) if year else None, month, int(day), bare=bare)


def _read_full(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    short = len(m["fy"]) == len("23")
    bare = short and m.group()[:1].isdigit()
    century = "19" if m["fy"] > LAST_SHORT_YEAR else "20"
    return _day(span, m["fd"], _month(m["fm"]), f"{century}{m['fy']}" if short else m["fy"], bare=bare)


LAST_SHORT_YEAR = "59"
"""Two digits above are of the last century: ``3/2/97``."""


def _month(printed: str) -> int:
    """A month in figures, Arabic or Roman (``15/IV/2024``)."""
    return int(printed) if printed.isdecimal() else roman_number(printed) or 0


def _read_spelt(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    month = _month(m["sm"]) if m["sm"] else MONTH_NAMES[m["sname"]]
    return _day(span, m["sd"], month, m["sy"] or m["sy2"])


def _read_iso(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    return _day(span, m["xd"], int(m["xm"]), m["xy"])


def _read_foreign(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    """Forms of other software, which the own grammar has no reading for."""
    import dateparser  # noqa: PLC0415  loads in half a second, and few documents need it

    read = dateparser.parse(m["foreign"], languages=["vi", "en"], settings={"STRICT_PARSING": True})
    return Atom(*span, Unit.DAY, read.year, read.month, read.day) if read else None


def _read_day_month(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    dotted = m["dsep"] != "/" and not DOTTED_END.match(m.string, m.end())
    return None if dotted and not m["dmday"] else _day(span, m["dd"], int(m["dmm"]), None, bare=not m["dmday"])


def _read_day(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    return _day(span, m["od"], None, None)


def _read_half(m: regex.Match[str], span: tuple[int, int]) -> Atom:
    count = {"sáu": 6, "chín": 9, "ba": 3}.get(m["hn"].lower()) or int(m["hn"])
    first = 1 if m["hwhich"].lower() == "đầu" else 13 - count
    return Atom(*span, Unit.HALF, int(m["hy"]) if m["hy"] else None, first, length=count)


def _read_month(m: regex.Match[str], span: tuple[int, int]) -> Atom | None:
    month = _month(m["mm"]) if m["mm"] else MONTH_NAMES[m["mname"]]
    year = m["my"] or m["my2"]
    return Atom(*span, Unit.MONTH, int(year) if year else None, month) if 1 <= month <= 12 else None  # noqa: PLR2004


def _read_bare_month(m: regex.Match[str], span: tuple[int, int]) -> Atom:
    return Atom(*span, Unit.MONTH, int(m["by"]), int(m["bm"]), bare=True)


def _read_bare_year(m: regex.Match[str], span: tuple[int, int]) -> Atom:
    return Atom(*span, Unit.YEAR, int(m["byy"]), 1, length=12, bare=True)


def _read_open_year(_: regex.Match[str], span: tuple[int, int]) -> Atom:
    return Atom(*span, Unit.YEAR, month=1, length=12, bare=True)


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
    year = int(m["ty"]) if m["ty"] else _sexagenary(m["stem"], m["branch"])
    day = LUNAR_NEW_YEAR.get(year or 0)
    return Atom(*span, Unit.DAY, year, *day) if day else None


def _sexagenary(stem: str | None, branch: str | None) -> int | None:
    """The year of the table that bears the two names: 2024 is Giáp Thìn (year 4 of the era was Giáp Tý)."""
    if stem not in STEMS or branch not in BRANCHES:
        return None
    names = (STEMS.index(stem), BRANCHES.index(branch))
    return next((year for year in LUNAR_NEW_YEAR if ((year - 4) % 10, (year - 4) % 12) == names), None)


READERS = {
    "full": _read_full,
    "spelt": _read_spelt,
    "iso": _read_iso,
    "foreign": _read_foreign,
    "dm": _read_day_month,
    "dayonly": _read_day,
    "halfword": _read_half,
    "bare_month": _read_bare_month,
    "month": _read_month,
    "quarter": _read_quarter,
    "school": _read_school,
    "years": _read_years,
    "year": _read_year,
    "bare_year": _read_bare_year,
    "open_year": _read_open_year,
    "tet": _read_tet,
}
