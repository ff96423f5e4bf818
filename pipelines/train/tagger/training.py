"""A training under way, and its checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch.optim import Optimizer

from vanthu.models.restore.alphabet import Alphabet
from vanthu.pipelines.train.tagger.network import Network


@dataclass(slots=True)
class Training:
    """A network on its way."""

    network: Network
    alphabet: Alphabet
    optimisers: list[Optimizer]
    step: int = 0
    seconds: float = 0.0
    characters: int = 0

    def save(self, work: Path) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {
            "net": self.network.state_dict(),
            "opts": [optimiser.state_dict() for optimiser in self.optimisers],
            "step": self.step,
            "spent": self.seconds,
            "chars": self.characters,
        }
        torch.save(state, work / "state.new")
        (work / "state.new").replace(work / "state.pt")

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, map_location=next(self.network.parameters()).device)
        self.network.load_state_dict(state["net"])
        for optimiser, stored in zip(self.optimisers, state["opts"], strict=True):
            optimiser.load_state_dict(stored)
        self.step, self.seconds, self.characters = state["step"], state["spent"], state["chars"]
