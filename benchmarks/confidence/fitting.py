"""A logistic regression drawn to weights set by hand, and its answers about documents that it was not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from benchmarks.confidence.priors import DOUBTED, EARLIER, PRIOR, RIDGE, SEEN
from benchmarks.confidence.samples import Sample
from vanthu.models.extract.confidence import ceiling
from vanthu.pipelines.evaluate.reliability import SURE

Vector = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
STEPS, SMALL = 100, 1e-6
"""Steps of Newton's method, and the change that shows in no digit of confidence."""


@dataclass(frozen=True, slots=True)
class Table:
    """Samples as numbers; ``earlier`` marks those of earlier extractors."""

    names: tuple[str, ...]
    x: Vector
    right: Mask
    earlier: Mask
    documents: npt.NDArray[np.str_]

    @classmethod
    def of(cls, now: Sequence[Sample], earlier: Sequence[Sample]) -> Table:
        """Today's values first; every signal that any of them has is a column."""
        samples = (*now, *earlier)
        names = tuple(sorted({name for s in samples for name in s.signals}))
        column = {name: i for i, name in enumerate(names)}
        x = np.zeros((len(samples), len(names)))
        for row, sample in zip(x, samples, strict=True):
            for name, strength in sample.signals.items():
                row[column[name]] = strength
        marks = np.arange(len(samples)) >= len(now)
        right = np.array([s.right for s in samples])
        return cls(names, x, right, marks, np.array([s.document for s in samples]))


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of signals, and the constant of today's extractor."""

    names: tuple[str, ...]
    weights: Vector
    constant: float

    def odds(self, x: Vector) -> Vector:
        """In nats, of each row being right."""
        return np.asarray(self.constant + x @ self.weights)


def fit(table: Table, rows: Mask, ridge: float = RIDGE) -> Fit:
    """The regression on some rows, by Newton's method with bounds; constants are drawn to nothing."""
    raw = table.x[rows]
    spread = np.where(raw.std(axis=0) > 0, raw.std(axis=0), 1.0)
    known = table.earlier[rows].astype(float)[:, None]
    x = np.hstack([np.ones((len(raw), 1)), known, raw / spread])
    y = table.right[rows].astype(float)
    count = np.where(table.earlier[rows], EARLIER, 1.0)
    prior = np.array([PRIOR.get(name, 0.0) for name in table.names])
    expected = np.concatenate([[0.0, 0.0], prior * spread])
    most = np.concatenate([[np.inf, np.inf], np.where(prior < 0, 0.0, np.inf)])
    penalty = np.concatenate([[SMALL, SMALL if known.any() else 1.0], np.full(len(prior), ridge)])
    w = expected.copy()
    for _ in range(STEPS):
        p = probability(x @ w)
        slope = x.T @ (count * (y - p)) - penalty * (w - expected)
        bend = x.T @ (x * (count * p * (1 - p))[:, None]) + np.diag(penalty)
        free = (w < most) | (slope <= 0)
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        moved = np.minimum(w + step, most)
        done = np.abs(moved - w).max() < SMALL
        w = moved
        if done:
            break
    return Fit(table.names, w[2:] / spread, float(w[0]))


def left_out(table: Table, ridge: float = RIDGE, *, strict: bool = False) -> Vector:
    """Odds of every sample by the fit to all documents but its own, at every level and by every extractor.

    ``strict`` takes from each fit the signals of SEEN that no wrong value of another document has: whoever had not
    looked at the document that is left out would not have thought of them.
    """
    odds = np.zeros(len(table.x))
    seen = np.array([name in SEEN for name in table.names])
    for name in np.unique(table.documents):
        mine = table.documents == name
        suggested = (table.x[~table.right & ~mine] != 0).any(axis=0)
        known = replace(table, x=np.where(seen & ~suggested, 0.0, table.x)) if strict else table
        odds[mine] = fit(known, ~mine, ridge).odds(known.x[mine])
    return odds


def ceilings(samples: Sequence[Sample]) -> Vector:
    """The most that each value can be worth for how its words were read."""
    return np.array([ceiling(1 - s.signals["word in doubt"]) for s in samples])


def lowered(odds: Vector, most: Vector, right: Mask) -> float:
    """What is added to odds so that DOUBTED of the right values lie under 0.9; never more than nothing.

    Values that cannot reach 0.9 (``most``) are among those, whatever is added.
    """
    reachable = np.where(most < SURE, -np.inf, odds)
    return min(float(np.log(SURE / (1 - SURE)) - np.quantile(reachable[right], DOUBTED, method="lower")), 0.0)


def probability(odds: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def log_loss(odds: Vector, right: Mask) -> float:
    return float(np.mean(np.logaddexp(0, np.where(right, -odds, odds))))
