"""The typeset set: pages of the project's own plans with every damage at three strengths, read by every system."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.reading.costs import timed
from benchmarks.reading.errors import Errors, character_errors
from benchmarks.reading.systems import System, write_page
from vanthu.corpora.hard import KINDS, STRENGTHS, hard_page
from vanthu.corpora.typeset import Sheet

PAGES = (("huyen_60_ngay_dem", 0), ("huyen_uy_nong_thon_moi", 1))
"""A letterhead and body of a State plan, the end of a Party plan with recipients and signature."""

Row = dict[str, object]


def gold(sheet: Sheet) -> str:
    """What is printed; stamps are no part of the act."""
    return "\n".join(line.text for line in sheet.lines if line.region != "stamp")


def run(systems: Sequence[System], strengths: Sequence[float] = STRENGTHS, seed: int = 0) -> list[Row]:
    """Read the set; prints a line for each damage and strength, and returns the rows."""
    rows: list[Row] = []
    print(
        f"{'damage':21} {'at':>4}  " + "  ".join(f"{s.name:>14}" for s in systems) + "   characters wrong % (added %)"
    )
    for kind in KINDS:
        for strength in strengths:
            row = _row(kind, strength, systems, seed)
            rows.append(row)
            _print(row, systems)
    for strength in strengths:
        _print_mean(rows, strength, systems)
    return rows


def _row(kind: str, strength: float, systems: Sequence[System], seed: int) -> Row:
    errors: dict[str, Errors] = defaultdict(Errors)
    seconds: dict[str, float] = defaultdict(float)
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder, "page.png")
        for name, index in PAGES:
            sheet = hard_page(name, index, kind, strength, seed=seed)
            write_page(sheet.image, png)
            for system in systems:
                text, cost = timed(partial(system.read, png))
                errors[system.name] += character_errors(gold(sheet), text)
                seconds[system.name] += cost
    of_systems = {
        s.name: {"wrong": errors[s.name].wrong, "added": errors[s.name].added, "of": errors[s.name].of,
                 "cpu": round(seconds[s.name], 2)}
        for s in systems
    }  # fmt: skip
    return {"kind": kind, "strength": strength, **of_systems}


def _print(row: Row, systems: Sequence[System]) -> None:
    cells = [_cell([row], s.name) for s in systems]
    print(f"{row['kind']:21} {row['strength']:4}  " + "  ".join(f"{cell:>14}" for cell in cells), flush=True)


def _print_mean(rows: Sequence[Row], strength: float, systems: Sequence[System]) -> None:
    chosen = [row for row in rows if row["strength"] == strength]
    cells = [_cell(chosen, s.name) for s in systems]
    print(f"{'all':21} {strength:4}  " + "  ".join(f"{cell:>14}" for cell in cells))
    costs = [sum(row[s.name]["cpu"] for row in chosen) for s in systems]  # type: ignore[index]  rows of _row
    print(f"{'cpu seconds':26}  " + "  ".join(f"{cost:14.1f}" for cost in costs), flush=True)


def _cell(rows: Sequence[Row], name: str) -> str:
    wrong, added, of = (sum(row[name][key] for row in rows) for key in ("wrong", "added", "of"))  # type: ignore[index]  same
    return f"{100 * wrong / of:.2f} ({100 * added / of:.1f})"
