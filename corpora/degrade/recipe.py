"""Named mixtures of damage, from a clean print to a photograph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vanthu.corpora.degrade import ink, paper, transform
from vanthu.corpora.degrade.transform import Matrix
from vanthu.corpora.typeset.truth import Image

Damage = Callable[[Image, float, np.random.Generator], Image]
Move = Callable[[Image, float, np.random.Generator], tuple[Image, Matrix]]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged page and the ``matrix`` from clean pixels to its own; see ``map_box``."""

    image: Image
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps with the range of their strength, 0..1; the page moves first, then ink and paper suffer in order."""

    moves: tuple[tuple[Move, float, float], ...] = ()
    damages: tuple[tuple[Damage, float, float], ...] = ()
    bleed: tuple[float, float] = (0.0, 0.0)


RECIPES: dict[str, Recipe] = {
    "clean": Recipe(),
    "office_scan": Recipe(
        moves=((transform.skewed, 0.1, 0.3),),
        damages=(
            (paper.yellowed, 0.05, 0.15),
            (paper.shadow, 0.05, 0.15),
            (paper.blurred, 0.2, 0.4),
            (paper.gaussian_noise, 0.05, 0.15),
            (paper.salt_and_pepper, 0.0, 0.01),
            (paper.jpeg, 0.2, 0.4),
        ),
        bleed=(0.05, 0.2),
    ),
    "bad_copy": Recipe(
        moves=((transform.skewed, 0.3, 0.7),),
        damages=(
            (ink.colourless, 1.0, 1.0),
            (ink.thickened, 0.3, 0.8),
            (ink.faded, 0.1, 0.4),
            (paper.shadow, 0.2, 0.5),
            (paper.blurred, 0.3, 0.6),
            (paper.scanner_border, 0.3, 1.0),
            (paper.gaussian_noise, 0.1, 0.3),
            (paper.salt_and_pepper, 0.05, 0.25),
        ),
        bleed=(0.2, 0.6),
    ),
    "fax": Recipe(
        moves=((transform.skewed, 0.1, 0.4),),
        damages=(
            (ink.faded, 0.0, 0.2),
            (paper.fax_resolution, 0.3, 0.7),
            (ink.bilevel, 0.2, 0.6),
            (paper.salt_and_pepper, 0.02, 0.1),
        ),
    ),
    "phone": Recipe(
        moves=((transform.perspective, 0.3, 0.7),),
        damages=(
            (paper.yellowed, 0.1, 0.3),
            (paper.shadow, 0.3, 0.8),
            (paper.blurred, 0.3, 0.6),
            (paper.gaussian_noise, 0.05, 0.2),
            (paper.jpeg, 0.4, 0.7),
        ),
    ),
}
"""Strengths were set by eye against the scans, photographs and copies of real offices."""


def degrade(image: Image, recipe: str, *, seed: int = 0, back: Image | None = None) -> Damaged:
    """Damage a page; the same seed gives the same pixels, and the size never changes.

    Args:
        image: RGB page.
        recipe: a name in ``RECIPES``.
        seed: decides the strengths and everything random.
        back: the page printed on the back; without it nothing shines through.

    Raises:
        KeyError: there is no such recipe.
    """
    steps, rng = RECIPES[recipe], np.random.default_rng(seed)
    if back is not None and steps.bleed[1] > 0:
        image = ink.bleed_through(image, rng.uniform(*steps.bleed), rng, back=back)
    matrix: Matrix = np.eye(3)
    for move, low, high in steps.moves:
        image, step = move(image, rng.uniform(low, high), rng)
        matrix = step @ matrix
    for damage, low, high in steps.damages:
        image = damage(image, rng.uniform(low, high), rng)
    return Damaged(image, matrix)
