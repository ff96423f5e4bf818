"""What the words of a value tell, whatever they mean: torn, foreign, twice, misread by a stroke or a tone."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import regex

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.tables import rows
from vanthu.corpora.orthography import syllable_share, words

BRACKETS = (("(", ")"), ("“", "”"), ("[", "]"))
CLAUSES = frozenset({"recipients", "criteria", "names", "purposes", "requirements", "participants", "slogans", "title"})
"""Kinds whose values are whole clauses: those that begin small or end open are torn."""
SHORT, LONG = 2, 40
"""Words of a value that is hardly any, and of one that may be several."""
NAMES = frozenset({"place", "issuer", "signatory", "responsibilities.who", "names"})
"""Kinds whose values are names: a digit or a stroke in one comes from the line beside it."""
NOT_IN_NAMES = regex.compile(r"[\d/]")
OPEN_END = regex.compile(r"(?:,|\b(?:và|hoặc|của|cho|các|những|với|để|tại|trong|theo|là|do|về))\s*$", regex.IGNORECASE)
ITEMS = frozenset({"criteria", "purposes", "requirements", "participants", "responsibilities.tasks", "dossier"})
"""Kinds whose values are items of lists: one that holds the end of a sentence may hold the next item."""
SENTENCE_END = regex.compile(r"\p{Ll}{2}[.;]\s+\p{Lu}")
STROKES = regex.compile(r"(?<!\p{L})[IVX]*II+V?(?!\p{L})")
"""Numerals whose strokes a reader must count: ``quý II`` and ``quý III`` differ by one."""
LEXICON = (("duty_verbs", "verb"), ("counted_nouns", "noun"), ("assignee_heads", "word"), ("award_forms", "name"))
"""Gazetteers of phrases that plans are made of, and the columns that hold them."""
PHRASE = (2, 3)
"""Syllables of a phrase whose spelling is known."""


def of_words(kind: str, text: str, value: object) -> dict[str, float]:
    """Signals of a value with those words."""
    length = len(text.split())
    return {
        "foreign words": 1 - syllable_share(text) if words(text) else 0.0,
        "word twice": float(any(a == b and a.isalpha() for a, b in pairwise(text.casefold().split()))),
        "bracket open": float(any(text.count(a) != text.count(b) for a, b in BRACKETS)),
        "torn": float(kind in CLAUSES and (text[:1].islower() or text[:1].isdigit() or bool(OPEN_END.search(text)))),
        "not as printed": float(isinstance(value, str) and kind in NAMES and fold(value) not in fold(text)),
        "no name": float(kind in NAMES and bool(NOT_IN_NAMES.search(getattr(value, "name", None) or str(value)))),
        "short": float(length <= SHORT),
        "long": float(length >= LONG),
        "sentences": float(kind in ITEMS and bool(SENTENCE_END.search(text))),
    }


def of_reading(text: str) -> dict[str, float]:
    """Signals of words that were read from an image: what readers confuse."""
    return {"strokes": float(bool(STROKES.search(text))), "misspelt": float(misspelt(text))}


def misspelt(text: str) -> bool:
    """Whether a phrase that plans are made of stands there with other tones or shapes (``tập thế``, ``tống kết``)."""
    known = spellings()
    found = words(text)
    plain = words(bare(text))
    runs = ((i, i + n) for n in PHRASE for i in range(len(found) - n + 1))
    return any(
        fold(" ".join(found[a:b])) not in spelt
        for a, b in runs
        if (spelt := known.get(" ".join(plain[a:b]))) is not None
    )


@cache
def spellings() -> dict[str, set[str]]:
    """Base letters of a known phrase → how it may be spelt."""
    found: dict[str, set[str]] = {}
    for table, column in LEXICON:
        for row in rows(table):
            phrase = row[column]
            if len(phrase.split()) in PHRASE:
                found.setdefault(" ".join(bare(phrase).split()), set()).add(fold(phrase))
    return found
