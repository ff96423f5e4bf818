"""The page at a glance: a reduced copy on which every damage is measured before anything is done to the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from vanthu.ingest.clean.profile import Floats, best_angle
from vanthu.ingest.ocr.engine import Image

WORKING_DPI = 100
"""Lines and letters are still apart here, at a ninth of the pixels of a 300 dpi page: 50 ms for all measures."""
SHORTEST_PAGE_INCHES = 8.0
"""Long side of A5. An image that would be smaller at its stated resolution states a wrong one."""
INK_SHARE = 0.73
"""Ink is darker than this share of the paper around it; holds for phone photographs and bilevel scans alike."""
PALE_SHARE = 0.9
"""Same, of print forty grey levels above its paper; grain of the paper is finer than letters at 100 dpi."""
BARE, PAGE_OF_TEXT = 60, 200
"""Marks under which a page is looked at again for pale print, and those it must then have: six lines."""
LETTER_INCHES = (0.04, 0.35)
"""Long side of a letter: 5 pt small letters to 30 pt capitals; larger marks are rules, seals, edges."""
LETTER_FILL = 0.0004
"""Least square inches of ink of a letter: 4 pixels at 100 dpi."""

CHROMA = 40
"""Least difference of channels, paper taken as white, of coloured ink; tuned on 97 scanned pages."""
PALE_CHROMA = 18
"""Same, of ink beside ink that is surely coloured: of 24 typeset seals from a dry pad it leaves 24 whole, 30 leaves 20,
without it all but 3 fall into pieces that no longer look like a seal."""
BESIDE_INCHES = 0.1
"""How near pale ink lies to ink that is surely coloured."""
FRINGE = 5
"""Pixels over which the coloured fringes of screen fonts and scanner sensors cancel out."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Survey:
    """What was measured on the reduced copy.

    ``step`` pixels of the page are one pixel of ``small``; ``dpi`` is that of the page as its size allows it,
    ``grey`` is ``small`` without colour, ``paper`` the level of the paper around each pixel of it,
    ``red`` and ``blue`` are masks of coloured ink,
    ``letters`` the mask of letter-sized marks, red ones left out, ``heights`` the heights of those in page pixels.
    """

    step: int
    dpi: float
    small: Image
    grey: Image
    paper: Image
    red: Mask
    blue: Mask
    letters: Mask
    heights: npt.NDArray[np.int32]

    @property
    def small_dpi(self) -> float:
        """Resolution of the reduced copy."""
        return self.dpi / self.step

    @cached_property
    def points(self) -> tuple[Floats, Floats]:
        """Abscissas and ordinates of the letters' ink, in pixels of the reduced copy."""
        y, x = np.nonzero(self.letters)
        return x.astype(np.float32), y.astype(np.float32)

    @cached_property
    def level(self) -> tuple[float, float]:
        """Angle of level lines in degrees, and how sharp they are; see :func:`best_angle`."""
        return best_angle(*self.points)

    @cached_property
    def bright(self) -> Image:
        """The brightest channel of each pixel of the reduced copy: light in coloured ink, dark in black print."""
        red, green, blue = cv2.split(self.small)
        return _array(cv2.max(cv2.max(red, green), blue))


def survey(image: Image, dpi: int) -> Survey:
    """Measure a page.

    Args:
        image: (height, width, 3), RGB.
        dpi: resolution as stated; taken down where the page would be smaller than A5.
    """
    likely = min(float(dpi), max(image.shape[:2]) / SHORTEST_PAGE_INCHES)
    step = max(1, round(likely / WORKING_DPI))
    small = _reduced(image, step)
    grey = _array(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    paper = _array(cv2.medianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), 21))
    (red, pale_red), (blue, pale_blue) = _coloured(small, step)
    letters, heights = _print(grey, paper, red, likely / step)
    reds, blues = (_with_pale(*masks, likely / step) for masks in ((red, pale_red), (blue, pale_blue)))
    return Survey(step, likely, small, grey, paper, reds, blues, letters, heights * step)


def _reduced(image: Image, step: int) -> Image:
    """Each square of ``step`` pixels as one.

    What is left over at the right and below is cut: whole squares cost a third of squares and a bit.
    """
    if step == 1:
        return image
    rows, columns = (max(1, side // step) for side in image.shape[:2])
    return _array(cv2.resize(image[: rows * step, : columns * step], (columns, rows), interpolation=cv2.INTER_AREA))


def _print(grey: Image, paper: Image, red: Mask, dpi: float) -> tuple[Mask, npt.NDArray[np.int32]]:
    """Letter-sized marks; on a page that seems bare, those of print too pale to be seen at first."""
    letters, heights = _letters(((grey < paper * np.float32(INK_SHARE)) & ~red).astype(np.uint8), dpi)
    if len(heights) >= BARE:
        return letters, heights
    pale, pale_heights = _letters(((grey < paper * np.float32(PALE_SHARE)) & ~red).astype(np.uint8), dpi)
    return (pale, pale_heights) if len(pale_heights) >= PAGE_OF_TEXT else (letters, heights)


def _coloured(small: Image, step: int) -> tuple[tuple[Mask, Mask], tuple[Mask, Mask]]:
    """Masks of red and of blue ink, surely coloured and pale."""
    size = max(1, FRINGE // step)
    white = np.percentile(small[::4, ::4].reshape(-1, 3), 75, axis=0)
    levels = cv2.blur(small, (size, size)) * (255 / np.maximum(white, 1)).astype(np.float32)
    red, green, blue = cv2.split(levels)
    more_red, more_blue, reddish = red - green, blue - red, red > blue
    return (
        ((more_red > CHROMA) & reddish, (more_red > PALE_CHROMA) & reddish),
        (more_blue > CHROMA, more_blue > PALE_CHROMA),
    )


def _with_pale(sure: Mask, pale: Mask, dpi: float) -> Mask:
    """Coloured ink and the pale ink beside it."""
    if not sure.any():
        return sure
    size = 2 * round(BESIDE_INCHES * dpi) + 1
    return sure | (pale & (cv2.dilate(sure.astype(np.uint8), np.ones((size, size), np.uint8)) > 0))


def _letters(ink: Image, dpi: float) -> tuple[Mask, npt.NDArray[np.int32]]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    long_side = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    shortest, longest = LETTER_INCHES
    letter = (long_side >= shortest * dpi) & (long_side <= longest * dpi)
    letter &= stats[:, cv2.CC_STAT_AREA] >= LETTER_FILL * dpi * dpi
    letter[0] = False
    return letter[labels], stats[letter, cv2.CC_STAT_HEIGHT].astype(np.int32)


def _array(image: npt.NDArray[np.generic] | cv2.Mat) -> Image:
    return np.asarray(image, dtype=np.uint8)
