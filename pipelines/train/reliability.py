"""How often the restorer is right when it says how sure it is: measured on plans that it never saw."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from vanthu.corpora.gazetteer.folding import fold_tone_place
from vanthu.corpora.noise.channel import Channel
from vanthu.corpora.noise.examples import Example
from vanthu.models.restore.model import Model
from vanthu.models.restore.result import RestoredLine
from vanthu.pipelines.train.trials import trials

BIN = 150
"""Words in each part of the table, before neighbours are joined."""
ROUNDS = 3
"""Times that the held-out plans are damaged anew."""


def measure(model: Model, channel: Channel, seed: int) -> list[tuple[float, bool]]:
    """(raw probability, right) for each restored word of damaged plans."""
    found: list[tuple[float, bool]] = []
    for turn in range(ROUNDS):
        for kind, examples in trials(channel, seed + turn).items():
            if kind != "sound":
                found += [word for example in examples for word in _words(model, example)]
    return found


def _words(model: Model, example: Example) -> list[tuple[float, bool]]:
    lines = example.read.removesuffix("\n").split("\n")
    true = example.true.removesuffix("\n").split("\n")
    return [pair for gold, line in zip(true, model.restore(lines), strict=True) for pair in judged(gold, line)]


def judged(true: str, line: RestoredLine) -> list[tuple[float, bool]]:
    """Confidence of each word of a line and whether it is right; lines of another number of words tell nothing."""
    gold = [fold_tone_place(word) for word in true.split()]
    got = [fold_tone_place(line.text[word.start : word.end]) for word in line.words]
    if len(gold) != len(got):
        return []
    return [(word.confidence, a == b) for word, a, b in zip(line.words, gold, got, strict=True)]


def fit(measured: Sequence[tuple[float, bool]]) -> dict[str, list[float]]:
    """Probability → share right, both rising: as many words in each bin, neighbours joined until they rise.

    Most words share the probability 1: which of them are right must not decide in which bin they are.
    """
    ordered = sorted(measured, key=lambda word: word[0])
    cuts = np.linspace(0, len(ordered), len(ordered) // BIN + 2).astype(int)
    bins = [_mean(ordered[a:b]) for a, b in pairwise(cuts) if b > a]
    rising: list[tuple[float, float, int]] = []
    for entry in bins:
        rising.append(entry)
        while len(rising) > 1 and (rising[-2][0] >= rising[-1][0] or rising[-2][1] >= rising[-1][1]):
            (p, r, n), (q, s, m) = rising[-2:]
            rising[-2:] = [((p * n + q * m) / (n + m), (r * n + s * m) / (n + m), n + m)]
    return {"probability": [round(p, 5) for p, _, _ in rising], "right": [round(r, 4) for _, r, _ in rising]}


def _mean(words: Sequence[tuple[float, bool]]) -> tuple[float, float, int]:
    """Mean probability, share right, and how many."""
    return float(np.mean([p for p, _ in words])), float(np.mean([right for _, right in words])), len(words)


def save(table: dict[str, list[float]], path: Path) -> None:
    """As JSON."""
    path.write_text(json.dumps(table), "utf-8")
