"""What happens to the ink: fading, spreading, thinning, thresholds, and the back page shining through."""

from __future__ import annotations

import cv2
import numpy as np

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


def bleed_through(image: Image, strength: float, rng: np.random.Generator, *, back: Image) -> Image:
    """The page on the back shines through: mirrored, blurred, a little shifted, at most 40 % of its ink."""
    height, width = image.shape[:2]
    mirrored = cv2.resize(back[:, ::-1], (width, height), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(mirrored, (0, 0), width / 1200)
    soft = np.roll(soft, tuple(int(v) for v in rng.integers(-width // 100, width // 100 + 1, 2)), (0, 1))
    shine = 1 - 0.4 * strength * (1 - soft.astype(np.float32) / 255)
    return (image * shine).astype(np.uint8)


def _grey_as_rgb(grey: Image) -> Image:
    return np.repeat(grey[..., None], 3, axis=2)


def _brush(size: int) -> Image:
    return np.ones((size, size), np.uint8)


def _blended(image: Image, damaged: Image, strength: float) -> Image:
    return np.asarray(cv2.addWeighted(image, 1 - strength, damaged, strength, 0), np.uint8)
