"""Golden readings: all that a file was read into, kept to be compared value by value after a change."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest
from pathlib import Path
from typing import Any

from vanthu.models.campaign import Campaign
from vanthu.models.page import Part
from vanthu.pipelines.check import check_campaign

Json = Any
SUFFIX = ".json.xz"
CLOSE = 0.002
"""Difference up to which two fractions are the same: the last digits of a probability depend on the processor."""


class Missing(Enum):
    """What one side of a difference has where the other has a value."""

    MISSING = "nothing"


MISSING = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same; ``path`` counts list items of what was before (``campaigns.0.deadlines.3``)."""

    path: str
    before: Json | Missing
    after: Json | Missing

    def __str__(self) -> str:
        return f"{self.path}\n  - {_shown(self.before)}\n  + {_shown(self.after)}"


def golden(parts: Sequence[Part], campaigns: Sequence[Campaign]) -> Json:
    """The lines of every page, every campaign definition, and what ``vanthu check`` finds in it.

    Seconds and versions of stages are left blank: they differ although nothing else does.
    """
    return {
        "pages": [[line.text for line in page.lines] for part in parts for page in part.pages],
        "campaigns": [_without_volatile(campaign.model_dump(mode="json", by_alias=True)) for campaign in campaigns],
        "findings": [[asdict(finding) for finding in check_campaign(campaign)] for campaign in campaigns],
    }


def _without_volatile(campaign: Json) -> Json:
    for stage in campaign["source"]["stages"]:
        stage |= {"version": "", "seconds": 0.0}
    return campaign


def differences(before: Json, after: Json, path: str = "") -> Iterator[Difference]:
    """Every value of two JSON documents that is not the same, in order; inserted list items shift no others."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, MISSING), after.get(key, MISSING), _below(path, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    elif not _same(before, after):
        yield Difference(path, before, after)


def _of_lists(before: list[Json], after: list[Json], path: str) -> Iterator[Difference]:
    keys = [[json.dumps(item, sort_keys=True) for item in items] for items in (before, after)]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = zip_longest(before[i:i_end], after[j:j_end], fillvalue=MISSING)
        for offset, (one, other) in enumerate(pairs):
            yield from differences(one, other, _below(path, i + offset))


def _below(path: str, key: str | int) -> str:
    return f"{path}.{key}" if path else str(key)


def _same(one: Json, other: Json) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= CLOSE
    return type(one) is type(other) and bool(one == other)


def _shown(value: Json | Missing) -> str:
    return value.value if isinstance(value, Missing) else json.dumps(value, ensure_ascii=False)


def save(path: Path, value: Json) -> None:
    """Write a golden reading; the same value gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(json.dumps(value, ensure_ascii=False).encode(), preset=9))


def load(path: Path) -> Json:
    """A golden reading as it was saved.

    Raises:
        FileNotFoundError: there is none.
    """
    return json.loads(lzma.decompress(path.read_bytes()))
