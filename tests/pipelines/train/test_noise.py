"""Learning the noise: which models read which pages, and what happens where they read nothing."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console

from vanthu.corpora.errors import BadOption
from vanthu.corpora.noise.passages import Library, Source
from vanthu.pipelines.train import noise
from vanthu.pipelines.train.noise import learn, models_in
from vanthu.pipelines.train.recipe import Recipe
from vanthu.pipelines.train.specimens import Model, Task

SHELVES = Library([Source(["Chi bộ thôn Đông phát động thi đua trồng cây."] * 200, 1.0)])


def folder(at: Path, *languages: str) -> Path:
    at.mkdir()
    for language in languages:
        (at / f"{language}.traineddata").touch()
    return at


def recipe(tmp_path: Path, *tessdata: Path, seed: int = 1) -> Recipe:
    return Recipe(corpora=(), work=tmp_path, out=tmp_path, tessdata=tessdata, seed=seed)


def answer(pairs: dict[str, list[tuple[str, str]]]):
    def read_all(tasks: list[Task], _):
        for task in tasks:
            yield task.model.language, pairs[task.model.language]

    return read_all


def test_english_and_vietnamese_models_are_found_and_others_are_not(tmp_path):
    here = folder(tmp_path / "a", "eng", "vie", "osd")
    assert models_in(here) == [Model(here, "eng"), Model(here, "vie")]


@pytest.mark.parametrize("languages", [(), ("osd", "fra")])
def test_a_folder_without_either_is_a_bad_option(tmp_path, languages: tuple[str, ...]):
    with pytest.raises(BadOption, match=r"no eng\.traineddata or vie\.traineddata"):
        models_in(folder(tmp_path / "a", *languages))
    with pytest.raises(BadOption, match="nowhere"):
        models_in(tmp_path / "nowhere")


def test_models_of_a_language_take_turns_and_languages_without_one_have_no_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(noise, "PAGES", {"eng": 6, "vie": 4})
    first, second = folder(tmp_path / "a", "eng"), folder(tmp_path / "b", "eng")
    tasks = noise._tasks([*models_in(first), *models_in(second)], SHELVES, 1)
    assert Counter(task.model for task in tasks) == {Model(first, "eng"): 3, Model(second, "eng"): 3}


def test_every_page_has_a_seed_of_its_own_and_the_same_recipe_the_same_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(noise, "PAGES", {"eng": 5, "vie": 5})
    models = models_in(folder(tmp_path / "a", "eng", "vie"))
    tasks = noise._tasks(models, SHELVES, 7)
    assert len({task.seed for task in tasks}) == 10
    assert all(0 <= task.harder <= 1 for task in tasks)
    assert tasks == noise._tasks(models, SHELVES, 7) != noise._tasks(models, SHELVES, 8)


def test_the_channel_is_fitted_to_what_was_read(tmp_path, monkeypatch):
    pairs = {"eng": [("đường làng", "duong lang")] * 3, "vie": [("đường làng", "đường làng")] * 3}
    monkeypatch.setattr(noise, "PAGES", {"eng": 50, "vie": 10})
    monkeypatch.setattr(noise, "read_all", answer(pairs))
    told = Console(file=io.StringIO())
    channel = learn(recipe(tmp_path, folder(tmp_path / "a", "eng", "vie")), told)
    assert {kind: len(known.pages) for kind, known in channel.kinds.items()} == {"eng": 50, "vie": 10}
    assert channel.probability("eng", "\nđư", "d") > 0.9
    assert channel.probability("vie", "\nđư", "đ") > 0.9
    assert "50 of 60 pages" in told.file.getvalue()


def test_a_model_that_reads_nothing_is_a_bad_option(tmp_path, monkeypatch):
    """A damaged traineddata file fails on every page."""
    monkeypatch.setattr(noise, "PAGES", {"eng": 2, "vie": 2})
    monkeypatch.setattr(noise, "read_all", answer({"eng": [("thi đua", "thi dua")], "vie": []}))
    with pytest.raises(BadOption, match="no page could be read with vie"):
        learn(recipe(tmp_path, folder(tmp_path / "a", "eng", "vie")), Console(file=io.StringIO()))
