"""Ctrl-C and SIGTERM: the first lets what is in flight finish and says what that is, the second stops at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from types import FrameType
from typing import TypeVar

import typer
from rich.console import Console

T = TypeVar("T")
SIGNALS = (signal.SIGINT, signal.SIGTERM)
EXIT_INTERRUPTED = 130
"""As a shell has it: 128 and the number of SIGINT; of SIGTERM too, since both end a run in the same order."""
PATIENCE_SECONDS, ROUND_SECONDS = 30.0, 0.1
"""What an abandoned thread may take to clear away its temporary files; between two rounds of ending its processes."""


def terminate_like_ctrl_c() -> None:
    """SIGTERM is a Ctrl-C from now on: temporary files go, and what stopped is said."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def interruptible(stop: Callable[[], None], announce: Callable[[], None]) -> Iterator[None]:
    """The first signal calls ``stop``, the second raises KeyboardInterrupt.

    Args:
        stop: called within the handler: a flag is set, nothing more.
        announce: called after it in a thread of its own, since a handler must not wait for the console's lock.
    """
    asked: SimpleQueue[str] = SimpleQueue()  # its ``put`` may be called in a handler, by its documentation

    def first(number: int, frame: FrameType | None) -> None:
        del number, frame
        for each in SIGNALS:
            signal.signal(each, signal.default_int_handler)
        stop()
        asked.put("stop")

    def wait_for_it() -> None:
        if asked.get() == "stop":
            announce()

    try:
        earlier = {number: signal.signal(number, first) for number in SIGNALS}
    except ValueError:  # not the main thread: whoever runs it there decides
        earlier = {}
    thread = Thread(target=wait_for_it, daemon=True)
    thread.start()
    try:
        yield
    finally:
        asked.put("over")
        thread.join()
        for number, handler in earlier.items():
            signal.signal(number, handler)


@contextmanager
def stoppable(console: Console, what: str) -> Iterator[None]:
    """A command that one signal stops: ``what`` is said of it, and the exit code is 130."""
    try:
        yield
    except KeyboardInterrupt:
        console.print(f"stopped: {what}", soft_wrap=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None


def shielded(work: Callable[[Event], T]) -> T:
    """Do work in a thread that no signal reaches, nor the processes that it starts: a Ctrl-C would end those too.

    Args:
        work: is given an event; once that is set, the processes are ended and nobody waits for the result.

    Raises:
        KeyboardInterrupt: raised by the handler of this, the main thread; the work has been abandoned.
    """
    leaving, future = Event(), Future[T]()

    def run() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            future.set_result(work(leaving))
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits for the result
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return future.result()
    except KeyboardInterrupt:
        leaving.set()
        _abandon(future)
        raise


def _abandon(future: Future[T]) -> None:
    """End what the thread has started and what it still starts, until it has noticed."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not wait([future], timeout=ROUND_SECONDS).done and time.monotonic() < end:
        end_children()


def end_children() -> None:
    """End the processes that this one has started, whichever of its threads did."""
    for listed in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that has ended since
            for process in listed.read_text(encoding="ascii").split():
                os.kill(int(process), signal.SIGKILL)
