"""Wording that tells a purpose from a requirement where one heading covers both."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex

from vanthu.corpora.gazetteer.assignees import spelt
from vanthu.corpora.gazetteer.tables import rows


@cache
def wording(use: Literal["opens_purpose", "requires", "asks"]) -> regex.Pattern[str]:
    """Words with which a purpose opens, that command, or that ask for a manner; any case, whole words."""
    found = (
        spelt(r["word"]) + (rf"(?!\s+(?:{spelt(r['not_before'])}))" if r["not_before"] else "")
        for r in rows("purpose_words")
        if r["use"] == use
    )
    return regex.compile(
        rf"(?<!\p{{L}})(?:{'|'.join(sorted(found, key=len, reverse=True))})(?!\p{{L}})", regex.IGNORECASE
    )
