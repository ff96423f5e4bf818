"""Words of secrecy and urgency stamps."""

from __future__ import annotations

from functools import cache

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.tables import rows


@cache
def stamp_words() -> dict[str, tuple[str, str]]:
    """Bare stamp word → (printed word, ``secrecy`` or ``urgency``)."""
    return {bare(r["word"]): (r["word"], r["kind"]) for r in rows("stamp_words")}
