"""What happens to the sheet and in the scanner: colour, shadow, edges, blur, noise, compression."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PilImage

from vanthu.corpora.typeset.truth import Image


def yellowed(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Old paper: white becomes cream to brown, more in broad stains."""
    stains = _clouds(image, rng, 0.6, 1.0)
    toned = np.stack([1 - depth * strength * stains for depth in (0.08, 0.16, 0.42)], -1)
    return np.asarray(image * toned, np.uint8)


def shadow(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Grey background that darkens to one side, as in the fold of a book or under a hand."""
    height, width = image.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    slope = np.clip((x * np.cos(angle) + y * np.sin(angle) + 1.4) / 2.8, 0, 1) ** 2
    light = 1 - 0.55 * strength * slope.astype(np.float32)[..., None]
    return np.asarray(image * light, np.uint8)


def scanner_border(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Black edges where the lid stood open: up to 4 % of the width on two sides."""
    framed = image.copy()
    height, width = image.shape[:2]
    depth = max(1, round(width * 0.04 * strength))
    ragged = depth * rng.uniform(rng.choice([0.7, 1.0]), 1, height)
    columns = np.arange(width)[None] < ragged[:, None]
    framed[columns[:, :: rng.choice([1, -1])]] = 25
    framed[: depth // 2] = 25
    return framed


def punched(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Holes of a file in the left margin, two to four of 6 mm, black where the lid was dark; rims are torn."""
    page = image.copy()
    height, width = image.shape[:2]
    count = 2 + 2 * round(strength)
    radius = round(width * 3 / 210 * (1 + 0.3 * strength))
    for i in range(count):
        y = round(height * (0.5 + (i - (count - 1) / 2) * 80 / 297))
        x = round(width * (0.055 + 0.045 * strength) + rng.uniform(-1, 1) * width / 200)
        cv2.circle(page, (x, y), radius, (32, 32, 32), -1, cv2.LINE_AA)
        tear = (x + round(radius * rng.uniform(0.8, 1.6)), y + round(radius * rng.uniform(-0.6, 0.6)))
        cv2.line(page, (x, y), tear, (32, 32, 32), max(1, radius // 6), cv2.LINE_AA)
    return page


def blurred(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """Out of focus: a Gaussian of up to 1/1000 of the width (2.5 pixels at 300 dpi)."""
    soft = cv2.GaussianBlur(image, (0, 0), max(0.05, image.shape[1] / 1000 * strength))
    return np.asarray(soft, np.uint8)


def gaussian_noise(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Grain of the sensor: standard deviation of up to 40 grey levels, alike in all channels."""
    grain = rng.standard_normal(image.shape[:2], np.float32)[..., None] * (40 * strength)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def salt_and_pepper(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Dust and dropouts: up to 2 % of the pixels black or white, in specks of one to three pixels."""
    height, width = image.shape[:2]
    speckled = image.copy()
    count = round(height * width * 0.02 * strength / 4)
    for colour in (0, 255):
        ys, xs = rng.integers(0, height, count), rng.integers(0, width, count)
        for dy, dx in ((0, 0), (0, 1), (1, 0))[: int(rng.integers(1, 4))]:
            speckled[np.minimum(ys + dy, height - 1), np.minimum(xs + dx, width - 1)] = colour
    return speckled


def jpeg(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """Blocks and ringing of JPEG, quality 95 down to 15."""
    quality = round(95 - 80 * strength)
    packed = BytesIO()
    PilImage.fromarray(image).save(packed, "JPEG", quality=quality)
    return np.array(PilImage.open(packed))


def fax_resolution(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """The raster of a fax (ITU-T T.30), kept at the size of the page: 204 x 196 lines an inch, 204 x 98 above 0.5.

    The page is taken to be A4.
    """
    height, width = image.shape[:2]
    lines = 98 if strength > 0.5 else 196  # noqa: PLR2004  the middle of the scale
    coarse = cv2.resize(image, (round(8.27 * 204), round(11.69 * lines)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _clouds(image: Image, rng: np.random.Generator, low: float, high: float) -> npt.NDArray[np.float32]:
    height, width = image.shape[:2]
    coarse = rng.uniform(low, high, (7, 5)).astype(np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth, low, high), np.float32)
