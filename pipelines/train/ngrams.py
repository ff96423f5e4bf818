"""Count the syllable n-gram model of :mod:`vanthu.models.restore.ngrams` over weighted corpora.

Each corpus is counted and discounted on its own (modified Kneser-Ney: Chen and Goodman 1998), then the discounted
counts are added with the weights of the corpora. So an n-gram seen once in a heavy corpus is still trusted as one seen
once. N-grams whose loss hardly changes what the model says of the text are pruned, and the rest is made to sum to one.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.noise import passages
from vanthu.corpora.noise.papers import write_paper, write_places
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
from vanthu.pipelines.train.recipe import parse_corpora
from vanthu.pipelines.train.stock import TRAINED_ON, plan_lines

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]

ORDER, THRESHOLD = 4, 3.0
"""Tuned on plans that were not counted: perplexity 24.3 with three words (10 MB), with four 19.8 (11 MB) and no better
restored accents at a threshold of 2 (14 MB, 19.6)."""
PAPERS, PAPERS_WEIGHT = 10_000, 2.0
"""How many papers are made up, about 500,000 words, and what each of their words counts."""
OWN_WEIGHT = 30.0
"""What each word of the own plans counts: they hold set phrases that no corpus has."""
MIN_MARKED_SHARE = 0.3
"""Paragraphs with fewer marked words are bare, foreign or tables; prose has 0.7 and more."""
MIN_SYLLABLE_COUNT, MIN_WORD_COUNT = 2, 10
"""How often, all corpora taken together, a legal syllable and any other word must occur to enter the vocabulary."""
TYPING_ERRORS = 0.01
"""A marked word that is no syllable (``quyêt``) is a typing error below this share of a syllable of its letters."""
UNKNOWN_TYPES = 200_000
"""How many unknown words share the probability of their class: about as many as the corpora hold."""

_BITS = np.uint64(WORD_BITS)
_LEAST = 1e-7
"""Probability left to unseen words where the seen ones take all."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Ids of the words of one corpus, paragraphs parted by :data:`BOUNDARY`, and what each of its words counts."""

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


def build_ngrams(shares: Mapping[Path, float], *, order: int = ORDER, threshold: float = THRESHOLD) -> Ngrams:
    """The model of some corpora and of the own plans that are not held out.

    Args:
        shares: of the corpora in the counts, relative to each other, by file (as :func:`passages.load` reads them).
        order: length of the longest n-grams, 2 to 4.
        threshold: nats of likelihood of the corpora that an n-gram must add to stay.

    Raises:
        ValueError: a corpus holds no running text.
    """
    words, streams = choose_words(*read(shares))
    return to_model(prune(count(streams, order), threshold), words)


def read(shares: Mapping[Path, float]) -> tuple[list[str], list[Stream]]:
    """All words in order of appearance, and each corpus, papers and own plans last, as ids into them."""
    known = {name: i for i, name in enumerate(CLASSES)}
    seen: dict[str, int] = {}
    ids = [_ids(passages.load(path, share).paragraphs, known, seen) for path, share in shares.items()]
    # lines of a plan are broken where the paper ends, not the sentence
    own = _ids([" ".join(plan_lines(name)) for name in TRAINED_ON], known, seen)
    made_up = _ids(papers(), known, seen)
    marked = np.array([any(c in MARKED for c in word) for word in known])
    ids = [_prose(i, marked) for i in ids]
    whole, shared = sum(map(len, ids)), sum(shares.values())
    weights = [whole / len(i) * share / shared for i, share in zip(ids, shares.values(), strict=True)]
    return list(known), [*map(Stream, ids, weights), Stream(made_up, PAPERS_WEIGHT), Stream(own, OWN_WEIGHT)]


def papers() -> list[str]:
    """Paragraphs of made-up papers, and of addresses: set phrases and the names of offices and places."""
    rng = random.Random(0)  # noqa: S311  text, not secrets
    return [*write_places(), *(paragraph for _ in range(PAPERS) for paragraph in write_paper(rng))]


def _ids(paragraphs: Sequence[str], known: dict[str, int], seen: dict[str, int]) -> NDArray[np.int32]:
    """Ids of all words; ``known`` learns new forms, ``seen`` new spellings of them."""
    ids = array("i", [BOUNDARY])
    for paragraph in paragraphs:
        for token in tokens(paragraph):
            if (i := seen.get(token)) is None:
                i = seen[token] = known.setdefault(form(token), len(known))
            ids.append(i)
        ids.append(BOUNDARY)
    return np.frombuffer(ids, np.int32)


