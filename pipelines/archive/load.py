"""Loading: everything that a run needs, opened in order and closed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from vanthu.ingest.ocr.engine import Engine
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.driver import Driver, Errand, Rules
from vanthu.pipelines.archive.events import Event, Tally, Told
from vanthu.pipelines.archive.executors import workforce
from vanthu.pipelines.archive.fingerprint import fingerprints
from vanthu.pipelines.archive.ledger import Ledger
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.log import logged
from vanthu.pipelines.archive.opening import Archive, open_archive
from vanthu.pipelines.archive.private_folders import sweep
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.secrecy_review import review
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.archive.tasks import Plan
from vanthu.pipelines.engines import engine_of
from vanthu.pipelines.settings import Settings
from vanthu.pipelines.terminal.interrupts import interruptible

Stopping = Callable[[Sequence[Errand]], None]

SERVER_QUARANTINE = Path("vanthu-quarantine")
"""Of an archive on a server, in the working folder."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to load; the options of ``vanthu archive load``.

    Args:
        archive: URL of the database.
        settings: how a file is read.
        jobs: processes of this machine; all its cores without one, 0 for this very process.
        cluster: address of a Dask scheduler instead, or ``local``.
        chunk_pages: pages of one task.
        attempts: at one piece of work, before it is put aside.
        care: deadline, memory and recycling of a child process.
        quarantine: folder for what is put aside.
        allowed: highest level of secrecy that the archive may hold.
        log: file for JSON lines.
        engine: an OCR engine instead of tesseract.
        include_forgotten: load what was forgotten as well.
    """

    archive: str
    settings: Settings = field(default_factory=Settings)
    jobs: int | None = None
    cluster: str | None = None
    chunk_pages: int = 8
    attempts: int = 2
    care: Care = field(default_factory=Care)
    quarantine: Path | None = None
    allowed: Secrecy | None = None
    log: Path | None = None
    engine: Engine | None = None
    include_forgotten: bool = False

    @property
    def own(self) -> tuple[Path, ...]:
        """What the run itself writes on this machine: never to be loaded."""
        database = make_url(self.archive).database if self.archive.startswith("sqlite") else None
        beside = [Path(f"{database}{end}") for end in ("", "-wal", "-shm", ".lock", ".quarantine")] if database else []
        aside = self.quarantine or (None if database else SERVER_QUARANTINE)
        return (*beside, *(path for path in (aside, self.log) if path))

    @property
    def plan(self) -> Plan:
        """What all tasks have in common.

        Raises:
            EngineMissing: tesseract is not on the PATH.
        """
        engine = self.engine or engine_of(self.settings)
        return Plan(self.settings, engine, fingerprints(self.settings, engine, self.allowed), self.allowed)


def load(
    found: Iterable[Original | Refused], wanted: Wanted, told: Told | None = None, stopping: Stopping | None = None
) -> Tally:
    """Load originals into an archive; see :class:`vanthu.pipelines.archive.driver.Driver`.

    Raises:
        ArchiveLocked: another run is loading.
        VanthuError: something that every file would fail for.
    """
    with driving(wanted, told, stopping) as driver:
        return driver.run(found)


@contextmanager
def driving(wanted: Wanted, told: Told | None = None, stopping: Stopping | None = None) -> Iterator[Driver]:
    """A driver with all that a run needs, for one shelf or several one after another.

    Args:
        wanted: how to load.
        told: is given what happens.
        stopping: is given what is still in flight when a signal asks the run to stop; called in a thread of its own.

    Raises:
        ArchiveLocked: another run is loading.
    """
    plan = wanted.plan
    with open_archive(wanted.archive, create=True) as archive, locked(archive):
        sweep()
        ledger = Ledger(archive, plan.fingerprints)
        rules = Rules(plan, wanted.care, wanted.chunk_pages, wanted.attempts, wanted.include_forgotten)
        quarantine = Quarantine(wanted.quarantine or default_quarantine(archive))
        begun = time.monotonic()
        with logged(wanted.log, ledger.number) as log, workforce(wanted.jobs, wanted.cluster) as force:
            driver = Driver(ledger, force, rules, quarantine, both(log, told))
            try:
                with interruptible(driver.stop, lambda: stopping(driver.in_flight()) if stopping else None):
                    review(archive, ledger, driver, plan)
                    yield driver
            finally:
                ledger.end(time.monotonic() - begun, driver.tally.pages)


def both(first: Told, second: Told | None) -> Told:
    """Tells two who listen."""

    def tell(event: Event) -> None:
        first(event)
        if second:
            second(event)

    return tell


def default_quarantine(archive: Archive) -> Path:
    """Beside an SQLite database; in the working folder for a server."""
    return archive.path.with_name(f"{archive.path.name}.quarantine") if archive.path else SERVER_QUARANTINE
