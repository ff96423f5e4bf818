"""Pages read at the same time give what pages read one after another give, and fail as they do."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image as Picture

from vanthu.corpora.errors import EngineMissing, OcrFailed
from vanthu.ingest.intake import open_document
from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord
from vanthu.ingest.reader import Bench, read_pages
from vanthu.models.page import Verdict

PAGES = 7


@dataclass
class InkEngine:
    """Reads how much ink a page has; the first pages take longest, so that a later one may be ready before."""

    failure: Exception | None = None
    name: str = "ink"
    meeting: threading.Event = field(default_factory=threading.Event)
    most_at_once: int = 0
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def linger(self, dark: int) -> None:
        threading.Event().wait(0.6 / (1 + dark // 300_000))

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        del dpi, mode
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            if self._at_once > 1:
                self.meeting.set()
        dark = int((image < 128).sum())
        self.linger(dark)
        with self._lock:
            self._at_once -= 1
        if self.failure and dark > 1_000_000:
            raise self.failure
        word = OcrWord(f"{dark} điểm", (100.0, 900.0, 500.0, 940.0), 0.9)
        return [OcrLine((word,), word.box)]


class WaitingEngine(InkEngine):
    """No page is ready before two are read at the same time, however long another process keeps the cores."""

    def linger(self, dark: int) -> None:
        del dark
        assert self.meeting.wait(120)


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """Pages with ever more letters on them."""
    sheets = []
    for number in range(1, PAGES + 1):
        sheet = np.full((1754, 1240, 3), 255, np.uint8)
        for row in range(8 * number):
            for column in range(30):
                sheet[200 + 24 * row : 214 + 24 * row, 120 + 30 * column : 140 + 30 * column] = 0
        sheets.append(Picture.fromarray(sheet))
    path = tmp_path_factory.mktemp("paper") / "paper.tif"
    sheets[0].save(path, save_all=True, append_images=sheets[1:], dpi=(150, 150))
    return path


def read(paper, jobs, engine=None):
    with open_document(paper) as document:
        return [reading.page for reading in read_pages(document, Bench(engine or InkEngine(), 150), jobs=jobs)]


@pytest.mark.parametrize("jobs", [2, 3, 20])
def test_any_number_of_jobs_gives_the_same_pages_in_order(paper, jobs):
    serial, parallel = read(paper, 1), read(paper, jobs)
    assert parallel == serial
    assert [page.number for page in parallel] == list(range(1, PAGES + 1))
    assert len({page.text for page in parallel}) == PAGES


def test_pages_are_read_at_the_same_time_and_no_more_than_asked_for(paper):
    engine = WaitingEngine()
    read(paper, 3, engine)
    assert 2 <= engine.most_at_once <= 3


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_page_that_fails_does_not_stop_the_rest(paper, jobs):
    verdicts = [page.trail.verdict for page in read(paper, jobs, InkEngine(OcrFailed("ink ran out")))]
    assert verdicts[0] is Verdict.OCR
    assert verdicts[-1] is Verdict.FAILED


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_missing_engine_stops_the_reading(paper, jobs):
    with pytest.raises(EngineMissing):
        read(paper, jobs, InkEngine(EngineMissing("no tesseract")))
