"""Clauses and sentences of one passage: where each begins, found once for all numbers in it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import regex

CLAUSE_ENDS = regex.compile(
    r"[;:()]|\.(?=\s|$)|(?<=\s)(?<!(?:tế|trị|hóa|hoá|đua|động|thao|thanh|chính|số|ninh)\s)[-–+](?=\s\p{L})|”"
)
"""Where a comparator or a modality stops to reach; a dash joins ``kinh tế - xã hội``, ``thi đua - khen thưởng``."""
SENTENCE_ENDS = regex.compile(r";|\.(?=\s)")
FULL_STOPS = regex.compile(r"\.\s")
LIST_MARK = regex.compile(r"\s*(?:[-–+*•]|\p{L}\)|\d{1,2}(?:\.\d{1,2})*[.)]?|\(\d{1,2}\))\s")


class Clauses:
    """The bounds within one passage.

    Args:
        text: the passage.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _clauses(self) -> list[int]:
        return [found.end() for found in CLAUSE_ENDS.finditer(self.text)]

    @cached_property
    def _sentences(self) -> list[int]:
        return [found.end() for found in SENTENCE_ENDS.finditer(self.text)]

    @cached_property
    def _stops(self) -> list[int]:
        return [found.end() for found in FULL_STOPS.finditer(self.text)]

    @cached_property
    def mark_end(self) -> int:
        """Where the words after the list mark of the passage begin."""
        mark = LIST_MARK.match(self.text)
        return mark.end() if mark else 0

    def clause(self, position: int) -> int:
        """Where the clause that holds ``position`` starts."""
        return _last(self._clauses, position)

    def sentence(self, position: int) -> int:
        """Where the sentence that holds ``position`` starts, after its list mark; a semicolon ends it too."""
        start = _last(self._sentences, position)
        mark = LIST_MARK.match(self.text, start, position)
        return mark.end() if mark else start

    def full_stop(self, position: int) -> int:
        """Where the sentence that holds ``position`` starts, semicolons inside it."""
        return _last(self._stops, position)


def _last(ends: list[int], position: int) -> int:
    index = bisect_right(ends, position)
    return ends[index - 1] if index else 0
