"""How each kind of block is set (NĐ 30/2020/NĐ-CP, Phụ lục I; HD 36-HD/VPTW for the Party)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "justify"]
Column = Literal["left", "right", "full", "recipients", "signature", "margin", "stamp"]


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in points; ``before`` is the gap above the block, ``leading`` a multiple of the size.

    ``region`` names the part of the page as ``vanthu.models.page.Region`` does. ``rule`` draws a line under the block,
    as a share of the width of its last line.
    """

    size: float
    column: Column
    region: str
    bold: bool = False
    italic: bool = False
    align: Align = "centre"
    indent: float = 0.0
    before: float = 0.0
    leading: float = 1.2
    rule: float = 0.0
    ink: tuple[int, int, int] = (18, 18, 20)


INDENT = 36.0
"""First-line indent of 1.27 cm in points."""

RED = (206, 34, 46)
LEFT, RIGHT, BODY = "letterhead_left", "letterhead_right", "body"

STYLES: dict[str, Style] = {
    # cells 2, 3, 5b: left column of the letterhead
    "parent": Style(13, "left", LEFT),
    "issuer": Style(13, "left", LEFT, bold=True),
    "issuer_ruled": Style(13, "left", LEFT, bold=True, rule=0.4),
    "star": Style(13, "left", LEFT),
    "number": Style(13, "left", LEFT, before=8),
    "about": Style(12, "left", LEFT, before=4),
    # cells 1, 4: right column
    "nation": Style(13, "right", RIGHT, bold=True),
    "motto": Style(14, "right", RIGHT, bold=True, rule=1.0),
    "party": Style(15, "right", RIGHT, bold=True, rule=1.0),
    "union": Style(14, "right", RIGHT, bold=True, rule=1.0),
    "dateline": Style(14, "right", RIGHT, italic=True, before=8),
    # cells 5a, 6
    "type": Style(14, "full", BODY, bold=True, before=22),
    "subject": Style(14, "full", BODY, bold=True, rule=0.35),
    "addressee": Style(14, "full", BODY, before=16),
    "basis": Style(14, "full", BODY, italic=True, align="justify", indent=INDENT, before=6),
    "body": Style(14, "full", BODY, align="justify", indent=INDENT, before=6),
    "part": Style(14, "full", BODY, bold=True, align="justify", indent=INDENT, before=8),
    "heading": Style(14, "full", BODY, bold=True, align="justify", indent=INDENT, before=6),
    # cells 9b, 7
    "recipients_label": Style(12, "recipients", "recipients", bold=True, italic=True, align="left", before=16),
    "recipients": Style(11, "recipients", "recipients", align="left"),
    "capacity": Style(14, "signature", "signature", bold=True, before=16),
    "position": Style(14, "signature", "signature", bold=True),
    "signer": Style(14, "signature", "signature", bold=True, before=104),
    # appendix
    "annex": Style(14, "full", BODY, bold=True),
    "annex_title": Style(14, "full", BODY, bold=True),
    "annex_note": Style(14, "full", BODY, italic=True, rule=0.3),
    # table cells: their column is the cell
    "head": Style(12, "full", "table", bold=True),
    "row": Style(12, "full", "table", align="left"),
    # not part of the act
    "page_number": Style(13, "margin", "running"),
    "urgency": Style(14, "stamp", "stamp", bold=True, ink=RED),
    "incoming": Style(11, "stamp", "stamp", align="left", ink=RED),
    "digital": Style(10, "stamp", "stamp", align="left"),
}
"""Style name of a ``.layout`` file → how it is set."""
