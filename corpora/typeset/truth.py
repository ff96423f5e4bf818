"""What the typesetter knows of the page that it made: the image, and where each word of it stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""RGB, (height, width, 3), 0..255."""

PixelBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the image."""


@dataclass(frozen=True, slots=True)
class SetWord:
    """A printed word and the box of its ink."""

    text: str
    box: PixelBox


@dataclass(frozen=True, slots=True)
class SetLine:
    """A printed line; ``text`` is as in the plan.

    ``region`` names the part of the page as ``vanthu.models.page.Region`` does; ``cell`` is (table, row, column) of the
    page, 0-based, for lines inside a ruled table.
    """

    text: str
    words: tuple[SetWord, ...]
    region: str
    style: str
    cell: tuple[int, int, int] | None = None

    @property
    def box(self) -> PixelBox:
        """Box of the ink of all words."""
        return around([word.box for word in self.words])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A typeset page; ``lines`` in the order of the plan's text."""

    image: Image
    lines: tuple[SetLine, ...]
    dpi: int
    seals: tuple[PixelBox, ...] = ()
    tables: tuple[PixelBox, ...] = ()

    @property
    def text(self) -> str:
        """The lines of the page, as the plan has them."""
        return "\n".join(line.text for line in self.lines)


def around(boxes: list[PixelBox]) -> PixelBox:
    """Smallest box that holds all ``boxes``."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
