"""The project's own plans as text files and as scans, and engines that read without tesseract."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image as Picture

from vanthu.corpora import plans
from vanthu.corpora.degrade import degrade
from vanthu.corpora.typeset import Sheet, typeset
from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord


def pdf_of(images, path: Path) -> Path:
    """An image-only PDF, as a scanner makes it."""
    book = pikepdf.new()
    for image in images:
        buffer = io.BytesIO()
        Picture.fromarray(image).save(buffer, "PDF", resolution=300, quality=70)
        with pikepdf.open(buffer) as page:
            book.pages.extend(page.pages)
    book.save(path)
    return path


@pytest.fixture
def text_plan(tmp_path):
    """A plan of the project as a text file: form feeds between pages."""

    def write(name: str) -> Path:
        path = tmp_path / f"{name}.txt"
        path.write_text(plans.load(name).text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def sheets():
    """Typeset pages of a plan, made once."""
    made: dict[str, list[Sheet]] = {}

    def of(name: str) -> list[Sheet]:
        if name not in made:
            made[name] = typeset(plans.load(name))
        return made[name]

    return of


@pytest.fixture(scope="session")
def scanned(tmp_path_factory, sheets):
    """A plan of the project as a scan, damaged by a recipe."""

    def write(name: str, recipe: str = "clean") -> Path:
        path = tmp_path_factory.mktemp("scan") / f"{name}.pdf"
        return pdf_of([degrade(sheet.image, recipe, seed=7).image for sheet in sheets(name)], path)

    return write


def scaled(box, scale):
    return tuple(v * s for v, s in zip(box, scale, strict=True))


def _small(image: Image):
    """The page as a grey thumbnail, by which it is known again."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return cv2.resize(grey, (60, 84), interpolation=cv2.INTER_AREA).astype(float)


@dataclass
class TruthEngine:
    """Reads what the typesetter set, the page told by its looks, in place of tesseract."""

    sheets: list[Sheet]
    name: str = "truth"
    fails_on: frozenset[int] = frozenset()
    failure: Exception | None = None

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        del dpi
        if mode != "page":
            return []
        number = min(range(len(self.sheets)), key=lambda i: np.abs(_small(self.sheets[i].image) - _small(image)).mean())
        if number + 1 in self.fails_on:
            raise self.failure
        sheet = self.sheets[number]
        sx, sy = image.shape[1] / sheet.image.shape[1], image.shape[0] / sheet.image.shape[0]
        scale = (sx, sy, sx, sy)
        return [
            OcrLine(
                tuple(OcrWord(w.text, scaled(w.box, scale), 0.95) for w in line.words), scaled(line.box, scale), block
            )
            for block, line in enumerate(sheet.lines)
            if line.words
        ]


@pytest.fixture
def truth_engine(sheets):
    """An engine that knows what is on the pages of a plan."""

    def of(name: str, **options) -> TruthEngine:
        return TruthEngine(sheets(name), **options)

    return of
