"""Dirt that OCR reads as text: specks, scratches and the edges of the sheet, mostly before and behind a line."""

from __future__ import annotations

import random
from dataclasses import dataclass

SIGNS = "....---___:::;,,''``||ˆ„“”°~•—=!^¿¡‹›*\""
LETTERS = ("m", "n", "i", "ì", "r", "u", "c", "s", "C", "E", "Ệ", "Ô", "T", "l", "I", "J", "mm", "nn", "rr", "oe", "em",
           "va", "sa", "du", "ni", "ỉ", "Ì", "ng", "mẽ", "Bi", "Le", "ee", "ốc")  # fmt: skip
"""What models made of specks on recorded pages of bad copies."""


@dataclass(frozen=True, slots=True)
class Specks:
    """How dirty one page is: chance of dirt before and behind a line, and between two words."""

    before: float
    behind: float
    between: float

    @classmethod
    def draw(cls, rng: random.Random) -> Specks:
        """A dirty page; most are a little dirty at one edge."""
        dirt = rng.random() ** 2
        return cls(dirt * rng.random(), dirt * rng.random(), 0.02 * dirt * rng.random())

    def soil(self, read: list[tuple[str, str]], rng: random.Random) -> list[tuple[str, str]]:
        """A line of (printed, read) pieces with dirt, for which nothing was printed."""
        if not read:
            return read
        soiled: list[tuple[str, str]] = []
        for printed, piece in read:
            soiled.append((printed, piece))
            if printed == " " and rng.random() < self.between:
                soiled.append(("", f"{dirt(rng)} "))
        if rng.random() < self.before:
            soiled.insert(0, ("", f"{dirt(rng)} "))
        if rng.random() < self.behind:
            soiled.append(("", f" {dirt(rng)}"))
        return soiled


def dirt(rng: random.Random) -> str:
    """One or a few tokens of dirt."""
    return " ".join(_token(rng) for _ in range(1 + int(rng.expovariate(1.6))))


def _token(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.2:  # noqa: PLR2004  shares as on recorded pages
        return rng.choice(LETTERS)
    if kind < 0.23:  # noqa: PLR2004  same
        return "".join(rng.choice("0001279") for _ in range(rng.randint(1, 12)))
    if kind < 0.45:  # noqa: PLR2004  same
        return rng.choice(SIGNS) * (1 + int(rng.expovariate(0.4)))
    return "".join(rng.choice(SIGNS) for _ in range(1 + int(rng.expovariate(0.9))))
