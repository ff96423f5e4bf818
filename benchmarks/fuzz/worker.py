"""The process in which inputs run: it tells which one it is at, and what it found; its parent ends it where it hangs."""

from __future__ import annotations

import logging
import mmap
import os
import re
import resource
import struct
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.fuzz.targets import TARGETS, made

MOST_BYTES = 500_000_000
"""Resident memory of the process while it works on one input."""
_ADDRESSES = 4_000_000_000
"""Bytes of address space: what ends a process before the machine suffers."""
_PLACE = struct.Struct("<qd")
"""The input that is under way, and when it began."""


@dataclass(slots=True)
class Batch:
    """What a run of inputs came to."""

    done: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    found: list[tuple[str, int, str]] = field(default_factory=list)
    """Signature of the fault, the input, the end of the traceback."""
    peak: int = 0
    cpu: float = 0.0


class Place:
    """Memory that both processes see."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(_PLACE.pack(-1, 0.0))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _PLACE.size)

    def tell(self, index: int) -> None:
        """An input begins."""
        self._map[:] = _PLACE.pack(index, time.monotonic())

    def seen(self) -> tuple[int, float]:
        """The input that is under way, -1 for none yet, and its monotonic second of beginning."""
        return _PLACE.unpack(self._map[:])


def work(kind: str, seed: int, indices: range, place: Path, answer: Connection) -> None:
    """Run inputs and send the :class:`Batch`."""
    logging.disable()
    _silence()
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    told = Place(place)
    batch = Batch()
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        for index in indices:
            told.tell(index)
            _one(kind, seed, index, Path(folder), batch)
    batch.cpu = time.process_time()
    answer.send(batch)


def _silence() -> None:
    """What libraries in C print about damaged files."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


def _one(kind: str, seed: int, index: int, folder: Path, batch: Batch) -> None:
    path = folder / f"input.{kind}"
    path.write_bytes(made(kind, seed, index))
    forget_peak()
    try:
        batch.outcomes[TARGETS[kind].exercise(path, index)] += 1
    except Exception as error:  # noqa: BLE001  any: they are what is looked for
        batch.outcomes["uncoded"] += 1
        batch.found.append((signature(error), index, "".join(traceback.format_exception(error))[-3000:]))
    used = peak()
    if used > MOST_BYTES:
        batch.outcomes["memory"] += 1
        batch.found.append(("memory", index, f"{used // 1_000_000} MB"))
    batch.peak = max(batch.peak, used)
    batch.done += 1


def signature(error: BaseException) -> str:
    """The kind of a fault: its type, where in vanthu it passed, where it arose."""
    cause = error.__cause__ if type(error).__name__ == "Uncoded" and error.__cause__ else error
    frames = traceback.extract_tb((cause.__cause__ or cause).__traceback__) or traceback.extract_tb(cause.__traceback__)
    own = [frame for frame in frames if "/benchmarks/" not in frame.filename and "site-packages" not in frame.filename]
    places = dict.fromkeys(f"{Path(f.filename).name}:{f.name}" for f in (*own[-1:], *frames[-1:]))
    message = re.sub(r"\W?\d+\W?|'.*'|\".*\"", "…", str(error))[:60] if type(error).__name__ == "Uncoded" else ""
    return " ".join((type(error).__name__, *places, message)).strip()


def forget_peak() -> None:
    """Begin to measure anew: 5 resets the peak of resident memory."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> int:
    """Bytes of the highest resident memory since then."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) * 1024 if found else 0
