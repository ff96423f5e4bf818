"""Files that failed while a folder is watched: tried again after a while that doubles from failure to failure."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from vanthu.pipelines.archive.events import Event
from vanthu.pipelines.archive.places import is_away, is_gone
from vanthu.pipelines.archive.sources import Original, Refused

FIRST_SECONDS = 60.0
LONGEST_SECONDS = 3600.0
A_ROUND = 20
"""Files that are tried again in one round: what arrives does not wait behind a shelf that fails."""
MOST = 10_000
"""Files that wait; what fails beyond that is tried by the next run."""


@dataclass(slots=True)
class _Waiting:
    original: Original
    failures: int
    due: float


@dataclass(slots=True)
class Retries:
    """What failed, for a reason outside the file, and when it is due."""

    _waiting: dict[str, _Waiting] = field(default_factory=dict)
    _failed: set[str] = field(default_factory=set)

    def __call__(self, event: Event) -> None:
        """Take note of an event of the run."""
        if event.kind in {"failed", "unseen"}:
            self._failed.add(event.uri)

    def after(self, batch: Iterable[Original | Refused]) -> None:
        """A batch is through: what failed of it waits, longer than the last time; of the rest nothing is remembered."""
        for item in batch:
            before = self._waiting.pop(item.uri, None)
            if item.uri in self._failed and isinstance(item, Original) and len(self._waiting) < MOST:
                same = before is not None and before.original.stamp == item.stamp
                failures = before.failures + 1 if before and same else 1
                pause = min(FIRST_SECONDS * 2 ** (failures - 1), LONGEST_SECONDS)
                self._waiting[item.uri] = _Waiting(item, failures, time.monotonic() + pause)
        self._failed.clear()

    def due(self) -> list[Original]:
        """What is to be tried now, the longest due first; what was deleted is given up."""
        now = time.monotonic()
        ready = sorted((one for one in self._waiting.values() if one.due <= now), key=lambda one: one.due)[:A_ROUND]
        gone = {one.original.uri for one in ready if is_gone(one.original.uri)}
        for uri in gone:
            if not is_away(uri):
                del self._waiting[uri]
        return [one.original for one in ready if one.original.uri not in gone]
