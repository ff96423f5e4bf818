"""An original as local files, for as long as somebody reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from vanthu.corpora.errors import NO_ROOM, BadOption, DiskFull, FileChanged, FileMissing, Unwritable
from vanthu.pipelines.archive.sources.archives import ZipLimits, is_member, unpack
from vanthu.pipelines.archive.sources.folders import local_path
from vanthu.pipelines.archive.sources.joining import joint_stamp
from vanthu.pipelines.archive.sources.original import Original
from vanthu.pipelines.archive.sources.stores import SCHEMES, copy_object, opened_object

_UNSAFE = re.compile(r"[^\w.\- ()\[\]]+")
_LONGEST_NAME = 80
"""Letters; file systems take 255 bytes."""


def fetched(original: Original, folder: Path, *, limits: ZipLimits | None = None) -> list[Path]:
    """The files of an original, in page order; what is not on this machine's disk is copied into ``folder`` first.

    Args:
        original: as a source found it.
        folder: private, on a disk with room for the original; made where it is missing.
        limits: of what is unpacked or copied.

    Raises:
        FileMissing: it is no longer there; :class:`OutOfReach` where its store does not answer.
        FileChanged: what is there now is not what was found.
        FileBroken: its archive is damaged.
        FileEncrypted: its archive needs a password.
        LimitError: it unpacks out of proportion, or is larger than the limits.
        DiskFull: the copy does not fit.
        ExtraMissing: a library for its store is not installed here.
    """
    files, stamp = gathered(original, folder, limits or ZipLimits())
    if stamp not in {None, original.stamp}:
        raise FileChanged(f"{original.name} is another file than was found")
    return files


def gathered(original: Original, folder: Path, limits: ZipLimits) -> tuple[list[Path], str | None]:
    """The files of an original as they are now, in page order, and the stamp of what had to be copied.

    Raises as :func:`fetched` does, but for files that are not those that were found.
    """
    uris = original.parts or (original.uri,)
    if all(map(_is_local, uris)):
        return [_present(local_path(uri)) for uri in uris], None
    files, stamps = [], []
    for number, uri in enumerate(uris, 1):
        target = folder / (f"{number:05d}-{_safe(uri)}" if original.parts else _safe(uri))
        files.append(target)
        stamps.append(_copy(uri, target, limits))
    return files, joint_stamp(stamps) if original.parts else stamps[0]


@contextmanager
def opened(uri: str) -> Iterator[IO[bytes]]:
    """A local file or an object of a store, to be read at any place of it.

    Raises:
        FileMissing: it is not there, or may not be read.
    """
    if not _is_local(uri):
        with opened_object(uri) as file:
            yield file
        return
    path = local_path(uri)
    try:
        local = path.open("rb")
    except OSError as error:
        raise FileMissing(f"{path.name}: {error.strerror}") from error
    with local:
        yield local


def _is_local(uri: str) -> bool:
    return uri.startswith("file:")


def _present(path: Path) -> Path:
    try:
        present = path.is_file()
    except OSError as error:
        raise FileMissing(f"{path.name}: {error.strerror}") from error
    if not present:
        raise FileMissing(f"{path.name} is no longer there")
    return path


def _copy(uri: str, target: Path, limits: ZipLimits) -> str:
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # of an earlier attempt in the same folder
        if is_member(uri):
            return unpack(uri, target, limits, opened)
        if uri.partition(":")[0] in SCHEMES:
            return copy_object(uri, target, limits.max_member_bytes)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(f"the folder for copies: {error.strerror}") from error
        raise Unwritable(f"the folder for copies: {error.strerror}") from error
    raise BadOption(f"no source reads {uri.partition(':')[0]}")


def _safe(uri: str) -> str:
    """A name for the copy that keeps the ending and can be written anywhere."""
    name = unquote(uri).replace("\\", "/").rsplit("/", 1)[-1]
    return _UNSAFE.sub("_", name).lstrip(". ")[-_LONGEST_NAME:] or "original"
