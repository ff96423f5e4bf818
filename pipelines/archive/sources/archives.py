"""Zip archives: their members as originals, and members unpacked, within limits that hold while unpacking."""

from __future__ import annotations

import errno
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import IO
from urllib.parse import quote, unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from vanthu.corpora.errors import (
    Bomb,
    FileBroken,
    FileChanged,
    FileEncrypted,
    FileMissing,
    FileUnknown,
    LeadsOut,
    OutOfReach,
    TooManyBytes,
    VanthuError,
)
from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.sources.folders import is_zip
from vanthu.pipelines.archive.sources.found import Found, composed, refused
from vanthu.pipelines.archive.sources.original import Original
from vanthu.pipelines.archive.sources.passed_over import PassedOver

SEPARATOR = "!/"
"""Between archive and member in a URI; percent-encoding keeps it out of either name."""
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_UTF8 = 0x800
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")
_DIRECTORY_BYTES_AN_ENTRY = 1024
"""Of the archive's directory, on average: 46 bytes, the name (Linux allows 255 bytes), times and comments."""
_DAMAGED = (BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, ValueError, IndexError, struct.error)
"""What zipfile says of archives that are truncated, damaged, or packed in a way that it does not know."""

Opener = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens the file at a URI for reading at any place of it."""


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an archive may hold; the same hold for what is copied from a store.

    Args:
        max_entries: members; each takes memory while the archive is looked through.
        max_bytes: of all members, unpacked.
        max_member_bytes: of one member, unpacked, or of one object of a store; as ``Limits.max_bytes``.
        max_ratio: of unpacked to packed bytes, for members above ``small_bytes``. Deflate reaches 1032 on nothing but
            zeros; an uncompressed scan of a written page packs to a twentieth.
        small_bytes: up to here a blank page as an uncompressed picture is taken for what it is.
    """

    max_entries: int = 20_000
    max_bytes: int = 50_000_000_000
    max_member_bytes: int = 300_000_000
    max_ratio: int = 200
    small_bytes: int = 10_000_000


def zip_uri(container: str, member: str = "") -> str:
    """``file:///a.zip`` and ``b/c.pdf`` make ``zip:///a.zip!/b/c.pdf``; other schemes become ``zip+s3`` and so on."""
    scheme, _, rest = container.partition(":")
    outer = "zip" if scheme == "file" else f"zip+{scheme}"
    return f"{outer}:{rest}{SEPARATOR}{quote(member, errors='surrogateescape')}"


def is_member(uri: str) -> bool:
    """Whether a URI names a member of an archive."""
    return uri.startswith(("zip:", "zip+"))


def container_and_member(uri: str) -> tuple[str, str]:
    """The archive's URI and the member's name: what :func:`zip_uri` put together."""
    outer, _, member = uri.partition(SEPARATOR)
    scheme, _, rest = outer.partition(":")
    return f"{scheme.removeprefix('zip').removeprefix('+') or 'file'}:{rest}", unquote(member, errors="surrogateescape")


def members(archive: Found, within: str, limits: ZipLimits, opener: Opener, passed: PassedOver) -> Iterator[Found]:
    """The members of an archive, folder by folder in the order of names; only its directory is read.

    ``within`` is the archive's path relative to the source, empty where it is the source itself.
    """
    container = archive.item.uri
    try:
        with _opened(container, limits, opener) as book:
            entries = book.infolist()
    except VanthuError as error:
        yield refused(container, archive.relative, error)
        return
    times = Counter(entry.filename for entry in entries)
    for entry in sorted(entries, key=_order):
        name = member_name(entry)
        if name.endswith("/") or any(map(passed.name, _names(name))) or not times[entry.filename]:
            continue
        fault = _fault(entry, times[entry.filename], limits)
        times[entry.filename] = 0 if fault else 1  # what stands twice is refused once
        relative = f"{within}/{name}" if within else name
        uri = zip_uri(container, entry.filename)
        if fault:
            yield refused(uri, relative, fault)
        else:
            yield Found(
                composed(relative), Original(uri, writable(name.rsplit("/", 1)[-1]), entry.file_size, _stamp(entry))
            )


def unpack(uri: str, target: Path, limits: ZipLimits, opener: Opener) -> str:
    """Copy a member to a new file and return its stamp.

    Raises:
        FileMissing: the archive or the member is gone.
        FileBroken: the archive is damaged.
        FileEncrypted: the member needs a password.
        Bomb: it unpacks to more than its size said, or out of proportion.
        OSError: the target cannot be written.
    """
    container, name = container_and_member(uri)
    with _opened(container, limits, opener) as book:
        entries = [entry for entry in book.infolist() if entry.filename == name]
        if not entries:
            raise FileMissing(f"{name} is no longer in the archive")
        fault = _fault(entries[0], len(entries), limits)
        if fault:
            raise fault
        _copy(book, entries[0], target, limits)
        return _stamp(entries[0])


