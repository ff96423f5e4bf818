"""What an evaluation says: of each document, of each noise level, and of confidence as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vanthu.pipelines.evaluate.answer import Item
from vanthu.pipelines.evaluate.matching import Measure
from vanthu.pipelines.evaluate.reliability import Reliability, reliability
from vanthu.pipelines.evaluate.scored import Error, Judged, Scored, told
from vanthu.pipelines.evaluate.soundness import Soundness
from vanthu.pipelines.evaluate.yardstick import LISTS

HEADER = "header."
SCHEMA = "vanthu.evaluation/1.0"


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One document at one noise level; ``found`` tells how many documents the file was split into."""

    name: str
    level: str
    scored: tuple[Scored, ...]
    soundness: Soundness
    seconds: float
    found: int = 1

    @property
    def header(self) -> Measure:
        """Right values of the header, of those that the gold gives."""
        rows = [s for s in self.scored if s.field.startswith(HEADER)]
        return Measure(sum(s.measure.right for s in rows), len(rows), len(rows))

    @property
    def measures(self) -> dict[str, Measure]:
        """Field → measure, the header as one; the yardstick's fields first."""
        rest = {s.field: s.measure for s in self.scored if not s.field.startswith(HEADER)}
        return {"header": self.header, **rest} if self.header.gold else rest

    @property
    def errors(self) -> list[Error]:
        """What was missed, invented or wrong; the surest first."""
        every = [error for s in self.scored for error in s.errors]
        return sorted(every, key=lambda e: -((e.answer and e.answer.confidence) or 0.0))

    @property
    def judged(self) -> list[Judged]:
        """Every answered value that has a confidence of its own."""
        return [j for s in self.scored for j in s.judged if j.item.confidence is not None]

    def yardstick(self) -> dict[str, Any]:
        """The figures in the form of ``tools/score.py fields``."""
        wrong = sorted(
            s.field.removeprefix(HEADER) for s in self.scored if s.field.startswith(HEADER) and not s.measure.right
        )
        by_field = {s.field: s.measure for s in self.scored}
        figures: dict[str, Any] = {"header": {"correct": self.header.right, "of": self.header.gold, "wrong": wrong}}
        if "period" in by_field:
            figures["period"] = bool(by_field["period"].right)
        return figures | {name: by_field[name].rounded() for name in LISTS if name in by_field}


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be measured."""

    name: str
    level: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class FieldSummary:
    """A field over several documents: the mean of their F1, and all counted together."""

    mean: float
    pooled: Measure
    documents: int


@dataclass(frozen=True)
class Evaluation:
    """Everything that was measured; ``as_json`` is what ``vanthu evaluate --json`` writes."""

    documents: tuple[DocumentScore, ...]
    failures: tuple[Failure, ...] = ()

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Noise levels in the order in which they were met."""
        return tuple(dict.fromkeys(d.level for d in self.documents))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Every field that was measured anywhere; the yardstick's first."""
        met = dict.fromkeys(name for d in self.documents for name in d.measures)
        first = [name for name in ("header", *LISTS[:1], "period", *LISTS[1:]) if name in met]
        return (*first, *(name for name in met if name not in first))

    def at(self, level: str) -> tuple[DocumentScore, ...]:
        """The documents of a level."""
        return tuple(d for d in self.documents if d.level == level)

    def summary(self, level: str) -> dict[str, FieldSummary]:
        """Field → figures of a level."""
        documents = self.at(level)
        found = {name: [d.measures[name] for d in documents if name in d.measures] for name in self.fields}
        return {name: summarised(measures) for name, measures in found.items() if measures}

    def evidence(self, level: str) -> dict[str, Measure]:
        """Check → how many values of a level their evidence carries."""
        total: dict[str, Measure] = {}
        for document in self.at(level):
            for check, measure in document.soundness.measures.items():
                total[check] = total.get(check, Measure(0, 0, 0)) + measure
        return total

    def reliability(self, level: str | None = None) -> Reliability:
        """How far confidence can be trusted, at one level or over all."""
        chosen = self.documents if level is None else self.at(level)
        return reliability((j.item.confidence or 0.0, j.right) for d in chosen for j in d.judged)

    def as_json(self) -> str:
        """All figures and errors as one JSON object."""
        whole = {
            "schema": SCHEMA,
            "levels": {level: self._level(level) for level in self.levels},
            "confidence": confidence_json(self.reliability()),
            "documents": [_document(d) for d in self.documents],
            "failures": [
                {"name": f.name, "level": f.level, "code": f.code, "message": f.message} for f in self.failures
            ],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1)

    def _level(self, level: str) -> dict[str, Any]:
        fields = {
            name: {"mean_f1": round(s.mean, 4), "documents": s.documents, **s.pooled.rounded()}
            for name, s in self.summary(level).items()
        }
        evidence = {check: _share(measure) for check, measure in self.evidence(level).items()}
        known = confidence_json(self.reliability(level))
        return {"documents": len(self.at(level)), "fields": fields, "evidence": evidence, "confidence": known}


def summarised(measures: Sequence[Measure]) -> FieldSummary:
    """Several measures of one field as one."""
    total = sum(measures, Measure(0, 0, 0))
    return FieldSummary(sum(m.f1 for m in measures) / len(measures), total, len(measures))


def confidence_json(known: Reliability) -> dict[str, Any]:
    """The reliability table as JSON; bins without values are left out."""
    bins = [
        {"from": b.low, "to": b.high, "count": b.count, "right": b.right, "mean": round(b.mean, 3)}
        for b in known.bins
        if b.count
    ]
    counts = {name: getattr(known, name) for name in ("wrong", "wrong_under", "right", "right_under")}
    shares = {name: _rounded(getattr(known, name)) for name in ("warned", "doubted", "error")}
    return {"bins": bins, **counts, **shares}


def _document(document: DocumentScore) -> dict[str, Any]:
    depth = {name: m.rounded() for name, m in document.measures.items() if name not in {"header", "period", *LISTS}}
    return {
        "name": document.name,
        "level": document.level,
        "seconds": round(document.seconds, 3),
        "documents_in_file": document.found,
        "yardstick": document.yardstick(),
        "depth": depth,
        "evidence": {check: _share(m) for check, m in document.soundness.measures.items()},
        "unsound": [{"check": u.check, "path": u.path, "text": u.text} for u in document.soundness.unsound],
        "errors": [_error(e) for e in document.errors],
    }


def _error(error: Error) -> dict[str, Any]:
    return {"field": error.field, "kind": error.kind, "gold": error.gold, "answer": _item(error.answer)}


def _item(item: Item | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {"path": item.path, "value": told(item.value), "text": item.text, "confidence": item.confidence}


def _share(measure: Measure) -> dict[str, Any]:
    return {"sound": measure.right, "of": measure.gold, "share": _rounded(measure.recall)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def every_judged(documents: Iterable[DocumentScore]) -> list[Judged]:
    """The verdicts of several documents."""
    return [j for d in documents for j in d.judged]
