"""``vanthu archive verify`` and ``forget``: whether originals are what was read, and taking documents out again."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanthu.corpora.errors import BadOption, Forgotten, Unconfirmed
from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.commands.app import DEFAULT_URL, AsJson, Url, app, stderr, stdout
from vanthu.pipelines.terminal.interrupts import stoppable
from vanthu.pipelines.terminal.names import Name, escaped, place, shortened
from vanthu.pipelines.terminal.progress import meter
from vanthu.pipelines.terminal.tables import entry

if TYPE_CHECKING:
    from vanthu.pipelines.archive.forget import Kept
    from vanthu.pipelines.archive.opening import Archive
    from vanthu.pipelines.archive.verify import Report

EXIT_WRONG = 1
"""At least one original is not where it was or not what it was; or the question was answered with no."""
MOST_LISTED = 20
"""Files that are listed before the question."""


@app.command("verify")
def verify_command(
    *,
    archive: Url = DEFAULT_URL,
    share: Annotated[float, typer.Option(min=0, max=1, help="Of the files, drawn at random.")] = 1.0,
    seed: Annotated[int | None, typer.Option(min=0, help="Of the draw: the same seed draws the same files.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look whether originals still lie where the archive says and still have their hash; they are only read."""
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.verify import verify  # noqa: PLC0415  same

    with stoppable(stderr, "nothing was changed"), meter(stderr, "counting files") as shows:

        def told(report: Report) -> None:
            done = report.counts.total()
            shows.show(f"{done:,} of {report.chosen:,} files, {len(report.wrong):,} wrong", done / report.chosen)

        with open_archive(archive) as opened:
            report = verify(opened, share=share, seed=seed, told=told)
    if as_json:
        counts = {"files": report.files, "looked_at": report.chosen, "seed": report.seed, **_counts(report)}
        typer.echo(json.dumps({**counts, "wrong": [asdict(one) for one in report.wrong]}, ensure_ascii=False))
    else:
        _show(report)
    raise typer.Exit(EXIT_WRONG if report.wrong else 0)


def _counts(report: Report) -> dict[str, int]:
    from vanthu.pipelines.archive.verify import Verdict  # noqa: PLC0415  loads the database

    return {verdict.value: report.counts[verdict] for verdict in Verdict}


def _show(report: Report) -> None:
    for one in report.wrong:
        entry(stdout, f"{one.verdict}  {one.sha256[:8]}", (Name(place(one.uri)), one.message))
    of = "" if report.seed is None else f" of {report.files:,}, drawn with --seed {report.seed}"
    counts = ", ".join(f"{number:,} {verdict}" for verdict, number in _counts(report).items())
    stdout.print(f"{counted(report.chosen, 'file')}{of}: {counts}", soft_wrap=True)


@app.command("forget")
def forget_command(
    name: Annotated[
        str | None, typer.Argument(help="Code, prefix of a SHA-256, or part of a file name, as `show` takes it.")
    ] = None,
    *,
    archive: Url = DEFAULT_URL,
    gone: Annotated[bool, typer.Option("--gone", help="All documents that no original is left of.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why; kept with the trace.")] = None,
    folder: Annotated[Path | None, typer.Option("--quarantine", help="Folder of what was put aside.")] = None,
) -> None:
    """Take a file and all that was kept of it out of the archive; the original stays where it is."""
    from vanthu.pipelines.archive.forget import clear, forget  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.load import default_quarantine  # noqa: PLC0415  same
    from vanthu.pipelines.archive.lock import locked  # noqa: PLC0415  same
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  same
    from vanthu.pipelines.archive.quarantine import Quarantine  # noqa: PLC0415  same

    if (name is None) is not gone:
        raise BadOption("name what is to be forgotten, or give --gone: one of the two")
    with open_archive(archive, upgrade=True) as opened, locked(opened):
        quarantine = Quarantine(folder or default_quarantine(opened))
        clear(opened, quarantine)  # what one that was killed has left
        chosen = _without_originals(opened) if name is None else _named(opened, name)
        if not chosen:
            stderr.print("nothing was forgotten")
            return
        _ask(chosen, yes=yes)
        for one in chosen:
            forget(opened, one.sha256, reason)
        clear(opened, quarantine)
    stderr.print(f"{counted(len(chosen), 'file')} forgotten")


def _named(opened: Archive, name: str) -> list[Kept]:
    from vanthu.pipelines.archive.forget import kept_of  # noqa: PLC0415  loads the database

    try:
        return [kept_of(opened, name)]
    except Forgotten as error:  # by a run that was killed after it, or by somebody else
        stderr.print(f"forgotten already: {escaped(error.detail)}", soft_wrap=True)
        return []


def _without_originals(opened: Archive) -> list[Kept]:
    from vanthu.pipelines.archive.forget import without_originals  # noqa: PLC0415  loads the database

    found = list(without_originals(opened))
    away = sum(is_away for _, is_away in found)
    if away:
        stderr.print(
            f"{counted(away, 'file')} left alone: nothing but an empty folder is where it lay, as when a share is not "
            "mounted; name it to forget it",
            soft_wrap=True,
        )
    return [one for one, is_away in found if not is_away]


def _ask(chosen: Sequence[Kept], *, yes: bool) -> None:
    """List what goes, and go on when a person says so.

    Raises:
        Unconfirmed: there is nobody to ask.
    """
    for one in chosen[:MOST_LISTED]:
        pages = counted(one.pages, "page") if one.pages is not None else "not read"
        facts = f"{one.sha256[:8]}, {pages}, {counted(one.documents, 'document')}, {counted(len(one.uris), 'place')}"
        stderr.print(f"{shortened(one.name, 60)} ({facts})", soft_wrap=True)
    if len(chosen) > MOST_LISTED:
        stderr.print(f"and {counted(len(chosen) - MOST_LISTED, 'file')} more; all {len(chosen):,} by folder:")
        for folder, number in Counter(_folder(one) for one in chosen).most_common(MOST_LISTED):
            stderr.print(f"{number:,} in {shortened(folder, 100)}", soft_wrap=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise Unconfirmed(f"{counted(len(chosen), 'file')} would be forgotten")
    if not typer.confirm(f"Forget {counted(len(chosen), 'file')} and all that was kept?", err=True):
        stderr.print("nothing was forgotten")
        raise typer.Exit(EXIT_WRONG)


def _folder(one: Kept) -> str:
    return place(one.uris[0]).rpartition("/")[0] if one.uris else "(superseded)"
