"""Number and date lines as strips: print with blanks, digits in the blanks, and the symbols to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from vanthu.corpora.gazetteer.bodies import body_abbreviations
from vanthu.corpora.gazetteer.document_types import document_types
from vanthu.corpora.gazetteer.units import units
from vanthu.ingest.ocr.digits.strip import BASELINE, CAPITAL, HEIGHT
from vanthu.pipelines.train.digits.case import Case
from vanthu.pipelines.train.digits.glyphs import Hand, Ink

SCALE = 2
"""Strips are composed so many times larger than the recogniser sees them."""
NUMBER_WIDTH, DATE_WIDTH = 224, 384
"""Columns of a strip as the recogniser sees it."""
RULED, NEIGHBOURED, SCRIBBLED = 0.25, 0.25, 0.05
"""Share of strips with the rule under the issuer, with parts of the next line, with the tail of an initial."""
EMPTY, PRINTED = 0.05, 0.22
"""Share of blanks that are empty, and that are filled with print."""

Rng = np.random.Generator
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A composed strip, SCALE times larger than the recogniser sees it, and what is to be read there.

    ``baseline`` and ``capital`` are those of its print, in pixels of ``ink``.
    """

    ink: Ink
    text: str
    baseline: float
    capital: float


class Setter:
    """Puts print and handwriting on one line, from left to right."""

    def __init__(self, width: int, case: Case, rng: Rng) -> None:
        self.rng = rng
        self.case = case
        self.canvas = np.zeros((HEIGHT * SCALE, width * SCALE), np.float32)
        self.capital = CAPITAL * SCALE * float(rng.uniform(0.8, 1.22))
        self.baseline = BASELINE * SCALE + float(rng.normal(0, 3))
        self.x = float(rng.uniform(0, 16))
        self.level = float(rng.uniform(0.6, 1.0))
        self.text = ""
        self.full = False

    def space(self, low: float, high: float) -> None:
        """White, in heights of a capital."""
        self.x += float(self.rng.uniform(low, high)) * self.capital

    def prints(self, text: str, font: Path, symbols: str) -> None:
        """Print in one piece; where it does not fit, nothing more is set."""
        ink, rise = _printed(text, font, round(self.capital))
        if self.full or self.x + ink.shape[1] > self.canvas.shape[1]:
            self.full = True
            return
        self._put(ink * self.level, self.x, self.baseline - rise)
        self.x += ink.shape[1]
        self.text += symbols

    def writes(self, digits: str, hand: Hand, manner: Manner) -> None:
        """Handwriting, its foot near the line."""
        ink, foot = manner.line(digits, hand, self.capital, self.rng)
        if self.full or self.x + ink.shape[1] > self.canvas.shape[1]:
            self.full = True
            return
        lift = float(self.rng.normal(0.02, 0.12)) * self.capital
        self._put(ink * manner.level, self.x, self.baseline - foot - lift)
        self.x += ink.shape[1]
        self.text += digits

    def dots(self, start: float) -> None:
        """Leader dots or a rule under a blank that began at ``start``."""
        y = round(self.baseline - 1)
        if self.rng.random() < 0.75:  # noqa: PLR2004  dots are commoner than rules
            step, size = self.capital * self.rng.uniform(0.2, 0.5), max(self.capital * 0.05, 1)
            for x in np.arange(start, self.x, step):
                cv2.circle(self.canvas, (round(x), y), round(size), self.level, -1, cv2.LINE_AA)
        else:
            cv2.line(self.canvas, (round(start), y), (round(self.x), y), self.level, 2)

    def _put(self, ink: Ink, x: float, y: float) -> None:
        """Lay ink over what is there; what leaves the strip is lost."""
        left, top = round(x), round(y)
        height, width = self.canvas.shape
        cut = ink[max(-top, 0) : max(height - top, 0), max(-left, 0) : max(width - left, 0)]
        if cut.size:
            place = self.canvas[max(top, 0) :, max(left, 0) :][: cut.shape[0], : cut.shape[1]]
            np.maximum(place, cut, out=place)


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody writes on this paper: size in capitals, slant, spacing in heights, and how dark the ink is."""

    size: float
    slant: float
    spacing: float
    level: float
    wobble: float

    @classmethod
    def any(cls, rng: Rng) -> Manner:
        """A manner drawn by lot; sizes as pens have them beside 14-point print."""
        return cls(
            size=float(np.clip(rng.lognormal(0.2, 0.22), 0.75, 2.0)),
            slant=float(rng.normal(0.15, 0.2)),
            spacing=float(np.clip(rng.normal(0.09, 0.15), -0.2, 0.6)),
            level=float(rng.uniform(0.4, 1.0)),
            wobble=float(rng.uniform(0, 0.08)),
        )

    def line(self, digits: str, hand: Hand, capital: float, rng: Rng) -> tuple[Ink, float]:
        """Digits beside each other; the ink and the row of their foot."""
        high = self.size * capital
        margin = round(high)
        glyphs = [hand.digit(d, max(round(high * rng.normal(1, 0.06)), 6), rng) for d in digits]
        width = sum(g.ink.shape[1] for g in glyphs) + round((abs(self.spacing) + 0.3) * high * len(glyphs)) + 2 * margin
        canvas = np.zeros((round(3 * high) + 1, width), np.float32)
        x, base = float(margin), 2.0 * high
        for glyph in glyphs:
            top = round(base - high + glyph.top + rng.normal(0, self.wobble) * high)
            place = canvas[max(top, 0) :, round(x) :][: glyph.ink.shape[0], : glyph.ink.shape[1]]
            np.maximum(place, glyph.ink[: place.shape[0], : place.shape[1]], out=place)
            x += glyph.ink.shape[1] + max(self.spacing + rng.normal(0, 0.05), -0.25) * high
        turn = float(rng.normal(0, 0.05))
        matrix = np.array([[1, -self.slant, self.slant * base], [turn, 1, -turn * width / 2]], np.float32)
        slanted = cv2.warpAffine(canvas, matrix, (width, canvas.shape[0]))
        columns = np.flatnonzero(slanted.max(axis=0) > 0.1)  # noqa: PLR2004  faint rim
        if not len(columns):
            return np.zeros((1, 1), np.float32), base
        return np.asarray(slanted[:, columns[0] : columns[-1] + 1], np.float32), base


def number_line(case: Case, rng: Rng) -> Specimen:
    """``Số: ___/KH-UBND``, ``Số ___-KH/TU``, ``Số: ___/2024/QĐ-UBND``."""
    setter, font = Setter(NUMBER_WIDTH, case, rng), case.print_font(rng, italic=False)
    setter.prints(_one(("Số:", "Số:", "Số:", "Số", "Số :", "SỐ:"), rng), font, "S")
    _blank(setter, _number(rng), font, (0.0, 1.3))
    for piece in _symbol(rng):
        setter.prints(piece, font, "".join(c for c in piece if c in "0123456789/-"))
    return Specimen(_cluttered(setter.canvas, case, rng), setter.text, setter.baseline, setter.capital)


def date_line(case: Case, rng: Rng) -> Specimen:
    """``Place, ngày ___ tháng ___ năm 2023``."""
    setter = Setter(DATE_WIDTH, case, rng)
    setter.capital = min(setter.capital, CAPITAL * SCALE * 1.1)
    font = case.print_font(rng, italic=bool(rng.random() < 0.9))  # noqa: PLR2004  dates are italic by rule
    if rng.random() < 0.6:  # noqa: PLR2004  more than half begin before the word
        place = _one(_places(), rng)[-int(rng.integers(1, 7)) :] + ","
        setter.prints(place, font, "".join(c for c in place if c == "-"))
        setter.space(0.2, 0.5)
    setter.prints("ngày", font, "N")
    _blank(setter, _two_digits(31, rng), font, (-0.1, 1.0))
    setter.prints("tháng", font, "T")
    manner = _blank(setter, _two_digits(12, rng), font, (-0.05, 0.8), printed=0.55)
    setter.prints("năm", font, "M")
    setter.space(0.2, 0.6)
    year = str(int(rng.integers(1990, 2030)))
    if rng.random() < 0.06:  # noqa: PLR2004  a printed 20 filled up by hand
        setter.prints(year[:2], font, year[:2])
        setter.writes(year[2:], *manner)
    else:
        setter.prints(year, font, year)
    return Specimen(_cluttered(setter.canvas, case, rng), setter.text, setter.baseline, setter.capital)


def _blank(
    setter: Setter, digits: str, font: Path, white: tuple[float, float], printed: float = PRINTED
) -> tuple[Hand, Manner]:
    """A blank of the form, with what stands in it."""
    rng = setter.rng
    hand, manner = setter.case.hand(rng), Manner.any(rng)
    start, lot = setter.x, rng.random()
    setter.space(*white)
    if lot < EMPTY:
        setter.space(0.6, 2.5)
    elif lot < EMPTY + printed * setter.case.printed:
        setter.space(0.1, 0.5)
        setter.prints(digits, font, digits)
        setter.space(0.1, 0.5)
    else:
        setter.writes(digits, hand, manner)
    setter.space(*white)
    if rng.random() < 0.15:  # noqa: PLR2004  most forms leave white
        setter.dots(start)
    return hand, manner


def _number(rng: Rng) -> str:
    """Numbers of a year's documents: small ones are the commonest, below ten they have a leading 0."""
    length = int(rng.choice((2, 2, 2, 3, 3, 3, 4, 4, 1)))
    number = int(rng.integers(1, 10**length))
    return f"{number:02d}" if length > 1 and rng.random() < 0.95 else str(number)  # noqa: PLR2004  few leave it out


