"""Printed lines to paragraphs: which line carries on the one before, across line breaks and pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from vanthu.models.extract.source import LineRef
from vanthu.models.extract.structure.marks import Mark, all_capitals, read_mark
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.page import Cell

PARAGRAPH_A_LINE = 130
"""Characters: printed lines of A4 hold 60–100; longer ones tell a text with one paragraph a line."""
NARROWEST_PAGE = 60
"""Characters of a full line in the largest type in use (14 points, 15.5 cm)."""
FULL_SHARE = 0.8
"""A line shorter than this share of the usual width ends its paragraph (tuned on the line-exact transcripts)."""
RAGGED = 0.12
"""Page fraction by which the right ends of full lines differ in left-aligned text."""
RAGGED_SHARE = 0.6
"""Share of the usual length below which no line is full, whatever its box."""
INDENT = 0.02
"""Page fraction: first lines are indented by 1–1.27 cm of 21 cm (NĐ 30/2020, Phụ lục I)."""
BODY_ZONES = frozenset({Zone.BODY, Zone.APPENDIX})
ENDS = regex.compile(r"[.:;!?…]\s*[”\"’)]*\s*$")
YEAR_RANGE = regex.compile(r"\d{4}\s*$")
YEAR_AFTER_DASH = regex.compile(r"\s*[-–]\s*\d{4}\b")
LABEL = regex.compile(r"\s*\p{Lu}[^.:;]{3,40}:\s")
"""``Thời gian thực hiện: …`` at the beginning of a line, after a full stop, begins a paragraph."""
LIKE_A_MARK = regex.compile(r"\s*[^\s\d.,:;()]{1,2}(?:\)|[.]\s+[“\"]?\p{Lu}\p{Ll})")
"""A short token that ``mark_readings.py`` may read as a mark (``Š. Sở …``, ``ø) Tăng cường …``)."""
BROKEN_DATES = tuple(
    (regex.compile(rf"(?<![\p{{L}}/]){opens}\s*$", regex.IGNORECASE), regex.compile(rf"\s*{goes_on}"))
    for opens, goes_on in (
        (r"^\s*Điều", r"\d{1,3}\s?[.:]"),
        ("ngày", r"\d{1,2}\s?(?:[/.-]\s?\d|tháng)"),
        (r"(?<!(?:hằng|hàng|mỗi|các)\s)tháng", r"\d{1,2}(?:\s?/\s?\d{4}|\s+năm)"),
        ("năm", r"(?:19|20)\d\d(?!\d)"),
        (r"(?<!(?:hằng|hàng|mỗi|các)\s)qu[ýí]", r"(?:[IV]+|[1-4])(?![\w.]|\s?[-–]\s*\p{Lu}{2})"),
        (r"ngày\s+\d{1,2}\s?[-/.]", r"\d{1,2}(?!\d)"),
        (r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]", r"(?:19|20)\d\d(?!\d)"),
        (r"(?:từ|đến|trước|(?<=\d)\s*[-–])", r"\d{1,2}\s?/\s?\d"),
    )
)
"""What a line ends in and the next begins with where the margin breaks a date, or an article from its number."""
BROKEN_CODE = regex.compile(r"\d\s?/\s?\p{Lu}[\p{L}\d]*\s?[-–]\s*$"), regex.compile(r"\s*\p{Lu}{2}")
"""``Kế hoạch số 186/KH-`` and ``UBND ngày …``."""
BROKEN_RANGE = regex.compile(r"(?<!\p{L})(?:từ|khoảng)\s+\d+(?:[.,]\d+)?\s*$"), regex.compile(r"\s*[-–]\s*\d")
"""``từ 02`` and ``- 03 km``: the dash is no list mark."""
BROKEN_POINTS = regex.compile(r":\s*$"), regex.compile(r"\s*\d{1,3}(?:,\d+)? điểm")
"""``… tại khu dân cư:`` and ``15 điểm.``"""
SPLIT_REFERENCE = regex.compile(r"(?:Điều|điều|khoản|Khoản|Mục|mục|điểm|số|Chương|Phụ lục|ngày|tháng|,|\()\s*$")


@dataclass(slots=True)
class Block:
    """Lines of one paragraph, in order."""

    lines: list[LineRef]
    zone: Zone
    mark: Mark | None = None
    cell: Cell | None = None

    @property
    def last(self) -> LineRef:
        """The line that a next one may carry on."""
        return self.lines[-1]


def join_lines(lines: Sequence[LineRef], zones: Sequence[Zone]) -> list[Block]:
    """Group the lines of body and appendices into paragraphs; each table cell is one.

    Args:
        lines: all lines of the document.
        zones: the zone of each line.
    """
    widths = _page_widths(lines, zones)
    blocks: list[Block] = []
    cells: dict[tuple[int, Cell], Block] = {}
    gap = False
    for ref, zone in zip(lines, zones, strict=True):
        if zone not in BODY_ZONES:
            gap = gap or zone is not Zone.ASIDE
            continue
        if not ref.text.strip():
            gap = True
            continue
        if ref.line.cell:
            _into_cell(ref, zone, ref.line.cell, cells, blocks)
            gap = False
            continue
        mark = read_mark(ref.text)
        previous = blocks[-1] if blocks else None
        if previous and previous.cell is None and previous.zone is zone:
            carried = _Joint(previous.last, ref, mark, gap=gap, width=widths[previous.last.page]).carries_on()
        else:
            carried = False
        if carried and previous:
            previous.lines.append(ref)
            if previous.mark is None and previous.lines[0].text.strip() == "Điều":
                previous.mark = read_mark(f"Điều {ref.text.lstrip()}")
        else:
            blocks.append(Block([ref], zone, mark))
        gap = False
    return blocks


def _into_cell(ref: LineRef, zone: Zone, cell: Cell, cells: dict[tuple[int, Cell], Block], blocks: list[Block]) -> None:
    block = cells.get((ref.page, cell))
    if block is None:
        block = cells[ref.page, cell] = Block([ref], zone, read_mark(ref.text), cell)
        blocks.append(block)
    else:
        block.lines.append(ref)


def _page_widths(lines: Sequence[LineRef], zones: Iterable[Zone]) -> dict[int, int]:
    """Characters of a full body line on each page: half of the page's text stands in lines at least that long."""
    lengths: dict[int, list[int]] = {}
    for ref, zone in zip(lines, zones, strict=True):
        size = len(ref.text.strip())
        bucket = lengths.setdefault(ref.page, [])
        if zone in BODY_ZONES and size and ref.line.cell is None:
            bucket.append(size)
    return {page: max(_middle(sorted(sizes)), NARROWEST_PAGE) for page, sizes in lengths.items()}


