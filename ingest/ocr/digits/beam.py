"""What a strip says, with probabilities: prefix beam search over the classes of each column.

After A. Graves et al., "Connectionist Temporal Classification" (ICML 2006), without a language model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vanthu.ingest.ocr.digits.strip import SYMBOLS

BEAM = 24
"""Texts that are followed at once."""
NEGLIGIBLE = 1e-4
"""Probability under which a class of a column opens no new text."""

Probabilities = npt.NDArray[np.float32]
"""(columns, classes), each row sums to one."""


def texts(probabilities: Probabilities) -> list[tuple[str, float]]:
    """The likeliest texts of a strip and their probabilities, best first."""
    beam: dict[str, tuple[float, float]] = {
        "": (1.0, 0.0)
    }  # text → probability that its last column is nothing, or not
    for row in probabilities.astype(np.float64).tolist():
        beam = _best(_extended(beam, row))
    return sorted(((text, a + b) for text, (a, b) in beam.items()), key=lambda pair: -pair[1])


def _extended(beam: dict[str, tuple[float, float]], row: Sequence[float]) -> dict[str, list[float]]:
    """One column further."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    likely = [(SYMBOLS[i], p) for i, p in enumerate(row[1:]) if p > NEGLIGIBLE]
    for text, (blank, ended) in beam.items():
        own = found[text]
        own[0] += (blank + ended) * row[0]
        if text:
            own[1] += ended * row[SYMBOLS.index(text[-1]) + 1]
        for symbol, probability in likely:
            before = blank if text.endswith(symbol) else blank + ended
            if before:
                found[text + symbol][1] += before * probability
    return found


def _best(found: dict[str, list[float]]) -> dict[str, tuple[float, float]]:
    kept = sorted(found.items(), key=lambda item: -sum(item[1]))[:BEAM]
    return {text: (blank, ended) for text, (blank, ended) in kept}


def columns(probabilities: Probabilities) -> list[tuple[str, int, int]]:
    """The likeliest class of each column, runs joined: symbol, first column, column behind the last."""
    found: list[tuple[str, int, int]] = []
    best = probabilities.argmax(axis=1).tolist()
    for at, choice in enumerate(best):
        if choice and at and best[at - 1] == choice:
            found[-1] = (found[-1][0], found[-1][1], at + 1)
        elif choice:
            found.append((SYMBOLS[choice - 1], at, at + 1))
    return found
