"""Drawing placed lines onto a page, with a box for each word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from vanthu.corpora.plans import Plan
from vanthu.corpora.typeset import ornaments
from vanthu.corpora.typeset.flow import Layout, Placed, flow
from vanthu.corpora.typeset.fonts import POINTS_PER_INCH, sized, typed
from vanthu.corpora.typeset.geometry import HEIGHT, WIDTH
from vanthu.corpora.typeset.styles import RED, STYLES, Style
from vanthu.corpora.typeset.truth import PixelBox, SetLine, SetWord, Sheet

RULE_PT = 0.7
SEAL_SHIFT_PT = (44.0, 9.0)
"""To the left and up: the seal covers about a third of the signature (NĐ 30/2020, cell 8), and part of the position."""

JITTER_PT = 6.0
"""Standard deviation of where seal and signature land: enough to cover parts of position and name, as they do."""


def typeset(plan: Plan, *, dpi: int = 300, seed: int = 0, sealed: bool = True, typewriter: bool = False) -> list[Sheet]:
    """Set a plan as A4 pages; the same seed gives the same pixels.

    Args:
        plan: what to set.
        dpi: resolution of the pages.
        seed: decides the wear and turn of the seal, the signature, and where exactly they stand.
        sealed: whether seal and signature are put on the paper.
        typewriter: whether it was typed instead of printed: one cut, one size.

    Raises:
        FontMissing: no Times-metric font with Vietnamese letters is installed.
    """
    rng = np.random.default_rng([seed, *plan.name.encode()])
    press = _Press(dpi, typewriter)
    return [_sheet(layout, plan, press, rng, sealed=sealed) for layout in flow(plan)]


@dataclass(frozen=True, slots=True)
class _Press:
    """What the letters are set with."""

    dpi: int
    typewriter: bool

    def font(self, style: Style) -> ImageFont.FreeTypeFont:
        return typed(self.dpi) if self.typewriter else sized(style.size, self.dpi, bold=style.bold, italic=style.italic)


def _sheet(layout: Layout, plan: Plan, press: _Press, rng: np.random.Generator, *, sealed: bool) -> Sheet:
    dpi = press.dpi
    scale = dpi / POINTS_PER_INCH
    canvas = PilImage.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), "white")
    draw = ImageDraw.Draw(canvas)
    lines = tuple(_set_line(draw, placed, press) for placed in layout.lines)
    for x0, y0, x1, y1 in [*layout.rules, *_underlines(layout, lines, scale)]:
        draw.line([x0 * scale, y0 * scale, x1 * scale, y1 * scale], fill="black", width=max(1, round(RULE_PT * scale)))
    page = np.array(canvas)
    for box in layout.frames:
        ornaments.frame(page, _scaled(box, scale), dpi)
    seals: tuple[PixelBox, ...] = ()
    if sealed and layout.signing:
        x, y = (v * scale + rng.normal(0, JITTER_PT * scale) for v in layout.signing)
        if not layout.digital:
            ornaments.ink(page, ornaments.signature(dpi, rng), (x, y), ornaments.BLUE)
        left, up = SEAL_SHIFT_PT
        mask = ornaments.seal(plan.gold["document"]["system"], _issuer(plan), dpi, rng)
        seals = (ornaments.ink(page, mask, (x - left * scale, y - up * scale), RED),)
    return Sheet(page, lines, dpi, seals, tuple(_scaled(t, scale) for t in layout.tables))


def _issuer(plan: Plan) -> list[str]:
    """The printed lines of the issuer's name."""
    lines, found, at = plan.pages[0].split("\n"), [], 0
    for block in plan.layout:
        if block.style.startswith("issuer"):
            found += lines[at : at + block.lines]
        at += block.lines
    return found


def _scaled(box: tuple[float, float, float, float], scale: float) -> PixelBox:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _set_line(draw: ImageDraw.ImageDraw, placed: Placed, press: _Press) -> SetLine:
    style, scale = STYLES[placed.style], press.dpi / POINTS_PER_INCH
    font = press.font(style)
    texts = placed.text.split()
    room = (placed.x1 - placed.x0) * scale
    gap = font.getlength(" ")
    used = sum(font.getlength(text) for text in texts) + gap * (len(texts) - 1)
    if len(texts) > 1 and (placed.fill or used > room):
        gap += (room - used) / (len(texts) - 1)
    start = placed.x0 * scale + (max(0.0, room - used) / 2 if style.align == "centre" else 0.0)
    words = _words(draw, texts, font, (start, placed.baseline * scale, gap), style.ink)
    return SetLine(placed.text, words, style.region, placed.style, placed.cell)


def _words(
    draw: ImageDraw.ImageDraw,
    texts: list[str],
    font: ImageFont.FreeTypeFont,
    place: tuple[float, float, float],
    fill: tuple[int, int, int],
) -> tuple[SetWord, ...]:
    """Draw ``texts`` from ``place`` (x, baseline, gap between words) to the right."""
    x, baseline, gap = place
    words = []
    for text in texts:
        at = (round(x), round(baseline))
        draw.text(at, text, fill=fill, font=font, anchor="ls")
        left, top, right, bottom = draw.textbbox(at, text, font=font, anchor="ls")
        words.append(SetWord(text, (float(left), float(top), float(right), float(bottom))))
        x += font.getlength(text) + gap
    return tuple(words)


def _underlines(layout: Layout, lines: tuple[SetLine, ...], scale: float) -> list[tuple[float, float, float, float]]:
    """Rules under motto, issuer and title: centred, a share of the last line's width."""
    found = []
    for i, line in enumerate(lines):
        share = STYLES[line.style].rule
        if not share or (i + 1 < len(lines) and lines[i + 1].style == line.style):
            continue
        x0, _, x1, _ = (v / scale for v in line.box)
        trim, y = (x1 - x0) * (1 - share) / 2, layout.lines[i].baseline + 5.0
        found.append((x0 + trim, y, x1 - trim, y))
    return found


def set_line(text: str, *, size_pt: float = 14, dpi: int = 300, bold: bool = False, italic: bool = False) -> Sheet:
    """One line on white paper with a margin of one em, for training on single lines.

    Raises:
        FontMissing: no Times-metric font with Vietnamese letters is installed.
        ValueError: ``text`` is blank.
    """
    if not text.strip():
        raise ValueError("a line needs words")
    font = sized(size_pt, dpi, bold=bold, italic=italic)
    em, width = round(font.size), round(font.getlength(" ".join(text.split())))
    canvas = PilImage.new("RGB", (width + 2 * em, 3 * em), "white")
    place = (float(em), 1.9 * em, font.getlength(" "))
    words = _words(ImageDraw.Draw(canvas), text.split(), font, place, STYLES["body"].ink)
    return Sheet(np.array(canvas), (SetLine(" ".join(text.split()), words, "body", "body"),), dpi)
