"""Where an export goes: a file or folder, whole or not at all, or standard output as it comes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from vanthu.corpora.errors import Unwritable
from vanthu.pipelines import output


@contextmanager
def stream(path: Path | None) -> Iterator[BinaryIO]:
    """A file to write bytes to, or standard output without a path.

    Raises:
        Unwritable: it cannot be made or written.
    """
    if path is not None:
        with output.replacing(path) as partial, partial.open("wb") as target:
            yield target
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough, as `head` has; typer ends without a word
        raise
    except OSError as error:
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
