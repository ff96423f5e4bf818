"""How documents are signed: capacities (``TM.``, ``K/T``), offices, collectives, and surnames."""

from __future__ import annotations

from functools import cache

from vanthu.corpora.gazetteer.folding import fold
from vanthu.corpora.gazetteer.tables import rows


@cache
def capacity_spellings() -> tuple[str, ...]:
    """Printed forms of the signing capacities, longest first."""
    spellings = [s for row in rows("signing_capacities") for s in row["spellings"].split("|")]
    return tuple(sorted(spellings, key=len, reverse=True))


@cache
def offices() -> tuple[str, ...]:
    """Offices that sign (``Phó Chủ tịch``), longest first."""
    return _longest_first("office")


@cache
def collectives() -> tuple[str, ...]:
    """Collectives that are signed for (``Ban Thường vụ``), longest first."""
    return _longest_first("collective")


def _longest_first(kind: str) -> tuple[str, ...]:
    return tuple(sorted((r["name"] for r in rows("positions") if r["kind"] == kind), key=len, reverse=True))


@cache
def surnames() -> frozenset[str]:
    """Folded surnames and the first names of peoples without them (``Y``, ``H'``, ``Ksor``)."""
    return frozenset(fold(r["name"]) for r in rows("surnames"))


@cache
def surname_list() -> tuple[str, ...]:
    """Surnames as spelt."""
    return tuple(dict.fromkeys(r["name"] for r in rows("surnames")))


@cache
def given_syllables() -> frozenset[str]:
    """Folded syllables that middle and given names are made of, surnames among them."""
    return frozenset(fold(r["syllable"]) for r in rows("given_names")) | surnames()
