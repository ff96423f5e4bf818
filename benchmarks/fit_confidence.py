"""Fits the confidence of values, and measures it on documents that it was not fitted on.

    python benchmarks/plan_readings.py benchmarks/out/plans     # once, and when plans were added
    python benchmarks/fit_confidence.py [--check]

Every value that the gold judges is a sample: the signals of ``models/extract/confidence.py`` and whether it is right.
Documents: the project's own plans at every noise level (scans with the boxes and confidences of their words), and,
where it is there, the gold of ../shared. A logistic regression is fitted to all documents but one (at all its
levels) and asked about that one, for each in turn; the table printed is of those answers. The weights written to
``models/extract/confidence.tsv`` are fitted to all; ``--check`` writes nothing.

Rules were made on these documents, so that they are right more often here than elsewhere. Odds are therefore lowered by
one constant, the same for all values: so far that DOUBTED of the right values lie under 0.9.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vanthu.models.campaign import Campaign, Field
from vanthu.models.extract.confidence import Sight, ceiling, graded
from vanthu.models.extract.language import PIPELINE, annotate
from vanthu.models.page import Page
from vanthu.models.provenance import PartSource, Source
from vanthu.models.restore.restorer import load
from vanthu.pipelines.evaluate import load_gold, score
from vanthu.pipelines.evaluate.reliability import SURE, Reliability, reliability
from vanthu.pipelines.read import read
from vanthu.pipelines.restoration import restore_document

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
READINGS = ROOT / "benchmarks/out/plans"
TABLE = ROOT / "models/extract/confidence.tsv"
WITHOUT = tuple(name for name in PIPELINE if name != "confidence")
RIDGE = 128.0
"""Penalty on the square of what a weight, in units of its signal's spread, differs from PRIOR by; of those that are
tried below the one with the best likelihood on documents left out."""
PRIOR = {
    "rule in doubt": -1.0,
    "word in doubt": -3.0,
    "words in doubt": -1.0,
    "words changed": -1.0,
    "number changed": -1.0,
    "foreign words": -1.0,
    "derived": -1.0,
    "word twice": -2.0,
    "bracket open": -1.0,
    "torn": -2.0,
    "not as printed": -2.0,
    "no name": -3.0,
    "short": -0.5,
    "long": -0.3,
    "alone": -1.0,
    "said twice": -0.5,
    "without words": -2.0,
    "page ocr": -0.5,
    "page restore": -0.5,
    "quotas: bare count": -1.0,
    "quotas: not round": -2.0,
    "quotas: reported": -1.0,
    "deadlines: reported": -0.5,
    "criteria: unnamed": -1.0,
    "place: of issuer": 1.0,
}
"""Nats that a person would give each signal before looking at any figures: a rule is taken at its word, and every doubt
counts against a value. Wrong values are few, about thirty of their own in the yardstick's fields; where they say
nothing a doubt must not come to speak for a value, so that what is expected below nothing stays there."""
DOUBTED = 0.24
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One judged value."""

    document: str
    level: str
    path: str
    signals: dict[str, float]
    right: bool
    before: float
    """What its component said."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights of signals, and the constant."""

    names: tuple[str, ...]
    weights: Vector
    constant: float

    def odds(self, samples: Sequence[Sample]) -> Vector:
        """In nats, of each sample being right."""
        return self.constant + matrix(samples, self.names) @ self.weights


