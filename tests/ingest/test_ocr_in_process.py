"""Tesseract within the process: the protocol kept, one library object a thread, coded errors."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import numpy as np
import pytest

from vanthu.corpora.errors import BadOption, EngineMissing, ModelMissing, OcrTimeout
from vanthu.ingest.ocr import in_process
from vanthu.ingest.ocr.in_process import InProcessEngine

WHITE = np.full((60, 400), 255, np.uint8)
TSV = "5\t1\t1\t1\t1\t1\t10\t5\t30\t25\t96.5\tQÐ-UBND\n5\t1\t1\t1\t1\t2\t50\t4\t60\t28\t41.0\tDân\n"


class FakeApi:
    """What the engine calls of the library."""

    made = 0
    slow = False

    def __init__(self, path, lang):
        FakeApi.made += 1
        self.path, self.lang = path, lang

    def Recognize(self, milliseconds):  # noqa: N802  the library's name
        return not (FakeApi.slow and milliseconds < 1000)

    def GetTSVText(self, _):  # noqa: N802  same
        return TSV

    def __getattr__(self, name):
        return lambda *_: None


@pytest.fixture
def library(monkeypatch, tmp_path):
    (tmp_path / "vie.traineddata").touch()
    fake = SimpleNamespace(PyTessBaseAPI=FakeApi, tesseract_version=lambda: "tesseract 5.5.4\n leptonica-1.87.0")
    monkeypatch.setitem(sys.modules, "tesserocr", fake)
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setattr(FakeApi, "made", 0)
    _forget()
    yield FakeApi
    _forget()


def _forget():
    in_process._library.cache_clear()
    in_process._data_folder.cache_clear()
    in_process._of_thread.__dict__.clear()


@pytest.mark.usefixtures("library")
def test_lines_come_as_from_the_program():
    (line,) = InProcessEngine().read(WHITE, dpi=300)
    assert line.text == "QĐ-UBND Dân"
    assert [word.confidence for word in line.words] == [0.965, 0.41]
    assert InProcessEngine().name == "tesserocr 5.5.4 vie"


def test_each_thread_loads_the_model_once(library):
    both = Barrier(2)

    def work(_):
        both.wait()
        return [InProcessEngine().read(WHITE, dpi=300) for _ in range(3)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert library.made == 2


def test_past_its_deadline_a_page_has_an_error(library, monkeypatch):
    monkeypatch.setattr(library, "slow", True)
    with pytest.raises(OcrTimeout):
        InProcessEngine(timeout=0.5).read(WHITE, dpi=300)


@pytest.mark.usefixtures("library")
def test_a_missing_model_and_an_unknown_mode_are_told():
    with pytest.raises(ModelMissing):
        InProcessEngine("klingon").read(WHITE, dpi=300)
    with pytest.raises(BadOption):
        InProcessEngine().read(WHITE, dpi=300, mode="column")


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    _forget()
    with pytest.raises(EngineMissing, match=r"vanthu\[tesserocr\]"):
        InProcessEngine().read(WHITE, dpi=300)
