"""Bodies that issue documents, with abbreviations, level and system."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.tables import rows

System = Literal["state", "party", "union", "other"]


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body: ``name`` in canonical case, ``level`` where the kind has one, ``system`` as in the schema."""

    name: str
    spellings: tuple[str, ...]
    level: str | None
    system: System


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies, longest name first."""
    found = (
        Body(
            r["name"], tuple(s for s in r["spellings"].split("|") if s), r["level"] or None, cast("System", r["system"])
        )
        for r in rows("bodies")
    )
    return tuple(sorted(found, key=lambda body: len(body.name), reverse=True))


@cache
def bodies_by_bare_name() -> dict[str, Body]:
    """Bare name → body."""
    return {bare(body.name): body for body in bodies()}


@cache
def body_abbreviations() -> frozenset[str]:
    """Abbreviations of bodies as symbols use them: ``UBND``, ``TU`` and so on."""
    return frozenset(s for body in bodies() for s in body.spellings if " " not in s)


@cache
def abbreviations() -> dict[str, str]:
    """Folded abbreviation → expansion: ``ubnd`` → ``Ủy ban nhân dân``."""
    return {fold(r["abbreviation"]): r["expansion"] for r in rows("abbreviations")}


@cache
def body_heads() -> tuple[str, ...]:
    """Bare first words of the names of bodies: a line of the letterhead that starts so names a body of its own."""
    return tuple(r["word"] for r in rows("body_heads"))
