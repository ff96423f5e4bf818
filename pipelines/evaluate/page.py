"""An evaluation as one HTML page that needs nothing else: no script, no font, no image from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from vanthu import __version__
from vanthu.corpora.wording import counted
from vanthu.pipelines.evaluate.evaluation import DocumentScore, Evaluation
from vanthu.pipelines.evaluate.reliability import Bin, Reliability
from vanthu.pipelines.evaluate.scored import Error, told
from vanthu.pipelines.evaluate.table import FAIR, GOOD, headline, verdict
from vanthu.pipelines.evaluate.yardstick import LISTS

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --fair: #9a6700; --bad: #cf222e; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } p.note { opacity: .75; max-width: 60rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } .wide { overflow-x: auto; }
th, td { padding: .2rem .7rem .2rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child, td.words { text-align: left; } td.words { white-space: normal; min-width: 14rem; }
.good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); font-weight: 600; }
small { opacity: .7; } details { border-bottom: 1px solid var(--line); padding: .3rem 0; } summary { cursor: pointer; }
q { quotes: "“" "”"; opacity: .8; } .bar { background: var(--soft); width: 12rem; height: .8rem; position: relative; }
.bar i { position: absolute; inset: 0 auto 0 0; background: var(--good); opacity: .6; }
.bar b { position: absolute; top: -2px; bottom: -2px; width: 2px; background: currentColor; }
"""

NOTES = {
    "fields": """Header: right values of those that the gold gives. Lists and period: F1, mean over documents. Parts of
values and clauses: F1 of all documents counted together; parts are measured among values that were found. Beneath each
figure: right, of gold, of answers.""",
    "evidence": """A value is carried where its slice, read again on its own (with the year it inherited), gives the
value; rejoined: the slices are the text.""",
    "errors": "The surest first. Of an answer: its value, the words it was read from, its confidence.",
}


def page(evaluation: Evaluation, title: str = "vanthu evaluate") -> str:
    """The whole page."""
    documents = f"{counted(len(evaluation.documents), 'reading')} at {counted(len(evaluation.levels), 'noise level')}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{documents}; vanthu {escape(__version__)}.</p>",
        *_failures(evaluation),
        "<h2>Fields by noise level</h2>",
        _note(NOTES["fields"]),
        _table(
            ["field", *(f"{level} ({len(evaluation.at(level))})" for level in evaluation.levels)], _fields(evaluation)
        ),
        "<h2>Evidence</h2>",
        _note(NOTES["evidence"]),
        _table(["check", *evaluation.levels], _evidence(evaluation)),
        "<h2>Confidence</h2>",
        _note(verdict(evaluation.reliability()) + ". Bar: share that is right; mark: what was claimed."),
        _table(["confidence", "values", "right", "share", "mean", ""], map(_bin, _bins(evaluation.reliability()))),
        _table(["level", "wrong", "under 0.9", "right", "under 0.9 "], _warned(evaluation)),
        "<h2>Documents</h2>",
        _table(["document", "level", "header", "period", *LISTS, "seconds"], map(_document, evaluation.documents)),
        "<h2>Errors</h2>",
        _note(NOTES["errors"]),
        *map(_errors, evaluation.documents),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    head += f"<style>{STYLE}</style>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>{"".join(body)}</body></html>\n'


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; the heads are text, the cells are ready markup."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heads)
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return f'<div class="wide"><table><tr>{head}</tr>\n{body}</table></div>'


def _cell(text: object, kind: str = "") -> str:
    return f'<td class="{kind}">{escape(str(text))}</td>' if kind else f"<td>{escape(str(text))}</td>"


def _share(share: float | None, under: str = "", shown: str | None = None) -> str:
    if share is None:
        return "<td></td>"
    kind = "good" if share >= GOOD else "fair" if share >= FAIR else "bad"
    small = f"<br><small>{escape(under)}</small>" if under else ""
    return f'<td><span class="{kind}">{shown or f"{share:.3f}"}</span>{small}</td>'


def _failures(evaluation: Evaluation) -> Iterator[str]:
    for failure in evaluation.failures:
        where = escape(f"{failure.name} {failure.level}".strip())
        yield f'<p class="bad">{where}: {escape(failure.code)}: {escape(failure.message)}</p>'


def _fields(evaluation: Evaluation) -> Iterator[list[str]]:
    summaries = [evaluation.summary(level) for level in evaluation.levels]
    for field in evaluation.fields:
        cells = [_cell(field)]
        for summary in summaries:
            known = summary.get(field)
            if known is None:
                cells.append("<td></td>")
                continue
            pooled = known.pooled
            shown = f"{pooled.right / known.documents:.2f}" if field == "header" else None
            cells.append(_share(headline(field, known), f"{pooled.right} / {pooled.gold} / {pooled.got}", shown))
        yield cells


def _evidence(evaluation: Evaluation) -> Iterator[list[str]]:
    found = [evaluation.evidence(level) for level in evaluation.levels]
    for check in dict.fromkeys(name for measures in found for name in measures):
        of = [m.get(check) for m in found]
        yield [_cell(check), *(_share(m.recall, f"{m.right} / {m.gold}") if m else "<td></td>" for m in of)]


def _bins(known: Reliability) -> list[Bin]:
    return [b for b in known.bins if b.count]


def _bin(b: Bin) -> list[str]:
    share = b.share or 0.0
    bar = f'<td><div class="bar"><i style="width:{share:.1%}"></i><b style="left:{b.mean:.1%}"></b></div></td>'
    return [*map(_cell, (f"{b.low:.2f} - {b.high:.2f}", b.count, b.right, f"{share:.3f}", f"{b.mean:.3f}")), bar]


def _warned(evaluation: Evaluation) -> Iterator[list[str]]:
    for level in (*evaluation.levels, None):
        known = evaluation.reliability(level)
        yield [*map(_cell, (level or "all", known.wrong, known.wrong_under, known.right, known.right_under))]


def _document(document: DocumentScore) -> list[str]:
    measures = document.measures
    header = _share(document.header.f1, shown=f"{document.header.right} of {document.header.gold}")
    period = measures.get("period")
    told_period = "<td></td>" if period is None else _share(period.f1, shown="right" if period.right else "wrong")
    lists = (_share(measures[name].f1) if name in measures else "<td></td>" for name in LISTS)
    name, level = _cell(document.name), _cell(document.level)
    return [name, level, header, told_period, *lists, _cell(f"{document.seconds:.1f}")]


def _errors(document: DocumentScore) -> str:
    errors = document.errors
    if not errors:
        return ""
    rows = _table(["field", "", "gold", "answer", "confidence"], map(_error, errors))
    name = f"{document.name}, {document.level}: {counted(len(errors), 'error')}"
    return f"<details><summary>{escape(name)}</summary>{rows}</details>"


def _error(error: Error) -> list[str]:
    answer = error.answer
    said = escape(told(answer.value)) if answer else ""
    words = f"<br><q>{escape(answer.text)}</q>" if answer and answer.text else ""
    sure = f"{answer.confidence:.2f}" if answer and answer.confidence is not None else ""
    gold, got = _cell(error.gold or "", "words"), f'<td class="words">{said}{words}</td>'
    return [_cell(error.field), _cell(error.kind), gold, got, _cell(sure)]
