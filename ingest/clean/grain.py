"""Grain of grey and colour scans (sensor noise, JPEG ringing around letters), smoothed before OCR."""

from __future__ import annotations

import cv2
import numpy as np

from vanthu.ingest.ocr.engine import Image

PALE, DARK = (225, 250), 128
"""Grey levels of the halo around letters, and of letters."""
GRAIN = 0.3
"""Pale pixels for each dark one: 0.4-10 on 23 grey and colour scans, 0.03-0.14 on bilevel scans and rendered text."""
SIGMA_INCHES = 1.0 / 300
"""Of the Gaussian. With it ten transcribed pages miss 124 words of 4,805 instead of 142 (0.65 and 0.8 pixels: 140,
136); on text rendered without grain a Gaussian does harm (171 to 195 of 4,400), hence the measure."""


def detect(grey: Image) -> float:
    """Pale pixels for each dark one, on every fourth row."""
    rows = grey[::4]
    dark = np.count_nonzero(rows < DARK)
    pale = np.count_nonzero(cv2.inRange(rows, PALE[0], PALE[1]))
    return float(pale / dark) if dark else 0.0


def apply(grey: Image, dpi: float) -> Image:
    """The page through a light Gaussian, ``dpi`` being its resolution."""
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), SIGMA_INCHES * dpi), dtype=np.uint8)
