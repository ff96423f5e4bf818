"""Choosing among the spellings of all words of a document with the n-grams: each word beside its neighbours, in turn.

The tagger's best spellings are a good start, so a few rounds in which every word is weighed anew while its neighbours
stand still (iterated conditional modes; Besag 1986) find what a full search would, in a handful of array operations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vanthu.models.restore.ngrams import BOUNDARY, Ngrams, tokens
from vanthu.models.restore.spellings import Slot, is_abbreviation

ROUNDS = 4
WORD = 5.0
"""Nats of the n-grams that a word is given back: without, spellings with fewer words would win."""
WEIGHT = 1.2
"""What a nat of the n-grams counts beside a nat of the tagger, which has seen the context too; tuned on own plans."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The spelling chosen for a slot, by index, and its share 0..1 of all that the slot could be."""

    index: int
    probability: float


class Lattice:
    """Slots of a document in order; ``breaks`` are the slots before which a paragraph begins."""

    def __init__(self, slots: Sequence[Slot], breaks: set[int], ngrams: Ngrams, weight: float = WEIGHT) -> None:
        self._ngrams, self._weight = ngrams, weight
        self._reach = ngrams.order - 1
        self._slots, self._breaks = slots, breaks
        self._words = [[_ids(s.text, ngrams) for s in slot.spellings] for slot in slots]
        self._scores = [np.array([s.score for s in slot.spellings]) for slot in slots]
        self._chosen = [0] * len(slots)
        self._open = [i for i, slot in enumerate(slots) if len(slot.spellings) > 1]

    def choose(self) -> list[Choice]:
        """The best spelling of each slot."""
        totals: dict[int, npt.NDArray[np.float64]] = {}
        for turn in range(ROUNDS * 2):
            due = [i for n, i in enumerate(self._open) if n % 2 == turn % 2]
            weighed = self._weigh(due)
            totals.update(weighed)
            changed = False
            for i, total in weighed.items():
                best = int(total.argmax())
                changed |= best != self._chosen[i]
                self._chosen[i] = best
            if turn > 1 and not changed:
                break
        return [self._choice(i, totals.get(i)) for i in range(len(self._slots))]

    def _choice(self, i: int, total: npt.NDArray[np.float64] | None) -> Choice:
        if total is None:
            return Choice(0, math.exp(min(self._scores[i][0], 0.0)))
        shares = np.exp(total - total.max())
        return Choice(self._chosen[i], float(shares[self._chosen[i]] / shares.sum()))

    def _weigh(self, due: Sequence[int]) -> dict[int, npt.NDArray[np.float64]]:
        """Total score of each spelling of the slots, their neighbours as chosen."""
        rows: list[list[int]] = []
        owners: list[int] = []
        counts: list[int] = []
        spelling = 0
        for i in due:
            before, after = self._before(i), self._after(i)
            for words in self._words[i]:
                run = [*before, *words, *after]
                for end in range(self._reach, len(run)):
                    if run[end] != BOUNDARY:
                        rows.append(run[end - self._reach : end + 1])
                        owners.append(spelling)
                counts.append(len(words))
                spelling += 1
        sums = WORD * np.array(counts, np.float64)
        if rows:
            table = np.array(rows, np.int32)
            np.add.at(sums, owners, self._ngrams.score(table[:, :-1], table[:, -1]))
        found, at = {}, 0
        for i in due:
            n = len(self._scores[i])
            found[i] = self._scores[i] + self._weight * sums[at : at + n]
            at += n
        return found

    def _before(self, i: int) -> list[int]:
        words: list[int] = []
        while len(words) < self._reach:
            if i in self._breaks or i == 0:
                return [BOUNDARY] * (self._reach - len(words)) + words
            i -= 1
            words = self._words[i][self._chosen[i]] + words
        return words[-self._reach :]

    def _after(self, i: int) -> list[int]:
        words: list[int] = []
        while len(words) < self._reach:
            i += 1
            if i == len(self._slots) or i in self._breaks:
                return words + [BOUNDARY] * (self._reach - len(words))
            words = words + self._words[i][self._chosen[i]]
        return words[: self._reach]


def _ids(text: str, ngrams: Ngrams) -> list[int]:
    """The words of a spelling; abbreviations, of which n-grams know few, are passed over as signs are."""
    return [int(i) for i in ngrams.ids(word for word in tokens(text) if not is_abbreviation(word))]
