"""The closed language of symbols (ký hiệu): abbreviations of types, bodies and offices, as they stand in a code.

A group of a symbol is one of its words, or the initials of a Party office with the level that it belongs to
(``BDVHU``: Ban Dân vận, Huyện ủy). The language of prose has no say in it: ``KH/HU`` is no misread ``KH/HỘ``.
"""

from __future__ import annotations

from functools import cache

import regex

from vanthu.corpora.gazetteer.bodies import body_abbreviations
from vanthu.corpora.gazetteer.document_types import document_types
from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.tables import rows

PARTY_OFFICES = ("BDV", "BTG", "BTGDV", "BTC", "BNC", "UBKT", "VP")
PARTY_LEVELS = ("TW", "TU", "ThU", "HU", "QU", "TXU", "ĐU", "ĐUK")
"""Offices of Party committees, and the committees (HD 36-HD/VPTW): a group of a symbol joins one of each."""

_STROKES = regex.compile(r"([-/–—.&\s]+)")
_SHORTEST = 2
_LEAST = 2
"""Groups of a symbol: type and body."""


@cache
def symbol_groups() -> frozenset[str]:
    """All groups that the language knows, in their spelling."""
    offices = frozenset(office + level for office in PARTY_OFFICES for level in PARTY_LEVELS)
    own = frozenset(row["group"] for row in rows("symbol_groups"))
    return own | offices | body_abbreviations() | frozenset(entry.code for entry in document_types())


@cache
def _by_bare_group() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for group in sorted(symbol_groups()):
        index[bare(group)] = (*index.get(bare(group), ()), group)
    return index


def group_like(printed: str) -> str | None:
    """The group that this is: as it is printed, or the only one with these base letters (``QD`` is ``QĐ``).

    None for what the language does not know. ``DU`` stays as it is: only the issuer tells that it is ``ĐU``
    (:func:`of_issuer`).
    """
    if printed in symbol_groups() or printed == "DU":
        return printed
    alike = _by_bare_group().get(bare(printed), ())
    return alike[0] if len(alike) == 1 and len(printed) >= _SHORTEST else None


def code_in_language(code: str) -> str | None:
    """A code with its groups in their spelling, character for character; others stay as printed.

    None where fewer than two groups stand in it, or the language knows none of them: headings have strokes too.
    """
    pieces = _STROKES.split(code)
    groups = [piece for i, piece in enumerate(pieces) if not i % 2 and any(c.isalpha() for c in piece)]
    if len(groups) < _LEAST or not any(group_like(group) for group in groups):
        return None
    return "".join(piece if i % 2 else group_like(piece) or piece for i, piece in enumerate(pieces))


_PARTY_COMMITTEE = regex.compile(r"(?<![\p{L}\d])DU(?![\p{L}\d])")


def of_issuer(code: str, issuer: str | None) -> str:
    """A code whose ``DU`` is ``ĐU``, where its issuer is a Đảng ủy."""
    return _PARTY_COMMITTEE.sub("ĐU", code) if issuer and bare(issuer).startswith("dang uy") else code
