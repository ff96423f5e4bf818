"""Who is given work in a plan, and the words with which the work begins: patterns made of two word lists."""

from __future__ import annotations

from functools import cache

from vanthu.corpora.gazetteer.tables import rows

SPELLINGS = (("ủy", "(?:ủy|uỷ)"), ("Ủy", "(?:Ủy|Uỷ)"), ("hóa", "(?:hóa|hoá)"), ("tỏa", "(?:tỏa|toả)"), (" ", r"\s+"))
"""Both placements of the tone; any white space."""


@cache
def assignee_head() -> str:
    """Pattern: first words of bodies, offices and groups in any case; ``Ban hành`` is no ``Ban``."""
    found = [(spelt(r["word"]), spelt(r["not_before"])) for r in rows("assignee_heads")]
    words = [word + (rf"(?!,?\s*(?:{others}))" if others else "") for word, others in found]
    return rf"(?i:(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\p{{L}}))"


@cache
def duty_verb() -> str:
    """Pattern: words that begin a duty, in small letters: in ``Sở Xây dựng`` nothing is built."""
    verbs = sorted((spelt(r["verb"]) for r in rows("duty_verbs")), key=len, reverse=True)
    return rf"(?:{'|'.join(verbs)})(?!\p{{L}})"


def spelt(words: str) -> str:
    """Pattern of printed words: both placements of the tone, any white space."""
    for plain, pattern in SPELLINGS:
        words = words.replace(plain, pattern)
    return words
