"""What a source turns up on the way, and what is counted rather than told one by one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from vanthu.corpora.errors import VanthuError
from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.sources.original import Original, Refused
from vanthu.pipelines.archive.sources.passed_over import PassedOver


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


def composed(path: str) -> str:
    """A relative path as another program would write it: NFC (macOS decomposes)."""
    return unicodedata.normalize("NFC", writable(path))


def refused(uri: str, relative: str, error: VanthuError) -> Found:
    """What is not read, for the reason that the error tells."""
    return Found(composed(relative), Refused(uri, writable(relative.rsplit("/", 1)[-1]), error.code, error.detail))
