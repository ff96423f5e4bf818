"""Cutting a long document into pieces that memory holds, between paragraphs: there, context matters least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

PIECE = 40_000
"""Characters after which the next paragraph begins a new piece: sixteen pages, and memory for their spellings."""


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
