"""The course of one content through a run: which pages are to be read, which attempt it is, when it can be defined."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vanthu.pipelines.archive.ledger import Progress, Range
from vanthu.pipelines.archive.sources import Original


@dataclass(slots=True)
class Course:
    """A content that is being worked on; everything that must survive a crash stands in the ledger."""

    original: Original
    sha256: str
    media_type: str
    bytes: int
    pages: int
    todo: deque[Range] = field(default_factory=deque)
    lost: dict[int, str] = field(default_factory=dict)
    attempts: dict[Range, int] = field(default_factory=dict)
    running: int = 0
    opening: bool = False
    """The range with the first page is being worked on."""
    shut: bool = False
    """Put aside: what is still running is not waited for."""

    def plan(self, progress: Progress, chunk_pages: int) -> None:
        """Queue what the ledger says is missing; pages that brought a chunk down are read one by one."""
        self.lost = dict(progress.lost)
        missing = progress.missing(self.pages)
        alone = [n for n in missing if progress.tried.get(n)]
        for number in alone:
            self.attempts[number, number] = progress.tried[number]
        rest = [n for n in missing if not progress.tried.get(n)]
        self.todo = deque(sorted([*chunks(rest, chunk_pages), *((n, n) for n in alone)]))

    def take(self) -> Range | None:
        """The next range to read, if one may be begun.

        The first range of a file goes alone: it has the stamp that says whether the archive may hold the file at all.
        """
        if self.shut or not self.todo or self.opening:
            return None
        chosen = self.todo.popleft()
        self.opening = chosen[0] == 1
        self.running += 1
        return chosen

    def attempt(self, pages: Range) -> int:
        """Count one more attempt at a range."""
        self.attempts[pages] = self.attempts.get(pages, 0) + 1
        return self.attempts[pages]

    def back(self, pages: Range) -> None:
        """A range is no longer worked on."""
        self.running -= 1
        if pages[0] == 1:
            self.opening = False

    def again(self, pages: Range) -> None:
        """Queue a range once more, page by page: what brought it down is then known by its page."""
        tried = self.attempts.get(pages, 0)
        for number in range(pages[0], pages[1] + 1):
            self.attempts[number, number] = tried
        self.todo.extendleft((n, n) for n in range(pages[1], pages[0] - 1, -1))

    @property
    def complete(self) -> bool:
        """Every page is read or lost."""
        return not self.shut and not self.todo and not self.running


def chunks(numbers: Iterable[int], size: int) -> Iterator[Range]:
    """Ranges of consecutive numbers, each of at most ``size``; ``numbers`` ascend."""
    first = last = None
    for number in numbers:
        if first is not None and last is not None and (number != last + 1 or number - first >= size):
            yield first, last
            first = number
        first = number if first is None else first
        last = number
    if first is not None and last is not None:
        yield first, last
