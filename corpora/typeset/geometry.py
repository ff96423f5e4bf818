"""The sheet: A4 with the margins of NĐ 30/2020, in points from the top left corner."""

from __future__ import annotations

from vanthu.corpora.typeset.styles import STYLES, Style

WIDTH, HEIGHT = 595.28, 841.89
"""A4, 210 by 297 mm."""

TOP, BOTTOM = 56.7, HEIGHT - 56.7
"""20 mm above and below."""

COLUMNS: dict[str, tuple[float, float]] = {
    "left": (58.0, 248.0),
    "right": (250.0, 556.0),
    "full": (85.0, 544.0),
    "recipients": (85.0, 300.0),
    "signature": (300.0, 544.0),
    "margin": (85.0, 544.0),
}
"""Left and right edge of each column; the margins are 30 and 18 mm."""

PAGE_NUMBER_TOP = 32.0
CELL_PADDING = 4.0
"""Between the ruling and the text of a cell."""


def leading(style: Style) -> float:
    """Distance from line to line."""
    return style.size * style.leading


def block_height(name: str, lines: int, *, first: bool = True) -> float:
    """Height of a block with the gap above it; a block that goes on from the page before has none."""
    style = STYLES[name]
    return leading(style) * lines + (style.before if first else 0.0) + (4.0 if style.rule else 0.0)


def cell_edges(shares: tuple[float, ...]) -> list[float]:
    """Left edges of the columns of a table over the full width, and its right edge."""
    left, right = COLUMNS["full"]
    edges = [left]
    for share in shares:
        edges.append(edges[-1] + (right - left) * share / sum(shares))
    return edges
