"""The whole way of a document: file → pages → documents → fields → campaign definitions."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from vanthu.corpora.errors import VanthuError, every_error
from vanthu.ingest.intake import Document, open_document, open_joined
from vanthu.ingest.ocr.engine import Engine
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.ingest.reader import PAGE_STAGES, Bench, read_pages
from vanthu.models.campaign import Campaign, Issue
from vanthu.models.documents import split
from vanthu.models.extract import EXTRACTION_VERSION, annotate, warm
from vanthu.models.page import Page, Part, Stamp, Verdict
from vanthu.models.provenance import PageSource, PartSource, Source, Stage
from vanthu.models.restore.restorer import Restorer, load
from vanthu.pipelines.restoration import Restoration, restoration_issues, restore_document
from vanthu.pipelines.settings import Settings


def stages(restoration: Restoration | None) -> dict[str, str]:
    """Every stage that ran with its version, in order; kept in ``source.stages`` of what comes out."""
    of_pages = {name: version for name, (version, _) in PAGE_STAGES.items()}
    of_lines = {"restore": restoration.version} if restoration else {}
    return {**of_pages, **of_lines, "split": "1", "extract": EXTRACTION_VERSION}


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
) -> FileReading:
    """Read one document file; several files are read as the pages of one document.

    Args:
        files: PDF, TIFF, PNG, JPEG or text; told by content.
        settings: limits, OCR model, resolution, whether lines are restored.
        engine: an OCR engine instead of tesseract.
        restorer: a restorer instead of the one with the committed weights.

    Raises:
        InputError: the file cannot be read.
        LimitError: it is larger or deeper than the limits allow.
        OcrError: tesseract or its model is missing.
    """
    settings = settings or Settings()
    paths = tuple(Path(file) for file in files)
    bench = Bench(engine or TesseractEngine(settings.model, settings.ocr_timeout), settings.dpi)
    seconds: Counter[str] = Counter()
    with _open(paths, settings) as document:
        warming = Thread(target=warm, daemon=True)  # OCR waits for its child process meanwhile
        warming.start()
        readings = read_pages(document, bench)
        for reading in readings:
            seconds.update(reading.seconds)
        pages = [reading.page for reading in readings]
        _require_one_page(document, pages)
        restoration = restore_document(pages, restorer or load(settings.weights)) if settings.restore else None
        if restoration:
            pages = list(restoration.pages)
            seconds.update({"restore": restoration.seconds})
        warming.join()
        parts = tuple(split(pages)) if len(paths) == 1 else (Part(1, 1, tuple(pages)),)
        campaigns = tuple(_campaign(document, part, seconds, restoration) for part in parts)
    return FileReading(paths, parts, campaigns, settings)


def _open(files: Sequence[Path], settings: Settings) -> Document:
    return open_document(files[0], settings.limits) if len(files) == 1 else open_joined(files, settings.limits)


def _require_one_page(document: Document, pages: Sequence[Page]) -> None:
    """A file of which no page at all could be read has failed, for the reason that its first page has."""
    if any(page.trail.verdict is not Verdict.FAILED for page in pages):
        return
    code, _, detail = (pages[0].trail.error or VanthuError.code).partition(": ")
    kind = next((kind for kind in every_error() if kind.code == code), VanthuError)
    raise kind(f"{document.name}: no page could be read; page 1: {detail}")


def _campaign(document: Document, part: Part, before: Counter[str], restoration: Restoration | None) -> Campaign:
    """Extract one document; the seconds of the stages ``before`` are those of the whole file."""
    begun = time.perf_counter()
    try:
        doc = annotate(part.pages)
    except VanthuError:
        raise
    except Exception as error:
        raise VanthuError(f"{document.name}: extraction failed: {type(error).__name__}: {error}") from error
    seconds = before + Counter({"extract": time.perf_counter() - begun})
    failed = any(page.trail.error for page in part.pages)
    return Campaign(
        status="partial" if failed else "complete",
        source=_source(document, part, seconds, stages(restoration)),
        document=doc._.document,
        legal_bases=doc._.legal_bases,
        campaign=doc._.campaign,
        appendices=doc._.appendices,
        outline=doc._.outline,
        issues=(*_page_issues(part.pages), *restoration_issues(part.pages, restoration), *doc._.issues),
    )


def _source(document: Document, part: Part, seconds: Counter[str], versions: Mapping[str, str]) -> Source:
    numbers = [page.number for page in part.pages]
    return Source(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        bytes=document.bytes,
        part=PartSource(index=part.index, of=part.of, first_page=numbers[0], last_page=numbers[-1]),
        pages=tuple(_page_source(page) for page in part.pages),
        stages=tuple(Stage(name=n, version=v, seconds=round(seconds[n], 3)) for n, v in versions.items()),
    )


def _page_source(page: Page) -> PageSource:
    trail = page.trail
    return PageSource(
        number=page.number,
        verdict=trail.verdict,
        reasons=trail.reasons,
        signals={name: round(value, 4) for name, value in trail.signals},
        steps=trail.steps,
        dpi=trail.dpi,
        rotation=trail.rotation,
        skew=round(trail.skew, 2),
        engine=trail.engine,
        confidence=trail.confidence,
        stamps=tuple(_stamp(stamp) for stamp in page.stamps),
        error=trail.error,
    )


def _stamp(stamp: Stamp) -> dict[str, object]:
    box = stamp.box.as_list() if stamp.box else None
    return {"kind": stamp.kind, "box": box, "colour": stamp.colour, "covers_text": stamp.covers_text}


def _page_issues(pages: Sequence[Page]) -> list[Issue]:
    issues = []
    for index, page in enumerate(pages):
        path = f"source.pages.{index}"
        if page.trail.error:
            issues.append(Issue(code="page_failed", severity="error", path=path, message=page.trail.error))
    return issues
