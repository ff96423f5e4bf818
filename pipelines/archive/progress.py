"""A run as a person sees it go: counts, pages, pace and time to go; what is waited for; each file where one watches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rich.console import Console

from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.driver import Errand
from vanthu.pipelines.archive.events import Event, Tally
from vanthu.pipelines.terminal.names import escaped, place, shortened
from vanthu.pipelines.terminal.progress import Meter, Pace, lasting

ENDS = ("known", "duplicate", "forgotten", "done", "partial", "failed", "quarantined", "refused", "unseen")
"""Every file ends in one of these."""
WITHDRAWN = "withdrawn"
"""What becomes of some contents before any file is taken."""
NAMED = 5
"""Tasks in flight that are named one by one."""


@dataclass(slots=True)
class Way:
    """How far a run is: pages are what takes the time, so they are what the time to go is told from.

    Of files that were begun the pages are known; each of the others is taken to have as many as those on average.
    """

    files: int | None = None
    """In all, where somebody counted them."""
    pace: Pace = field(default_factory=Pace)
    tally: Tally = field(default_factory=Tally)
    begun: int = 0
    """Files of which the pages are known, whatever became of them."""
    pages: int = 0
    """Of those."""
    left: dict[str, int] = field(default_factory=dict)
    """Pages still to be read of each content that is under way."""

    def add(self, event: Event) -> None:
        """Take note of an event."""
        self.tally.add(event)
        if event.kind == "begun":
            self.begun += 1
            self.pages += event.missing
            self.left[event.sha256] = event.missing
        elif event.kind in {"pages", "page_lost"} and event.pages and event.sha256 in self.left:
            read = event.pages[1] - event.pages[0] + 1
            self.left[event.sha256] -= read
            self.pace.add(read)
        elif event.kind in ENDS:
            known = self.left.pop(event.sha256, None) if event.kind != "duplicate" else None
            self.begun += known is None and event.kind != "known"

    @property
    def ended(self) -> int:
        """Files of which it is known what became."""
        return sum(self.tally.counts[end] for end in ENDS)

    def rest(self) -> float | None:
        """Pages still to be read; None where the files were not counted."""
        if self.files is None:
            return None
        unseen = max(self.files - self.ended - len(self.left), 0)
        each = self.pages / self.begun if self.begun else 1.0
        return sum(self.left.values()) + unseen * each

    def words(self) -> str:
        """One line: files, pages, pace, time to go, and what became of the files."""
        of = "" if self.files is None else f" of {self.files:,}"
        parts = [f"{self.ended:,}{of} files", counted(self.tally.pages, "page")]
        if rate := self.pace.rate():
            parts.append(f"{rate:.1f} pages/s" if rate >= 1 else f"{rate * 60:.0f} pages/min")
            rest = self.rest()
            if rest and (left := self.pace.left(rest)):
                parts.append(f"{lasting(left)} to go")
        parts += [f"{self.tally.counts[end]:,} {end}" for end in ENDS if self.tally.counts[end]]
        return ", ".join(parts)

    def share(self) -> float | None:
        """Of the pages that is done, 0..1."""
        rest = self.rest()
        done = self.tally.pages
        return None if rest is None else done / (done + rest) if done + rest else 1.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows the events of a run."""

    meter: Meter
    way: Way

    def __call__(self, event: Event) -> None:
        """One more event."""
        self.way.add(event)
        self.meter.show(self.way.words(), self.way.share())


def announce(console: Console, errands: Sequence[Errand]) -> None:
    """What a run that was asked to stop still waits for, and how to stop it at once."""
    pages = sum(e.pages[1] - e.pages[0] + 1 for e in errands if e.stage == "pages")
    files = len({e.original.uri for e in errands})
    if files:
        console.print(f"stopping: waiting for {counted(files, 'file')}, {counted(pages, 'page')} in flight")
        for errand in errands[:NAMED]:
            console.print(f"  {_doing(errand)}", soft_wrap=True)
        if len(errands) > NAMED:
            console.print(f"  and {counted(len(errands) - NAMED, 'task')} more")
    else:
        console.print("stopping: nothing is in flight")
    console.print("Ctrl-C again stops at once; what is finished is kept either way")


def _doing(errand: Errand) -> str:
    name = shortened(place(errand.original.uri), 60)
    if errand.stage == "pages":
        first, last = errand.pages
        return f"{name}: page {first}" if first == last else f"{name}: pages {first}-{last}"
    return f"{name}: {'first look' if errand.stage == 'look' else 'definition of the whole'}"


@dataclass(frozen=True, slots=True)
class Watched:
    """What names each file that is taken, and what became of it: a line each; ``root`` is the folder's path."""

    console: Console
    root: str

    def __call__(self, event: Event) -> None:
        """One more event."""
        if event.kind == "begun":
            self._say("reading", event, counted(event.missing, "page"))
        elif event.kind in {*ENDS, WITHDRAWN} and event.kind != "known":
            self._say(event.kind, event, event.code)

    def _say(self, what: str, event: Event, more: str) -> None:
        name = escaped(place(event.uri).removeprefix(self.root).removeprefix("/"))
        at = datetime.now().astimezone().strftime("%H:%M:%S")
        self.console.print(f"{at} {what:<11} {name}" + (f": {more}" if more else ""), soft_wrap=True)
