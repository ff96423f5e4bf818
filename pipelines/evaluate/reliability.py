"""How far confidence can be trusted: of values that say 0.8, are four in five right?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
SURE = 0.9
"""Confidence from which a value is taken without a look; the promise of ``docs/extraction.md`` is made at it."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Values with a confidence of at least ``low`` and under ``high`` (the last bin holds 1.0 too)."""

    low: float
    high: float
    count: int
    right: int
    mean: float

    @property
    def share(self) -> float | None:
        """Share that is right; None where there are none."""
        return self.right / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Reliability:
    """The table, and the two shares that matter: wrong values that warn, right values that cry wolf."""

    bins: tuple[Bin, ...]
    wrong: int
    wrong_under: int
    right: int
    right_under: int

    @property
    def warned(self) -> float | None:
        """Share of the wrong values under 0.9."""
        return self.wrong_under / self.wrong if self.wrong else None

    @property
    def doubted(self) -> float | None:
        """Share of the right values under 0.9."""
        return self.right_under / self.right if self.right else None

    @property
    def error(self) -> float | None:
        """Expected calibration error: mean distance of confidence and share right, by count."""
        total = sum(b.count for b in self.bins)
        return sum(b.count * abs(b.mean - (b.share or 0.0)) for b in self.bins) / total if total else None


def reliability(verdicts: Iterable[tuple[float, bool]]) -> Reliability:
    """The table of (confidence, right) pairs."""
    known = list(verdicts)
    sure = [right for confidence, right in known if confidence >= SURE]
    right = sum(right for _, right in known)
    wrong = len(known) - right
    return Reliability(
        tuple(_bin(known, low, high) for low, high in pairwise(EDGES)),
        wrong,
        wrong - (len(sure) - sum(sure)),
        right,
        right - sum(sure),
    )


def _bin(known: Sequence[tuple[float, bool]], low: float, high: float) -> Bin:
    inside = [(c, right) for c, right in known if low <= c < high or (c == high == EDGES[-1])]
    mean = sum(c for c, _ in inside) / len(inside) if inside else 0.0
    return Bin(low, high, len(inside), sum(right for _, right in inside), mean)
