"""What can restore: the seam between the ways through and the model."""

from __future__ import annotations

from collections.abc import Sequence
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


def committed() -> Restorer:
    """The restorer with the weights that come with the package."""
    from vanthu.models import restore  # noqa: PLC0415  the package that this room is in

    return restore
