"""A load on a Dask cluster that loses and gains workers must end as one on this machine.

    python benchmarks/archive_cluster.py [--documents 60]

A scheduler and three workers are started as processes; when a third of the documents is in, one worker is killed with
SIGKILL, and at two thirds one is added. Ends in 1 unless the archive equals that of a local run.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from archive_shelf import dump, make_shelf

from vanthu.ingest.ocr.engine import Engine
from vanthu.pipelines.archive.events import Event
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.sources import find

WORKERS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=60)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        engine = make_shelf(folder, documents)
        local, far = f"sqlite:///{folder}/local.db", f"sqlite:///{folder}/far.db"
        load(find([str(folder / "shelf")]), Wanted(local, jobs=2, engine=engine))
        on_cluster(folder, far, engine, documents)
        here, there = dump(local), dump(far)
    same = {key: here[key] == there[key] for key in here}
    for key, equal in same.items():
        print(f"{key:>10}: {len(here[key])} local, {len(there[key])} on Dask, {'equal' if equal else 'DIFFERENT'}")
    return 0 if all(same.values()) else 1


def on_cluster(folder: Path, url: str, engine: Engine, documents: int) -> None:
    """Load with workers that come and go."""
    address = f"tcp://127.0.0.1:{free_port()}"
    scheduler = start("scheduler", folder, "--host", address, "--no-dashboard", "--no-show")
    workers = [worker(folder, address) for _ in range(WORKERS)]
    done: list[str] = []

    def told(event: Event) -> None:
        if event.kind != "done":
            return
        done.append(event.sha256)
        if len(done) == documents // 3:
            os.killpg(workers[0].pid, signal.SIGKILL)
            print("one of three workers killed")
        if len(done) == 2 * documents // 3:
            workers.append(worker(folder, address))
            print("one worker added")

    try:
        tally = load(find([str(folder / "shelf")]), Wanted(url, cluster=address, engine=engine), told)
        print(f"{tally.counts['done']} done, {tally.counts['retry']} tasks given out again by us")
    finally:
        for process in (*workers, scheduler):
            stop(process.pid)


def worker(folder: Path, address: str) -> subprocess.Popen[bytes]:
    return start("worker", folder, address, "--nthreads", "1", "--no-dashboard")


def start(kind: str, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A Dask process in a group of its own, so that killing it kills its nanny's child as well."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *arguments]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, start_new_session=True)


def stop(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
