"""What the driver of a load takes in memory as the archive grows, and what a second run over a loaded archive costs.

    python benchmarks/archive_scale.py [--files 10000]

Loads a tenth of the files and then all, each in a process and an archive of its own, and all a second time. Files are
texts of one page: what is measured is the driver. Ends in 1 where its peak memory grows by a fifth, where a second run
takes longer than 30 s for each 10,000 files (on two cores), or where it does anything again.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from vanthu.ingest.ocr.null import NullEngine
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.settings import Settings

MOST_GROWTH = 1.2
MOST_SECONDS = 30.0
TEXT = """ỦY BAN NHÂN DÂN
HUYỆN SÔNG HẬU
Số: {number}/KH-UBND
KẾ HOẠCH
Phát động phong trào thi đua đợt {number}
Hoàn thành trước ngày {day}/10/2025.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--drive", nargs=2, metavar=("FOLDER", "URL"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.drive:
        print(json.dumps(drive(*arguments.drive)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        return measure(Path(place), arguments.files)


def measure(place: Path, files: int) -> int:
    few, many = shelf(place / "few", files // 10), shelf(place / "many", files)
    first = run(few, f"sqlite:///{place}/few.db")
    second = run(many, f"sqlite:///{place}/many.db")
    again = run(many, f"sqlite:///{place}/many.db")
    growth = second["peak_mb"] / first["peak_mb"]
    for name, facts in ((f"{files // 10} files", first), (f"{files} files", second), ("the same again", again)):
        print(f"{name:>16}: {facts['seconds']:7.1f} s, peak {facts['peak_mb']:.0f} MB, {facts['counts']}")
    size = (place / "many.db").stat().st_size
    print(f"memory of the driver grows by {growth - 1:.1%}; {size / files:.0f} bytes a document of one short page")
    redone = set(again["counts"]) - {"known"}
    allowed = MOST_SECONDS * max(files / 10_000, 0.1)
    return 0 if growth < MOST_GROWTH and again["seconds"] < allowed and not redone else 1


def shelf(folder: Path, files: int) -> Path:
    for number in range(files):
        target = folder / f"{number // 1000:03d}" / f"{number:06d}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(TEXT.format(number=number + 1, day=number % 28 + 1), encoding="utf-8")
    return folder


def run(folder: Path, url: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--drive", str(folder), url]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def drive(folder: str, url: str) -> dict[str, Any]:
    """In a process of its own: its memory is the driver's, its children's is not counted."""
    begun = time.perf_counter()
    tally = load(find([folder]), Wanted(url, Settings(restore=False), jobs=2, engine=NullEngine()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - begun, "peak_mb": peak, "counts": dict(tally.counts)}


if __name__ == "__main__":
    raise SystemExit(main())
