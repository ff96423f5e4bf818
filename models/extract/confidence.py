"""Component ``confidence``: how likely each value is right, from how it was found and how its words were read.

Components say how sure their rule is, and multiply that with how surely its words were read
(:meth:`SourceText.field`). This last component looks at both apart, and at what else can be seen of a value without
knowing what it means: whether its words are Vietnamese, whether the restorer changed them, whether it begins in the
middle of a sentence. A logistic model weighs these signals; its weights (``confidence.tsv``) were fitted by
``benchmarks/fit_confidence.py``, which also measures it leave-one-document-out (``docs/extraction.md``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import regex
from pydantic import BaseModel
from rapidfuzz.distance import Levenshtein
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import fold
from vanthu.corpora.gazetteer.tables import rows
from vanthu.corpora.orthography import syllable_share, words
from vanthu.models.campaign import CampaignFacts, Document, Evidence, Field, Issuer, Status
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Page, Verdict

Grade = Callable[[str, Field[Any]], float]
LEAST, MOST = 0.01, 0.99
"""Nothing is impossible, and nothing is certain."""
SURENESS = (0.5, 0.99)
"""Rules that claim more or less tell no more by it."""
WORD_SURE = 0.9
"""Reading confidence under which a word counts as doubtful."""
BRACKETS = (("(", ")"), ("“", "”"), ("[", "]"))
CLAUSES = frozenset({"recipients", "criteria", "names", "purposes", "requirements", "participants", "slogans", "title"})
"""Kinds whose values are whole clauses: those that begin small or end open are torn."""
SHORT, LONG = 2, 40
"""Words of a value that is hardly any, and of one that may be several."""
NAMES = frozenset({"place", "issuer", "signatory", "responsibilities.who", "names"})
"""Kinds whose values are names: a digit or a stroke in one comes from the line beside it."""
NOT_IN_NAMES = regex.compile(r"[\d/]")
TOLD = frozenset({"quotas", "deadlines"})
REPORTED = regex.compile(
    r"(?<!\p{L})(?:đã|hiện(?: nay| có| tại)?|đến nay|tính đến|năm (?:trước|qua)|vừa qua|thời gian qua|trước đây|còn"
    r"|chiếm|kết quả|bình quân chung|cùng kỳ|so với)(?!\p{L})",
    regex.IGNORECASE,
)
"""Words of sentences that tell how things stand."""
ROUND = 5
"""Who sets a target sets a round one; ``62,8 %`` and ``1.718`` were counted."""
SMALL = 20
"""Up to here every number is as likely to be set as to be counted."""
ENUMERATED = frozenset({"comparator", "unit", "change", "modality", "relation", "milestone", "level", "role"})
ALWAYS = frozenset({"value", "name", "code", "form"})
"""Parts that every value of their kind has."""
OPEN_END = regex.compile(r"(?:,|\b(?:và|hoặc|của|cho|các|những|với|để|tại|trong|theo|là|do|về))\s*$", regex.IGNORECASE)


@Language.component(
    "confidence",
    assigns=["doc._.document", "doc._.legal_bases", "doc._.campaign"],
    requires=["doc._.source", "doc._.document", "doc._.legal_bases", "doc._.campaign"],
)
def confidence(doc: Doc) -> Doc:
    """Give every value its fitted confidence."""
    sight = Sight(doc._.source, doc._.document, doc._.campaign)

    def grade(path: str, field: Field[Any]) -> float:
        return likelihood(sight.signals(path, field))

    doc._.document = graded(doc._.document, "document", grade)
    doc._.legal_bases = graded(doc._.legal_bases, "legal_bases", grade)
    doc._.campaign = graded(doc._.campaign, "campaign", grade)
    return doc


def graded(node: Any, path: str, grade: Grade) -> Any:  # noqa: ANN401  any part of the model, given back as its own type
    """The same part of a campaign definition with every value's confidence as ``grade`` says."""
    if isinstance(node, Field):
        return node if node.value is None else node.model_copy(update={"confidence": round(grade(path, node), 3)})
    if isinstance(node, tuple):
        return tuple(graded(child, f"{path}.{i}", grade) for i, child in enumerate(node))
    if isinstance(node, BaseModel):
        parts = {name: getattr(node, name) for name in type(node).model_fields}
        new = {name: graded(child, f"{path}.{name}", grade) for name, child in parts.items()}
        changed = {name: child for name, child in new.items() if child is not parts[name]}
        return node.model_copy(update=changed) if changed else node
    return node


def kind_of(path: str) -> str:
    """``campaign.criteria.0.items.3`` → ``criteria``: which component answers for the value."""
    parts = [part for part in path.split(".") if not part.isdigit()]
    parts = parts[1:] if parts[0] in {"document", "campaign"} else parts
    return parts[0] if parts[-1] == "items" else ".".join(parts)


