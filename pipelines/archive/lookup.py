"""What the archive knows of a document, asked for by its code, by the hash of its file or by the file's name."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from vanthu.corpora.errors import Forgotten, NotInArchive
from vanthu.pipelines.archive import traces
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.selection import Original, Selected, originals_of, with_originals
from vanthu.pipelines.archive.tables import content, document, file, shown

SHORTEST_HASH = 6
"""Digits of a hash that are taken for one: fewer match by chance."""
_HASH = re.compile(rf"[0-9a-f]{{{SHORTEST_HASH},64}}")
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
"""What SQLite's ``lower`` does: it leaves ``Đ`` as it is, PostgreSQL's does not."""


@dataclass(frozen=True, slots=True)
class Known:
    """One file's content with its documents.

    ``originals`` are all files with these bytes, those that are there first: all but one are duplicates. ``rescans``
    are documents of other files with the same code, date and issuer, by hash and part.
    """

    sha256: str
    name: str
    state: str
    pages: int | None
    code: str | None
    message: str | None
    originals: tuple[Original, ...]
    documents: tuple[Selected, ...]
    rescans: tuple[tuple[str, int], ...]


def look_up(archive: Archive, name: str, *, limit: int = 20) -> tuple[list[Known], int]:
    """The files that go by a code, a prefix of a hash or a part of a file name, and how many there are in all.

    A code brings only its document of a file that holds several.

    Args:
        archive: where to look.
        name: ``180-KH/TU``, letter case and blanks aside; six hexadecimal digits or more; else part of a file name.
        limit: most files.

    Raises:
        NotInArchive: nothing goes by it; :class:`Forgotten` where something did that was taken out.
    """
    wanted = unicodedata.normalize("NFC", name).strip()
    with archive.engine.connect() as connection:
        by_code = _by_code(connection, wanted)
        hashes = list(dict.fromkeys(sha256 for sha256, _ in by_code))
        hashes = hashes or _by_hash(connection, wanted) or _by_name(connection, wanted)
        if not hashes:
            told = traces.told(connection, wanted)
            raise Forgotten(told) if told else NotInArchive(wanted)
        return [_known(connection, sha256, by_code) for sha256 in hashes[:limit]], len(hashes)


def _by_code(connection: Connection, wanted: str) -> list[tuple[str, int]]:
    code = "".join(wanted.split())
    columns = (document.c.sha256, document.c.part)
    as_written = document.c.code.in_({wanted, code, code.upper()})  # by the index
    in_any_case = func.lower(document.c.code).in_({code.lower(), code.upper().translate(_ASCII_LOWER)})
    for condition in (as_written, in_any_case):
        found = connection.execute(select(*columns).where(condition).order_by(*columns)).all()
        if found:
            return [(row.sha256, row.part) for row in found]
    return []


def _by_hash(connection: Connection, wanted: str) -> list[str]:
    prefix = wanted.lower()
    if not _HASH.fullmatch(prefix):
        return []
    # a range, not LIKE: it uses the primary key on both databases
    within = content.c.sha256.between(prefix, prefix.ljust(64, "f"))
    return list(connection.scalars(select(content.c.sha256).where(within).order_by(content.c.sha256)))


def _by_name(connection: Connection, wanted: str) -> list[str]:
    """Names are compared here, as SQLite knows the case of ASCII letters only."""
    if not wanted:
        return []
    part = wanted.casefold()
    columns = (file.c.sha256, file.c.name)
    statement = select(*columns).where(file.c.sha256.is_not(None)).order_by(file.c.name, file.c.sha256)
    found = connection.execute(statement.execution_options(yield_per=1000))
    named = (row.sha256 for row in found if part in unicodedata.normalize("NFC", row.name).casefold())
    return list(dict.fromkeys(named))


def _known(connection: Connection, sha256: str, by_code: Sequence[tuple[str, int]]) -> Known:
    facts = connection.execute(select(content).where(content.c.sha256 == sha256)).one()
    rows = connection.execute(
        select(document, content.c.uri, content.c.settled_at)
        .join_from(document, content, content.c.sha256 == document.c.sha256)
        .where(document.c.sha256 == sha256)
        .order_by(document.c.part)
    ).all()
    asked = [row for row in rows if not by_code or (sha256, row.part) in by_code]
    originals = originals_of(connection, {sha256: facts.uri})
    return Known(
        sha256=sha256,
        name=facts.name,
        state=facts.state,
        pages=facts.pages,
        code=facts.code,
        message=facts.message,
        originals=originals.get(sha256, ()),
        documents=tuple(with_originals(connection, asked)),
        rescans=tuple(again for row in asked for again in _rescans(connection, row)),
    )


def _rescans(connection: Connection, row: Row[Any]) -> list[tuple[str, int]]:
    """Same code, date and issuer in another file; a document that lacks one of them is like no other."""
    if None in {row.code, row.issued_on, row.issuer}:
        return []
    same = (document.c.code == row.code, document.c.issued_on == row.issued_on, document.c.issuer == row.issuer)
    columns = (document.c.sha256, document.c.part)
    found = connection.execute(
        select(*columns).where(*same, document.c.sha256 != row.sha256, shown(document.c.sha256)).order_by(*columns)
    )
    return [(other.sha256, other.part) for other in found]
