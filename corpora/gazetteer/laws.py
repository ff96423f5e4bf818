"""Names of laws, codes and ordinances: printed in any letter case, with sentences that run on after them."""

from __future__ import annotations

from functools import cache

import regex

from vanthu.corpora.gazetteer.tables import rows


@cache
def law_names() -> regex.Pattern[str]:
    """A known name after its kind (``Luật``), whatever its letter case: the longest that stands there.

    The names open the list that :mod:`vanthu.models.extract.citing.named_laws` reads; others are told by its grammar.
    """
    names = sorted({row["name"] for row in rows("laws")}, key=len, reverse=True)
    spelt = "|".join(_spelt(name) for name in names)
    return regex.compile(rf"(?:{spelt})(?![\p{{L}}])", regex.IGNORECASE)


def _spelt(name: str) -> str:
    """The name with any white space, its commas optional before a blank, and either place of the tone in ``hòa``."""
    words = [regex.escape(word.rstrip(",")) + (",?" if word.endswith(",") else "") for word in name.split()]
    joined = r"\s+".join(words)
    for new, old in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("úy", "uý"), ("Ủy", "Uỷ"), ("ỏa", "oả")):
        joined = joined.replace(new, f"(?:{new}|{old})")
    return joined
