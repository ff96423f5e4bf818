"""Strips to learn from, each decided by the seed and its number alone, in batches of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset

from vanthu.ingest.ocr.digits.strip import SYMBOLS
from vanthu.pipelines.train.digits.case import Case
from vanthu.pipelines.train.digits.strips import date_line, number_line
from vanthu.pipelines.train.digits.wear import worn

BATCH = 48
"""Strips in a batch; batches of numbers and of dates take turns, for their widths differ."""


@dataclass(frozen=True, slots=True)
class Batch:
    """``strips`` (batch, 1, 48, width); ``texts`` the symbols to be read."""

    strips: Tensor
    texts: list[str]

    def targets(self) -> tuple[Tensor, Tensor]:
        """The classes of all texts one after another, and their lengths."""
        classes = [SYMBOLS.index(c) + 1 for text in self.texts for c in text]
        return torch.tensor(classes), torch.tensor([len(text) for text in self.texts])


class Specimens(IterableDataset[Batch]):
    """Batches from number ``first`` on, without end."""

    def __init__(self, case: Case, seed: int, first: int = 0) -> None:
        super().__init__()
        self.case, self.seed, self.first = case, seed, first

    def __iter__(self) -> Iterator[Batch]:
        """Batch after batch."""
        number = self.first
        while True:
            yield batch(self.case, self.seed, number)
            number += 1


def batch(case: Case, seed: int, number: int) -> Batch:
    """The batch with this number."""
    rng = np.random.default_rng((seed, number))
    specimens = [(date_line if number % 2 else number_line)(case, rng) for _ in range(BATCH)]
    strips = np.stack([worn(s.ink, rng) for s in specimens])
    return Batch(torch.from_numpy(strips[:, None]), [s.text for s in specimens])