def _middle(sizes: Sequence[int]) -> int:
    """Weighted median, each length weighing itself."""
    half, seen = sum(sizes) / 2, 0
    for size in sizes:
        seen += size
        if seen >= half:
            return size
    return 0


@dataclass(frozen=True, slots=True)
class _Joint:
    """Two lines that follow each other, and what may hold them together."""

    before: LineRef
    after: LineRef
    mark: Mark | None
    gap: bool
    width: int

    def carries_on(self) -> bool:
        """Does the second line belong to the paragraph of the first?"""
        tail = self.before.text.rstrip()
        if self._broken_off():
            return True
        if self.mark and self._mark_is_real(tail):
            return False
        ended, lower = bool(ENDS.search(tail)), self.after.text.lstrip()[:1].islower()
        if self.gap:
            return self._full() and not ended and (lower or self.after.page != self.before.page)
        if self.width > PARAGRAPH_A_LINE:
            return not ended and lower
        return self._runs_on(tail, ended=ended, lower=lower)

    def _runs_on(self, tail: str, *, ended: bool, lower: bool) -> bool:
        """Neighbouring lines of wrapped text without a mark between them."""
        if ended and LIKE_A_MARK.match(self.after.text):
            return False
        if lower:
            return not ended or self._full()
        headings = all_capitals(tail), all_capitals(self.after.text)
        if any(headings) or self._indented() or tail.endswith((":", "./.")):
            return all(headings) and not ended and not self._indented()
        if ended and LABEL.match(self.after.text):
            return False
        return self._full() or tail.endswith(",")

    def _broken_off(self) -> bool:
        """``2026`` and ``- 2030``, or ``Trước ngày`` and ``27/6/2026``, on two lines are one time; so is a code."""
        before, after = self.before.text, self.after.text
        if YEAR_RANGE.search(before) and YEAR_AFTER_DASH.match(after):
            return True
        broken = (*BROKEN_DATES, BROKEN_CODE, BROKEN_RANGE, BROKEN_POINTS)
        return not self.gap and any(opens.search(before) and goes.match(after) for opens, goes in broken)

    def _mark_is_real(self, tail: str) -> bool:
        """A dash before a small letter or a number after ``Điều`` may be running text."""
        rest = self.after.text[self.mark.end :].lstrip() if self.mark else ""
        if self.gap or ENDS.search(tail) or not self._full():
            return True
        if self.mark and self.mark.bullet:
            return not rest[:1].islower()
        return not SPLIT_REFERENCE.search(tail) and not rest[:1].islower()

    def _full(self) -> bool:
        if self.before.line.box and self.after.line.box and self.before.page == self.after.page:
            reaches = self.before.line.box.x1 >= self.after.line.box.x1 - RAGGED
            return reaches and len(self.before.text.strip()) >= RAGGED_SHARE * self.width
        return len(self.before.text.strip()) >= FULL_SHARE * self.width

    def _indented(self) -> bool:
        """The second line starts to the right of the first: a new paragraph, unless the first was indented too."""
        first, second = self.before.line.box, self.after.line.box
        return bool(first and second and self.before.page == self.after.page and second.x0 > first.x0 + INDENT)