def documents() -> Iterator[tuple[str, str, Path | list[Path], Path]]:
    """Name, level, input, gold: the input is text, a scan (or its pages), or pages that were read before."""
    for gold in sorted(READINGS.glob("*.json")):
        yield gold.stem, "text", gold.with_suffix(".txt"), gold
        yield gold.stem, "english", gold.with_suffix(".english.txt"), gold
        for level in ("clean", "hard"):
            yield gold.stem, level, READINGS / "pages" / f"{gold.stem}.{level}.pickle", gold
    for gold in sorted((SHARED / "plans/gold").glob("*.json")):
        yield gold.stem, "text", SHARED / "plans" / f"{gold.stem}.txt", gold
    for gold in sorted((SHARED / "gold").glob("*.json")):
        yield gold.stem, "text", gold.with_suffix(".gold.txt"), gold
        yield gold.stem, "english", gold.with_suffix(".ocr.txt"), gold
    for gold in sorted((SHARED / "scans/fields").glob("*.json")):
        source = json.loads(gold.read_text(encoding="utf-8"))["source"]
        files = [SHARED / "scans" / file for file in ([source] if isinstance(source, str) else source)]
        yield gold.stem, "scan", files, gold


def pages_of(path: Path | list[Path]) -> Sequence[Page]:
    if isinstance(path, list):
        return read(*path).parts[0].pages
    if path.suffix == ".pickle":
        return restore_document(pickle.loads(path.read_bytes()), load(None)).pages  # noqa: S301  of plan_readings.py
    return read(path).parts[0].pages


def samples_of(name: str, level: str, path: Path | list[Path], gold: Path) -> Iterator[Sample]:
    """Every judged value of one document with its signals."""
    pages = pages_of(path)
    doc = annotate(pages, WITHOUT)
    part = PartSource(index=1, of=1, first_page=1, last_page=len(pages))
    campaign = Campaign(
        source=Source(name=name, sha256="", media_type="", bytes=0, part=part),
        document=doc._.document,
        legal_bases=doc._.legal_bases,
        campaign=doc._.campaign,
    )
    fields: dict[str, Field[object]] = {}
    graded(campaign, "", lambda at, field: fields.setdefault(at.removeprefix("."), field).confidence)
    verdicts: dict[str, bool] = {}
    for judged in score(load_gold(gold), campaign).judged:
        at = next(p for p in fields if judged.item.path == p or judged.item.path.startswith(f"{p}."))
        verdicts[at] = verdicts.get(at, True) and judged.right
    sight = Sight(doc._.source, doc._.document, doc._.campaign)
    for at, right in verdicts.items():
        yield Sample(name, level, at, sight.signals(at, fields[at]), right, fields[at].confidence)


def matrix(samples: Sequence[Sample], names: Sequence[str]) -> Vector:
    return np.array([[s.signals.get(name, 0.0) for name in names] for s in samples])


def fit(samples: Sequence[Sample], ridge: float = RIDGE) -> Fit:
    """Logistic regression drawn towards PRIOR, by Newton's method with bounds; the constant is drawn to nothing."""
    names = tuple(sorted({name for s in samples for name in s.signals}))
    raw = matrix(samples, names)
    spread = np.where(raw.std(axis=0) > 0, raw.std(axis=0), 1.0)
    x = np.hstack([np.ones((len(samples), 1)), raw / spread])
    y = np.array([s.right for s in samples], dtype=np.float64)
    expected = np.array([0.0, *(PRIOR.get(name, 0.0) * s for name, s in zip(names, spread, strict=True))])
    most = np.array([np.inf, *(0.0 if PRIOR.get(name, 0.0) < 0 else np.inf for name in names)])
    penalty = np.array([1e-6] + [ridge] * len(names))
    w = expected.copy()
    for _ in range(100):
        p = probability(x @ w)
        slope = x.T @ (y - p) - penalty * (w - expected)
        bend = x.T @ (x * (p * (1 - p))[:, None]) + np.diag(penalty)
        free = (w < most) | (slope <= 0)
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        moved = np.minimum(w + step, most)
        done = np.abs(moved - w).max() < 1e-8  # noqa: PLR2004  far below what three digits of confidence show
        w = moved
        if done:
            break
    return Fit(names, w[1:] / spread, float(w[0]))


def left_out(samples: Sequence[Sample], ridge: float = RIDGE) -> Vector:
    """Odds of every sample by the fit to all documents but its own."""
    odds = np.zeros(len(samples))
    for name in sorted({s.document for s in samples}):
        mine = np.array([s.document == name for s in samples])
        rest = fit([s for s in samples if s.document != name], ridge)
        odds[mine] = rest.odds([s for s in samples if s.document == name])
    return odds


