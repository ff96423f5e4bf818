"""The versions of all stages: each from the sources and tables that the stage is made of, never from a number."""

from __future__ import annotations

from collections.abc import Mapping

from vanthu.corpora.code_version import code_version

PAGE_STAGES: Mapping[str, tuple[str, ...]] = {
    "verdict": ("vanthu.ingest.intake", "vanthu.ingest.verdict"),
    "layer_check": ("vanthu.ingest.layer_check",),
    "clean": ("vanthu.ingest.clean.mend",),
    "ocr": ("vanthu.pipelines.engines",),
    "reread": ("vanthu.ingest.layout.reread", "vanthu.ingest.layout.figures", "vanthu.ingest.layout.handwriting"),
    "layout": ("vanthu.ingest.layout", "vanthu.ingest.clean.rulings"),
}
"""Name → the modules that it begins with, in order; ``vanthu.ingest.reader`` calls them all and is part of each."""


def page_stage_versions() -> dict[str, str]:
    """Name → version of every page stage, in order."""
    return {name: code_version(*modules, alone=("vanthu.ingest.reader",)) for name, modules in PAGE_STAGES.items()}


def restoration_version() -> str:
    """The code of restoration; its weights have a fingerprint of their own."""
    roots = ("vanthu.models.restore.pages", "vanthu.models.restore.restorer")
    return code_version(*roots, alone=("vanthu.pipelines.restoration",))


def splitting_version() -> str:
    """How documents of a file are told apart."""
    return code_version("vanthu.models.documents")


def extraction_version() -> str:
    """All components with their word lists, and what makes a campaign definition of their results."""
    return code_version("vanthu.models.extract", alone=("vanthu.pipelines.definition",))
