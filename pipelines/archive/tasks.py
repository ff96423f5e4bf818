"""What a worker does: look at a file, read some of its pages, make its campaign definitions.

Tasks and their results are plain picklable values; a task depends on nothing but itself, so it can run anywhere and
again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from vanthu.corpora.errors import (
    DiskFull,
    FileChanged,
    FileMissing,
    OutOfMemory,
    OutOfReach,
    SecretDocument,
    SetupError,
    VanthuError,
)
from vanthu.ingest.intake import Document, open_document, open_joined
from vanthu.ingest.intake.opening import files_sha256
from vanthu.ingest.layout import Layout
from vanthu.ingest.limits import Limits
from vanthu.ingest.ocr.engine import Engine
from vanthu.ingest.reader import Bench, PageReading, connect, read_page
from vanthu.models.campaign import Campaign
from vanthu.models.documents import split
from vanthu.models.page import Page, Part, Trail, Verdict
from vanthu.models.restore.restorer import load
from vanthu.models.secrecy import Secrecy, highest
from vanthu.pipelines.archive import codec
from vanthu.pipelines.archive.fingerprint import Fingerprints, fingerprints
from vanthu.pipelines.archive.sources import Original, fetched
from vanthu.pipelines.definition import Origin, define, require_a_page
from vanthu.pipelines.output import campaign_json
from vanthu.pipelines.restoration import Restoration, restore_document
from vanthu.pipelines.settings import Settings


class Task(Protocol):
    """One piece of work."""

    @property
    def pages(self) -> int:
        """How many pages it works through: its deadline grows with them."""

    def run(self, folder: Path) -> object:
        """Do it; ``folder`` is private and vanishes afterwards.

        Raises:
            VanthuError: it cannot be done, and why.
        """


@dataclass(frozen=True, slots=True)
class Plan:
    """What all tasks of a run have in common."""

    settings: Settings
    engine: Engine
    fingerprints: Fingerprints
    allowed: Secrecy | None = None
    """The highest level of secrecy that the archive may hold."""

    def check(self) -> None:
        """Refuse to work with other code or weights than the driver has.

        Raises:
            SetupError: this worker would give another result.
        """
        if fingerprints(self.settings, self.engine, self.allowed) != self.fingerprints:
            raise SetupError("this worker and the driver differ in their version of vanthu, tesseract or weights")

    def admit(self, level: Secrecy | None, where: str) -> None:
        """Let pass what the archive may hold.

        Raises:
            SecretDocument: it may not hold this level.
        """
        if level and level.rank > (self.allowed.rank if self.allowed else 0):
            raise SecretDocument(f"stamped {level}, {where}")


@dataclass(frozen=True, slots=True)
class Looked:
    """A file at first look; ``pages`` is None and ``error`` a ``(code, message)`` where it cannot be opened."""

    sha256: str
    bytes: int
    media_type: str | None = None
    pages: int | None = None
    error: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Hash a file, and open it unless ``only_hash`` (where opening it has killed a worker)."""

    original: Original
    limits: Limits
    only_hash: bool = False
    pages: int = 1

    def run(self, folder: Path) -> Looked:
        """Returns :class:`Looked`; a file that cannot be opened has a hash nevertheless.

        Raises:
            FileMissing: it is not there, or may not be read.
            DiskFull: there is no room for temporary files.
            OutOfMemory: opening it wants more than there is; in a fresh process it may do with it.
        """
        files = fetched(self.original, folder)
        if self.only_hash:
            return _hashed(files)
        try:
            with _open(files, self.limits) as document:
                return Looked(document.sha256, document.bytes, document.media_type, document.page_count)
        except (DiskFull, OutOfMemory, OutOfReach):  # what another attempt may do with
            raise
        except VanthuError as error:
            return replace(_hashed(files), error=(error.code, error.detail))


