"""Fields of plans from correct text: header, legal bases, deadlines, quotas and the rest, scored by the yardstick.

    python benchmarks/fields.py [--verbose]

Reads ../shared/plans/gold, ../shared/gold (the exact transcriptions), and the project's own plans, prints one row a
document and the mean, and writes benchmarks/out/fields.json.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
from pathlib import Path
from types import ModuleType
from typing import Any

from vanthu.pipelines.read import read

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LISTS = ("legal_bases", "deadlines", "quotas", "recipients", "names", "rewards", "criteria")


def yardstick() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents() -> list[tuple[str, Path, Path]]:
    """Name, text, gold of every document."""
    plans = [
        (g.stem[:8], SHARED / "plans" / f"{g.stem}.txt", g) for g in sorted((SHARED / "plans/gold").glob("*.json"))
    ]
    scans = [(g.stem, g.with_suffix(".gold.txt"), g) for g in sorted((SHARED / "gold").glob("*.json"))]
    own = [(g.stem[:20], g.with_suffix(".txt"), g) for g in sorted((ROOT / "corpora/plans").glob("*.json"))]
    return plans + scans + own


def score(score_fields: Any, text: Path, gold: Path) -> dict[str, Any]:
    campaign = read(text).campaigns[0].model_dump(mode="json")
    return score_fields(json.loads(gold.read_text(encoding="utf-8")), campaign)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="name the header fields that are wrong")
    options = parser.parse_args()
    if not SHARED.exists():
        print("skipped: this benchmark needs ../shared")
        return
    measure = yardstick().score_fields
    results = {name: score(measure, text, gold) for name, text, gold in documents()}
    print(f"{'document':22} {'header':>6} {'period':>6} " + " ".join(f"{name:>11}" for name in LISTS))
    for name, r in results.items():
        row = " ".join(f"{r[k]['f1']:11.3f}" for k in LISTS)
        print(f"{name:22} {r['header']['correct']:6} {r['period']!s:>6} {row}")
        if options.verbose and r["header"]["wrong"]:
            print("   wrong:", *r["header"]["wrong"])
    header = statistics.mean(r["header"]["correct"] for r in results.values())
    means = {k: statistics.mean(r[k]["f1"] for r in results.values()) for k in LISTS}
    print(f"{'mean':22} {header:6.2f} {'':6} " + " ".join(f"{means[k]:11.3f}" for k in LISTS))
    out = ROOT / "benchmarks/out"
    out.mkdir(exist_ok=True)
    (out / "fields.json").write_text(json.dumps({"documents": results, "means": means}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
