"""Many files, one after another: what goes where, what failed, and what the exit code says."""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from vanthu.corpora.errors import BadOption, Unwritable, VanthuError
from vanthu.pipelines import output, overlay
from vanthu.pipelines.read import FileReading, read
from vanthu.pipelines.settings import Settings
from vanthu.pipelines.target import save

EXIT_FAILED = 1
"""Several files were read and at least one failed; a single file ends in its error's own exit code."""
EXIT_PARTIAL = 7
"""Every file was read, but pages of at least one could not be."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for; the options of ``vanthu read``."""

    out: Path | None = None
    join: bool = False
    plain: bool = False
    text: bool = False
    pages: Path | None = None
    overlay: Path | None = None
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file (or of the joined ones)."""

    name: str
    reading: FileReading | None = None
    error: VanthuError | None = None


def read_files(files: Sequence[Path], wanted: Wanted, settings: Settings, console: Console) -> int:
    """Read all files, write what is wanted, print a summary, and return the exit code.

    Raises:
        BadOption: options that do not go together.
        Unwritable: the folder for the results cannot be written to.
        VanthuError: a single file failed.
    """
    groups = [list(files)] if wanted.join else [[file] for file in files]
    _check(groups, wanted)
    if len(groups) > 1 and wanted.out is None:
        wanted = replace(wanted, out=Path())
    if wanted.out is not None:
        _require_folder(wanted.out)
    taken = {file.resolve() for file in files}
    outcomes = []
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("reading", total=len(groups))
        for group, target in zip(groups, plan_names(groups), strict=True):
            progress.update(task, description=escape(group[0].name))
            outcomes.append(_one(group, target, wanted, settings, taken))
            progress.advance(task)
    if len(outcomes) > 1:
        _summarise(outcomes, console)
    elif outcomes[0].error:
        raise outcomes[0].error
    return _exit_code(outcomes)


def _check(groups: Sequence[Sequence[Path]], wanted: Wanted) -> None:
    if wanted.plain and wanted.text:
        raise BadOption("--plain and --text are two forms of output; choose one")
    if len(groups) > 1 and (wanted.pages or wanted.overlay):
        raise BadOption("--pages and --overlay go with one file")
    originals = {file.resolve() for group in groups for file in group}
    for path in (wanted.pages, wanted.overlay):
        if path is not None and path.resolve() in originals:
            raise BadOption(f"{path} is one of the files read; originals are never written to")


def _require_folder(folder: Path) -> None:
    """Find out before hours of OCR, not after, that the results have nowhere to go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"{folder}: {error.strerror or error}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unwritable(f"{folder}: no permission to write")


def plan_names(groups: Sequence[Sequence[Path]]) -> list[str]:
    """A name for the output of each group, no two alike: the stem, else the whole name, else with a number."""
    names = [group[0].stem for group in groups]
    count = Counter(names)
    names = [group[0].name if count[name] > 1 else name for group, name in zip(groups, names, strict=True)]
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return unique


def _one(group: Sequence[Path], target: str, wanted: Wanted, settings: Settings, taken: set[Path]) -> Outcome:
    """Read a group of files and write what is wanted; ``taken`` are the paths not to be written to, or not again."""
    try:
        reading = read(*group, settings=settings)
        _write(reading, target, wanted, taken)
        if wanted.overlay:
            with reading.reopen() as document:
                overlay.write(document, reading.campaigns, _free(wanted.overlay, taken))
    except VanthuError as error:
        if wanted.debug:
            traceback.print_exc(file=sys.stderr)
        return Outcome(group[0].name, error=error)
    return Outcome(group[0].name, reading=reading)


def _write(reading: FileReading, target: str, wanted: Wanted, taken: set[Path]) -> None:
    if wanted.pages:
        save(_free(wanted.pages, taken), output.pages_json([page for part in reading.parts for page in part.pages]))
    if wanted.out is None:
        _print(_to_stdout(reading, wanted))
        return
    for index, campaign in enumerate(reading.campaigns, 1):
        stem = target if len(reading.campaigns) == 1 else f"{target}.{index}"
        if wanted.text:
            save(_free(wanted.out / f"{stem}.txt", taken), output.text(reading.parts[index - 1].pages))
        else:
            shown = output.plain(campaign) if wanted.plain else output.campaign_json(campaign)
            save(_free(wanted.out / f"{stem}.json", taken), shown + "\n")


def _print(content: str) -> None:
    try:
        sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as `head` has; typer ends without a word
        raise
    except OSError as error:
        raise Unwritable(f"stdout: {error.strerror or error}") from error


def _to_stdout(reading: FileReading, wanted: Wanted) -> str:
    if wanted.text:
        return output.text(page for part in reading.parts for page in part.pages)
    show = output.plain if wanted.plain else output.campaign_json
    several = len(reading.campaigns) > 1
    return "".join(show(campaign, indent=None if several else 2) + "\n" for campaign in reading.campaigns)


def _free(path: Path, taken: set[Path]) -> Path:
    """The path, taken from now on; originals are never written to, nor one result over another."""
    if path.resolve() in taken:
        raise Unwritable(f"{path} is one of the files read, or a result of this run; give another folder with -o")
    taken.add(path.resolve())
    return path


def _summarise(outcomes: Sequence[Outcome], console: Console) -> None:
    table = Table("file", "documents", "pages", "code", "issued on", "state", box=None)
    for outcome in outcomes:
        if outcome.reading is None:
            table.add_row(escape(outcome.name), "", "", "", "", f"[red]{escape(str(outcome.error))}[/]")
            continue
        parts = outcome.reading.campaigns
        first = parts[0].document
        state = "partial" if any(c.status == "partial" for c in parts) else "complete"
        pages = sum(len(c.source.pages) for c in parts)
        code, issued_on = first.code.value or first.code.status, first.issued_on.value or first.issued_on.status
        table.add_row(escape(outcome.name), str(len(parts)), str(pages), escape(str(code)), str(issued_on), state)
    console.print(table)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    if any(outcome.error for outcome in outcomes):
        return EXIT_FAILED
    partial = any(c.status == "partial" for o in outcomes if o.reading for c in o.reading.campaigns)
    return EXIT_PARTIAL if partial else 0
