"""Whether evidence carries its values: slices rejoin to the text, and the text alone, read again, gives the value.

Reading again knows nothing but the slice and, for a value marked ``derived``, the year that it inherited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vanthu.models.campaign import Campaign, Deadline, Field, LegalBasis, Period, Quota, Status, day_of
from vanthu.models.extract.citing.cited_documents import code_key, mentions, unreadable
from vanthu.models.extract.quantity.quantities import reread
from vanthu.models.extract.time import TimeContext, TimeExpression, parse_times
from vanthu.models.page import Page
from vanthu.pipelines.evaluate.answer import Answer, walk
from vanthu.pipelines.evaluate.matching import Measure


@dataclass(frozen=True, slots=True)
class Unsound:
    """A value that its evidence does not carry."""

    check: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Soundness:
    """How many values of each check are carried, and those that are not."""

    measures: dict[str, Measure]
    unsound: tuple[Unsound, ...]


def examine(answer: Answer, pages: Sequence[Page] | None) -> Soundness:
    """Check the evidence of every value; slices are rejoined only where the ``pages`` are at hand."""
    checked = [*_reread(answer.campaign), *(_rejoined(answer, pages) if pages is not None else ())]
    measures: dict[str, Measure] = {}
    for check, _, _, sound in checked:
        measures[check] = measures.get(check, Measure(0, 0, 0)) + Measure(int(sound), 1, 1)
    return Soundness(measures, tuple(Unsound(check, path, text) for check, path, text, sound in checked if not sound))


def _rejoined(answer: Answer, pages: Sequence[Page]) -> Iterator[tuple[str, str, str, bool]]:
    lines = {(page.number, n): line.text for page in pages for n, line in enumerate(page.lines, 1)}
    for path, field in walk(answer.json):
        slices = [e for e in field["evidence"] if e["role"] == "value"]
        if field["text"] is not None or slices:
            joined = " ".join(lines.get((e["page"], e["line"]), "")[e["start"] : e["end"]] for e in slices)
            yield "rejoined", path, field["text"] or "", " ".join(joined.split()) == (field["text"] or "")


def _reread(campaign: Campaign) -> Iterator[tuple[str, str, str, bool]]:
    """Every value that has a public grammar."""
    facts = campaign.campaign
    issued_on = campaign.document.issued_on.value
    lists: tuple[tuple[str, Sequence[Field[Any]], Callable[[Any, date | None], bool]], ...] = (
        ("campaign.deadlines", facts.deadlines, deadline_again),
        ("campaign.quotas", facts.quotas, quota_again),
        ("legal_bases", campaign.legal_bases, basis_again),
    )
    for path, fields, again in lists:
        for i, field in enumerate(fields):
            if field.value is not None:
                name = path.removeprefix("campaign.")
                yield name, f"{path}.{i}", field.text or "", again(field, issued_on)
    if facts.period.value is not None:
        yield "period", "campaign.period", facts.period.text or "", period_again(facts.period, issued_on)


def deadline_again(field: Field[Deadline], issued_on: date | None) -> bool:
    """Relation, moments and rhythm come out of the slice alone."""
    value = field.value
    assert value is not None  # noqa: S101  only values are read again
    wanted = (value.relation, value.start, value.end, value.recurrence)
    return any(wanted == (e.relation, e.start, e.end, e.recurrence) for e in _times(field, issued_on))


def period_again(field: Field[Period], issued_on: date | None) -> bool:
    """Both ends come out of the slices, which may be two expressions."""
    value = field.value
    assert value is not None  # noqa: S101  same
    found = _times(field, issued_on)
    starts, ends = {day_of(e.start) for e in found}, {day_of(e.end) for e in found}
    return (value.start is None or value.start in starts) and (value.end is None or value.end in ends)


def _times(field: Field[Any], issued_on: date | None) -> list[TimeExpression]:
    """The times in the slice; each year that may have been inherited is tried where the value says it was."""
    text, value = field.text or "", field.value
    if field.status is not Status.DERIVED or value is None:
        return parse_times(text)
    years = {m.year for m in (value.start, value.end) if m}
    found = [e for year in sorted(years) for e in parse_times(text, TimeContext(issued_on, year))]
    return found + parse_times(text, TimeContext(issued_on))


def quota_again(field: Field[Quota], _: date | None) -> bool:
    """Comparator, numbers and unit come out of the slice alone."""
    value = field.value
    assert value is not None  # noqa: S101  same
    wanted = (value.comparator, value.value, value.value_max, value.unit)
    return any(wanted == (q.comparator, q.value, q.value_max, q.unit) for q in reread(field.text or ""))


def basis_again(field: Field[LegalBasis], _: date | None) -> bool:
    """Code and date come out of the slice alone; for a law cited by name its title."""
    value = field.value
    assert value is not None  # noqa: S101  same
    text = field.text or ""
    for cited in (m.basis for m in (*mentions(text), *unreadable(text))):
        same_day = value.issued_on is None or cited.issued_on == value.issued_on
        if value.code and cited.code and code_key(cited.code) == code_key(value.code) and same_day:
            return True
        if not value.code and same_day and (cited.type, cited.code) == (value.type, None):
            return True
    return False