def _prose(ids: NDArray[np.int32], marked: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Only paragraphs in which enough words carry marks: the others would teach bare spellings."""
    starts = np.flatnonzero(ids[:-1] == BOUNDARY)
    lengths = np.diff(np.append(starts, len(ids) - 1))
    good = np.add.reduceat(marked[ids[:-1]].astype(np.int64), starts) > MIN_MARKED_SHARE * (lengths - 1)
    return np.append(ids[:-1][np.repeat(good, lengths)], np.int32(BOUNDARY))


def choose_words(words: Sequence[str], streams: Sequence[Stream]) -> tuple[list[str], list[Stream]]:
    """The vocabulary, most frequent first after the classes, and the corpora in its ids."""
    counts = np.sum([np.bincount(stream.ids, minlength=len(words)) for stream in streams], axis=0)
    real = _real_words(words, counts)
    frequent = np.array([i for i in np.argsort(-counts, kind="stable") if real[i]], np.intp)
    new = np.full(len(words), UNKNOWN, np.int32)
    new[: len(CLASSES)] = range(len(CLASSES))
    new[frequent] = np.arange(len(CLASSES), len(CLASSES) + len(frequent))
    return [*CLASSES, *(words[i] for i in frequent)], [Stream(new[s.ids], s.weight) for s in streams]


def _real_words(words: Sequence[str], counts: NDArray[np.integer[Any]]) -> list[bool]:
    """Which words occur often enough and are no errors of those who typed the corpora."""
    syllables: dict[str, int] = {word: int(n) for word, n in zip(words, counts, strict=True) if is_syllable(word)}
    by_letters: dict[str, int] = {}
    for syllable, n in syllables.items():
        by_letters[bare(syllable)] = max(n, by_letters.get(bare(syllable), 0))
    total = sum(syllables.values())

    def real(word: str, n: int) -> bool:
        if word in syllables or n < MIN_WORD_COUNT or not any(c in MARKED for c in word):
            return n >= (MIN_SYLLABLE_COUNT if word in syllables else MIN_WORD_COUNT)
        together = (syllables.get(word[:i], 0) * syllables.get(word[i:], 0) for i in range(1, len(word)))
        # two syllables that chance alone puts side by side more often lost the space between them: tổchức, not bêtông
        return n > TYPING_ERRORS * by_letters.get(bare(word), 0) and n > max(together, default=0) / total

    return [i >= len(CLASSES) and real(word, int(counts[i])) for i, word in enumerate(words)]


def count(streams: Sequence[Stream], order: int) -> list[Level]:
    """N-grams of length 0 to ``order``."""
    parts: list[list[tuple[NDArray[Any], ...]]] = [[] for _ in range(order)]
    for stream in streams:
        keys, seen = _count(stream.ids, order)
        values = seen
        for length in range(order, 0, -1):
            parts[length - 1].append((keys, *(stream.weight * v for v in (seen, _discount(values), values))))
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
    starting: NDArray[np.bool_] = (keys >> np.uint64(WORD_BITS * max(length - 1, 0)) == BOUNDARY) & (length > 1)
    return starting


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
    discounts = np.clip(discounts, 0.0, [0.0, 0.95, 1.9, 2.9])
    left: Floats = values - discounts[np.minimum(values, 3).astype(int)]
    return left


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
    kept: list[NDArray[np.bool_]] = []
    needed: list[Places] = []
    for length in range(len(levels) - 1, 1, -1):
        level = levels[length]
        keep = level.seen * np.log(probs[length] / probs[length - 1][level.suffixes]) > threshold
        for places in needed:
            keep[places] = True
        needed = [level.parents[keep], level.suffixes[keep]]
        kept.append(keep)
    pruned = list(levels[:2])
    for level, keep in zip(levels[2:], reversed(kept), strict=True):
        shorter = pruned[-1].keys
        pruned.append(_level(level.keys[keep], level.seen[keep], level.alphas[keep], shorter, len(pruned)))
    return pruned


def to_model(levels: Sequence[Level], words: Sequence[str]) -> Ngrams:
    """The model in its backing-off form, in bytes."""
    probs = _probabilities(levels, len(words))
    left = [_left(longer, len(level.keys)) for level, longer in pairwise(levels)]
    ids = levels[1].keys.astype(np.intp)
    singles, singles_left = np.full(len(words), left[0][0] / len(words)), np.ones(len(words))
    singles[ids], singles_left[ids] = probs[1], left[1]
    log_singles = _share_unknown(np.arange(len(words), dtype=np.uint64), np.log(singles)).astype(np.float32)
    orders = []
    for length in range(2, len(levels)):
        log_probs = quantise(_share_unknown(levels[length].keys, np.log(probs[length])))
        backoffs = quantise(np.log(left[length])) if length < len(left) else np.zeros(0, np.uint8)
        orders.append(make_order(levels[length].keys, log_probs, backoffs))
    return Ngrams(tuple(words), log_singles, np.log(singles_left).astype(np.float32), tuple(orders))


def _share_unknown(keys: Keys, log_probs: Floats) -> Floats:
    unknown = keys & np.uint64((1 << WORD_BITS) - 1) == UNKNOWN
    shared: Floats = log_probs - np.log(UNKNOWN_TYPES) * unknown
    return shared


def main(
    corpus: Annotated[list[str], typer.Option(help="FILE or FILE=SHARE, one paragraph a line; may be repeated.")],
    out: Annotated[Path, typer.Option(help="Where to write the weights.")] = WEIGHTS,
    order: Annotated[int, typer.Option(min=2, max=4)] = ORDER,
    threshold: Annotated[float, typer.Option(min=0.0, help="Nats that an n-gram must add to stay.")] = THRESHOLD,
) -> None:
    """Count the n-gram model of the restorer."""
    shares = {item.path: item.weight for item in parse_corpora(corpus)}
    model = build_ngrams(shares, order=order, threshold=threshold)
    save(model, out)
    sizes = ", ".join(f"{len(longer.keys) - 1:,}" for longer in model.orders)
    typer.echo(f"{out}: {len(model.words):,} words, {sizes} longer n-grams, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    typer.run(main)
