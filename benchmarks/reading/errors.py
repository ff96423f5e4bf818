"""Characters of a page that were read wrong, whatever the order in which its words came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist


@dataclass(frozen=True, slots=True)
class Errors:
    """``wrong`` and ``added`` characters against ``of`` that are printed; blanks are not counted."""

    wrong: int = 0
    added: int = 0
    of: int = 0

    def __add__(self, other: Errors) -> Errors:
        """The errors of both."""
        return Errors(self.wrong + other.wrong, self.added + other.added, self.of + other.of)

    @property
    def share(self) -> float:
        """Wrong characters in %."""
        return 100 * self.wrong / max(self.of, 1)


def character_errors(gold: str, read: str) -> Errors:
    """Words that match are taken away; the rest are paired by least edit distance, nearest first.

    A printed word without a partner is wrong as a whole; a read word without one is added. Dashes are all one.
    """
    printed, found = (Counter(text.replace("–", "-").replace("—", "-").split()) for text in (gold, read))
    left, rest = list((printed - found).elements()), list((found - printed).elements())
    of = sum(map(len, printed.elements()))
    if not left or not rest:
        return Errors(sum(map(len, left)), sum(map(len, rest)), of)
    distances = cdist(left, rest, scorer=Levenshtein.distance)
    wrong, free_left, free_rest = 0, set(range(len(left))), set(range(len(rest)))
    for place in np.argsort(distances, axis=None, kind="stable"):
        i, j = divmod(int(place), len(rest))
        if i in free_left and j in free_rest and distances[i, j] < len(left[i]):
            wrong += int(distances[i, j])
            free_left.remove(i)
            free_rest.remove(j)
    return Errors(wrong + sum(len(left[i]) for i in free_left), sum(len(rest[j]) for j in free_rest), of)
