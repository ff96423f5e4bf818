"""Whether originals lie where the archive says that they do, as far as this machine can tell without reading them."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.sources.archives import container_and_member, is_member, member_name
from vanthu.pipelines.archive.sources.folders import local_path

ARCHIVES = 16
"""Zip archives whose directories are remembered."""
_ABSENT = (FileNotFoundError, NotADirectoryError)


def is_gone(uri: str) -> bool:
    """Whether nothing is left at a place.

    Files of this machine, members of its zip archives and joined page images are looked for. Objects of stores are not
    asked for, and what cannot be looked at (no permission, a damaged archive, a share that does not answer) is not
    taken for gone.
    """
    container, member, stem = _parts(uri)
    if not container.startswith("file:"):
        return False
    path = local_path(container)
    try:
        facts = path.stat()
        if member is not None:
            return not any(_fits(name, own, member, stem) for name, own in _members(path, facts))
        return stem is not None and not any(stem in writable(image.name) for image in path.iterdir())
    except _ABSENT:
        return True
    except (OSError, BadZipFile, ValueError, NotImplementedError):
        return False


def is_away(uri: str) -> bool:
    """Whether a gone place of this machine may come back: what is left of its path is an empty folder.

    That is what the mount point of a share looks like while the share is not mounted.
    """
    path = local_path(_parts(uri)[0])
    for folder in (path, *path.parents):
        try:
            return not any(folder.iterdir())
        except _ABSENT:
            continue
        except OSError:
            break
    return True


def _parts(uri: str) -> tuple[str, str | None, str | None]:
    """File or folder; member of a zip archive (of page images their folder in it); stem that page images share."""
    place, joint, stem = uri.partition("#")  # in names of files it is percent-encoded
    if is_member(place):
        container, member = container_and_member(f"{place}/" if joint else place)
        return container, member, unquote(stem) if joint else None
    return place, None, unquote(stem) if joint else None


def _fits(name: str, own: str, member: str, stem: str | None) -> bool:
    if stem is None:
        return name == member
    return name.startswith(member) and "/" not in name[len(member) :] and stem in own


def _members(path: Path, facts: os.stat_result) -> tuple[tuple[str, str], ...]:
    return _read_members(path, facts.st_mtime_ns, facts.st_size) if stat.S_ISREG(facts.st_mode) else ()


@lru_cache(maxsize=ARCHIVES)
def _read_members(path: Path, _mtime_ns: int, _size: int) -> tuple[tuple[str, str], ...]:
    """Names in an archive's directory, as they stand there and without folders; read again when it has changed."""
    with ZipFile(path) as book:
        return tuple((entry.filename, writable(member_name(entry).rsplit("/", 1)[-1])) for entry in book.infolist())
