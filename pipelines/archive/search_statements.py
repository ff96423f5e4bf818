"""The statements of the full text search, in the words of each database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, text

from vanthu.pipelines.archive.search_words import Query

RANKED = 1000
"""Pages that are ranked where more match, the ones indexed last: a word that is everywhere tells little of any page."""

SQLITE = """
SELECT page FROM (
    SELECT rowid >> :bits AS page, rank AS worth FROM page_search
    WHERE page_search MATCH :match {within} ORDER BY rowid DESC LIMIT :ranked)
ORDER BY worth, page DESC LIMIT :wanted
"""
POSTGRESQL = """
WITH asked AS MATERIALIZED (SELECT {words} AS words, {phrases} AS phrases),
     matched AS MATERIALIZED (
         SELECT candidate.rowid, kept.words
         FROM (SELECT rowid FROM page_search WHERE {column} @@ (SELECT words FROM asked) {within}
               ORDER BY rowid DESC OFFSET 0) candidate
         CROSS JOIN LATERAL (SELECT s.{column} AS words FROM page_search s
                             WHERE s.rowid = candidate.rowid OFFSET 0) kept
         WHERE kept.words @@ (SELECT phrases FROM asked)
         ORDER BY candidate.rowid DESC LIMIT :ranked)
SELECT matched.rowid >> :bits AS page FROM matched, asked
ORDER BY ts_rank_cd(matched.words, asked.phrases, 1) DESC, matched.rowid DESC LIMIT :wanted
"""
"""The index knows words, not phrases: whether they stand in a row is looked up page by page, last page first, until
there are enough. ``OFFSET 0`` and the nested queries hold the planner to that; left to itself it reads all candidates,
or all pages: 159 ms and 250 ms against 20 ms and 55 ms for the same phrases over 31,429 pages (PostgreSQL 15)."""


def statement(
    connection: Connection, query: Query, bits: int, wanted: int, allowed: Sequence[int] | None = None
) -> TextClause:
    """The ids of the pages that match, best first, bound to its parameters: column ``page``; None allows all pages."""
    column = "text" if query.accents else "bare"
    condition, among = within(connection, allowed)
    if connection.dialect.name == "sqlite":
        values = {"match": fts5(query, column), **among}
        return text(SQLITE.format(within=condition)).bindparams(bits=bits, wanted=wanted, ranked=RANKED, **values)
    configuration = "simple" if query.accents else "vanthu_bare"
    names = {f"phrase{number}": words for number, words in enumerate(query.keys)}
    single = {f"{name}_{number}": (word,) for name, words in names.items() for number, word in enumerate(words)}
    parts = {"words": _all_of(configuration, single), "phrases": _all_of(configuration, names)}
    filled = POSTGRESQL.format(**parts, column=column, within=condition)
    values = {name: " ".join(words) for name, words in {**single, **names}.items()}
    return text(filled).bindparams(bits=bits, wanted=wanted, ranked=RANKED, **values, **among)


def within(connection: Connection, allowed: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    """The condition that a row is a piece of one of these pages, with its parameter; nothing where None allows all."""
    if allowed is None:
        return "", {}
    if connection.dialect.name == "sqlite":
        return " AND (rowid >> :bits) IN (SELECT value FROM json_each(:allowed))", {"allowed": json.dumps(allowed)}
    return " AND (rowid >> :bits) IN (SELECT unnest(CAST(:allowed AS bigint[])))", {"allowed": list(allowed)}


def _all_of(configuration: str, names: Iterable[str]) -> str:
    """A query of parameters that must all match; ``phraseto_tsquery`` takes no character of theirs for an operator."""
    return " && ".join(f"phraseto_tsquery('{configuration}', :{name})" for name in names)


def fts5(query: Query, column: str) -> str:
    """A query of FTS5: every string is quoted, so that nothing typed is an operator.

    Single words are also asked for as one phrase, which need not be there: it lifts the pages that have it.
    """
    phrases = [" ".join(words) for words in query.keys]
    terms = " AND ".join(f'"{phrase}"' for phrase in phrases)
    if len(phrases) > 1:
        terms = f'"{" ".join(phrases)}" OR ({terms})'
    return f"{column} : ({terms})"
