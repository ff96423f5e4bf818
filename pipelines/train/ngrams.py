"""Count the syllable n-gram model of :mod:`vanthu.models.restore.ngrams` over weighted corpora.

Each corpus is counted and discounted on its own (modified Kneser-Ney: Chen and Goodman 1998), then the discounted
counts are added with the weights of the corpora. So an n-gram seen once in a heavy corpus is still trusted as one seen
once. N-grams whose loss hardly changes what the model says of the text are pruned, and the rest is made to sum to one.
"""

from __future__ import annotations

import lzma
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from vanthu.corpora.orthography import MARKED, is_syllable
from vanthu.models.restore.ngrams import (
    BOUNDARY,
    CLASSES,
    UNKNOWN,
    WEIGHTS,
    WORD_BITS,
    Ngrams,
    form,
    make_order,
    pack,
    quantise,
    save,
    tokens,
)

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]

MIN_MARKED_SHARE = 0.3
"""Paragraphs with fewer marked words are bare, foreign or tables; prose has 0.7 and more."""
MIN_SYLLABLE_COUNT, MIN_WORD_COUNT = 2.0, 12.0
"""Weighted counts that put a legal syllable, and any other word, into the vocabulary."""
UNKNOWN_TYPES = 200_000
"""How many unknown words share the probability of their class: about as many as the corpora hold."""

_BITS = np.uint64(WORD_BITS)
_LEAST = 1e-7
"""Probability left to unseen words where the seen ones take all."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Ids of the words of one corpus in its own vocabulary, paragraphs parted by :data:`BOUNDARY`, and its weight."""

    ids: NDArray[np.int32]
    weight: float


@dataclass(frozen=True, slots=True)
class Level:
    """N-grams of one length, sorted by key, all corpora added: columns ``(n,)``.

    ``seen`` is how often each occurs; ``alphas`` its discounted share of its context; ``parents`` and ``suffixes`` are
    its places in the level below without its newest and without its oldest word.
    """

    keys: Keys
    seen: Floats
    alphas: Floats
    parents: Places
    suffixes: Places


_EMPTY = Level(np.zeros(1, np.uint64), np.ones(1), np.ones(1), np.zeros(1, np.intp), np.zeros(1, np.intp))
"""The one n-gram of no words, context of all single words."""


def read_corpora(weights: Mapping[Path, float]) -> tuple[list[str], list[Corpus]]:
    """All words in order of appearance, and each corpus as ids into them."""
    known = {name: i for i, name in enumerate(CLASSES)}
    seen: dict[str, int] = {}
    corpora = []
    for path, weight in weights.items():
        ids = array("i", [BOUNDARY])
        for line in _lines(path):
            for token in tokens(line):
                if (i := seen.get(token)) is None:
                    i = seen[token] = known.setdefault(form(token), len(known))
                ids.append(i)
            ids.append(BOUNDARY)
        corpora.append(Corpus(np.frombuffer(ids, np.int32), weight))
    words = list(known)
    marked = np.array([any(c in MARKED for c in word) for word in words])
    return words, [Corpus(_prose(corpus.ids, marked), corpus.weight) for corpus in corpora]


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as file:
        for line in file:
            yield line.decode()


