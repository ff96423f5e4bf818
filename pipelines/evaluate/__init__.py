"""``vanthu evaluate``: how near the campaign definitions come to gold, field by field, document by document."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from vanthu.corpora.errors import CampaignBroken, NoInput, VanthuError
from vanthu.models.campaign import Campaign
from vanthu.models.page import Page
from vanthu.pipelines.evaluate import depth, soundness, yardstick
from vanthu.pipelines.evaluate.answer import Answer
from vanthu.pipelines.evaluate.cases import Case, cases, gold_files
from vanthu.pipelines.evaluate.evaluation import DocumentScore, Evaluation, Failure
from vanthu.pipelines.evaluate.gold import Gold, load_gold
from vanthu.pipelines.read import read
from vanthu.pipelines.settings import Settings
from vanthu.pipelines.terminal.interrupts import end_children

__all__ = ["DocumentScore", "Evaluation", "Failure", "Gold", "evaluate", "load_gold", "score"]

Outcome = DocumentScore | Failure


def evaluate(
    folder: str | Path,
    *,
    only: Sequence[str] = (),
    levels: Sequence[str] = (),
    jobs: int = 1,
    settings: Settings | None = None,
    told: Callable[[Outcome], None] = lambda _: None,
) -> Evaluation:
    """Read every input of a folder and compare what comes out with the gold beside it.

    Args:
        folder: holds ``NAME.json`` and inputs; see ``docs/commands.md``.
        only: names to measure; all where empty.
        levels: noise levels to measure; all where empty.
        jobs: processes to read in.
        settings: how files are read.
        told: hears of each document when it is done.

    Raises:
        FileMissing: there is no such folder.
        NoGold: it holds no gold, or none of the names asked for.
        NoInput: it holds no input of the names and levels asked for.
    """
    found, lacking = _chosen(Path(folder), only, levels)
    done: list[Outcome] = []
    for outcome in _outcomes(found, jobs, settings or Settings()):
        told(outcome)
        done.append(outcome)
    failures = [*lacking, *(o for o in done if isinstance(o, Failure))]
    return Evaluation(tuple(o for o in done if isinstance(o, DocumentScore)), tuple(failures))


def _chosen(folder: Path, only: Sequence[str], levels: Sequence[str]) -> tuple[list[Case], list[Failure]]:
    """What is to be measured, and the gold that has no input at all."""
    gold = {name: path for name, path in gold_files(folder).items() if not only or name in only}
    every = cases(gold)
    found = [case for inputs in every.values() for case in inputs if not levels or case.level in levels]
    bare = [NoInput(f"{name}.json has no input beside it") for name, inputs in every.items() if not inputs]
    unknown = [NoInput(f"{name}: no such gold in {folder}") for name in only if name not in gold]
    if not found:
        raise (unknown + bare or [NoInput(f"{folder}: no input at the level {', '.join(levels)}")])[0]
    return found, [Failure(e.detail.split(".json")[0].split(":")[0], "", e.code, e.detail) for e in (*unknown, *bare)]


def _outcomes(found: Sequence[Case], jobs: int, settings: Settings) -> Iterator[Outcome]:
    """The outcome of each case, in order; a case that takes its process with it is a failure like others."""
    if jobs == 1:
        yield from map(partial(measured, settings=settings), found)
        return
    measure = partial(measured, settings=replace(settings, jobs=1))  # the processes are what runs at the same time
    with _pool(jobs) as pool:
        futures = [pool.submit(measure, case) for case in found]
        for case, future in zip(found, futures, strict=True):
            try:
                yield future.result()
            except Exception as error:  # noqa: BLE001  one document never stops the run
                yield _failure(case, error)


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that leave Ctrl-C to this one, which then waits for none of them."""
    ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=ignore) as pool:
        try:
            yield pool
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            end_children()
            raise


def measured(case: Case, settings: Settings) -> Outcome:
    """Read one case and score it; whatever goes wrong is its failure, never that of the run."""
    try:
        gold, begun = load_gold(case.gold), time.perf_counter()
        campaigns, pages = _read(case, settings)
        seconds = time.perf_counter() - begun
        return score(gold, campaigns[0], pages, name=case.name, level=case.level, seconds=seconds, found=len(campaigns))
    except Exception as error:  # noqa: BLE001  same
        return _failure(case, error)


def _failure(case: Case, error: Exception) -> Failure:
    if isinstance(error, VanthuError):
        return Failure(case.name, case.level, error.code, error.detail)
    return Failure(case.name, case.level, VanthuError.code, f"{type(error).__name__}: {error}")


def _read(case: Case, settings: Settings) -> tuple[tuple[Campaign, ...], Sequence[Page] | None]:
    """Campaign definitions of the file, and the pages of the first where they are at hand."""
    if case.kind == "extracted":
        try:
            return (Campaign.model_validate_json(case.files[0].read_bytes()),), None
        except ValidationError as error:
            raise CampaignBroken(f"{case.files[0].name}: {error.errors()[0]['msg']}") from error
    reading = read(*case.files, settings=settings)
    return reading.campaigns, reading.parts[0].pages


def score(  # noqa: PLR0913  what is told of a document besides its figures
    gold: Gold,
    campaign: Campaign,
    pages: Sequence[Page] | None = None,
    *,
    name: str = "",
    level: str = "text",
    seconds: float = 0.0,
    found: int = 1,
) -> DocumentScore:
    """Compare one campaign definition with its gold; with its ``pages`` the evidence is checked against them too."""
    answer = Answer(campaign)
    matched = yardstick.matches(gold, answer)
    scored = (*yardstick.scores(gold, answer, matched), *depth.scores(gold, answer, matched))
    return DocumentScore(name, level, scored, soundness.examine(answer, pages), seconds, found)
