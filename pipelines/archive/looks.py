"""First looks that are under way, so that of two files with the same content the first in order is the original.

Workers answer in any order. Files of one content have one size, so an answer waits only for earlier files of its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vanthu.corpora.errors import VanthuError
from vanthu.pipelines.archive.sources import Original
from vanthu.pipelines.archive.tasks import Looked


@dataclass(slots=True)
class _Answer:
    original: Original
    looked: Looked | None = None
    fatal: VanthuError | None = None
    over: bool = False


@dataclass(slots=True)
class Looks:
    """Files being looked at, by size and in order."""

    _by_size: dict[int, list[_Answer]] = field(default_factory=dict)

    @property
    def waiting(self) -> bool:
        """Whether an answer is outstanding."""
        return bool(self._by_size)

    def begin(self, original: Original) -> None:
        """A look is asked for."""
        self._by_size.setdefault(original.bytes, []).append(_Answer(original))

    def end(
        self, original: Original, looked: Looked | None, fatal: VanthuError | None
    ) -> Iterator[tuple[Original, Looked, VanthuError | None]]:
        """A look is over (``looked`` is None where the file could not be seen); gives the answers whose turn it is."""
        waiting = self._by_size[original.bytes]
        answer = next(item for item in waiting if item.original is original)
        answer.looked, answer.fatal, answer.over = looked, fatal, True
        while waiting and waiting[0].over:
            first = waiting[0]
            if first.looked is not None:
                yield first.original, first.looked, first.fatal
            waiting.pop(0)  # only now: one that could not be kept comes again with the next answer
        if not waiting:
            self._by_size.pop(original.bytes, None)
