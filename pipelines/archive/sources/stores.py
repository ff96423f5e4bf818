"""Object stores and other file systems that fsspec reaches; credentials come from the environment, never from a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from vanthu.corpora.errors import NO_ROOM, BadOption, ExtraMissing, FileMissing, OutOfReach, TooManyBytes, VanthuError
from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.sources.folders import is_zip
from vanthu.pipelines.archive.sources.found import Found, composed, refused
from vanthu.pipelines.archive.sources.original import Original
from vanthu.pipelines.archive.sources.passed_over import PassedOver
from vanthu.pipelines.archive.sources.patterns import cut, matches

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

SCHEMES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "sftp", "ssh", "smb", "hdfs", "memory"})
"""Stores that can be listed. ``s3`` comes with the extra; the others need their own fsspec package beside it."""
_LOGIN = re.compile(r"//[^/@\s]*@")
_QUERY = re.compile(r"\?\S*")


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Objects below a prefix, or one object.

    Args:
        prefix: what comes before paths in a URL, e.g. ``s3://``.
        root: path of the folder or object, as the file system names it.
        pattern: of paths below it; all, where there is none.
        alone: whether it is one object.
    """

    prefix: str
    root: str
    pattern: tuple[str, ...]
    alone: bool

    def files(self, passed: PassedOver) -> Iterator[Found]:
        """As :class:`~vanthu.pipelines.archive.sources.found.Place` says; one folder's names are held at a time."""
        with _answering(self.prefix + self.root):
            store, _ = _reach(self.prefix + self.root)
        if self.alone:
            with _answering(self.prefix + self.root):
                yield self._original(store.info(self.root), self.root.rsplit("/", 1)[-1])
            return
        pending = [self.root.rstrip("/")]
        while pending:
            below = []
            folder = pending.pop()
            try:
                entries = self._entries(store, folder, passed)
            except FileMissing as error:
                yield refused(self._uri(folder), folder, error)
                continue
            for entry in entries:
                relative = entry["name"].removeprefix(self.root.rstrip("/")).lstrip("/")
                if entry["type"] == "directory":
                    below.append(entry["name"].rstrip("/"))
                elif entry["type"] != "file":
                    unread = FileMissing(f"{relative} is no regular file")
                    yield refused(self._uri(entry["name"]), relative, unread)
                elif matches(composed(relative), self.pattern):
                    yield self._original(entry, relative)
            pending.extend(reversed(below))

    def _entries(self, store: AbstractFileSystem, folder: str, passed: PassedOver) -> list[dict[str, Any]]:
        """Of one folder: objects first, then zip archives, then folders; without the marker that stands for itself."""
        with _answering(self.prefix + folder):
            entries = store.ls(folder, detail=True)
        store.invalidate_cache()
        kept = [e for e in entries if e["name"].rstrip("/") != folder and not passed.name(_last(e["name"]))]
        return sorted(kept, key=lambda e: (e["type"] == "directory", is_zip(e["name"]), e["name"]))

    def _original(self, entry: dict[str, Any], relative: str) -> Found:
        original = Original(self._uri(entry["name"]), writable(_last(entry["name"])), entry["size"] or 0, _stamp(entry))
        return Found(composed(relative), original)

    def _uri(self, path: str) -> str:
        return self.prefix + quote(path)


def store_place(url: str) -> StorePlace:
    """Look at what a URL names.

    Raises:
        BadOption: no known store, or the URL holds a password.
        ExtraMissing: the library for the store is not installed.
        FileMissing: nothing is there.
        OutOfReach: the store does not answer.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or "::" in url:
        raise BadOption(f"{parts.scheme}: no store that is read; known are {', '.join(sorted(SCHEMES - {'memory'}))}")
    if parts.password is not None or ("@" in parts.netloc and parts.scheme in {"s3", "s3a"}):
        raise BadOption(f"{parts.scheme}://…: credentials belong in the environment, not in the URL")
    head, pattern = cut(url.rstrip("/"))
    if urlsplit(head).netloc != parts.netloc:
        raise BadOption(f"{parts.scheme}://…: a bucket's name holds no wildcard")
    with _answering(head):
        store, root = _reach(url.rstrip("/"))
        if pattern and store.exists(root):  # brackets in a name
            head, pattern = url.rstrip("/"), ()
        store, root = _reach(head)
        if not store.exists(root):
            raise FileMissing(f"{masked(head)}: there is nothing of that name")
        alone = not pattern and store.isfile(root)
    prefix = head.removesuffix(root) if head.endswith(root) else f"{parts.scheme}://"
    return StorePlace(prefix, root, pattern, alone)


def copy_object(uri: str, target: Path, max_bytes: int) -> str:
    """Copy an object to a new file and return its stamp.

    Raises:
        FileMissing: it is gone.
        OutOfReach: the store does not answer.
        TooManyBytes: it is larger than ``max_bytes``.
        OSError: the target cannot be written.
    """
    with _answering(uri):
        store, path = _reach(unquote(uri))
        store.invalidate_cache()
        entry = store.info(path)
    if (entry["size"] or 0) > max_bytes:
        raise TooManyBytes(f"{_last(path)} has {entry['size']} bytes, more than {max_bytes}")
    target.touch(exist_ok=False)  # a disk that cannot be written is no fault of the store
    with _answering(uri):
        store.get_file(path, str(target))
    return _stamp(entry)


@contextmanager
def opened_object(uri: str) -> Iterator[IO[bytes]]:
    """An object, to be read at any place of it.

    Raises:
        FileMissing: it is gone.
        OutOfReach: the store does not answer.
    """
    with _answering(uri):
        store, path = _reach(unquote(uri))
        file = store.open(path, "rb")
        with file:
            yield file


def masked(text: str) -> str:
    """What a store or its library said, without logins and signed queries."""
    return _QUERY.sub("", _LOGIN.sub("//", " ".join(text.split())))


def _reach(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  the extra [s3]
    except ImportError as error:
        raise ExtraMissing("sources like s3:// need fsspec: pip install 'vanthu[s3]'") from error
    try:
        store, path = url_to_fs(url)
    except ImportError as error:
        scheme = urlsplit(url).scheme
        extra = "pip install 'vanthu[s3]'" if scheme in {"s3", "s3a"} else "fsspec's package for it"
        raise ExtraMissing(f"{scheme}:// needs {extra}: {error}") from error
    return store, str(path)


@contextmanager
def _answering(url: str) -> Iterator[None]:
    """Whatever a store's library raises becomes a coded error; coded errors and a full disk here pass."""
    try:
        yield
    except VanthuError:
        raise
    except FileNotFoundError as error:
        raise FileMissing(f"{masked(url)}: there is nothing of that name") from error
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        raise OutOfReach(f"{masked(url)}: {masked(str(error))}") from error
    except Exception as error:
        raise OutOfReach(f"{masked(url)}: {type(error).__name__}: {masked(str(error))}") from error


def _stamp(entry: dict[str, Any]) -> str:
    """The ETag; where a store has none, size and time."""
    tag = entry.get("ETag") or entry.get("etag")
    if tag:
        return str(tag).strip('"')
    times = ("LastModified", "mtime", "modified", "updated", "last_modified", "created")
    time = next((entry[key] for key in times if entry.get(key)), "")
    return f"{entry['size']}-{time.timestamp() if isinstance(time, datetime) else time}"


def _last(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]
