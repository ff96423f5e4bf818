"""Where output goes: a file or folder, whole or not at all, or standard output as it comes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from vanthu.corpora.errors import ResultExists, Unwritable

OVERWRITE = "Replace results that are there already."
"""What the option of that name means in every command that writes files."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what becomes ``path`` once it is whole; ``path`` is never left half written.

    What is no regular file, e.g. ``/dev/stdout``, is written to as it stands: moving a file there would replace it.

    Raises:
        Unwritable: the folder cannot be made or the file cannot be written.
    """
    partial = path.with_name(f".vanthu-{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            yield path
        else:
            yield partial
            partial.replace(path)
    except OSError as error:
        raise Unwritable(f"{path}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # moved, or never made
            partial.unlink()


def require_new(*paths: Path | None, overwrite: bool) -> None:
    """Find out before the work, not after, that a result would replace another.

    Raises:
        ResultExists: one of the files is there and ``overwrite`` is not given; devices and pipes are no results.
    """
    for path in paths:
        there = False
        with suppress(OSError):  # a name that is too long is no result; writing it says so
            there = path is not None and path.is_file()
        if there and not overwrite:
            raise ResultExists(f"{path} is there already")


def save(path: Path, content: str) -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    Raises:
        Unwritable: the folder cannot be made or the file cannot be written.
    """
    with replacing(path) as partial:
        partial.write_text(content, encoding="utf-8")


@contextmanager
def stream(path: Path | None) -> Iterator[BinaryIO]:
    """A file to write bytes to, or standard output without a path.

    Raises:
        Unwritable: it cannot be made or written.
    """
    if path is not None:
        with replacing(path) as partial, partial.open("wb") as target:
            yield target
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough, as `head` has; typer ends without a word
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten must not fail at exit
        raise Unwritable(f"stdout: {error.strerror or error}") from error


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder that becomes ``path`` once it is whole; ``path`` must be new or empty, so that nothing is mixed.

    Raises:
        Unwritable: it holds something already, or cannot be made or written.
    """
    partial = path.with_name(f".{path.name}.vanthu-{os.getpid()}.part")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise Unwritable(f"{path} is not empty: give a new folder with -o")
        partial.mkdir(parents=True)
        yield partial
        partial.replace(path)
    except OSError as error:
        raise Unwritable(f"{path}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)  # moved, or never made
