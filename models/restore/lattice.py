"""Choosing among the spellings of all words of a document with the n-grams.

A beam search (Viterbi over the last words of each hypothesis) runs through the document; where all hypotheses share
their last words it costs nothing. How likely a choice is, is told by what else could stand between its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vanthu.models.restore.ngrams import BOUNDARY, Ngrams, pack, tokens
from vanthu.models.restore.spellings import Slot, is_abbreviation

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

BEAM = 24
"""Hypotheses kept, each with other last words."""
WORD = 5.0
"""Nats of the n-grams that a word is given back: without, spellings with fewer words would win."""
WEIGHT = 1.2
"""What a nat of the n-grams counts beside a nat of the tagger, which has seen the context too; tuned on own plans."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The spelling chosen for a slot, by index, and its share 0..1 of all that the slot could be."""

    index: int
    probability: float


@dataclass(frozen=True, slots=True)
class Beam:
    """Hypotheses, best first: their last words, ``(n, order - 1)``, newest last, and their scores, ``(n,)``."""

    contexts: npt.NDArray[np.int32]
    scores: Floats


class Lattice:
    """Slots of a document in order; ``breaks`` are the slots before which a paragraph begins."""

    def __init__(self, slots: Sequence[Slot], breaks: set[int], ngrams: Ngrams, weight: float = WEIGHT) -> None:
        self._ngrams, self._weight = ngrams, weight
        self._reach = ngrams.order - 1
        self._slots, self._breaks = slots, breaks
        self._words = [[_ids(s.text, ngrams) for s in slot.spellings] for slot in slots]
        self._scores = [np.array([s.score for s in slot.spellings]) for slot in slots]
        self._chosen: list[int] = []

    def choose(self) -> list[Choice]:
        """The best spelling of each slot."""
        self._chosen = self._search()
        totals = self._weigh([i for i, slot in enumerate(self._slots) if len(slot.spellings) > 1])
        return [self._choice(i, totals.get(i)) for i in range(len(self._slots))]

    def _choice(self, i: int, total: Floats | None) -> Choice:
        if total is None:
            return Choice(0, math.exp(min(self._scores[i][0], 0.0)))
        shares = np.exp(total - total.max())
        return Choice(self._chosen[i], float(shares[self._chosen[i]] / shares.sum()))

    def _search(self) -> list[int]:
        """The spelling of each slot on the likeliest path."""
        boundary = np.full((1, self._reach), BOUNDARY, np.int32)
        beam, own = Beam(boundary, np.zeros(1)), np.zeros(1, np.intp)
        steps: list[tuple[Places, Places]] = []
        for i in range(len(self._slots)):
            if i in self._breaks:
                beam, own = Beam(boundary, beam.scores[:1]), own[:1]
            beam, parents, spellings = self._extended(beam, i)
            steps.append((own[parents], spellings))
            own = np.arange(len(beam.scores))
        chosen, at = [0] * len(steps), 0
        for i in range(len(steps) - 1, -1, -1):
            parents, spellings = steps[i]
            chosen[i], at = int(spellings[at]), int(parents[at])
        return chosen

    def _extended(self, beam: Beam, i: int) -> tuple[Beam, Places, Places]:
        """Each hypothesis with each spelling of a slot, the best of each context: with its parent and its spelling."""
        spelled, width = self._words[i], len(beam.scores)
        if len(spelled) == width == 1:
            nothing = np.zeros(1, np.intp)
            context = [*beam.contexts[0].tolist(), *spelled[0]][-self._reach :]
            return Beam(np.array([context], np.int32), beam.scores + self._scores[i]), nothing, nothing
        contexts = np.repeat(beam.contexts, len(spelled), axis=0)
        scores = np.repeat(beam.scores, len(spelled)) + np.tile(self._scores[i], width)
        for place in range(max(map(len, spelled))):
            newest = np.tile([words[place] if place < len(words) else -1 for words in spelled], width)
            rows = np.flatnonzero(newest >= 0)
            words = newest[rows].astype(np.int32)
            scores[rows] += self._weight * (self._ngrams.score(contexts[rows], words) + WORD)
            contexts[rows] = np.concatenate([contexts[rows, 1:], words[:, None]], axis=1)
        order = np.argsort(-scores, kind="stable")[: BEAM * 4]
        _, first = np.unique(pack(contexts[order]), return_index=True)
        kept = order[np.sort(first)][:BEAM]
        return Beam(contexts[kept], scores[kept]), kept // len(spelled), kept % len(spelled)

    def _weigh(self, due: Sequence[int]) -> dict[int, Floats]:
        """Total score of each spelling of the slots, their neighbours as chosen."""
        rows: list[list[int]] = []
        owners: list[int] = []
        counts: list[int] = []
        for i in due:
            before, after = self._before(i), self._after(i)
            for words in self._words[i]:
                run = [*before, *words, *after]
                for end in range(self._reach, len(run)):
                    if run[end] != BOUNDARY:
                        rows.append(run[end - self._reach : end + 1])
                        owners.append(len(counts))
                counts.append(len(words))
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
