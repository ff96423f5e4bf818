"""Whether originals still lie where the archive says, and still are what it read; they are read and never written."""

from __future__ import annotations

import hashlib
import heapq
import math
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, func, inspect, null, select

from vanthu.corpora.errors import FileChanged, FileMissing, OutputError, VanthuError
from vanthu.ingest.intake.opening import files_sha256
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.places import is_gone
from vanthu.pipelines.archive.private_folders import private_folder
from vanthu.pipelines.archive.sources import Original, ZipLimits
from vanthu.pipelines.archive.sources.fetching import gathered
from vanthu.pipelines.archive.tables import file

BATCH = 200
"""Files that the archive is asked about at a time: no transaction stays open while they are read."""
KEY_BYTES = 8
NO_PARTS = "its page images are not on record, as an earlier version loaded it: load it once more"


class Verdict(StrEnum):
    """What a look at an original comes to."""

    SOUND = "sound"
    """It is there, with the hash that it had."""
    MISSING = "missing"
    """It is not there; of joined page images, one of them."""
    CHANGED = "changed"
    """Other bytes lie in its place."""
    UNREADABLE = "unreadable"
    """It could not be read: no permission, a damaged archive, a store that does not answer."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One file of the archive, as it was found; ``code`` and ``message`` say what is wrong where it is not sound."""

    uri: str
    name: str
    sha256: str
    verdict: Verdict
    code: str | None = None
    message: str | None = None


@dataclass(slots=True)
class Report:
    """What a look at originals comes to.

    Args:
        files: that the archive knows the hash of.
        chosen: of those that were to be looked at.
        seed: repeats the choice; null where all are looked at.
    """

    files: int
    chosen: int
    seed: int | None
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[Verified] = field(default_factory=list)

    def add(self, one: Verified) -> None:
        """One more was looked at."""
        self.counts[one.verdict] += 1
        if one.verdict is not Verdict.SOUND:
            self.wrong.append(one)


def verify(
    archive: Archive,
    *,
    share: float = 1.0,
    seed: int | None = None,
    told: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Look at originals, in the order of their URIs.

    Whether one is chosen depends on its URI and the seed alone, so that a seed chooses the same ones on every machine.

    Args:
        archive: whose originals; nothing is written to it.
        share: of the files, drawn at random, 0..1; at least one.
        seed: of the draw; a new one without it.
        told: is given the report after each file.

    Raises:
        DiskFull: a copy of what a zip archive or a store holds does not fit.
    """
    drawn = (secrets.randbits(32) if seed is None else seed) if share < 1 else None
    with archive.engine.connect() as connection:
        files = connection.scalar(select(func.count()).where(file.c.sha256.is_not(None))) or 0
        chosen = files if drawn is None else min(files, max(1, math.ceil(share * files)))
        last = _last_key(connection, chosen, drawn) if drawn is not None and files else None
    report = Report(files, chosen, drawn)
    for original, sha256 in _files(archive):
        if drawn is None or last is None or _key(original.uri, drawn) <= last:
            report.add(_look(original, sha256))
            told(report)
    return report


def _key(uri: str, seed: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed} {uri}".encode(), digest_size=KEY_BYTES).digest())


def _last_key(connection: Connection, count: int, seed: int) -> int:
    """The largest of the ``count`` smallest keys."""
    uris = connection.scalars(select(file.c.uri).where(file.c.sha256.is_not(None)).execution_options(yield_per=1000))
    return heapq.nsmallest(count, (_key(uri, seed) for uri in uris))[-1]


def _files(archive: Archive) -> Iterator[tuple[Original, str]]:
    """With their hashes, in the order of URIs."""
    with archive.engine.connect() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns(file.name)}
    parts = file.c.parts if file.c.parts.name in columns else null().label("parts")  # of an archive not yet upgraded
    query = select(file.c.uri, file.c.name, file.c.bytes, file.c.stamp, file.c.sha256, parts)
    query = query.where(file.c.sha256.is_not(None)).order_by(file.c.uri).limit(BATCH)
    last = ""
    while True:
        with archive.engine.connect() as connection:
            batch = connection.execute(query.where(file.c.uri > last)).all()
        if not batch:
            return
        for row in batch:
            yield Original(row.uri, row.name, row.bytes, row.stamp, tuple(row.parts or ())), row.sha256
        last = batch[-1].uri


def _look(original: Original, sha256: str) -> Verified:
    try:
        verdict, code, message = _compare(original, sha256)
    except OutputError:  # of this machine's disk
        raise
    except FileMissing as error:
        verdict, code, message = _missing(original), error.code, error.detail
    except VanthuError as error:
        verdict = Verdict.CHANGED if isinstance(error, FileChanged) else Verdict.UNREADABLE
        code, message = error.code, error.detail
    except OSError as error:  # while it is read
        absent = isinstance(error, FileNotFoundError)
        verdict, code = (Verdict.MISSING if absent else Verdict.UNREADABLE), FileMissing.code
        message = error.strerror or type(error).__name__
    return Verified(original.uri, original.name, sha256, verdict, code, message)


def _compare(original: Original, sha256: str) -> tuple[Verdict, str | None, str | None]:
    if "#" in original.uri and not original.parts and not is_gone(original.uri):
        return Verdict.UNREADABLE, FileMissing.code, NO_PARTS
    with private_folder() as folder:
        files, _ = gathered(original, folder, ZipLimits())
        found = files_sha256(files)
    if found == sha256:
        return Verdict.SOUND, None, None
    return Verdict.CHANGED, FileChanged.code, f"its hash is {found[:8]} now, it was {sha256[:8]}"


def _missing(original: Original) -> Verdict:
    """A file of this machine that may not be read is not missing; of what a store has not, it says so itself."""
    uris = original.parts or (original.uri,)
    looked_for = any(uri.startswith(("file:", "zip:")) for uri in uris)
    return Verdict.UNREADABLE if looked_for and not any(map(is_gone, uris)) else Verdict.MISSING
