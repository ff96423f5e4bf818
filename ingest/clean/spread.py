"""Two facing pages on one picture: the fold between them, at which they are cut apart."""

from __future__ import annotations

import numpy as np

from vanthu.ingest.clean.survey import INK_SHARE, survey
from vanthu.ingest.ocr.engine import Image

WIDE = 1.2, 1.7
"""Width over height of two facing A4 or A5 pages, trimmed or with a little of the table: 1.41 as they are."""
MIDDLE = 0.42, 0.58
"""Part of the width in which the fold lies."""
GUTTER = 0.05
"""Least width without print at the fold, over that of the picture: two inner margins of 15 mm are 0.07. Sheets printed
across have lines, or the rules of a table, there."""
CLEAN = 0.002
"""Share of a column's height that may be marked and still count as without print: a speck, a stitch."""
FOLD_LINE = 0.5
"""Share of a column's height from which it is the fold itself."""
SHADED = 0.95
"""Paper at the fold over that beside it where the fold shows."""
FEWEST_LETTERS = 150
"""Letters on each side: half a dozen lines."""


def detect(image: Image, dpi: int) -> float | None:
    """Where the fold is, as a share of the width; None where the picture is of one page.

    Args:
        image: upright page, RGB.
        dpi: its resolution as stated.
    """
    if not WIDE[0] <= image.shape[1] / image.shape[0] <= WIDE[1]:
        return None
    page = survey(image, dpi)
    height, width = page.letters.shape
    low, high = (round(share * width) for share in MIDDLE)
    marks = (page.grey[:, low:high] < INK_SHARE * page.paper[:, low:high]).sum(axis=0)
    bare = (marks <= CLEAN * height) | (marks >= FOLD_LINE * height)
    start, length = _longest(bare)
    start += low
    if length < GUTTER * width:
        return None
    sides = np.count_nonzero(page.letters[:, :start]), np.count_nonzero(page.letters[:, start + length :])
    letter = float(np.median(page.heights)) / page.step if len(page.heights) else 0.0
    if min(sides) < FEWEST_LETTERS * letter:  # a letter is at least one stroke of its height
        return None
    return float((start + _fold(page.paper[:, start : start + length])) / width)


def _fold(gutter: Image) -> float:
    """Column of the gutter at which the pages meet: where it is darkest, its middle where it is all alike."""
    light = gutter.mean(axis=0)
    return float(np.argmin(light)) if light.min() < SHADED * light.max() else gutter.shape[1] / 2


def _longest(bare: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    """Start and length of the longest run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], bare, [False])).astype(np.int8)))
    if not len(edges):
        return 0, 0
    starts, ends = edges[::2], edges[1::2]
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best] - starts[best])
