"""Cutting a long document into pieces that memory holds, between paragraphs: there, context matters least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from vanthu.models.restore.result import RestoredLine, RestoredWord

T = TypeVar("T")

PIECE = 40_000
"""Characters after which the next paragraph begins a new piece: sixteen pages, and memory for their spellings."""
BLANK, PAGE = " ", "\f"
"""What parts the lines of a text, beside their ends."""


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
    return not content.strip() or content.startswith(PAGE)


def cut(line: str) -> tuple[list[str], str]:
    """The parts of a line, and the characters between them, one for every two neighbours.

    Form feeds part what stands on one page and on the next; in what is longer than :data:`PIECE`, blanks do.
    """
    parts: list[str] = []
    between: list[str] = []
    for page in line.split(PAGE):
        of_page = list(_at_blanks(page))
        parts += of_page
        between += [BLANK] * (len(of_page) - 1) + [PAGE]
    return parts, "".join(between[:-1])


def _at_blanks(page: str) -> Iterator[str]:
    start = 0
    while len(page) - start > PIECE and (blank := page.find(BLANK, start + PIECE)) >= 0:
        yield page[start:blank]
        start = blank + 1
    yield page[start:]


def joined(parts: Sequence[RestoredLine], between: str) -> RestoredLine:
    """One line of the parts of it, which the characters ``between`` part as read and as restored."""
    if len(parts) == 1:
        return parts[0]
    raw = "".join(chain.from_iterable(zip((part.raw for part in parts), (*between, ""), strict=True)))
    text = "".join(chain.from_iterable(zip((part.text for part in parts), (*between, ""), strict=True)))
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
