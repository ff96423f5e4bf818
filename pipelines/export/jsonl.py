"""JSON Lines: one campaign definition a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from vanthu.pipelines.archive.selection import Selected
from vanthu.pipelines.export.definitions import definition
from vanthu.pipelines.target import stream


def write(rows: Iterable[Selected], out: Path | None) -> int:
    """Write every document, and return how many there were."""
    count = 0
    with stream(out) as target:
        for count, row in enumerate(rows, 1):  # noqa: B007  the last is what is returned
            target.write(json.dumps(definition(row), ensure_ascii=False).encode() + b"\n")
    return count
