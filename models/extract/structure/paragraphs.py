"""Paragraphs: running text joined across lines and pages, each in the light of its section."""

from __future__ import annotations

from dataclasses import dataclass

from vanthu.models.extract.source import Passage
from vanthu.models.extract.structure.marks import Mark
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.page import Cell


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body, an appendix or a table cell.

    ``mark`` is the list mark with its place in the sequence, or None; ``marker`` is the same as it was read (``II-``,
    ``1.``, ``a)``, ``-``), part of the passage's text;
    ``path`` holds the normalised numbered marks from the root, its own last (``("II", "1", "a")``; dashes add none).
    ``headings`` are the headings of the sections above, outermost first; ``heading`` says that this is one itself.
    ``page`` and ``cell`` tell a table cell (``cell.table`` counts within its page).
    """

    passage: Passage
    zone: Zone
    mark: Mark | None = None
    path: tuple[str, ...] = ()
    heading: bool = False
    headings: tuple[str, ...] = ()
    page: int = 1
    cell: Cell | None = None

    @property
    def marker(self) -> str | None:
        """The list mark as it was read."""
        return self.mark.printed if self.mark else None

    @property
    def place(self) -> int:
        """Where it begins in the document string; -1 where it is empty."""
        return self.passage.offsets[0] if self.passage.offsets else -1

    @property
    def text(self) -> str:
        """The running text, marker included."""
        return self.passage.text
