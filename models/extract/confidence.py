"""Component ``confidence``: how likely each value is right, from how it was found and how its words were read.

Components say how sure their rule is, and multiply that with how surely its words were read
(:meth:`SourceText.field`). This last component looks at both apart, and at what else can be seen of a value without
knowing what it means (``models/extract/doubts``). A logistic model weighs these signals; its weights
(``confidence.tsv``) were fitted by ``benchmarks/fit_confidence.py``, which also measures it leave-one-document-out
(``docs/extraction.md``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.campaign import Field
from vanthu.models.extract.doubts.sight import Sight

Grade = Callable[[str, Field[Any]], float]
LEAST, MOST = 0.01, 0.99
"""Nothing is impossible, and nothing is certain."""


@Language.component(
    "confidence",
    assigns=["doc._.document", "doc._.legal_bases", "doc._.campaign"],
    requires=["doc._.source", "doc._.document", "doc._.legal_bases", "doc._.campaign", "doc._.ceilings"],
)
def confidence(doc: Doc) -> Doc:
    """Give every value its fitted confidence."""
    ceilings: dict[str, float] = doc._.ceilings
    sight = Sight(doc._.source, doc._.document, doc._.campaign, doc._.legal_bases)

    def grade(path: str, field: Field[Any]) -> float:
        return min(likelihood(sight.signals(path, field)), ceilings.get(path, MOST))

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
