"""Which item of the answer stands for which item of the gold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from vanthu.pipelines.evaluate.answer import Item

G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class Measure:
    """How many were right of those to be found and of those answered."""

    right: int
    gold: int
    got: int

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 1 where there is nothing to answer and nothing was."""
        return self.right / self.got if self.got else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.right + other.right, self.gold + other.gold, self.got + other.got)

    def rounded(self) -> dict[str, float]:
        """The figures as the yardstick prints them."""
        shares = {name: round(getattr(self, name), 3) for name in ("precision", "recall", "f1")}
        return {**shares, "gold": self.gold, "got": self.got}


def yes_or_no(right: bool) -> Measure:  # noqa: FBT001  the one thing that it says
    """One thing that is right or not."""
    return Measure(int(right), 1, 1)


@dataclass(frozen=True, slots=True)
class Matched(Generic[G]):
    """What was found, what was found besides at no cost, what was missed, what nobody asked for."""

    pairs: tuple[tuple[G, Item], ...]
    optional: tuple[tuple[G, Item], ...]
    missed: tuple[G, ...]
    surplus: tuple[Item, ...]

    @property
    def measure(self) -> Measure:
        """Optional items count neither as gold nor as answers."""
        found = len(self.pairs)
        return Measure(found, found + len(self.missed), found + len(self.surplus))


def match(gold: Sequence[G], got: Sequence[Item], same: Callable[[G, Item], bool]) -> Matched[G]:
    """Greedy one-to-one matching, in the order of the gold, optional gold last."""
    must = [g for g in gold if not getattr(g, "optional", False)]
    may = [g for g in gold if getattr(g, "optional", False)]
    left = list(got)

    def take(g: G) -> tuple[G, Item] | None:
        hit = next((item for item in left if same(g, item)), None)
        if hit is None:
            return None
        left.remove(hit)
        return g, hit

    found = [(g, take(g)) for g in must]
    besides = [pair for g in may if (pair := take(g))]
    return Matched(
        tuple(pair for _, pair in found if pair), tuple(besides), tuple(g for g, pair in found if not pair), tuple(left)
    )


def match_in_turn(gold: Sequence[G], got: Sequence[Item], *sames: Callable[[G, Item], bool]) -> Matched[G]:
    """Matching by the strictest sense of the same first; what it leaves goes to the next."""
    done: Matched[G] = Matched((), (), tuple(gold), tuple(got))
    for same in sames:
        more = match(done.missed, done.surplus, same)
        done = Matched((*done.pairs, *more.pairs), (*done.optional, *more.optional), more.missed, more.surplus)
    return done
