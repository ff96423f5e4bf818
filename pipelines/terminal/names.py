"""Names of files as a person reads them: in plain letters, on one line, within the width there is.

A file may be called anything that has no slash in it: 255 bytes of it, line breaks, marks that turn the order of
letters round, bytes that are no UTF-8. JSON has the whole name; what is printed here shows these and obeys none.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import regex
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

from vanthu.corpora.wording import writable

_MOVING = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of Unicode that a terminal obeys, hides, or draws in a width of its own."""
_SPOKEN = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_SELECTORS = frozenset("\ufe0e\ufe0f")
"""Marks that change how wide a terminal draws what is before them."""
_MARKS_IN_A_ROW = 3
"""Combining marks on one letter: Vietnamese in NFD has two."""
_PIECES = regex.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\[nrt]|\X")
"""What is not cut within: an escape, a letter with its marks."""
ELLIPSIS = "…"
NARROWEST, WIDEST = 20, 120
"""Columns of a name: what a crowded table leaves it, and what a line that has no end does."""


def escaped(text: str) -> str:
    r"""A text on one line, that moves no cursor: ``\n``, ``\u202e``, ``\xff`` for a byte that is not UTF-8."""
    if text.isascii() and text.isprintable():
        return text
    shown, marks = [], _MARKS_IN_A_ROW  # a mark at the beginning would sit on whatever stands before it
    for letter in writable(text):
        is_mark = unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me"}
        marks = marks + 1 if is_mark else 0
        shown.append(_escape(letter) if _moves(letter) or marks > _MARKS_IN_A_ROW else letter)
    return "".join(shown)


def _moves(letter: str) -> bool:
    return letter in _SELECTORS or unicodedata.category(letter) in _MOVING


def _escape(letter: str) -> str:
    code = ord(letter)
    return _SPOKEN.get(letter) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")  # noqa: PLR2004  the BMP


def shortened(name: str, width: int) -> str:
    """A name, escaped, in at most ``width`` columns: the middle gives way, the file's own name last."""
    name = escaped(name)
    if cell_len(name) <= width:
        return name
    pieces = _PIECES.findall(name)
    own = cell_len(name.rpartition("/")[2])
    tail = _fitting(reversed(pieces), min(max(own + 1, width // 2), width * 3 // 4))
    head = _fitting(pieces, width - 1 - cell_len("".join(tail)))
    return "".join([*head, ELLIPSIS, *reversed(tail)]) if width > 0 else ""


def _fitting(pieces: Iterable[str], width: int) -> list[str]:
    taken: list[str] = []
    for piece in pieces:
        width -= cell_len(piece)
        if width < 0:
            break
        taken.append(piece)
    return taken


def place(uri: str) -> str:
    """Where a file lies, in plain letters: a path of this machine, else the URL; not yet escaped."""
    scheme, colon, rest = uri.partition(":")
    if not colon or not rest.startswith("//"):
        return uri
    plain = os.fsdecode(unquote_to_bytes(rest))
    return plain.removeprefix("//") if scheme in {"file", "zip"} and plain.startswith("///") else f"{scheme}:{plain}"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a table: as wide as its column turns out, shortened in the middle."""

    name: str
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One line."""
        yield Text(shortened(self.name, min(options.max_width, WIDEST)), style=self.style, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Between what a crowded table leaves it and its full width."""
        full = min(cell_len(escaped(self.name)), WIDEST, options.max_width)
        return Measurement(min(full, NARROWEST), full)
