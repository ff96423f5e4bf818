"""How near a campaign definition comes to the gold of one of the project's own plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from vanthu.corpora import plans
from vanthu.models.campaign import Campaign
from vanthu.pipelines.evaluate.answer import Answer
from vanthu.pipelines.evaluate.gold import Gold
from vanthu.pipelines.evaluate.yardstick import header as values


def header(name: str, campaign: Campaign) -> dict[str, bool]:
    """Which of the eleven header values of a plan are right."""
    found = values(Gold.model_validate(plans.load(name).gold), Answer(campaign))
    return {field: right for field, (_, _, right) in found.items()}


def missed(gold: str, text: str) -> int:
    """How many words of the gold were not read, in any order."""
    want, have = (Counter(t.split()) for t in (gold, text))
    return (want - have).total()


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)
