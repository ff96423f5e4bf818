"""Fingerprints: what a result depends on besides the bytes of the file. Another fingerprint, another result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from vanthu.ingest.ocr.digits.recogniser import DigitReader
from vanthu.ingest.ocr.engine import Engine
from vanthu.models.restore.restorer import load
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive.tables import State
from vanthu.pipelines.settings import Settings
from vanthu.pipelines.stage_versions import (
    extraction_version,
    page_stage_versions,
    restoration_version,
    splitting_version,
)

LENGTH = 16
"""Hexadecimal digits: 64 bits tell the configurations of an archive's life apart."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """One for each stage of the ledger; each holds those before it, so that a change is felt by all that follow."""

    pages: str
    """The page stages, the OCR engine, the recogniser of digits, the resolution, the limits of one page."""
    restore: str
    """The restorer's code and weights."""
    extract: str
    """Splitting and extraction."""
    refuse: str
    """All of these, the limits on files and the secrecy allowed: what a quarantine was decided by."""

    def settled(self, state: str) -> str:
        """The fingerprint that a settled content has while nothing changed.

        A limit that was raised sets free what it kept out, and touches nothing that was read.
        """
        return self.refuse if state == State.QUARANTINED else self.extract


def fingerprints(settings: Settings, engine: Engine, allowed: Secrecy | None = None) -> Fingerprints:
    """The fingerprints of a configuration; ``allowed`` is the highest level of secrecy that the archive may hold.

    Raises:
        EngineMissing: tesseract is not on the PATH.
        WeightsMissing: weights of the restorer or of the recogniser of digits are not there or damaged.
    """
    limits = asdict(settings.limits)
    of_page = {key: limits.pop(key) for key in ("max_pixels", "max_unpacked", "max_depth")}
    read_by = {"engine": engine.name, "digits": DigitReader().fingerprint()}
    pages = digest({"stages": page_stage_versions(), **read_by, "dpi": settings.dpi, "limits": of_page})
    restorer = f"{restoration_version()}.{load(settings.weights).fingerprint()}" if settings.restore else None
    restore = digest({"pages": pages, "restorer": restorer})
    extract = digest({"restore": restore, "split": splitting_version(), "extract": extraction_version()})
    refuse = digest({"extract": extract, "limits": limits, "allowed": allowed})
    return Fingerprints(pages, restore, extract, refuse)


def digest(facts: dict[str, Any]) -> str:
    """Of facts that JSON can hold."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:LENGTH]
