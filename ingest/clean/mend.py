"""A page image made ready for OCR: measured first, and only the steps applied that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from vanthu.ingest.clean import (
    bleed_through,
    deskew,
    grain,
    grey_seal,
    highlighter,
    ink,
    negative,
    noise,
    orientation,
    perspective,
    resolution,
    spread,
    tone,
)
from vanthu.ingest.clean.geometry import Projection, levelled, turned
from vanthu.ingest.clean.survey import Survey, survey
from vanthu.ingest.ocr.engine import Image, PixelBox
from vanthu.models.page import Box, Stamp

A4_INCHES = 8.27
"""Width of a sheet whose resolution nobody knows."""
NARROWEST_INCHES = 6.5
"""A half of a spread that would be narrower was not scanned at the stated resolution, A5 books being rare."""
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
    way: Projection = field(default_factory=Projection)

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


def mend_sheets(image: Image, dpi: int) -> tuple[Mended, ...]:
    """Measure and mend a page: one sheet, or the two facing pages of a spread from left to right.

    Args:
        image: a whole page, (height, width, 3) RGB or (height, width) grey; never written to.
        dpi: its resolution, as good as is known.
    """
    colour = _rgb(image)
    if negative.is_negative(colour, dpi):
        sheets = _sheets(negative.invert(colour), dpi)
        return tuple(replace(sheet, steps=("invert", *sheet.steps)) for sheet in sheets)
    return _sheets(colour, dpi)


def _sheets(colour: Image, dpi: int) -> tuple[Mended, ...]:
    fold = spread.detect(colour, dpi)
    if fold is None:
        return (mend(colour, dpi),)
    cut = round(fold * colour.shape[1])
    return _half(colour, (0, cut), dpi), _half(colour, (cut, colour.shape[1]), dpi)


def _half(colour: Image, between: tuple[int, int], dpi: int) -> Mended:
    """One page of a spread, its stamps and its way back on the whole."""
    start, end = between
    width = colour.shape[1]
    half = end - start
    mended = mend(colour[:, start:end], dpi if half / dpi >= NARROWEST_INCHES else round(half / A4_INCHES))
    boxes = [s.box and Box((start + s.box.x0 * half) / width, s.box.y0, (start + s.box.x1 * half) / width, s.box.y1)
             for s in mended.stamps]  # fmt: skip
    return replace(
        mended,
        steps=(f"cut_spread from={start} to={end}", *mended.steps),
        stamps=tuple(replace(s, box=box) for s, box in zip(mended.stamps, boxes, strict=True)),
        width=width,
        way=Projection(c=-start).then(mended.way),
    )


def mend(image: Image, dpi: int) -> Mended:
    """Measure one sheet and take out what hinders reading it; arguments as of :func:`mend_sheets`."""
    whole, steps = _rgb(image), []
    page = survey(whole, dpi)
    if (marked := highlighter.detect(page)) is not None:
        whole = highlighter.apply(whole, page, marked)
        page = survey(whole, dpi)
        steps.append("lift_highlighter")
    keystone, corners = perspective.detect(page)
    colour, laid = whole, Projection()
    if corners is not None:
        colour, laid = perspective.flatten(whole, corners)
        page = survey(colour, round(min(colour.shape[:2]) / A4_INCHES))
        steps.append(f"flatten keystone={keystone:.1f}")
    scale, letter_height = resolution.detect(page)
    cleaned = _clean(colour, page, scale)
    rotation, measures = orientation.detect(page)
    skew = deskew.detect(page, rotation)
    straight, way, turns = _straighten(cleaned.grey, rotation, skew, scale)
    steps += [*cleaned.steps, *turns]
    if cleaned.signals["grain"] >= grain.GRAIN and scale == 1.0:
        straight = grain.apply(straight, page.dpi)
        steps.append("smooth")
    signals = {"keystone_degrees": keystone} | cleaned.signals | measures
    signals |= {"skew_degrees": skew, "letter_height_px": letter_height, "letters": float(len(page.heights))}
    mended = Mended(
        image=straight,
        dpi=round(page.dpi * scale),
        rotation=rotation,
        skew=skew,
        steps=tuple(steps),
        signals=tuple((name, round(value, 3)) for name, value in signals.items()),
        stamps=(),
        blank=len(page.heights) < FEWEST_MARKS,
        width=whole.shape[1],
        height=whole.shape[0],
        way=laid,
    )
    stamps = tuple(Stamp(s.kind, mended.to_original(_edges(s)), s.colour, s.covers_text) for s in cleaned.spots)
    return replace(mended, stamps=stamps, way=laid.then(way))


def _rgb(image: Image) -> Image:
    return image if image.ndim == 3 else np.dstack((image, image, image))  # noqa: PLR2004  RGB


def _edges(spot: ink.InkSpot) -> PixelBox:
    x, y, width, height = spot.rect
    return x, y, x + width, y + height


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """A grey page with every pixel in its place, what was done to it and measured, and the ink spots on it."""

    grey: Image
    steps: list[str]
    signals: dict[str, float]
    spots: tuple[ink.InkSpot, ...]


def _clean(colour: Image, page: Survey, scale: float) -> _Cleaned:
    """Ink that lies over print, then the light, then specks.

    Specks are counted where ink is gone, as that of a dry pad looks like specks, and not where print is so small that
    they are not told from marks.
    """
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    grey, steps, spots = _without_ink(grey, colour, page)
    signals = {"specks_per_megapixel": noise.detect(grey) if scale == 1.0 else 0.0}
    grey, toned, measured = _in_good_light(grey, page, spots)
    signals |= measured | {"grain": grain.detect(grey)}
    if signals["specks_per_megapixel"] >= noise.SPECKS_PER_MEGAPIXEL:
        grey = noise.apply(grey)
        toned.append("despeckle")
    return _Cleaned(grey, [*steps, *toned], signals, spots)


def _without_ink(grey: Image, colour: Image, page: Survey) -> tuple[Image, list[str], tuple[ink.InkSpot, ...]]:
    """Seals and signatures faded, coloured ones and those of copies."""
    steps, spots = [], ink.detect(page)
    copied = grey_seal.detect(grey, page, spots)
    fading = [spot for spot in spots if spot.fades]
    if fading:
        grey = ink.apply(grey, colour, spots)
        steps.append(f"fade_ink spots={len(fading)}")
    if copied:
        grey = grey_seal.apply(grey, copied)
        steps.append(f"fade_grey_seal spots={len(copied)}")
    return grey, steps, (*spots, *copied)


def _in_good_light(
    grey: Image, page: Survey, spots: tuple[ink.InkSpot, ...]
) -> tuple[Image, list[str], dict[str, float]]:
    """Shadows, pale print and the back page's print put right, where they are."""
    steps = []
    light, level = tone.detect(page)
    ghosts, ghost_level = bleed_through.detect(page, spots)
    if light < tone.UNEVEN:
        grey = tone.even(grey, page)
        steps.append("even_light")
    if level > tone.PALE_INK:
        grey = tone.stretch(grey, page, level)
        steps.append(f"stretch level={level:.2f}")
    if ghost_level:
        grey = bleed_through.apply(grey, page, ghost_level)
        steps.append(f"bleed_through level={ghost_level:.2f}")
    return grey, steps, {"paper_evenness": light, "print_level": level, "bleed_through": ghosts}


def _straighten(grey: Image, rotation: int, skew: float, scale: float) -> tuple[Image, Projection, list[str]]:
    """Turn, level and enlarge; the map from the page to the result, and what was done."""
    steps = []
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
        return grey, way, steps
    level, size = levelled(tilt, scale, grey.shape[1], grey.shape[0])
    return deskew.apply(grey, level, size), way.then(level), steps
