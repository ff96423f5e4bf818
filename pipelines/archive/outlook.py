"""What a run would do, without doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import select

from vanthu.pipelines.archive.driver import BATCH
from vanthu.pipelines.archive.fingerprint import Fingerprints
from vanthu.pipelines.archive.ledger import Known, is_settled, known_files, progress
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.archive.tables import State, restoration


def outlook(archive: Archive | None, found: Iterable[Original | Refused], prints: Fingerprints) -> Counter[str]:
    """Files by the first stage that would be done for them: ``look``, ``pages``, ``restore``, ``extract``, ``nothing``.

    What comes after that stage is done as well. Without an archive everything is new.
    """
    return Counter(stage for batch in _batches(found) for stage in _stages(archive, batch, prints))


def _batches(found: Iterable[Original | Refused]) -> Iterator[list[Original | Refused]]:
    files = iter(found)
    while batch := list(islice(files, BATCH)):
        yield batch


def _stages(archive: Archive | None, batch: list[Original | Refused], prints: Fingerprints) -> Iterator[str]:
    known = known_files(archive, [item.uri for item in batch]) if archive else {}
    for item in batch:
        if isinstance(item, Refused):
            yield "refused"
        else:
            row = known.get(item.uri)
            yield "look" if row is None or row.outdated(item) else _stage(archive, row, prints)


def _stage(archive: Archive | None, row: Known, prints: Fingerprints) -> str:
    if row.sha256 is None or archive is None:
        return "nothing" if row.state == State.QUARANTINED else "look"
    if is_settled(row.content_state, row.fingerprint, prints):
        return "nothing"
    if row.pages is None:
        return "look"
    if progress(archive, row.sha256, prints).missing(row.pages):
        return "pages"
    with archive.engine.connect() as connection:
        same = restoration.c.sha256 == row.sha256, restoration.c.fingerprint == prints.restore
        return "extract" if connection.execute(select(restoration.c.sha256).where(*same)).first() else "restore"
