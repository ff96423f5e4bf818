"""How wide a mark is on the page against the words after it: ``II`` and ``III`` differ by a third of an em.

Widths are those of Times, in which official papers are set (NĐ 30/2020/NĐ-CP, Phụ lục I; HD 36-HD/VPTW); the words of
the line itself give its size. What a mark loses by a width that does not fit is bounded: papers from a
typewriter have other widths.
"""

from __future__ import annotations

from functools import cache

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.extract.source import LineRef

SPREAD = 0.11
"""Standard deviation of a width in ems: what bold type, bearings and the edges of boxes make of it."""
MOST = 3.0
"""Nats that a width that does not fit costs at most."""
LEAST_MEASURED = 4.0
"""Ems of words that tell the size of the line."""


def misfit(ref: LineRef, token: str, stop: str, label: str) -> float:
    """Nats that the width of the first word speaks against ``label`` with ``stop`` after it; 0 where it tells nothing.

    Args:
        ref: the line.
        token: the mark as read, without what follows it.
        stop: what follows it in the same word.
        label: what may be printed there.
    """
    words = [word for word in ref.line.words if word.box]
    if len(words) < 2 or ref.line.raw[words[0].start : words[0].end].strip("_.,)/ ") != token:  # noqa: PLR2004  the mark and a word
        return 0.0
    size = _size(ref)
    if not size or not words[0].box:
        return 0.0
    off = words[0].box.width / size - width(label + stop)
    return float(min((off / SPREAD) ** 2 / 2, MOST))


def _size(ref: LineRef) -> float | None:
    """Page fraction of an em on this line, by its words after the first."""
    known = [(word.box.width, width(ref.line.raw[word.start : word.end])) for word in ref.line.words[1:] if word.box]
    ems = sum(own for _, own in known)
    return sum(seen for seen, _ in known) / ems if ems >= LEAST_MEASURED else None


def width(text: str) -> float:
    """Ems of a word; marks above and below letters add nothing, characters that the table lacks count as half an em."""
    return sum(_table().get(char, 0.5) for char in strip_marks(text))


@cache
def _table() -> dict[str, float]:
    return {row["character"]: float(row["width"]) for row in rows("times_widths")}
