"""Training of the digit recogniser: what it learns from, and a few steps of it."""

from __future__ import annotations

import numpy as np
import pytest

from vanthu.corpora.typeset.fonts import face
from vanthu.ingest.ocr.digits.recogniser import DATE, NUMBER
from vanthu.ingest.ocr.digits.strip import HEIGHT, SYMBOLS
from vanthu.pipelines.train.digits.allographs import FORMS
from vanthu.pipelines.train.digits.case import Case
from vanthu.pipelines.train.digits.glyphs import PenHand, trimmed
from vanthu.pipelines.train.digits.strips import DATE_WIDTH, NUMBER_WIDTH, SCALE, date_line, number_line
from vanthu.pipelines.train.digits.wear import scanned, worn


class PenCase(Case):
    """Only our own pen: what needs no package."""

    def hand(self, rng):
        return PenHand.any(rng)


CASE = PenCase((face(),), (face(italic=True),), (), {})


@pytest.mark.parametrize("digit", FORMS)
def test_every_form_of_a_digit_is_drawn_within_its_box(digit):
    rng = np.random.default_rng(1)
    for form in range(len(FORMS[digit])):
        glyph = PenHand(dict.fromkeys(FORMS, form) | {digit: form}, 0.1, 1.0, 0.01).digit(digit, 40, rng)
        assert glyph.ink.max() > 0.9
        assert 34 < glyph.ink.shape[0] < 62
        assert abs(glyph.top) < 10


def test_trimming_tells_where_the_ink_begins():
    ink = np.zeros((20, 30), np.float32)
    ink[5:9, 10:14] = 1
    glyph = trimmed(ink, 8, 6)
    assert (glyph.left, glyph.top, glyph.ink.shape) == (2, -1, (4, 4))


def test_the_same_number_draws_the_same_line():
    first, again, other = (number_line(CASE, np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert first.text == again.text
    assert np.array_equal(first.ink, again.ink)
    assert other.text != first.text


def test_lines_say_what_is_drawn_in_the_symbols_of_the_recogniser():
    rng = np.random.default_rng(3)
    numbers = [number_line(CASE, rng) for _ in range(40)]
    dates = [date_line(CASE, rng) for _ in range(40)]
    assert set("".join(s.text for s in (*numbers, *dates))) <= set(SYMBOLS)
    assert {s.ink.shape for s in numbers} == {(HEIGHT * SCALE, NUMBER_WIDTH * SCALE)}
    assert {s.ink.shape for s in dates} == {(HEIGHT * SCALE, DATE_WIDTH * SCALE)}
    assert sum(NUMBER.search(s.text) is not None for s in numbers) > 30  # the rest are empty
    months = [hit["month"] for s in dates if (hit := DATE.search(s.text))]
    assert all(1 <= int(month) <= 12 for month in months)
    assert len(months) > 30


def test_wear_leaves_something_to_read():
    rng = np.random.default_rng(4)
    for _ in range(20):
        specimen = date_line(CASE, rng)
        strip = worn(specimen.ink, rng)
        assert strip.shape == (HEIGHT, DATE_WIDTH)
        assert 0.01 < float((strip > 0.4).mean()) < 0.5
        assert scanned(specimen.ink, rng).dtype == np.uint8


@pytest.mark.train
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_a_few_steps_go_on_from_the_checkpoint_and_end_as_weights(tmp_path, monkeypatch):
    import torch

    from vanthu.ingest.ocr.digits.recogniser import DigitReader, PrintedLine
    from vanthu.pipelines.train.digits import finish, specimens, training
    from vanthu.pipelines.train.digits.recipe import DigitRecipe
    from vanthu.pipelines.train.recipe import Device

    torch.set_num_threads(1)
    monkeypatch.setattr(specimens, "BATCH", 2)
    monkeypatch.setattr(finish, "LINES", 200)
    monkeypatch.setattr(Case, "load", classmethod(lambda _cls, _packages, *, test=False: CASE))  # noqa: ARG005  the signature
    monkeypatch.setattr(training, "SAVE_EVERY", 1)
    steps = [DigitRecipe(tmp_path, tmp_path, tmp_path / "out", steps=n, device=Device.CPU) for n in (2, 4)]
    training.train(steps[0])
    assert torch.load(tmp_path / "digits.pt", weights_only=True)["step"] == 2
    network = training.train(steps[1])
    assert torch.load(tmp_path / "digits.pt", weights_only=True)["step"] == 4
    assert not network.training
    finish.finish(network, steps[1])
    reader = DigitReader(tmp_path / "out")
    reader.date(np.full((200, 900), 255, np.uint8), PrintedLine(0, 800, 100, 37))
    assert "Weights of the digit recogniser" in (tmp_path / "out/CARD.md").read_text(encoding="utf-8")
