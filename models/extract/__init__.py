"""Extraction: one spaCy component for each kind of field, on a tokenizer of our own."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from vanthu.models.page import Page

if TYPE_CHECKING:
    from spacy.tokens import Doc


def annotate(pages: Sequence[Page]) -> Doc:
    """Run the extraction pipeline over the pages of one document; loads spaCy when first called."""
    if _loaded.cache_info().currsize:
        return _loaded()(pages)
    with _uncollected():  # word lists and patterns are made when they are first asked for
        return _loaded()(pages)


def warm() -> None:
    """Load the pipeline before its first document is there, for one who has to wait for OCR anyway."""
    annotate(())


@cache
def _loaded() -> Callable[[Sequence[Page]], Doc]:
    from vanthu.models.extract.language import annotate as run  # noqa: PLC0415  spaCy takes half a second to load

    return run


@contextmanager
def _uncollected() -> Iterator[None]:
    """Loading makes a million objects that all stay: looking for garbage among them takes a fifth of a second."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