def _two_digits(highest: int, rng: Rng) -> str:
    number = int(rng.integers(1, highest + 1))
    return f"{number:02d}" if rng.random() < 0.8 else str(number)  # noqa: PLR2004  3, 4 … 9 may stand alone


def _symbol(rng: Rng) -> list[str]:
    """What follows the blank, in pieces that fit or do not."""
    kind, body = _one(_kinds(), rng), _one(_bodies(), rng)
    lot = rng.random()
    if lot < 0.2:  # noqa: PLR2004  Party style
        pieces = [f"-{kind}", f"/{body}"]
    elif lot < 0.35:  # noqa: PLR2004  legal-normative documents
        pieces = ["/", str(int(rng.integers(1995, 2030))), f"/{kind}", f"-{body}"]
    else:
        pieces = [f"/{kind}", f"-{body}"]
    return pieces[: int(rng.integers(1, len(pieces) + 1))] if rng.random() < 0.3 else pieces  # noqa: PLR2004  cut short


def _cluttered(canvas: Ink, case: Case, rng: Rng) -> Ink:
    """Rules, neighbouring lines, loose strokes of a pen and specks."""
    height, width = canvas.shape
    if rng.random() < RULED:
        y, x = int(rng.integers(0, 20)), int(rng.integers(0, width // 2))
        end = (x + int(rng.integers(60, width)), y + int(rng.integers(-2, 3)))
        cv2.line(canvas, (x, y), end, 1.0, int(rng.integers(1, 4)))
    if rng.random() < NEIGHBOURED:
        _neighbour(canvas, case, rng)
    if rng.random() < SCRIBBLED:
        start = np.array((rng.uniform(0, width), rng.uniform(-10, 25)))
        points = np.cumsum(rng.normal(0, 18, (6, 2)), axis=0) + start
        cv2.polylines(canvas, [points.astype(np.int32)], False, float(rng.uniform(0.3, 0.9)), 2, cv2.LINE_AA)  # noqa: FBT003  cv2 has no name for it
    for _ in range(int(rng.poisson(1.0))):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(canvas, at, int(rng.integers(1, 3)), float(rng.uniform(0.2, 1)), -1, cv2.LINE_AA)
    return canvas


def _neighbour(canvas: Ink, case: Case, rng: Rng) -> None:
    """The feet of the line above, or the heads of the one below."""
    height, width = canvas.shape
    ink, _ = _printed(_one(_places(), rng), case.print_font(rng, italic=False), int(rng.integers(22, 34)))
    above = int(rng.integers(-ink.shape[0], 6 - ink.shape[0] // 2))
    top = above if rng.integers(2) else int(rng.integers(86, 96))
    left = int(rng.integers(0, width // 2))
    cut = ink[max(-top, 0) : height - top, : width - left]
    place = canvas[max(top, 0) :, left:][: cut.shape[0], : cut.shape[1]]
    np.maximum(place, cut, out=place)


def _one(choices: Sequence[T], rng: Rng) -> T:
    return choices[int(rng.integers(len(choices)))]


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(sorted(entry.code for entry in document_types() if entry.code))


@cache
def _bodies() -> tuple[str, ...]:
    return (*sorted(body_abbreviations()), *("UBND",) * 40, *("HĐND",) * 10, *("TU", "HU", "ĐU") * 6)


@cache
def _places() -> tuple[str, ...]:
    return tuple(unit.name for unit in units() if unit.name)


@lru_cache(maxsize=4096)
def _printed(text: str, font: Path, capital: int) -> tuple[Ink, int]:
    """Printed text and how far its baseline lies under the top of its ink."""
    face = _face(font, capital)
    left, top, right, bottom = face.getbbox(text, anchor="ls")
    image = Image.new("L", (max(round(right - left), 1), max(round(bottom - top), 1)))
    ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=face, anchor="ls")
    return (np.asarray(image) / 255).astype(np.float32), round(-top)


@lru_cache(maxsize=1024)
def _face(font: Path, capital: int) -> ImageFont.FreeTypeFont:
    """The font at a size where a capital is so many pixels high."""
    probe = ImageFont.truetype(font, 200, layout_engine=ImageFont.Layout.BASIC)
    box = probe.getbbox("H")
    return probe.font_variant(size=max(round(200 * capital / (box[3] - box[1])), 4))
