"""Whether originals lie where the archive says that they do, as far as this machine can tell without reading them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, ZipFile

from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.sources.archives import container_and_member, is_member
from vanthu.pipelines.archive.sources.folders import local_path

ARCHIVES = 16
"""Zip archives whose directories are remembered."""


def is_gone(uri: str) -> bool:
    """Whether nothing is left at a place.

    Files of this machine, members of its zip archives and joined page images are looked for. Objects of stores are not
    asked for, and what cannot be looked at (no permission, a share that does not answer) is not taken for gone.
    """
    container, member = container_and_member(uri) if is_member(uri) else (uri, None)
    if not container.startswith("file:"):
        return False
    path = local_path(container)
    try:
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    if stem := unquote(urlsplit(container).fragment):
        return not any(stem in name for name in _names(path))
    return member is not None and member not in _members(path, facts)


def _names(folder: Path) -> Iterable[str]:
    try:
        return [writable(path.name) for path in folder.iterdir()]
    except OSError:
        return []


def _members(path: Path, facts: os.stat_result) -> frozenset[str]:
    return _read_members(path, facts.st_mtime_ns, facts.st_size) if stat.S_ISREG(facts.st_mode) else frozenset()


@lru_cache(maxsize=ARCHIVES)
def _read_members(path: Path, _mtime_ns: int, _size: int) -> frozenset[str]:
    """Names in an archive's directory, read again when the archive has changed; of a damaged one none can be had."""
    try:
        with ZipFile(path) as book:
            return frozenset(entry.filename for entry in book.infolist())
    except (OSError, BadZipFile, ValueError, NotImplementedError):
        return frozenset()
