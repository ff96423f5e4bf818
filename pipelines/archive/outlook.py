"""What a run would do, without doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import select

from vanthu.pipelines.archive.driver import BATCH
from vanthu.pipelines.archive.fingerprint import Fingerprints
from vanthu.pipelines.archive.ledger import Known, is_settled, known_files
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.archive.tables import reading, restoration


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
            yield "look" if row is None or row.stamp != item.stamp else _stage(archive, row, prints)


def _stage(archive: Archive | None, row: Known, prints: Fingerprints) -> str:
    if row.sha256 is None or archive is None:
        return "look"
    if is_settled(row.content_state, row.fingerprint, prints):
        return "nothing"
    with archive.engine.connect() as connection:
        same = restoration.c.sha256 == row.sha256, restoration.c.fingerprint == prints.restore
        if connection.execute(select(restoration.c.sha256).where(*same)).first():
            return "extract"
        read = reading.c.sha256 == row.sha256, reading.c.fingerprint == prints.pages
        pages = connection.execute(select(reading.c.first_page, reading.c.last_page).where(*read)).all()
    covered = sum(last - first + 1 for first, last in pages)
    if row.pages is None:
        return "look"
    return "restore" if covered >= row.pages else "pages"
