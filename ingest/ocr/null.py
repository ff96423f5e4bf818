"""An engine that reads nothing: for runs that only want text layers, and for tests."""

from __future__ import annotations

from dataclasses import dataclass

from vanthu.ingest.ocr.engine import Image, OcrLine


@dataclass(frozen=True, slots=True)
class NullEngine:
    """Reads nothing, whatever the image."""

    name: str = "null"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:  # noqa: ARG002  the protocol
        """No lines."""
        return []
