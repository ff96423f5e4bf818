"""The character edit tagger: for each character read, the likeliest strings that it stands for.

Runs the ONNX network in windows that overlap, so that every character is tagged with context on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vanthu.models.restore.alphabet import Alphabet

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).parent / "weights"
WINDOW = 768
"""Characters that the network sees at once; it was trained on windows of this length."""
MARGIN = 96
"""Characters at either side of a window whose tags are taken from its neighbour: more than a line."""
UNLIKELY = -12.0
"""Log probability of edits that are not among the likeliest."""
BATCH = 4
"""Windows in one run: more gain nothing on one core, and memory grows with them."""


@dataclass(frozen=True, slots=True)
class Tags:
    """The likeliest edits of each character: ``tags`` and natural ``log_probs``, both ``(length, options)``."""

    tags: npt.NDArray[np.int64]
    log_probs: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Tagger:
    """A network file and the alphabet it was trained with."""

    network: Path
    alphabet: Alphabet

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Tagger:
        """The tagger in ``folder``; files that cannot be read are told here, not in the middle of a document."""
        tagger = cls(folder / "tagger.onnx", Alphabet.load(folder / "alphabet.json"))
        tagger._session  # noqa: B018  opens the file
        return tagger

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  heavy

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return InferenceSession(str(self.network), options, providers=["CPUExecutionProvider"])

    def tag(self, text: str) -> Tags:
        """Tag every character of ``text``; lines are parted by line feeds."""
        numbers = self.alphabet.read(text)
        starts = window_starts(len(numbers))
        tags: list[npt.NDArray[np.int64]] = []
        log_probs: list[npt.NDArray[np.float32]] = []
        for first in range(0, len(starts), BATCH):
            batch = starts[first : first + BATCH]
            windows = np.zeros((len(batch), WINDOW), np.int64)
            for row, start in enumerate(batch):
                part = numbers[start : start + WINDOW]
                windows[row, : len(part)] = part
            found_tags, found_probs = self._session.run(None, {"characters": windows})
            for row, start in enumerate(batch):
                low, high = own_part(start, starts, len(numbers))
                tags.append(found_tags[row, low - start : high - start])
                log_probs.append(found_probs[row, low - start : high - start])
        if not tags:
            return Tags(np.zeros((0, 1), np.int64), np.zeros((0, 1), np.float32))
        return Tags(np.concatenate(tags), np.concatenate(log_probs))

    def kept(self, tags: Tags, start: int, end: int) -> float:
        """Log probability that the characters from ``start`` to ``end`` stand for themselves."""
        found = np.where(tags.tags[start:end] == 0, tags.log_probs[start:end], UNLIKELY).max(axis=1)
        return float(found.sum())

    def write(self, character: str, tag: int) -> str:
        """What ``tag`` makes of a character."""
        return self.alphabet.write(character, tag)


def window_starts(length: int) -> list[int]:
    """Where the windows over a text begin; the last one ends with the text where the text is long enough."""
    last = max(length - WINDOW, 0)
    return [*range(0, last, WINDOW - 2 * MARGIN), last] if length else []


def own_part(start: int, starts: Sequence[int], length: int) -> tuple[int, int]:
    """The characters whose tags are taken from the window at ``start``: up to halfway into each overlap."""
    i = starts.index(start)
    low = (starts[i - 1] + WINDOW + start) // 2 if i else 0
    high = (start + WINDOW + starts[i + 1]) // 2 if i + 1 < len(starts) else length
    return low, high
