"""Extraction: one spaCy component for each kind of field, on a tokenizer of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vanthu.models.page import Page

if TYPE_CHECKING:
    from spacy.tokens import Doc

EXTRACTION_VERSION = "1"
"""Raised whenever a component changes what it finds: part of the fingerprint of a result."""


def annotate(pages: Sequence[Page]) -> Doc:
    """Run the extraction pipeline over the pages of one document; loads spaCy when first called."""
    from vanthu.models.extract.language import annotate as run  # noqa: PLC0415  spaCy takes a second to load

    return run(pages)
