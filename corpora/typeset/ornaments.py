"""What is put on the paper by hand: seals, signatures, stamp frames."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from vanthu.corpora.typeset.fonts import sized
from vanthu.corpora.typeset.styles import RED
from vanthu.corpora.typeset.truth import Image, PixelBox

SEAL_MM = 36
"""Outer diameter of a seal without the emblem (Thông tư 08/2010/TT-BCA)."""

MM_PER_INCH = 25.4
BLUE = (38, 62, 148)

Mask = npt.NDArray[np.float32]
"""(height, width), 0 where the paper shows through, 1 under full ink."""

NATION = {
    "state": "CỘNG HÒA X.H.C.N VIỆT NAM",
    "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
    "union": "ĐOÀN TNCS HỒ CHÍ MINH",
}
"""Text over the top of the seal, by the system of the issuer."""


def ink(page: Image, mask: Mask, centre: tuple[float, float], colour: tuple[int, int, int]) -> PixelBox:
    """Print ``mask`` onto ``page`` in place, as translucent ink does: the text below stays visible."""
    height, width = mask.shape
    x0, y0 = round(centre[0] - width / 2), round(centre[1] - height / 2)
    left, top = max(0, -x0), max(0, -y0)
    view = page[max(y0, 0) : y0 + height, max(x0, 0) : x0 + width]
    part = mask[top : top + view.shape[0], left : left + view.shape[1], None]
    view[:] = (view * (1 - part * (1 - np.array(colour, np.float32) / 255))).astype(np.uint8)
    return float(x0), float(y0), float(x0 + width), float(y0 + height)


def seal(system: str, issuer: list[str], dpi: int, rng: np.random.Generator) -> Mask:
    """A round seal: two rings, the nation or party above, the issuer in the middle over a star; worn and turned."""
    size = round(SEAL_MM * dpi / MM_PER_INCH)
    canvas = PilImage.new("L", (size, size), 0)
    draw = ImageDraw.Draw(canvas)
    for inset, width in ((0.01, 0.018), (0.045, 0.007), (0.19, 0.007)):
        draw.ellipse(
            [size * inset, size * inset, size * (1 - inset), size * (1 - inset)],
            outline=255,
            width=max(1, round(size * width)),
        )
    _text_on_ring(canvas, NATION.get(system, NATION["state"]), sized(9, dpi, bold=True))
    _star(draw, (size / 2, size * 0.885), size * 0.04)
    _star(draw, (size / 2, size * 0.33), size * 0.075)
    font = sized(8, dpi, bold=True)
    for i, text in enumerate(issuer):
        draw.text(
            (size / 2, size * (0.49 + 0.1 * i)), text, fill=255, font=_fitting(font, text, size * 0.56), anchor="mm"
        )
    return _worn(_turned(np.asarray(canvas, np.float32) / np.float32(255), float(rng.uniform(-14, 14))), rng)


def _fitting(font: ImageFont.FreeTypeFont, text: str, width: float) -> ImageFont.FreeTypeFont:
    excess = font.getlength(text) / width
    return font if excess <= 1 else font.font_variant(size=max(6, int(font.size / excess)))


def _text_on_ring(canvas: PilImage.Image, text: str, font: ImageFont.FreeTypeFont) -> None:
    size, radius = canvas.width, canvas.width * 0.385
    step = math.radians(250) / (len(text) - 1)
    glyph = round(font.size * 2)
    for i, letter in enumerate(text):
        angle = (i - (len(text) - 1) / 2) * step
        tile = PilImage.new("L", (glyph, glyph), 0)
        ImageDraw.Draw(tile).text((glyph / 2, glyph / 2), letter, fill=255, font=font, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), resample=PilImage.Resampling.BICUBIC)
        x, y = size / 2 + radius * math.sin(angle), size / 2 - radius * math.cos(angle)
        canvas.paste(255, (round(x - glyph / 2), round(y - glyph / 2)), turned)


def _star(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float) -> None:
    points = []
    for i in range(10):
        reach, angle = radius * (1 if i % 2 == 0 else 0.4), math.pi * i / 5
        points.append((centre[0] + reach * math.sin(angle), centre[1] - reach * math.cos(angle)))
    draw.polygon(points, fill=255)


def _turned(mask: Mask, degrees: float) -> Mask:
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(mask, matrix, (width, height)).astype(np.float32)


def _worn(mask: Mask, rng: np.random.Generator) -> Mask:
    """Uneven pressure: broad patches and fine grain."""
    height, width = mask.shape
    broad = cv2.resize(
        rng.uniform(0.45, 1.0, (5, 5)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.GaussianBlur(rng.uniform(0, 1, mask.shape).astype(np.float32), (0, 0), 1.2)
    grain = np.clip((grain - 0.33) * 6, 0.15, 1)
    return np.asarray(np.clip(mask * broad * grain, 0, 0.95), np.float32)


def signature(dpi: int, rng: np.random.Generator) -> Mask:
    """A scrawl of pen strokes, about 45 by 20 mm: a smooth line through points that drift to the right, and a tail."""
    width, height = round(45 * dpi / MM_PER_INCH), round(20 * dpi / MM_PER_INCH)
    canvas = np.zeros((height, width), np.uint8)
    count = int(rng.integers(9, 13))
    xs = np.linspace(0.06, 0.72, count) + rng.uniform(-0.05, 0.05, count)
    ys = 0.5 + rng.uniform(0.12, 0.42, count) * np.where(np.arange(count) % 2, 1, -1)
    xs, ys = np.append(xs, [0.3, 0.97]), np.append(ys, [0.78, 0.55 + rng.uniform(-0.1, 0.1)])
    path = _smooth(np.stack([xs * width, ys * height], 1))
    pen = max(1, round(dpi / 75))
    cv2.polylines(
        canvas, [np.round(path).astype(np.int32)], isClosed=False, color=255, thickness=pen, lineType=cv2.LINE_AA
    )
    return np.asarray(canvas * (0.92 / 255), np.float32)


def _smooth(points: npt.NDArray[np.float64], steps: int = 24) -> npt.NDArray[np.float64]:
    """Catmull-Rom spline through ``points`` (n, 2)."""
    ends = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate(parts)


def framed(lines: tuple[str, ...], size: tuple[int, int], font: ImageFont.FreeTypeFont) -> Mask:
    """A ruled box of ``size`` (width, height) with ``lines`` of text in it, as a stamp prints them."""
    canvas = PilImage.new("L", size, 0)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle([0, 0, size[0] - 1, size[1] - 1], outline=255, width=max(1, size[0] // 120))
    for i, text in enumerate(lines):
        at = (size[0] / 2, size[1] * (i + 0.5) / len(lines))
        draw.text(at, text, fill=255, font=_fitting(font, text, size[0] * 0.9), anchor="mm")
    return np.asarray(canvas, np.float32) * np.float32(0.9 / 255)


def frame(page: Image, box: PixelBox, dpi: int) -> None:
    """The red box of an urgency or incoming stamp, drawn in place."""
    corner, other = (round(box[0]), round(box[1])), (round(box[2]), round(box[3]))
    cv2.rectangle(page, corner, other, RED, max(1, round(dpi / 90)), cv2.LINE_AA)
