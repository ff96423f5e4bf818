"""Full text search over the pages of an archive: FTS5 on SQLite, ``tsvector`` on PostgreSQL, the same hits on both.

``page_search`` holds the words of each page twice, with diacritics and without, in rows whose ``rowid`` is the page's
id and the number of the piece: PostgreSQL takes no ``tsvector`` above 1 MB, which only text files without page breaks
reach. Words are cut and folded here (:mod:`.search_words`), so that both databases compare the same ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, column, delete, select, table, text

from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.search_statements import statement
from vanthu.pipelines.archive.search_words import Query, key, parse, words
from vanthu.pipelines.archive.snippet import snippet
from vanthu.pipelines.archive.tables import content, document, page, shown

PIECE_BITS = 20
PIECE_WORDS = 3000
"""Of 64 characters at most, i.e. 256 bytes each: below PostgreSQL's limit of 1 MB. A printed page has about 500."""
WIDEN = 4
"""Pages looked at for each document asked for, as a document mostly matches on several of its pages."""

page_search = table("page_search", column("rowid", BigInteger), column("text"), column("bare"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, by its best page.

    ``page`` is 1-based in the file, ``part`` the 1-based document of the file; ``marks`` are the matches in the
    snippet, as ``snippet[start:end]``; ``uri`` is where the original was first seen.
    """

    code: str | None
    title: str | None
    issuer: str | None
    issued_on: str | None
    sha256: str
    part: int
    page: int
    uri: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


def index(connection: Connection, pages: Sequence[tuple[int, str]]) -> None:
    """Make pages findable, in the caller's transaction; what was kept of them before is replaced.

    Args:
        connection: of the writer.
        pages: ``page.id`` and text of each.
    """
    _drop(connection, [number for number, _ in pages])
    rows = [row for number, content_text in pages for row in _rows(number, content_text)]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO page_search (rowid, text, bare) VALUES (:rowid, :text, :bare)"
    else:
        statement = (
            "INSERT INTO page_search (rowid, text, bare) VALUES "
            "(:rowid, to_tsvector('simple', :text), to_tsvector('vanthu_bare', :text))"
        )
    connection.execute(text(statement), rows)


def forget(connection: Connection, sha256: str) -> None:
    """Take the pages of a file out of the index, in the caller's transaction and before its pages are deleted."""
    _drop(connection, list(connection.scalars(select(page.c.id).where(page.c.sha256 == sha256))))


def search(archive: Archive, query: str, *, accents: bool | None = None, limit: int = 20) -> list[Hit]:
    """The documents with a page that holds all words and phrases of a query, best first.

    Args:
        archive: where to look.
        query: words, and ``"phrases"`` in quotes; no other character has a meaning.
        accents: whether diacritics count; None: where the query has one.
        limit: most hits.
    """
    asked = parse(query, accents=accents)
    if not asked.phrases:
        return []
    with archive.engine.connect() as connection:
        best = _best_pages(connection, asked, limit)
        return list(_hits(connection, best, asked))


def _rows(number: int, page_text: str) -> Iterator[dict[str, int | str]]:
    found = [word.text for word in words(unicodedata.normalize("NFC", page_text))]
    for piece, first in enumerate(range(0, len(found), PIECE_WORDS)):
        part = found[first : first + PIECE_WORDS]
        yield {
            "rowid": (number << PIECE_BITS) + piece,
            "text": " ".join(key(word, accents=True) for word in part),
            "bare": " ".join(key(word, accents=False) for word in part),
        }


def _drop(connection: Connection, numbers: Sequence[int]) -> None:
    for number in numbers:
        first = number << PIECE_BITS
        last = first + (1 << PIECE_BITS) - 1
        connection.execute(delete(page_search).where(page_search.c.rowid.between(first, last)))


def _best_pages(connection: Connection, asked: Query, limit: int) -> list[Row[Any]]:
    """The best page of each document, best first: more pages are ranked until there are enough documents."""
    wanted = limit * WIDEN
    while True:
        ranked, exhausted = _ranked(connection, asked, wanted)
        columns = [page.c[name] for name in ("id", "sha256", "part", "number")]
        found = connection.execute(select(*columns).where(page.c.id.in_(ranked), shown(page.c.sha256)))
        by_id: dict[int, Row[Any]] = {row.id: row for row in found}
        best: dict[tuple[str, int], Row[Any]] = {}
        for number in ranked:
            if number in by_id:
                best.setdefault((by_id[number].sha256, by_id[number].part), by_id[number])
        if len(best) >= limit or exhausted:
            return list(best.values())[:limit]
        wanted *= WIDEN


def _ranked(connection: Connection, asked: Query, wanted: int) -> tuple[list[int], bool]:
    """Ids of the best pages, best first, and whether these are all; a page of several pieces is named once."""
    found = connection.scalars(statement(connection, asked, PIECE_BITS, wanted)).all()
    return list(dict.fromkeys(found)), len(found) < wanted


def _hits(connection: Connection, best: Sequence[Row[Any]], asked: Query) -> Iterator[Hit]:
    """Each page's document and the piece of its text."""
    columns = [document.c[name] for name in ("code", "title", "issuer", "issued_on")]
    found = connection.execute(
        select(page.c.id, page.c.text.label("page_text"), content.c.uri, *columns)
        .join_from(page, content, content.c.sha256 == page.c.sha256)
        .outerjoin(document, (document.c.sha256 == page.c.sha256) & (document.c.part == page.c.part))
        .where(page.c.id.in_([row.id for row in best]))
    )
    by_id = {row.id: row for row in found}
    for row in best:
        facts = by_id[row.id]
        around = snippet(facts.page_text, asked)
        yield Hit(
            code=facts.code,
            title=facts.title,
            issuer=facts.issuer,
            issued_on=facts.issued_on,
            sha256=row.sha256,
            part=row.part,
            page=row.number,
            uri=facts.uri,
            snippet=around.text,
            marks=around.marks,
        )
