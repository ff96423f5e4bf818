"""Poison among good files: crash, hang, memory hog, bombs, truncated, unreadable, vanishing, disk full.

    python benchmarks/archive_poison.py [--good 200]

Good files are scans of one page of other bytes each; every poison comes once, in a real child process. Ends in 1 unless
every good file is done, every poison is named with its own reason (those in quarantine by an ``error.json`` too), and a
second run does nothing but what may have mended itself (the disk, the vanished file).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import archive_faults as faults
from PIL import Image as Picture
from sqlalchemy import select

from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import content, file

EXPECTED = {
    "crash.tif": ("quarantined", "task_crashed"),
    "hang.tif": ("quarantined", "task_timeout"),
    "hog.tif": ("quarantined", "out_of_memory"),
    "full.tif": ("failed", "disk_full"),
    "killed.tif": ("quarantined", "task_killed"),
    "bomb.tif": ("quarantined", "too_many_pixels"),
    "truncated.tif": ("quarantined", "broken_file"),
    "unreadable.pdf": ("quarantined", "broken_file"),
    "vanishing.tif": ("failed", "not_found"),
    "zeros.tif": ("quarantined", "bomb"),  # in bomb.zip
}
DEADLINE = 4.0
"""Seconds a page until a child counts as hanging: this machine's, for an engine that reads nothing."""
MEMORY = 500_000_000
"""Bytes of a child."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--good", type=int, default=200)
    good = parser.parse_args().good
    with tempfile.TemporaryDirectory() as place:
        folder, url = Path(place) / "scans", f"sqlite:///{place}/archive.db"
        fill(folder, good)
        wanted = Wanted(url, jobs=2, engine=faults.FaultyEngine(), care=Care(deadline=DEADLINE, memory=MEMORY))
        found = list(find([str(folder)]))
        (folder / "vanishing.tif").unlink()
        load(found, wanted)
        became = states(url)
        again = load(find([str(folder)]), wanted)
        cases = {json.loads(case.read_text(encoding="utf-8"))["name"] for case in Path(place).rglob("error.json")}
        return judge(became, cases, good, dict(again.counts))


def fill(folder: Path, good: int) -> None:
    """Write the good files and one of each poison."""
    for index in range(good):
        faults.picture(folder / f"good_{index:03d}.tif", faults.GOOD, height=1600 + index)
    for name in ("CRASH", "HANG", "HOG", "FULL", "KILLED"):
        faults.picture(folder / f"{name.lower()}.tif", getattr(faults, name))
    whole = (folder / "good_000.tif").read_bytes()
    (folder / "truncated.tif").write_bytes(whole[: len(whole) // 2])
    (folder / "unreadable.pdf").write_bytes(b"%PDF-1.4 nothing behind it")
    (folder / "vanishing.tif").write_bytes(whole + b" ")
    Picture.new("1", (40_000, 40_000)).save(folder / "bomb.tif", compression="group4")
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros.tif", bytes(200_000_000))


def states(url: str) -> dict[str, tuple[str, str | None]]:
    """What became of each file: its state and the code of its reason."""
    with open_archive(url) as archive, archive.engine.connect() as connection:
        query = select(file.c.name, content.c.state, content.c.code, file.c.state, file.c.code)
        rows = connection.execute(query.join_from(file, content, isouter=True))
        return {row[0]: (row[1] or row[3], row[2] or row[4]) for row in rows}


def judge(became: dict[str, tuple[str, str | None]], cases: set[str], good: int, again: dict[str, int]) -> int:
    """Print what became of all, with a mark where it is not what it should be."""
    done = Counter(what for name, what in became.items() if name.startswith("good"))
    poison = {name: what for name, what in became.items() if not name.startswith("good")}
    print(f"good: {dict(done)}")
    for name in sorted(EXPECTED.keys() | poison.keys()):
        wrong = "" if poison.get(name) == EXPECTED.get(name) else f"  WRONG, expected {EXPECTED.get(name)}"
        print(f"{name:>16}: {poison.get(name)}{wrong}")
    print(f"the same again: {again}")
    aside = {name for name, (state, _) in EXPECTED.items() if state == "quarantined"}
    print(f"without error.json: {sorted(aside - cases)}; beyond: {sorted(cases - aside)}")
    right = done == Counter({("done", None): good}) and poison == EXPECTED and cases == aside
    return 0 if right and not again.get("done") else 1


if __name__ == "__main__":
    sys.exit(main())
