"""Files that no archivist means when pointing at a folder: told by name alone, counted, never read.

Everything else is an original, whatever its suffix: what is no document is found out from its content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Noted(StrEnum):
    """What :func:`find` counts besides the originals that it gives."""

    HIDDEN = "hidden"
    """Files and folders whose names begin with a dot, as a shell's globs pass them over."""
    SYSTEM = "system"
    """What desktops and storage boxes leave behind: thumbnails, settings, lock files, recycle bins."""
    UNFINISHED = "unfinished"
    """Files that a transfer program has not finished, by the name that it gives them meanwhile."""
    OWN = "own"
    """The archive's own database, quarantine and logs, and the finding aid."""
    LINK = "link"
    """Links to folders of the same source: what they lead to is found where it lies."""
    WITHOUT_ROW = "without_row"
    """Originals that the finding aid has no row for."""
    WITHOUT_FILE = "without_file"
    """Rows of the finding aid that name no original."""


SYSTEM_NAMES = frozenset(
    {
        # Windows Explorer
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        "$recycle.bin",
        "recycler",
        "system volume information",
        # macOS, inside zip archives
        "__macosx",
        # Synology, QNAP, Linux
        "@eadir",
        "#recycle",
        "#snapshot",
        "@recycle",
        "@recently-snapshot",
        "lost+found",
    }
)
"""Names in lower case."""
SYSTEM_PREFIXES = ("~$",)
"""Lock files of Microsoft Office."""
UNFINISHED_SUFFIXES = (".part", ".partial", ".filepart", ".crdownload", ".opdownload")
"""Of curl and Firefox, rsync, WinSCP, Chrome and Edge, Opera."""
DATABASE_SUFFIXES = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Decides by name, and counts.

    Args:
        own: the archive's own files and folders, resolved.
        counts: how many were passed over, by :class:`Noted`.
    """

    own: frozenset[Path] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, own: Iterable[Path], counts: Counter[str] | None = None) -> PassedOver:
        """Also passes over what SQLite keeps beside a database."""
        paths = [path.resolve() for path in own]
        beside = [path.with_name(path.name + suffix) for path in paths for suffix in DATABASE_SUFFIXES]
        return cls(frozenset((*paths, *beside)), Counter() if counts is None else counts)

    def name(self, name: str) -> bool:
        """Whether the name of a file or folder says that it is no original; counted if so."""
        reason = _reason(name)
        if reason:
            self.counts[reason] += 1
        return reason is not None

    def path(self, path: Path) -> bool:
        """Whether it is the archive's own; counted if so."""
        mine = path in self.own
        if mine:
            self.counts[Noted.OWN] += 1
        return mine


def _reason(name: str) -> Noted | None:
    lower = name.lower()
    if lower in SYSTEM_NAMES or lower.startswith(SYSTEM_PREFIXES):
        return Noted.SYSTEM
    if lower.startswith("."):
        return Noted.HIDDEN
    return Noted.UNFINISHED if lower.endswith(UNFINISHED_SUFFIXES) else None
