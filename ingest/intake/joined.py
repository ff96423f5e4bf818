"""Several files as the pages of one document."""

from __future__ import annotations

from dataclasses import dataclass

from vanthu.corpora.errors import NoPages
from vanthu.ingest.intake.document import Document, PageSource


@dataclass(frozen=True, slots=True)
class JoinedReader:
    """Documents one after the other."""

    parts: tuple[Document, ...]

    @property
    def page_count(self) -> int:
        """Pages of all parts."""
        return sum(part.page_count for part in self.parts)

    def page(self, number: int) -> PageSource:
        """The page at a 1-based number of the whole, numbered as in its part."""
        left = number
        for part in self.parts:
            if left <= part.page_count:
                return part.page(left)
            left -= part.page_count
        raise NoPages(f"there is no page {number}")

    def close(self) -> None:
        """Close every part."""
        for part in self.parts:
            part.close()
