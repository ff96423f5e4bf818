"""Affine maps between a page as archived and as mended. Coordinates are continuous: pixel (0, 0) covers 0..1."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Affine:
    """``x' = a x + b y + c``, ``y' = d x + e y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def then(self, after: Affine) -> Affine:
        """This map, followed by ``after``."""
        c, f = after(self.c, self.f)
        return Affine(
            after.a * self.a + after.b * self.d,
            after.a * self.b + after.b * self.e,
            c,
            after.d * self.a + after.e * self.d,
            after.d * self.b + after.e * self.e,
            f,
        )

    def inverse(self) -> Affine:
        """The way back."""
        area = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / area, -self.b / area, -self.d / area, self.a / area
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    def on_pixel_centres(self) -> npt.NDArray[np.float64]:
        """The 2x3 matrix for OpenCV, whose pixel (0, 0) is a point and not a square."""
        moved = Affine(c=0.5, f=0.5).then(self).then(Affine(c=-0.5, f=-0.5))
        return np.array([[moved.a, moved.b, moved.c], [moved.d, moved.e, moved.f]])


def turned(rotation: int, width: int, height: int) -> Affine:
    """A turn of a page by 0, 90, 180 or 270 degrees clockwise; ``width`` and ``height`` are those before it."""
    return {
        0: Affine(),
        90: Affine(0, -1, height, 1, 0, 0),
        180: Affine(-1, 0, width, 0, -1, height),
        270: Affine(0, 1, 0, -1, 0, width),
    }[rotation]


def levelled(skew: float, scale: float, width: int, height: int) -> tuple[Affine, tuple[int, int]]:
    """The map that takes a skew out and scales, and the (width, height) that holds the whole page after it."""
    cos, sin = scale * math.cos(math.radians(skew)), scale * math.sin(math.radians(skew))
    turn = Affine(cos, sin, 0, -sin, cos, 0)
    corners = [turn(x, y) for x in (0, width) for y in (0, height)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return turn.then(Affine(c=-left, f=-top)), (math.ceil(right - left), math.ceil(bottom - top))
