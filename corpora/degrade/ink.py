"""What happens to the ink: fading, spreading, thinning, thresholds, and the back page shining through."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from vanthu.corpora.typeset.truth import Image


def faded(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """A worn ribbon or an empty cartridge: ink turns grey, in broad patches; at 1 the palest words almost vanish."""
    height, width = image.shape[:2]
    patches = cv2.resize(rng.uniform(0.3, 1, (6, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    keep = 1 - 0.85 * strength * np.clip(patches, 0, 1)[..., None]
    return (255 - (255 - image.astype(np.float32)) * keep).astype(np.uint8)


def thickened(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """A copy of a copy: strokes grow by up to three pixels and small counters fill."""
    return _blended(image, np.asarray(cv2.erode(image, _brush(3)), np.uint8), strength)


def thinned(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """An overexposed copy: strokes lose up to two pixels, marks over letters first."""
    return _blended(image, np.asarray(cv2.dilate(image, _brush(2)), np.uint8), strength)


def bilevel(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Black or white, nothing between; from 0 to 1 the threshold wanders further from the middle."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    threshold = 150 + 70 * strength * rng.uniform(-1, 1)
    return _grey_as_rgb(np.where(grey < threshold, 0, 255).astype(np.uint8))


def colourless(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """A black-and-white copier: seals and pens turn grey, at 1 completely."""
    return _blended(image, _grey_as_rgb(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)), strength)


def low_contrast(image: Image, strength: float, rng: np.random.Generator) -> Image:  # noqa: ARG001  one signature for all
    """A copier that stands wrong: ink turns grey and paper dull; at 1 forty grey levels are left between them."""
    depth = 1 - 0.83 * strength
    paper = 255 - 30 * strength
    return np.asarray(np.clip(paper - (255.0 - image) * depth, 0, 255), np.uint8)


def worn_ribbon(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Typed: each stroke of the hammer inks as much as it likes, and the weave of the ribbon shows."""
    height, width = image.shape[:2]
    strike = _patches(rng, (height // 40, width // 22), (width, height), 0.15, 1.0)
    weave = cv2.GaussianBlur(rng.uniform(0, 1, (height, width)).astype(np.float32), (0, 0), width / 2400)
    keep = 1 - 0.75 * strength * strike - 0.9 * strength * np.clip(weave - 0.52, 0, None) * 4
    return np.asarray(255 - (255.0 - image) * np.clip(keep, 0.1, 1)[..., None], np.uint8)


def carbon_copy(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """The third sheet under the typewriter: strokes fat, soft and grey-blue, heavier here and lighter there."""
    height, width = image.shape[:2]
    pressure = _patches(rng, (24, 16), (width, height), 0.45, 1.0)
    fat = np.asarray(cv2.erode(image, _brush(2)), np.uint8) if strength > 0.5 else image  # noqa: PLR2004  the middle of the scale
    soft = cv2.GaussianBlur(fat, (0, 0), max(0.05, width / 1500 * strength)).astype(np.float32)
    ink = (255 - soft) * (1 - 0.55 * strength * pressure)[..., None]
    return np.asarray(np.clip(255 - ink * np.array([1.0, 0.97, 0.86], np.float32), 0, 255), np.uint8)


def stencil_print(image: Image, strength: float, rng: np.random.Generator) -> Image:
    """Duplicated from a wax stencil: strokes broken by pinholes, letters starved in patches, specks of ink around."""
    height, width = image.shape[:2]
    soft = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), width / 1600)
    grain = np.asarray(soft, np.float32) / np.float32(soft.std())
    holes = grain > 3.2 - 1.9 * strength * _patches(rng, (10, 7), (width, height), 0.4, 1.0)
    specks = grain < -5.2 + 0.9 * strength
    printed = image.copy()
    printed[holes] = 255
    printed[specks] = 60
    return printed


def bleed_through(image: Image, strength: float, rng: np.random.Generator, *, back: Image) -> Image:
    """The page on the back shines through: mirrored, blurred, a little shifted, at most 40 % of its ink."""
    height, width = image.shape[:2]
    mirrored = cv2.resize(back[:, ::-1], (width, height), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(mirrored, (0, 0), width / 1200)
    soft = np.roll(soft, tuple(int(v) for v in rng.integers(-width // 100, width // 100 + 1, 2)), (0, 1))
    shine = 1 - 0.4 * strength * (1 - soft.astype(np.float32) / 255)
    return (image * shine).astype(np.uint8)


def _patches(
    rng: np.random.Generator, cells: tuple[int, int], size: tuple[int, int], low: float, high: float
) -> npt.NDArray[np.float32]:
    """A smooth field of ``size`` (width, height) between ``low`` and ``high``, random on a grid of ``cells``."""
    coarse = rng.uniform(low, high, cells).astype(np.float32)
    smooth = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(smooth, low, high), np.float32)


def _grey_as_rgb(grey: Image) -> Image:
    return np.repeat(grey[..., None], 3, axis=2)


def _brush(size: int) -> Image:
    return np.ones((size, size), np.uint8)


def _blended(image: Image, damaged: Image, strength: float) -> Image:
    return np.asarray(cv2.addWeighted(image, 1 - strength, damaged, strength, 0), np.uint8)
