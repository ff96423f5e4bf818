"""What a run tells while it goes on: to the log, and to the person who watches. No text of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to a content: ``kind`` says what.

    Kinds: ``known`` (nothing to do), ``looked``, ``duplicate``, ``forgotten`` (taken out before, and not loaded again),
    ``begun`` (``missing`` pages are to be read), ``pages`` (a chunk is read), ``retry``, ``page_lost``, ``done``,
    ``partial``, ``failed``, ``quarantined``, ``rescan`` (the same document in another file), ``refused``, ``unseen``
    (the file could not be hashed), ``superseded`` (other bytes lie in the place of a content) and ``withdrawn`` (stored
    by an earlier run, above the secrecy that is allowed now).
    """

    kind: str
    sha256: str = ""
    stage: str = ""
    pages: tuple[int, int] | None = None
    code: str = ""
    attempt: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    uri: str = ""
    """Where the original lies; for eyes, never for the log."""
    missing: int = 0


Told = Callable[[Event], None]


@dataclass(slots=True)
class Tally:
    """What a run has come to."""

    counts: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    cpu_seconds: float = 0.0
    interrupted: bool = False
    """Stopped before the end of what was found."""

    def add(self, event: Event) -> None:
        """Count an event."""
        self.counts[event.kind] += 1
        self.cpu_seconds += event.cpu_seconds
        if event.kind == "pages" and event.pages:
            self.pages += event.pages[1] - event.pages[0] + 1

    @property
    def clean(self) -> bool:
        """Nothing failed, nothing was put aside, no page is missing."""
        return not any(
            self.counts[kind] for kind in ("failed", "quarantined", "refused", "unseen", "partial", "withdrawn")
        )
