"""Where labels go: beside the page, in two columns, each as near to its box as the others leave it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from vanthu.models.page import Box

GAP = 4
"""Pixels between two labels."""
_BESIDE = 0.1
"""A box whose centre is nearer to one edge than this (share of the width, from the middle) is labelled on that side."""


def on_the_left(boxes: Sequence[Box]) -> list[bool]:
    """For each box whether its label goes to the left column; wide boxes go to the shorter one."""
    left: list[bool] = []
    for box in boxes:
        from_middle = box.centre[0] - 0.5
        shorter = 2 * sum(left) <= len(left)
        left.append(shorter if abs(from_middle) < _BESIDE else from_middle < 0)
    return left


def stacked(wanted: Sequence[float], height: int, room: int) -> list[int]:
    """Tops of labels of one ``height`` one under another, none above 0 and, where they all fit, none below ``room``.

    Args:
        wanted: where the top of each label would best be, ascending.
        height: of every label, in pixels.
        room: height of the column in pixels.
    """
    step = height + GAP
    tops = list(accumulate((round(max(top, 0)) for top in wanted), lambda above, top: max(above + step, top)))
    lowest = max(room, room_for(len(tops), height)) - height
    for index in reversed(range(len(tops))):
        tops[index] = min(tops[index], lowest)
        lowest = tops[index] - step
    return tops


def room_for(count: int, height: int) -> int:
    """Pixels that so many labels take in a column."""
    return count * (height + GAP) - GAP if count else 0
