"""Component ``date_doubts``: deadlines whose date cannot be taken as printed are kept, and a person is told.

A date that no calendar has, or that is the moon's, is neither dropped nor bent to one that there is: the deadline keeps
its words without a day. A weekday that does not fit, and a day before the plan was signed, throw doubt on a day that
stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Deadline, Field, Issue, Status, day_of
from vanthu.models.extract.source import SourceText, Span
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.time import TimeExpression, Unit
from vanthu.models.extract.time.cues import CueKind, cue_before
from vanthu.models.extract.time.doubtful import DoubtfulDate, doubtful_dates
from vanthu.models.extract.time.expression import Relation
from vanthu.models.extract.timing.obligations import duty_at

DOUBTED = 0.5
"""The most that a deadline is worth whose weekday or place in time contradicts it: one of two is wrong."""
LOST = 0.3
"""The same where it has no day."""
_RELATIONS: dict[CueKind, Relation] = {
    "before": "before",
    "by": "by",
    "after": "after",
    "from": "after",
    "within": "at",
}
_ZONES = frozenset({Zone.BODY, Zone.APPENDIX})


@Language.component(
    "date_doubts",
    assigns=["doc._.campaign", "doc._.ceilings", "doc._.issues"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document", "doc._.campaign"],
)
def date_doubts(doc: Doc) -> Doc:
    """Keep and flag what is doubtful."""
    source: SourceText = doc._.source
    known: tuple[Field[Deadline], ...] = doc._.campaign.deadlines
    found = [(p, d) for p in doc._.paragraphs if p.zone in _ZONES for d in doubtful_dates(p.text)]
    lost = tuple(_kept(source, p, d, cue) for p, d in found if d.lost and (cue := _cue(p, d)) is not None)
    doc._.campaign = doc._.campaign.model_copy(update={"deadlines": (*known, *lost)})
    issues = [*_issues(source, known, lost, found), *_late(known, doc._.document.issued_on.value)]
    doc._.ceilings = {
        **doc._.ceilings,
        **{i.path: LOST if _is_lost(i) else DOUBTED for i in issues if i.path[-1].isdigit()},
    }
    doc._.issues = (*doc._.issues, *issues)
    return doc


def _is_lost(issue: Issue) -> bool:
    return issue.code in ("impossible_date", "lunar_date")


def _cue(paragraph: Paragraph, doubtful: DoubtfulDate) -> tuple[int, Relation] | None:
    """Where the words begin that bind the date, and how they do; None where nothing does."""
    cue = cue_before(paragraph.text, doubtful.start)
    return (cue.start, _RELATIONS[cue.kind]) if cue and not cue.horizon else None


def _kept(
    source: SourceText, paragraph: Paragraph, doubtful: DoubtfulDate, cue: tuple[int, Relation]
) -> Field[Deadline]:
    start, relation = cue
    expression = TimeExpression(start, doubtful.end, relation, Unit.DAY, cued=True)
    duty = duty_at(paragraph, expression, (), ())
    action = " ".join(duty.action.text.split()) if duty.action else None
    value = Deadline(relation=relation, action=action, responsible=duty.who.text if duty.who else None)
    spans = paragraph.passage.spans(start, doubtful.end)
    return source.field(Field[Deadline], value, spans, certainty=LOST, status=Status.AMBIGUOUS)


def _issues(
    source: SourceText,
    known: Sequence[Field[Deadline]],
    lost: Sequence[Field[Deadline]],
    found: Sequence[tuple[Paragraph, DoubtfulDate]],
) -> Iterator[Issue]:
    """One for each doubtful date, with the deadline that it is of where it is one."""
    every = [*known, *lost]
    spans = [source.spans(e for e in field.evidence if e.role == "value") for field in every]
    for paragraph, doubtful in found:
        own = paragraph.passage.span(doubtful.start, doubtful.end)
        index = next((i for i, of in enumerate(spans) if any(_touch(own, span) for span in of)), None)
        path = "campaign.deadlines" if index is None else f"campaign.deadlines.{index}"
        yield Issue(code=doubtful.doubt, severity="warning", path=path, message=doubtful.why)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _late(known: Sequence[Field[Deadline]], issued_on: date | None) -> Iterator[Issue]:
    """Deadlines of a day before that of issue: plans are signed late, and dates are misprinted."""
    for index, field in enumerate(known):
        end = day_of(field.value.end) if field.value else None
        if issued_on and end and field.value and field.value.relation in ("before", "by") and end <= issued_on:
            message = f"{field.text} is not after the day of issue ({issued_on})"
            yield Issue(code="late_date", severity="warning", path=f"campaign.deadlines.{index}", message=message)
