"""Taking documents out of an archive: all that was kept of a file's content, but for a trace that it was."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, null, or_, select, update

from vanthu.corpora.errors import Ambiguous
from vanthu.pipelines.archive import search
from vanthu.pipelines.archive.ledger import forget_results, now
from vanthu.pipelines.archive.lookup import look_up
from vanthu.pipelines.archive.opening import Archive, empty_log
from vanthu.pipelines.archive.places import is_away, is_gone
from vanthu.pipelines.archive.quarantine import Quarantine, place_of
from vanthu.pipelines.archive.tables import content, document, failure, file, forgotten, reading, work

BATCH = 200
"""Contents that are asked for at a time."""
MOST_NAMED = 5
"""Files that a message names."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the archive has of one content: its pages, its documents, and where the files with it were seen."""

    sha256: str
    name: str
    pages: int | None
    documents: int
    uris: tuple[str, ...]


def kept_of(archive: Archive, name: str) -> Kept:
    """The one content that goes by a name, as :func:`~vanthu.pipelines.archive.lookup.look_up` finds it.

    Raises:
        Ambiguous: several go by it.
        NotInArchive: none does; :class:`Forgotten` where it was taken out before.
    """
    found, count = look_up(archive, name, limit=MOST_NAMED)
    if count > 1:
        named = ", ".join(f"{one.name} ({one.sha256[:8]})" for one in found)
        raise Ambiguous(f"{name}: {count} files: {named}" + (", …" if count > len(found) else ""))
    with archive.engine.connect() as connection:
        return _kept(connection, [found[0].sha256])[0]


def without_originals(archive: Archive) -> Iterator[tuple[Kept, bool]]:
    """Contents that no file has any more, and whether some of their places may only be away.

    What was superseded by other bytes in its place is among them; what lies in a store is not, as stores are not asked.
    """
    last = ""
    while True:
        query = select(content.c.sha256).where(content.c.sha256 > last).order_by(content.c.sha256).limit(BATCH)
        with archive.engine.connect() as connection:
            hashes = connection.scalars(query).all()
            batch = _kept(connection, hashes)
        if not hashes:
            return
        last = hashes[-1]
        yield from ((one, any(map(is_away, one.uris))) for one in batch if all(map(is_gone, one.uris)))


def _kept(connection: Connection, hashes: Sequence[str]) -> list[Kept]:
    """In the order of their hashes."""
    count = select(func.count()).where(document.c.sha256 == content.c.sha256).scalar_subquery()
    facts = (content.c.sha256, content.c.name, content.c.pages, count.label("documents"))
    rows = connection.execute(select(*facts).where(content.c.sha256.in_(hashes)).order_by(content.c.sha256)).all()
    places: dict[str, list[str]] = {}
    seen = select(file.c.sha256, file.c.uri).where(file.c.sha256.in_(hashes)).order_by(file.c.uri)
    for sha256, uri in connection.execute(seen):
        places.setdefault(sha256, []).append(uri)
    return [Kept(row.sha256, row.name, row.pages, row.documents, tuple(places.get(row.sha256, ()))) for row in rows]


def forget(archive: Archive, sha256: str, reason: str | None = None) -> None:
    """Delete all rows of a content and leave a trace, in one transaction; :func:`clear` has to follow.

    The caller holds the archive's lock.
    """
    with archive.engine.begin() as connection:
        name = connection.scalar(select(content.c.name).where(content.c.sha256 == sha256))
        places = _places(connection, sha256)
        forget_results(connection, sha256)
        for table in (reading, work):
            connection.execute(delete(table).where(table.c.sha256 == sha256))
        mine = select(file.c.uri).where(file.c.sha256 == sha256)
        unhashed = failure.c.sha256.is_(None) & failure.c.uri.in_(mine)
        connection.execute(delete(failure).where(or_(failure.c.sha256 == sha256, unhashed)))
        connection.execute(delete(file).where(file.c.sha256 == sha256))
        connection.execute(delete(content).where(content.c.sha256 == sha256))
        facts = {"sha256": sha256, "name": name, "at": now(), "by": _who(), "reason": reason}
        connection.execute(insert(forgotten).values(**facts, folders=[place_of(*place) for place in places]))


def _places(connection: Connection, sha256: str) -> list[tuple[str, str]]:
    """Names and URIs of the files with a content; of a superseded one its last, unless other bytes lie there now."""
    seen = select(file.c.name, file.c.uri).where(file.c.sha256 == sha256)
    of_nobody = content.c.uri.not_in(select(file.c.uri))
    own = select(content.c.name, content.c.uri).where(content.c.sha256 == sha256, of_nobody)
    return [(row.name, row.uri) for row in connection.execute(seen.union(own))]


def clear(archive: Archive, quarantine: Quarantine) -> int:
    """Remove what forgotten contents still have on the disk, also what a killed process left; how many those were.

    SQLite's file then holds none of their words: it overwrites what is deleted, but for words in the index of texts,
    which is written anew, and what is in its log, which is emptied. PostgreSQL keeps bytes until others replace them.

    Raises:
        Unwritable: a folder in quarantine cannot be removed; the next call tries again.
    """
    left = forgotten.c.folders.is_not(null())
    with archive.engine.connect() as connection:
        rows = connection.execute(select(forgotten.c.sha256, forgotten.c.folders).where(left)).all()
    for row in rows:
        for place in row.folders:
            quarantine.remove(place)
    if rows:
        with archive.engine.begin() as connection:
            search.rewrite(connection)
            connection.execute(update(forgotten).where(left).values(folders=null()))
    if rows:
        empty_log(archive)
    return len(rows)


def _who() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"
