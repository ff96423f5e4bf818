"""Full text search over the pages of an archive: FTS5 on SQLite, ``tsvector`` on PostgreSQL, the same hits on both.

``page_search`` holds the words of each page twice, with diacritics and without, in rows whose ``rowid`` is the page's
id and the number of the piece: PostgreSQL takes no ``tsvector`` above 1 MB, which only text files without page breaks
reach. Words are cut and folded here (:mod:`.search_words`), so that both databases compare the same ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Row, column, delete, func, select, table, text

from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.search_scattered import scattered
from vanthu.pipelines.archive.search_statements import statement
from vanthu.pipelines.archive.search_words import Query, key, parse, words
from vanthu.pipelines.archive.selection import Original, Selection, allowed_pages, conditions, originals_of
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

    ``page`` is 1-based in the file, ``pages`` have all words between them (in a list without a query: all of the
    document), ``part`` is the 1-based document of the file; ``marks`` are the matches in the snippet, as
    ``snippet[start:end]``; ``uri`` is where the original lies, or lay where it is ``gone``.
    """

    code: str | None
    title: str | None
    issuer: str | None
    issued_on: str | None
    sha256: str
    part: int
    page: int
    pages: tuple[int, ...]
    uri: str
    gone: bool
    snippet: str
    marks: tuple[tuple[int, int], ...]


class Found(NamedTuple):
    """The best page of a document that was found: its id and number, the document, all pages that make the hit."""

    id: int
    sha256: str
    part: int
    number: int
    pages: tuple[int, ...]


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


def rewrite(connection: Connection) -> None:
    """Write the index anew without the words that were taken out of it, where the database would keep them (SQLite)."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO page_search (page_search) VALUES ('optimize')"))


def search(
    archive: Archive,
    query: str,
    *,
    accents: bool | None = None,
    limit: int = 20,
    selection: Selection | None = None,
) -> list[Hit]:
    """The documents with all words and phrases of a query, best first.

    First those with a page that has them all; then those that have them on different pages.

    Args:
        archive: where to look.
        query: words, and ``"phrases"`` in quotes; no other character has a meaning.
        accents: whether diacritics count; None: where the query has one.
        limit: most hits.
        selection: filters that documents must pass as well.
    """
    asked = parse(query, accents=accents)
    if not asked.phrases:
        return []
    with archive.engine.connect() as connection:
        allowed = allowed_pages(connection, selection or Selection())
        best = _best_pages(connection, asked, limit, allowed)
        found = [Found(row.id, row.sha256, row.part, row.number, (row.number,)) for row in best]
        if len(found) < limit and len(asked.phrases) > 1:
            known = [(one.sha256, one.part) for one in found]
            rest = scattered(connection, asked, PIECE_BITS, allowed, known)[: limit - len(found)]
            found += [Found(one.best, *one.document, one.numbers[one.best], one.pages) for one in rest]
        return list(_hits(connection, found, asked))


def documents(archive: Archive, selection: Selection, *, limit: int = 20) -> tuple[list[Hit], int]:
    """The documents that pass, latest date of issue first, and how many there are; no words are looked for."""
    columns = [document.c[name] for name in ("code", "title", "issuer", "issued_on", "sha256", "part")]
    pages = [document.c.first_page, document.c.last_page]
    with archive.engine.connect() as connection:
        passing = (shown(document.c.sha256), *conditions(connection, selection))
        count = connection.scalar(select(func.count()).select_from(document).where(*passing)) or 0
        order = (document.c.issued_on.is_(None), document.c.issued_on.desc(), document.c.code, document.c.sha256)
        listed = (
            select(*columns, *pages, content.c.uri)
            .join_from(document, content, content.c.sha256 == document.c.sha256)
            .where(*passing)
            .order_by(*order, document.c.part)
            .limit(limit)
        )
        rows = connection.execute(listed).all()
        originals = originals_of(connection, {row.sha256: row.uri for row in rows})
    return [
        Hit(
            *row[:6],
            page=row.first_page,
            pages=tuple(range(row.first_page, row.last_page + 1)),
            uri=_place(originals.get(row.sha256, ()), row.uri),
            gone=_is_gone(originals.get(row.sha256, ())),
            snippet="",
            marks=(),
        )
        for row in rows
    ], count


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


def _best_pages(connection: Connection, asked: Query, limit: int, allowed: Sequence[int] | None) -> list[Row[Any]]:
    """The best page of each document, best first: more pages are ranked until there are enough documents."""
    wanted = limit * WIDEN
    while True:
        ranked, exhausted = _ranked(connection, asked, wanted, allowed)
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


def _ranked(connection: Connection, asked: Query, wanted: int, allowed: Sequence[int] | None) -> tuple[list[int], bool]:
    """Ids of the best pages, best first, and whether these are all; a page of several pieces is named once."""
    found = connection.scalars(statement(connection, asked, PIECE_BITS, wanted, allowed)).all()
    return list(dict.fromkeys(found)), len(found) < wanted


def _hits(connection: Connection, best: Sequence[Found], asked: Query) -> Iterator[Hit]:
    """Each page's document, where its original lies, and the piece of its text."""
    columns = [document.c[name] for name in ("code", "title", "issuer", "issued_on")]
    rows = connection.execute(
        select(page.c.id, page.c.text.label("page_text"), content.c.uri, *columns)
        .join_from(page, content, content.c.sha256 == page.c.sha256)
        .outerjoin(document, (document.c.sha256 == page.c.sha256) & (document.c.part == page.c.part))
        .where(page.c.id.in_([one.id for one in best]))
    )
    by_id = {row.id: row for row in rows}
    places = originals_of(connection, {one.sha256: by_id[one.id].uri for one in best})
    for one in best:
        facts, originals = by_id[one.id], places.get(one.sha256, ())
        around = snippet(facts.page_text, asked)
        yield Hit(
            code=facts.code,
            title=facts.title,
            issuer=facts.issuer,
            issued_on=facts.issued_on,
            sha256=one.sha256,
            part=one.part,
            page=one.number,
            pages=one.pages,
            uri=_place(originals, facts.uri),
            gone=_is_gone(originals),
            snippet=around.text,
            marks=around.marks,
        )


def _place(originals: Sequence[Original], otherwise: str) -> str:
    return originals[0].uri if originals else otherwise


def _is_gone(originals: Sequence[Original]) -> bool:
    """Whether nothing is left of the files of a content, or none has its bytes any more."""
    return all(original.gone for original in originals)
