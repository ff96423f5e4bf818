"""Globs: ``scans/**/*.pdf`` is the folder ``scans`` and a pattern for the paths below it."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

_MAGIC = frozenset("*?[")


def cut(path: str) -> tuple[str, tuple[str, ...]]:
    """The part of a path before its first wildcard, and the names from there on; none where there is no wildcard."""
    names = path.split("/")
    first = next((index for index, name in enumerate(names) if _MAGIC & set(name)), len(names))
    head = "/".join(names[:first])
    return head or ("/" if path.startswith("/") else ""), tuple(names[first:])


def matches(relative: str, pattern: Sequence[str]) -> bool:
    """Whether a relative path, or a folder that it lies in, matches; upper and lower case differ, as in a shell."""
    return not pattern or _match(relative.split("/"), pattern)


def _match(names: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return True  # a folder that matched: all that lies in it
    if pattern[0] == "**":
        return _match(names, pattern[1:]) if not names else _deeper(names, pattern)
    return bool(names) and fnmatchcase(names[0], pattern[0]) and _match(names[1:], pattern[1:])


def _deeper(names: Sequence[str], pattern: Sequence[str]) -> bool:
    return _match(names, pattern[1:]) or _match(names[1:], pattern)
