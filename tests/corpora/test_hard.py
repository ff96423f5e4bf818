"""Hard pages: every damage of the catalogue, repeatable, with the words where the truth says."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from vanthu.corpora import plans
from vanthu.corpora.hard import KINDS
from vanthu.corpora.hard import hard_page as at_dpi

PLAN = "huyen_60_ngay_dem"
hard_page = partial(at_dpi, dpi=100)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hard_page_repeats_by_seed_and_holds_the_words_of_its_plan(kind):
    one, same = hard_page(PLAN, 1, kind, 0.67), hard_page(PLAN, 1, kind, 0.67)
    assert np.array_equal(one.image, same.image)
    first, second = plans.load(PLAN).pages
    assert one.text == (f"{second}\n{first}" if kind == "spread" else second)
    height, width = one.image.shape[:2]
    for line in one.lines:
        x0, y0, x1, y1 = line.box
        assert -1 <= x0 < x1 <= width + 1
        assert -1 <= y0 < y1 <= height + 1


@pytest.mark.parametrize("kind", ["rotation", "perspective", "spread", "stamped_skewed_noisy"])
def test_moved_words_lie_on_ink(kind):
    sheet = hard_page(PLAN, 0, kind, 1.0)
    dark = sheet.image.min(axis=2) < 160
    for line in sheet.lines:
        for word in line.words:
            x0, y0, x1, y1 = (round(v) for v in word.box)
            assert dark[y0 : y1 + 1, x0 : x1 + 1].any(), word.text


def test_a_typewriter_sets_every_letter_equally_wide():
    sheet = hard_page(PLAN, 0, "typewriter", 0.0)
    words = [w for line in sheet.lines for w in line.words if len(w.text) > 4 and w.text.isalpha()]
    widths = [(w.box[2] - w.box[0]) / len(w.text) for w in words]
    assert max(widths) < 1.1 * min(widths)


def test_there_is_no_unknown_damage():
    with pytest.raises(KeyError):
        hard_page(PLAN, 0, "lửa", 1.0)
