"""What every kind of file opens to: a document of pages, one in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, Self

from vanthu.ingest.intake.boundary import coded
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.textlayer import TextLayer
from vanthu.models.page import PageWarning


class PageSource(Protocol):
    """One page as the file holds it, opened when first used and closed by :meth:`Document.pages`.

    Everything except ``number`` and ``kind`` may raise a :class:`~vanthu.corpora.errors.VanthuError` that concerns this
    page only: the next page can still be read.
    """

    @property
    def number(self) -> int:
        """1-based place in the document."""

    @property
    def kind(self) -> str:
        """``pdf``, ``image`` or ``text``."""

    @property
    def dpi(self) -> float | None:
        """Native resolution of the page's main image, None where there is none or the file does not say."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, upright: points of a PDF page, pixels of an image, (0, 0) of text."""

    @property
    def has_image(self) -> bool:
        """Whether images cover most of the page."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of a text page as decoded (neither converted nor normalised); empty for the others."""

    @property
    def warnings(self) -> tuple[PageWarning, ...]:
        """What the file lacks or hides of this page; on the first page, also of the whole file."""

    def render(self, dpi: int, *, signatures: bool = True) -> Image:
        """The upright page as RGB.

        A PDF page is drawn at ``dpi``, or at what ``max_pixels`` allows. An image comes in its own pixels, reduced to
        ``dpi`` where it is known to be finer; it is never enlarged. Without ``signatures`` the
        digital-signature texts that :meth:`layer` gives as asides are left out, so that an engine does not read them
        again; numbers, dates and seals put on by annotations are always drawn.

        Raises:
            NoText: text pages have no picture.
            TooManyPixels: the page is too large for any readable resolution.
            FileBroken: the page cannot be decoded.
        """

    def layer(self) -> TextLayer | None:
        """The text layer of a PDF page, stamps and signatures marked; None for images and text.

        Raises:
            FileBroken: the page's content cannot be parsed.
        """

    def close(self) -> None:
        """Give the memory of the page back; it can be opened again by using it."""


class Reader(Protocol):
    """An opened file of one kind."""

    @property
    def page_count(self) -> int:
        """How many pages the file has."""

    def page(self, number: int) -> PageSource:
        """The page at a 1-based number; nothing is decoded yet."""

    def close(self) -> None:
        """Close the file."""


@dataclass(frozen=True, slots=True)
class BoundedPage:
    """A page whose errors all have a code. ``name`` is that of the file, ``number`` the page's in its document."""

    number: int
    name: str
    inner: PageSource

    @property
    def _where(self) -> str:
        return f"page {self.number} of {self.name}"

    @property
    def kind(self) -> str:
        """``pdf``, ``image`` or ``text``."""
        return self.inner.kind

    @property
    def dpi(self) -> float | None:
        """Native resolution."""
        with coded(self._where):
            return self.inner.dpi

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, upright."""
        with coded(self._where):
            return self.inner.size

    @property
    def has_image(self) -> bool:
        """Whether images cover most of the page."""
        with coded(self._where):
            return self.inner.has_image

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of a text page."""
        return self.inner.lines

    @property
    def warnings(self) -> tuple[PageWarning, ...]:
        """What the file lacks or hides of the page."""
        with coded(self._where):
            return self.inner.warnings

    def render(self, dpi: int, *, signatures: bool = True) -> Image:
        """The upright page as RGB."""
        with coded(self._where):
            return self.inner.render(dpi, signatures=signatures)

    def layer(self) -> TextLayer | None:
        """The text layer of a PDF page."""
        with coded(self._where):
            return self.inner.layer()

    def close(self) -> None:
        """Give the memory of the page back."""
        self.inner.close()


@dataclass(frozen=True, slots=True)
class Document:
    """An opened document; a context manager.

    ``sha256`` and ``bytes`` are those of the file; of several files, the hash of their hashes and the sum.
    """

    name: str
    sha256: str
    media_type: str
    bytes: int
    reader: Reader

    @property
    def page_count(self) -> int:
        """How many pages the document has."""
        return self.reader.page_count

    def page(self, number: int) -> PageSource:
        """The page at a 1-based number, to be closed after use; whatever it raises has a code."""
        return BoundedPage(number, self.name, self.reader.page(number))

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[PageSource]:
        """Pages ``first`` to ``last``, 1-based and inclusive, each closed before the next is given."""
        for number in range(first, min(last or self.page_count, self.page_count) + 1):
            page = self.page(number)
            try:
                yield page
            finally:
                page.close()

    def close(self) -> None:
        """Close the file."""
        self.reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
