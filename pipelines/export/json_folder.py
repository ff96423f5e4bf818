"""A folder of JSON files, one a document, with names that every system can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from vanthu.corpora.gazetteer.folding import bare
from vanthu.pipelines.archive.selection import Selected
from vanthu.pipelines.export.definitions import definition
from vanthu.pipelines.target import folder

LONGEST_LABEL = 60
"""Characters of the readable part of a name; file systems take 255 bytes in all."""
_UNSAFE = re.compile(r"[^a-z0-9]+")


def write(rows: Iterable[Selected], out: Path) -> int:
    """Write every document, and return how many there were."""
    count = 0
    with folder(out) as target:
        for count, row in enumerate(rows, 1):  # noqa: B007  the last is what is returned
            text = json.dumps(definition(row), ensure_ascii=False, indent=2)
            (target / name(row)).write_text(text + "\n", encoding="utf-8")
    return count


def name(row: Selected) -> str:
    """``180-kh-tu.HASH.1.json``: the code (else the file's name) in plain letters, the whole hash, the part.

    Hash and part make it unique, whatever the code holds; the code is only for people.
    """
    label = row.code or Path(row.originals[0].name).stem if row.originals else row.code or ""
    readable = _UNSAFE.sub("-", bare(label)).strip("-")[:LONGEST_LABEL].strip("-")
    return ".".join(filter(None, (readable, row.sha256, str(row.part), "json")))
