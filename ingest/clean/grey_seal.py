"""Seals on copies without colour: rings of flat grey, paler than the print that they lie on, found and faded."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.clean.ink import JOIN_INCHES, PRINT_BELOW, PRINT_SHARE, InkSpot, PixelRect
from vanthu.ingest.clean.survey import Mask, Survey
from vanthu.ingest.ocr.engine import Image
from vanthu.models.page import StampKind

DARK, PALEST = 0.25, 0.75
"""Shares of the paper's level: print is darker than the first, a copied seal lies between."""
RIM_INCHES = 0.013
"""Around print in which grey is the soft edge of a letter."""
GAPS_INCHES = (JOIN_INCHES, 0.25)
"""Gaps within a seal, narrowest first: lines of print that lie over it cut it through. Of 24 typeset seals on copies
the first finds 21, both find 24."""
CELL = 60
"""Level, 0..255, of a pixel of the reduced copy that is grey for a quarter."""
MOST_GREY = 0.03
"""Share of the page that may be grey: more, and its print is; seals cover 0.004 to 0.009 on typeset pages."""
DIAMETER_INCHES = (1.1, 1.8)
"""Of a whole seal: 32-42 mm, and what a copier stretches."""
SQUARE = (0.75, 1.33)
"""Width over height of a whole seal."""
RING = 0.72, 1.05
"""Part of the radius in which the ring lies, of a box that may be a little too large."""
SECTORS = 24
ROUND = 0.8
"""Least share of the sectors in which the ring is seen: 0.92 to 1.0 on typeset copies; of 98 pages of scans without a
grey seal, tables, signatures and grey print included, none has a patch of this size that reaches 0.8."""
LEAST_INK = 0.04
"""Share of the box that is flat grey: 0.1 to 0.15 of typeset seals, 0.004 of salt and pepper lying round by chance."""
INK_PERCENTILE = 15
"""Of the grey of a seal; what is darker has print under it."""
BLACK = 40
"""Level of print under a seal."""


def detect(grey: Image, page: Survey, known: tuple[InkSpot, ...]) -> tuple[InkSpot, ...]:
    """Grey seals outside the ``known`` coloured spots; ``grey`` is the page without colour."""
    mask = _flat_grey(grey, page)
    for spot in known:
        x, y, width, height = (side // page.step for side in spot.rect)
        mask[y : y + height + 1, x : x + width + 1] = False
    if float(mask.mean()) >= MOST_GREY:
        return ()
    found: list[PixelRect] = []
    least = LEAST_INK * (DIAMETER_INCHES[0] * page.small_dpi) ** 2
    for gap in GAPS_INCHES:
        if np.count_nonzero(mask) < least:  # too little for a seal, as on most pages
            break
        patches = _patches(mask, gap * page.small_dpi, DIAMETER_INCHES[0] * page.small_dpi)
        seals = [rect for rect in patches if _is_seal(_cut(mask, rect), page.small_dpi)]
        for rect in seals:
            _cut(mask, rect)[:] = False
        found += seals
    return tuple(_spot(rect, page) for rect in found)


def _patches(mask: Mask, gap: float, least: float) -> list[PixelRect]:
    """Boxes of what hangs together over gaps of so many pixels, and is at least so many pixels wide and high."""
    size = max(3, round(gap))
    joined = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    large = stats[1:][(stats[1:, 2:4] >= least).all(axis=1)]
    return [(x, y, width, height) for x, y, width, height, _ in large.tolist()]


def _cut(mask: Mask, rect: PixelRect) -> Mask:
    """The part of a mask in a box, which shares its memory."""
    x, y, width, height = rect
    return mask[y : y + height, x : x + width]


def _flat_grey(grey: Image, page: Survey) -> Mask:
    """Pixels of the reduced copy that are neither paper nor print nor the edge of print nor coloured."""
    paper = float(np.percentile(page.paper[::4, ::4], 75))
    grey = np.ascontiguousarray(grey[::2, ::2])  # half is enough to tell flat from edge, at a quarter of the cost
    rim = 2 * max(1, round(RIM_INCHES * page.dpi / 2)) + 1
    print_ = cv2.dilate((grey < DARK * paper).astype(np.uint8), np.ones((rim, rim), np.uint8))
    flat = cv2.inRange(grey, DARK * paper, PALEST * paper)
    flat[print_ > 0] = 0
    small = cv2.resize(flat, (page.grey.shape[1], page.grey.shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray((small > CELL) & ~page.red & ~page.blue)


def _is_seal(patch: Mask, dpi: float) -> bool:
    height, width = patch.shape
    least, most = (inches * dpi for inches in DIAMETER_INCHES)
    if not (least <= min(width, height) and max(width, height) <= most and SQUARE[0] <= width / height <= SQUARE[1]):
        return False
    if patch.mean() < LEAST_INK:
        return False
    y, x = np.nonzero(patch)
    across, down = (x - (width - 1) / 2) / (width / 2), (y - (height - 1) / 2) / (height / 2)
    radius, angle = np.hypot(across, down), np.arctan2(down, across)
    rim = (radius >= RING[0]) & (radius <= RING[1])
    seen = np.unique(((angle[rim] + np.pi) / (2 * np.pi) * SECTORS).astype(int) % SECTORS)
    return len(seen) >= ROUND * SECTORS


def _spot(rect: PixelRect, page: Survey) -> InkSpot:
    x, y, width, height = rect
    covered = page.bright[y : y + height, x : x + width] < PRINT_BELOW
    on_page = (x * page.step, y * page.step, width * page.step, height * page.step)
    return InkSpot(StampKind.SEAL, "grey", on_page, bool(covered.mean() > PRINT_SHARE), fades=True)


def apply(grey: Image, spots: tuple[InkSpot, ...]) -> Image:
    """The page without the grey of the spots: within each, the seal's own level becomes white, print stays dark."""
    faded = grey.copy()
    for spot in spots:
        x, y, width, height = spot.rect
        part = faded[y : y + height, x : x + width]
        paper = float(np.percentile(part, 75))
        seal = part[(part > DARK * paper) & (part < PALEST * paper)]
        level = max(float(np.percentile(seal, INK_PERCENTILE)), 2.0 * BLACK)
        steps = np.clip((np.arange(256) - BLACK) * (255 / (level - BLACK)), 0, 255)
        part[:] = cv2.LUT(part, np.maximum(steps, np.arange(256)).astype(np.uint8))
    return faded
