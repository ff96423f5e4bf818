"""Header and signature of real scans: every file of ../shared/scans read by `vanthu read`, scored by its yardstick.

    python benchmarks/headers.py [--only PATTERN] [--jobs 2]

Prints for each file the exit code, pages, wall seconds and peak memory of the process that read it, then right, wrong
and null for each header field (hand-written values apart). Writes the campaign definitions to benchmarks/out/scans/
and the figures to benchmarks/out/headers.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OUT = ROOT / "benchmarks/out"


def read(path: Path) -> dict[str, object]:
    """Read one file in a process of its own."""
    command = [sys.executable, "-m", "vanthu.pipelines", "read", "-o", str(OUT / "scans"), str(path)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        error = process.stderr.read() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    produced = OUT / "scans" / f"{path.stem}.json"
    return {
        "file": f"{path.parent.name}/{path.name}",
        "exit": process.returncode,
        "error": error.strip()[-300:],
        "pages": len(json.loads(produced.read_text())["source"]["pages"]) if produced.exists() else 0,
        "seconds": round(time.perf_counter() - begun, 1),
        "peak_mb": round(usage.ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="*/*", help="glob under ../shared/scans")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    kinds = {".pdf", ".png", ".jpg"}
    files = sorted(p for p in (SHARED / "scans").glob(options.only) if p.suffix in kinds)
    if not files:
        print("skipped: this benchmark needs ../shared/scans")
        return
    (OUT / "scans").mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(options.jobs) as pool:
        rows = list(pool.map(read, files))
    print(f"{'file':52} {'exit':>4} {'pages':>5} {'wall s':>7} {'peak MB':>7}")
    for row in rows:
        print(f"{row['file']:52} {row['exit']:4} {row['pages']:5} {row['seconds']:7} {row['peak_mb']:7} {row['error']}")
    score = [
        sys.executable,
        str(SHARED / "tools/score.py"),
        "headers",
        str(SHARED / "scans/headers.csv"),
        str(OUT / "scans"),
    ]
    scores = json.loads(subprocess.run(score, capture_output=True, text=True, check=True).stdout)
    print(f"\n{'field':24} {'right':>5} {'wrong':>5} {'null':>5}")
    for name, tally in scores["fields"].items():
        print(f"{name:24} {tally['right']:5} {tally['wrong']:5} {tally['null']:5}")
    print("\n".join(scores["wrong"]))
    (OUT / "headers.json").write_text(json.dumps({"files": rows, "scores": scores}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
