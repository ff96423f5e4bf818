"""What one field of one document comes to: its measure, the verdict on each answer, and the errors with their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from vanthu.pipelines.evaluate.answer import Item
from vanthu.pipelines.evaluate.comparing import overlap
from vanthu.pipelines.evaluate.matching import Matched, Measure, match

G = TypeVar("G")
NEAR = 0.3
"""Share of words that an answer nobody asked for has in common with gold that was missed, to be shown beside it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value that was answered, and whether it is right."""

    field: str
    item: Item
    right: bool


@dataclass(frozen=True, slots=True)
class Error:
    """Gold that was missed (no ``answer``), an answer nobody asked for (no ``gold``), or one in place of another."""

    field: str
    gold: str | None
    answer: Item | None

    @property
    def kind(self) -> str:
        """``missed``, ``invented`` or ``wrong``."""
        return "missed" if self.answer is None else "invented" if self.gold is None else "wrong"


@dataclass(frozen=True, slots=True)
class Scored:
    """A field of one document."""

    field: str
    measure: Measure
    judged: tuple[Judged, ...] = ()
    errors: tuple[Error, ...] = ()


def scored_list(field: str, gold: Sequence[G], got: Sequence[Item], same: Callable[[G, Item], bool]) -> Scored:
    """Score a list of values."""
    return of_matched(field, match(gold, got, same))


def of_matched(field: str, matched: Matched[Any]) -> Scored:
    """The score of a list whose items have been matched."""
    right = [Judged(field, item, True) for _, item in (*matched.pairs, *matched.optional)]  # noqa: FBT003  a verdict
    wrong = [Judged(field, item, False) for item in matched.surplus]  # noqa: FBT003  same
    return Scored(field, matched.measure, (*right, *wrong), tuple(_errors(field, matched)))


def _errors(field: str, matched: Matched[Any]) -> list[Error]:
    left = list(matched.surplus)
    errors = []
    for gold in matched.missed:
        nearest = max(left, key=lambda item: overlap(words(gold), words(item)), default=None)
        if nearest is not None and overlap(words(gold), words(nearest)) >= NEAR:
            left.remove(nearest)
        else:
            nearest = None
        errors.append(Error(field, told(gold), nearest))
    return errors + [Error(field, None, item) for item in left]


def words(thing: object) -> str:
    """The words that a gold item or an answer stands in."""
    if isinstance(thing, Item):
        return thing.text or told(thing.value)
    return getattr(thing, "text", None) or told(thing)


def told(value: object) -> str:
    """A value as a person would like to read it."""
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_none=True, exclude_defaults=True)
    if isinstance(value, dict):
        return ", ".join(f"{k}: {told(v)}" for k, v in value.items() if v not in (None, "", [], False))
    return "; ".join(map(told, value)) if isinstance(value, list | tuple) else str(value)


def scored_value(field: str, item: Item, gold: object, *, right: bool) -> Scored:
    """Score one value that is there or not: a wrong answer costs twice, a missing one once, and null may be right."""
    answered, asked = item.value not in (None, "", []), gold not in (None, "", [])
    measure = Measure(int(right and answered and asked), int(asked), int(answered))
    judged = (Judged(field, item, right),) if answered and item.confidence is not None else ()
    error = Error(field, told(gold) if asked else None, item if answered else None)
    return Scored(field, measure, judged, () if right else (error,))
