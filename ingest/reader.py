"""One page, from the file to positioned lines: the page stages, each a plain function from one draft to the next.

The result of a page depends on nothing but the page, so pages can be read in chunks of any size, anywhere.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from vanthu.corpora.errors import DiskFull, EngineMissing, ModelMissing, OutOfMemory, VanthuError
from vanthu.ingest.clean.mend import Mended, mend
from vanthu.ingest.clean.rulings import find_rulings
from vanthu.ingest.intake import Document, PageSource
from vanthu.ingest.layout import Layout, carry_on, compose, mark_running
from vanthu.ingest.layout.figures import reread_figures
from vanthu.ingest.layout.handwriting import fill_blanks
from vanthu.ingest.layout.reread import reread
from vanthu.ingest.ocr.digits.recogniser import DigitReader
from vanthu.ingest.ocr.engine import Engine, Image, OcrLine
from vanthu.ingest.verdict import Judgement, judge
from vanthu.models.legacy import normalise
from vanthu.models.page import Line, Page, Trail, Verdict

POINTS_PER_INCH = 72
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Errors of the system that blame the disk and not the page."""
A5_WIDTH_INCHES, A4_WIDTH_INCHES, A2_WIDTH_INCHES = 5.83, 8.27, 16.5


@dataclass(frozen=True, slots=True)
class Bench:
    """What the page stages work with: OCR engine, recogniser of digits, resolution at which pages are rendered."""

    engine: Engine
    dpi: int = 300
    digits: DigitReader = field(default_factory=DigitReader)


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on its way: each stage fills in its part."""

    source: PageSource
    judgement: Judgement | None = None
    mended: Mended | None = None
    lines: tuple[OcrLine, ...] = ()
    layout: Layout = field(default_factory=lambda: Layout(()))
    read_again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read, with its layout (for tables that run on) and the wall seconds of each stage."""

    page: Page
    layout: Layout
    seconds: Mapping[str, float]


def _judge(draft: Draft, _: Bench) -> Draft:
    """Trust the text layer, or read the image."""
    return replace(draft, judgement=judge(draft.source))


def _clean(draft: Draft, bench: Bench) -> Draft:
    """Mend what is measured to be damaged; pages with a trusted layer need no image."""
    if _verdict(draft) is not Verdict.OCR:
        return draft
    image = draft.source.render(bench.dpi, signatures=False)  # their text comes with the judgement
    return replace(draft, mended=mend(image, _resolution(draft.source, image, bench.dpi)))


def _recognise(draft: Draft, bench: Bench) -> Draft:
    """Lines and words: from the engine, or from the trusted layer."""
    if draft.mended is None:
        return replace(draft, lines=tuple(draft.judgement.lines) if draft.judgement else ())
    if draft.mended.blank:
        return draft
    return replace(draft, lines=tuple(bench.engine.read(draft.mended.image, dpi=draft.mended.dpi)))


def _read_again(draft: Draft, bench: Bench) -> Draft:
    """Letterhead and signature once more, column by column, where the first reading is in doubt; digits in blanks."""
    if draft.mended is None or draft.mended.blank:
        return draft
    image, dpi = draft.mended.image, draft.mended.dpi
    if draft.source.number > 1:
        return replace(draft, lines=tuple(reread(image, dpi, draft.lines, bench.engine, first_page=False)))
    lines = reread_figures(image, dpi, draft.lines, bench.engine)
    filled = fill_blanks(image, reread(image, dpi, lines, bench.engine, first_page=True), bench.digits)
    return replace(draft, lines=tuple(filled.lines), read_again=filled.steps)


def _lay_out(draft: Draft, _: Bench) -> Draft:
    """Reading order, regions, tables; text has the order it came in."""
    if draft.judgement is None:
        return draft
    if draft.source.kind == "text":
        layout = Layout(tuple(Line.plain(text) for text in draft.judgement.text_lines))
    else:
        layout = _layout_of_image(draft) if draft.mended else _layout_of_layer(draft)
    if draft.judgement.verdict is Verdict.RESTORE:
        share = dict(draft.judgement.signals)["legal_syllables"]
        layout = replace(layout, lines=tuple(_doubted(line, share) for line in layout.lines))
    return replace(draft, layout=layout)


PAGE_STAGES: Mapping[str, tuple[str, Callable[[Draft, Bench], Draft]]] = {
    "verdict": ("1", _judge),
    "clean": ("1", _clean),
    "ocr": ("1", _recognise),
    "reread": ("2", _read_again),
    "layout": ("1", _lay_out),
}
"""Name → (version, function), in order; name and version are part of the fingerprint of a result."""


