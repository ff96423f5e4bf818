"""The characters that the tagger reads and the edits that it writes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

KEEP = "\x00"
"""The edit that leaves a character as it is, also one that the tagger does not know."""
UNKNOWN = 1
"""Number of every character that is not in the alphabet; 0 is padding."""
FIRST = 2


@dataclass(frozen=True, slots=False)
class Alphabet:
    """``characters[i]`` is read as number ``i + 2``; tag ``k`` writes ``edits[k]``, and ``edits[0]`` is ``KEEP``."""

    characters: tuple[str, ...]
    edits: tuple[str, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Character → number."""
        return {c: i + FIRST for i, c in enumerate(self.characters)}

    @cached_property
    def tags(self) -> dict[str, int]:
        """Edit → tag."""
        return {edit: i for i, edit in enumerate(self.edits)}

    @property
    def size(self) -> int:
        """How many numbers there are, padding and unknown included."""
        return len(self.characters) + FIRST

    def read(self, text: str) -> npt.NDArray[np.int64]:
        """Numbers of the characters of ``text``."""
        return np.fromiter((self.numbers.get(c, UNKNOWN) for c in text), np.int64, len(text))

    def tag(self, text: str, labels: Sequence[str], *, missing: int = -100) -> npt.NDArray[np.int64]:
        """Tags that write ``labels`` for ``text``; ``missing`` where there is no such edit."""
        found = (0 if c == label else self.tags.get(label, missing) for c, label in zip(text, labels, strict=True))
        return np.fromiter(found, np.int64, len(text))

    def write(self, character: str, tag: int) -> str:
        """What ``tag`` makes of a character."""
        edit = self.edits[tag]
        return character if edit == KEEP else edit

    @classmethod
    def collect(cls, examples: Iterable[tuple[str, Sequence[str]]], *, often: int = 12, most: int = 640) -> Alphabet:
        """The characters and edits that occur ``often`` enough in (text, labels) examples; edits at ``most``."""
        read: Counter[str] = Counter()
        written: Counter[str] = Counter()
        for text, labels in examples:
            read.update(text)
            written.update(label for c, label in zip(text, labels, strict=True) if c != label and label)
        edits = [edit for edit, n in written.most_common(most - 2) if n >= often]
        return cls(tuple(sorted(c for c, n in read.items() if n >= often)), (KEEP, "", *edits))

    def save(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps({"characters": self.characters, "edits": self.edits}, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Alphabet:
        """Back from :meth:`save`."""
        data = json.loads(path.read_text("utf-8"))
        return cls(tuple(data["characters"]), tuple(data["edits"]))
