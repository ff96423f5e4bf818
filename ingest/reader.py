"""One page, from the file to positioned lines: the page stages, each a plain function from one draft to the next.

The result of a page depends on nothing but the page, so pages can be read in chunks of any size, anywhere.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace

from vanthu.corpora.errors import (
    NO_ROOM,
    DiskFull,
    EngineMissing,
    FileBroken,
    ModelMissing,
    OutOfMemory,
    OutOfReach,
    VanthuError,
)
from vanthu.corpora.wording import writable
from vanthu.ingest.clean.mend import Mended, mend_sheets
from vanthu.ingest.clean.rulings import find_rulings
from vanthu.ingest.intake import Document, PageSource
from vanthu.ingest.layer_check import compare_digits
from vanthu.ingest.layout import Layout, carry_on, compose, mark_running, side_by_side
from vanthu.ingest.layout.figures import reread_figures
from vanthu.ingest.layout.handwriting import fill_blanks
from vanthu.ingest.layout.reread import reread
from vanthu.ingest.ocr.digits.recogniser import DigitReader
from vanthu.ingest.ocr.engine import Engine, Image, OcrLine
from vanthu.ingest.verdict import Judgement, judge
from vanthu.models.legacy import normalise
from vanthu.models.page import Line, Page, PageWarning, Trail, Verdict, WarningCode

PagesRead = Callable[[int, int], None]
"""Is given how many pages of how many are read."""
POINTS_PER_INCH = 72
HARDLY_LEGIBLE = 0.6
"""Mean confidence of a page under which much of it was guessed: 0.9 to 0.97 on 110 real and hard pages."""
_LONGEST_SHEET = 50
"""Times its shorter side: rolls of telex and till paper stay below; what is longer has no room for a letter."""
A5_WIDTH_INCHES, A4_WIDTH_INCHES, A2_WIDTH_INCHES = 5.83, 8.27, 16.5


@dataclass(frozen=True, slots=True)
class Bench:
    """What the page stages work with: OCR engine, recogniser of digits, resolution at which pages are rendered."""

    engine: Engine
    dpi: int = 300
    digits: DigitReader = field(default_factory=DigitReader)


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on its way: each stage fills in its part.

    ``sheets`` are the mended images of a page that is read by an engine: one, or two facing pages; ``lines`` those of
    each of them, or of the trusted layer.
    """

    source: PageSource
    judgement: Judgement | None = None
    sheets: tuple[Mended, ...] = ()
    lines: tuple[tuple[OcrLine, ...], ...] = ()
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


def _check_layer(draft: Draft, bench: Bench) -> Draft:
    """A trusted layer over a picture has the picture's digits, or the picture is read instead."""
    judgement, source = draft.judgement, draft.source
    if judgement is None or judgement.verdict is not Verdict.TEXT_LAYER or not source.has_image:
        return draft
    image = source.render(bench.dpi, signatures=False)
    found = compare_digits(image, judgement.lines, source.size, bench.engine, _resolution(source, image, bench.dpi))
    if not found:
        return draft
    first = f"“{found[0].layer}” in the layer, “{found[0].picture}” in the picture"
    message = f"{len(found)} lines of the OCR layer have other digits than the picture, which was read instead: {first}"
    return replace(
        draft,
        judgement=replace(
            judgement,
            verdict=Verdict.OCR,
            reasons=(f"digits of {len(found)} lines of the layer are not those of the picture",),
            lines=(),
            warnings=(PageWarning(WarningCode.LAYER_DISAGREES, message),),
        ),
    )


def _clean(draft: Draft, bench: Bench) -> Draft:
    """Mend what is measured to be damaged; pages with a trusted layer need no image."""
    if _verdict(draft) is not Verdict.OCR:
        return draft
    image = draft.source.render(bench.dpi, signatures=False)  # their text comes with the judgement
    height, width = image.shape[:2]
    if max(height, width) > _LONGEST_SHEET * min(height, width):
        raise FileBroken(f"page {draft.source.number} has {width} x {height} pixels: that is no sheet of paper")
    return replace(draft, sheets=mend_sheets(image, _resolution(draft.source, image, bench.dpi)))


def _recognise(draft: Draft, bench: Bench) -> Draft:
    """Lines and words: from the engine, or from the trusted layer."""
    if not draft.sheets:
        return replace(draft, lines=(tuple(draft.judgement.lines) if draft.judgement else (),))
    return replace(draft, lines=tuple(_read(sheet, bench) for sheet in draft.sheets))


def _read(sheet: Mended, bench: Bench) -> tuple[OcrLine, ...]:
    return () if sheet.blank else tuple(bench.engine.read(sheet.image, dpi=sheet.dpi))


def _read_again(draft: Draft, bench: Bench) -> Draft:
    """Letterhead and signature once more, column by column, where the first reading is in doubt; digits in blanks."""
    if not draft.sheets:
        return draft
    first = draft.source.number == 1
    again = [
        _again(sheet, lines, bench, first=first and index == 0)
        for index, (sheet, lines) in enumerate(zip(draft.sheets, draft.lines, strict=True))
    ]
    steps = tuple(step for _, taken in again for step in taken)
    return replace(draft, lines=tuple(lines for lines, _ in again), read_again=steps)


