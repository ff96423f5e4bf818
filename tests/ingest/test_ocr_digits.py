"""The recogniser of digits: lines drawn by the project with fonts and hands that it never saw."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from vanthu.corpora.errors import WeightsMissing
from vanthu.ingest.layout.handwriting import SURE
from vanthu.ingest.ocr.digits.beam import columns, texts
from vanthu.ingest.ocr.digits.recogniser import DATE, NETWORK, NUMBER, RELIABILITY, WEIGHTS, DigitReader, PrintedLine
from vanthu.ingest.ocr.digits.strip import CAPITAL, HEIGHT, SYMBOLS, cut

FOLDER = Path(__file__).parent / "digit_lines"
LINES = list(csv.DictReader((FOLDER / "lines.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))


@pytest.fixture(scope="module")
def reader() -> DigitReader:
    return DigitReader()


def read(reader: DigitReader, row: dict[str, str]) -> list[tuple[str, str, float]]:
    """(true, read, confidence) of the blanks of a line; the true digits are in the name of its file."""
    kind, *true = row["file"].split("_")
    image = cv2.imread(str(FOLDER / f"{row['file']}.png"), cv2.IMREAD_GRAYSCALE)
    line = PrintedLine(0, image.shape[1], float(row["baseline"]), float(row["capital"]))
    if kind == "number":
        number = reader.number(image, line)
        return [(true[0], number.text, number.confidence)] if number else []
    found = reader.date(image, line)
    pairs = [(t, found.get(field)) for t, field in zip(true, ("day", "month"), strict=False)]
    return [(t, reading.text, reading.confidence) for t, reading in pairs if reading]


def test_digits_of_unseen_hands_and_of_print_are_read_and_what_is_sure_is_right(reader):
    blanks = [blank for row in LINES for blank in read(reader, row)]
    sure = [(true, got) for true, got, confidence in blanks if confidence >= SURE]
    assert [pair for pair in sure if pair[0] != pair[1]] == []
    assert len(sure) >= 12  # of 18


def test_an_empty_blank_has_no_number(reader):
    kind = next(row for row in LINES if row["file"] == "number_984")
    image = cv2.imread(str(FOLDER / "number_984.png"), cv2.IMREAD_GRAYSCALE)
    image[:, 50:158] = image[0, 0]
    place = PrintedLine(0, image.shape[1], float(kind["baseline"]), float(kind["capital"]))
    number = reader.number(image, place)
    assert number is None or number.confidence < SURE


def test_white_paper_says_nothing(reader):
    page = np.full((200, 600), 255, np.uint8)
    assert reader.number(page, PrintedLine(0, 400, 100, 37)) is None
    assert reader.date(page, PrintedLine(0, 600, 100, 37)) == {}


def test_digits_are_found_where_they_stand(reader):
    row = next(row for row in LINES if row["file"] == "number_6691")
    image = cv2.imread(str(FOLDER / "number_6691.png"), cv2.IMREAD_GRAYSCALE)
    moved = cv2.copyMakeBorder(image, 300, 100, 500, 100, cv2.BORDER_CONSTANT, value=255)
    line = PrintedLine(500, 500 + image.shape[1], 300 + float(row["baseline"]), float(row["capital"]))
    number = reader.number(moved, line)
    assert number is not None
    assert number.text == "6691"
    assert number.columns[0] == pytest.approx(500 + 110, abs=20)
    assert number.columns[1] == pytest.approx(500 + 208, abs=20)


def test_a_recogniser_that_is_not_there_or_damaged_says_so(tmp_path):
    page = np.full((200, 600), 255, np.uint8)
    with pytest.raises(WeightsMissing, match="digit recogniser"):
        DigitReader(tmp_path).number(page, PrintedLine(0, 400, 100, 37))
    for name in (NETWORK, RELIABILITY):
        shutil.copy(WEIGHTS / name, tmp_path / name)
    whole = DigitReader(tmp_path).fingerprint()
    (tmp_path / RELIABILITY).write_text('{"probability": [0, 1], "right": [0, 0.5]}', encoding="utf-8")
    assert DigitReader(tmp_path).fingerprint() != whole
    (tmp_path / RELIABILITY).unlink()
    with pytest.raises(WeightsMissing, match=RELIABILITY):
        DigitReader(tmp_path).fingerprint()


def test_confidence_is_the_share_that_was_right_among_such(tmp_path):
    row = next(row for row in LINES if row["file"] == "number_6691")
    shutil.copy(WEIGHTS / NETWORK, tmp_path / NETWORK)
    (tmp_path / RELIABILITY).write_text('{"probability": [0, 1], "right": [0, 0.5]}', encoding="utf-8")
    image = cv2.imread(str(FOLDER / "number_6691.png"), cv2.IMREAD_GRAYSCALE)
    line = PrintedLine(0, image.shape[1], float(row["baseline"]), float(row["capital"]))
    plain, halved = (DigitReader(tmp_path, calibrated=c).number(image, line) for c in (False, True))
    assert plain is not None
    assert halved is not None
    assert halved.confidence == pytest.approx(plain.confidence / 2)


def test_a_strip_has_capitals_of_one_height_and_paper_beyond_the_page():
    page = np.full((300, 300), 255, np.uint8)
    page[60:90, 200:260] = 0  # letters 30 high on row 90
    strip = cut(page, 180, 400, 90, 30)
    assert strip.shape == (HEIGHT, 112)
    assert float(strip[31 - CAPITAL + 1 : 31, 12:38].min()) > 0.9
    assert float(strip[:, 62:].max()) == 0.0


def probabilities(*rows: dict[str, float]) -> np.ndarray:
    """Rows of classes; what is not told is nothing (class 0)."""
    found = np.zeros((len(rows), len(SYMBOLS) + 1), np.float32)
    for at, row in enumerate(rows):
        for symbol, value in row.items():
            found[at, SYMBOLS.index(symbol) + 1] = value
        found[at, 0] = 1 - sum(row.values())
    return found


def test_the_beam_adds_up_all_ways_to_the_same_text():
    found = dict(texts(probabilities({"1": 0.6}, {"1": 0.5})))
    assert found["1"] == pytest.approx(0.6 * 0.5 + 0.6 * 0.5 + 0.4 * 0.5)
    assert found[""] == pytest.approx(0.4 * 0.5)
    assert "11" not in found  # nothing between them: one stroke, seen twice


def test_the_beam_tells_two_of_the_same_by_what_lies_between():
    found = dict(texts(probabilities({"1": 1.0}, {}, {"1": 1.0})))
    assert found["11"] == pytest.approx(1.0)


def test_runs_of_a_class_are_one_symbol():
    assert columns(probabilities({"S": 1.0}, {"S": 1.0}, {}, {"4": 0.9}, {"4": 0.9})) == [("S", 0, 2), ("4", 3, 5)]


@pytest.mark.parametrize(
    ("form", "text", "fields"),
    [
        (NUMBER, "S209/-", {"number": "209"}),
        (NUMBER, "S180-/", {"number": "180"}),
        (NUMBER, "S/2024", None),
        (NUMBER, "S128", {"number": "128"}),
        (NUMBER, "S12024", None),
        (NUMBER, "S2024", None),
        (NUMBER, "S2024/", {"number": "2024"}),
        (DATE, "-N18T02M2025", {"day": "18", "month": "02", "year": "2025"}),
        (DATE, "N18T02M20", {"day": "18", "month": "02", "year": None}),
        (DATE, "NT02M2025", None),
    ],
)
def test_only_what_stands_between_the_printed_words_is_a_reading(form, text, fields):
    hit = form.search(text)
    assert (hit.groupdict() if hit else None) == fields


def test_the_table_of_the_documentation_is_that_of_the_weights():
    card = (WEIGHTS / "CARD.md").read_text(encoding="utf-8")
    rows = [line for line in card.splitlines() if line.startswith("| 0")]
    docs = (Path(__file__).parents[2] / "docs/scans.md").read_text(encoding="utf-8")
    assert len(rows) >= 5
    assert [row for row in rows if row not in docs] == []


def test_the_reliability_rises_from_nothing_to_no_more_than_certainty():
    table = json.loads((WEIGHTS / RELIABILITY).read_text(encoding="utf-8"))
    for values in table.values():
        assert values[0] == 0
        assert all(a < b for a, b in pairwise(values))
        assert values[-1] <= 1
