"""Tasks in supervised child processes: one that crashes, hangs or swallows memory takes nothing else down.

Each thread that supervises has one child of its own (pebble), with pipes of its own: a child that dies while it writes
spoils nobody else's. A child is recycled after some tasks, capped in memory, stopped at a deadline, and dies with its
parent. The same function serves the threads of one machine and the threads of a Dask worker.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import socket
import tempfile
import threading
import time
from concurrent.futures import CancelledError, wait
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from vanthu.corpora.errors import (
    NO_ROOM,
    DiskFull,
    OutOfMemory,
    TaskCrashed,
    TaskKilled,
    TaskTimeout,
    VanthuError,
    WorkerLost,
)
from vanthu.corpora.wording import writable
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.private_folders import private_folder
from vanthu.pipelines.archive.tasks import Task

PR_SET_PDEATHSIG = 1
PID_FILE = ".pid"
HEARTBEAT_SECONDS = 0.2
"""Between two looks of a waiting thread whether it is called back."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: its result, or a ``(code, message)``; where it ran, and what it cost in seconds."""

    result: object | None = None
    error: tuple[str, str] | None = None
    place: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0


def unsupervised(task: Task, care: Care) -> Outcome:
    """Run a task in this very process: for debugging, and where somebody else supervises."""
    del care
    with private_folder() as folder:
        return _run(task, str(folder))


def supervised(task: Task, care: Care, leaving: threading.Event | None = None) -> Outcome:
    """Run a task in this thread's child process and wait for it; never raises for what the task does.

    Once ``leaving`` is set the child is stopped, whatever it is doing.
    """
    begun, limit = time.perf_counter(), care.deadline * (task.pages + 1)
    with private_folder() as folder:
        try:
            outcome = _answer(_child(care), task, folder, limit, leaving or threading.Event())
        except (Late, ProcessExpired, CancelledError, RuntimeError, OSError, EOFError) as error:
            _kill_family(folder)
            if not isinstance(error, Late | ProcessExpired):
                dismiss()
            failure = _ended(error, limit)
            return Outcome(None, (failure.code, failure.detail), place(), time.perf_counter() - begun)
        return outcome


def _answer(pool: ProcessPool, task: Task, folder: Path, limit: float, leaving: threading.Event) -> Outcome:
    future = pool.schedule(_run, args=(task, str(folder)), timeout=limit)
    while not wait([future], timeout=HEARTBEAT_SECONDS).done:
        if leaving.is_set():
            raise BrokenProcessPool("called back")
    outcome: Outcome = future.result()
    return outcome


def place() -> str:
    """Host and process, for the ledger."""
    return f"{socket.gethostname()}:{os.getpid()}"


_own = threading.local()
_pools: set[ProcessPool] = set()


def _child(care: Care) -> ProcessPool:
    """This thread's pool of one process."""
    pool: ProcessPool | None = getattr(_own, "pool", None)
    if pool is None:
        _allow_children()
        pool = ProcessPool(
            max_workers=1,
            max_tasks=care.tasks,
            initializer=_settle_in,
            initargs=(os.getpid(), care.memory),
            # a fork of a process with threads may hang; a spawned child is clean
            context=multiprocessing.get_context("spawn"),
        )
        _own.pool = pool
        _pools.add(pool)
    return pool


def _allow_children() -> None:
    """Dask's nanny makes its workers daemons, which multiprocessing forbids to have children; ours die with them."""
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001  no other way


def dismiss() -> None:
    """Stop this thread's child; the next task gets a new one."""
    pool: ProcessPool | None = getattr(_own, "pool", None)
    if pool is not None:
        _own.pool = None
        _stop(pool)


def dismiss_all() -> None:
    """Stop every child of this process; for when no thread waits for one, since a pool bears no two that stop it."""
    for pool in list(_pools):
        _stop(pool)


def _stop(pool: ProcessPool) -> None:
    _pools.discard(pool)
    pool.stop()
    pool.join()


def _settle_in(parent: int, memory: int) -> None:
    """Begin as a child: die with the parent, leave Ctrl-C to it, load what every task needs, then cap the memory."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    from vanthu.models.extract import warm  # noqa: PLC0415  in the child only

    warm()
    taken = _data_bytes()
    resource.setrlimit(resource.RLIMIT_DATA, (taken + memory, resource.RLIM_INFINITY))


def _data_bytes() -> int:
    """What the kernel counts against RLIMIT_DATA: private memory that can be written to."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))


def _run(task: Task, folder: str) -> Outcome:
    """In the child: every failure becomes a code, and what it cost is measured."""
    Path(folder, PID_FILE).write_text(str(os.getpid()), encoding="ascii")
    earlier, tempfile.tempdir = tempfile.tempdir, folder
    begun, cpu = time.perf_counter(), _cpu_seconds()
    try:
        result, error = task.run(Path(folder)), None
    except MemoryError:
        result, error = None, (OutOfMemory.code, "more than --memory allows")
    except VanthuError as failure:
        result, error = None, (failure.code, failure.detail)
    except OSError as failure:
        result, error = None, _of_system(failure)
    except Exception as failure:  # noqa: BLE001  a bug in one document's way is that document's failure
        result, error = None, (VanthuError.code, writable(f"{type(failure).__name__}: {failure}"))
    finally:
        tempfile.tempdir = earlier
    return Outcome(result, error, place(), time.perf_counter() - begun, _cpu_seconds() - cpu)


def _of_system(failure: OSError) -> tuple[str, str]:
    code = DiskFull.code if failure.errno in NO_ROOM else VanthuError.code
    return code, writable(f"{type(failure).__name__}: {failure.strerror or failure}")


def _cpu_seconds() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _ended(error: BaseException, limit: float) -> VanthuError:
    """A child that did not answer."""
    if isinstance(error, Late):
        return TaskTimeout(f"stopped after {limit:g} s")
    if not isinstance(error, ProcessExpired):
        return WorkerLost(f"{type(error).__name__} in its pool")
    code = error.exitcode
    if code is None or code >= 0:
        return TaskCrashed(f"ended with exit code {code}")
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return (TaskKilled if -code in {signal.SIGKILL, signal.SIGTERM} else TaskCrashed)(f"died of {name}")


def _kill_family(folder: Path) -> None:
    """The processes that the child has started, e.g. tesseract: they are in its group, and have outlived it."""
    with suppress(OSError, ValueError):
        os.killpg(int(Path(folder, PID_FILE).read_text(encoding="ascii")), signal.SIGKILL)
