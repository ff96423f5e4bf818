"""Tesseract within the process (tesserocr) behind the protocol of the engines, against a child process a call."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cv2
from PIL import Image as Picture

from benchmarks.reading.costs import timed
from benchmarks.reading.errors import Errors, character_errors
from benchmarks.reading.hard import PAGES, gold
from vanthu.corpora.hard import hard_page
from vanthu.ingest.ocr.engine import Engine, Image, OcrLine
from vanthu.ingest.ocr.tesseract import PAGE_SEGMENTATION, TesseractEngine, lines_of_tsv

DATA = Path(os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata"))
HEADER = "level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\t")


@dataclass(frozen=True, slots=True)
class InProcessEngine:
    """tesserocr, its model loaded once; it has no deadline, and a crash takes the process with it."""

    model: str = "vie"
    name: str = "tesserocr vie"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """As of :class:`vanthu.ingest.ocr.engine.Engine`."""
        api = _api(self.model)
        api.SetPageSegMode(PAGE_SEGMENTATION[mode])
        api.SetImage(Picture.fromarray(image))
        api.SetSourceResolution(dpi)
        return lines_of_tsv(f"{HEADER}\n{api.GetTSVText(0)}")


@lru_cache(maxsize=1)
def _api(model: str) -> Any:
    import tesserocr  # noqa: PLC0415  same

    return tesserocr.PyTessBaseAPI(path=str(DATA), lang=model)


def run(rounds: int = 3) -> None:
    """CPU seconds a page and characters wrong of both, in alternation, on the typeset set's pages as scanned."""
    engines: dict[str, Engine] = {"child": TesseractEngine(), "in process": InProcessEngine()}
    try:
        _api("vie")
    except ImportError:
        print("without tesserocr: pip install tesserocr")
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
