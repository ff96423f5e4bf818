"""``vanthu train restorer``: noise → examples → network → ONNX → reliability → card."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import torch
from rich.console import Console
from torch import Tensor
from torch.nn import functional

from vanthu.corpora.errors import BadOption
from vanthu.corpora.noise.channel import COMMITTED, Channel
from vanthu.corpora.noise.examples import Examples, Mixture
from vanthu.models.restore.alphabet import Alphabet
from vanthu.pipelines.train.recipe import Device, Recipe
from vanthu.pipelines.train.stock import library
from vanthu.pipelines.train.tagger.batches import IGNORED, Draw, stream
from vanthu.pipelines.train.tagger.export import load_weights
from vanthu.pipelines.train.tagger.finish import finish
from vanthu.pipelines.train.tagger.network import Network, Shape
from vanthu.pipelines.train.tagger.optimise import move, optimisers, rate
from vanthu.pipelines.train.tagger.score import error
from vanthu.pipelines.train.tagger.training import Training
from vanthu.pipelines.train.trials import trials

ROUND = 500
"""Steps after which the training is tried and saved."""
REPORT = 50
ALPHABET_SAMPLES = 600
console = Console(stderr=True, highlight=False)


def train(recipe: Recipe) -> None:
    """Train or adapt a restorer, and write its weights, their reliability and their card to ``recipe.out``.

    Raises:
        BadOption: a corpus, a folder of OCR models or the weights to adapt are not what they should be.
        OcrError: OCR models were given to learn noise from, but tesseract is missing.
    """
    if recipe.init and not (recipe.init / "tagger.onnx").is_file():
        raise BadOption(f"--init {recipe.init}: no tagger.onnx in it")
    device = _device(recipe.device)
    recipe.work.mkdir(parents=True, exist_ok=True)
    shelves = library(recipe.corpora)
    channel = _channel(recipe)
    training = _begin(recipe, Examples(shelves, channel, Mixture(), recipe.seed), device)
    draw = Draw(shelves, channel, training.alphabet, recipe.batch, recipe.seed + training.step)
    workers = 1 if device.type == "cpu" else max((os.cpu_count() or 2) - 1, 1)
    _run(recipe, training, stream(draw, workers), channel)
    training.save(recipe.work)
    finish(recipe, training, channel)


def _device(wanted: Device) -> torch.device:
    if wanted is Device.AUTO:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(wanted.value)


def _channel(recipe: Recipe) -> Channel:
    """The noise learned from the recipe's OCR models, once; of languages without any, that of the package."""
    if not recipe.tessdata:
        return Channel.load(COMMITTED)
    path = recipe.work / "channel.xz"
    if not path.exists():
        from vanthu.pipelines.train.noise import learn  # noqa: PLC0415  OCR

        learned = learn(recipe, console)
        Channel({**Channel.load(COMMITTED).kinds, **learned.kinds}).save(path)
    return Channel.load(path)


def _begin(recipe: Recipe, examples: Examples, device: torch.device) -> Training:
    """A new training, an adapted one, or the one in ``recipe.work``."""
    torch.manual_seed(recipe.seed)
    kept = recipe.work / "alphabet.json"
    if not kept.exists():
        if recipe.init:
            alphabet = Alphabet.load(recipe.init / "alphabet.json")
        else:
            drawn = (e for _ in range(ALPHABET_SAMPLES) for e in examples.draw(800))
            alphabet = Alphabet.collect((e.read, e.labels) for e in drawn)
        alphabet.save(kept)
    alphabet = Alphabet.load(kept)
    network = Network(Shape(alphabet.size, len(alphabet.edits))).to(device)
    training = Training(network, alphabet, optimisers(network))
    state = recipe.work / "state.pt"
    if state.exists():
        training.resume(state)
    elif recipe.init:
        load_weights(network, recipe.init / "tagger.onnx")
    return training


def _run(recipe: Recipe, training: Training, batches: Iterator[tuple[Tensor, Tensor]], channel: Channel) -> None:
    tried = trials(channel, recipe.seed)
    device = next(training.network.parameters()).device
    mean, begun, before = 0.0, time.monotonic(), training.seconds
    while (done := recipe.progress(training.step, training.seconds)) < 1:
        characters, tags = (side.to(device) for side in next(batches))
        loss = _loss(training.network, characters, tags)
        loss.backward()
        move(training.optimisers, training.network, rate(training.step, done))
        training.step += 1
        training.characters += characters.numel()
        training.seconds = before + time.monotonic() - begun
        if training.step % REPORT == 0:
            mean = loss.item() if not mean else 0.8 * mean + 0.2 * loss.item()
            console.print(
                f"step {training.step} ({100 * done:.0f} %) loss {mean:.4f} "
                f"{training.characters / 1e6:.1f} M characters {training.seconds / 60:.1f} min"
            )
        if training.step % ROUND == 0:
            training.save(recipe.work)
            for kind, examples in tried.items():
                console.print(f"  {kind}: {error(training.network, training.alphabet, examples):.2%} words wrong")


def _loss(network: Network, characters: Tensor, tags: Tensor) -> Tensor:
    with torch.autocast(characters.device.type, torch.bfloat16):
        logits = network(characters)
    return functional.cross_entropy(logits.flatten(0, 1).float(), tags.flatten(), ignore_index=IGNORED)
