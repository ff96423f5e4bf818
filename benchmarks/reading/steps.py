"""What the image steps cost against OCR, in CPU seconds a page."""

from __future__ import annotations

from functools import partial

from benchmarks.reading.costs import timed
from benchmarks.reading.hard import PAGES
from vanthu.corpora.hard import KINDS, hard_page
from vanthu.ingest.clean.mend import mend_sheets
from vanthu.ingest.clean.rulings import find_rulings
from vanthu.ingest.ocr.tesseract import TesseractEngine


def run(strength: float = 0.67) -> float:
    """Share of the image steps in % of OCR over a page of every damage; printed, and returned."""
    steps = ocr = worst = 0.0
    worst_kind = ""
    for number, kind in enumerate(KINDS):
        name, index = PAGES[number % len(PAGES)]
        image = hard_page(name, index, kind, strength).image
        sheets, cost = timed(partial(mend_sheets, image, 300))
        reading = 0.0
        for sheet in sheets:
            _, ruled = timed(partial(find_rulings, sheet.image, sheet.dpi))
            _, read = timed(partial(TesseractEngine().read, sheet.image, dpi=sheet.dpi))
            cost, reading = cost + ruled, reading + read
        steps, ocr = steps + cost, ocr + reading
        if cost / reading > worst:
            worst, worst_kind = cost / reading, kind
    share = 100 * steps / ocr
    pages = len(KINDS)
    print(f"image steps {steps / pages:.3f} s a page, OCR {ocr / pages:.3f} s: {share:.1f} %", end="")
    print(f"; most on {worst_kind}: {100 * worst:.1f} %")
    return share