@dataclass(frozen=True, slots=True)
class PagesRead:
    """Pages as the page stages left them, packed; ``failed`` is ``(code, message)`` of the first that was not read."""

    data: bytes
    failed: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ReadPages:
    """Read the pages ``first`` to ``last`` of a file, 1-based and inclusive."""

    original: Original
    sha256: str
    first: int
    last: int
    plan: Plan

    @property
    def pages(self) -> int:
        """From first to last."""
        return self.last - self.first + 1

    def run(self, folder: Path) -> PagesRead:
        """Returns :class:`PagesRead`.

        Raises:
            FileChanged: the file is not the one that was looked at.
            SecretDocument: a page is stamped with a level that the archive may not hold.
            OutOfMemory: a page wanted more than there was; in a fresh process it may do with it.
        """
        self.plan.check()
        settings = self.plan.settings
        with _open(fetched(self.original, folder), settings.limits) as document:
            if document.sha256 != self.sha256:
                raise FileChanged(f"{self.original.name} is another file than it was")
            bench = Bench(self.plan.engine, settings.dpi)
            readings = [read_page(source, bench) for source in document.pages(self.first, self.last)]
        self.plan.admit(highest(r.page for r in readings), f"pages {self.first} to {self.last}")
        _require_memory([r.page for r in readings])
        return PagesRead(codec.pack_readings(readings), _first_failed([reading.page for reading in readings]))


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as restored: its number in the file, the document it belongs to, its text, and the whole, packed."""

    number: int
    part: int
    text: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Defined:
    """What became of a file: its pages, what the restorer did, and one campaign definition for each document."""

    pages: tuple[PageText, ...]
    restoration: bytes | None
    campaigns: tuple[str, ...]
    """JSON, one line each."""
    failed: tuple[str, str] | None
    """``(code, message)`` of the first page that could not be read."""


@dataclass(frozen=True, slots=True)
class Define:
    """Restore all pages of a file and extract its documents.

    ``readings`` are packed chunks in page order, ``lost`` pages in quarantine with their errors; ``restored`` are the
    pages and the restoration of an earlier run, where only extraction is to be done again.
    """

    origin: Origin
    pages: int
    readings: tuple[bytes, ...]
    lost: tuple[tuple[int, str], ...]
    joined: bool
    plan: Plan
    restored: tuple[tuple[bytes, ...], bytes | None] | None = None

    def run(self, folder: Path) -> Defined:
        """Returns :class:`Defined`.

        Raises:
            SecretDocument: a document is stamped with a level that the archive may not hold.
            VanthuError: no page could be read, or extraction failed.
        """
        del folder
        self.plan.check()
        readings = connect(sorted([*codec.unpack_readings(self.readings), *self._lost()], key=_number))
        pages = [reading.page for reading in readings]
        require_a_page(self.origin.name, pages)
        restoration = self._restore(pages)
        if restoration:
            pages = list(restoration.pages)
        parts = (Part(1, 1, tuple(pages)),) if self.joined else tuple(split(pages))
        seconds: Counter[str] = Counter({"restore": restoration.seconds if restoration else 0.0})
        for reading in readings:
            seconds.update(reading.seconds)
        campaigns = [define(self.origin, part, restoration, seconds) for part in parts]
        self._admit(pages, campaigns)
        return Defined(
            pages=tuple(PageText(p.number, t.index, p.text, codec.pack_page(p)) for t in parts for p in t.pages),
            restoration=codec.pack_restoration(restoration) if restoration else None,
            campaigns=tuple(campaign_json(campaign, indent=None) for campaign in campaigns),
            failed=_first_failed(pages),
        )

    def _lost(self) -> list[PageReading]:
        trails = [(number, Trail(verdict=Verdict.FAILED, error=error)) for number, error in self.lost]
        return [PageReading(Page(number, (), trail), Layout(()), {}) for number, trail in trails]

    def _restore(self, pages: Sequence[Page]) -> Restoration | None:
        if not self.plan.settings.restore:
            return None
        packed, restoration = self.restored or ((), None)
        if restoration:
            return codec.unpack_restoration(restoration, [codec.unpack_page(data) for data in packed])
        return restore_document(pages, load(self.plan.settings.weights))

    def _admit(self, pages: Sequence[Page], campaigns: Sequence[Campaign]) -> None:
        self.plan.admit(highest(pages), "its pages")
        for campaign in campaigns:
            level = campaign.document.secrecy.value
            self.plan.admit(Secrecy(level) if level else None, "its first page")


def _first_failed(pages: Sequence[Page]) -> tuple[str, str] | None:
    for page in pages:
        if page.trail.verdict is Verdict.FAILED:
            code, _, message = (page.trail.error or "error").partition(": ")
            return code, f"page {page.number}: {message}"
    return None


def _require_memory(pages: Sequence[Page]) -> None:
    for page in pages:
        if (page.trail.error or "").startswith(OutOfMemory.code):
            raise OutOfMemory(f"page {page.number} wants more than --memory allows")


def _number(reading: PageReading) -> int:
    return reading.page.number


def _open(files: Sequence[Path], limits: Limits) -> Document:
    return open_document(files[0], limits) if len(files) == 1 else open_joined(files, limits)


def _hashed(files: Sequence[Path]) -> Looked:
    """What can be told of files without opening them, as :class:`~vanthu.ingest.intake.document.Document` has it."""
    try:
        sha256 = files_sha256(files)
    except OSError as error:
        raise FileMissing(f"{Path(error.filename or files[0]).name}: {error.strerror}") from error
    return Looked(sha256, sum(path.stat().st_size for path in files))
