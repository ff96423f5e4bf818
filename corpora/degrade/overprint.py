"""What is put over the print by hand: seals in fresh, worn and copied ink, pens, incoming stamps."""

from __future__ import annotations

import numpy as np

from vanthu.corpora.degrade.ink import colourless
from vanthu.corpora.typeset import ornaments
from vanthu.corpora.typeset.fonts import sized
from vanthu.corpora.typeset.styles import RED
from vanthu.corpora.typeset.truth import Image

MOST_SEALS = 3
"""Seals on a page at full strength: beside the signature, at a correction, and the half of one over the edge."""
FADED = (226, 132, 140)
"""Red ink of a dry pad."""
A4_INCHES = 8.27
STAMP_LINES = ("SỞ NỘI VỤ", "ĐẾN", "Số: ..........", "Ngày: ........", "Chuyển: ......")


def sealed(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Fresh red seals over the text, one to three."""
    return _seals(image, strength, rng, RED)


def faded_seals(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Pale seals over the text, one to three."""
    return _seals(image, strength, rng, FADED)


def copied_seals(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Seals over the text as a black-and-white copier leaves them: grey, one to three."""
    return colourless(_seals(image, strength, rng, RED), 1.0, rng)


def signed(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Signatures in blue ink over the text, one to three."""
    page, dpi = image.copy(), _dpi(image)
    for centre in _places(image, strength, rng):
        ornaments.ink(page, ornaments.signature(dpi, rng), centre, ornaments.BLUE)
    return page


def stamped(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """An incoming stamp in the upper left corner; the stronger, the lower, until it lies over the title."""
    page, dpi = image.copy(), _dpi(image)
    height, width = image.shape[:2]
    mask = _incoming(dpi)
    centre = (width * rng.uniform(0.2, 0.3), height * (0.03 + 0.17 * strength))
    ornaments.ink(page, mask, centre, RED)
    return page


def _incoming(dpi: int) -> ornaments.Mask:
    """The frame of an incoming stamp with its printed words, 40 by 26 mm."""
    width, height = round(40 * dpi / ornaments.MM_PER_INCH), round(26 * dpi / ornaments.MM_PER_INCH)
    return ornaments.framed(STAMP_LINES, (width, height), sized(9, dpi, bold=True))


def _seals(image: Image, strength: float, rng: np.random.Generator, colour: tuple[int, int, int]) -> Image:
    page, dpi = image.copy(), _dpi(image)
    for centre in _places(image, strength, rng):
        ornaments.ink(page, ornaments.seal("state", ["SỞ NỘI VỤ", "TỈNH MẪU"], dpi, rng), centre, colour)
    return page


def _places(image: Image, strength: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Centres over the text, each in its own third of the page."""
    height, width = image.shape[:2]
    count = max(1, round(MOST_SEALS * strength))
    thirds = rng.permutation(MOST_SEALS)[:count]
    return [
        (width * rng.uniform(0.25, 0.75), height * (0.1 + (third + rng.uniform(0.2, 0.8)) * 0.27)) for third in thirds
    ]


def _dpi(image: Image) -> int:
    """The page is taken to be A4."""
    return round(int(image.shape[1]) / A4_INCHES)
