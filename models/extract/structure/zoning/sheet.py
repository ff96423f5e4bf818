"""The lines of a document as zoning looks at them, and the zones that they have so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.extract.header.letterhead_lines import is_rule
from vanthu.models.extract.source import LineRef, SourceText
from vanthu.models.extract.structure.zones import Zone


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines, their text without diacritics, and the zone of each, None while it is not known."""

    lines: tuple[LineRef, ...]
    keys: tuple[str, ...]
    zones: list[Zone | None] = field(default_factory=list)

    @classmethod
    def of(cls, source: SourceText) -> Sheet:
        """The sheet of a source before anything is zoned."""
        return cls(source.lines, tuple(bare(ref.text) for ref in source.lines), [None] * len(source.lines))

    def open(self, index: int) -> bool:
        """A line with letters that has no zone yet."""
        return self.zones[index] is None and not is_rule(self.keys[index])