def ceilings(samples: Sequence[Sample]) -> Vector:
    """The most that each value can be worth for how its words were read."""
    return np.array([ceiling(1 - s.signals["word in doubt"]) for s in samples])


def lowered(odds: Vector, most: Vector, right: npt.NDArray[np.bool_]) -> float:
    """What is added to odds so that DOUBTED of the right values lie under 0.9; never more than nothing.

    Values that cannot reach 0.9 (``most``) are among those, whatever is added.
    """
    reachable = np.where(most < SURE, -np.inf, odds)
    return min(float(np.log(SURE / (1 - SURE)) - np.quantile(reachable[right], DOUBTED, method="lower")), 0.0)


def probability(odds: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def log_loss(odds: Vector, right: npt.NDArray[np.bool_]) -> float:
    return float(np.mean(np.logaddexp(0, np.where(right, -odds, odds))))


def show(title: str, known: Reliability) -> None:
    print(f"\n{title}: {known.wrong_under} of {known.wrong} wrong under 0.9 ({known.warned or 0:.1%}),", end=" ")
    print(f"{known.right_under} of {known.right} right ({known.doubted or 0:.1%}); error {known.error or 0:.3f}")
    for b in known.bins:
        if b.count:
            print(f"| {b.low:.2f} - {b.high:.2f} | {b.count} | {b.right} | {b.share:.3f} | {b.mean:.3f} |")


def write(whole: Fit, lower: float, samples: Sequence[Sample]) -> None:
    """The table of weights, each with how many values had the signal and how many of those were wrong."""
    had, wrong = Counter[str](), Counter[str]()
    for s in samples:
        met = {"all", *(name for name, strength in s.signals.items() if strength)}
        had.update(met)
        wrong.update(met if not s.right else ())
    lines = ["signal\tweight\tvalues\twrong\tsource"]
    for name, weight in (("all", whole.constant + lower), *zip(whole.names, whole.weights, strict=True)):
        lines.append(f"{name}\t{weight:.4f}\t{had[name]}\t{wrong[name]}\tbenchmarks/fit_confidence.py")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def collect() -> list[Sample]:
    found: list[Sample] = []
    for name, level, path, gold in documents():
        if isinstance(path, Path) and not path.exists():
            print(f"left out: {path} is not there")
            continue
        found += samples_of(name, level, path, gold)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="measure only; write nothing")
    parser.add_argument("--wrong", action="store_true", help="list wrong values that were thought right")
    options = parser.parse_args()
    samples = collect()
    right = np.array([s.right for s in samples])
    told = partial(zip, right.tolist(), strict=True)
    show("as components say", reliability((s.before, r) for r, s in told(samples)))
    for ridge in (32.0, 128.0, 512.0):
        print(f"ridge {ridge}: log loss left out {log_loss(left_out(samples, ridge), right):.4f}")
    odds = left_out(samples)
    most = ceilings(samples)
    lower = lowered(odds, most, right)
    show("left out, odds as fitted", reliability((p, r) for r, p in told(probability(odds).tolist())))
    given = np.minimum(probability(odds + lower), most).tolist()
    show(f"left out, odds lowered by {-lower:.2f}", reliability((p, r) for r, p in told(given)))
    for level in sorted({s.level for s in samples}):
        show(level, reliability((p, r) for (r, p), s in zip(told(given), samples, strict=True) if s.level == level))
    if options.wrong:
        for p, s in sorted(zip(given, samples, strict=True), key=lambda pair: -pair[0]):
            if not s.right and p >= SURE:
                print(f"{p:.3f} {s.document} {s.level} {s.path}", {k: round(v, 2) for k, v in s.signals.items() if v})
    if not options.check:
        write(fit(samples), lower, samples)


if __name__ == "__main__":
    main()
