"""The base of all coded errors, and the way from a code back to its error."""

from __future__ import annotations

import errno
from typing import ClassVar

from vanthu.corpora.wording import writable

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Errors of the system that blame the disk and not the file."""


class VanthuError(Exception):
    """Base of all coded errors; ``detail`` names the file, page or value at hand."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    cause: ClassVar[str] = "Something failed that has no code of its own."
    remedy: ClassVar[str] = "Run again with --debug and report the traceback."

    def __init__(self, detail: str) -> None:
        self.detail = writable(detail)  # messages go into JSON and databases, and name files
        super().__init__(self.detail)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"

    def __reduce__(self) -> tuple[type[VanthuError], tuple[str]]:
        return type(self), (self.detail,)


def error_of(code: str, detail: str) -> VanthuError:
    """The error with a code, as kept in a page's trail or an archive's ledger; the base where the code is unknown."""
    return next((kind for kind in every_error() if kind.code == code), VanthuError)(detail)


def every_error() -> list[type[VanthuError]]:
    """All coded errors, parents before children, in the order of the tree."""
    found: list[type[VanthuError]] = []
    queue: list[type[VanthuError]] = [VanthuError]
    while queue:
        current = queue.pop(0)
        found.append(current)
        queue[:0] = current.__subclasses__()
    return found
