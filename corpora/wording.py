"""How messages are worded: a number with its noun, and names that UTF-8 cannot write."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""NUL, which PostgreSQL takes in no text, and what Python makes of bytes in a file name that are not UTF-8."""
_BYTES = range(0xDC80, 0xDD00)
"""Surrogates that stand for the bytes 0x80 to 0xff (PEP 383)."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 document``, ``2 documents``; ``many`` where that is not ``one`` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def writable(name: str) -> str:
    r"""A name, or a message with names in it, that JSON and databases can hold.

    Bytes that are not UTF-8 are written as ``\xff``; every other character stays, so that nothing else is lost.
    """
    return _UNWRITABLE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00 if code in _BYTES else code:02x}"
