"""One page with its values: the boxes drawn on it, the labels in columns beside it, a legend above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image as Picture
from PIL import ImageChops, ImageDraw, ImageFont

from vanthu.corpora.typeset import fonts
from vanthu.models.campaign import Field
from vanthu.models.page import Box
from vanthu.models.provenance import Model
from vanthu.pipelines.overlay.placing import on_the_left, room_for, stacked

DPI = 150
"""Enough to read labels of six points in print; a page of A4 takes about 400 kB."""
COLUMN = 290
"""Pixels of the columns beside the page, a label's width and the way of its leader."""
LABEL = (250, 34)
"""Width and height of a label in pixels: a line with key and confidence, a line with the value."""
HEAD = 30
"""Pixels of the legend above the page."""

_KINDS = {
    "document": (190, 30, 30), "legal_bases": (125, 55, 175), "campaign.deadlines": (190, 95, 0),
    "campaign.quotas": (0, 120, 55), "campaign.criteria": (0, 115, 130), "campaign.rewards": (175, 0, 110),
    "campaign": (20, 80, 200),
}  # fmt: skip
"""RGB by the head of the key; the longest that fits counts."""
_NAMES = ("header", "legal bases", "deadlines", "quotas", "criteria", "rewards", "other facts")
_DOUBT = (255, 236, 130)
_PAPER, _INK, _FAINT = (255, 255, 255), (25, 25, 25), (120, 120, 120)

Rgb = tuple[int, int, int]
Rectangle = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A field, its key (``campaign.quotas.0``), and the boxes of its value on one upright page, first line first."""

    path: str
    field: Field[object]
    boxes: tuple[Box, ...]

    @property
    def colour(self) -> Rgb:
        """The colour of its kind."""
        return _KINDS[max((head for head in _KINDS if self.path.startswith(head)), key=len)]


@dataclass(frozen=True, slots=True)
class Label:
    """The place of a mark's label on the sheet, and the way of its leader from the label to the first box."""

    mark: Mark
    place: Rectangle
    leader: tuple[tuple[int, int], ...]


def labels(marks: Sequence[Mark], width: int, height: int) -> list[Label]:
    """A label for each mark of a page of so many pixels; none lies on the page, no two on each other."""
    ordered = sorted(marks, key=lambda mark: (mark.boxes[0].y0, mark.boxes[0].x0))
    left = on_the_left([mark.boxes[0] for mark in ordered])
    placed = []
    for here in (True, False):
        column = [mark for mark, there in zip(ordered, left, strict=True) if there is here]
        wanted = [mark.boxes[0].centre[1] * height - LABEL[1] / 2 for mark in column]
        for mark, top in zip(column, stacked(wanted, LABEL[1], height), strict=True):
            placed.append(_label(mark, (width, height), HEAD + top, on_left=here))
    return placed


def _label(mark: Mark, page: tuple[int, int], top: int, *, on_left: bool) -> Label:
    """The leader runs under the first line of the value to the edge of the page, and from there to the label."""
    x0, _, x1, y1 = _pixels(mark.boxes[0], page)
    outer = 2 if on_left else 2 * COLUMN + page[0] - 2 - LABEL[0]
    inner = outer + LABEL[0] if on_left else outer
    edge, near = (COLUMN, x0) if on_left else (COLUMN + page[0], x1)
    place = (outer, top, outer + LABEL[0] - 1, top + LABEL[1] - 1)
    return Label(mark, place, ((inner, top + LABEL[1] // 2), (edge, y1), (near, y1)))


def _pixels(box: Box, page: tuple[int, int]) -> Rectangle:
    """The box on the sheet, two pixels wider on each side, so that its outline touches no letter."""
    width, height = page
    left, top = COLUMN + round(box.x0 * width) - 2, HEAD + round(box.y0 * height) - 2
    return left, top, COLUMN + round(box.x1 * width) + 2, HEAD + round(box.y1 * height) + 2


def draw(page: Picture.Image, marks: Sequence[Mark], title: str) -> Picture.Image:
    """The sheet of a page.

    Raises:
        FontMissing: no font with Vietnamese letters is installed.
    """
    placed = labels(marks, *page.size)
    left = sum(label.place[0] < COLUMN for label in placed)
    tallest = max(page.height, room_for(max(left, len(placed) - left), LABEL[1]))
    sheet = Picture.new("RGB", (page.width + 2 * COLUMN, HEAD + tallest), (236, 236, 236))
    sheet.paste(page, (COLUMN, HEAD))
    for mark in marks:
        if mark.field.doubtful:
            _highlight(sheet, [_pixels(box, page.size) for box in mark.boxes])
    pen = ImageDraw.Draw(sheet, "RGBA")
    for mark in marks:
        for box in mark.boxes:
            pen.rectangle(_pixels(box, page.size), outline=(*mark.colour, 200))
    for label in placed:
        pen.line(label.leader, fill=(*label.mark.colour, 130))
        _write(pen, label)
    _legend(pen, title, sheet.width)
    return sheet


def _highlight(sheet: Picture.Image, places: Sequence[Rectangle]) -> None:
    """As a highlighter does: paper takes the colour, ink stays."""
    for place in places:
        area = sheet.crop(place)
        sheet.paste(ImageChops.darker(area, Picture.new("RGB", area.size, _DOUBT)), place)


def _write(pen: ImageDraw.ImageDraw, label: Label) -> None:
    x0, y0, x1, _ = label.place
    field, doubtful = label.mark.field, label.mark.field.doubtful
    pen.rectangle(label.place, fill=_DOUBT if doubtful else _PAPER, outline=label.mark.colour)
    sure = f"{'? ' if doubtful else ''}{field.confidence:.2f}"
    bold, plain = fonts.screen(13, bold=True), fonts.screen(13)
    room = x1 - x0 - 8
    key = label.mark.path.removeprefix("document.").removeprefix("campaign.")
    pen.text((x0 + 4, y0 + 2), shortened(key, bold, room - bold.getlength(sure) - 8), label.mark.colour, bold)
    pen.text((x1 - 4, y0 + 2), sure, label.mark.colour, bold, anchor="ra")
    shown = field.status.value if field.value is None else " ".join(_words(field.value))
    pen.text((x0 + 4, y0 + 17), shortened(" ".join(shown.split()), plain, room), _INK, plain)


def _words(value: object) -> Iterator[str]:
    """A value in words: of one with several parts those that are known, in order."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name))
    elif isinstance(value, tuple):
        yield from (word for part in value for word in _words(part))
    elif isinstance(value, datetime):
        yield f"{value:%Y-%m-%d %H:%M}"
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, or as much of its beginning as fits the width in pixels, with an ellipsis."""
    if font.getlength(text) <= width:
        return text
    fits = len(text)
    while fits and font.getlength(text[:fits] + "…") > width:
        fits -= 1
    return text[:fits].rstrip() + "…"


def _legend(pen: ImageDraw.ImageDraw, title: str, width: int) -> None:
    """What the colours and the question mark say, right; the title, left."""
    font = fonts.screen(13)
    pen.rectangle((0, 0, width, HEAD - 1), fill=_PAPER)
    right = width - 8
    entries = [("? doubtful", _DOUBT), *zip(reversed(_NAMES), reversed(list(_KINDS.values())), strict=True)]
    for name, colour in entries:
        right -= round(font.getlength(name))
        pen.text((right, 7), name, _INK, font)
        pen.rectangle((right - 18, 9, right - 6, 21), fill=colour, outline=_FAINT)
        right -= 34
    pen.text((8, 7), shortened(title, font, right - 8), _INK, font)
