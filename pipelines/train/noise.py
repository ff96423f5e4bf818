"""Learning the noise channel: specimens of the recipe's text, read by its OCR models."""

from __future__ import annotations

import random
from pathlib import Path

from rich.console import Console

from vanthu.corpora.errors import BadOption
from vanthu.corpora.noise.channel import Channel
from vanthu.corpora.noise.passages import Library
from vanthu.pipelines.train.recipe import Recipe
from vanthu.pipelines.train.specimens import Model, Task, read_all
from vanthu.pipelines.train.stock import library

PAGES = {"eng": 680, "vie": 250}
"""Pages read for each language: a million characters of English OCR, some 400,000 of Vietnamese OCR of worse pages."""
PAGE_CHARACTERS = 4500
JOBS = 2


def learn(recipe: Recipe, console: Console) -> Channel:
    """Set, damage and read pages, and fit the channel to what was read; about ten minutes on two cores.

    Raises:
        BadOption: a folder holds neither an English nor a Vietnamese model, or a model reads nothing.
        EngineMissing: tesseract is not installed.
    """
    models = [model for folder in recipe.tessdata for model in models_in(folder)]
    tasks = _tasks(models, library(recipe.corpora), recipe.seed)
    pages = []
    for i, page in enumerate(read_all(tasks, JOBS), 1):
        pages.append(page)
        if i % 50 == 0:
            console.print(f"noise: {i} of {len(tasks)} pages read")
    channel = Channel.fit((language, pairs) for language, pairs in pages)
    for language, kind in channel.kinds.items():
        if not kind.pages:
            raise BadOption(f"--tessdata: no page could be read with {language}.traineddata")
    return channel


def models_in(folder: Path) -> list[Model]:
    """The English and Vietnamese models in a folder.

    Raises:
        BadOption: there is none.
    """
    found = [Model(folder, language) for language in PAGES if (folder / f"{language}.traineddata").is_file()]
    if not found:
        raise BadOption(f"--tessdata {folder}: no eng.traineddata or vie.traineddata in it")
    return found


def _tasks(models: list[Model], shelves: Library, seed: int) -> list[Task]:
    """Pages of each language, its models taking turns; English OCR of office scans, Vietnamese OCR of bad ones too."""
    rng = random.Random(seed)  # noqa: S311  specimens, not secrets
    tasks: list[Task] = []
    for language, pages in PAGES.items():
        turns = [model for model in models if model.language == language]
        for i in range(pages if turns else 0):
            harder = rng.random() if language == "vie" or i % 2 else 0.0
            paragraphs = tuple(shelves.passage(rng, PAGE_CHARACTERS))
            tasks.append(Task(paragraphs, turns[i % len(turns)], seed * 100_000 + len(tasks), harder))
    return tasks
