"""The whole way of a document: file → pages → documents → fields → campaign definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from vanthu.ingest.intake import Document, open_document, open_joined
from vanthu.ingest.ocr.engine import Engine
from vanthu.ingest.reader import Bench, PagesRead, read_pages
from vanthu.models.campaign import Campaign
from vanthu.models.documents import split
from vanthu.models.extract import warm
from vanthu.models.page import Page, Part
from vanthu.models.restore.restorer import Restorer, load
from vanthu.pipelines.definition import Origin, define, require_a_page
from vanthu.pipelines.engines import engine_of
from vanthu.pipelines.restoration import restore_document
from vanthu.pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file (or several joined) was read into: its documents' pages and their campaign definitions."""

    files: tuple[Path, ...]
    parts: tuple[Part, ...]
    campaigns: tuple[Campaign, ...]
    settings: Settings = field(default_factory=Settings)

    def reopen(self) -> Document:
        """The file again, to draw on its pages; close it after use."""
        return _open(self.files, self.settings)


def read(
    *files: str | Path,
    settings: Settings | None = None,
    engine: Engine | None = None,
    restorer: Restorer | None = None,
    told: PagesRead | None = None,
) -> FileReading:
    """Read one document file; several files are read as the pages of one document.

    Args:
        files: PDF, TIFF, PNG, JPEG or text; told by content.
        settings: limits, OCR model, resolution, whether lines are restored.
        engine: an OCR engine instead of tesseract.
        restorer: a restorer instead of the one with the committed weights.
        told: is given after each page how many are read, and how many there are.

    Raises:
        InputError: the file cannot be read.
        LimitError: it is larger or deeper than the limits allow.
        OcrError: tesseract or its model is missing.
    """
    settings = settings or Settings()
    paths = tuple(Path(file) for file in files)
    bench = Bench(engine or engine_of(settings), settings.dpi)
    seconds: Counter[str] = Counter()
    with _open(paths, settings) as document:
        warming = Thread(target=warm, daemon=True)  # OCR waits for its child process meanwhile
        warming.start()
        readings = read_pages(document, bench, jobs=settings.jobs, told=told)
        for reading in readings:
            seconds.update(reading.seconds)
        pages = [reading.page for reading in readings]
        require_a_page(document.name, pages)
        warming.join()
        origin = Origin(document.name, document.sha256, document.media_type, document.bytes)
        parts, campaigns = define_pages(
            origin, pages, settings=settings, restorer=restorer, seconds=seconds, joined=len(paths) > 1
        )
    return FileReading(paths, parts, campaigns, settings)


def define_pages(
    origin: Origin,
    pages: Sequence[Page],
    *,
    settings: Settings | None = None,
    restorer: Restorer | None = None,
    seconds: Mapping[str, float] | None = None,
    joined: bool = False,
) -> tuple[tuple[Part, ...], tuple[Campaign, ...]]:
    """Restore the pages of a file, tell its documents apart, and define each.

    Args:
        origin: the file.
        pages: all of them, as the page stages left them.
        settings: the weights, and whether lines are restored.
        restorer: a restorer instead of the one with the committed weights.
        seconds: wall seconds of the page stages, by name.
        joined: the pages are one document whatever they look like.

    Raises:
        WeightsMissing: the restorer's weights are not there or damaged.
        VanthuError: extraction failed.
    """
    settings = settings or Settings()
    restoration = restore_document(pages, restorer or load(settings.weights)) if settings.restore else None
    spent = Counter(seconds or {})
    if restoration:
        pages = restoration.pages
        spent.update({"restore": restoration.seconds})
    parts = (Part(1, 1, tuple(pages)),) if joined else tuple(split(pages))
    return parts, tuple(define(origin, part, restoration, spent) for part in parts)


def _open(files: Sequence[Path], settings: Settings) -> Document:
    return open_document(files[0], settings.limits) if len(files) == 1 else open_joined(files, settings.limits)
