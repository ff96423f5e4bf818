"""The syllable n-gram model that ranks spellings in a lattice: an interpolated Kneser-Ney model in backing-off form.

The vocabulary holds words in lower case with the tone placed as in :func:`fold_tone_place`, and three
classes: ``<s>`` (the beginning and end of a paragraph), ``<unk>`` and ``<n>`` (whatever holds a digit). Punctuation is
no word: the model was counted over words alone, because OCR loses and invents commas.

An n-gram is one integer, 16 bits a word, newest word lowest; each order is a sorted array of them. The weights are
counted by :mod:`vanthu.pipelines.train.ngrams`; their file is described at :func:`save`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vanthu.corpora.gazetteer.folding import fold_tone_place, plain_apostrophe

WEIGHTS = Path(__file__).parent / "weights" / "ngrams.npz"
BOUNDARY, UNKNOWN, NUMBER = 0, 1, 2
"""Ids of the classes, which come first in every vocabulary."""
CLASSES = ("<s>", "<unk>", "<n>")
WORD_BITS = 16
STEPS_PER_NAT = 16
"""Log probabilities are kept in a byte each, in sixteenths of a nat: down to -15.9, wrong by at most 0.03."""

_TOKEN = re.compile(r"[\w/.\-]{0,40}\d[^\s,;:]*|[^\W\d_]+(?:['’][^\W\d_]+)*")  # bounded: dots may fill a page
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NOTHING = np.iinfo(np.uint64).max


def tokens(text: str) -> list[str]:
    """The words of a line as the model counts them: runs of letters, and whole chunks that hold a digit."""
    return _TOKEN.findall(text)


def form(word: str) -> str:
    """The entry that a word of any case is looked up under: ``Hoà`` is ``hòa``, ``14-KH/TU`` is ``<n>``."""
    if word == CLASSES[NUMBER] or any(map(str.isdigit, word)):
        return CLASSES[NUMBER]
    word = _EDGES.sub("", unicodedata.normalize("NFC", word)).lower()
    return fold_tone_place(plain_apostrophe(word))


def pack(ids: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Rows of word ids ``(n, k)``, newest last, as one integer a row, ``(n,)``."""
    packed = ids[:, 0].astype(np.uint64)
    for column in range(1, ids.shape[1]):
        packed = (packed << np.uint64(WORD_BITS)) | ids[:, column].astype(np.uint64)
    return packed


