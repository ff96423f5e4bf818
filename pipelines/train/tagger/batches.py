"""Batches of training examples, drawn and damaged while the network learns from the last ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from vanthu.corpora.noise.channel import Channel
from vanthu.corpora.noise.examples import Example, Examples, Mixture
from vanthu.corpora.noise.passages import Library
from vanthu.models.restore.alphabet import Alphabet
from vanthu.models.restore.tagger import WINDOW

IGNORED = -100
"""Tag of characters that teach nothing: padding, and edits that are not in the alphabet."""
SHUFFLED, EMITTED = 12, 8
"""Batches that are mixed, and how many of them are handed out before the next are drawn."""
SHIFTS = 4
"""Examples begin at any of the phases in which the network gathers its characters."""

Row = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Draw:
    """What examples are drawn from, and the seed."""

    library: Library
    channel: Channel
    alphabet: Alphabet
    batch: int
    seed: int


class Batches(IterableDataset[tuple[Tensor, Tensor]]):
    """(characters, tags), both (batch, window), for ever; each worker has a seed of its own."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        worker = get_worker_info()
        seed = self._draw.seed * 1000 + (worker.id if worker else 0)
        rng, waiting = random.Random(seed), list[Row]()  # noqa: S311  noise, not secrets
        examples = Examples(self._draw.library, self._draw.channel, Mixture(), seed)
        size = self._draw.batch
        while True:
            waiting += [row(e, self._draw.alphabet, rng.randrange(SHIFTS)) for e in examples.draw(WINDOW + 40)]
            if len(waiting) < size * SHUFFLED:
                continue
            rng.shuffle(waiting)
            for _ in range(EMITTED):
                rows = [waiting.pop() for _ in range(size)]
                yield tuple(torch.from_numpy(np.stack(side)) for side in zip(*rows, strict=True))


def row(example: Example, alphabet: Alphabet, shift: int = 0) -> Row:
    """Numbers and tags of one window, padded."""
    text, labels = example.read[shift : shift + WINDOW], example.labels[shift : shift + WINDOW]
    characters, tags = np.zeros(WINDOW, np.int64), np.full(WINDOW, IGNORED, np.int64)
    characters[: len(text)], tags[: len(text)] = alphabet.read(text), alphabet.tag(text, labels, missing=IGNORED)
    return characters, tags


def stream(draw: Draw, workers: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches from ``workers`` processes."""
    return iter(DataLoader(Batches(draw), batch_size=None, num_workers=workers, prefetch_factor=16))
