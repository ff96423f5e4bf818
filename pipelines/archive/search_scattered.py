"""Documents whose words stand on different pages: each word or phrase on some page, no page having them all.

Looked for only where whole pages do not fill the answer. The rarest phrase names the candidates; the others are looked
for on the pages of these alone, so that a word that is everywhere costs no more than a rare one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from vanthu.pipelines.archive.search_statements import RANKED, fts5, within
from vanthu.pipelines.archive.search_words import Query
from vanthu.pipelines.archive.tables import page, shown

SQLITE = "SELECT rowid >> :bits AS page FROM page_search WHERE page_search MATCH :phrase"
POSTGRESQL = """
SELECT rowid >> :bits AS page FROM page_search WHERE {column} @@ phraseto_tsquery('{configuration}', :phrase)
"""
SQLITE_AMONG = """
SELECT DISTINCT s.rowid >> :bits AS page FROM json_each(:pages) AS candidate CROSS JOIN page_search AS s
WHERE s.rowid BETWEEN candidate.value << :bits AND ((candidate.value + 1) << :bits) - 1 AND s.page_search MATCH :phrase
"""
POSTGRESQL_AMONG = """
SELECT DISTINCT s.rowid >> :bits AS page FROM unnest(CAST(:pages AS bigint[])) AS candidate (id) JOIN page_search AS s
ON s.rowid BETWEEN candidate.id << :bits AND ((candidate.id + 1) << :bits) - 1
WHERE s.{column} @@ phraseto_tsquery('{configuration}', :phrase)
"""

Document = tuple[str, int]
"""Hash of the file and 1-based document of it."""


@dataclass(slots=True)
class Scattered:
    """A document with all phrases on its pages; ``phrases`` by page id, ``numbers`` of the pages in the file."""

    document: Document
    numbers: dict[int, int] = field(default_factory=dict)
    phrases: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def best(self) -> int:
        """Id of the page with most of the phrases, the first of several."""
        return min(self.phrases, key=lambda number: (-len(self.phrases[number]), self.numbers[number]))

    @property
    def pages(self) -> tuple[int, ...]:
        """Numbers of pages that have all phrases between them: the best one, and the next best for what it lacks."""
        kept, seen = [], set[int]()
        for number in sorted(self.phrases, key=lambda number: (-len(self.phrases[number]), self.numbers[number])):
            if self.phrases[number] - seen:
                kept.append(self.numbers[number])
                seen |= self.phrases[number]
        return tuple(sorted(kept))


def scattered(
    connection: Connection, asked: Query, bits: int, allowed: Sequence[int] | None, without: Iterable[Document]
) -> list[Scattered]:
    """Documents that have every phrase of a query, those with most on one page first, then those indexed last.

    Args:
        connection: of a reader.
        asked: two phrases or more.
        bits: of a row's id that number the pieces of a page.
        allowed: ids of the pages that may be found; None: all.
        without: documents that are found already.
    """
    phrases = [_Phrase(connection, asked, number, bits) for number in range(len(asked.phrases))]
    phrases.sort(key=lambda phrase: phrase.count)
    if phrases[0].count == 0:
        return []
    found = _candidates(connection, phrases[0], allowed, set(without))
    for phrase in phrases:
        pages = {number: one for one in found for number in one.numbers}
        hits = phrase.among(sorted(pages))
        for number in hits:
            pages[number].phrases[number].add(phrase.number)
        kept = {pages[number].document for number in hits}
        found = [one for one in found if one.document in kept]
    return sorted(found, key=lambda one: (-len(one.phrases[one.best]), -one.best))


class _Phrase:
    """One phrase of a query, in the words of either database; ``count`` pages have it, counted to a bound."""

    def __init__(self, connection: Connection, asked: Query, number: int, bits: int) -> None:
        self.number = number
        self._connection = connection
        self._names = {"column": "text" if asked.accents else "bare"}
        self._names["configuration"] = "simple" if asked.accents else "vanthu_bare"
        self._sqlite = connection.dialect.name == "sqlite"
        phrase = Query((asked.phrases[number],), asked.accents)
        words = fts5(phrase, self._names["column"]) if self._sqlite else " ".join(phrase.keys[0])
        self._values: dict[str, Any] = {"bits": bits, "phrase": words}
        counted = f"SELECT count(*) FROM ({self._statement(SQLITE, POSTGRESQL)} LIMIT :most) AS counted"  # noqa: S608
        self.count = int(connection.scalar(text(counted), {**self._values, "most": RANKED}) or 0)

    def _statement(self, sqlite: str, postgresql: str) -> str:
        return sqlite if self._sqlite else postgresql.format(**self._names)

    def pages(self, allowed: Sequence[int] | None) -> list[int]:
        """Ids of pages with it, indexed last first."""
        condition, values = within(self._connection, allowed)
        found = self._statement(SQLITE, POSTGRESQL) + condition + " ORDER BY rowid DESC LIMIT :most"
        return list(self._connection.scalars(text(found), {**self._values, **values, "most": RANKED}))

    def among(self, pages: Sequence[int]) -> list[int]:
        """Those of some pages that have it."""
        found = text(self._statement(SQLITE_AMONG, POSTGRESQL_AMONG))
        given = json.dumps(pages) if self._sqlite else list(pages)
        return list(self._connection.scalars(found, {**self._values, "pages": given}))


def _candidates(
    connection: Connection, phrase: _Phrase, allowed: Sequence[int] | None, without: set[Document]
) -> list[Scattered]:
    """The documents with a page that has a phrase, and all their pages."""
    having = select(page.c.sha256, page.c.part).where(page.c.id.in_(phrase.pages(allowed)), shown(page.c.sha256))
    found = {(row.sha256, row.part): Scattered((row.sha256, row.part)) for row in connection.execute(having)}
    found = {document: one for document, one in found.items() if document not in without}
    whole = select(page.c.id, page.c.sha256, page.c.part, page.c.number)
    for row in connection.execute(whole.where(page.c.sha256.in_({sha256 for sha256, _ in found}))):
        if one := found.get((row.sha256, row.part)):
            one.numbers[row.id] = row.number
    return list(found.values())
