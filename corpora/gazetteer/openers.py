"""Phrases that open a preamble, and so end a title (trích yếu)."""

from __future__ import annotations

from functools import cache

from vanthu.corpora.gazetteer.tables import rows


@cache
def preamble_openers() -> tuple[str, ...]:
    """``Căn cứ``, ``Thực hiện`` … as printed at the start of a preamble."""
    return tuple(r["phrase"] for r in rows("openers") if r["kind"] == "preamble")