def _again(
    sheet: Mended, lines: tuple[OcrLine, ...], bench: Bench, *, first: bool
) -> tuple[tuple[OcrLine, ...], tuple[str, ...]]:
    """The lines of one sheet, and what was done to them."""
    if sheet.blank:
        return lines, ()
    image, dpi = sheet.image, sheet.dpi
    if not first:
        return tuple(reread(image, dpi, lines, bench.engine, first_page=False)), ()
    found = reread(image, dpi, reread_figures(image, dpi, lines, bench.engine), bench.engine, first_page=True)
    filled = fill_blanks(image, found, bench.digits)
    return tuple(filled.lines), filled.steps


def _lay_out(draft: Draft, _: Bench) -> Draft:
    """Reading order, regions, tables; text has the order it came in."""
    if draft.judgement is None:
        return draft
    if draft.source.kind == "text":
        layout = Layout(tuple(Line.plain(text) for text in draft.judgement.text_lines))
    else:
        layout = _layout_of_images(draft) if draft.sheets else _layout_of_layer(draft)
    if draft.judgement.verdict is Verdict.RESTORE:
        share = dict(draft.judgement.signals)["legal_syllables"]
        layout = replace(layout, lines=tuple(_doubted(line, share) for line in layout.lines))
    return replace(draft, layout=layout)


PAGE_STAGES: Mapping[str, Callable[[Draft, Bench], Draft]] = {
    "verdict": _judge,
    "layer_check": _check_layer,
    "clean": _clean,
    "ocr": _recognise,
    "reread": _read_again,
    "layout": _lay_out,
}
"""Name → function, in order; ``vanthu.pipelines.stage_versions`` says what each is made of."""


BEFORE_ENGINE, ENGINE, AFTER_ENGINE = ("verdict", "layer_check", "clean"), ("ocr", "reread"), ("layout",)
"""The page stages: those of the engine touch nothing but it and the draft, so that they may run beside others."""


def read_page(source: PageSource, bench: Bench) -> PageReading:
    """Run the page stages; a page that fails gives a page with its error.

    Raises:
        EngineMissing: no page could be read on this machine.
        ModelMissing: same, for want of the model.
        DiskFull: there is no room for temporary files, for this page or any other.
        OutOfReach: the disk or share that holds the file fails.
    """
    return _finished(_through(_Run(Draft(source)), bench, tuple(PAGE_STAGES)), bench)


@dataclass(slots=True)
class _Run:
    """A page between its stages: the draft as it stands, the wall seconds, the page instead where a stage failed."""

    draft: Draft
    seconds: dict[str, float] = field(default_factory=dict)
    failed: Page | None = None


def _through(run: _Run, bench: Bench, names: Sequence[str]) -> _Run:
    """The run after the stages of these names."""
    for name in names:
        if run.failed:
            break
        begun = time.perf_counter()
        run.failed = _attempt(run, bench, PAGE_STAGES[name])
        run.seconds[name] = time.perf_counter() - begun
    return run


