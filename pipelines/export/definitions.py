"""The whole campaign definition as JSON, with what the archive knows of the document under ``archive``."""

from __future__ import annotations

import json
from typing import Any

from vanthu.pipelines.archive.selection import Original, Selected


def definition(row: Selected) -> dict[str, Any]:
    """A campaign definition with one key more, ``archive``: ``files`` with their finding aid, and ``settled_at``.

    Readers of campaign definitions ignore keys that they do not know, so that it still is one.
    """
    known = {"files": [facts(original) for original in row.originals], "settled_at": row.settled_at}
    return {**json.loads(row.definition), "archive": known}


def facts(original: Original) -> dict[str, Any]:
    """One file: ``uri``, ``name``, the finding aid's columns as they stand there, and whether it is ``gone``."""
    aid = dict(original.finding_aid)
    return {"uri": original.uri, "name": original.name, "finding_aid": aid, "gone": original.gone}
