"""What the image steps cost against OCR, in CPU seconds a page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from benchmarks.reading.costs import timed
from benchmarks.reading.hard import PAGES
from benchmarks.reading.real import image_of, transcripts
from benchmarks.reading.systems import DPI
from vanthu.corpora.hard import KINDS, hard_page
from vanthu.ingest.clean.mend import mend_sheets
from vanthu.ingest.clean.rulings import find_rulings
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.ocr.tesseract import TesseractEngine


def run(strength: float = 0.67) -> dict[str, float]:
    """Share of the image steps in % of OCR: over a page of every damage, and over the real pages of ../shared."""
    damaged = {kind: hard_page(*PAGES[n % len(PAGES)], kind, strength).image for n, kind in enumerate(KINDS)}
    shares = {"damaged": _share(damaged)}
    if pages := transcripts():
        shares["real"] = _share({page.stem: image_of(page) for page in pages})
    return shares


def _share(pages: Mapping[str, Image]) -> float:
    costs = {name: _cost(image) for name, image in pages.items()}
    steps, ocr = (sum(part) for part in zip(*costs.values(), strict=True))
    worst = max(costs, key=lambda name: costs[name][0] / costs[name][1])
    print(
        f"image steps {steps / len(pages):.3f} s a page, OCR {ocr / len(pages):.3f} s: {100 * steps / ocr:.1f} %",
        end="",
    )
    print(f"; most on {worst}: {100 * costs[worst][0] / costs[worst][1]:.1f} %")
    return float(100 * steps / ocr)


def _cost(image: Image) -> tuple[float, float]:
    """CPU seconds of the image steps and of OCR for one page."""
    sheets, steps = timed(partial(mend_sheets, image, DPI))
    ocr = 0.0
    for sheet in sheets:
        _, ruled = timed(partial(find_rulings, sheet.image, sheet.dpi))
        _, read = timed(partial(TesseractEngine().read, sheet.image, dpi=sheet.dpi))
        steps, ocr = steps + ruled, ocr + read
    return steps, ocr
