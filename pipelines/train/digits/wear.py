"""What scanners and paper do to a strip."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.ocr.digits.strip import HEIGHT, Strip, stretched
from vanthu.ingest.ocr.engine import Image
from vanthu.pipelines.train.digits.glyphs import Ink

Rng = np.random.Generator


ATTEMPTS = 3
"""Wear is drawn anew so often where it has eaten what was to be read; then the strip stays clean."""
GONE = 0.5
"""Least share of the ink of any ``PART`` columns that is still seen; under it nobody could read them."""
PART = 6


def worn(ink: Ink, rng: Rng) -> Strip:
    """A composed strip as the recogniser would see it in a scan."""
    return stretched(_reduced(scanned(ink, rng).astype(np.float32)))


def scanned(ink: Ink, rng: Rng) -> Image:
    """A composed strip as grey levels of a scan; no part of what is written there is gone."""
    for _ in range(ATTEMPTS):
        bent = _bent(ink, rng)
        grey = np.clip(_optics(_pressed(bent, rng), rng), 0, 255)
        if _legible(stretched(255 - 255 * _reduced(bent)), stretched(_reduced(grey))):
            return grey.astype(np.uint8)
    return (255 - 255 * np.clip(ink, 0, 1)).astype(np.uint8)


def _reduced(picture: Ink) -> Ink:
    width = round(picture.shape[1] * HEIGHT / picture.shape[0])
    return np.asarray(cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_AREA), np.float32)


def _legible(clean: Strip, seen: Strip) -> bool:
    """Whether most of the ink is still there, wherever there was any."""
    before, after = clean > 0.35, (clean > 0.35) & (seen > 0.3)  # noqa: PLR2004  ink, not its rim
    width = before.shape[1] // PART * PART
    counts, left = (part[:, :width].sum(axis=0).reshape(-1, PART).sum(axis=1) for part in (before, after))
    return bool(np.all(left >= GONE * counts - 3))


def _bent(ink: Ink, rng: Rng) -> Ink:
    """A smooth distortion of a few pixels, and a skew that deskewing has left."""
    height, width = ink.shape
    knots = (max(width // 24, 2), 4)
    across, down = (
        cv2.resize(rng.normal(0, 1.1, knots[::-1]).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    )
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    skew = float(rng.normal(0, 0.006))
    return np.asarray(cv2.remap(ink, columns + across, rows + down + skew * (columns - width / 2), cv2.INTER_LINEAR))


def _pressed(ink: Ink, rng: Rng) -> Ink:
    """Lines spread or break."""
    lot = rng.random()
    if lot < 0.15:  # noqa: PLR2004  spread
        return np.asarray(cv2.dilate(ink, np.ones((2, 2), np.uint8)))
    if lot < 0.3:  # noqa: PLR2004  thinned
        return np.asarray(cv2.erode(ink, np.ones((2, 2), np.uint8)))
    if lot < 0.4:  # noqa: PLR2004  broken, as faint toner is
        height, width = ink.shape
        holes = cv2.resize(rng.random((height // 3, width // 3)).astype(np.float32), (width, height))
        return np.asarray(ink * np.clip(holes * 3 + rng.uniform(-0.6, 0.6), 0, 1), np.float32)
    return ink


def _optics(ink: Ink, rng: Rng) -> Ink:
    """Blur, resolution, threshold, noise, compression: grey levels."""
    dark, paper = float(rng.uniform(0, 70)), float(rng.uniform(225, 255))
    grey = np.asarray(paper - ink * (paper - dark), np.float32)
    blur = float(rng.uniform(0, 1.5))
    if blur > 0.3:  # noqa: PLR2004  less is none
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), np.float32)
    if rng.random() < 0.3:  # noqa: PLR2004  200 dpi and less
        factor = float(rng.uniform(0.45, 0.8))
        small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        grey = np.asarray(cv2.resize(small, (grey.shape[1], grey.shape[0])), np.float32)
    if rng.random() < 0.5:  # noqa: PLR2004  grain
        grey = np.asarray(grey + rng.normal(0, rng.uniform(1, 14), grey.shape), np.float32)
    if rng.random() < 0.2:  # noqa: PLR2004  black and white
        return np.where(grey > rng.uniform(110, 210), 255.0, 0.0).astype(np.float32)
    if rng.random() < 0.35:  # noqa: PLR2004  JPEG
        quality = int(rng.integers(20, 75))
        _, packed = cv2.imencode(".jpg", np.clip(grey, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.float32)
    return np.asarray(grey, np.float32)