def _attempt(run: _Run, bench: Bench, stage: Callable[[Draft, Bench], Draft]) -> Page | None:
    """Run one stage; the failed page where it fails."""
    try:
        run.draft = stage(run.draft, bench)
    except (EngineMissing, ModelMissing, DiskFull, OutOfReach):
        raise
    except VanthuError as error:
        return _failed(run.draft.source, str(error))
    except MemoryError:
        return _failed(run.draft.source, str(OutOfMemory("the page wants more memory than there is")))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(f"page {run.draft.source.number}: {error.strerror}") from error
        return _failed(run.draft.source, f"{VanthuError.code}: {type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001  one bad page never stops the rest; its error is kept in the output
        return _failed(run.draft.source, f"{VanthuError.code}: {type(error).__name__}: {error}")
    return None


def _finished(run: _Run, bench: Bench) -> PageReading:
    def assemble(draft: Draft, bench: Bench) -> Draft:
        pages.append(_page(draft, bench))
        return draft

    pages: list[Page] = []
    failed = run.failed or _attempt(run, bench, assemble)
    return PageReading(failed or pages[0], run.draft.layout, run.seconds)


def read_pages(document: Document, bench: Bench, *, jobs: int = 1, told: PagesRead | None = None) -> list[PageReading]:
    """All pages of a file, a few in memory at a time, then what only neighbours tell.

    Args:
        document: the opened file; only the calling thread touches it.
        bench: the engine, which must bear being called from several threads where ``jobs`` is above 1.
        jobs: pages that the engine reads at the same time; the result is the same for any number.
        told: is given after each page how many are read, and how many there are.

    Raises:
        EngineMissing: no page could be read on this machine.
        ModelMissing: same, for want of the model.
        DiskFull: there is no room for temporary files, for this page or any other.
        OutOfReach: the disk or share that holds the file fails.
    """
    one_by_one = (read_page(source, bench) for source in document.pages())
    readings = one_by_one if jobs == 1 else _side_by_side(document, bench, jobs)
    return connect(_telling(readings, document.page_count, told) if told else readings)


def _telling(readings: Generator[PageReading, None, None], count: int, told: PagesRead) -> Iterator[PageReading]:
    """``told`` may raise to end the reading; then no page is still being read when this ends."""
    with closing(readings):
        told(0, count)
        for done, reading in enumerate(readings, 1):
            told(done, count)
            yield reading


def _side_by_side(document: Document, bench: Bench, jobs: int) -> Generator[PageReading, None, None]:
    """Pages in order: the calling thread opens, cleans and lays out while the engine reads ``jobs`` pages."""
    waiting: deque[tuple[PageSource, Future[_Run]]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for number in range(1, document.page_count + 1):
                source = document.page(number)
                run = _through(_Run(Draft(source)), bench, BEFORE_ENGINE)
                waiting.append((source, pool.submit(_through, run, bench, ENGINE)))
                if len(waiting) > jobs:
                    yield _collected(*waiting.popleft(), bench)
            while waiting:
                yield _collected(*waiting.popleft(), bench)
        finally:
            pool.shutdown(cancel_futures=True)
            for source, _ in waiting:
                source.close()


def _collected(source: PageSource, future: Future[_Run], bench: Bench) -> PageReading:
    try:
        return _finished(_through(future.result(), bench, AFTER_ENGINE), bench)
    finally:
        source.close()


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


def _layout_of_images(draft: Draft) -> Layout:
    first = draft.source.number == 1
    aside = draft.judgement.aside if draft.judgement else ()
    layouts = []
    for index, (sheet, lines) in enumerate(zip(draft.sheets, draft.lines, strict=True)):
        own = [_on_mended(line, sheet, draft.source.size) for line in aside] if index == 0 else []
        layouts.append(_layout_of_image(sheet, lines, own, first_page=first and index == 0))
    return side_by_side(layouts)


def _layout_of_image(sheet: Mended, lines: Sequence[OcrLine], aside: Sequence[OcrLine], *, first_page: bool) -> Layout:
    height, width = sheet.image.shape[:2]
    return compose(
        lines,
        width,
        height,
        [] if sheet.blank else find_rulings(sheet.image, sheet.dpi),
        first_page=first_page,
        to_box=sheet.to_original,
        aside=aside,
        stamps=sheet.stamps_on_image(),
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
    return compose(draft.lines[0], width, height, rulings, first_page=draft.source.number == 1, aside=aside)


def _page(draft: Draft, bench: Bench) -> Page:
    trail = _trail(draft, bench)
    lost = [warning.message for warning in trail.warnings if warning.code is WarningCode.PICTURE_LOST]
    if trail.verdict is Verdict.BLANK and lost:
        raise FileBroken(f"page {draft.source.number} shows nothing: {'; '.join(lost)}")
    if draft.source.kind == "text":
        return Page(draft.source.number, draft.layout.lines, trail)
    width, height = (round(side) for side in draft.source.size)
    stamps = tuple(stamp for sheet in draft.sheets for stamp in sheet.stamps)
    return Page(draft.source.number, draft.layout.lines, trail, draft.layout.tables, stamps, width, height)


def _trail(draft: Draft, bench: Bench) -> Trail:
    """How the page was read; of two facing pages, skew and signals are those of the left one, steps those of both."""
    judgement, sheets = draft.judgement, draft.sheets
    sheet = sheets[0] if sheets else None
    by_engine = any(not s.blank for s in sheets)
    blank = bool(sheets) and not by_engine
    confidence = _mean_confidence(line for lines in draft.lines for line in lines) if by_engine else None
    return Trail(
        verdict=Verdict.BLANK if blank else _verdict(draft) or Verdict.FAILED,
        reasons=judgement.reasons if judgement else (),
        signals=(*(judgement.signals if judgement else ()), *(sheet.signals if sheet else ())),
        steps=(*(step for s in sheets for step in s.steps), *draft.read_again),
        dpi=sheet.dpi if sheet else None,
        rotation=sheet.rotation if sheet else 0,
        skew=sheet.skew if sheet else 0.0,
        engine=bench.engine.name if by_engine else None,
        confidence=confidence,
        warnings=(*draft.source.warnings, *(judgement.warnings if judgement else ()), *_doubts(confidence)),
    )


def _doubts(confidence: float | None) -> Iterator[PageWarning]:
    if confidence is not None and confidence < HARDLY_LEGIBLE:
        message = f"the engine doubted many words (mean confidence {confidence}): what is not found may be printed"

        yield PageWarning(WarningCode.HARDLY_LEGIBLE, message)


def _doubted(line: Line, share: float) -> Line:
    """A line of a foreign OCR: its words are as sure as the share of legal syllables on the page."""
    return replace(line, confidence=share, words=tuple(replace(word, confidence=share) for word in line.words))


def _mean_confidence(lines: Iterable[OcrLine]) -> float | None:
    words = [word for line in lines for word in line.words]
    return round(sum(w.confidence for w in words) / len(words), 3) if words else None


def _failed(source: PageSource, error: str) -> Page:
    return Page(source.number, (), Trail(verdict=Verdict.FAILED, error=normalise(writable(error))))
