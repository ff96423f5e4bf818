"""How tasks are looked after."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Care:
    """Bounds of one task and of the child process that it runs in.

    Args:
        deadline: seconds of wall time for each page; a task has one page's more, for opening the file.
        memory: bytes that a child may take over what it has when it is loaded.
        tasks: after so many a child is replaced: what libraries leak goes with it.
    """

    deadline: float = 180.0
    memory: int = 2_000_000_000
    tasks: int = 200
