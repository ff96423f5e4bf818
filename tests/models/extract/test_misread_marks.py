"""Own plans set on paper, with the marks of their sections as OCR of hard scans reads them: the outline stays whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from vanthu.corpora import plans
from vanthu.corpora.typeset import SetLine, Sheet, typeset
from vanthu.models.campaign import OutlineNode
from vanthu.models.extract.language import annotate
from vanthu.models.page import Box, Cell, Line, Page, Region, Trail, Verdict, Word

PLANS = (
    "so_giao_duc_truong_hoc_so",
    "tinh_chinh_quyen_so",
    "mat_tran_tet_am_no",
    "huyen_uy_dan_van_kheo",
    "xa_dan_van_kheo",
)
BAR_READ = {"I": "L", "II": "H", "III": "HI", "IV": "1V", "VII": "VIL", "5": "Š", "1": "l", "g": "ø", "d": "đ"}
"""A stroke of the print joins two letters, or a letter and its stop."""
STROKE_LOST = {"I": "1", "II": "I", "III": "II", "VII": "VI", "VIII": "VII"}
"""Blur melts strokes together: only the width of the word still tells them."""


@cache
def _sheets(name: str) -> list[Sheet]:
    return typeset(plans.load(name), dpi=100)


def _pages(name: str, slips: Mapping[str, str]) -> list[Page]:
    made = []
    for number, sheet in enumerate(_sheets(name), 1):
        size = (sheet.image.shape[1], sheet.image.shape[0])
        lines = tuple(_line(line, size, slips) for line in sheet.lines if line.words)
        made.append(Page(number, lines, Trail(Verdict.OCR)))
    return made


def _line(line: SetLine, size: tuple[int, int], slips: Mapping[str, str]) -> Line:
    width, height = size
    words: list[Word] = []
    text = ""
    for index, word in enumerate(line.words):
        start = len(text) + bool(text)
        text = f"{text} {_slip(word.text, slips) if index == 0 else word.text}".strip()
        x0, y0, x1, y1 = word.box
        words.append(Word(start, len(text), Box(x0 / width, y0 / height, x1 / width, y1 / height), 0.8))
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box) if box and word.box else box
    cell = Cell(*line.cell) if line.cell else None
    return Line(text, text, words=tuple(words), box=box, confidence=0.8, region=Region(line.region), cell=cell)


def _slip(word: str, slips: Mapping[str, str]) -> str:
    stop = word[-1:] if word[-1:] in {".", ")", "/", "-"} else ""
    return slips.get(word.removesuffix(stop), word.removesuffix(stop)) + stop if stop else word


def _marks(nodes: tuple[OutlineNode, ...]) -> Iterator[str]:
    for node in nodes:
        yield node.mark
        yield from _marks(node.children)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("slips", [BAR_READ, STROKE_LOST], ids=["joined", "lost"])
def test_the_outline_is_whole_though_its_marks_were_misread(name: str, slips: Mapping[str, str]):
    printed = annotate(_pages(name, {}), ("zones", "outline"))._.outline
    doc = annotate(_pages(name, slips), ("zones", "outline"))
    assert list(_marks(doc._.outline)) == list(_marks(printed))
    assert any(issue.code == "mark_repaired" for issue in doc._.issues)
    assert not any(issue.code == "section_missing" for issue in doc._.issues)


@pytest.mark.parametrize("name", PLANS)
def test_marks_that_were_read_right_are_left_alone(name: str):
    doc = annotate(_pages(name, {}), ("zones", "outline"))
    assert [issue for issue in doc._.issues if issue.code == "mark_repaired"] == []
