"""A tagger that was told what some words stand for, in place of the network, and one that says anything."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from vanthu.corpora.orthography import LETTERS
from vanthu.models.restore.alphabet import KEEP, Alphabet
from vanthu.models.restore.tagger import UNLIKELY, Tagger, Tags

SURE = 0.9999
KNOWN = tuple(sorted({*string.printable, *LETTERS, *(c.upper() for c in LETTERS)}))
OPTIONS = 4

Word = Sequence[str | dict[str, float]]
"""For each character what it stands for: one string for sure, or strings with probabilities."""


@dataclass(frozen=True)
class ToldTagger(Tagger):
    """Keeps every character for sure, but for those of the words that it was told of."""

    words: Mapping[str, Word] = field(default_factory=dict)

    def tag(self, text: str) -> Tags:
        tags = np.tile(np.arange(OPTIONS), (len(text), 1))
        log_probs = np.full((len(text), OPTIONS), UNLIKELY, np.float32)
        log_probs[:, 0] = math.log(SURE)
        for word, characters in self.words.items():
            at = text.find(word)
            while at >= 0:
                for i, told in enumerate(characters, at):
                    self._set(text[i], told, tags[i], log_probs[i])
                at = text.find(word, at + len(word))
        return Tags(tags, log_probs)

    def _set(self, character: str, told: str | dict[str, float], tags: np.ndarray, log_probs: np.ndarray) -> None:
        options = {told: SURE} if isinstance(told, str) else told
        ranked = sorted(options.items(), key=lambda option: -option[1])
        log_probs[:] = UNLIKELY
        for i, (string_, chance) in enumerate(ranked):
            tags[i] = 0 if string_ == character else self.alphabet.tags[string_]
            log_probs[i] = math.log(chance)


def told(words: Mapping[str, Word] | None = None) -> ToldTagger:
    words = words or {}
    for word, characters in words.items():
        assert len(word) == len(characters), word
    edits = {s for word in words.values() for c in word for s in ([c] if isinstance(c, str) else c)} - {""}
    edits |= set("áàả")  # so that there are as many tags as options
    return ToldTagger(Path("nowhere.onnx"), Alphabet(KNOWN, (KEEP, "", *sorted(edits))), words)


@dataclass(frozen=True)
class WildTagger(Tagger):
    """Says anything: what it says of a text depends on the seed alone."""

    seed: int = 0

    def tag(self, text: str) -> Tags:
        rng = np.random.default_rng(self.seed)
        scores = np.sort(rng.dirichlet(np.full(OPTIONS, 0.1), len(text)), axis=1)[:, ::-1]
        tags = rng.random((len(text), len(self.alphabet.edits))).argsort(axis=1)[:, :OPTIONS]
        return Tags(tags, np.log(scores + 1e-6).astype(np.float32))


def wild(seed: int) -> WildTagger:
    edits = (KEEP, "", "á", "ộ", "1", "0", " ", "đ", "n ", "h", "15", "\u0301", "-", ".", "A")
    return WildTagger(Path("nowhere.onnx"), Alphabet(KNOWN, edits), seed)
