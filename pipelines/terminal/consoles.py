"""Consoles on which every text stands as it is: no markup in brackets, no emoji between colons."""

from __future__ import annotations

import sys

from rich.console import Console


def console(*, stderr: bool = False, wide: int | None = None) -> Console:
    """A console; styles are given beside a text, never within it.

    Args:
        stderr: for messages; else for data.
        wide: columns where stdout is no terminal; a terminal's lines are as long as it is wide.
    """
    width = None if wide is None or sys.stdout.isatty() else wide
    return Console(stderr=stderr, width=width, markup=False, emoji=False, highlight=False)
