"""The engines: what tesseract says becomes lines, what it refuses becomes coded errors, recordings are faithful."""

import pickle
import shutil

import cv2
import numpy as np
import pytest

from vanthu.corpora.errors import BadOption, EngineMissing, ModelMissing, OcrFailed, OcrTimeout
from vanthu.ingest.ocr import tesseract
from vanthu.ingest.ocr.engine import OcrLine, OcrWord
from vanthu.ingest.ocr.null import NullEngine
from vanthu.ingest.ocr.replay import RecordingEngine, ReplayEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine

WHITE = np.full((60, 400), 255, np.uint8)
LINE = OcrLine((OcrWord("Kế", (10, 5, 40, 30), 0.95), OcrWord("hoạch", (50, 5, 120, 32), 0.5)), (10, 5, 120, 32), 2)
ROWS = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
    "1\t1\t0\t0\t0\t0\t0\t0\t400\t60\t-1\t",
    "4\t1\t1\t1\t1\t0\t10\t5\t300\t30\t-1\t",
    "5\t1\t1\t1\t1\t1\t10\t5\t30\t25\t96.5\tQÐ-UBND",
    '5\t1\t1\t1\t1\t2\t50\t4\t60\t28\t41.0\t"Dân',
    "5\t1\t1\t1\t1\t3\t115\t5\t9\t9\t95.0\t ",
    "5\t1\t2\t1\t1\t1\t10\t40\t20\t4\t88.0\t—",
)
TSV = "\n".join(ROWS)

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")


class Counting:
    name = "counting"
    calls = 0

    def read(self, image, *, dpi, mode="page"):  # noqa: ARG002  the protocol
        self.calls += 1
        return [LINE]


def test_words_become_lines_with_boxes_blocks_and_confidence_of_one():
    first, second = tesseract.lines_of_tsv(TSV)
    assert (first.text, first.block, first.box) == ('QĐ-UBND "Dân', 1, (10.0, 4.0, 110.0, 32.0))
    assert [word.confidence for word in first.words] == [0.965, 0.41]
    assert (second.block, second.box) == (2, (10.0, 40.0, 30.0, 44.0))


def test_look_alikes_and_em_dashes_are_written_as_printed():
    assert [word.text for line in tesseract.lines_of_tsv(TSV) for word in line.words] == ["QĐ-UBND", '"Dân', "–"]


def test_tones_written_apart_come_composed():
    assert tesseract.lines_of_tsv(TSV.replace("QÐ-UBND", "Kê\u0301"))[0].words[0].text == "Kế"


def test_an_image_too_small_for_tesseract_has_no_lines():
    assert TesseractEngine().read(np.zeros((2, 50), np.uint8), dpi=300) == []


def test_an_unknown_mode_is_refused():
    with pytest.raises(BadOption):
        TesseractEngine().read(WHITE, dpi=300, mode="column")


def test_without_tesseract_the_error_says_so(monkeypatch):
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "/nowhere/tesseract")
    with pytest.raises(EngineMissing):
        TesseractEngine().read(WHITE, dpi=300)


@needs_tesseract
def test_an_unknown_model_is_told_from_a_failure():
    with pytest.raises(ModelMissing, match="klingon"):
        TesseractEngine(model="klingon").read(WHITE, dpi=300)


@needs_tesseract
def test_a_call_past_its_deadline_is_ended():
    with pytest.raises(OcrTimeout):
        TesseractEngine(timeout=0.001).read(np.full((3000, 2000), 255, np.uint8), dpi=300)


@needs_tesseract
@pytest.mark.parametrize("channels", [1, 3])
def test_tesseract_reads_grey_and_colour(channels):
    image = np.full((120, 700, 3), 255, np.uint8)
    cv2.putText(image, "Thi dua 2025", (30, 80), cv2.FONT_HERSHEY_COMPLEX, 2, (0, 0, 0), 4)
    (line,) = TesseractEngine().read(image if channels == 3 else image[..., 0].copy(), dpi=300, mode="line")
    assert line.text == "Thi dua 2025"
    assert line.box == pytest.approx((30, 37, 412, 82), abs=8)


@needs_tesseract
def test_the_name_tells_version_and_model():
    kind, version, model = TesseractEngine().name.split()
    assert (kind, model) == ("tesseract", "vie")
    assert version[0].isdigit()


def test_a_recording_is_read_once_and_replayed_as_it_was(tmp_path):
    engine = Counting()
    recording = RecordingEngine(tmp_path, engine)
    assert recording.read(WHITE, dpi=300) == recording.read(WHITE, dpi=300) == [LINE]
    assert engine.calls == 1
    assert ReplayEngine(tmp_path, "counting").read(WHITE, dpi=300) == [LINE]


@pytest.mark.parametrize(
    ("image", "dpi", "mode", "name"),
    [
        (WHITE - 1, 300, "page", "counting"),
        (WHITE.T, 300, "page", "counting"),
        (WHITE, 200, "page", "counting"),
        (WHITE, 300, "line", "counting"),
        (WHITE, 300, "page", "other"),
    ],
)
def test_what_was_not_recorded_is_not_replayed(tmp_path, image, dpi, mode, name):
    RecordingEngine(tmp_path, Counting()).read(WHITE, dpi=300)
    with pytest.raises(OcrFailed):
        ReplayEngine(tmp_path, name).read(image, dpi=dpi, mode=mode)


def test_the_null_engine_reads_nothing():
    assert NullEngine().read(WHITE, dpi=300) == []


@pytest.mark.parametrize("engine", [TesseractEngine("vie", 5), NullEngine()])
def test_engines_can_be_pickled(engine):
    assert pickle.loads(pickle.dumps(engine)) == engine  # noqa: S301  our own bytes
