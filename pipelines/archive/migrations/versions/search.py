"""Full text search: every word of every page, with its diacritics and without."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.exc import DBAPIError

from vanthu.corpora.errors import ArchiveError

revision = "0002"
down_revision = "0001"

WORDS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
"""The token types of PostgreSQL's parser that hold letters."""


def upgrade() -> None:
    """``page_search``: its ``rowid`` tells page and piece, see ``vanthu.pipelines.archive.search``.

    No release had pages without it, so that there are none to fill in.
    """
    if op.get_context().dialect.name == "sqlite":
        # the words come folded: FTS5 cuts them at blanks and folds no diacritics of its own
        op.execute("CREATE VIRTUAL TABLE page_search USING fts5(text, bare, tokenize='unicode61 remove_diacritics 0')")
        return
    try:
        op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise ArchiveError(
            f"full text search needs the extension unaccent ({reason}): install postgresql-contrib and have an "
            "administrator run CREATE EXTENSION unaccent in this database"
        ) from error
    op.execute("CREATE TEXT SEARCH CONFIGURATION vanthu_bare (COPY = pg_catalog.simple)")
    op.execute(f"ALTER TEXT SEARCH CONFIGURATION vanthu_bare ALTER MAPPING FOR {WORDS} WITH unaccent, simple")
    op.create_table(
        "page_search",
        sa.Column("rowid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("text", TSVECTOR, nullable=False),
        sa.Column("bare", TSVECTOR, nullable=False),
    )
    for column in ("text", "bare"):
        # written at once: a pending list would be read from end to end by every search
        op.create_index(
            f"page_search_{column}",
            "page_search",
            [column],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
