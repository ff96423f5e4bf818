"""How far something is: a bar with a line of words on a terminal, elsewhere the line alone now and then; on stderr."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column

from vanthu.pipelines.terminal.names import escaped

QUIET_SECONDS = 60.0
"""Between two lines where there is no terminal."""
MEMORY_SECONDS = 120.0
"""How long the pace remembers: a chunk of eight pages moves a rate of one page a second by a fifteenth."""
FIRST_SECONDS = 3.0
"""Before that a rate is chance."""
MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(slots=True)
class Pace:
    """How quickly something goes: an average in which what was long ago counts less, exponentially.

    Amount and time fade alike, so that the figure is the plain average at first and no burst makes it jump.
    """

    clock: Callable[[], float] = time.monotonic
    amount: float = 0.0
    seconds: float = 0.0
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin now."""
        self._at = self.clock()

    def add(self, amount: float) -> None:
        """So much more is done."""
        self._fade()
        self.amount += amount

    def rate(self) -> float | None:
        """A second; None until there is something to tell it from."""
        self._fade()
        return self.amount / self.seconds if self.amount and self.seconds >= FIRST_SECONDS else None

    def left(self, rest: float) -> float | None:
        """Seconds that the rest will take."""
        rate = self.rate()
        return rest / rate if rate else None

    def _fade(self) -> None:
        now = self.clock()
        passed, self._at = now - self._at, now
        share = math.exp(-passed / MEMORY_SECONDS)
        self.amount *= share
        self.seconds = self.seconds * share + passed


def lasting(seconds: float) -> str:
    """``about 2 h 10 min``: as rough as it is known."""
    if seconds < MINUTE:
        return "under a minute"
    if seconds < HOUR:
        return f"about {math.ceil(seconds / MINUTE)} min"
    if seconds < DAY:
        tens = math.ceil(seconds / MINUTE / 10) * 10
        return f"about {tens // 60} h {tens % 60} min" if tens % 60 else f"about {tens // 60} h"
    return f"about {seconds / DAY:.1f} days"


@dataclass(slots=True)
class Meter:
    """Shows how far something is."""

    console: Console
    bar: Progress | None = None
    task: TaskID | None = None
    _said: float = field(default_factory=time.monotonic)

    def show(self, words: str, share: float | None = None) -> None:
        """Words, and the share that is done (0..1) where the whole is known."""
        words = escaped(words)
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, description=words, completed=share or 0.0, total=None if share is None else 1.0)
        elif time.monotonic() - self._said >= QUIET_SECONDS:
            self._said = time.monotonic()
            self.console.print(words, soft_wrap=True)


@contextmanager
def meter(console: Console, words: str) -> Iterator[Meter]:
    """A meter that goes when it is done with."""
    if not console.is_terminal:
        yield Meter(console)
        return
    line = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    with Progress(BarColumn(bar_width=16), line, console=console, transient=True) as bar:
        yield Meter(console, bar, bar.add_task(words, total=None))
