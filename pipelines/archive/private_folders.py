"""Temporary folders that nobody else can read, and that do not outlive a crash for long.

Each process has one folder, locked while it lives, with one folder inside for each task. What a killed process left
behind is removed by the next one that starts on this machine.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

PREFIX = "vanthu-archive-"
LOCK = "lock"
JUST_MADE_SECONDS = 60.0


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for one task; gone when the task is over, however it ended."""
    with tempfile.TemporaryDirectory(dir=_root(os.getpid()), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def sweep() -> int:
    """Remove what killed processes of this user left behind; how many folders that were."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else's, or being made or removed at this moment
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
    return gone


def _is_left(folder: Path) -> bool:
    """Whether its process no longer holds the lock; a folder without one may just have been made."""
    facts = folder.stat()
    if facts.st_uid != os.getuid():
        return False
    if not (folder / LOCK).exists():
        return time.time() - facts.st_mtime > JUST_MADE_SECONDS
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@cache
def _root(_process: int) -> Path:
    """This process's folder (a forked process makes its own)."""
    root = Path(tempfile.mkdtemp(prefix=PREFIX))  # mode 0700
    lock = os.open(root / LOCK, os.O_CREAT | os.O_RDWR, 0o600)  # a descriptor: open as long as the process lives
    fcntl.flock(lock, fcntl.LOCK_EX)
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root