@dataclass(frozen=True, slots=True)
class Order:
    """All n-grams of one length n >= 2, sorted by key.

    ``log_probs`` of the newest word after the others, and ``backoffs``, the log of what is left for words that never
    followed this n-gram (empty in the highest order); both ``(n,)`` in negative sixteenths of a nat.
    """

    keys: NDArray[np.uint64]
    log_probs: NDArray[np.uint8]
    backoffs: NDArray[np.uint8]

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Where each key stands, and whether it stands there at all."""
        places = self.keys[:-1].searchsorted(keys)
        return places, self.keys[places] == keys


@dataclass(frozen=True)
class Ngrams:
    """The model: ``words`` by id, natural log probabilities and back-offs of single words, and the longer orders."""

    words: tuple[str, ...]
    log_probs: NDArray[np.float32]
    backoffs: NDArray[np.float32]
    orders: tuple[Order, ...]

    @property
    def order(self) -> int:
        """Length of the longest n-grams."""
        return len(self.orders) + 1

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    def knows(self, word: str) -> bool:
        """Whether the word, whatever its case and tone placement, is in the vocabulary; numbers are."""
        return form(word) in self._ids

    def ids(self, words: Iterable[str]) -> NDArray[np.int32]:
        """Ids of raw words, ``(n,)``: case and tone placement folded; :data:`NUMBER` and :data:`UNKNOWN` where apt."""
        known = self._ids
        return np.array([known.get(form(word), UNKNOWN) for word in words], np.int32)

    def score(self, contexts: NDArray[np.int32], words: NDArray[np.int32]) -> NDArray[np.float32]:
        """Natural log probability of each word after its context.

        ``contexts`` is ``(n, order - 1)``, newest last, filled with :data:`BOUNDARY` before the first word of a
        paragraph; ``words`` is ``(n,)``. An unknown word shares the probability of its class with all others unknown.
        """
        scores = self.log_probs[words]
        backoffs = self.backoffs[contexts[:, -1]]
        newest = words.astype(np.uint64)
        history = contexts[:, -1].astype(np.uint64)
        for length, order in enumerate(self.orders, 2):
            places, found = order.find((history << np.uint64(WORD_BITS)) | newest)
            scores += backoffs
            np.copyto(scores, _nats(order.log_probs[places]), where=found)
            if length < self.order:
                history |= contexts[:, -length].astype(np.uint64) << np.uint64(WORD_BITS * (length - 1))
                places, found = order.find(history)
                backoffs = _nats(order.backoffs[places]) * found
        return scores

    @classmethod
    def load(cls, path: Path | None = None) -> Ngrams:
        """Read a file that :func:`save` wrote; without a path, the weights of this package."""
        # opened here, because numpy leaves a damaged file open
        with (path or WEIGHTS).open("rb") as opened, np.load(opened) as file:
            words = tuple(json.loads(file["words"].tobytes()))
            singles = np.arange(len(words), dtype=np.uint64)
            orders: list[Order] = []
            for length in range(2, int(file["order"]) + 1):
                parents = orders[-1].keys[:-1] if orders else singles
                orders.append(_read_order(file, length, parents))
            return cls(words, file["log_probs"], file["backoffs"], tuple(orders))


def save(model: Ngrams, path: Path) -> None:
    """Write the model as compressed NumPy arrays; the same model gives the same bytes.

    Each order is kept as a trie: how many n-grams begin with each of the order below, their newest words, their
    bytes. The words are ordered by frequency, so that their ids are small.
    """
    arrays: dict[str, NDArray[np.generic]] = {
        "order": np.array(model.order),
        "words": np.frombuffer(json.dumps(model.words, ensure_ascii=False).encode(), np.uint8),
        "log_probs": model.log_probs,
        "backoffs": model.backoffs,
    }
    parents = np.arange(len(model.words), dtype=np.uint64)
    for length, order in enumerate(model.orders, 2):
        keys = order.keys[:-1]
        edges = keys.searchsorted(np.append(parents << np.uint64(WORD_BITS), _NOTHING))
        arrays[f"children_{length}"] = np.diff(edges).astype(np.uint16)
        arrays[f"newest_low_{length}"] = (keys & np.uint64(0xFF)).astype(np.uint8)
        arrays[f"newest_high_{length}"] = (keys >> np.uint64(8) & np.uint64(0xFF)).astype(np.uint8)
        arrays[f"log_probs_{length}"] = order.log_probs
        arrays[f"backoffs_{length}"] = order.backoffs
        parents = keys
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def make_order(keys: NDArray[np.uint64], log_probs: NDArray[np.uint8], backoffs: NDArray[np.uint8]) -> Order:
    """An order from sorted keys, closed by a key that no n-gram has, so that every search ends on one."""
    end = np.zeros(1, np.uint8)
    closed = np.append(backoffs, end) if len(backoffs) else backoffs
    return Order(np.append(keys, _NOTHING), np.append(log_probs, end), closed)


def quantise(nats: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Natural logs <= 0 as bytes."""
    steps: NDArray[np.uint8] = np.clip(np.rint(-STEPS_PER_NAT * nats), 0, 255).astype(np.uint8)
    return steps


def _nats(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    return _NATS[values]


_NATS: NDArray[np.float32] = np.arange(256, dtype=np.float32) / np.float32(-STEPS_PER_NAT)


def _read_order(file: Mapping[str, NDArray[Any]], length: int, parents: NDArray[np.uint64]) -> Order:
    older = np.repeat(parents, file[f"children_{length}"]) << np.uint64(WORD_BITS)
    newest = file[f"newest_low_{length}"] | file[f"newest_high_{length}"].astype(np.uint16) << 8
    return Order(np.append(older | newest, _NOTHING), file[f"log_probs_{length}"], file[f"backoffs_{length}"])
