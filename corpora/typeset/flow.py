"""From the blocks of a plan to the place of each line on its page, in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from vanthu.corpora.plans import Block, Plan
from vanthu.corpora.typeset.geometry import (
    CELL_PADDING,
    COLUMNS,
    PAGE_NUMBER_TOP,
    TOP,
    block_height,
    cell_edges,
    leading,
)
from vanthu.corpora.typeset.styles import STYLES, Style

ABREAST = {"left": "number", "right": "dateline"}
"""The block of each letterhead column that stands abreast of the other's (cells 3 and 4)."""

CONTINUED = "+"


@dataclass(frozen=True, slots=True)
class Placed:
    """A line at ``baseline``, between ``x0`` and ``x1``; ``fill`` spreads its words over the whole width."""

    text: str
    style: str
    x0: float
    x1: float
    baseline: float
    fill: bool = False
    cell: tuple[int, int, int] | None = None


@dataclass(slots=True)
class Layout:
    """One page as placed: lines, ruling segments (x0, y0, x1, y1), tables, and where seal and frames belong."""

    lines: list[Placed] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    tables: list[tuple[float, float, float, float]] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)
    signing: tuple[float, float] | None = None
    """Centre of the gap between position and name."""
    digital: bool = False


def flow(plan: Plan) -> list[Layout]:
    """Place every line of the plan, page by page."""
    return [_Setter(blocks).run() for blocks in _by_page(plan)]


@dataclass(frozen=True, slots=True)
class _Lines:
    block: Block
    texts: tuple[str, ...]
    goes_on: bool
    """The paragraph goes on overleaf, so its last line is filled as well."""

    @property
    def name(self) -> str:
        return self.block.style.removesuffix(CONTINUED)

    @property
    def style(self) -> Style:
        return STYLES[self.name]


def _by_page(plan: Plan) -> Iterator[list[_Lines]]:
    blocks = iter(_with_continuation(plan.layout))
    for page in plan.pages:
        rest = page.split("\n")
        taken: list[_Lines] = []
        while rest:
            block, goes_on = next(blocks)
            taken.append(_Lines(block, tuple(rest[: block.lines]), goes_on))
            rest = rest[block.lines :]
        yield taken


