"""What a training of the restorer is made of: the options of ``vanthu train restorer``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vanthu.corpora.errors import BadOption

BATCH = 24
"""Windows in a step on a CPU: smaller ones make Muon's share of the time grow, larger ones make steps few."""
MINUTES = 85.0
"""How long a training takes that was not told."""


class Device(StrEnum):
    """What to train on; ``auto`` takes the GPU where there is one."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A text of good Vietnamese (``.txt``, or ``.xz`` of one) and its share of the samples beside other corpora."""

    path: Path
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what comes out of a training.

    Args:
        corpora: what is read, garbled and learned from.
        work: folder for checkpoints; a training goes on from the last one there.
        out: folder for the weights and their card.
        tessdata: folders of more OCR models to learn noise from.
        init: weights to adapt, None to begin anew.
        steps: training stops after so many, None for no bound.
        minutes: training stops after so many, None for no bound.
        seed: of all that is drawn.
        device: what to train on.
        batch: windows in a step; more where a GPU has room for them.
    """

    corpora: tuple[Corpus, ...]
    work: Path
    out: Path
    tessdata: tuple[Path, ...] = ()
    init: Path | None = None
    steps: int | None = None
    minutes: float | None = None
    seed: int = 0
    device: Device = Device.AUTO
    batch: int = BATCH

    def progress(self, step: int, seconds: float) -> float:
        """How much of the training is done, 0..1 and beyond: the further of steps and minutes."""
        shares = [step / self.steps] if self.steps else []
        if self.minutes is not None or not shares:
            shares.append(seconds / 60 / (MINUTES if self.minutes is None else max(self.minutes, 1e-9)))
        return max(shares)


def parse_corpora(given: Sequence[str]) -> tuple[Corpus, ...]:
    """``PATH`` or ``PATH=WEIGHT``, each.

    Raises:
        BadOption: a path is no file, or a weight is no positive number.
    """
    return tuple(_corpus(item) for item in given)


def _corpus(item: str) -> Corpus:
    if Path(item).is_file():
        return Corpus(Path(item))
    path, _, weight = item.rpartition("=")
    try:
        corpus = Corpus(Path(path), float(weight))
    except ValueError:
        corpus = Corpus(Path(item))
    if not corpus.path.is_file():
        raise BadOption(f"--corpus {item}: there is no such file")
    if not 0 < corpus.weight < float("inf"):
        raise BadOption(f"--corpus {item}: the weight is a positive number")
    return corpus
