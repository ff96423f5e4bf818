"""Forms of commendation and titles of emulation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from vanthu.corpora.gazetteer.tables import rows


@dataclass(frozen=True, slots=True)
class AwardForm:
    """A form of commendation or title, with the key of its kind."""

    name: str
    kind: str
    abbreviation: str | None


@cache
def award_forms() -> tuple[AwardForm, ...]:
    """Award forms of the law of 2022 and the badge of 2003, longest first."""
    found = (AwardForm(r["name"], r["kind"], r["abbreviation"] or None) for r in rows("award_forms"))
    return tuple(sorted(found, key=lambda award: len(award.name), reverse=True))
