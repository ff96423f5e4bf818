"""Training of the digit recogniser: goes on from its last checkpoint, ends as weights for onnxruntime."""

from __future__ import annotations

import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from vanthu.pipelines.train.digits.case import Case
from vanthu.pipelines.train.digits.network import Network
from vanthu.pipelines.train.digits.recipe import DigitRecipe
from vanthu.pipelines.train.digits.specimens import Batch, Specimens
from vanthu.pipelines.train.recipe import Device

RATE = 3e-3
WARM_UP = 200
"""Steps until the learning rate is reached; then it falls as a cosine to nothing."""
FROZEN = 0.55
"""Share of the training after which the normalisation keeps the averages that it has. Until then each batch is
normalised by itself, and batches of numbers and of dates differ: the network would know which of them it sees."""
SAVE_EVERY = 500
SHOW_EVERY = 100


def train(recipe: DigitRecipe) -> Network:
    """Learn until the recipe's last step."""
    torch.manual_seed(recipe.seed)
    device = _device(recipe.device)
    network = Network()
    network.to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, recipe.steps))
    checkpoint = recipe.work / "digits.pt"
    begun = _resume(checkpoint, network, optimiser, schedule)
    case = Case.load(recipe.packages)
    batches = DataLoader(Specimens(case, recipe.seed, begun), batch_size=None, num_workers=1, prefetch_factor=8)
    network.train()
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, begun + 1):
        if step > FROZEN * recipe.steps:
            _freeze(network)
        total += _learn(network, batch, optimiser, device)
        schedule.step()
        if step % SHOW_EVERY == 0:
            print(f"step {step} loss {total / SHOW_EVERY:.3f} {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201  the console of a training
            total = 0.0
        if step % SAVE_EVERY == 0 or step >= recipe.steps:
            _save(checkpoint, step, network, optimiser, schedule)
        if step >= recipe.steps:
            break
    network.eval()
    return network


def _device(asked: Device) -> str:
    if asked is Device.AUTO:
        return "cuda" if torch.cuda.is_available() else "cpu"
    return asked.value


def _learn(network: Network, batch: Batch, optimiser: torch.optim.Optimizer, device: str) -> float:
    """One step; the loss of it."""
    strips = batch.strips.to(device, memory_format=torch.channels_last)
    with torch.autocast(device, torch.bfloat16):
        scores = network(strips)
    loss = _ctc(scores.float(), batch)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _freeze(network: Network) -> None:
    """Normalise by the averages, as onnxruntime will."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            module.eval()


def _ctc(scores: Tensor, batch: Batch) -> Tensor:
    """Connectionist temporal classification (Graves et al. 2006), class 0 is nothing."""
    targets, lengths = batch.targets()
    steps = torch.full((len(lengths),), scores.shape[1])
    return nn.functional.ctc_loss(scores.log_softmax(-1).transpose(0, 1), targets, steps, lengths, zero_infinity=True)


def _rate(step: int, steps: int) -> float:
    progress = min(step / steps, 1.0)
    return min(1.0, (step + 1) / WARM_UP) * (0.5 * (1 + float(torch.cos(torch.tensor(progress * torch.pi)))) + 0.002)


def _save(
    path: Path,
    step: int,
    network: Network,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {
        "step": step,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, path)


def _resume(
    path: Path, network: Network, optimiser: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LambdaLR
) -> int:
    """The step that the checkpoint was written after, 0 where there is none."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])
