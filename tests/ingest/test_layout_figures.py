from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from vanthu.ingest.layout.figures import reread_figures
from vanthu.ingest.ocr.engine import OcrLine, OcrWord

PAGE = np.full((3000, 2000), 255, np.uint8)


def line(number: OcrWord) -> OcrLine:
    words = (number, OcrWord("/QĐ-BNV", (300, 200, 500, 248), 0.9), OcrWord("2025", (900, 202, 980, 240), 0.96))
    return OcrLine(words, (200, 190, 980, 250))


@dataclass
class SecondReading:
    """An engine that reads the crop as told; boxes are those of the crop."""

    words: tuple[OcrWord, ...]
    name: str = "second"
    calls: int = 0

    def read(self, image, *, dpi, mode="page"):
        del image, dpi
        assert mode == "line"
        self.calls += 1
        return [OcrLine(self.words, (0, 0, 1, 1))]


BROKEN = OcrWord("262§", (220, 202, 290, 240), 0.92)
AT = (220 - 176, 202 - 166, 290 - 176, 240 - 166)
"""The broken word in the crop, whose margin is 0.4 of 60 pixels."""


def test_a_printed_figure_taken_for_a_sign_is_read_again():
    engine = SecondReading((OcrWord("2628", AT, 0.93),))
    (found,) = reread_figures(PAGE, 300, [line(BROKEN)], engine)
    assert found.words[0] == OcrWord("2628", BROKEN.box, 0.93)
    assert [w.text for w in found.words[1:]] == ["/QĐ-BNV", "2025"]


@pytest.mark.parametrize(
    "second",
    [
        OcrWord("2628", AT, 0.6),
        OcrWord("26Z8", AT, 0.95),
        OcrWord("2628", (AT[0], AT[1] - 20, AT[2], AT[3] + 20), 0.95),
        OcrWord("2628", (400, AT[1], 470, AT[3]), 0.95),
    ],
    ids=["unsure", "still no figure", "as high as handwriting", "another place"],
)
def test_what_is_not_surely_print_stays_as_it_was(second):
    assert reread_figures(PAGE, 300, [line(BROKEN)], SecondReading((second,))) == [line(BROKEN)]


def test_the_engine_is_called_for_broken_figures_in_the_head_of_the_page_only():
    engine = SecondReading(())
    whole = line(OcrWord("2628", BROKEN.box, 0.93))
    low = OcrLine(line(BROKEN).words, (200, 1900, 980, 1960))
    assert reread_figures(PAGE, 300, [whole, low], engine) == [whole, low]
    assert engine.calls == 0
