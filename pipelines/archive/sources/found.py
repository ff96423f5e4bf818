"""What a source turns up on the way, and what is counted rather than told one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from vanthu.corpora.errors import VanthuError
from vanthu.pipelines.archive.sources.original import Original, Refused
from vanthu.pipelines.archive.sources.passed_over import PassedOver

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Line breaks, escape sequences, and what turns the order of letters round."""


@dataclass(frozen=True, slots=True)
class Found:
    """An original, or what was refused, with its path relative to the source: ``/`` between names, NFC."""

    relative: str
    item: Original | Refused


class Place(Protocol):
    """Where a source lies."""

    def files(self, passed: PassedOver) -> Iterator[Found]:
        """Every file, the files of a folder one after another and before its subfolders, in the order of names."""

    @property
    def alone(self) -> bool:
        """Whether the source is one file and no folder."""


def printable(name: str) -> str:
    """A file name that databases, JSON and terminals bear: bytes that are not UTF-8, and controls, are replaced."""
    return _CONTROL.sub("\ufffd", name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace"))


def composed(path: str) -> str:
    """A relative path as another program would write it: NFC (macOS decomposes)."""
    return unicodedata.normalize("NFC", printable(path))


def refused(uri: str, relative: str, error: VanthuError) -> Found:
    """What is not read, for the reason that the error tells."""
    return Found(composed(relative), Refused(uri, printable(relative.rsplit("/", 1)[-1]), error.code, error.detail))
