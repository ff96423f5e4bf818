"""Pages as bytes and back, without loss: JSON by pydantic, packed by zlib.

A page of five hundred words takes about 15 kB. Nothing is executed when it is read back, as a pickle would.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter

from vanthu.ingest.layout import Layout
from vanthu.ingest.layout.page_layout import Columns
from vanthu.ingest.reader import PageReading
from vanthu.models.page import Page
from vanthu.pipelines.restoration import Restoration

LEVEL = 6
"""Of zlib: 9 takes twice the time for one part in a hundred."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page as read; its layout has the same lines and tables."""

    page: Page
    columns: tuple[Columns, ...]
    seconds: dict[str, float]


@cache
def _readings() -> TypeAdapter[tuple[_Kept, ...]]:
    return TypeAdapter(tuple[_Kept, ...])


@cache
def _page() -> TypeAdapter[Page]:
    return TypeAdapter(Page)


@cache
def _restoration() -> TypeAdapter[Restoration]:
    return TypeAdapter(Restoration)


def pack_readings(readings: Iterable[PageReading]) -> bytes:
    """Pages as the page stages left them."""
    kept = tuple(_Kept(r.page, r.layout.columns, dict(r.seconds)) for r in readings)
    return zlib.compress(_readings().dump_json(kept), LEVEL)


def unpack_readings(packed: Sequence[bytes]) -> list[PageReading]:
    """The pages of several chunks, in order."""
    kept = [item for data in packed for item in _readings().validate_json(zlib.decompress(data))]
    return [PageReading(k.page, Layout(k.page.lines, k.page.tables, k.columns), k.seconds) for k in kept]


def pack_page(page: Page) -> bytes:
    """One page, as restored."""
    return zlib.compress(_page().dump_json(page), LEVEL)


def unpack_page(packed: bytes) -> Page:
    """The page again."""
    return _page().validate_json(zlib.decompress(packed))


def pack_restoration(restoration: Restoration) -> bytes:
    """What the restorer did, without the pages, which are packed by themselves."""
    return zlib.compress(_restoration().dump_json(replace(restoration, pages=())), LEVEL)


def unpack_restoration(packed: bytes, pages: Sequence[Page]) -> Restoration:
    """The restoration again, with its pages."""
    return replace(_restoration().validate_json(zlib.decompress(packed)), pages=tuple(pages))
