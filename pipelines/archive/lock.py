"""One run at a time loads into an archive; the database's own means, so that nothing is left locked by a crash."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, select, text

from vanthu.corpora.errors import ArchiveLocked
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.tables import run

KEY = 0x76616E746875
"""Of the advisory lock on PostgreSQL: ``vanthu`` in ASCII."""


@contextmanager
def locked(archive: Archive) -> Iterator[None]:
    """Hold the archive for loading.

    On SQLite the lock is one of the operating system on ``NAME.lock`` beside the database, on PostgreSQL an advisory
    lock of a session: both end with their holder.

    Raises:
        ArchiveLocked: another run holds it; says which.
    """
    if archive.path:
        with _file_lock(archive.path.with_name(f"{archive.path.name}.lock")):
            yield
    else:
        with archive.engine.connect() as connection, _advisory_lock(connection):
            yield


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ArchiveLocked(f"held by {file.read().strip() or 'a run that has just begun'}") from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}")
        file.flush()
        yield


@contextmanager
def _advisory_lock(connection: Connection) -> Iterator[None]:
    if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}):
        open_runs = select(run.c.pid, run.c.host, run.c.started_at).where(run.c.ended_at.is_(None))
        holder = connection.execute(open_runs.order_by(run.c.id.desc()).limit(1)).first()
        who = f"process {holder.pid} on {holder.host}, since {holder.started_at}" if holder else "another session"
        raise ArchiveLocked(f"held by {who}")
    connection.commit()  # the lock is the session's; no transaction stays open meanwhile
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})
