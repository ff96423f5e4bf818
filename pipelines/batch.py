"""Many files, one after another: what goes where, what failed, and what the exit code says."""

from __future__ import annotations

import glob
import os
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event

from rich.console import Console
from rich.text import Text

from vanthu.corpora.errors import BadOption, Unwritable, VanthuError
from vanthu.corpora.wording import counted
from vanthu.pipelines import output, overlay
from vanthu.pipelines.card import card_text
from vanthu.pipelines.read import FileReading, read
from vanthu.pipelines.settings import Settings
from vanthu.pipelines.target import require_new, save
from vanthu.pipelines.terminal.interrupts import EXIT_INTERRUPTED, interruptible, shielded
from vanthu.pipelines.terminal.names import Name, escaped, shortened
from vanthu.pipelines.terminal.progress import Meter, meter
from vanthu.pipelines.terminal.tables import Cell, table

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
    overwrite: bool = False
    debug: bool = False

    @property
    def ending(self) -> str:
        """Of the results: text for people, else JSON."""
        return ".txt" if self.text or self.plain else ".json"


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
        ResultExists: a result is there already, and is not to be replaced.
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
    targets = plan_names(groups)
    _require_new(targets, wanted, taken)
    outcomes: list[Outcome] = []
    with suppress(KeyboardInterrupt), meter(console, "reading") as shows:
        run = _Run(shows, [group[0].name for group in groups])
        with interruptible(run.stop, partial(run.announce, console)) if len(groups) > 1 else nullcontext():
            for group, target in zip(groups, targets, strict=True):
                if run.stopping:
                    break
                work = partial(_one, group, target, wanted, settings, taken, run)
                outcomes.append(shielded(work))
    if len(outcomes) < len(groups):
        return _stopped(outcomes, groups, console)
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


def _require_new(targets: Sequence[str], wanted: Wanted, taken: set[Path]) -> None:
    """Whether results are there already that would be replaced; a file may turn out to hold several documents."""
    require_new(wanted.pages, wanted.overlay, overwrite=wanted.overwrite)
    if wanted.out is None:
        return
    for target in targets:
        numbered = wanted.out.glob(f"{glob.escape(target)}.[0-9]*{wanted.ending}")
        found = sorted({wanted.out / f"{target}{wanted.ending}", *numbered})
        require_new(*(path for path in found if path.resolve() not in taken), overwrite=wanted.overwrite)


@dataclass(slots=True)
class _Run:
    """How far the reading of several files is; ``names`` are those of the files."""

    shows: Meter
    names: Sequence[str]
    begun: int = 0
    page: tuple[int, int] = (0, 0)
    """Pages read of the file in hand, and how many it has."""
    stopping: bool = False

    def stop(self) -> None:
        """Begin no other file."""
        self.stopping = True

    def begin(self) -> None:
        """The next file is read now."""
        self.begun += 1
        self.page = (0, 0)
        self.shows.show(self.words())

    def told(self, leaving: Event, done: int, count: int) -> None:
        """A page more is read."""
        if leaving.is_set():
            raise KeyboardInterrupt
        self.page = (done, count)
        share = (self.begun - 1 + done / count) / len(self.names)
        self.shows.show(self.words(), share)

    def words(self) -> str:
        """Which file of how many, and which of its pages is being read."""
        done, count = self.page
        of = f"file {self.begun} of {len(self.names)}, " if len(self.names) > 1 else ""
        where = "" if not count else f": page {done + 1} of {count}" if done < count else ": extracting"
        return f"{of}{shortened(self.names[self.begun - 1], 40)}{where}"

    def announce(self, console: Console) -> None:
        """What is waited for, and how to stop at once."""
        console.print(f"stopping: waiting for {self.words()}", soft_wrap=True)
        console.print("Ctrl-C again stops at once, and nothing of that file is kept")


def _stopped(outcomes: Sequence[Outcome], groups: Sequence[Sequence[Path]], console: Console) -> int:
    """Say what is read and what is not."""
    if outcomes:
        _summarise(outcomes, console)
    read, left = len(outcomes), groups[len(outcomes)][0].name
    console.print(
        f"stopped: {read} of {counted(len(groups), 'file')} read; nothing was written from {escaped(left)} on: "
        "give the same command again with these",
        soft_wrap=True,
    )
    return EXIT_INTERRUPTED


def _one(  # noqa: PLR0913, PLR0917  one file's way
    group: Sequence[Path],
    target: str,
    wanted: Wanted,
    settings: Settings,
    taken: set[Path],
    run: _Run,
    leaving: Event,
) -> Outcome:
    """Read a group of files and write what is wanted; ``taken`` are the paths not to be written to, or not again."""
    run.begin()
    try:
        reading = read(*group, settings=settings, told=partial(run.told, leaving))
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
        path = _free(wanted.out / f"{stem}{wanted.ending}", taken)
        if wanted.text:
            save(path, output.text(reading.parts[index - 1].pages))
        else:
            save(path, card_text(campaign) if wanted.plain else output.campaign_json(campaign) + "\n")


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
    if wanted.plain:
        return "\n".join(card_text(campaign) for campaign in reading.campaigns)
    several = len(reading.campaigns) > 1
    return "".join(
        output.campaign_json(campaign, indent=None if several else 2) + "\n" for campaign in reading.campaigns
    )


def _free(path: Path, taken: set[Path]) -> Path:
    """The path, taken from now on; originals are never written to, nor one result over another."""
    if path.resolve() in taken:
        raise Unwritable(f"{path} is one of the files read, or a result of this run; give another folder with -o")
    taken.add(path.resolve())
    return path


def _summarise(outcomes: Sequence[Outcome], console: Console) -> None:
    heads = ("file", "documents", "pages", "code", "issued on", "state")
    console.print(table(heads, [_row(outcome) for outcome in outcomes]))
    for outcome in outcomes:
        if outcome.error:
            said = Text(f"{outcome.error.code}: {escaped(outcome.error.detail)}", style="red")
            console.print(said, soft_wrap=True)
    for remedy in dict.fromkeys(outcome.error.remedy for outcome in outcomes if outcome.error):
        console.print(f"  {remedy}", soft_wrap=True)


def _row(outcome: Outcome) -> tuple[Cell, ...]:
    name = Name(outcome.name)
    if outcome.reading is None:
        code = outcome.error.code if outcome.error else ""
        return (name, "", "", "", "", Text(code, style="red"))
    parts = outcome.reading.campaigns
    first = parts[0].document
    state = "partial" if any(c.status == "partial" for c in parts) else "complete"
    pages = sum(len(c.source.pages) for c in parts)
    code, issued_on = first.code.value or first.code.status, first.issued_on.value or first.issued_on.status
    return (name, len(parts), pages, str(code), str(issued_on), state)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    if any(outcome.error for outcome in outcomes):
        return EXIT_FAILED
    partial = any(c.status == "partial" for o in outcomes if o.reading for c in o.reading.campaigns)
    return EXIT_PARTIAL if partial else 0
