"""The restorer: Vietnamese from text that lost it, by OCR in another language, by bad scans, or at the keyboard.

``restore`` is the one function; the rooms beside it hold its parts. The weights are loaded at the first use and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from vanthu.models.restore.result import RestoredLine, RestoredWord

if TYPE_CHECKING:
    from vanthu.models.restore.model import Model

__all__ = ["RestoredLine", "RestoredWord", "fingerprint", "restore"]


@cache
def _model() -> Model:
    from vanthu.models.restore.model import Model  # noqa: PLC0415  onnxruntime and the weights, at the first use

    return Model.load()


def restore(lines: Sequence[str]) -> list[RestoredLine]:
    """Restore the lines of one document: one line for each line given, in order, exactly aligned.

    Lines of another language come back as they are (in NFC), lines in good order with hardly ever a word changed.

    Raises:
        WeightsMissing: the weights are not there or damaged.
    """
    return _model().restore(lines)


def fingerprint() -> str:
    """Names the code and the weights: another fingerprint, another result.

    Raises:
        WeightsMissing: the weights are not there or damaged.
    """
    return _model().fingerprint()
