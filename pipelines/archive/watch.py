"""Watching a folder: files are given out when they have stopped changing.

By polling, because network shares tell nobody of changes that other machines make.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vanthu.corpora.errors import BadOption, FileMissing
from vanthu.pipelines.archive.sources.archives import ZipLimits
from vanthu.pipelines.archive.sources.finding import unzipped
from vanthu.pipelines.archive.sources.folders import local_place, walk
from vanthu.pipelines.archive.sources.found import Found
from vanthu.pipelines.archive.sources.original import Original, Refused
from vanthu.pipelines.archive.sources.passed_over import PassedOver

BATCH = 200
"""Originals in one batch: a first look at a full shelf does not hold all of it."""
_NAP_SECONDS = 0.2
"""How soon a stop is noticed while nothing happens."""
_GIVEN = float("-inf")


def watch(
    folder: Path,
    *,
    settle_seconds: float,
    interval_seconds: float,
    own: Sequence[Path],
    stop: Callable[[], bool],
) -> Iterator[list[Original | Refused]]:
    """Batches of what is new or changed in a folder, until ``stop`` says so; what is there at first is new.

    A file counts as complete when its size and time are the same in two looks at least ``settle_seconds`` apart; one
    that keeps growing is not given. Archives are opened when they are complete. A share that is away for a while, or a
    file that vanishes between two looks, is looked for again. Sixteen bytes and a number are remembered of each file.

    Args:
        folder: to watch, with its subfolders; links that lead out are refused.
        settle_seconds: how long a file has to stay the same.
        interval_seconds: between looks.
        own: database, quarantine, logs of the archive.
        stop: asked before every batch and while waiting.

    Raises:
        BadOption: the folder holds one of the archive's own files, or lies in one of its folders.
        FileMissing: there is no such folder.
    """
    place = local_place(str(folder))
    if place.alone or place.pattern:
        raise FileMissing(f"{folder} is no folder")
    root = place.root
    for path in own:
        mine = path.resolve()
        if mine.is_relative_to(root) or root.is_relative_to(mine):
            raise BadOption(f"{folder} and the archive's own {path} lie in one another: it would load what it writes")
    return _looks(_Watch(root, settle_seconds), interval_seconds, stop)


def _looks(watched: _Watch, interval_seconds: float, stop: Callable[[], bool]) -> Iterator[list[Original | Refused]]:
    while not stop():
        batch: list[Original | Refused] = []
        for item in watched.look():
            batch.append(item)
            if len(batch) == BATCH:
                yield batch
                batch = []
            if stop():
                break
        if batch:
            yield batch
        _wait(interval_seconds, stop)


def _wait(seconds: float, stop: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not stop() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, _NAP_SECONDS))


@dataclass(slots=True)
class _Watch:
    """What is known of a folder: since when each file has been as it is, by a hash of its name and stamp."""

    root: Path
    settle_seconds: float
    since: dict[bytes, float] = field(default_factory=dict)

    def look(self) -> Iterator[Original | Refused]:
        """What has settled. Files that vanished are forgotten, unless something could not be looked at this time."""
        before, self.since = self.since, {}
        whole = False
        try:
            passed, hidden = PassedOver(), False
            for found in walk(self.root, passed):
                key = _key(found)
                settled = self._settled(key, before)
                hidden = hidden or (isinstance(found.item, Refused) and self.since[key] != _GIVEN)
                if settled:
                    for one in unzipped([found], ZipLimits(), passed, alone=False):
                        yield one.item
            whole = not hidden
        finally:
            if not whole:
                self.since = before | self.since

    def _settled(self, key: bytes, before: dict[bytes, float]) -> bool:
        """Whether it has now been the same for long enough; said once."""
        now = time.monotonic()
        first = before.get(key, now)
        settled = key in before and first != _GIVEN and now - first >= self.settle_seconds
        self.since[key] = _GIVEN if settled else first
        return settled


def _key(found: Found) -> bytes:
    item = found.item
    state = item.stamp if isinstance(item, Original) else f"{item.code} {item.message}"
    return hashlib.blake2b(f"{item.uri}\n{state}".encode(), digest_size=16).digest()
