"""Hard pages of the project's own plans: one damage at a time at a strength of 0 to 1, with the truth of every word."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from vanthu.corpora import plans
from vanthu.corpora.degrade import ink, overprint, paper, transform
from vanthu.corpora.degrade.recipe import Damage, Move
from vanthu.corpora.typeset import Sheet, typeset
from vanthu.corpora.typeset.truth import Image

STRENGTHS = (0.33, 0.67, 1.0)
"""Light, middle, worst."""

MARKS: dict[str, Damage] = {
    "seal": overprint.sealed,
    "seal_faded": overprint.faded_seals,
    "seal_grey": overprint.copied_seals,
    "signature": overprint.signed,
    "incoming_stamp": overprint.stamped,
    "shadow": paper.shadow,
    "low_contrast": ink.low_contrast,
    "faded_print": ink.faded,
    "noise": paper.gaussian_noise,
    "specks": paper.salt_and_pepper,
    "border": paper.scanner_border,
    "typewriter": ink.worn_ribbon,
    "carbon_copy": ink.carbon_copy,
    "stencil": ink.stencil_print,
    "yellowed": paper.yellowed,
    "punch_holes": paper.punched,
}
"""Damages that leave every word in its place."""

MOVES: dict[str, Move] = {
    "skew": transform.skewed,
    "rotation": transform.turned,
    "perspective": transform.perspective,
}

Wear = Callable[[Sheet, Sheet, float, np.random.Generator], Sheet]
"""A page, the next one, the strength, the randomness."""


def hard_page(name: str, index: int, kind: str, strength: float, *, seed: int = 0, dpi: int = 300) -> Sheet:
    """A page of a plan of the project with one damage, scanned; the same seed gives the same pixels.

    Args:
        name: of the plan.
        index: 0-based page; the next one shines through, or lies on the right of a spread.
        kind: one of ``KINDS``.
        strength: 0 to 1.
        seed: decides everything random.
        dpi: resolution of the scan.

    Raises:
        FontMissing: no Times-metric font with Vietnamese letters is installed.
        KeyError: there is no such damage.
    """
    rng = np.random.default_rng([seed, index, *name.encode(), zlib.crc32(kind.encode())])
    sheets = _set(name, dpi, typewriter=kind in TYPED)
    damaged = WEAR[kind](sheets[index], sheets[(index + 1) % len(sheets)], strength, rng)
    return replace(damaged, image=_scanned(damaged.image, rng))


@lru_cache(maxsize=4)
def _set(name: str, dpi: int, *, typewriter: bool) -> list[Sheet]:
    return typeset(plans.load(name), dpi=dpi, sealed=False, typewriter=typewriter)


def _scanned(image: Image, rng: np.random.Generator) -> Image:
    """What every scanner adds: a little blur, sensor noise, JPEG."""
    return paper.jpeg(paper.gaussian_noise(paper.blurred(image, 0.2, rng), 0.06, rng), 0.25, rng)


def _marked(damage: Damage) -> Wear:
    return lambda sheet, _, strength, rng: replace(sheet, image=damage(sheet.image, strength, rng))


def _moved(move: Move) -> Wear:
    return lambda sheet, _, strength, rng: transform.moved(sheet, *move(sheet.image, strength, rng))


def _bled(sheet: Sheet, back: Sheet, strength: float, rng: np.random.Generator) -> Sheet:
    return replace(sheet, image=ink.bleed_through(sheet.image, strength, rng, back=back.image))


def _spread(sheet: Sheet, other: Sheet, strength: float, _: np.random.Generator) -> Sheet:
    image, matrix = transform.spread(sheet.image, other.image, strength)
    right = transform.moved(other, image, matrix)
    return replace(right, lines=(*sheet.lines, *right.lines), tables=(*sheet.tables, *right.tables))


def _stamped_skewed_noisy(sheet: Sheet, _: Sheet, strength: float, rng: np.random.Generator) -> Sheet:
    """The three that come together most."""
    image, matrix = transform.skewed(overprint.sealed(sheet.image, strength, rng), strength, rng)
    return transform.moved(sheet, paper.salt_and_pepper(image, 0.3 * strength, rng), matrix)


WEAR: dict[str, Wear] = {
    **{kind: _marked(damage) for kind, damage in MARKS.items()},
    **{kind: _moved(move) for kind, move in MOVES.items()},
    "bleed_through": _bled,
    "spread": _spread,
    "stamped_skewed_noisy": _stamped_skewed_noisy,
}
KINDS = tuple(WEAR)
TYPED = frozenset({"typewriter", "carbon_copy"})
"""Damages of typed pages."""
