"""Runs as a person sees them: a progress bar, a line of figures at the end, an exit code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import typer

from vanthu.corpora.errors import ArchiveMissing
from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.commands.app import stderr, stdout
from vanthu.pipelines.archive.events import Tally
from vanthu.pipelines.archive.load import Wanted, both, driving, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.outlook import outlook
from vanthu.pipelines.archive.progress import ENDS, WITHDRAWN, Shown, Watched, Way, announce
from vanthu.pipelines.archive.retries import Retries
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.terminal.interrupts import EXIT_INTERRUPTED, stoppable
from vanthu.pipelines.terminal.names import escaped
from vanthu.pipelines.terminal.progress import meter

Found = Callable[[], Iterable[Original | Refused]]

EXIT_FAILED = 1
"""At least one file was put aside or failed; the others were loaded."""
GOES_ON = "the same command goes on where this one stopped"

MEANINGS = {
    "nothing": "nothing to do",
    "look": "new or changed: everything",
    "pages": "pages to be read, then restored and extracted",
    "restore": "pages to be restored, then extracted",
    "extract": "to be extracted",
    "refused": "not taken from the source, and told in quarantine",
}
"""What a run would do with a file, by its first stage."""


def load_shelf(find: Found, wanted: Wanted, passed: Counter[str], *, as_json: bool) -> int:
    """Load what is found, show how it goes, and return the exit code; ``passed`` counts what ``find`` passes over."""
    with stoppable(stderr, GOES_ON), meter(stderr, "counting files") as shows:
        total = sum(1 for _ in find()) if stderr.is_terminal else None  # only a bar needs to know
        passed.clear()
        way = Way(total)
        shows.show(way.words())
        tally = load(find(), wanted, Shown(shows, way), partial(announce, stderr))
    _tell(tally, as_json=as_json)
    _tell_passed(passed)
    if tally.interrupted:
        stderr.print(f"stopped: {GOES_ON}")
        return EXIT_INTERRUPTED
    return 0 if tally.clean else EXIT_FAILED


def watch_folder(folder: Path, wanted: Wanted, arriving: Callable[..., Iterator[list[Original | Refused]]]) -> int:
    """Load what arrives, until somebody stops it; the exit code says whether all went well.

    ``arriving`` is :func:`~vanthu.pipelines.archive.watch.watch` of that folder.
    """
    named = Watched(stderr, str(folder.resolve()))
    retries = Retries()
    told = both(named, retries)
    with stoppable(stderr, GOES_ON), driving(wanted, told, partial(announce, stderr)) as driver:
        stop = partial(getattr, driver, "stopping")
        batches = arriving(stop=stop, due=retries.due)
        stderr.print(f"watching {escaped(str(folder))}; Ctrl-C stops", soft_wrap=True)
        for batch in batches:
            driver.run(batch)
            retries.after(batch)
    _tell(driver.tally, as_json=False)
    stderr.print(f"stopped: {GOES_ON}")
    return 0 if driver.tally.clean else EXIT_FAILED


def _tell(tally: Tally, *, as_json: bool) -> None:
    counts = {end: tally.counts[end] for end in (WITHDRAWN, *ENDS) if tally.counts[end]}
    facts = {**counts, "pages": tally.pages, "cpu_seconds": round(tally.cpu_seconds, 1)}
    if as_json:
        typer.echo(json.dumps(facts))
    else:
        stdout.print(", ".join(f"{number} {name}" for name, number in facts.items()))
    if not tally.clean:
        stderr.print(
            "what was put aside and why: vanthu archive quarantine list; attempts: vanthu archive failures",
            soft_wrap=True,
        )


def _tell_passed(passed: Counter[str]) -> None:
    if passed:
        stderr.print(f"passed over: {', '.join(f'{number} {reason}' for reason, number in passed.most_common())}")


def foresee(find: Found, wanted: Wanted, passed: Counter[str], *, as_json: bool) -> int:
    """Say what loading what is found would do; the exit code is 0."""
    prints = wanted.plan.fingerprints
    try:
        with open_archive(wanted.archive) as archive:
            counts = outlook(archive, find(), prints)
    except ArchiveMissing:
        counts = outlook(None, find(), prints)
    if as_json:
        typer.echo(json.dumps(counts))
    else:
        for stage, number in counts.most_common():
            stdout.print(f"{counted(number, 'file'):>14}: {MEANINGS[stage]}")
    _tell_passed(passed)
    return 0
