"""A strip of the page as the recogniser sees it: one line of print and what is written into its blanks.

Every strip is scaled so that capitals have one height and stand on one row; grey is stretched from paper to ink.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from vanthu.ingest.ocr.engine import Image

HEIGHT = 48
"""Rows of a strip."""
CAPITAL = 15
"""Rows of a capital letter of the printed line."""
BASELINE = 31
"""Row on which the printed line stands: handwriting goes far up, and a little down."""
COLUMNS = 4
"""Columns of a strip for one row of the recogniser's output."""
WIDTH_STEP = 8
"""Widths are multiples of this: the network halves the width twice."""

SYMBOLS = "0123456789S/-NTM"
"""What the recogniser tells apart: digits, the printed ``Số``, strokes, ``ngày``, ``tháng`` and ``năm``. Class 0 of its
output is nothing, class ``i + 1`` is ``SYMBOLS[i]``."""

INK_PERCENTILE, PAPER_PERCENTILE = 1.0, 80.0
FAINTEST = 40.0
"""Least difference of ink and paper, in grey levels: an empty strip stays empty."""

Strip = npt.NDArray[np.float32]
"""(HEIGHT, width), 0 paper .. 1 ink."""


def cut(image: Image, left: float, right: float, baseline: float, capital: float) -> Strip:
    """The strip of a grey page between two columns.

    Args:
        image: grey page.
        left: first column.
        right: last column.
        baseline: row on which the print stands.
        capital: height of its capitals in pixels.
    """
    scale = capital / CAPITAL
    width = max(round((right - left) / scale / WIDTH_STEP), 1) * WIDTH_STEP
    size = (round(width * scale), round(HEIGHT * scale))
    part = _window(image, round(left), round(baseline - BASELINE * scale), *size)
    return stretched(cv2.resize(part, (width, HEIGHT), interpolation=cv2.INTER_AREA))


def _window(image: Image, x: int, y: int, width: int, height: int) -> Image:
    """A part of the image; what lies outside is paper."""
    found = np.full((height, width), 255, np.uint8)
    top, left = max(y, 0), max(x, 0)
    part = image[top : max(y + height, 0), left : max(x + width, 0)]
    found[top - y : top - y + part.shape[0], left - x : left - x + part.shape[1]] = part
    return found


def stretched(grey: npt.NDArray[np.generic]) -> Strip:
    """Grey levels as ink: paper becomes 0, the darkest ink 1."""
    levels = grey.astype(np.float32)
    ink, paper = np.percentile(levels, (INK_PERCENTILE, PAPER_PERCENTILE))
    return np.asarray(np.clip((paper - levels) / max(paper - ink, FAINTEST), 0, 1), np.float32)
