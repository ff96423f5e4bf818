"""Several files as the pages of one document."""

from __future__ import annotations

from dataclasses import dataclass

from vanthu.corpora.errors import NoPages
from vanthu.ingest.intake.document import Document, PageSource
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.textlayer import TextLayer
from vanthu.models.page import PageWarning


@dataclass(frozen=True, slots=True)
class _Renumbered:
    """A page under its number in the whole."""

    number: int
    inner: PageSource

    @property
    def kind(self) -> str:
        return self.inner.kind

    @property
    def dpi(self) -> float | None:
        return self.inner.dpi

    @property
    def size(self) -> tuple[float, float]:
        return self.inner.size

    @property
    def has_image(self) -> bool:
        return self.inner.has_image

    @property
    def lines(self) -> tuple[str, ...]:
        return self.inner.lines

    @property
    def warnings(self) -> tuple[PageWarning, ...]:
        return self.inner.warnings

    def render(self, dpi: int, *, signatures: bool = True) -> Image:
        return self.inner.render(dpi, signatures=signatures)

    def layer(self) -> TextLayer | None:
        return self.inner.layer()

    def close(self) -> None:
        self.inner.close()


@dataclass(frozen=True, slots=True)
class JoinedReader:
    """Documents one after the other."""

    parts: tuple[Document, ...]

    @property
    def page_count(self) -> int:
        """Pages of all parts."""
        return sum(part.page_count for part in self.parts)

    def page(self, number: int) -> PageSource:
        """The page at a 1-based number of the whole."""
        left = number
        for part in self.parts:
            if left <= part.page_count:
                return _Renumbered(number, part.reader.page(left))
            left -= part.page_count
        raise NoPages(f"there is no page {number}")

    def close(self) -> None:
        """Close every part."""
        for part in self.parts:
            part.close()
