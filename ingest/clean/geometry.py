"""Maps between a page as archived and as mended. Coordinates are continuous: pixel (0, 0) covers 0..1."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Projection:
    """``x' = (a x + b y + c) / w``, ``y' = (d x + e y + f) / w``, ``w = g x + h y + 1``; affine where g and h are 0."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0
    g: float = 0.0
    h: float = 0.0

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        w = self.g * x + self.h * y + 1
        return (self.a * x + self.b * y + self.c) / w, (self.d * x + self.e * y + self.f) / w

    def then(self, after: Projection) -> Projection:
        """This map, followed by ``after``."""
        return Projection.of(after.matrix @ self.matrix)

    def inverse(self) -> Projection:
        """The way back."""
        return Projection.of(np.asarray(np.linalg.inv(self.matrix), np.float64))

    @property
    def matrix(self) -> Matrix:
        """The 3x3 matrix."""
        return np.array([[self.a, self.b, self.c], [self.d, self.e, self.f], [self.g, self.h, 1.0]])

    @classmethod
    def of(cls, matrix: Matrix) -> Projection:
        """From a 3x3 matrix, up to scale."""
        return cls(*(float(v) for v in (matrix / matrix[2, 2]).ravel()[:8]))

    def on_pixel_centres(self) -> Matrix:
        """The 3x3 matrix for OpenCV, whose pixel (0, 0) is a point and not a square."""
        return Projection(c=0.5, f=0.5).then(self).then(Projection(c=-0.5, f=-0.5)).matrix


def turned(rotation: int, width: int, height: int) -> Projection:
    """A turn of a page by 0, 90, 180 or 270 degrees clockwise; ``width`` and ``height`` are those before it."""
    return {
        0: Projection(),
        90: Projection(0, -1, height, 1, 0, 0),
        180: Projection(-1, 0, width, 0, -1, height),
        270: Projection(0, 1, 0, -1, 0, width),
    }[rotation]


def levelled(skew: float, scale: float, width: int, height: int) -> tuple[Projection, tuple[int, int]]:
    """The map that takes a skew out and scales, and the (width, height) that holds the whole page after it."""
    cos, sin = scale * math.cos(math.radians(skew)), scale * math.sin(math.radians(skew))
    turn = Projection(cos, sin, 0, -sin, cos, 0)
    corners = [turn(x, y) for x in (0, width) for y in (0, height)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return turn.then(Projection(c=-left, f=-top)), (math.ceil(right - left), math.ceil(bottom - top))