def _prose(ids: NDArray[np.int32], marked: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Only paragraphs in which enough words carry marks: the others would teach bare spellings."""
    starts = np.flatnonzero(ids[:-1] == BOUNDARY)
    lengths = np.diff(np.append(starts, len(ids) - 1))
    good = np.add.reduceat(marked[ids[:-1]].astype(np.int64), starts) > MIN_MARKED_SHARE * (lengths - 1)
    return np.append(ids[:-1][np.repeat(good, lengths)], np.int32(BOUNDARY))


def choose_words(words: Sequence[str], corpora: Sequence[Corpus]) -> tuple[list[str], list[Corpus]]:
    """The vocabulary, most frequent first after the classes, and the corpora in its ids."""
    counts = sum(np.bincount(c.ids, minlength=len(words)) * c.weight for c in corpora)
    least = np.array([MIN_SYLLABLE_COUNT if is_syllable(word) else MIN_WORD_COUNT for word in words])
    frequent = np.argsort(-counts, kind="stable")
    frequent = frequent[(counts >= least)[frequent] & (frequent >= len(CLASSES))]
    new = np.full(len(words), UNKNOWN, np.int32)
    new[: len(CLASSES)] = range(len(CLASSES))
    new[frequent] = np.arange(len(CLASSES), len(CLASSES) + len(frequent))
    return [*CLASSES, *(words[i] for i in frequent)], [Corpus(new[c.ids], c.weight) for c in corpora]


def count(corpora: Sequence[Corpus], order: int) -> list[Level]:
    """N-grams of length 0 to ``order``."""
    parts: list[list[tuple[NDArray[Any], ...]]] = [[] for _ in range(order)]
    for corpus in corpora:
        keys, seen = _count(corpus.ids, order)
        values = seen
        for length in range(order, 0, -1):
            parts[length - 1].append((keys, *(corpus.weight * v for v in (seen, _discount(values), values))))
            keys, seen, values = _shorten(keys, seen, values, length)
    levels = [_EMPTY]
    for length in range(1, order + 1):
        levels.append(_merge(parts[length - 1], levels[-1].keys, length))
        parts[length - 1].clear()
    return levels


def _count(ids: NDArray[np.int32], order: int) -> tuple[Keys, Floats]:
    """The n-grams that end on each word and each paragraph end, those at the start filled up with boundaries."""
    stream = np.repeat(ids, np.where(ids == BOUNDARY, order - 1, 1))
    windows = np.lib.stride_tricks.sliding_window_view(stream, order)
    predicted = (windows[:, -1] != BOUNDARY) | (windows[:, -2] != BOUNDARY)
    keys, counts = np.unique(pack(windows)[predicted], return_counts=True)
    return keys, counts.astype(np.float64)


def _shorten(keys: Keys, seen: Floats, values: Floats, length: int) -> tuple[NDArray[Any], ...]:
    """The n-grams without their oldest word: how often seen, and after how many words (Kneser-Ney).

    Nothing comes before the beginning of a paragraph: there the count stays.
    """
    shorter = _without_oldest(keys, length)
    return _add(shorter, seen, np.where(_at_start(shorter, length - 1), values, 1.0))


def _at_start(keys: Keys, length: int) -> NDArray[np.bool_]:
    """N-grams of two and more whose oldest word is a boundary."""
    return (keys >> np.uint64(WORD_BITS * max(length - 1, 0)) == BOUNDARY) & (length > 1)


def _without_oldest(keys: Keys, length: int) -> Keys:
    return keys & np.uint64((1 << (WORD_BITS * (length - 1))) - 1)


def _add(keys: Keys, *values: Floats) -> tuple[NDArray[Any], ...]:
    """Sorted distinct keys and the sums of their values."""
    by_key = np.argsort(keys, kind="stable")
    keys = keys[by_key]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys[starts], *(np.add.reduceat(v[by_key], starts) for v in values)


def _discount(values: Floats) -> Floats:
    """Counts less the three discounts of modified Kneser-Ney, estimated from how many occur once to four times."""
    n1, n2, n3, n4 = (max(int((values == i).sum()), 1) for i in range(1, 5))
    y = n1 / (n1 + 2 * n2)
    discounts = np.array([0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    return values - np.clip(discounts, 0.0, [0.0, 0.95, 1.9, 2.9])[np.minimum(values, 3).astype(int)]


def _merge(parts: Sequence[tuple[NDArray[Any], ...]], shorter: Keys, length: int) -> Level:
    """Add the corpora; n-grams that begin with two boundaries say nothing that the shorter ones do not, and go."""
    keys, seen, mass, total = _add(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    real = ~(_at_start(keys, length) & _at_start(_without_oldest(keys, length), length - 1))
    keys, seen, mass, total = (column[real] for column in (keys, seen, mass, total))
    parents = shorter.searchsorted(keys >> _BITS)
    context_totals = np.bincount(parents, weights=total, minlength=len(shorter))
    return _level(keys, seen, mass / context_totals[parents], shorter, length)


def _level(keys: Keys, seen: Floats, alphas: Floats, shorter: Keys, length: int) -> Level:
    parents = shorter.searchsorted(keys >> _BITS)
    return Level(keys, seen, alphas, parents, shorter.searchsorted(_without_oldest(keys, length)))


def _left(level: Level, contexts: int) -> Floats:
    """What the n-grams leave of each of their contexts for words that never followed it."""
    taken = np.bincount(level.parents, weights=level.alphas, minlength=contexts)
    left: Floats = np.maximum(1 - taken, _LEAST)
    return left


def _probabilities(levels: Sequence[Level], vocabulary: int) -> list[Floats]:
    """For each level: the share of the n-gram itself, and of what its context leaves the part of its suffix."""
    probs = [np.full(1, 1 / vocabulary)]
    for level in levels[1:]:
        probs.append(level.alphas + _left(level, len(probs[-1]))[level.parents] * probs[-1][level.suffixes])
    return probs


def prune(levels: Sequence[Level], threshold: float) -> list[Level]:
    """Only n-grams that add ``threshold`` nats to the likelihood of the corpora, and those that longer ones begin with.

    What a longer one ends with stays too: a spelling known only after two words is no more probable than unknown.
    """
    probs = _probabilities(levels, len(levels[1].keys))
    kept = [np.ones(len(level.keys), bool) for level in levels]
    for length in range(len(levels) - 1, 1, -1):
        level = levels[length]
        kept[length] = level.seen * np.log(probs[length] / probs[length - 1][level.suffixes]) > threshold
        for longer, longer_kept in zip(levels[length + 1 : length + 2], kept[length + 1 : length + 2], strict=True):
            kept[length][longer.parents[longer_kept]] = True
            kept[length][longer.suffixes[longer_kept]] = True
    pruned = list(levels[:2])
    for length in range(2, len(levels)):
        level, keep = levels[length], kept[length]
        pruned.append(_level(level.keys[keep], level.seen[keep], level.alphas[keep], pruned[-1].keys, length))
    return pruned


def to_model(levels: Sequence[Level], words: Sequence[str]) -> Ngrams:
    """The model in its backing-off form, in bytes."""
    probs = _probabilities(levels, len(words))
    left = [_left(longer, len(level.keys)) for level, longer in pairwise(levels)]
    singles = np.full((2, len(words)), np.log(left[0][0] / len(words)), np.float32)
    singles[1] = 0.0
    singles[:, levels[1].keys] = _share_unknown(levels[1].keys, np.log(probs[1])), np.log(left[1])
    orders = []
    for length in range(2, len(levels)):
        log_probs = quantise(_share_unknown(levels[length].keys, np.log(probs[length])))
        backoffs = quantise(np.log(left[length])) if length < len(left) else np.zeros(0, np.uint8)
        orders.append(make_order(levels[length].keys, log_probs, backoffs))
    return Ngrams(tuple(words), singles[0], singles[1], tuple(orders))


def _share_unknown(keys: Keys, log_probs: Floats) -> Floats:
    unknown = keys & np.uint64((1 << WORD_BITS) - 1) == UNKNOWN
    shared: Floats = log_probs - np.log(UNKNOWN_TYPES) * unknown
    return shared


def build_ngrams(weights: Mapping[Path, float], *, order: int = 3, threshold: float = 3.0) -> Ngrams:
    """Count, weigh and prune the model: ``weights`` of the corpora by file (a paragraph a line, plain or ``.xz``)."""
    words, corpora = choose_words(*read_corpora(weights))
    return to_model(prune(count(corpora, order), threshold), words)


def main(
    corpus: Annotated[list[str], typer.Option(help="FILE=WEIGHT, a paragraph a line, plain or .xz; may be repeated.")],
    out: Annotated[Path, typer.Option(help="Where to write the weights.")] = WEIGHTS,
    order: Annotated[int, typer.Option(min=2, max=4)] = 3,
    threshold: Annotated[float, typer.Option(min=0.0, help="Nats that an n-gram must add to stay.")] = 1.5,
) -> None:
    """Count the n-gram model of the restorer."""
    weights = {Path(file): float(weight) for file, _, weight in (entry.rpartition("=") for entry in corpus)}
    model = build_ngrams(weights, order=order, threshold=threshold)
    save(model, out)
    sizes = ", ".join(f"{len(longer.keys) - 1:,}" for longer in model.orders)
    typer.echo(f"{out}: {len(model.words):,} words, {sizes} longer n-grams, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    typer.run(main)
