"""How the weights move: Muon for the matrices inside the network, AdamW for the rest, one schedule for both."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.optim import AdamW, Muon, Optimizer

from vanthu.pipelines.train.tagger.network import Network

RATE = 3e-3
"""Highest learning rate; Muon's steps are scaled to those of AdamW."""
WARM_UP = 60
"""Steps until it is reached."""
PLATEAU = 0.35
"""Share of the training after which it falls, in a straight line to ``LAST`` of itself."""
LAST = 0.02
LONGEST_GRADIENT = 1.0


def optimisers(network: Network) -> list[Optimizer]:
    """Muon (K. Jordan, 2024; needs a third of AdamW's steps here) and AdamW."""
    inner = [p for name, p in network.named_parameters() if p.ndim == 2 and not name.startswith(("embed", "tag"))]  # noqa: PLR2004  matrices
    known = {id(p) for p in inner}
    rest = [p for p in network.parameters() if id(p) not in known]
    return [
        Muon(inner, lr=RATE, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
        AdamW(rest, lr=RATE, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def rate(step: int, progress: float) -> float:
    """Learning rate at a step, of a training that is done to the share ``progress``."""
    return RATE * min(1.0, (step + 1) / WARM_UP) * max(LAST, min(1.0, (1 - progress) / (1 - PLATEAU)))


def move(optimisers: Sequence[Optimizer], network: Network, learning_rate: float) -> None:
    """One step along the gradients, which are then forgotten."""
    torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_GRADIENT)
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate
        optimiser.step()
        optimiser.zero_grad()
