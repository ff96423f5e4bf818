"""Projection profiles of the letters of a page: how sharply it falls into lines, at which angle, which way up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

COARSE_DEGREES = np.arange(-12.0, 12.01, 0.5)
"""A line of 100 dpi text stays recognisable within half a degree of its angle."""
FINE_DEGREES = np.arange(-0.5, 0.51, 0.05)
"""0.05 degrees move the end of an A4 line by 0.7 pixels at 100 dpi: finer is not to be had."""

LAGS = range(2, 8)
"""Rows of the reduced copy: from a mark to the line it stands over."""


def best_angle(x: Floats, y: Floats) -> tuple[float, float]:
    """Angle in degrees at which the ink falls into the sharpest lines, and how sharp these are.

    Positive where lines fall to the right.
    """
    coarse = max(COARSE_DEGREES, key=lambda degrees: _sharpness(x, y, degrees))
    fine = max(coarse + FINE_DEGREES, key=lambda degrees: _sharpness(x, y, degrees))
    return float(fine), _sharpness(x, y, fine)


def heads_up(x: Floats, y: Floats, degrees: float) -> float:
    """Above 0 where the lines stand upright, below where they hang upside down.

    Going down an upright line, ink comes slowly (marks, ascenders) and ends at once at the baseline: the profile is
    not the same backwards. Measured by the third-order asymmetry of the profile over lags within a line: 0.18 to 1.5
    on 97 scanned pages, below -1 on two that hang.
    """
    profile = _profile(x, y, degrees)
    level = profile - profile.mean()
    size = float(np.sum(np.abs(level) ** 3))
    if len(level) <= max(LAGS) or not size:
        return 0.0
    pairs = [(level[:-lag], level[lag:]) for lag in LAGS]
    return float(sum(np.sum(first * after**2) - np.sum(first**2 * after) for first, after in pairs)) / size


def _sharpness(x: Floats, y: Floats, degrees: float) -> float:
    return float(np.sum(np.diff(_profile(x, y, degrees)) ** 2)) / len(x)


def _profile(x: Floats, y: Floats, degrees: float) -> npt.NDArray[np.float64]:
    rows = y - x * np.float32(np.tan(np.deg2rad(degrees)))
    return np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
