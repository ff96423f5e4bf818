"""Breaking a paragraph into printed lines as a word processor does."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from PIL import ImageFont

PIECES = regex.compile(r"\S+?(?<=[\p{L}\d])-(?=\S)|\S+?(?=\s|$)|\S+")
"""A line may end at a blank, or after a hyphen inside a word: that is how ``106-⏎KH/TU`` comes about."""


def wrap(text: str, font: ImageFont.FreeTypeFont, width: float, indent: float = 0) -> list[str]:
    """Lines of ``text`` no wider than ``width`` pixels, the first shorter by ``indent``; greedy."""
    lines: list[str] = []
    current, room = "", width - indent
    for gap, piece in _pieces(text):
        longer = current + gap + piece if current else piece
        if current and font.getlength(longer) > room:
            lines.append(current)
            current, room = piece, width
        else:
            current = longer
    return [*lines, current]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for found in PIECES.finditer(text):
        yield text[end : found.start()], found.group()
        end = found.end()
