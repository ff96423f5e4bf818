"""What is to become of work that failed."""

from __future__ import annotations

from enum import Enum

from vanthu.corpora.errors import (
    DiskFull,
    EngineMissing,
    FileChanged,
    FileMissing,
    InputError,
    LimitError,
    ModelMissing,
    SetupError,
    TaskKilled,
    VanthuError,
    WorkerLost,
)

OUTSIDE = (WorkerLost, DiskFull, FileMissing, FileChanged)
"""Reasons outside the file: the next run tries again."""
HOPELESS = (SetupError, EngineMissing, ModelMissing)
"""Reasons that every file would fail for."""
KILLED = (WorkerLost, TaskKilled)
"""What somebody else did: it may happen to a document several times."""
PATIENCE = 3
"""Times the attempts that work has which was killed."""
SURE = (InputError, LimitError)
"""Reasons in the file that no second attempt changes."""


class Fate(Enum):
    """What happens next."""

    ABORT = "the run ends: every file would fail"
    AGAIN = "another attempt, pages one by one"
    LOSE = "the pages go into quarantine, the rest of the file is read"
    FAIL = "left to the next run"
    QUARANTINE = "the file goes into quarantine"


def fate(error: VanthuError, *, of_pages: bool, attempt: int, attempts: int) -> Fate:
    """Decide on the ``attempt``-th failure of a piece of work, of ``attempts`` that it has."""
    if isinstance(error, HOPELESS):
        return Fate.ABORT
    outside = isinstance(error, OUTSIDE)
    if isinstance(error, SURE) and not outside:
        return Fate.QUARANTINE
    if attempt < attempts * (PATIENCE if isinstance(error, KILLED) else 1):
        return Fate.AGAIN
    if outside:
        return Fate.FAIL
    return Fate.LOSE if of_pages else Fate.QUARANTINE
