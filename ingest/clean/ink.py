"""Coloured ink: red seals and blue signatures are found, and faded where they lie over print.

Only seals and signatures fade. Red print (digital signature blocks, urgency stamps) and small blue handwriting
(number and day of the act) stay: somebody wants to read them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from vanthu.ingest.clean.survey import CHROMA, Mask, Survey
from vanthu.ingest.ocr.engine import Image
from vanthu.models.page import StampKind

JOIN_INCHES = 0.1
"""Gaps inside one seal or signature."""
SMALLEST_INCHES = 0.2
"""Smaller coloured marks are specks and stray strokes."""
SEAL_INCHES = (0.8, 2.4)
"""Long side: seals are 32-42 mm wide, half seals as tall; half as much again is allowed for what overlaps."""
SEAL_ASPECT = (0.55, 1.8)
"""Width over height: square but for what the signature cuts out or adds."""
SIGNATURE_INCHES = 0.45
"""Least width and height; flatter blue writing is a number, a day or a name."""
LETTERHEAD = 0.3
"""Share of the page, from its top, where no blue ink is faded: number and day are written there."""
INK_PERCENTILE = 20
"""Of the brightness of the ink; what is darker has print under it (a tenth of two real seals over text)."""
EDGE = 6
"""Pixels around a spot where its pale rim still fades: what the reduced copy loses."""
BLACK = 40
"""Level of black print under a seal."""
PRINT_BELOW = 110
"""Brightest channel of black print on the reduced copy."""
BLUE_PRINT = 0.5
"""Share of the letters that are blue on a page printed in blue: 0.1 at most on 97 scanned pages with pen and stamps."""
PRINT_SHARE = 0.02
"""Share of a stamp's box that is black where it covers text: two or three letters."""

PixelRect = tuple[int, int, int, int]
"""x, y, width, height."""


@dataclass(frozen=True, slots=True)
class InkSpot:
    """A connected patch of coloured ink; ``rect`` in pixels of the page, ``fades`` where it is to be taken off."""

    kind: StampKind
    colour: str
    rect: PixelRect
    covers_text: bool
    fades: bool


def detect(page: Survey) -> tuple[InkSpot, ...]:
    """Seals, signatures and other coloured patches, largest first."""
    dark = page.bright < PRINT_BELOW
    masks = {"red": page.red} if _prints_blue(page) else {"red": page.red, "blue": page.blue}
    spots = [spot for colour, mask in masks.items() for spot in _patches(page, mask, dark, colour)]
    spots.sort(key=lambda spot: -spot.rect[2] * spot.rect[3])
    return tuple(spot for i, spot in enumerate(spots) if not any(_inside(spot, other) for other in spots[:i]))


def _prints_blue(page: Survey) -> bool:
    """Whether the print itself is blue (navy letters of a page scanned in layers): pens cannot be told from it then."""
    letters = int(np.count_nonzero(page.letters))
    return letters > 0 and int(np.count_nonzero(page.letters & page.blue)) > BLUE_PRINT * letters


def _patches(page: Survey, mask: Mask, dark: Mask, colour: str) -> list[InkSpot]:
    if not mask.any():
        return []
    size = max(3, round(JOIN_INCHES * page.small_dpi))
    joined = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for x, y, width, height, _area in stats[1:].tolist():
        if max(width, height) < SMALLEST_INCHES * page.small_dpi:
            continue
        rect = (x, y, width, height)
        kind, fades = _kind(rect, page, colour)
        covers = float(dark[y : y + height, x : x + width].mean()) > PRINT_SHARE
        found.append(InkSpot(kind, colour, _enlarged(rect, page.step), covers, fades))
    return found


def _inside(spot: InkSpot, other: InkSpot) -> bool:
    """Whether a spot is a part of a larger one: the emblem within the ring."""
    x, y, width, height = spot.rect
    left, top, across, down = other.rect
    within = left <= x and top <= y and x + width <= left + across and y + height <= top + down
    return within and spot.colour == other.colour


def _enlarged(rect: PixelRect, step: int) -> PixelRect:
    x, y, width, height = rect
    return x * step, y * step, width * step, height * step


def _kind(rect: PixelRect, page: Survey, colour: str) -> tuple[StampKind, bool]:
    x, y, width, height = rect
    rows, columns = page.letters.shape
    dpi = page.small_dpi
    if colour == "blue":
        written = min(width, height) >= SIGNATURE_INCHES * dpi
        return (StampKind.SIGNATURE, y > LETTERHEAD * rows) if written else (StampKind.OTHER, False)
    at_edge = x <= dpi / 8 or x + width >= columns - dpi / 8 or y <= dpi / 8 or y + height >= rows - dpi / 8
    square = SEAL_ASPECT[0] <= width / height <= SEAL_ASPECT[1]
    sized = SEAL_INCHES[0] * dpi <= max(width, height) <= SEAL_INCHES[1] * dpi
    return (StampKind.SEAL, True) if sized and (square or at_edge) else (StampKind.OTHER, False)


def apply(grey: Image, image: Image, spots: tuple[InkSpot, ...]) -> Image:
    """The grey page without the ink of the spots that fade; print under it stays.

    The brightest channel of a pixel is light in coloured ink and dark in black print, also where both lie on top of
    each other. It is stretched so that the ink's own level becomes white.
    """
    faded = grey.copy()
    for spot in spots:
        if spot.fades:
            x, y, width, height = spot.rect
            part = (slice(max(y - EDGE, 0), y + height + EDGE), slice(max(x - EDGE, 0), x + width + EDGE))
            faded[part] = _fade(faded[part], image[part], spot.colour)
    return faded


def _fade(grey: Image, rgb: Image, colour: str) -> Image:
    bright, of_colour = rgb.max(axis=2), rgb[..., 0 if colour == "red" else 2]
    mask = ((of_colour == bright) & (bright - rgb.min(axis=2) > CHROMA)).astype(np.uint8)
    if not mask.any():
        return grey
    level = max(float(np.percentile(bright[mask > 0], INK_PERCENTILE)), 2.0 * BLACK)
    stretched = np.clip((bright.astype(np.float32) - BLACK) * (255 / (level - BLACK)), 0, 255).astype(np.uint8)
    near = cv2.dilate(mask, np.ones((5, 5), np.uint8)) > 0
    return np.where(near, np.maximum(stretched, grey), grey)
