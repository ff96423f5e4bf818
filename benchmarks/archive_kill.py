"""A load that is killed and restarted many times must end as one that nobody disturbed.

    python benchmarks/archive_kill.py [--documents 500] [--kills 50] [--jobs 2] [--archive URL]

Each kill is SIGKILL at a random moment, of the driver or of one of its worker processes in turn; a killed driver is
started again. Ends in 1 unless every document is there exactly once and equal to that of the undisturbed run.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive_shelf import dump, make_shelf

from vanthu.ingest.ocr.replay import ReplayEngine
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.sources import find


def main() -> int:
    arguments = parse()
    if arguments.drive:
        drive(arguments)
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = arguments.folder or Path(place)
        engine = make_shelf(folder, arguments.documents)
        calm = f"sqlite:///{folder}/calm.db"
        begun = time.monotonic()
        start(folder, calm, engine, arguments.jobs).wait()
        undisturbed = time.monotonic() - begun
        wild = arguments.archive or f"sqlite:///{folder}/wild.db"
        killed = disturb(folder, wild, engine, arguments, undisturbed)
        return compare(dump(calm), dump(wild), killed, arguments.documents)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="keep the shelf here")
    parser.add_argument("--archive", help="URL of the disturbed archive, e.g. of PostgreSQL")
    parser.add_argument("--drive", nargs=3, metavar=("FOLDER", "URL", "ENGINE"), help=argparse.SUPPRESS)
    return parser.parse_args()


def drive(arguments: argparse.Namespace) -> None:
    """In the process that may be killed: load the shelf."""
    folder, url, engine = arguments.drive
    place = Path(folder)
    wanted = Wanted(url, jobs=arguments.jobs, engine=ReplayEngine(place / "recorded", engine), chunk_pages=1)
    print(load(find([str(place / "shelf")]), wanted))


def start(folder: Path, url: str, engine: ReplayEngine, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--jobs", str(jobs), "--drive", str(folder), url, engine.name]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def disturb(
    folder: Path, url: str, engine: ReplayEngine, arguments: argparse.Namespace, undisturbed: float
) -> dict[str, int]:
    """Kill and restart until the load is through; waits grow where it makes no headway between two kills."""
    chance = random.Random(arguments.seed)  # noqa: S311  moments, not secrets
    killed = {"driver": 0, "worker": 0}
    longest = max(2 * undisturbed / arguments.kills, 6.0)
    driver = start(folder, url, engine, arguments.jobs)
    while sum(killed.values()) < arguments.kills:
        time.sleep(chance.uniform(0.5, longest))
        if driver.poll() is not None:  # through before the last kill: begin a new life of the same archive
            forget_some(url, chance)
            driver = start(folder, url, engine, arguments.jobs)
            continue
        workers = children(driver.pid)
        if workers and chance.random() < 0.5:  # noqa: PLR2004  the one or the other
            kill(chance.choice(workers))
            killed["worker"] += 1
        else:
            kill(driver.pid)
            driver.wait()
            killed["driver"] += 1
            driver = start(folder, url, engine, arguments.jobs)
    driver.wait()
    return killed


def forget_some(url: str, chance: random.Random) -> None:
    """Set a third of the contents back to the beginning, so that there is something left to disturb."""
    from sqlalchemy import select, update  # noqa: PLC0415  only where a load is faster than its killer

    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  same
    from vanthu.pipelines.archive.tables import content, reading, restoration  # noqa: PLC0415  same

    with open_archive(url) as archive, archive.engine.begin() as connection:
        every = list(connection.execute(select(content.c.sha256)).scalars())
        some = chance.sample(every, len(every) // 3)
        for table in (reading, restoration):
            connection.execute(table.delete().where(table.c.sha256.in_(some)))
        connection.execute(update(content).where(content.c.sha256.in_(some)).values(state="pending", fingerprint=None))


def children(pid: int) -> list[int]:
    """Processes that another has started, from /proc."""
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()] + [
            int(n)
            for task in Path(f"/proc/{pid}/task").iterdir()
            if task.name != str(pid)
            for n in (task / "children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return []


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def compare(calm: dict[str, list[object]], wild: dict[str, list[object]], killed: dict[str, int], wanted: int) -> int:
    same = {key: calm[key] == wild[key] for key in calm}
    print(f"killed: {killed['driver']} times the driver, {killed['worker']} times a worker")
    for key, equal in same.items():
        print(
            f"{key:>10}: {len(calm[key])} undisturbed, {len(wild[key])} disturbed, {'equal' if equal else 'DIFFERENT'}"
        )
    return 0 if all(same.values()) and len(wild["files"]) == wanted else 1


if __name__ == "__main__":
    raise SystemExit(main())
