"""Files and folders of this machine, network shares included."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from vanthu.corpora.errors import FileMissing, LeadsOut, VanthuError
from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.sources.found import Found, composed, refused
from vanthu.pipelines.archive.sources.original import Original
from vanthu.pipelines.archive.sources.passed_over import Noted, PassedOver
from vanthu.pipelines.archive.sources.patterns import cut, matches

ZIP = ".zip"


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """One file (``alone``), or a folder with what in it matches a pattern; ``root`` is resolved."""

    root: Path
    alone: bool
    pattern: tuple[str, ...] = ()

    def files(self, passed: PassedOver) -> Iterator[Found]:
        """As :class:`~vanthu.pipelines.archive.sources.found.Place` says; links that lead out are refused."""
        if self.alone:
            yield _look(self.root, self.root.name)
            return
        for found in walk(self.root, passed):
            if matches(found.relative, self.pattern):
                yield found


def local_path(uri: str) -> Path:
    """The path that ``Path.as_uri`` made the URI of."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))


def local_place(source: str) -> LocalPlace:
    """A file, a folder or a glob; a name that exists is no glob, whatever brackets are in it.

    Raises:
        FileMissing: it is not there, or nothing can match.
    """
    path = source.removesuffix("/") or "/"
    try:
        if Path(path).exists():
            root = Path(os.path.realpath(path))
            return LocalPlace(root, alone=not root.is_dir())
        head, pattern = cut(path)
        root = Path(os.path.realpath(head))
        if pattern and root.is_dir():
            return LocalPlace(root, alone=False, pattern=pattern)
    except OSError as error:
        raise FileMissing(f"{source}: {error.strerror}") from error
    raise FileMissing(f"{source}: there is nothing of that name")


def walk(root: Path, passed: PassedOver) -> Iterator[Found]:
    """Every file below a folder, zip archives as they are; of links to folders none is followed, so there is no loop.

    At any time one folder's names are held, and the folders still to be visited.
    """
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            names = _names(root / folder, passed)
        except OSError as error:
            yield refused((root / folder).as_uri(), folder or root.name, _unreadable(folder or root.name, error))
            continue
        below = []
        for name, is_folder in names:
            relative = f"{folder}/{name}" if folder else name
            if is_folder:
                below.append(relative)
            else:
                yield from _file(root, relative, passed)
        pending.extend(reversed(below))


def _names(folder: Path, passed: PassedOver) -> list[tuple[str, bool]]:
    """Names in a folder with whether they are folders themselves: documents first, then zip archives, then folders."""
    with os.scandir(folder) as entries:
        names = [
            (entry.name, entry.is_dir(follow_symlinks=False))
            for entry in entries
            if not passed.name(entry.name) and not passed.path(folder / entry.name)
        ]
    return sorted(names, key=lambda item: (item[1], is_zip(item[0]), os.fsencode(item[0])))


def is_zip(name: str) -> bool:
    """Told by the name, so that nothing has to be opened."""
    return name.lower().endswith(ZIP)


def _file(root: Path, relative: str, passed: PassedOver) -> Iterator[Found]:
    path = root / relative
    try:
        if path.is_symlink():
            target = Path(os.path.realpath(path))  # Path.resolve raises where a link leads to itself
            if not target.is_relative_to(root):
                yield refused(path.as_uri(), relative, LeadsOut(f"{relative} is a link out of the folder"))
                return
            if target.is_dir():
                passed.counts[Noted.LINK] += 1
                return
    except OSError as error:
        yield refused(path.as_uri(), relative, _unreadable(relative, error))
        return
    yield _look(path, relative)


def _look(path: Path, relative: str) -> Found:
    try:
        facts = path.stat()
    except OSError as error:
        return refused(path.as_uri(), relative, _unreadable(relative, error))
    if not stat.S_ISREG(facts.st_mode):  # a pipe would be waited for, a device never ends
        return refused(path.as_uri(), relative, FileMissing(f"{relative} is no regular file"))
    stamp = f"{facts.st_size}-{facts.st_mtime_ns}"
    return Found(composed(relative), Original(path.as_uri(), writable(path.name), facts.st_size, stamp))


def _unreadable(relative: str, error: OSError) -> VanthuError:
    return FileMissing(f"{relative}: {error.strerror}")
