"""Cutting a long document into pieces that memory holds, between paragraphs: there, context matters least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from vanthu.models.restore.result import RestoredLine, RestoredWord

T = TypeVar("T")

PIECE = 40_000
"""Characters after which the next paragraph begins a new piece: sixteen pages, and memory for their spellings."""
BLANK = " "


def pieces(lines: Iterable[T], text: Callable[[T], str]) -> Iterator[list[T]]:
    """Runs of lines of :data:`PIECE` to twice as many characters, together all lines in order.

    Args:
        lines: the lines of a document, or anything that has a text.
        text: gives the text of one.
    """
    piece: list[T] = []
    size = 0
    for line in lines:
        content = text(line)
        if piece and (size + len(content) > 2 * PIECE or (size >= PIECE and _opens_paragraph(content))):
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += len(content) + 1
    if piece:
        yield piece


def _opens_paragraph(content: str) -> bool:
    """An empty line or a new page."""
    return not content.strip() or content.startswith("\f")


def cut(line: str) -> list[str]:
    """The parts of a line longer than :data:`PIECE`, which a blank each parts; others whole."""
    parts, start = [], 0
    while len(line) - start > PIECE and (blank := line.find(BLANK, start + PIECE)) >= 0:
        parts.append(line[start:blank])
        start = blank + 1
    return [*parts, line[start:]]


def joined(parts: Sequence[RestoredLine], between: str = BLANK) -> RestoredLine:
    """One line of the parts of it, which one character parts as read and as restored."""
    if len(parts) == 1:
        return parts[0]
    raw, text = between.join(part.raw for part in parts), between.join(part.text for part in parts)
    offsets: list[int] = []
    words: list[RestoredWord] = []
    before_raw = before_text = 0
    for part in parts:
        offsets += (before_raw + offset for offset in part.offsets or range(len(part.text) + 1))
        words += (
            RestoredWord(before_text + w.start, before_text + w.end, w.confidence, w.number_changed) for w in part.words
        )
        before_raw += len(part.raw) + 1
        before_text += len(part.text) + 1
    return RestoredLine(raw, text, tuple(offsets) if raw != text else (), tuple(words))
