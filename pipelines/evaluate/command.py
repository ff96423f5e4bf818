"""``vanthu evaluate``: measure, show, write."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from rich.console import Console

from vanthu.corpora.wording import counted
from vanthu.pipelines.evaluate import Outcome, evaluate
from vanthu.pipelines.evaluate.page import page
from vanthu.pipelines.evaluate.table import show
from vanthu.pipelines.target import save
from vanthu.pipelines.terminal.names import shortened
from vanthu.pipelines.terminal.progress import meter

EXIT_FAILED = 1
"""At least one document could not be measured; the others were."""


def run(  # noqa: PLR0913  one parameter for each option
    folder: Path,
    out: Console,
    progress: Console,
    *,
    only: tuple[str, ...] = (),
    levels: tuple[str, ...] = (),
    jobs: int = 1,
    as_json: Path | None = None,
    html: Path | None = None,
) -> int:
    """Evaluate a folder, print the tables, write what is wanted, and return the exit code.

    Raises:
        VanthuError: there is nothing to measure, or a result cannot be written.
    """
    with meter(progress, "measuring") as shows:
        number = count(1)

        def told(outcome: Outcome) -> None:
            shows.show(
                f"{counted(next(number), 'reading')} measured, last {shortened(outcome.name, 40)} {outcome.level}"
            )

        evaluation = evaluate(folder, only=only, levels=levels, jobs=jobs, told=told)
    if as_json:
        save(as_json, evaluation.as_json() + "\n")
    if html:
        save(html, page(evaluation, f"vanthu evaluate {folder.name}"))
    show(evaluation, out)
    return EXIT_FAILED if evaluation.failures else 0
