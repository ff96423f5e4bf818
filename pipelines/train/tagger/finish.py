"""From a trained network to weights that can be used: ONNX, n-grams, reliability, card."""

from __future__ import annotations

import platform
import shutil

from vanthu.corpora.noise.channel import Channel
from vanthu.models.restore import ngrams
from vanthu.models.restore.model import Model
from vanthu.pipelines.train import reliability
from vanthu.pipelines.train.ngrams import build_ngrams
from vanthu.pipelines.train.recipe import Recipe
from vanthu.pipelines.train.tagger.export import export
from vanthu.pipelines.train.tagger.score import error
from vanthu.pipelines.train.tagger.training import Training
from vanthu.pipelines.train.trials import trials


def finish(recipe: Recipe, training: Training, channel: Channel) -> None:
    """Write the folder ``recipe.out``."""
    recipe.out.mkdir(parents=True, exist_ok=True)
    training.alphabet.save(recipe.out / "alphabet.json")
    scores = {kind: error(training.network, training.alphabet, examples)
              for kind, examples in trials(channel, recipe.seed).items()}  # fmt: skip
    export(training.network, recipe.out / "tagger.onnx")
    if (recipe.out / "ngrams.npz").exists():
        pass  # counted in an earlier run, or by hand with other weights
    elif recipe.init:
        shutil.copyfile(recipe.init / "ngrams.npz", recipe.out / "ngrams.npz")
    else:
        ngrams.save(build_ngrams({corpus.path: corpus.weight for corpus in recipe.corpora}), recipe.out / "ngrams.npz")
    (recipe.out / "reliability.json").unlink(missing_ok=True)
    measured = reliability.measure(Model.load(recipe.out), channel, recipe.seed)
    reliability.save(reliability.fit(measured), recipe.out / "reliability.json")
    (recipe.out / "CARD.md").write_text(_card(recipe, training, scores), "utf-8")


def _card(recipe: Recipe, training: Training, scores: dict[str, float]) -> str:
    corpora = "\n".join(f"| {corpus.path.name} | {corpus.weight:g} |" for corpus in recipe.corpora)
    wrong = "\n".join(f"| {kind} | {share:.2%} |" for kind, share in scores.items())
    size = sum(p.numel() for p in training.network.parameters())
    adapted = f", adapted from {recipe.init.name}" if recipe.init else ""
    noise = ", ".join(folder.name for folder in recipe.tessdata) or "those of the channel that comes with vanthu"
    machine = platform.processor() or platform.machine()
    return f"""# Weights of the restorer

A character edit tagger of {size / 1e6:.1f} million weights{adapted} and a syllable n-gram model.

* Training: {training.characters / 1e6:.0f} million characters in {training.step} steps of {recipe.batch} windows,
  {training.seconds / 3600:.2f} hours, device {recipe.device.value} ({machine}), seed {recipe.seed}.
* Noise learned from OCR models: {noise}.

| corpus | share |
|---|---|
{corpora}

Words wrong on own plans that were held out, after the likeliest edits alone (without n-grams and guard):

| damage | words wrong |
|---|---|
{wrong}
"""
