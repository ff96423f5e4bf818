"""The scan with the evidence drawn on it: one box a value, labelled with its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from PIL import Image as Picture

from vanthu.corpora.errors import BadOption, VanthuError
from vanthu.ingest.intake import Document, PageSource
from vanthu.ingest.ocr.engine import Image
from vanthu.models.campaign import Campaign, Evidence, Field
from vanthu.models.provenance import Model
from vanthu.pipelines.target import replacing

_DPI = 110
"""Enough to read body text on a screen; a page stays under 200 kB."""

_A4 = (round(11.69 * _DPI), round(8.27 * _DPI))
"""Height and width in pixels."""

_COLOURS = {
    "document": (200, 30, 30),
    "legal_bases": (130, 60, 180),
    "campaign.deadlines": (210, 110, 0),
    "campaign.quotas": (0, 130, 60),
    "campaign": (20, 80, 200),
}
"""RGB by the head of the key, longest first."""

Mark = tuple[str, Evidence]


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
    """Draw the evidence of all campaigns of a file on its pages and save them as a PDF.

    Raises:
        BadOption: the file is text and has no page to draw on.
        Unwritable: ``out`` cannot be written.
    """
    if document.media_type.startswith("text/"):
        raise BadOption(f"--overlay needs a page image, and {document.name} is text")
    marks = _marks_by_page(campaigns)
    book = pikepdf.new()
    for page in document.pages():
        with pikepdf.open(_sheet(_drawn(page), marks[page.number])) as sheet:
            book.pages.extend(sheet.pages)
    with replacing(out) as path, path.open("wb") as file:
        book.save(file)


def _drawn(page: PageSource) -> Image:
    """The page, or an empty one in the place of a page that failed, so that the others keep their numbers."""
    try:
        return page.render(_DPI)
    except VanthuError:
        return np.full((*_A4, 3), 255, dtype=np.uint8)


def _marks_by_page(campaigns: Iterable[Campaign]) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for campaign in campaigns:
        for path, field in fields_of(campaign):
            for evidence in field.evidence:
                if evidence.box is not None and evidence.role == "value":
                    marks[evidence.page].append((path, evidence))
    return marks


def _sheet(image: Image, marks: Sequence[Mark]) -> BytesIO:
    canvas = np.ascontiguousarray(image)
    height, width = canvas.shape[:2]
    for path, evidence in marks:
        x0, y0, x1, y1 = evidence.box or (0, 0, 0, 0)
        corner, end = (int(x0 * width) - 2, int(y0 * height) - 2), (int(x1 * width) + 2, int(y1 * height) + 2)
        colour = _colour(path)
        cv2.rectangle(canvas, corner, end, colour, 1, cv2.LINE_AA)
        label = path.removeprefix("document.").removeprefix("campaign.")
        cv2.putText(canvas, label, (corner[0], corner[1] - 2), cv2.FONT_HERSHEY_SIMPLEX, 0.32, colour, 1, cv2.LINE_AA)
    buffer = BytesIO()
    Picture.fromarray(canvas).save(buffer, "PDF", resolution=_DPI, quality=80)
    buffer.seek(0)
    return buffer


def _colour(path: str) -> tuple[int, int, int]:
    heads = sorted((head for head in _COLOURS if path.startswith(head)), key=len)
    return _COLOURS[heads[-1]] if heads else (90, 90, 90)
