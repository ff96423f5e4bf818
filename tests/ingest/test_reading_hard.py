"""Hard pages read by tesseract after mending: small twins of what `benchmarks/scans.py` measures."""

from __future__ import annotations

import shutil
from collections import Counter

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from vanthu.corpora import plans
from vanthu.corpora.degrade import overprint, paper
from vanthu.corpora.hard import hard_page
from vanthu.corpora.typeset import typeset
from vanthu.ingest.clean.mend import mend, mend_sheets
from vanthu.ingest.ocr.tesseract import TesseractEngine

pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")

PLAN, DPI = "huyen_60_ngay_dem", 300
MOST_WRONG = {
    "seal_faded": 0.01,
    "seal_grey": 0.01,
    "shadow": 0.01,
    "low_contrast": 0.01,
    "bleed_through": 0.01,
    "perspective": 0.01,
    "stamped_skewed_noisy": 0.015,
}
"""Worst damage → share of the printed letters in words that did not come out."""


def words(sheets):
    lines = [line for sheet in sheets for line in TesseractEngine().read(sheet.image, dpi=sheet.dpi)]
    return Counter(word.text.replace("—", "–") for line in lines for word in line.words)


def unmended(image):
    return Counter(word.text for line in TesseractEngine().read(image, dpi=DPI) for word in line.words)


def printed(sheet):
    return Counter(word for line in sheet.lines if line.region != "stamp" for word in line.text.split())


def wrong(missed, instead):
    """Letters of words that were missed, less those of the nearest word that was read instead."""
    left, total = list(instead.elements()), 0
    for word in missed.elements():
        distance, nearest = min(((Levenshtein.distance(word, w), w) for w in left), default=(len(word), None))
        total += min(distance, len(word))
        if nearest is not None and distance < len(word):
            left.remove(nearest)
    return total


@pytest.mark.parametrize(("kind", "most"), MOST_WRONG.items())
def test_the_worst_damage_leaves_at_most_one_letter_in_a_hundred_wrong(kind, most):
    sheet = hard_page(PLAN, 0, kind, 1.0)
    gold, read = printed(sheet), words(mend_sheets(sheet.image, DPI))
    assert wrong(gold - read, read - gold) <= most * sum(map(len, gold.elements()))


@pytest.mark.parametrize("colour", [overprint.sealed, overprint.faded_seals, overprint.copied_seals])
def test_removing_seals_eats_no_letter_that_is_read_without_it(colour):
    sheet = typeset(plans.load(PLAN), dpi=DPI, sealed=False)[1]
    rng = np.random.default_rng(0)
    sealed, bare = (paper.jpeg(image, 0.2, rng) for image in (colour(sheet.image, 1.0, rng), sheet.image))
    gold, with_seal = printed(sheet), words([mend(sealed, DPI)])
    eaten = (gold & words([mend(bare, DPI)]) & unmended(sealed)) - with_seal
    assert len(mend(sealed, DPI).stamps) >= overprint.MOST_SEALS
    assert wrong(eaten, with_seal - gold) <= 0.001 * sum(map(len, gold.elements()))
