"""Component ``links``: ties what the other components found to its section, and lists that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import CampaignFacts, Criterion, Deadline, Evidence, Field, Quota, Responsibility, Reward
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph

Place = tuple[int, int]
"""Page and line, both 1-based."""
Facts = Criterion | Responsibility
Valued = Field[Quota] | Field[Deadline] | Field[Reward]


@Language.component("links", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs"])
def links(doc: Doc) -> Doc:
    """Fill sections and positions; what the facts say already stays."""
    doc._.campaign = linked(doc._.campaign, sections(doc._.source, doc._.paragraphs))
    return doc


def sections(source: SourceText, paragraphs: Iterable[Paragraph]) -> dict[Place, str]:
    """Section of each line that holds text of a numbered section; where two meet on a line, the first one."""
    found: dict[Place, str] = {}
    for paragraph in paragraphs:
        if paragraph.path and paragraph.passage.offsets:
            for start, end in paragraph.passage.spans(0, len(paragraph.text)):
                for ref in source.lines_of(start, end):
                    found.setdefault((ref.page, ref.number), ".".join(paragraph.path))
    return found


def linked(facts: CampaignFacts, section_of: Mapping[Place, str]) -> CampaignFacts:
    """The facts with their sections and with the quotas and deadlines that stand in them."""
    quotas = [_shown(q.evidence) for q in facts.quotas]
    deadlines = [_shown(d.evidence) for d in facts.deadlines]
    return facts.model_copy(
        update={
            "quotas": tuple(_in_section(quota, section_of) for quota in facts.quotas),
            "deadlines": tuple(_in_section(deadline, section_of) for deadline in facts.deadlines),
            "rewards": tuple(_reward(reward, section_of, quotas) for reward in facts.rewards),
            "criteria": tuple(_criterion(criterion, section_of, quotas) for criterion in facts.criteria),
            "responsibilities": tuple(_duties(body, section_of, deadlines) for body in facts.responsibilities),
        }
    )


def _in_section(field: Valued, section_of: Mapping[Place, str]) -> Valued:
    if field.value is None or field.value.section:
        return field
    value = field.value.model_copy(update={"section": _section(field.evidence, section_of)})
    return field.model_copy(update={"value": value})


def _reward(field: Field[Reward], section_of: Mapping[Place, str], quotas: Sequence[Sequence[Evidence]]) -> Valued:
    """A reward is limited by the quotas whose words it holds, its limit among them."""
    placed = _in_section(field, section_of)
    if placed.value is None:
        return placed
    value = placed.value.model_copy(update={"quotas": _positions(_shown(field.evidence), quotas)})
    return placed.model_copy(update={"value": value})


def _criterion(
    criterion: Criterion, section_of: Mapping[Place, str], quotas: Sequence[Sequence[Evidence]]
) -> Criterion:
    shown = [e for item in criterion.items for e in _shown(item.evidence)]
    section = criterion.section or _section(shown, section_of)
    return criterion.model_copy(update={"section": section, "quotas": _positions(shown, quotas)})


def _duties(
    body: Responsibility, section_of: Mapping[Place, str], deadlines: Sequence[Sequence[Evidence]]
) -> Responsibility:
    shown = [e for task in body.tasks for e in _shown(task.evidence)]
    section = body.section or _section(chain(_shown(body.who.evidence), shown), section_of)
    return body.model_copy(update={"section": section, "deadlines": _positions(shown, deadlines)})


def _shown(evidence: Iterable[Evidence]) -> list[Evidence]:
    return [e for e in evidence if e.role == "value"]


def _section(evidence: Iterable[Evidence], section_of: Mapping[Place, str]) -> str | None:
    """Section of the paragraph that holds the first slice."""
    first = next(iter(evidence), None)
    return section_of.get((first.page, first.line)) if first else None


def _positions(held: Sequence[Evidence], others: Sequence[Sequence[Evidence]]) -> tuple[int, ...]:
    """Which of the others have a slice that overlaps one of ``held``."""
    return tuple(i for i, slices in enumerate(others) if any(_overlap(a, b) for a in slices for b in held))


def _overlap(a: Evidence, b: Evidence) -> bool:
    return (a.page, a.line) == (b.page, b.line) and a.start < b.end and b.start < a.end
