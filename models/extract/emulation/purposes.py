"""Component ``purposes``: what the plan is for (mục đích) and what it asks of its own execution (yêu cầu)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.purpose_words import wording
from vanthu.models.extract.plan_kinds import sets_out
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.entries import Entry, Words, entries

Kind = Literal["purpose", "requirement", "both", "aim", "other"]
"""What a title announces; ``aim`` is mục tiêu, a purpose only where the plan states no mục đích."""

PURPOSE = r"mục đích|ý nghĩa|tôn chỉ"
OPENING = r"(?:(?:về|các|những|một số)\s+)?"
REQUIRES = regex.compile(
    rf"{OPENING}yêu cầu(?!\s+(?:về|kỹ thuật|kinh phí|đối với (?:hồ sơ|bài)|hồ sơ))", regex.IGNORECASE
)
SERVES = regex.compile(rf"{OPENING}(?:{PURPOSE})(?!\p{{L}})", regex.IGNORECASE)
AIMS = regex.compile(rf"{OPENING}mục tiêu(?!\p{{L}})", regex.IGNORECASE)
TARGETS = regex.compile(
    rf"{OPENING}(?:mục tiêu (?:cụ thể|chủ yếu|phấn đấu|đến|đề ra|hằng năm|hàng năm)"
    r"|chỉ tiêu|nhiệm vụ|định hướng)",
    regex.IGNORECASE,
)
"""Aims that are numbers to reach, or work to do."""
ALSO_REQUIRES = regex.compile(r"(?:,|;|-|–|—|/|&|\sVÀ|\svà)\s*yêu cầu(?!\p{L})", regex.IGNORECASE)
LONGEST_TITLE, SHORTEST = 110, 15
"""Characters of a title, and of an item: a shorter one is a label."""
CERTAINTY_TITLED, CERTAINTY_SORTED, CERTAINTY_AIM = 0.92, 0.75, 0.8


@Language.component(
    "purposes",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document", "doc._.campaign"],
)
def purposes(doc: Doc) -> Doc:
    """Read both lists from the sections that announce them."""
    source: SourceText = doc._.source
    if sets_out(doc):
        told = list(sections(entries(doc._.paragraphs)))
        stated = [w.field(source, c) for kind, w, c in told if kind == "purpose"]
        aims = [w.field(source, c) for kind, w, c in told if kind == "aim"]
        asked = [w.field(source, c) for kind, w, c in told if kind == "requirement"]
        update = {"purposes": tuple(stated or aims), "requirements": tuple(asked)}
        doc._.campaign = doc._.campaign.model_copy(update=update)
    return doc


def sections(told: Iterable[Entry]) -> Iterator[tuple[Kind, Words, float]]:
    """Each purpose, aim and requirement with how sure its kind is."""
    placed = ((_placed(entry), entry) for entry in told)
    for (kind, _), members in groupby(placed, key=lambda pair: pair[0]):
        if kind == "other":
            continue
        told_here = [entry for _, entry in members]
        items = [words for entry in told_here if (words := _item(entry))]
        if not any(entry.paragraph.marker for entry in told_here):  # running text: one for each sentence
            items = [part for words in items for part in words.sentences()]
        if kind == "both":
            yield from _sorted(items)
        elif kind == "aim":
            yield from ((kind, words, CERTAINTY_AIM) for words in items)
        else:
            yield from ((kind, words, CERTAINTY_TITLED) for words in items)


def _placed(entry: Entry) -> tuple[Kind, Words | None]:
    """The kind that the innermost telling title announces: the entry's own label first.

    A heading of its own under ``Mục đích, yêu cầu`` (``3. Phạm vi``) is a part of neither kind.
    """
    label = [entry.label] if entry.label else []
    headed = False
    for title in (*label, *reversed(entry.titles)):
        kind = kind_of(title.text)
        if kind:
            return ("other" if kind == "both" and headed else kind), title
        headed = headed or title.paragraph.heading
    return "other", None


def kind_of(title: str) -> Kind | None:
    """What a title announces; None where it tells nothing and a title above may."""
    if len(title) > LONGEST_TITLE:
        return None
    if SERVES.match(title) or AIMS.match(title):
        return _serving(title)
    if REQUIRES.match(title):
        return "both" if regex.search(r"(?i)mục đích", title) else "requirement"
    return "other" if TARGETS.match(title) else None


def _serving(title: str) -> Kind:
    if ALSO_REQUIRES.search(title):
        return "both"
    if SERVES.match(title):
        return "purpose"
    return "other" if TARGETS.match(title) else "aim"


def _item(entry: Entry) -> Words | None:
    """The words without a label that only announces the part."""
    announced = entry.label and kind_of(entry.label.text)
    words = (entry.rest if announced else entry.words).trimmed(" ;")
    return words if len(words.text) >= SHORTEST else None


def _sorted(items: Sequence[Words]) -> Iterator[tuple[Kind, Words, float]]:
    """Purposes come before requirements: the cut that their wording supports best."""
    leanings = [leaning(words.text) for words in items]
    totals = [sum(leanings[cut:]) - sum(leanings[:cut]) for cut in range(len(items) + 1)]
    inner = range(1, len(items)) if len(items) > 1 else range(len(items) + 1)
    cut = max(inner, key=lambda at: (totals[at], at))
    for index, words in enumerate(items):
        yield "purpose" if index < cut else "requirement", words, CERTAINTY_SORTED


def leaning(text: str) -> float:
    """Above 0 for the wording of a requirement, below for that of a purpose; weights by hand on eleven plans."""
    duties = 2.0 * bool(wording("requires").search(text)) + 0.5 * min(len(wording("asks").findall(text)), 3)
    return duties - 1.5 * bool(wording("opens_purpose").match(text.lstrip(' “"-')))
