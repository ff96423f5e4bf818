"""Hostile input: mutated files and texts, each in a child process bounded in time and memory.

    python -m benchmarks.fuzz.run [--inputs 1000000] [--seed 0] [--state FOLDER] [--kinds pdf,png]

With ``--state`` a run that was stopped goes on where it was. Ends in 1 where an input raised an error without a code,
hung for a minute, took more than 500 MB, or ended its process; ``python -m benchmarks.fuzz.show KIND INPUT`` shows one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, fields
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from benchmarks.fuzz.targets import TARGETS
from benchmarks.fuzz.worker import Batch, Place, work

_HEAVY = (
    "vanthu.ingest.intake.pdf",
    "vanthu.ingest.intake.raster",
    "vanthu.models.extract.language",
    "vanthu.models.restore.model",
    "pdfplumber",
)
"""What children would else import one by one."""
HANGS = 60.0
"""Seconds for one input."""
_BATCH = 4_000
"""Inputs of one process."""


@dataclass(slots=True)
class Tally:
    """What the inputs of one kind came to; ``findings`` by signature: how often, the first input, its traceback."""

    done: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    peak: int = 0
    cpu: float = 0.0

    def add(self, batch: Batch) -> None:
        """Count a batch in."""
        self.done += batch.done
        self.outcomes.update(batch.outcomes)
        for signature, index, said in batch.found:
            self.found(signature, index, said)
        self.peak, self.cpu = max(self.peak, batch.peak), self.cpu + batch.cpu

    def found(self, signature: str, index: int, said: str) -> None:
        """Count a finding."""
        known = self.findings.setdefault(signature, {"count": 0, "first": index, "said": said})
        known["count"] += 1


def main() -> int:
    arguments = parse()
    kinds = arguments.kinds.split(",")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.fuzz.targets", *_HEAVY])
    with tempfile.TemporaryDirectory() as scratch:
        store = arguments.state / f"seed-{arguments.seed}.json" if arguments.state else Path(scratch) / "state.json"
        tallies = _read(store)
        wanted = _shares(kinds, arguments.inputs)
        while kind := _next(tallies, wanted):
            first = tallies[kind].done
            indices = range(first, min(first + _BATCH, wanted[kind]))
            _advance(context, tallies[kind], kind, arguments.seed, indices, Path(scratch))
            _write(store, tallies)
    print(table({kind: tallies[kind] for kind in kinds}))
    return 1 if any(tallies[kind].findings for kind in kinds) else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="of all kinds together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", type=Path, help="folder that keeps what is done, to go on from")
    parser.add_argument("--kinds", default=",".join(TARGETS))
    return parser.parse_args()


def _shares(kinds: list[str], inputs: int) -> dict[str, int]:
    """Inputs of each kind; what rounding leaves goes to the first."""
    total = sum(TARGETS[kind].share for kind in kinds)
    shares = {kind: inputs * TARGETS[kind].share // total for kind in kinds}
    shares[kinds[0]] += inputs - sum(shares.values())
    return shares


def _next(tallies: dict[str, Tally], wanted: dict[str, int]) -> str | None:
    """The kind that is furthest from its share."""
    left = {kind: 1 - tallies[kind].done / most for kind, most in wanted.items() if tallies[kind].done < most}
    return max(left, key=lambda kind: left[kind], default=None)


def _advance(context: ForkServerContext, tally: Tally, kind: str, seed: int, indices: range, scratch: Path) -> None:
    """Run inputs in a process of their own; where it hangs or ends, the inputs before are run again without it."""
    place = scratch / "place"
    seen = Place(place)
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(kind, seed, indices, place, send), daemon=True)
    process.start()
    send.close()
    batch, why = _waited(process, receive, seen)
    at = max(seen.seen()[0], indices.start)
    if batch is not None:
        tally.add(batch)
        return
    if at > indices.start:
        _advance(context, tally, kind, seed, range(indices.start, at), scratch)
    tally.done += 1
    tally.outcomes[why.split()[0]] += 1
    tally.found(why, at, why)


def _waited(process: BaseProcess, receive: Any, seen: Place) -> tuple[Batch | None, str]:
    """The answer of the process, or why there is none."""
    while not receive.poll(1.0):
        index, begun = seen.seen()
        if index >= 0 and time.monotonic() - begun > HANGS:
            process.kill()
            process.join()
            return None, "hang"
    try:
        batch = receive.recv()
    except EOFError:
        process.join()
        return None, f"crash {process.exitcode}"
    process.join()
    return batch, ""


def _read(store: Path) -> dict[str, Tally]:
    kept = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    tallies = {kind: Tally(**kept.get(kind, {})) for kind in TARGETS}
    for tally in tallies.values():
        tally.outcomes = Counter(tally.outcomes)
    return tallies


def _write(store: Path, tallies: dict[str, Tally]) -> None:
    store.parent.mkdir(parents=True, exist_ok=True)
    kept = {kind: {f.name: getattr(tally, f.name) for f in fields(tally)} for kind, tally in tallies.items()}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    new = store.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(store)


def table(tallies: dict[str, Tally]) -> str:
    """A row a kind, then the findings."""
    rows = [f"{'kind':<6}{'inputs':>10}{'read':>10}{'coded':>10}{'faults':>8}{'ms each':>9}{'peak MB':>9}"]
    for kind, tally in tallies.items():
        faults = sum(finding["count"] for finding in tally.findings.values())
        read = tally.outcomes["read"]
        each = 1000 * tally.cpu / (tally.done or 1)
        counts = f"{tally.done:>10}{read:>10}{max(tally.done - read - faults, 0):>10}{faults:>8}"
        rows.append(f"{kind:<6}{counts}{each:>9.1f}{tally.peak / 1e6:>9.0f}")
    for kind, tally in tallies.items():
        for signature, finding in sorted(tally.findings.items(), key=lambda item: -item[1]["count"]):
            rows.append(f"{kind} {finding['count']} times, first {finding['first']}: {signature}")
    return "\n".join(rows)


if __name__ == "__main__":
    raise SystemExit(main())
