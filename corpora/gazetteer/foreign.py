"""Words that are no Vietnamese syllables and yet right: other languages, loan words and units, names of the peoples.

Lists of facts: everyday English and French, loan words counted in public Vietnamese texts, names of units from the
public administrative lists, names and words of the 54 peoples.
"""

from __future__ import annotations

from functools import cache

from vanthu.corpora.gazetteer.folding import plain_apostrophe
from vanthu.corpora.gazetteer.tables import rows

_UNIT_TABLES = ("provinces", "districts", "communes")


@cache
def foreign_words() -> dict[str, str]:
    """Lower-case word → ``foreign`` (everyday English, French), ``loan`` (stands in Vietnamese papers) or ``unit``."""
    return {row["word"]: row["kind"] for row in rows("foreign_words")}


@cache
def minority_names() -> frozenset[str]:
    """Names of units and persons, lower-case, apostrophes plain: ``ea h'leo``, ``đắk lắk``, ``ksor``, ``ê ban``.

    Those of Vietnamese syllables alone are among them.
    """
    units = (row["name"] for table in _UNIT_TABLES for row in rows(table))
    surnames = (row["name"] for row in rows("surnames"))
    words = (row["word"] for row in rows("minority_words"))
    return frozenset(plain_apostrophe(name).lower() for names in (units, surnames, words) for name in names)
