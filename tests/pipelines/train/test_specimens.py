"""Specimens read by OCR: which read line belongs to which printed one, and one page as the installed model reads it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from vanthu.corpora.errors import EngineMissing
from vanthu.corpora.noise.specimens import Style, draw_style
from vanthu.corpora.typeset import fonts
from vanthu.pipelines.train import specimens
from vanthu.pipelines.train.specimens import Model, Task, nearest, read, read_all

LINES = ["dòng một", "dòng hai", "dòng ba"]
MIDDLES = [0.2, 0.5, 0.8]
PARAGRAPHS = (
    "Chi bộ thôn Đông phát động phong trào thi đua trồng cây, giữ sạch đường làng, ngõ xóm.",
    "Mỗi tổ tự quản đăng ký ít nhất một tuyến đường hoa trước ngày 20 tháng 5 năm 2024.",
    "Kết quả thực hiện được báo cáo về Ủy ban nhân dân xã để tổng hợp, biểu dương kịp thời.",
)
TESSDATA = Path(os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata"))
SEED = 3
"""Of a page in Liberation Serif."""


def plain(*_, **__) -> Style:
    return Style(str(fonts.face()), 14, 200)


def test_each_read_line_goes_to_the_printed_one_that_it_lies_on():
    read_lines = [(0.81, "dong ba"), (0.19, "dong mot"), (0.52, "dong hai")]
    assert nearest(LINES, MIDDLES, read_lines) == [
        ("dòng một", "dong mot"),
        ("dòng hai", "dong hai"),
        ("dòng ba", "dong ba"),
    ]


def test_lines_that_were_not_read_are_left_out_and_what_lies_between_two_is_dirt():
    assert nearest(LINES, MIDDLES, [(0.2, "dong mot"), (0.35, "~~~"), (0.99, "---")]) == [("dòng một", "dong mot")]


def test_a_line_read_in_two_parts_is_joined():
    assert nearest(LINES, MIDDLES, [(0.49, "dong"), (0.5, "hai")]) == [("dòng hai", "dong hai")]


def test_a_page_of_one_line_has_its_line():
    assert nearest(["dòng một"], [0.5], [(0.52, "dong mot")]) == [("dòng một", "dong mot")]
    assert nearest(LINES, MIDDLES, []) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.text("abc", min_size=1, max_size=5)), max_size=12))
def test_pairs_come_in_the_order_of_the_page_each_line_once(read_lines: list[tuple[float, str]]):
    printed = [true for true, _ in nearest(LINES, MIDDLES, read_lines)]
    assert printed == [line for line in LINES if line in printed]


def test_a_page_without_text_is_not_read():
    assert read(Task(("", " "), Model(Path("nowhere"), "vie"), 1, 0.0)) == []


def test_ocr_that_fails_on_a_page_leaves_it_out_and_ocr_that_is_missing_is_told(monkeypatch):
    import pytesseract

    task = Task(PARAGRAPHS, Model(Path("nowhere"), "vie"), 1, 0.0)
    monkeypatch.setattr(specimens, "draw_style", plain)
    for error in (RuntimeError("Tesseract process timeout"), pytesseract.TesseractError(1, "noise")):

        def fail(*_, error=error, **__):
            raise error

        monkeypatch.setattr(pytesseract, "image_to_data", fail)
        assert read(task) == []
    monkeypatch.undo()
    monkeypatch.setattr(specimens, "draw_style", plain)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-tesseract")
    with pytest.raises(EngineMissing):
        read(task)


@pytest.mark.slow
def test_the_installed_model_reads_a_clean_page_nearly_right(monkeypatch):
    if shutil.which("tesseract") is None or not (TESSDATA / "vie.traineddata").is_file():
        pytest.skip("needs tesseract and its model vie")
    monkeypatch.setattr(specimens, "draw_style", plain)
    pairs = read(Task(PARAGRAPHS, Model(TESSDATA, "vie"), 1, 0.0))
    assert " ".join(true for true, _ in pairs) == " ".join(PARAGRAPHS)
    wrong = sum(Levenshtein.distance(true, found) for true, found in pairs)
    assert wrong <= 0.03 * sum(len(true) for true, _ in pairs)


@pytest.mark.slow
def test_a_page_is_the_same_for_the_same_seed_in_a_process_of_its_own():
    if shutil.which("tesseract") is None or not (TESSDATA / "vie.traineddata").is_file():
        pytest.skip("needs tesseract and its model vie")
    if not Path(draw_style(np.random.default_rng(SEED)).font).is_file():
        pytest.skip("needs the font of the page: apt-get install fonts-liberation2")
    task = Task(PARAGRAPHS, Model(TESSDATA, "vie"), SEED, 0.0)
    ((language, pairs),) = read_all([task], 1)
    assert language == "vie"
    assert pairs == read(task)
