"""vanthu: scanned Vietnamese plans and directives, read into campaign definitions.

The public API. Names are resolved when first used (PEP 562), so that reading the schema does not load an OCR engine.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vanthu.corpora.errors import VanthuError
    from vanthu.models.campaign import Campaign, Field
    from vanthu.models.page import Box, Line, Page, Table, Word
    from vanthu.models.restore import restore
    from vanthu.pipelines.read import FileReading, read

__version__ = "0.1.0"

if (Path(__file__).parent / "models").is_file():
    # git on Windows writes links as small files unless core.symlinks is set: the four folders lie beside this one
    __path__.append(str(Path(__file__).resolve().parent.parent))

_HOME = {
    "Box": "vanthu.models.page",
    "Campaign": "vanthu.models.campaign",
    "Field": "vanthu.models.campaign",
    "FileReading": "vanthu.pipelines.read",
    "Line": "vanthu.models.page",
    "Page": "vanthu.models.page",
    "Table": "vanthu.models.page",
    "VanthuError": "vanthu.corpora.errors",
    "Word": "vanthu.models.page",
    "read": "vanthu.pipelines.read",
    "restore": "vanthu.models.restore",
}

__all__ = ["Box", "Campaign", "Field", "FileReading", "Line", "Page", "Table", "VanthuError", "Word", "read", "restore"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  the type of a lazily found name is that of its home
    if name not in _HOME:
        raise AttributeError(f"module 'vanthu' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
