"""The protocol of an OCR engine: an image in, lines of words with boxes and confidences out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""Grey (height, width) or RGB (height, width, 3), 0..255."""

PixelBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the image given to the engine."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as the engine read it; ``confidence`` 0..1."""

    text: str
    box: PixelBox
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line: its words from left to right; ``block`` tells lines of one block of text from another's."""

    words: tuple[OcrWord, ...]
    box: PixelBox
    block: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """The words joined by one blank."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean confidence of the words by length, 0..1."""
        total = sum(len(w.text) for w in self.words)
        return sum(w.confidence * len(w.text) for w in self.words) / total if total else 0.0


class Engine(Protocol):
    """What every engine can do. Implementations are picklable and hold no open resources."""

    @property
    def name(self) -> str:
        """Engine, version and model, e.g. ``tesseract 5.3.0 vie``: part of the fingerprint of a result."""

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """Read an image.

        Args:
            image: grey or RGB.
            dpi: resolution of ``image``.
            mode: ``page`` (find blocks), ``block`` (one column), ``line`` (one line), ``sparse`` (scattered words).

        Raises:
            OcrError: the engine is missing, failed, or ran past its deadline.
        """
