"""Fits the confidence of values, and measures it on documents that it was not fitted on.

    python benchmarks/plan_readings.py benchmarks/out/plans     # once, and when plans were added
    python benchmarks/fit_confidence.py [--check]

Every value that the gold judges is a sample: the signals of ``models/extract/doubts`` and whether it is right.
Documents: the project's own plans at every noise level (scans with the boxes and confidences of their words), and,
where it is there, the gold of ../shared. What earlier states of the extractor (``confidence/earlier.py``) found on the
same pages, and today's does not, is learned from too, but never counted. A logistic regression is fitted to all
documents but one (at all its levels, by all extractors) and asked about that one, for each in turn; the table printed
is of those answers for today's values. The weights written to ``models/extract/confidence.tsv`` are fitted to all;
``--check`` writes nothing.

Rules were made on these documents, so that they are right more often here than elsewhere. Odds are therefore lowered by
one constant, the same for all values: so far that DOUBTED of the right values lie under 0.9.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from functools import partial

import numpy as np

from benchmarks.confidence.fitting import Fit, Table, ceilings, fit, left_out, log_loss, lowered, probability
from benchmarks.confidence.priors import PRIOR
from benchmarks.confidence.samples import ROOT, Sample, collect
from vanthu.pipelines.evaluate.reliability import SURE, Reliability, reliability

TABLE = ROOT / "models/extract/confidence.tsv"
RIDGES = (500.0, 1000.0, 2000.0, 4000.0, 8000.0)


def show(title: str, known: Reliability) -> None:
    print(f"\n{title}: {known.wrong_under} of {known.wrong} wrong under 0.9 ({known.warned or 0:.1%}),", end=" ")
    print(f"{known.right_under} of {known.right} right ({known.doubted or 0:.1%}); error {known.error or 0:.3f}")
    for b in known.bins:
        if b.count:
            print(f"| {b.low:.2f} - {b.high:.2f} | {b.count} | {b.right} | {b.share:.3f} | {b.mean:.3f} |")


def write(whole: Fit, lower: float, samples: Sequence[Sample]) -> None:
    """The table of weights, each with how many values of today had the signal and how many of those were wrong."""
    had, wrong = Counter[str](), Counter[str]()
    for s in samples:
        met = {"all", *(name for name, strength in s.signals.items() if strength)}
        had.update(met)
        wrong.update(met if not s.right else ())
    lines = ["signal\tweight\tvalues\twrong\tsource"]
    for name, weight in (("all", whole.constant + lower), *zip(whole.names, whole.weights, strict=True)):
        if had[name] or name in PRIOR:
            lines.append(f"{name}\t{weight:.4f}\t{had[name]}\t{wrong[name]}\tbenchmarks/fit_confidence.py")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="measure only; write nothing")
    parser.add_argument("--wrong", action="store_true", help="list wrong values that were thought right")
    parser.add_argument("--strict", action="store_true", help="also leave out signals that only one document suggests")
    parser.add_argument("--ridges", action="store_true", help="also compare penalties, a minute each")
    options = parser.parse_args()
    samples, earlier = collect()
    table = Table.of(samples, earlier)
    today = ~table.earlier
    right = table.right[today]
    print(f"{len(earlier)} more values of earlier extractors, {int((~table.right[table.earlier]).sum())} of them wrong")
    told = partial(zip, right.tolist(), strict=True)
    show("as components say", reliability((s.before, r) for r, s in told(samples)))
    for ridge in RIDGES if options.ridges else ():
        print(f"ridge {ridge}: log loss left out {log_loss(left_out(table, ridge)[today], right):.4f}", flush=True)
    odds = left_out(table)[today]
    most = ceilings(samples)
    lower = lowered(odds, most, right)
    show("left out, odds as fitted", reliability((p, r) for r, p in told(probability(odds).tolist())))
    given = np.minimum(probability(odds + lower), most).tolist()
    show(f"left out, odds lowered by {-lower:.2f}", reliability((p, r) for r, p in told(given)))
    if options.strict:
        strict = left_out(table, strict=True)[today]
        given_strict = np.minimum(probability(strict + lowered(strict, most, right)), most).tolist()
        show("left out with the signals it suggested", reliability((p, r) for r, p in told(given_strict)))
    for level in sorted({s.level for s in samples}):
        show(level, reliability((p, r) for (r, p), s in zip(told(given), samples, strict=True) if s.level == level))
    if options.wrong:
        for p, s in sorted(zip(given, samples, strict=True), key=lambda pair: -pair[0]):
            if not s.right and p >= SURE:
                print(f"{p:.3f} {s.document} {s.level} {s.path}", {k: round(v, 2) for k, v in s.signals.items() if v})
    if not options.check:
        write(fit(table, np.ones_like(table.right)), lower, samples)


if __name__ == "__main__":
    main()
