"""The ledger: what was seen, what was done and what failed, each step whole or not at all.

Only the driver of a run writes; every method that writes is one transaction.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from vanthu import __version__
from vanthu.corpora.errors import DiskFull
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive import search, traces
from vanthu.pipelines.archive.fingerprint import Fingerprints
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.records import document_row
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.archive.supervision import Outcome
from vanthu.pipelines.archive.tables import (
    State,
    content,
    document,
    failure,
    file,
    page,
    reading,
    restoration,
    run,
    shown,
    work,
)
from vanthu.pipelines.archive.tasks import Defined, Looked, PageText

Range = tuple[int, int]
"""First and last page, 1-based and inclusive."""
PRINTS = {"look": "refuse", "pages": "pages", "restore": "restore", "extract": "extract", "define": "extract"}
"""The fingerprint that each stage of the ledger depends on."""
FULL = ("disk is full", "no space left", "disk quota")
"""What databases say when there is no room (SQLite, PostgreSQL)."""


def now() -> str:
    """This moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the pages of a content are.

    ``done`` are ranges that were read, ``lost`` single pages in quarantine with ``CODE: message``, ``tried`` attempts
    that failed by page.
    """

    done: tuple[Range, ...]
    lost: Mapping[int, str]
    tried: Mapping[int, int]

    def missing(self, pages: int) -> list[int]:
        """The pages neither read nor lost."""
        covered = {n for first, last in self.done for n in range(first, last + 1)} | set(self.lost)
        return [n for n in range(1, pages + 1) if n not in covered]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file, and of its content where it was hashed."""

    stamp: str
    sha256: str | None
    state: str
    finding_aid: Mapping[str, str]
    content_state: str | None
    fingerprint: str | None
    pages: int | None
    media_type: str | None
    bytes: int | None

    def outdated(self, original: Original) -> bool:
        """Whether a file has to be looked at again: it was changed, or its last look failed."""
        return self.stamp != original.stamp or (self.sha256 is not None and self.state != State.DONE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a piece of work: of which file and content, which stage and pages, its number, how it ended."""

    original: Original
    sha256: str | None
    stage: str
    pages: Range
    number: int
    outcome: Outcome


class Ledger:
    """The ledger of one run."""

    def __init__(self, archive: Archive, fingerprints: Fingerprints) -> None:
        """Begin a run: from now on ``number`` stands beside all that it does."""
        self._archive = archive
        self._prints = fingerprints
        with self._writing() as connection:
            facts = {"host": socket.gethostname(), "pid": os.getpid(), "version": __version__}
            begun = insert(run).values(**facts, fingerprint=fingerprints.extract, started_at=now())
            self.number = int(connection.execute(begun.returning(run.c.id)).scalar_one())

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction.

        Raises:
            DiskFull: the database has no room; nothing was changed.
        """
        try:
            with self._archive.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            said = str(error.orig).lower()
            if any(word in said for word in FULL):
                raise DiskFull(f"{self._archive.name}: {said}") from error
            raise

    def end(self, seconds: float, pages: int) -> None:
        """The run is over."""
        with self._writing() as connection:
            facts = {"ended_at": now(), "seconds": seconds, "pages": pages}
            connection.execute(update(run).where(run.c.id == self.number).values(facts))

    def secrecy_before(self) -> int:
        """The highest rank of secrecy that may be stored: what the run before kept to, if it said."""
        earlier = select(run.c.secrecy).where(run.c.id < self.number).order_by(run.c.id.desc()).limit(1)
        with self._archive.engine.connect() as connection:
            row = connection.execute(earlier).first()
        if row is None:
            return 0
        return len(Secrecy) if row.secrecy is None else int(row.secrecy)

    def keeps_to(self, rank: int) -> None:
        """From now on nothing above this rank of secrecy is stored."""
        with self._writing() as connection:
            connection.execute(update(run).where(run.c.id == self.number).values(secrecy=rank))

    def known(self, uris: Sequence[str]) -> dict[str, Known]:
        """What is known of files and of their content, by URI; files never seen are left out."""
        return known_files(self._archive, uris)

    def settled(self, sha256: str) -> bool:
        """Whether nothing is left to do for a content under this configuration."""
        with self._archive.engine.connect() as connection:
            query = select(content.c.state, content.c.fingerprint).where(content.c.sha256 == sha256)
            row = connection.execute(query).first()
        return row is not None and is_settled(row.state, row.fingerprint, self._prints)

    def saw(self, original: Original, looked: Looked) -> str | None:
        """A file was hashed. Gives the content that it had before, where no file has that any more."""
        with self._writing() as connection:
            before = connection.execute(select(file.c.sha256).where(file.c.uri == original.uri)).scalar()
            facts = {"uri": original.uri, "name": original.name, "bytes": looked.bytes, "run": self.number}
            known = {"media_type": looked.media_type, "pages": looked.pages}
            row = {"sha256": looked.sha256, **facts, **known, "state": State.PENDING, "cpu_seconds": 0.0}
            _upsert(connection, content, row, changing=[key for key, value in known.items() if value is not None])
            self._file(connection, original, State.DONE, sha256=looked.sha256)
            _go_by_a_holder(connection, looked.sha256)
            traces.erase(connection, looked.sha256)
            return _superseded(connection, before) if before != looked.sha256 else None

    def is_forgotten(self, sha256: str) -> bool:
        """Whether a content was taken out of the archive, so that it does not come in again unasked."""
        with self._archive.engine.connect() as connection:
            return traces.has(connection, sha256)

    def saw_forgotten(self, original: Original) -> str | None:
        """A file holds a forgotten content: the file is not kept either. Gives what it held before, as ``saw`` does."""
        with self._writing() as connection:
            before = connection.execute(select(file.c.sha256).where(file.c.uri == original.uri)).scalar()
            connection.execute(delete(file).where(file.c.uri == original.uri))
            return _superseded(connection, before)

    def unseen(self, attempt: Attempt, state: State) -> None:
        """A file could not be hashed; what it held before stands until somebody knows what it holds now."""
        with self._writing() as connection:
            self._file(connection, attempt.original, state, error=attempt.outcome.error)
            self._failure(connection, attempt)

    def refused(self, item: Refused) -> None:
        """Something in the source is not read."""
        original = Original(item.uri, item.name, 0, "")
        self.unseen(
            Attempt(original, None, "look", (0, 0), 1, Outcome(None, (item.code, item.message))), State.QUARANTINED
        )

    def take_refused(self, uris: Iterable[str]) -> list[tuple[str, str]]:
        """Strike refusals of earlier runs; gives name and URI of those that there were."""
        held = (file.c.uri.in_(sorted(uris)), file.c.sha256.is_(None), file.c.state == State.QUARANTINED)
        with self._archive.engine.connect() as connection:
            rows = connection.execute(select(file.c.name, file.c.uri).where(*held)).all()
        if rows:
            with self._writing() as connection:
                connection.execute(delete(file).where(*held))
        return [(row.name, row.uri) for row in rows]

    def _file(
        self,
        connection: Connection,
        original: Original,
        state: State,
        *,
        sha256: str | None = None,
        error: tuple[str, str] | None = None,
    ) -> None:
        """Note a file; without a ``sha256`` it keeps stamp and content as they were, so that it is looked at again."""
        code, message = error or (None, None)
        told = {"name": original.name, "state": state, "seen_at": now(), "code": code, "message": message}
        facts = {"bytes": original.bytes, "stamp": original.stamp, "sha256": sha256, "parts": _parts(original)}
        aid = {"finding_aid": dict(original.finding_aid)}
        changing = [*told, *(facts if sha256 else ()), *(aid if original.finding_aid else ())]
        _upsert(connection, file, {"uri": original.uri, **told, **facts, **aid}, changing)

    def refile(self, original: Original) -> None:
        """The finding aid says something else of a file than it did."""
        with self._writing() as connection:
            aid = dict(original.finding_aid)
            connection.execute(update(file).where(file.c.uri == original.uri).values(finding_aid=aid))

    def keep_parts(self, original: Original) -> None:
        """The page images of a joined file, where they are not on record: an earlier version, or they were renamed."""
        mine = file.c.uri == original.uri
        with self._archive.engine.connect() as connection:
            known = connection.execute(select(file.c.parts).where(mine)).scalar()
        if known != _parts(original):
            with self._writing() as connection:
                connection.execute(update(file).where(mine).values(parts=_parts(original)))

    def progress(self, sha256: str) -> Progress:
        """How far the pages of a content are under this configuration; one that was in quarantine is tried anew."""
        with self._archive.engine.connect() as connection:
            state = connection.execute(select(content.c.state).where(content.c.sha256 == sha256)).scalar()
        if state == State.QUARANTINED:
            with self._writing() as connection:
                connection.execute(delete(work).where(work.c.sha256 == sha256, work.c.state != State.DONE))
        return progress(self._archive, sha256, self._prints)

    def pages_read(self, attempt: Attempt, data: bytes) -> None:
        """A chunk of pages is in; what was read of these pages before goes, and what the restorer made of all.

        ``attempt`` has the error of the first page in it that could not be read.
        """
        sha256, (first, last) = attempt.sha256, attempt.pages
        with self._writing() as connection:
            stale = (reading.c.first_page <= last, reading.c.last_page >= first)
            connection.execute(delete(reading).where(reading.c.sha256 == sha256, *stale))
            connection.execute(delete(restoration).where(restoration.c.sha256 == sha256))
            row = {"sha256": sha256, "first_page": first, "last_page": last, "fingerprint": self._prints.pages}
            connection.execute(insert(reading).values(**row, data=data))
            self._work(connection, attempt, State.DONE)
            if attempt.outcome.error:
                self._failure(connection, attempt)
            _spent(connection, attempt)

    def readings(self, sha256: str) -> tuple[bytes, ...]:
        """The chunks of a content under this configuration, in page order."""
        same = (reading.c.sha256 == sha256, reading.c.fingerprint == self._prints.pages)
        with self._archive.engine.connect() as connection:
            query = select(reading.c.data).where(*same).order_by(reading.c.first_page)
            return tuple(connection.execute(query).scalars())

    def restored(self, sha256: str) -> tuple[tuple[bytes, ...], bytes | None] | None:
        """The restored pages and the restoration, where they are of this configuration."""
        with self._archive.engine.connect() as connection:
            same = (restoration.c.sha256 == sha256, restoration.c.fingerprint == self._prints.restore)
            row = connection.execute(select(restoration.c.data).where(*same)).first()
            if row is None:
                return None
            query = select(page.c.data).where(page.c.sha256 == sha256).order_by(page.c.number)
            return tuple(connection.execute(query).scalars()), row.data

    def defined(self, attempt: Attempt, made: Defined) -> int:
        """The documents of a content are in, in place of earlier ones; how many stand in other contents as well."""
        sha256 = attempt.sha256
        with self._writing() as connection:
            forget_results(connection, sha256)
            ids = [_insert_page(connection, sha256, item) for item in made.pages]
            search.index(connection, [(key, item.text) for key, item in zip(ids, made.pages, strict=True)])
            rows = [document_row(str(sha256), definition) for definition in made.campaigns]
            connection.execute(insert(document), rows)
            kept = {"sha256": sha256, "fingerprint": self._prints.restore, "data": made.restoration}
            connection.execute(insert(restoration).values(kept))
            older = (reading.c.sha256 == sha256, reading.c.fingerprint != self._prints.pages)
            connection.execute(delete(reading).where(*older))
            free = replace(attempt.outcome, seconds=0.0, cpu_seconds=0.0)
            self._work(connection, replace(attempt, stage="restore", outcome=free), State.DONE)
            self._work(connection, replace(attempt, stage="extract"), State.DONE)
            _spent(connection, attempt)
            self._settle(connection, sha256, State.PARTIAL if made.failed else State.DONE, made.failed)
            return sum(_rescans(connection, row) for row in rows)

    def failed(self, attempt: Attempt) -> None:
        """An attempt failed and is to be repeated."""
        with self._writing() as connection:
            self._failure(connection, attempt)
            self._work(connection, attempt, State.FAILED)

    def pages_lost(self, attempt: Attempt) -> None:
        """Pages go into quarantine; the rest of their document does not."""
        with self._writing() as connection:
            self._failure(connection, attempt)
            connection.execute(delete(restoration).where(restoration.c.sha256 == attempt.sha256))
            for number in range(attempt.pages[0], attempt.pages[1] + 1):
                self._work(connection, replace(attempt, pages=(number, number)), State.QUARANTINED)

    def put_aside(self, attempt: Attempt, state: State, *, forget: bool) -> None:
        """A content is put aside: ``quarantined``, or ``failed`` until the next run; ``forget`` all that was read."""
        with self._writing() as connection:
            self._failure(connection, attempt)
            if forget:
                _forget_text(connection, attempt.sha256)
            self._work(connection, attempt, state)
            self._settle(connection, attempt.sha256, state, attempt.outcome.error)

    def forget_text(self, sha256: str) -> None:
        """Delete what was read of a content; its state stays."""
        with self._writing() as connection:
            _forget_text(connection, sha256)

    def _settle(self, connection: Connection, sha256: str | None, state: State, error: tuple[str, str] | None) -> None:
        code, message = error or (None, None)
        facts = {"state": state, "fingerprint": self._prints.settled(state), "code": code, "message": message}
        when = {"settled_at": now(), "run": self.number}
        connection.execute(update(content).where(content.c.sha256 == sha256).values({**facts, **when}))

    def _work(self, connection: Connection, attempt: Attempt, state: State) -> None:
        outcome = attempt.outcome
        code, message = outcome.error or (None, None)
        row = {
            "sha256": attempt.sha256,
            "stage": attempt.stage,
            "first_page": attempt.pages[0],
            "last_page": attempt.pages[1],
            "fingerprint": getattr(self._prints, PRINTS[attempt.stage]),
            "state": state,
            "attempts": attempt.number,
            "code": code,
            "message": message,
            "place": outcome.place,
            "seconds": outcome.seconds,
            "cpu_seconds": outcome.cpu_seconds,
            "run": self.number,
            "at": now(),
        }
        _upsert(connection, work, row)

    def _failure(self, connection: Connection, attempt: Attempt) -> None:
        code, message = attempt.outcome.error or ("error", "no reason given")
        where = {"uri": attempt.original.uri, "sha256": attempt.sha256, "place": attempt.outcome.place}
        which = {"stage": attempt.stage, "first_page": attempt.pages[0], "last_page": attempt.pages[1]}
        what = {"run": self.number, "attempt": attempt.number, "code": code, "message": message, "at": now()}
        connection.execute(insert(failure).values({**where, **which, **what}))


def known_files(archive: Archive, uris: Sequence[str]) -> dict[str, Known]:
    """What an archive knows of files and of their content, by URI; files never seen are left out."""
    of_file = (file.c.uri, file.c.stamp, file.c.sha256, file.c.state, file.c.finding_aid)
    of_content = (content.c.state.label("content_state"), content.c.fingerprint, content.c.pages)
    rest = (content.c.media_type, content.c.bytes)
    query = select(*of_file, *of_content, *rest).join_from(file, content, isouter=True).where(file.c.uri.in_(uris))
    with archive.engine.connect() as connection:
        return {row.uri: Known(*tuple(row)[1:]) for row in connection.execute(query)}


def progress(archive: Archive, sha256: str, prints: Fingerprints) -> Progress:
    """How far the pages of a content are under a configuration."""
    aside = select(content.c.sha256).where(content.c.state == State.QUARANTINED)  # what was lost then is tried anew
    mine = (work.c.sha256 == sha256, work.c.sha256.not_in(aside))
    ours = (*mine, work.c.stage == "pages", work.c.fingerprint == prints.pages)
    with archive.engine.connect() as connection:
        same = (reading.c.sha256 == sha256, reading.c.fingerprint == prints.pages)
        done = connection.execute(select(reading.c.first_page, reading.c.last_page).where(*same)).all()
        rest = connection.execute(select(work).where(*ours, work.c.state != State.DONE)).all()
    lost = {row.first_page: f"{row.code}: {row.message}" for row in rest if row.state == State.QUARANTINED}
    tried: dict[int, int] = {}
    for row in rest:
        for number in range(row.first_page, row.last_page + 1):
            tried[number] = max(tried.get(number, 0), row.attempts)
    return Progress(tuple((row.first_page, row.last_page) for row in done), lost, tried)


def is_settled(state: str | None, fingerprint: str | None, prints: Fingerprints) -> bool:
    """Whether a content is left alone: finished or in quarantine, under this very configuration."""
    finished = state in {State.DONE, State.PARTIAL, State.QUARANTINED}
    return finished and fingerprint == prints.settled(state or "")


def _upsert(
    connection: Connection, table: Table, row: Mapping[str, Any], changing: Sequence[str] | None = None
) -> None:
    """Insert a row, or change the columns named (all, without names) of the one with the same key."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    keys = [column.name for column in table.primary_key]
    statement = make(table).values(dict(row))
    columns = [name for name in row if name not in keys] if changing is None else changing
    if not columns:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys))
        return
    new = {name: statement.excluded[name] for name in columns}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))


def _spent(connection: Connection, attempt: Attempt) -> None:
    total = content.c.cpu_seconds + attempt.outcome.cpu_seconds
    connection.execute(update(content).where(content.c.sha256 == attempt.sha256).values(cpu_seconds=total))


def _insert_page(connection: Connection, sha256: str | None, item: PageText) -> int:
    row = {"sha256": sha256, "number": item.number, "part": item.part, "text": item.text, "data": item.data}
    return int(connection.execute(insert(page).values(row).returning(page.c.id)).scalar_one())


def _go_by_a_holder(connection: Connection, sha256: str) -> bool:
    """Let a content go by a file that has it: the one it goes by, else the first by name. False where none has it."""
    holding = file.c.sha256 == sha256
    first = connection.execute(select(file.c.uri, file.c.name).where(holding).order_by(file.c.uri)).first()
    if first is None:
        return False
    lost = content.c.uri.not_in(select(file.c.uri).where(holding))
    connection.execute(update(content).where(content.c.sha256 == sha256, lost).values(uri=first.uri, name=first.name))
    return True


def _superseded(connection: Connection, sha256: str | None) -> str | None:
    """A content that a file held before: superseded, and given back, where no other file has it."""
    if sha256 is None or _go_by_a_holder(connection, sha256):
        return None
    facts = {"state": State.SUPERSEDED, "fingerprint": None, "code": None, "message": None}
    connection.execute(update(content).where(content.c.sha256 == sha256).values(facts))
    return sha256


def _parts(original: Original) -> list[str] | None:
    return list(original.parts) or None


def _forget_text(connection: Connection, sha256: str | None) -> None:
    forget_results(connection, sha256)
    connection.execute(delete(reading).where(reading.c.sha256 == sha256))


def forget_results(connection: Connection, sha256: str | None) -> None:
    """Delete pages, their index, documents and restoration of a content, in the caller's transaction."""
    search.forget(connection, str(sha256))
    for table in (page, document, restoration):
        connection.execute(delete(table).where(table.c.sha256 == sha256))


def _rescans(connection: Connection, row: Mapping[str, Any]) -> int:
    """How many other contents have a document of the same code, date and issuer."""
    if None in (row["code"], row["issued_on"], row["issuer"]):
        return 0
    same = [document.c[key] == row[key] for key in ("code", "issued_on", "issuer")]
    others = (document.c.sha256 != row["sha256"], shown(document.c.sha256))
    other = select(func.count()).select_from(document).where(*same, *others)
    return int(connection.execute(other).scalar_one())
