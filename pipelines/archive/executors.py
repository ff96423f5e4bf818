"""Who does the work: this process, threads with a child each, or a Dask cluster; all are ``concurrent.futures``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

from vanthu.corpora.errors import ArchiveError, ExtraMissing
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.supervision import Outcome, dismiss_all, supervised, unsupervised
from vanthu.pipelines.archive.tasks import Task

CONNECT_SECONDS = 30
LOCAL_CLUSTER = "local"


@dataclass(frozen=True, slots=True)
class Workforce:
    """An executor, how many tasks it works on at a time (workers may join and leave), and what it runs them with."""

    executor: Executor
    size: Callable[[], int]
    do: Callable[[Task, Care], Outcome] = supervised

    def submit(self, task: Task, care: Care) -> Future[Outcome]:
        """Hand a task over."""
        return self.executor.submit(self.do, task, care)


class Inline(Executor):
    """Does a task at once, in the thread that submits it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401  as its base
        """The future is done when this returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  whoever asks for the result gets it, as of any executor
            future.set_exception(error)
        return future


@contextmanager
def workforce(jobs: int | None = None, cluster: str | None = None) -> Iterator[Workforce]:
    """Those who work; all children have ended when this closes.

    Args:
        jobs: processes on this machine; all its cores without one, this very process with 0.
        cluster: address of a Dask scheduler, or ``local`` for a Dask cluster on this machine.

    Raises:
        ExtraMissing: a cluster without the extra ``cluster``.
        ArchiveError: no scheduler answers there.
    """
    if cluster:
        with _dask(cluster, jobs or _cores()) as force:
            yield force
    elif jobs == 0:
        yield Workforce(Inline(), lambda: 1, unsupervised)
    else:
        count = jobs or _cores()
        pool, leaving = ThreadPoolExecutor(count, thread_name_prefix="vanthu"), Event()
        try:
            yield Workforce(pool, lambda: count, partial(supervised, leaving=leaving))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # or a thread whose child is stopped takes the next task
            leaving.set()
            pool.shutdown(wait=True)
            dismiss_all()


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@contextmanager
def _dask(address: str, jobs: int) -> Iterator[Workforce]:
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415  an extra
    except ModuleNotFoundError as error:
        raise ExtraMissing("a cluster needs Dask: pip install 'vanthu[cluster]'") from error
    local = address == LOCAL_CLUSTER
    cluster = LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None) if local else None
    try:
        try:
            client = Client(cluster or address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise ArchiveError(f"no Dask scheduler answers at {address}: {error}") from error
        with client:
            yield Workforce(client.get_executor(pure=False), lambda: max(sum(client.nthreads().values()), 1))
    finally:
        if cluster is not None:
            cluster.close()
