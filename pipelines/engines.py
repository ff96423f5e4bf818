"""The OCR engine that the settings ask for."""

from __future__ import annotations

from vanthu.ingest.ocr.engine import Engine
from vanthu.ingest.ocr.in_process import InProcessEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.pipelines.settings import EngineKind, Settings


def engine_of(settings: Settings) -> Engine:
    """Nothing is loaded before its first use; a missing engine says so then."""
    kind = InProcessEngine if settings.engine is EngineKind.TESSEROCR else TesseractEngine
    return kind(settings.model, settings.ocr_timeout)
