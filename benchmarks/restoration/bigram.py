"""A peer: a word-bigram Viterbi that puts marks back on each word, given its bare form.

Counts come from the corpora of ../shared, interpolated with absolute discounting; the candidates of a word are the
words of the corpora with the same bare form. It knows nothing of OCR: marks that were read are dropped first.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vanthu.corpora.gazetteer.folding import strip_marks

TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
DISCOUNT = 0.75
LEAST = 3
"""Times that a word must occur in the corpora to be a candidate."""
NUMBER, MARK, RARE, START = "0", ".", "?", ">"
"""What stands for any number, any punctuation, any rare word and the start of a line."""

Counts = npt.NDArray[np.int64]


class Bigram:
    """The model in memory; ``unigrams`` by id, ``pairs`` the sorted keys ``first * size + second``."""

    def __init__(self, vocabulary: Sequence[str], unigrams: Counts, pairs: Counts, counts: Counts) -> None:
        self.ids = {word: i for i, word in enumerate(vocabulary)}
        self.vocabulary, self.pairs, self.counts = vocabulary, pairs, counts
        self.size = len(vocabulary)
        self.chance = np.maximum(unigrams, 1) / unigrams.sum()
        firsts = pairs // self.size
        self.after = np.maximum(np.bincount(firsts, counts, self.size), 1)
        self.kinds = np.bincount(firsts, minlength=self.size)
        forms: defaultdict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(vocabulary):
            forms[strip_marks(word)].append(i)
        self.candidates = {bare: np.array(found) for bare, found in forms.items()}

    @classmethod
    def of(cls, corpora: Sequence[Path], cache: Path) -> Bigram:
        """Counted once, kept in ``cache``."""
        if not cache.exists():
            np.savez(cache, allow_pickle=False, **_count(corpora))
        kept = np.load(cache)
        return cls(kept["vocabulary"].item().split(), kept["unigrams"], kept["pairs"], kept["counts"])

    def restore(self, lines: Sequence[str]) -> list[str]:
        """Each line with the likeliest marks; lines are decoded one by one."""
        return [self._line(unicodedata.normalize("NFC", line)) for line in lines]

    def _line(self, line: str) -> str:
        found = list(TOKEN.finditer(line))
        best = self._decode([self._choices(match[0]) for match in found])
        parts, end = [], 0
        for match, word in zip(found, best, strict=True):
            known = match[0].isalpha() and word != self.ids[RARE]
            parts += [line[end : match.start()], _cased(self.vocabulary[word], match[0]) if known else match[0]]
            end = match.end()
        return "".join([*parts, line[end:]])

    def _choices(self, token: str) -> Counts:
        return self.candidates.get(strip_marks(_kind(token)), np.array([self.ids[RARE]]))

    def _decode(self, choices: Sequence[Counts]) -> list[int]:
        before, score = np.array([self.ids[START]]), np.zeros(1)
        ways = []
        for now in choices:
            paths = score[:, None] + self._log_chance(before, now)
            ways.append(paths.argmax(0))
            before, score = now, paths.max(0)
        path = [int(score.argmax())]
        for way in reversed(ways):
            path.append(int(way[path[-1]]))
        return [int(now[i]) for now, i in zip(choices, path[-2::-1], strict=True)]

    def _log_chance(self, before: Counts, now: Counts) -> npt.NDArray[np.float64]:
        keys = before[:, None] * self.size + now
        at = np.minimum(np.searchsorted(self.pairs, keys), len(self.pairs) - 1)
        seen = np.where(self.pairs[at] == keys, self.counts[at] - DISCOUNT, 0.0)
        backed_off = DISCOUNT * self.kinds[before][:, None] * self.chance[now]
        chance: npt.NDArray[np.float64] = np.log((seen + backed_off + 1e-9) / self.after[before][:, None])
        return chance


def _cased(word: str, pattern: str) -> str:
    return "".join(w.upper() if b.isupper() else w for w, b in zip(word, pattern, strict=True))


def _kind(token: str) -> str:
    if token.isalpha():
        return token.lower() if len(token.lower()) == len(token) else RARE
    return NUMBER if token.isdigit() else MARK


def _tokens(corpora: Sequence[Path]) -> Iterator[list[str]]:
    for path in corpora:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield [START, *map(_kind, TOKEN.findall(line))]


def _count(corpora: Sequence[Path]) -> dict[str, npt.NDArray[Any]]:
    totals: Counter[str] = Counter()
    for tokens in _tokens(corpora):
        totals.update(tokens)
    vocabulary = [word for word, n in totals.items() if n >= LEAST and not set(word) & set(" \t")]
    vocabulary += [word for word in (NUMBER, MARK, RARE, START) if word not in vocabulary]
    ids, size = {word: i for i, word in enumerate(vocabulary)}, len(vocabulary)
    rare = ids[RARE]
    stream = np.fromiter((ids.get(t, rare) for tokens in _tokens(corpora) for t in tokens), np.int64)
    keys = (stream[:-1] * size + stream[1:])[stream[1:] != ids[START]]
    pairs, counts = np.unique(keys, return_counts=True)
    unigrams = np.bincount(stream, minlength=size)
    return {"vocabulary": np.array(" ".join(vocabulary)), "unigrams": unigrams, "pairs": pairs, "counts": counts}
