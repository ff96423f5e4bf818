"""Tesseract within the process (tesserocr) behind the protocol of the engines, against a child process a call."""

from __future__ import annotations

from functools import partial

import cv2

from benchmarks.reading.costs import timed
from benchmarks.reading.errors import Errors, character_errors
from benchmarks.reading.hard import PAGES, gold
from vanthu.corpora.errors import EngineMissing
from vanthu.corpora.hard import hard_page
from vanthu.ingest.ocr.engine import Engine
from vanthu.ingest.ocr.in_process import InProcessEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine


def run(rounds: int = 3) -> None:
    """CPU seconds a page and characters wrong of both, in alternation, on the typeset set's pages as scanned."""
    engines: dict[str, Engine] = {"child": TesseractEngine(), "in process": InProcessEngine()}
    try:
        print(engines["in process"].name)
    except EngineMissing as error:
        print(f"without it: {error}")
        return
    errors, seconds = dict.fromkeys(engines, Errors()), dict.fromkeys(engines, 0.0)
    for seed in range(rounds):
        for page, index in PAGES:
            sheet = hard_page(page, index, "yellowed", 0.0, seed=seed)
            grey = cv2.cvtColor(sheet.image, cv2.COLOR_RGB2GRAY)
            for name, engine in engines.items():
                lines, cost = timed(partial(engine.read, grey, dpi=300))
                errors[name] += character_errors(gold(sheet), "\n".join(line.text for line in lines))
                seconds[name] += cost
    for name in engines:
        pages = rounds * len(PAGES)
        print(f"{name:12} {seconds[name] / pages:.2f} cpu s a page, {errors[name].share:.2f} % of characters wrong")
