"""The progress of a run on a terminal: rate, time to go, and counts by state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from vanthu.pipelines.archive.events import Event, Tally

ENDS = ("known", "duplicate", "done", "partial", "failed", "quarantined", "refused", "unseen")
"""Every file ends in one of these."""


@contextmanager
def shown(console: Console, total: int | None) -> Iterator[Callable[[Event], None]]:
    """What shows events as they come; ``total`` files, where that is known, give the time to go."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[rate]}"),
    )
    tally = Tally()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("loading", total=total, rate="")

        def show(event: Event) -> None:
            tally.add(event)
            seconds = bar.tasks[0].elapsed or 0.0
            rate = f"{tally.pages / seconds:.2f} pages/s" if seconds else ""
            said = " ".join(f"{tally.counts[end]} {end}" for end in ENDS if tally.counts[end])
            bar.update(task, advance=int(event.kind in ENDS), description=said or "loading", rate=rate)

        yield show
