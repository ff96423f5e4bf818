"""Copying an archive into an empty one: from SQLite to PostgreSQL and back, or from server to server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select, text

from vanthu.corpora.errors import ArchiveNotEmpty, BadOption, CopyIncomplete
from vanthu.pipelines.archive import search
from vanthu.pipelines.archive.load import default_quarantine
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.opening import Archive, archive_url, open_archive
from vanthu.pipelines.archive.tables import metadata, page

BATCH = 100
"""Rows in memory: packed readings are the largest, some 100 kB each."""

Progress = Callable[[int, int], None]
"""Is given the rows that were copied and the rows that there are."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: rows by table, and cases of the quarantine folder beside the archive."""

    rows: Mapping[str, int]
    cases: int


def copy(source_url: str, target_url: str, progress: Progress | None = None) -> Copied:
    """Copy a whole archive in one transaction of the target, which stays empty unless all of it arrives.

    Both are locked against loading meanwhile. A source that an older vanthu made is upgraded first, as by a load. The
    search index is built anew, because the two databases keep it differently. The default quarantine folder is copied;
    one that loads were given with ``--quarantine`` is not known to the archive and stays as it is.

    Raises:
        BadOption: source and target are one archive.
        ArchiveMissing: there is no source.
        ArchiveLocked: a run is loading into either.
        ArchiveNotEmpty: the target has rows.
        CopyIncomplete: a table of the target has not as many rows as that of the source.
        ArchiveError: one of the databases cannot be used.
    """
    with _both(source_url, target_url) as (source, target):
        with source.engine.connect() as reader, target.engine.begin() as writer:
            _require_empty(target, writer)
            rows = _copy_tables(reader, writer, progress or (lambda _done, _total: None))
            cases = _copy_quarantine(source, target)  # before the commit: afterwards the target is refused
        return Copied(rows, cases)


@contextmanager
def _both(source_url: str, target_url: str) -> Iterator[tuple[Archive, Archive]]:
    """The two archives, locked; the target is made once the source is known to be there."""
    with open_archive(source_url) as source:
        _require_other(source, target_url)
    with (
        open_archive(source_url, upgrade=True) as source,
        locked(source),
        open_archive(target_url, create=True) as target,
        locked(target),
    ):
        yield source, target


def _require_other(source: Archive, target_url: str) -> None:
    """By their URLs; one server that goes by two names is refused by its lock."""
    one, other = source.engine.url, archive_url(target_url)
    if source.path:
        same = other.drivername == one.drivername and source.path == Path(str(other.database)).resolve()
    else:
        same = (one.host, one.port, one.database) == (other.host, other.port, other.database)
    if same:
        raise BadOption(f"{source.name} cannot be copied into itself: name another archive to copy to")


def _require_empty(target: Archive, writer: Connection) -> None:
    full = [table.name for table in metadata.sorted_tables if _count(writer, table)]
    if full:
        raise ArchiveNotEmpty(f"{target.name} has rows in {', '.join(full)}")


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _copy_tables(reader: Connection, writer: Connection, progress: Progress) -> dict[str, int]:
    """All tables, those that others refer to first."""
    wanted = {table.name: _count(reader, table) for table in metadata.sorted_tables}
    done, total = 0, sum(wanted.values())
    for table in metadata.sorted_tables:
        for number in _copy_table(reader, writer, table):
            done += number
            progress(done, total)
        _count_on(writer, table)
    arrived = {table.name: _count(writer, table) for table in metadata.sorted_tables}
    short = [f"{name}: {arrived[name]} of {number} rows" for name, number in wanted.items() if arrived[name] != number]
    if short:
        raise CopyIncomplete("; ".join(short))
    return arrived


def _copy_table(reader: Connection, writer: Connection, table: Table) -> Iterator[int]:
    """Copy a table in the order of its key; gives the rows of each batch."""
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    for batch in reader.execute(query).mappings().partitions():
        writer.execute(insert(table), [dict(row) for row in batch])
        if table is page:
            search.index(writer, [(row["id"], row["text"]) for row in batch])
        yield len(batch)


def _count_on(writer: Connection, table: Table) -> None:
    """PostgreSQL counts from a sequence, which rows with ids of their own do not move; SQLite from the highest id."""
    column = table.autoincrement_column
    if column is None or writer.dialect.name != "postgresql":
        return
    highest = writer.execute(select(func.max(column))).scalar()
    if highest is not None:
        moved = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
        writer.execute(moved, {"table": table.name, "column": column.name, "highest": highest})


def _copy_quarantine(source: Archive, target: Archive) -> int:
    old, new = default_quarantine(source), default_quarantine(target)
    if old.resolve() == new.resolve() or not old.is_dir():  # of two servers: both use the one in the working folder
        return 0
    shutil.copytree(old, new, dirs_exist_ok=True)
    return sum(1 for _ in old.iterdir())
