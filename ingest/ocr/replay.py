"""Recorded OCR: an engine that keeps what another engine read, and one that gives it back without tesseract.

One small JSON file for each call, named by the hash of the image, the resolution, the mode and the engine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vanthu.corpora.errors import OcrFailed
from vanthu.ingest.ocr.engine import Engine, Image, OcrLine, OcrWord


@dataclass(frozen=True, slots=True)
class ReplayEngine:
    """Gives back what :class:`RecordingEngine` kept in ``folder`` for the engine called ``name``."""

    folder: Path
    name: str

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """The recorded lines.

        Raises:
            OcrFailed: this image was never recorded in this mode with this engine.
        """
        path = _path(self.folder, self.name, image, dpi, mode)
        if not path.exists():
            raise OcrFailed(f"nothing recorded as {path.name} for a {mode} of {image.shape} with {self.name}")
        return [_line(item) for item in json.loads(path.read_text(encoding="utf-8"))]


@dataclass(frozen=True, slots=True)
class RecordingEngine:
    """Reads through ``engine``, keeping every answer in ``folder``; what is there already is not read again."""

    folder: Path
    engine: Engine

    @property
    def name(self) -> str:
        """The name of the engine behind it: the recording changes nothing."""
        return self.engine.name

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """The lines, from the folder or from the engine.

        Raises:
            OcrError: as the engine does; nothing is kept then.
        """
        path = _path(self.folder, self.name, image, dpi, mode)
        if not path.exists():
            lines = self.engine.read(image, dpi=dpi, mode=mode)
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps([asdict(line) for line in lines], ensure_ascii=False), encoding="utf-8")
        return ReplayEngine(self.folder, self.name).read(image, dpi=dpi, mode=mode)


def _path(folder: Path, name: str, image: Image, dpi: int, mode: str) -> Path:
    digest = hashlib.sha256(f"{name}|{dpi}|{mode}|{image.shape}|".encode())
    digest.update(image.tobytes())
    return folder / f"{digest.hexdigest()[:24]}.json"


def _line(item: dict[str, Any]) -> OcrLine:
    words = tuple(OcrWord(word["text"], _box(word["box"]), word["confidence"]) for word in item["words"])
    return OcrLine(words, _box(item["box"]), item["block"], tuple(item["notes"]))


def _box(values: list[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = values
    return x0, y0, x1, y1
