"""One input of the fuzzer: written to a file, run in this process, made small.

    python -m benchmarks.fuzz.show KIND INPUT [--seed 0] [--small] [--out FILE]

``--small`` takes away all that the fault does not need; run it under ``ulimit`` where the fault is one of time or memory.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.fuzz.targets import TARGETS, made
from benchmarks.fuzz.worker import MOST_BYTES, forget_peak, peak, signature


def main() -> None:
    arguments = parse()
    data = made(arguments.kind, arguments.seed, arguments.index)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input.{arguments.kind}"

        def fault(candidate: bytes) -> str | None:
            path.write_bytes(candidate)
            forget_peak()
            try:
                TARGETS[arguments.kind].exercise(path, arguments.index)
            except Exception as error:  # noqa: BLE001  any: they are what is looked for
                return signature(error)
            return "memory" if peak() > MOST_BYTES else None

        found = fault(data)
        print(f"{len(data)} bytes: {found}")
        if arguments.small and found:
            data = smallest(data, lambda candidate: fault(candidate) == found)
            print(f"{len(data)} bytes do the same")
    if arguments.out:
        arguments.out.write_bytes(data)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("kind", choices=TARGETS)
    parser.add_argument("index", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def smallest(data: bytes, same: Callable[[bytes], bool]) -> bytes:
    """Slices taken out, halves first, single bytes last, as long as the rest shows the same fault."""
    size = len(data) // 2
    while size:
        at, before = 0, len(data)
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if same(shorter):
                data = shorter
            else:
                at += size
        if len(data) == before or size > len(data):
            size //= 2
    return data


if __name__ == "__main__":
    main()
