"""The scan with the evidence drawn on it: a box a value, a label beside the page with key, value and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image as Picture

from vanthu.corpora.errors import BadOption, VanthuError
from vanthu.ingest.intake import Document, PageSource
from vanthu.models.campaign import Campaign, Field
from vanthu.models.page import Box
from vanthu.models.provenance import Model
from vanthu.pipelines.overlay.sheet import DPI, Mark, draw
from vanthu.pipelines.target import replacing

_A4 = (round(8.27 * DPI), round(11.69 * DPI))
"""Width and height in pixels."""
_TURNS = {
    90: Picture.Transpose.ROTATE_270, 180: Picture.Transpose.ROTATE_180, 270: Picture.Transpose.ROTATE_90,
}  # fmt: skip
"""Pillow turns against the clock, pages are turned with it."""


def fields_of(node: object, path: str = "") -> Iterator[tuple[str, Field[object]]]:
    """Every field under ``node`` with its key, list places as ``quotas.0``."""
    if isinstance(node, Field):
        yield path, node
    elif isinstance(node, Model):
        for name in type(node).model_fields:
            yield from fields_of(getattr(node, name), f"{path}.{name}".lstrip("."))
    elif isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from fields_of(item, f"{path}.{index}")


def write(document: Document, campaigns: Sequence[Campaign], out: Path) -> None:
    """Draw the evidence of all campaigns of a file on its pages, each turned upright, and save them as a PDF.

    Raises:
        BadOption: the file is text and has no page to draw on.
        FontMissing: no font with Vietnamese letters is installed.
        Unwritable: ``out`` cannot be written.
    """
    if document.media_type.startswith("text/"):
        raise BadOption(f"--overlay needs a page image, and {document.name} is text")
    turns = {page.number: page.rotation for campaign in campaigns for page in campaign.source.pages}
    fields = [found for campaign in campaigns for found in fields_of(campaign)]
    book = pikepdf.new()
    for page in document.pages():
        rotation = turns.get(page.number, 0)
        sheet = _sheet(page, rotation, marks_on(page.number, rotation, fields), document)
        with pikepdf.open(sheet) as single:
            book.pages.extend(single.pages)
    with replacing(out) as path, path.open("wb") as file:
        book.save(file)


def marks_on(number: int, rotation: int, fields: Sequence[tuple[str, Field[object]]]) -> list[Mark]:
    """The fields that were read on a page, their boxes turned with the page by ``rotation`` degrees clockwise."""
    marks = []
    for path, field in fields:
        places = [e.box for e in field.evidence if e.page == number and e.role == "value" and e.box]
        if places:
            marks.append(Mark(path, field, tuple(_turned(Box(*place), rotation) for place in places)))
    return marks


def _turned(box: Box, rotation: int) -> Box:
    """A box of the original page on the page turned clockwise."""
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    turned = {90: (1 - y1, x0, 1 - y0, x1), 180: (1 - x1, 1 - y1, 1 - x0, 1 - y0), 270: (y0, 1 - x1, y1, 1 - x0)}
    return Box(*turned[rotation]) if rotation else box


def _sheet(page: PageSource, rotation: int, marks: Sequence[Mark], document: Document) -> BytesIO:
    title = f"{document.name}, page {page.number} of {document.page_count}"
    try:
        picture = picture_of(page, rotation)
    except VanthuError as error:  # an empty page in its place, so that the others keep their numbers
        picture, title = Picture.new("RGB", _A4, "white"), f"{title}: {error}"
    buffer = BytesIO()
    draw(picture, marks, title).save(buffer, "PDF", resolution=DPI, quality=80)
    buffer.seek(0)
    return buffer


def picture_of(page: PageSource, rotation: int) -> Picture.Image:
    """The page upright, an image of unknown resolution no larger than A4.

    Raises:
        VanthuError: the page cannot be drawn.
    """
    picture = Picture.fromarray(page.render(DPI))
    if page.kind == "image" and page.dpi is None:
        picture.thumbnail((max(_A4), max(_A4)))
    return picture.transpose(_TURNS[rotation]) if rotation else picture
