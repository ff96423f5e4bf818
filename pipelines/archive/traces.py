"""What is left of what was forgotten: hash, name, when, by whom and why. No hash is both here and in ``content``."""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection, delete, func, inspect, select

from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.tables import forgotten

MOST_NAMED = 5
"""Traces that one message tells."""


def has(connection: Connection, sha256: str) -> bool:
    """Whether a content was forgotten, and not loaded again since."""
    return bool(connection.scalar(select(func.count()).where(forgotten.c.sha256 == sha256)))


def erase(connection: Connection, sha256: str) -> None:
    """A content is loaded again, in the caller's transaction."""
    connection.execute(delete(forgotten).where(forgotten.c.sha256 == sha256))


def told(connection: Connection, wanted: str, *, shortest_hash: int = 6) -> str | None:
    """What became of the files that went by a name, for a person; None where none was forgotten.

    Args:
        connection: to an archive that may not be up to date: an older one knows nothing of the kind.
        wanted: part of a file name, or the beginning of a hash.
        shortest_hash: digits that a hash has at least.
    """
    if not wanted or not inspect(connection).has_table(forgotten.name):
        return None
    part, prefix = wanted.casefold(), wanted.lower()
    rows = connection.execute(select(forgotten).order_by(forgotten.c.at.desc(), forgotten.c.sha256))
    found = [
        f"{row.name} ({row.sha256[:8]}), on {row.at[:16].replace('T', ' ')} UTC by {row.by}"
        + (f": {row.reason}" if row.reason else "")
        for row in rows
        if part in unicodedata.normalize("NFC", row.name).casefold()
        or (len(prefix) >= shortest_hash and row.sha256.startswith(prefix))
    ]
    more = [counted(len(found) - MOST_NAMED, "file") + " more"] if len(found) > MOST_NAMED else []
    return "; ".join([*found[:MOST_NAMED], *more]) or None
