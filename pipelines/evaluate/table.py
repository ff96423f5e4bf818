"""An evaluation on the terminal: fields by noise level, documents, evidence, confidence, the worst errors."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vanthu.corpora.wording import counted
from vanthu.pipelines.evaluate.evaluation import DocumentScore, Evaluation, FieldSummary
from vanthu.pipelines.evaluate.reliability import Reliability
from vanthu.pipelines.evaluate.scored import told
from vanthu.pipelines.evaluate.yardstick import LISTS
from vanthu.pipelines.terminal.names import Name, escaped

GOOD, FAIR = 0.9, 0.75
WORST = 20
"""Errors shown on the terminal; the JSON and the page have all."""


def show(evaluation: Evaluation, console: Console) -> None:
    """Print everything that fits a terminal."""
    for part in (_fields(evaluation), _documents(evaluation), _evidence(evaluation), _confidence(evaluation)):
        console.print(part)
    _errors(evaluation, console)
    for failure in evaluation.failures:
        name = f"{failure.name} {failure.level}".strip()
        said = escaped(f"{name}: {failure.code}: {failure.message}")
        console.print(Text(said, style="red"), soft_wrap=True)


def _fields(evaluation: Evaluation) -> Table:
    table = Table("field", title="fields (mean over documents; parts and clauses: all counted together)", box=None)
    summaries = [evaluation.summary(level) for level in evaluation.levels]
    for level in evaluation.levels:
        table.add_column(f"{level} ({len(evaluation.at(level))})", justify="right")
    for field in evaluation.fields:
        table.add_row(field, *(figure(field, s.get(field)) for s in summaries))
    return table


def figure(field: str, summary: FieldSummary | None) -> str | Text:
    """The one figure of a field: the header of how many, a mean F1, or the F1 of all counted together."""
    if summary is None:
        return ""
    if field == "header":
        of = summary.pooled.gold / summary.documents
        return f"{summary.pooled.right / summary.documents:.2f} of {of:.0f}"
    return coloured(headline(field, summary))


def headline(field: str, summary: FieldSummary) -> float:
    """Yardstick fields are means over documents, as they are judged; the others too few in one document for that."""
    return summary.mean if field in {"header", "period", *LISTS} else summary.pooled.f1


def coloured(share: float) -> Text:
    """A share in green, yellow or red."""
    return Text(f"{share:.3f}", style="green" if share >= GOOD else "yellow" if share >= FAIR else "red")


def _documents(evaluation: Evaluation) -> Table:
    table = Table("document", "level", "header", "period", *LISTS[:-1], "s", title="documents", box=None)
    for d in evaluation.documents:
        row = [coloured(d.measures[n].f1) if n in d.measures else "" for n in LISTS[:-1]]
        header = f"{d.header.right} of {d.header.gold}"
        table.add_row(Name(d.name), d.level, header, _period(d), *row, f"{d.seconds:.1f}")
    return table


def _period(document: DocumentScore) -> str | Text:
    measure = document.measures.get("period")
    return "" if measure is None else Text("right", "green") if measure.right else Text("wrong", "red")


def _evidence(evaluation: Evaluation) -> Table:
    table = Table("evidence carries", title="evidence (read again from its slice alone)", box=None)
    found = [evaluation.evidence(level) for level in evaluation.levels]
    for level in evaluation.levels:
        table.add_column(level, justify="right")
    for check in dict.fromkeys(name for measures in found for name in measures):
        table.add_row(check, *(f"{m[check].right}/{m[check].gold}" if check in m else "" for m in found))
    return table


def _confidence(evaluation: Evaluation) -> Table:
    known = evaluation.reliability()
    table = Table("confidence", "values", "right", "share", "mean", title=verdict(known), box=None)
    for b in known.bins:
        if b.count:
            table.add_row(f"{b.low:.2f} - {b.high:.2f}", str(b.count), str(b.right), f"{b.share:.3f}", f"{b.mean:.3f}")
    return table


def verdict(known: Reliability) -> str:
    """The two shares that matter, in words."""
    wrong = f"{known.wrong_under} of {known.wrong} wrong values lie under 0.9"
    return f"confidence: {wrong}, and {known.right_under} of {known.right} right ones"


def _errors(evaluation: Evaluation, console: Console) -> None:
    every = [(d, error) for d in evaluation.documents for error in d.errors]
    every.sort(key=lambda pair: -((pair[1].answer and pair[1].answer.confidence) or 0.0))
    for document, error in every[:WORST]:
        answer = error.answer
        sure = f" ({answer.confidence:.2f})" if answer and answer.confidence is not None else ""
        said = Text(escaped(document.name), style="bold")
        console.print(said.append(f" {document.level} {error.field}: {error.kind}{sure}", style="not bold"))
        if error.gold:
            console.print(f"  gold:   {escaped(error.gold[:200])}", soft_wrap=True)
        if answer:
            words = f" “{answer.text[:160]}”" if answer.text else ""
            console.print(f"  answer: {escaped(told(answer.value)[:200] + words)}", soft_wrap=True)
    if len(every) > WORST:
        console.print(f"… and {counted(len(every) - WORST, 'error')} more: see --json or --html")
