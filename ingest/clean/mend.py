"""A page image made ready for OCR: measured first, and only the steps applied that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from vanthu.ingest.clean import deskew, grain, ink, noise, orientation, resolution
from vanthu.ingest.clean.geometry import Affine, levelled, turned
from vanthu.ingest.clean.survey import survey
from vanthu.ingest.ocr.engine import Image, PixelBox
from vanthu.models.page import Box, Stamp

FEWEST_MARKS = 3
"""Letter-sized marks of a page that is not blank; dust and a stray page number make fewer."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A page as OCR gets it.

    ``image`` is grey, upright and level; ``dpi`` its resolution; ``rotation`` the clockwise turn applied, ``skew`` the
    degrees measured (positive where lines fall to the right); ``steps`` what was done, ``signals`` what was measured.
    ``stamps`` are boxes on the original page. ``way`` maps pixels of the original (``width``, ``height``) to ``image``.
    """

    image: Image
    dpi: int
    rotation: int
    skew: float
    steps: tuple[str, ...]
    signals: tuple[tuple[str, float], ...]
    stamps: tuple[Stamp, ...]
    blank: bool
    width: int
    height: int
    way: Affine = field(default_factory=Affine)

    def to_original(self, box: PixelBox) -> Box:
        """The smallest upright box of the original page, in its fractions, that holds a pixel box of ``image``."""
        back = self.way.inverse()
        corners = [back(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        across = [min(max(x / self.width, 0.0), 1.0) for x, _ in corners]
        down = [min(max(y / self.height, 0.0), 1.0) for _, y in corners]
        return Box(min(across), min(down), max(across), max(down))

    def from_original(self, box: PixelBox, size: tuple[float, float]) -> PixelBox:
        """A box of the original page, measured in units of which the page has ``size``, in pixels of ``image``."""
        across, down = self.width / size[0], self.height / size[1]
        corners = [self.way(x * across, y * down) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def stamps_on_image(self) -> tuple[Stamp, ...]:
        """The stamps with their boxes as fractions of ``image``."""
        height, width = self.image.shape[:2]

        def move(box: Box) -> Box:
            x0, y0, x1, y1 = self.from_original((box.x0, box.y0, box.x1, box.y1), (1, 1))
            return Box(x0 / width, y0 / height, x1 / width, y1 / height)

        return tuple(replace(stamp, box=stamp.box and move(stamp.box)) for stamp in self.stamps)


def mend(image: Image, dpi: int) -> Mended:
    """Measure a page and take out what hinders reading it.

    Args:
        image: a whole page, (height, width, 3) RGB or (height, width) grey; never written to.
        dpi: its resolution, as good as is known.
    """
    colour = image if image.ndim == 3 else np.dstack((image, image, image))  # noqa: PLR2004  RGB
    page = survey(colour, dpi)
    spots = ink.detect(page)
    scale, letter_height = resolution.detect(page)
    grey, steps, signals = _clean(colour, spots, small_print=scale != 1.0)
    rotation, measures = orientation.detect(page)
    skew = deskew.detect(page, rotation)
    straight, way = _straighten(grey, rotation, skew, scale, steps)
    if signals["grain"] >= grain.GRAIN and scale == 1.0:
        straight = grain.apply(straight, page.dpi)
        steps.append("smooth")
    signals |= measures | {"skew_degrees": skew, "letter_height_px": letter_height, "letters": float(len(page.heights))}
    height, width = colour.shape[:2]
    return Mended(
        image=straight,
        dpi=round(page.dpi * scale),
        rotation=rotation,
        skew=skew,
        steps=tuple(steps),
        signals=tuple((name, round(value, 3)) for name, value in signals.items()),
        stamps=tuple(_stamp(spot, width, height) for spot in spots),
        blank=len(page.heights) < FEWEST_MARKS,
        width=width,
        height=height,
        way=way,
    )


def _clean(
    colour: Image, spots: tuple[ink.InkSpot, ...], *, small_print: bool
) -> tuple[Image, list[str], dict[str, float]]:
    """Steps that keep every pixel in its place. Specks are not told from marks where print is small."""
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    steps = []
    signals = {
        "specks_per_megapixel": 0.0 if small_print else noise.detect(grey),
    }
    fading = [spot for spot in spots if spot.fades]
    if fading:
        grey = ink.apply(grey, colour, spots)
        steps.append(f"fade_ink spots={len(fading)}")
    signals["grain"] = grain.detect(grey)
    if signals["specks_per_megapixel"] >= noise.SPECKS_PER_MEGAPIXEL:
        grey = noise.apply(grey)
        steps.append("despeckle")
    return grey, steps, signals


def _straighten(grey: Image, rotation: int, skew: float, scale: float, steps: list[str]) -> tuple[Image, Affine]:
    """Turn, level and enlarge; the map from the page to the result."""
    way = turned(rotation, grey.shape[1], grey.shape[0])
    if rotation:
        grey = orientation.apply(grey, rotation)
        steps.append(f"rotate degrees={rotation}")
    tilt = skew if abs(skew) >= deskew.SMALLEST_DEGREES else 0.0
    if tilt:
        steps.append(f"deskew degrees={tilt:g}")
    if scale != 1.0:
        steps.append(f"enlarge factor={scale:g}")
    if not tilt and scale == 1.0:
        return grey, way
    level, size = levelled(tilt, scale, grey.shape[1], grey.shape[0])
    return deskew.apply(grey, level, size), way.then(level)


def _stamp(spot: ink.InkSpot, width: int, height: int) -> Stamp:
    x, y, across, down = spot.rect
    box = Box(x / width, y / height, min((x + across) / width, 1.0), min((y + down) / height, 1.0))
    return Stamp(spot.kind, box, spot.colour, spot.covers_text)
