"""What the restorer costs, measured in a process of its own on one core: load time, characters a second, peak memory.

    python -m benchmarks.restoration.speed FILE

prints one JSON object. Loading counts from the first import to the first restored line; speed is the best of three.
Both are CPU seconds: machines are shared and noisy.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
ROUNDS = 3


def measure(texts: Sequence[Path]) -> dict[str, float]:
    """Costs on the lines of ``texts``, measured in a child process bound to one core."""
    command = [sys.executable, "-m", "benchmarks.restoration.speed", *map(str, texts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD})
    costs: dict[str, float] = json.loads(done.stdout)
    return costs


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lines = [line for name in sys.argv[1:] for line in Path(name).read_text(encoding="utf-8").split("\n")]
    begun = time.process_time()
    from vanthu.models.restore import restore  # noqa: PLC0415  importing is part of what is measured

    restore(["Nang cao nhan thirc"])
    load = time.process_time() - begun
    rates = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        restore(lines)
        rates.append(sum(map(len, lines)) / (time.process_time() - begun))
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    costs = {"load_seconds": round(load, 3), "characters_per_second": round(max(rates))}
    print(json.dumps({**costs, "characters": sum(map(len, lines)), "peak_mb": int(peak.split()[1]) // 1024}))


if __name__ == "__main__":
    main()