class Sight:
    """What can be seen of the values of one document.

    Args:
        source: the document's text.
        document: what was found of the document.
        campaign: what was found of the campaign.
    """

    def __init__(self, source: SourceText, document: Document, campaign: CampaignFacts) -> None:
        self.source = source
        self.document, self.campaign = document, campaign
        self.pages: dict[int, Page] = {page.number: page for page in source.pages}
        known = [ref.line.confidence for ref in source.lines if ref.line.confidence is not None]
        self.blur = 1 - sum(known) / len(known) if known else 0.0
        self.said: Counter[tuple[str, str]] = Counter()
        graded(campaign, "campaign", self._count)

    def _count(self, path: str, field: Field[Any]) -> float:
        self.said[kind_of(path), fold(str(field.value))] += 1
        return field.confidence

    def signals(self, path: str, field: Field[Any]) -> dict[str, float]:
        """Name → strength of every signal of a value whose confidence is still that of its rule."""
        slices = [e for e in field.evidence if e.role == "value"]
        reading = self.source.confidence(self.source.spans(slices))
        low, high = SURENESS
        sure = min(max(field.confidence / reading if reading else low, low), high)
        kind = kind_of(path)
        seen = {
            "rule in doubt": -math.log(sure / (1 - sure)),
            "word in doubt": 1 - reading,
            "words in doubt": self._doubtful(slices),
            "words changed": _changed(slices, self._slice),
            "number changed": float(_digits_changed(slices, self._slice)),
            "derived": float(field.status is Status.DERIVED),
            "in table": float(any(e.table is not None for e in slices)),
            "without words": float(not slices),
            f"{kind}: reported": float(kind in TOLD and any(REPORTED.search(self._line(e)) for e in slices)),
            **_of_words(kind, field.text or "", field.value),
            **self._around(path, kind, field.value),
        }
        attributes = {f"{kind}: {name}": 1.0 for name in _attributes(field.value)}
        verdicts = {f"page {verdict}": 1.0 for verdict in self._verdicts(slices)}
        return {f"kind {kind}": 1.0, "page in doubt": self.blur, **seen, **attributes, **verdicts}

    def _around(self, path: str, kind: str, value: object) -> dict[str, float]:
        """What the rest of the document says of a value."""
        found = {"said twice": float(self.said[kind, fold(str(value))] > 1)}
        if kind == "criteria":
            group = self.campaign.criteria[int(path.split(".")[2])]
            found["alone"] = float(len(group.items) == 1)
            found["criteria: unnamed"] = float(not self.campaign.names)
            found["criteria: audience"] = float(group.audience.value is not None)
        if kind == "place":
            issuer = self.document.issuer.value
            names = fold(" ".join(n for n in (issuer.name, issuer.unit, issuer.parent) if n)) if issuer else ""
            found["place: of issuer"] = float(fold(str(value)) in names)
        return found

    def _line(self, one: Evidence) -> str:
        return self.pages[one.page].lines[one.line - 1].text

    def _slice(self, one: Evidence) -> str:
        return self._line(one)[one.start : one.end]

    def _doubtful(self, slices: list[Evidence]) -> float:
        """Share of the words of the slices that were read with doubt."""
        found = list(self._confidences(slices))
        return sum(c < WORD_SURE for c in found) / len(found) if found else 0.0

    def _confidences(self, slices: list[Evidence]) -> Iterator[float]:
        for one in slices:
            line = self.pages[one.page].lines[one.line - 1]
            low, high = line.raw_span(one.start, one.end)
            yield from (w.confidence for w in line.words if w.confidence is not None and w.start < high and w.end > low)

    def _verdicts(self, slices: list[Evidence]) -> set[Verdict]:
        """How the pages were read that are not plain text."""
        return {self.pages[e.page].trail.verdict for e in slices} & {Verdict.OCR, Verdict.RESTORE}


def _of_words(kind: str, text: str, value: object) -> dict[str, float]:
    """What the words themselves tell, whatever they mean."""
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
    }


def _attributes(value: object) -> Iterator[str]:
    """What a value that is an object consists of: which parts it has, and its enumerations."""
    if not isinstance(value, BaseModel):
        return
    for name in type(value).model_fields:
        part = getattr(value, name)
        if part is None or part is False or part == ():
            continue
        if name in ENUMERATED and not (name == "unit" and isinstance(value, Issuer)):
            yield f"{name} {part}"
        elif name not in ALWAYS:
            yield name
    number = getattr(value, "value", None)
    if isinstance(number, int | float):
        yield from _of_number(number)
        if getattr(value, "comparator", None) == "=" and getattr(value, "unit", None) == "count":
            yield "bare count"


def _of_number(number: float) -> Iterator[str]:
    if number == 1:
        yield "one"
    elif number > SMALL and number % ROUND:
        yield "not round"


def _changed(slices: list[Evidence], now: Callable[[Evidence], str]) -> float:
    """Share of the characters that restoration changed."""
    changes = sum(Levenshtein.distance(one.raw, now(one)) for one in slices)
    return min(changes / max(sum(one.end - one.start for one in slices), 1), 1.0)


def _digits_changed(slices: list[Evidence], now: Callable[[Evidence], str]) -> bool:
    return any(regex.findall(r"\d", one.raw) != regex.findall(r"\d", now(one)) for one in slices)


@cache
def weights() -> Mapping[str, float]:
    """Signal → weight in nats of the odds that a value is right."""
    return {row["signal"]: float(row["weight"]) for row in rows("confidence", __package__)}


def likelihood(signals: Mapping[str, float]) -> float:
    """0..1: how likely a value with these signals is right; a kind that nobody measured counts as a middling one."""
    known = weights()
    odds = known["all"] + sum(known.get(name, 0.0) * strength for name, strength in signals.items())
    return max(min(1 / (1 + math.exp(-odds)), ceiling(1 - signals.get("word in doubt", 0.0))), LEAST)


def ceiling(reading: float) -> float:
    """The most that a value can be worth whose least sure word was read with that confidence.

    What was read by the toss of a coin is no more than that, however well it fits; above, the rule may add to the eye.
    """
    return min(max(reading, 2 * reading - 0.5), MOST)