@contextmanager
def _opened(container: str, limits: ZipLimits, opener: Opener) -> Iterator[ZipFile]:
    """An archive whose directory keeps to the limits; only what zipfile says is taken for damage."""
    with opener(container) as file:
        try:
            _check_directory(file, limits)
            book = ZipFile(file)
        except _DAMAGED as error:
            raise FileBroken(f"no zip archive, or a damaged one: {error}") from error
        except OSError as error:
            if error.errno == errno.EINVAL:  # its directory is said to be before its beginning
                raise FileBroken(f"a damaged zip archive: {error.strerror}") from error
            raise OutOfReach(f"the archive: {error.strerror or type(error).__name__}") from error
        with book:
            _check_sizes(book, file, limits)
            yield book


def _check_directory(file: IO[bytes], limits: ZipLimits) -> None:
    """Before zipfile holds the whole directory in memory: how large the archive's end record says that it is."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # noqa: SLF001  zipfile's own idea of it, not another
    if end and end[5] > limits.max_entries * _DIRECTORY_BYTES_AN_ENTRY:
        raise Bomb(f"the archive's directory has {end[5]} bytes, more than {limits.max_entries} members need")
    file.seek(0)


def _check_sizes(book: ZipFile, file: IO[bytes], limits: ZipLimits) -> None:
    entries = book.infolist()
    if len(entries) > limits.max_entries:
        raise Bomb(f"the archive has {len(entries)} members, more than {limits.max_entries}")
    if sum(entry.file_size for entry in entries) > limits.max_bytes:
        raise Bomb(f"the archive unpacks to more than {limits.max_bytes} bytes")
    if sum(entry.compress_size for entry in entries) > file.seek(0, os.SEEK_END):
        raise Bomb("the archive's members overlap")


def _fault(entry: ZipInfo, times: int, limits: ZipLimits) -> VanthuError | None:
    """Why a member is not read, as far as its entry in the directory tells."""
    if not member_name(entry):
        return FileBroken("a member of the archive has no name")
    if _LEADS_OUT.search(entry.filename) or _LEADS_OUT.search(entry.orig_filename):
        return LeadsOut("the name leads out of the archive")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return LeadsOut("a link within an archive is not followed")
    if times > 1:
        return FileBroken(f"{times} members of the archive have this name: which is meant cannot be told")
    if entry.flag_bits & _ENCRYPTED:
        return FileEncrypted("the member needs a password")
    return _fault_of_size(entry, limits)


def _fault_of_size(entry: ZipInfo, limits: ZipLimits) -> VanthuError | None:
    if entry.file_size > max(limits.small_bytes, entry.compress_size * limits.max_ratio):
        return Bomb(f"unpacks to more than {limits.max_ratio} times its size")
    if entry.file_size > limits.max_member_bytes:
        return TooManyBytes(f"unpacks to {entry.file_size} bytes, more than {limits.max_member_bytes}")
    return FileUnknown("an archive within an archive is not opened; unpack it") if is_zip(entry.filename) else None


def _copy(book: ZipFile, entry: ZipInfo, target: Path, limits: ZipLimits) -> None:
    most = min(limits.max_member_bytes, max(limits.small_bytes, entry.compress_size * limits.max_ratio))
    written = 0
    try:
        with book.open(entry) as packed, target.open("xb") as file:
            while chunk := _read(packed):
                written += len(chunk)
                if written > most:
                    raise Bomb(f"unpacks to more than {most} bytes")
                file.write(chunk)
    except _DAMAGED as error:
        raise FileBroken(f"the member is damaged or packed in an unknown way: {error}") from error
    except RuntimeError as error:  # zipfile's word for a password that is missing
        raise FileEncrypted("the member needs a password") from error
    if written != entry.file_size:
        raise FileChanged(f"unpacked to {written} bytes instead of {entry.file_size}")


def _read(packed: IO[bytes]) -> bytes:
    """Apart from writing, so that a share that is away is not taken for a disk that is full."""
    try:
        return packed.read(_CHUNK)
    except OSError as error:
        if error.errno is None:  # of bzip2: what was read makes no sense
            raise FileBroken(f"the member is damaged: {error}") from error
        raise OutOfReach(f"the archive: {error.strerror or type(error).__name__}") from error


def _names(path: str) -> list[str]:
    return [name for name in path.split("/") if name not in {".", ".."}]


def _order(entry: ZipInfo) -> tuple[str, str]:
    folder, _, name = member_name(entry).rpartition("/")
    return folder, name


def member_name(entry: ZipInfo) -> str:
    """As written, with ``/`` between names; where the writer did not say UTF-8 but wrote it (macOS does), that."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/").removeprefix("./")


def _stamp(entry: ZipInfo) -> str:
    """Checksum, size and time: of the member, not of the archive, so that adding members changes no other."""
    written = "".join(f"{part:02d}" for part in entry.date_time)
    return f"{entry.CRC:08x}-{entry.file_size}-{written}"
