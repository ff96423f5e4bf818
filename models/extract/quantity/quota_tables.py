"""Targets in tables: a figure stands in the row of its indicator, under the year or the plan that it is for.

Ruled cells, rows drawn with ``|``, and tables printed cell below cell are read alike. Only a table whose head names a
column of indicators (``Chỉ tiêu``, ``Mục tiêu``) and one that is planned (``Kế hoạch 2026``, ``Năm 2030``) sets
targets; columns of what was (``Hiện trạng``, ``Thực hiện 2025``) and years before the document's own report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

import regex

from vanthu.models.campaign import Number, Quota
from vanthu.models.extract.quantity.counted import OR_MORE, counted_kind
from vanthu.models.extract.quantity.numbers import DIGITS, MAGNITUDES, read_number
from vanthu.models.extract.quantity.quantity_leads import Comparator, read_lead
from vanthu.models.extract.structure.entries import Words
from vanthu.models.extract.structure.paragraphs import Paragraph

INDICATOR = regex.compile(r"(?:tên\s)?(?:các\s)?(?:chỉ\stiêu|mục\stiêu)(?!\s(?:giao|năm|đến|\d))", regex.IGNORECASE)
UNIT = regex.compile(r"(?:đơn\svị\s?(?:tính)?|đvt)\W*$", regex.IGNORECASE)
PLANNED = regex.compile(
    r"(?:KH(?!\p{L})|kế\shoạch|mục\stiêu|phấn\sđấu|(?:chỉ\stiêu\s)?giao|chỉ\stiêu(?=\s(?:năm|đến|\d))|(?:đến\s)?năm\s20\d\d"
    r"|(?:giai\sđoạn\s)?20\d\d)",
    regex.IGNORECASE,
)
REPORTED = regex.compile(
    r"hiện\s(?:trạng|hành|nay|có)|thực\shiện|(?<!\p{L})TH(?!\p{L})|ước|kết\squả|đã\s|so\s(?:sánh|với)|tăng|giảm",
    regex.IGNORECASE,
)
YEAR = regex.compile(r"20\d\d")
NUMBER_HEAD = regex.compile(r"\W*(?:S?TT|Số\sTT)\W*$", regex.IGNORECASE)
FIGURE = regex.compile(
    rf"(?P<lead>[^\d]{{0,24}}?)(?P<low>{DIGITS})\s?%?(?:\s?[-–]\s?(?P<high>{DIGITS}))?\s?(?P<share>%)?(?P<up>\strở\s(?:lên|xuống))?\W*$"
)
SHARE: Final = ("%", "tỷ lệ", "tỉ lệ")
MOST_COLUMNS, MOST_ROWS = 12, 200
"""Columns and rows of a table of targets; what runs longer is a list of something else."""
JOINED = 2
"""Cells that may have been taken for the end of the indicator's name (its unit, its first figure)."""
LONGEST_HEAD, LONGEST_NAME = 60, 300


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of a table: the quota, and the words that carry it."""

    quota: Quota
    name: Words
    figure: Words


@dataclass(frozen=True, slots=True)
class _Head:
    """What the columns hold, by their heads."""

    titles: tuple[str, ...]
    name: int
    unit: int | None
    planned: tuple[int, ...]

    @classmethod
    def of(cls, titles: Sequence[str], year: int | None) -> _Head | None:
        name = next((i for i, title in enumerate(titles) if INDICATOR.match(title.strip())), None)
        if name is None or len(titles) > MOST_COLUMNS:
            return None
        unit = next((i for i, title in enumerate(titles) if UNIT.match(title.strip())), None)
        planned = tuple(i for i, title in enumerate(titles) if i not in {name, unit} and _is_planned(title, year))
        return cls(tuple(titles), name, unit, planned) if planned else None

    def targets(self, row: Sequence[Words]) -> Iterator[Target]:
        """The planned figures of one row; none where the name is none."""
        if len(row) != len(self.titles) or not regex.search(r"\p{L}{2}", row[self.name].text):
            return
        unit = row[self.unit].text.strip() if self.unit is not None else ""
        for column in self.planned:
            quota = _quota(row[self.name].text, unit, self.titles[column], row[column].text)
            if quota:
                yield Target(quota, row[self.name].trimmed(" -+;"), row[column].trimmed(" "))


def table_targets(paragraphs: Sequence[Paragraph], year: int | None) -> tuple[list[Target], set[int]]:
    """Targets of all tables in order, and the ids of the paragraphs that hold them.

    Args:
        paragraphs: of the document.
        year: when it was issued; columns of earlier years report.
    """
    rows = [*_ruled(paragraphs, year), *_drawn(paragraphs, year), *_printed(paragraphs, year)]
    targets = [target for head, row in rows for target in head.targets(row)]
    return targets, {id(words.paragraph) for _, row in rows for words in row}


def _ruled(paragraphs: Sequence[Paragraph], year: int | None) -> Iterator[tuple[_Head, list[Words]]]:
    cells = [p for p in paragraphs if p.cell is not None]
    for _, table in groupby(cells, key=lambda p: (p.page, p.cell.table if p.cell else 0)):
        found = [[_all(cell) for cell in row] for _, row in groupby(table, key=lambda p: p.cell.row if p.cell else 0)]
        yield from _headed(found, year)


def _drawn(paragraphs: Sequence[Paragraph], year: int | None) -> Iterator[tuple[_Head, list[Words]]]:
    """``| 1 | Tỷ lệ … | % | 94 | 100 |``."""
    for drawn, lines in groupby(paragraphs, key=lambda p: p.cell is None and p.text.startswith("|")):
        if drawn:
            yield from _headed([_between_bars(line) for line in lines], year)


def _between_bars(line: Paragraph) -> list[Words]:
    bars = [found.start() for found in regex.finditer(r"\|", line.text)]
    return [Words(line, start + 1, end).trimmed(" ") for start, end in pairwise(bars)]


def _headed(rows: Sequence[list[Words]], year: int | None) -> Iterator[tuple[_Head, list[Words]]]:
    """The rows below the first that is a head; rows of another width are titles of groups."""
    for index, row in enumerate(rows[:3]):
        head = _Head.of([cell.text for cell in row], year)
        if head:
            yield from ((head, below) for below in rows[index + 1 :] if len(below) == len(row))
            return


def _printed(paragraphs: Sequence[Paragraph], year: int | None) -> Iterator[tuple[_Head, list[Words]]]:
    """Cell below cell: ``TT``, the heads, then row by row, each opened by its number."""
    free = [p for p in paragraphs if p.cell is None]
    for index, paragraph in enumerate(free):
        if not NUMBER_HEAD.match(paragraph.text):
            continue
        titles = [p.text for p in free[index : index + MOST_COLUMNS + 1]]
        width = titles.index("1") if "1" in titles else 0
        head = _Head.of(titles[:width], year) if all(len(t) < LONGEST_HEAD for t in titles[:width]) else None
        if head:
            yield from ((head, row) for row in _printed_rows(free[index + width :], head))


def _printed_rows(cells: Sequence[Paragraph], head: _Head) -> Iterator[list[Words]]:
    at, width = 0, len(head.titles)
    if [cell.text.strip() for cell in cells[:width]] == [str(n + 1) for n in range(width)]:
        at = width  # the columns are numbered
    for number in range(1, MOST_ROWS):
        if at >= len(cells) or cells[at].text.strip(" .") != str(number):
            return
        row = next((row for lost in range(JOINED + 1) if (row := _row(cells, at, head, lost))), None)
        if row is None:
            return
        at += len({id(words.paragraph) for words in row})
        yield row


def _row(cells: Sequence[Paragraph], at: int, head: _Head, lost: int) -> list[Words] | None:
    """The row from its number on, where ``lost`` cells were joined to the name; None where the figures do not fit."""
    printed = [_all(cell) for cell in cells[at : at + len(head.titles) - lost]]
    if len(printed) <= head.name:
        return None
    name = printed[head.name]
    if len(name.text) > LONGEST_NAME:
        return None
    row = [*printed[: head.name], *_cut(name, lost), *printed[head.name + 1 :]]
    fits = len(row) == len(head.titles) and all(FIGURE.match(row[column].text) for column in head.planned)
    fits = fits and (head.unit is None or _is_unit(row[head.unit].text, known=lost > 0))
    after = cells[at + len(printed)].text.strip(" .") if at + len(printed) < len(cells) else ""
    following = str(int(printed[0].text.strip(" .")) + 1)
    last = not FIGURE.match(after) and printed[-1].text.strip(" .") != following
    return row if fits and (after == following or last) else None


def _is_unit(printed: str, *, known: bool) -> bool:
    """``known`` where the word was cut off a name, which then may not lose any."""
    unit = printed.strip()
    return not FIGURE.match(unit) and (not known or unit == "%" or unit.isupper() or counted_kind(unit) is not None)


def _cut(name: Words, lost: int) -> list[Words]:
    """The last words of the name as cells of their own."""
    parts: list[Words] = []
    for _ in range(lost):
        space = name.text.rstrip().rfind(" ")
        if space < 0:
            break
        parts.insert(0, name.part(space + 1, len(name.text)))
        name = name.part(0, space)
    return [name, *parts]


def _all(paragraph: Paragraph) -> Words:
    return Words(paragraph, 0, len(paragraph.text))


def _is_planned(title: str, year: int | None) -> bool:
    title = title.strip()
    years = [int(found.group()) for found in YEAR.finditer(title)]
    late = not years or year is None or max(years) >= year
    return late and len(title) < LONGEST_HEAD and bool(PLANNED.match(title)) and not REPORTED.search(title)


def _quota(name: str, unit: str, title: str, cell: str) -> Quota | None:
    found = FIGURE.match(cell.strip())
    if not found:
        return None
    low, high = read_number(found["low"]), read_number(found["high"]) if found["high"] else None
    if low is None or (high is not None and high <= low):
        return None
    lead = read_lead(cell.strip(), found.start("low"))
    up: Comparator | None = None
    if more := OR_MORE.match(found["up"] or ""):
        up = ">=" if more["up"] else "<="
    share = bool(found["share"]) or unit == "%" or "%" in title or (not unit and name.casefold().startswith(SHARE))
    factor = 1 if share else _factor(unit)
    return Quota(
        comparator="between" if high is not None else up or lead.comparator,
        value=_whole(low * factor),
        value_max=None if high is None else _whole(high * factor),
        unit="%" if share else "vnd" if "đồng" in unit.casefold() else "count",
        noun=None if share or "đồng" in unit.casefold() else unit or None,
        subject=" ".join(name.split()).strip(" -+;") or None,
        approximate=lead.approximate,
        modality="strive",
    )


def _factor(unit: str) -> int:
    """``Triệu đồng``, ``Nghìn tấn``."""
    return MAGNITUDES.get(unit.casefold().partition(" ")[0], 1)


def _whole(value: Number) -> Number:
    return int(value) if value == int(value) else round(value, 6)
