"""A campaign definition as a card that a person reads: header, dates, numbers, who does what, each doubt marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from vanthu.corpora.wording import counted
from vanthu.models.campaign import DOUBTFUL, Campaign, Field, Status
from vanthu.pipelines.card_words import (
    basis_words,
    deadline_words,
    period_words,
    plain_words,
    quota_words,
    reward_words,
)
from vanthu.pipelines.terminal.names import escaped

WIDTH = 100
"""Columns of a card that goes to a file or a pipe."""
LABEL = 13
LEGEND = {
    "(?)": f"may be wrong: confidence under {DOUBTFUL:.0%}",
    "(illegible)": "on the page, but it cannot be read",
    "(ambiguous)": "on the page in more than one reading",
}
"""Every mark and what it means; those that a card has are explained below it."""
NOT_FOUND = "not found"
Words = Callable[[Any, str], str]
"""A value, and what stands on the page, in words."""


def card(campaign: Campaign) -> RenderableType:
    """The card; what it is printed on wraps it."""
    made = _Card()
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.add_column(width=LABEL, no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, words in made.rows(campaign):
        grid.add_row(label, words if isinstance(words, Text) else Text(escaped(words)))
    legend = [Text(f"{mark} {LEGEND[mark]}", style="yellow") for mark in LEGEND if mark in made.marks]
    return Group(grid, *legend)


def card_text(campaign: Campaign, width: int = WIDTH) -> str:
    """The card as plain text, without blanks at the ends of lines."""
    console = Console(file=StringIO(), width=width, color_system=None, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(card(campaign))
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


@dataclass(slots=True)
class _Card:
    """Rows of a card; keeps the marks that it has set."""

    marks: set[str] = field(default_factory=set)

    def rows(self, campaign: Campaign) -> Iterator[tuple[str, str | Text]]:
        """Label and words, in the order in which a person asks."""
        yield from self._header(campaign)
        yield from self._facts(campaign)
        yield from self._lists(campaign)
        yield from self._doubts(campaign)

    def _header(self, campaign: Campaign) -> Iterator[tuple[str, str | Text]]:
        document = campaign.document
        kind = self._value(document.type, lambda kind, _: kind.name) or "document"
        code = self._value(document.code) or NOT_FOUND
        yield "", Text(escaped(f"{kind} {code}"), style="bold")
        yield "title", self._value(document.title) or NOT_FOUND
        yield "issuer", self._value(document.issuer, lambda issuer, _: issuer.name) or NOT_FOUND
        place = self._value(document.place)
        day = self._value(document.issued_on) or document.issued_on.partial or NOT_FOUND
        yield "issued", f"{day}, {place}" if place else day
        signed = self._value(
            document.signatory, lambda s, _: ", ".join(part for part in (s.name, s.position, s.capacity) if part)
        )
        yield "signed by", signed or NOT_FOUND
        yield from self._some("secrecy", [document.secrecy])
        yield from self._some("urgency", [document.urgency])
        part = campaign.source.part
        whole = "" if part.of == 1 else f", document {part.index} of {part.of}"
        pages = (
            f"page {part.first_page}"
            if part.first_page == part.last_page
            else (f"pages {part.first_page} to {part.last_page}")
        )
        state = "" if campaign.status == "complete" else "; not every page could be read"
        yield "read from", f"{campaign.source.name}, {pages}{whole}{state}"

    def _facts(self, campaign: Campaign) -> Iterator[tuple[str, str]]:
        facts = campaign.campaign
        yield from self._some("campaign", facts.names)
        yield from self._some("slogan", facts.slogans)
        yield from self._some("period", [facts.period], period_words)
        yield from self._some("form", [facts.form])
        yield from self._some("scope", [facts.scope])
        yield from self._some("for", facts.participants)
        yield from self._some("due", facts.deadlines, deadline_words)
        yield from self._some("numbers", facts.quotas, quota_words)
        yield from self._some("rewards", facts.rewards, reward_words)

    def _lists(self, campaign: Campaign) -> Iterator[tuple[str, str]]:
        facts = campaign.campaign
        yield from self._headed("who does what", ((r.who, None, r.tasks) for r in facts.responsibilities))
        yield from self._headed("criteria", ((c.heading, c.audience, c.items) for c in facts.criteria))
        yield from self._some("purposes", facts.purposes)
        yield from self._some("requirements", facts.requirements)
        dossier = facts.dossier
        yield from self._some("dossier", dossier.items)
        yield from self._some("to", [dossier.addressee])
        yield from self._some("by way of", [dossier.via])
        yield from self._some("copies", [dossier.copies])
        yield from self._some("based on", campaign.legal_bases, basis_words)
        yield from self._some("recipients", campaign.document.recipients)

    def _doubts(self, campaign: Campaign) -> Iterator[tuple[str, str]]:
        if missing := campaign.campaign.readiness.missing:
            yield "for a launch", f"missing: {', '.join(name.replace('_', ' ') for name in missing)}"
        grave = [issue for issue in campaign.issues if issue.severity != "info"]
        for label, issue in zip(_labels("to check"), grave, strict=False):
            yield label, f"{issue.code}: {issue.message}"

    def _headed(
        self, name: str, groups: Iterable[tuple[Field[str], Field[str] | None, tuple[Field[str], ...]]]
    ) -> Iterator[tuple[str, str]]:
        """Lists below a heading, each item on lines of its own."""
        labels = _labels(name)
        for head, whom, items in groups:
            heading = ", for ".join(part for part in (self._value(head), whom and self._value(whom)) if part)
            yield next(labels), f"{heading or counted(len(items), 'item')}:"
            for item in items:
                if words := self._value(item):
                    yield next(labels), f"- {words}"

    def _some(self, name: str, fields: Iterable[Field[Any]], words: Words = plain_words) -> Iterator[tuple[str, str]]:
        """What is there of some values, a row each; the name stands before the first."""
        said = (self._value(each, words) for each in fields)
        yield from zip(_labels(name), (text for text in said if text), strict=False)

    def _value(self, of: Field[Any], words: Words = plain_words) -> str:
        """A value in words with the mark of its doubt; nothing where it is not on the page."""
        if of.status is Status.ABSENT:
            return ""
        text = words(of.value, of.text or "") if of.value is not None else of.text or ""
        mark = f"({of.status})" if of.status in {Status.ILLEGIBLE, Status.AMBIGUOUS} else ""
        if not mark and of.confidence < DOUBTFUL:
            mark = "(?)"
        if mark:
            self.marks.add(mark)
        return " ".join(part for part in (*text.split(), mark) if part)


def _labels(name: str) -> Iterator[str]:
    yield name
    while True:
        yield ""
