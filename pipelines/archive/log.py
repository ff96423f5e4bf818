"""The log of a run: JSON lines with run, content and pages; no text, no name, no path of a document, no credential."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from vanthu.corpora.errors import Unwritable
from vanthu.pipelines.archive.events import Event

LOUD = frozenset({"failed", "quarantined", "page_lost", "refused", "unseen"})
SHORT = 12
"""Digits of a hash that tell the contents of one archive apart."""


@contextmanager
def logged(path: Path | None, run: int) -> Iterator[Callable[[Event], None]]:
    """What writes events to a file, appending; without a file nothing is written.

    Raises:
        Unwritable: the file cannot be written to.
    """
    if path is None:
        yield lambda _: None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise Unwritable(f"{path}: {error.strerror}") from error
    with file:
        shape: list[structlog.typing.Processor] = [
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ]
        log = structlog.wrap_logger(structlog.WriteLogger(file), processors=shape, run=run)

        def write(event: Event) -> None:
            facts = {
                "document": event.sha256[:SHORT],
                "stage": event.stage,
                "pages": event.pages,
                "code": event.code,
                "attempt": event.attempt,
                "seconds": round(event.seconds, 3),
                "cpu_seconds": round(event.cpu_seconds, 3),
            }
            say = log.warning if event.kind in LOUD else log.info
            say(event.kind, **{key: value for key, value in facts.items() if value})

        yield write
