"""Watching a folder: files are given out when they have stopped changing.

By polling, because network shares tell nobody of changes that other machines make.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from vanthu.corpora.errors import BadOption, FileMissing, FindingAidBroken
from vanthu.pipelines.archive.sources.archives import ZipLimits
from vanthu.pipelines.archive.sources.finding import storable, unzipped
from vanthu.pipelines.archive.sources.finding_aid import FindingAid, read_finding_aid
from vanthu.pipelines.archive.sources.folders import is_zip, local_place, walk
from vanthu.pipelines.archive.sources.found import Found
from vanthu.pipelines.archive.sources.joining import joined, page_pattern
from vanthu.pipelines.archive.sources.original import Original, Refused
from vanthu.pipelines.archive.sources.passed_over import PassedOver

BATCH = 200
"""Originals in one batch: a first look at a full shelf does not hold all of it."""
_NAP_SECONDS = 0.2
"""How soon a stop is noticed while nothing happens."""
_GIVEN = float("-inf")


def watch(  # noqa: PLR0913  as many as the command has options
    folder: Path,
    *,
    settle_seconds: float,
    interval_seconds: float,
    own: Sequence[Path],
    stop: Callable[[], bool],
    finding_aid: Path | None = None,
    join: str | None = None,
    due: Callable[[], Sequence[Original]] = tuple,
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
        finding_aid: CSV as for :func:`~vanthu.pipelines.archive.sources.find`; it may change while it is watched. Files
            whose row has changed are given again; rows without a file are not named, as the file may still arrive.
        join: pattern of the names of page images; a document is given when none of its pages has changed for long.
        due: asked for what is to be tried again, before every look.

    Raises:
        FindingAidBroken: the finding aid cannot be understood as the watch begins.
        BadOption: the pattern cannot be used; or the folder holds one of the archive's own files, or lies in one of
            its folders.
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
    pattern = page_pattern(join) if join is not None else None
    watched = _Watch(root, settle_seconds, pattern, Aid(finding_aid) if finding_aid else None)
    return _looks(watched, interval_seconds, stop, due)


def _looks(
    watched: _Watch, interval_seconds: float, stop: Callable[[], bool], due: Callable[[], Sequence[Original]]
) -> Iterator[list[Original | Refused]]:
    while not stop():
        if again := due():
            yield list(again)
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
    pattern: re.Pattern[str] | None = None
    aid: Aid | None = None
    since: dict[bytes, float] = field(default_factory=dict)

    def look(self) -> Iterator[Original | Refused]:
        """What has settled. Files that vanished are forgotten, unless something could not be looked at this time."""
        before, self.since = self.since, {}
        whole = False
        try:
            passed, hidden = PassedOver.of([self.aid.path] if self.aid else []), False
            aid, version = self.aid.now() if self.aid else (None, "")
            for found in self._described(walk(self.root, passed), aid):
                key = _key(found, version)
                settled = self._settled(key, before)
                hidden = hidden or (isinstance(found.item, Refused) and self.since[key] != _GIVEN)
                if settled:
                    yield from self._opened(found, passed, aid)
            whole = not hidden
        finally:
            if not whole:
                self.since = before | self.since

    def _opened(self, found: Found, passed: PassedOver, aid: FindingAid | None) -> Iterator[Original | Refused]:
        """A file, or what is in an archive."""
        if not _is_archive(found):
            yield storable(found.item)
            return
        for one in self._described(unzipped([found], ZipLimits(), passed, alone=False), aid):
            yield storable(one.item)

    def _described(self, stream: Iterable[Found], aid: FindingAid | None) -> Iterator[Found]:
        """Page images joined, and each original with its row of the finding aid."""
        whole = joined(stream, self.pattern) if self.pattern else stream
        yield from aid.describe(whole, Counter()) if aid else whole

    def _settled(self, key: bytes, before: dict[bytes, float]) -> bool:
        """Whether it has now been the same for long enough; said once."""
        now = time.monotonic()
        first = before.get(key, now)
        settled = key in before and first != _GIVEN and now - first >= self.settle_seconds
        self.since[key] = _GIVEN if settled else first
        return settled


@dataclass(slots=True)
class Aid:
    """A finding aid that somebody may be writing: read again when it has changed and can be understood."""

    path: Path
    _read: FindingAid = field(init=False)
    _stamp: str = field(init=False)

    def __post_init__(self) -> None:
        """Read it; what is wrong with it now is an error."""
        self._stamp, self._read = self._seen(), read_finding_aid(self.path)

    def now(self) -> tuple[FindingAid, str]:
        """Its rows as they were last understood, and what tells them from earlier ones."""
        with suppress(FileMissing, FindingAidBroken):
            if (stamp := self._seen()) != self._stamp:
                self._stamp, self._read = stamp, read_finding_aid(self.path)
        return self._read.anew(), self._stamp

    def _seen(self) -> str:
        try:
            facts = self.path.stat()
        except OSError as error:
            raise FileMissing(f"{self.path.name}: {error.strerror}") from error
        return f"{facts.st_size}-{facts.st_mtime_ns}"


def _is_archive(found: Found) -> bool:
    return isinstance(found.item, Original) and is_zip(found.item.name)


def _key(found: Found, aid_version: str) -> bytes:
    """Of what a file is: its stamp and its row in the finding aid; the rows of what is in an archive may be any."""
    item = found.item
    if isinstance(item, Refused):
        state = f"{item.code} {item.message}"
    elif _is_archive(found):
        state = f"{item.stamp} {aid_version}"
    else:
        state = f"{item.stamp} {sorted(item.finding_aid.items())}"
    return hashlib.blake2b(f"{item.uri}\n{state}".encode(), digest_size=16).digest()
