"""What can restore: the seam between the ways through and the model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from vanthu.models.restore.result import RestoredLine


class Restorer(Protocol):
    """Restores the lines of a document; :mod:`vanthu.models.restore` itself is the one with the committed weights."""

    def restore(self, lines: Sequence[str], /) -> list[RestoredLine]:
        """One line for each line given, in order.

        Raises:
            WeightsMissing: the weights are not there or damaged.
        """

    def fingerprint(self) -> str:
        """Names the code and the weights: another fingerprint, another result.

        Raises:
            WeightsMissing: the weights are not there or damaged.
        """


def load(weights: Path | None = None) -> Restorer:
    """The restorer with the weights in a folder, or with those that come with the package.

    Raises:
        WeightsMissing: a folder was given, and the weights are not there or damaged.
    """
    from vanthu.models import restore  # noqa: PLC0415  the package that this room is in

    if weights is None:
        return restore
    from vanthu.models.restore.model import Model  # noqa: PLC0415  onnxruntime

    return Model.load(weights)
