"""Phases of a campaign: the giai đoạn, đợt, bước that a plan sets, and which times stand under which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from vanthu.models.campaign import Period, day_of
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.time import STRETCHES, TimeContext, TimeExpression, parse_times

PHASE = regex.compile(
    r"\s*(?:[-+*–•]|\p{L}\)|[IVX\d]+(?:\.\d+)*\s?[.)/-])?\s*"
    r"(?:giai\s+đoạn|đợt|bước|chặng|đợt\s+cao\s+điểm)\s+(?:thứ\s+)?(?:\d{1,2}(?!\d)|[IVX]+|một|hai|ba|bốn|nhất|đầu|cuối)(?!\p{L})",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time that a paragraph opens; ``path`` and ``marker`` tell how far it reaches."""

    place: int
    period: Period
    expression: TimeExpression


@dataclass(frozen=True, slots=True)
class Phases:
    """Which phase each paragraph stands in, by the place of the paragraph in the document."""

    by_place: dict[int, Phase]

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph], context: TimeContext) -> Phases:
        """Read the phases; a section reaches to the next of its rank, an unnumbered phase to the next one."""
        return cls(dict(_phases(paragraphs, context)))

    def of_paragraph(self, paragraph: Paragraph) -> Period | None:
        """The phase that the paragraph stands in or opens."""
        phase = self._phase(paragraph)
        return phase.period if phase else None

    def of_time(self, paragraph: Paragraph, expression: TimeExpression) -> Period | None:
        """The phase of a time; the time of the phase itself belongs to the campaign."""
        phase = self._phase(paragraph)
        own = phase is not None and phase.place == paragraph.place and phase.expression == expression
        return phase.period if phase and not own else None

    def _phase(self, paragraph: Paragraph) -> Phase | None:
        return self.by_place.get(paragraph.place)


def _phases(paragraphs: Sequence[Paragraph], context: TimeContext) -> Iterator[tuple[int, Phase]]:
    opened: tuple[Phase, Paragraph] | None = None
    for paragraph in paragraphs:
        if paragraph.cell is not None:
            continue
        phase = _opens(paragraph, context)
        if phase:
            opened = (phase, paragraph)
        elif opened and not _within(paragraph, opened[1]):
            opened = None
        if opened:
            yield paragraph.place, opened[0]


def _opens(paragraph: Paragraph, context: TimeContext) -> Phase | None:
    if not PHASE.match(paragraph.text):
        return None
    for expression in parse_times(paragraph.text, context):
        fits = expression.unit in STRETCHES and expression.relation == "within" and expression.start and expression.end
        if fits:
            period = Period(start=day_of(expression.start), end=day_of(expression.end))
            return Phase(paragraph.place, period, expression)
    return None


def _within(paragraph: Paragraph, opener: Paragraph) -> bool:
    """Below the numbered section, or beside an unnumbered one in the same section."""
    numbered = bool(opener.marker) and any(c.isalnum() for c in opener.marker or "")
    inside = paragraph.zone is opener.zone and paragraph.path[: len(opener.path)] == opener.path
    if numbered:
        return inside
    same = paragraph.path == opener.path
    return inside and same and not paragraph.heading and (paragraph.marker or "") != (opener.marker or "")
