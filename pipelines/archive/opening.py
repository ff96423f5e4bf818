"""Opening an archive: its database, made or brought up to date by alembic."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from vanthu.corpora.errors import ArchiveCutOff, ArchiveError, ArchiveMissing, ArchiveNewer, BadOption, ExtraMissing

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_KEY = 0x76616E746876
"""Of the advisory lock on PostgreSQL that is held while tables are made; that of a run is one less."""
PATIENCE_SECONDS = 60.0
"""How long a reader of SQLite waits for a writer's commit before it gives up."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive. ``engine`` is a pool of connections; ``name`` is its URL without the password."""

    engine: Engine

    @property
    def name(self) -> str:
        """For messages and logs."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """One file, no server."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The database's file, where it is one."""
        database = self.engine.url.database
        return Path(database).resolve() if self.is_sqlite and database else None


@contextmanager
def open_archive(url: str, *, create: bool = False, upgrade: bool = False) -> Iterator[Archive]:
    """Open an archive.

    Args:
        url: of its database.
        create: make one where there is none, and bring one up to date that an older vanthu made: for a loading run.
        upgrade: only bring it up to date: for what else writes into it.

    Raises:
        BadOption: the URL is none that an archive can have.
        ExtraMissing: PostgreSQL without the extra ``postgres``.
        ArchiveMissing: there is none and ``create`` is not given.
        ArchiveNewer: a newer vanthu made it.
        ArchiveCutOff: the database ended the connection.
        ArchiveError: the database cannot be reached.
    """
    engine = _engine(archive_url(url))
    archive = Archive(engine)
    try:
        _make_ready(archive, create=create, upgrade=create or upgrade)
        yield archive
    except SQLAlchemyError as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise ArchiveCutOff(f"{archive.name}: {_reason(error)}") from error
        raise ArchiveError(f"{archive.name}: {_reason(error)}") from error
    finally:
        engine.dispose()


def empty_log(archive: Archive) -> None:
    """Leave nothing in SQLite's write-ahead log, which holds what was deleted since; PostgreSQL keeps its own."""
    if archive.is_sqlite:
        with archive.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def archive_url(given: str) -> URL:
    """A URL as an archive can have it.

    Raises:
        BadOption: the URL is none that an archive can have.
    """
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise BadOption("--archive is no URL; write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME") from error
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise BadOption(f"--archive {url.drivername}: an archive is sqlite or postgresql+psycopg")
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise BadOption("--archive sqlite: an archive is a file, e.g. sqlite:///archive.db")
    return url


def _engine(url: URL) -> Engine:
    try:
        if url.drivername != "sqlite":
            return create_engine(url, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ExtraMissing("PostgreSQL needs psycopg: pip install 'vanthu[postgres]'") from error
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Readers beside the writer (WAL); a commit survives a power cut; what is deleted is overwritten."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")


def _make_ready(archive: Archive, *, create: bool, upgrade: bool) -> None:
    if not create and archive.path and not archive.path.exists():
        raise ArchiveMissing(archive.name)  # SQLite would make an empty one
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with archive.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present is None and not create:
            raise ArchiveMissing(f"{archive.name} ({len(inspect(connection).get_table_names())} other tables)")
    script = ScriptDirectory.from_config(config)
    if present is not None and present not in {revision.revision for revision in script.walk_revisions()}:
        raise ArchiveNewer(f"{archive.name} is at {present}, this vanthu knows up to {script.get_current_head()}")
    if upgrade and present != script.get_current_head():
        with _upgrading(archive) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def _upgrading(archive: Archive) -> Iterator[Connection]:
    """One transaction that nobody else upgrades in: who comes second waits, and finds the steps done."""
    folder = os.open(archive.path.parent, os.O_RDONLY) if archive.path else None
    try:
        if folder is not None:  # not the database itself: SQLite's own locks go when any descriptor of it is closed
            fcntl.flock(folder, fcntl.LOCK_EX)
        with archive.engine.begin() as connection:
            if folder is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_KEY})
            yield connection
    finally:
        if folder is not None:
            os.close(folder)


def _reason(error: SQLAlchemyError) -> str:
    """What the database said, without the statement and its values, which hold text of documents."""
    origin = getattr(error, "orig", None)
    return " ".join(str(origin or type(error).__name__).split())
