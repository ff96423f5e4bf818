"""The boundary between the libraries that decode files and everybody who reads documents.

Decoders raise whatever comes to them over damaged files. Here it becomes a coded error of the page or file, for the
Python API, the commands and the archive alike; the readers behind it only catch what they have more to say about.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from vanthu.corpora.errors import NO_ROOM, DiskFull, FileBroken, OutOfMemory, OutOfReach, VanthuError

_AWAY = frozenset(
    {errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.ECONNRESET, errno.EHOSTDOWN, errno.EHOSTUNREACH}
)
"""Errors of the system that blame the disk or the share and not the file."""


@contextmanager
def coded(where: str) -> Iterator[None]:
    """Whatever is raised within, with a code; ``where`` names the page or file.

    Raises:
        VanthuError: as it was raised.
        OutOfMemory: there was not enough.
        DiskFull: there is no room for temporary files.
        OutOfReach: the disk or share that holds the file fails.
        FileBroken: anything else.
    """
    try:
        yield
    except VanthuError:
        raise
    except MemoryError as error:
        raise OutOfMemory(f"{where} wants more memory than there is") from error
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(f"{where}: {error.strerror}") from error
        if error.errno in _AWAY:
            raise OutOfReach(f"{where}: {error.strerror}") from error
        raise FileBroken(f"{where}: {error}") from error
    except Exception as error:
        raise FileBroken(f"{where}: {type(error).__name__}: {error}") from error