def read_page(source: PageSource, bench: Bench) -> PageReading:
    """Run the page stages; a page that fails gives a page with its error.

    Raises:
        EngineMissing: no page could be read on this machine.
        ModelMissing: same, for want of the model.
        DiskFull: there is no room for temporary files, for this page or any other.
    """
    draft, seconds = Draft(source), {}
    try:
        for name, (_, stage) in PAGE_STAGES.items():
            begun = time.perf_counter()
            draft = stage(draft, bench)
            seconds[name] = time.perf_counter() - begun
        page = _page(draft, bench)
    except (EngineMissing, ModelMissing):
        raise
    except VanthuError as error:
        page = _failed(source, str(error))
    except MemoryError:
        page = _failed(source, str(OutOfMemory("the page wants more memory than there is")))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(f"page {source.number}: {error.strerror}") from error
        page = _failed(source, f"{VanthuError.code}: {type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001  one bad page never stops the rest; its error is kept in the output
        page = _failed(source, f"{VanthuError.code}: {type(error).__name__}: {error}")
    return PageReading(page, draft.layout, seconds)


def read_pages(document: Document, bench: Bench) -> list[PageReading]:
    """All pages of a file, one in memory at a time, then what only neighbours tell."""
    return connect(read_page(source, bench) for source in document.pages())


def connect(readings: Iterable[PageReading]) -> list[PageReading]:
    """Mark tables that carry on from the page before, and heads that every page repeats."""
    connected = list(_carried(readings))
    layouts = mark_running([reading.layout for reading in connected])
    return [
        replace(r, layout=layout, page=replace(r.page, lines=layout.lines, tables=layout.tables))
        for r, layout in zip(connected, layouts, strict=True)
    ]


def _carried(readings: Iterable[PageReading]) -> Iterator[PageReading]:
    previous = Layout(())
    for reading in readings:
        layout = carry_on(previous, reading.layout)
        yield replace(reading, layout=layout)
        previous = layout


def _resolution(source: PageSource, image: Image, asked: int) -> int:
    """The resolution of a rendered page, in dots per inch.

    What image files claim is often the default of some software (72, 96); a claim that makes the sheet narrower than
    A5 or wider than A2 is not believed, and the sheet is taken to be A4.
    """
    height, width = (int(side) for side in image.shape[:2])
    if source.kind == "pdf":
        return max(round(width / source.size[0] * POINTS_PER_INCH), 1)
    if source.dpi and A5_WIDTH_INCHES <= min(width, height) / source.dpi <= A2_WIDTH_INCHES:
        return round(min(source.dpi, asked))
    return max(round(min(width, height) / A4_WIDTH_INCHES), 1)


def _verdict(draft: Draft) -> Verdict | None:
    return draft.judgement.verdict if draft.judgement else None


def _layout_of_image(draft: Draft) -> Layout:
    mended, judgement = draft.mended, draft.judgement
    assert mended is not None and judgement is not None  # noqa: S101, PT018  tells the type checker what _lay_out knows
    height, width = mended.image.shape[:2]
    return compose(
        draft.lines,
        width,
        height,
        [] if mended.blank else find_rulings(mended.image, mended.dpi),
        first_page=draft.source.number == 1,
        to_box=mended.to_original,
        aside=[_on_mended(line, mended, draft.source.size) for line in judgement.aside],
        stamps=mended.stamps_on_image(),
    )


def _on_mended(line: OcrLine, mended: Mended, size: tuple[float, float]) -> OcrLine:
    """A line of the file's own layer (in points) on the mended image (in pixels)."""
    words = tuple(replace(word, box=mended.from_original(word.box, size)) for word in line.words)
    return replace(line, words=words, box=mended.from_original(line.box, size))


def _layout_of_layer(draft: Draft) -> Layout:
    width, height = draft.source.size
    layer = draft.source.layer()
    rulings = (
        [(x0 * width, y0 * height, x1 * width, y1 * height) for x0, y0, x1, y1 in layer.rulings()] if layer else []
    )
    aside = draft.judgement.aside if draft.judgement else ()
    return compose(draft.lines, width, height, rulings, first_page=draft.source.number == 1, aside=aside)


def _page(draft: Draft, bench: Bench) -> Page:
    judgement, mended = draft.judgement, draft.mended
    verdict = Verdict.BLANK if mended and mended.blank else _verdict(draft) or Verdict.FAILED
    by_engine = mended is not None and not mended.blank
    trail = Trail(
        verdict=verdict,
        reasons=judgement.reasons if judgement else (),
        signals=(*(judgement.signals if judgement else ()), *(mended.signals if mended else ())),
        steps=(*mended.steps, *draft.read_again) if mended else (),
        dpi=mended.dpi if mended else None,
        rotation=mended.rotation if mended else 0,
        skew=mended.skew if mended else 0.0,
        engine=bench.engine.name if by_engine else None,
        confidence=_mean_confidence(draft.lines) if by_engine else None,
    )
    if draft.source.kind == "text":
        return Page(draft.source.number, draft.layout.lines, trail)
    width, height = (round(side) for side in draft.source.size)
    stamps = mended.stamps if mended else ()
    return Page(draft.source.number, draft.layout.lines, trail, draft.layout.tables, stamps, width, height)


def _doubted(line: Line, share: float) -> Line:
    """A line of a foreign OCR: its words are as sure as the share of legal syllables on the page."""
    return replace(line, confidence=share, words=tuple(replace(word, confidence=share) for word in line.words))


def _mean_confidence(lines: Iterable[OcrLine]) -> float | None:
    words = [word for line in lines for word in line.words]
    return round(sum(w.confidence for w in words) / len(words), 3) if words else None


def _failed(source: PageSource, error: str) -> Page:
    return Page(source.number, (), Trail(verdict=Verdict.FAILED, error=normalise(error)))
