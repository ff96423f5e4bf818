"""Settings of a reading: each has an option on the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from vanthu.ingest.limits import Limits

MOST_JOBS = 4
"""Pages read at the same time unless more are asked for: what opens and lays them out keeps no more engines busy."""


def cores() -> int:
    """Processor cores that this process may use, four at most; macOS and Windows tell those of the machine."""
    allowed = getattr(os, "sched_getaffinity", None)
    return min(len(allowed(0)) if allowed else os.cpu_count() or 1, MOST_JOBS)


class EngineKind(StrEnum):
    """What reads pages: tesseract in a child process, or within this one (an extra, quicker)."""

    TESSERACT = "tesseract"
    TESSEROCR = "tesserocr"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a file is read.

    Args:
        limits: what is too big, too many or too deep.
        model: tesseract model (``-l``).
        dpi: resolution at which pages are rendered for OCR.
        ocr_timeout: seconds of wall time that one pass of OCR over a page, or a part of it, may take.
        jobs: pages of one document that are read at the same time.
        restore: whether lines of foreign text layers, text input and doubtful words of OCR go through the restorer.
        weights: folder with other weights of the restorer, as ``vanthu train restorer`` writes it.
        engine: tesseract as a program, or in this process.
    """

    limits: Limits = field(default_factory=Limits)
    model: str = "vie"
    dpi: int = 300
    ocr_timeout: float = 120.0
    jobs: int = field(default_factory=cores)
    restore: bool = True
    weights: Path | None = None
    engine: EngineKind = EngineKind.TESSERACT