def _with_continuation(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    text = [b for b in blocks if b.style == "table" or STYLES[b.style.removesuffix(CONTINUED)].column != "margin"]
    goes_on = {id(a) for a, b in pairwise(text) if b.style.endswith(CONTINUED)}
    for block in blocks:
        yield block, id(block) in goes_on


class _Setter:
    """Sets one page from top to bottom with a cursor for each column."""

    def __init__(self, blocks: list[_Lines]) -> None:
        self.blocks = blocks
        self.page = Layout()
        self.cursor = dict.fromkeys(("left", "right", "full"), TOP)
        self.cursor["margin"] = PAGE_NUMBER_TOP
        self.abreast = TOP + max(self._height_above(column) for column in ABREAST)
        self.shares: tuple[float, ...] = ()
        self.row = 0

    def run(self) -> Layout:
        for lines in self.blocks:
            if lines.block.style == "table":
                self.shares, self.row = lines.block.numbers, 0
            elif lines.style.region == "table":
                self._set_row(lines)
            elif lines.style.column == "stamp":
                self._set_stamp(lines)
            else:
                self._set_block(lines)
        return self.page

    def _height_above(self, column: str) -> float:
        height = 0.0
        for lines in self.blocks:
            if lines.block.style == ABREAST[column]:
                break
            if lines.block.style != "table" and lines.style.column == column:
                height += block_height(lines.name, len(lines.texts))
        return height

    def _top(self, column: str) -> float:
        """Where the next block of the column goes."""
        if column == "full":
            self.cursor["full"] = max(self.cursor["full"], *(self._letterhead_foot(c) for c in ABREAST))
        elif column in ("recipients", "signature") and column not in self.cursor:
            self.cursor[column] = self._top("full")
        return self.cursor[column]

    def _letterhead_foot(self, column: str) -> float:
        return self.cursor[column] + (6.0 if self.cursor[column] > TOP else 0.0)

    def _set_block(self, lines: _Lines) -> None:
        style, column = lines.style, lines.style.column
        x0, x1 = COLUMNS[column]
        y = self.abreast if lines.name == ABREAST.get(column) else self._top(column)
        at_top = y == TOP or lines.block.style.endswith(CONTINUED)
        y += 0.0 if at_top else style.before
        if lines.name == "signer":
            self.page.signing = ((x0 + x1) / 2, y - style.before / 2)
        for i, text in enumerate(lines.texts):
            indent = style.indent if i == 0 and not lines.block.style.endswith(CONTINUED) else 0.0
            fill = style.align == "justify" and (i < len(lines.texts) - 1 or lines.goes_on)
            baseline = y + style.size
            self.page.lines.append(Placed(text, lines.name, x0 + indent, x1, baseline, fill))
            y += leading(style)
        self.cursor[column] = y + (4.0 if style.rule else 0.0)

    def _set_row(self, lines: _Lines) -> None:
        edges = cell_edges(self.shares)
        style, top = lines.style, self._top("full") + (8.0 if self.row == 0 else 0.0)
        if self.row == 0:
            self.page.tables.append((edges[0], top, edges[-1], top))
            self.page.rules.append((edges[0], top, edges[-1], top))
        table, rest = len(self.page.tables) - 1, list(lines.texts)
        for column, count in enumerate(int(n) for n in lines.block.numbers):
            x0, x1 = edges[column] + CELL_PADDING, edges[column + 1] - CELL_PADDING
            for i in range(count):
                baseline = top + CELL_PADDING + style.size + i * leading(style)
                cell = (table, self.row, column)
                self.page.lines.append(Placed(rest.pop(0), lines.name, x0, x1, baseline, cell=cell))
        foot = top + 2 * CELL_PADDING + leading(style) * max(lines.block.numbers)
        self.page.rules += [(edges[0], foot, edges[-1], foot), *((x, top, x, foot) for x in edges)]
        self.page.tables[table] = (*self.page.tables[table][:3], foot)
        self.cursor["full"], self.row = foot, self.row + 1

    def _set_stamp(self, lines: _Lines) -> None:
        style, name = lines.style, lines.name
        x0, width, top = self._stamp_place(name)
        for i, text in enumerate(lines.texts):
            baseline = top + style.size + i * leading(style)
            self.page.lines.append(Placed(text, name, x0, x0 + width, baseline))
        self.cursor[name] = top + leading(style) * len(lines.texts)
        if name != "digital":
            self._frame(name, x0, width)

    def _stamp_place(self, name: str) -> tuple[float, float, float]:
        if name == "digital":
            self.page.digital = True
            _, y = self.page.signing or (0.0, self._top("full"))
            return 312.0, 230.0, self.cursor.get(name, y - 26.0)
        if name == "incoming":
            return 64.0, 112.0, self.cursor.get(name, 10.0)
        x0, x1 = COLUMNS["left"]
        width = 62.0 + 26.0 * (len(self.blocks[-1].texts[0]) > len("KHẨN"))
        return (x0 + x1 - width) / 2, width, self.cursor.get(name, self.cursor["left"] + 7.0)

    def _frame(self, name: str, x0: float, width: float) -> None:
        """A box around the stamp, grown line by line."""
        first = next(line for line in self.page.lines if line.style == name)
        top = first.baseline - STYLES[name].size
        grown = (x0 - 5.0, top, x0 + width + 3.0, self.cursor[name] + 3.0)
        if self.page.frames and self.page.frames[-1][:2] == grown[:2]:
            self.page.frames[-1] = grown
        else:
            self.page.frames.append(grown)
