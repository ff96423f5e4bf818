"""The tables of an archive, the same on SQLite and PostgreSQL; what makes them is in ``migrations/``.

::

    run ──< file >── content ──< work        the ledger: what was seen, what was done, what failed
                        ├──────< reading     pages as read, in chunks: what restoration starts from
                        ├─────── restoration what the restorer did to them
                        ├──────< page        pages as restored: text, words with boxes
                        └──────< document    campaign definitions
    failure                                  every attempt that went wrong
    forgotten                                what was taken out again; its hash is in no other table

Originals are known by the SHA-256 of their bytes: ``file`` says where they lie, ``content`` what became of them.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
)

SHA256 = String(64)
"""Hexadecimal."""
MOMENT = String(32)
"""ISO 8601 in UTC, so that text order is time order on both databases."""
IDENTITY = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only what it calls INTEGER."""


class State(StrEnum):
    """What became of a file, of its content, or of one piece of work."""

    PENDING = "pending"
    """Seen, not finished."""
    DONE = "done"
    """Every page was read."""
    PARTIAL = "partial"
    """Read, but for pages that could not be."""
    FAILED = "failed"
    """Not read for a reason outside the file (disk, network, worker): tried again by the next run."""
    QUARANTINED = "quarantined"
    """Not read for a reason in the file: tried again when asked to, or when the configuration changes."""
    SUPERSEDED = "superseded"
    """Bytes that no file has any more, since others lie at their place: kept, and left out of search and export."""


SETTLED = (State.DONE, State.PARTIAL, State.QUARANTINED)
"""States that a run leaves alone while the fingerprint is the same."""

metadata = MetaData()

run = Table(
    "run",
    metadata,
    Column("id", IDENTITY, primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", Text, nullable=False, comment="of vanthu"),
    Column("fingerprint", String(16), nullable=False, comment="of the whole configuration"),
    Column("started_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT, comment="null while it runs, or when it was killed"),
    Column("seconds", Float, comment="wall time"),
    Column("pages", Integer, comment="read in this run"),
    Column("secrecy", Integer, comment="highest rank stored when it had looked through the archive; null before"),
)

content = Table(
    "content",
    metadata,
    Column("sha256", SHA256, primary_key=True),
    Column("uri", Text, nullable=False, comment="where it was first seen; other files with it are duplicates"),
    Column("name", Text, nullable=False, comment="original name"),
    Column("media_type", Text),
    Column("bytes", BigInteger, nullable=False),
    Column("pages", Integer),
    Column("state", String(16), nullable=False, index=True),
    Column("fingerprint", String(16), comment="of the configuration it was settled under"),
    Column("code", Text, comment="of the error, where it was not read"),
    Column("message", Text),
    Column("cpu_seconds", Float, nullable=False, default=0.0),
    Column("settled_at", MOMENT),
    Column("run", IDENTITY),
)

file = Table(
    "file",
    metadata,
    Column("uri", Text, primary_key=True),
    Column("sha256", SHA256, ForeignKey("content.sha256"), index=True, comment="null where it could not be hashed"),
    Column("name", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("stamp", Text, nullable=False, comment="size and time, or ETag: the same stamp is the same content"),
    Column("finding_aid", JSON, nullable=False, comment="phông, mục lục, hồ sơ, tờ as the finding aid has them"),
    Column("state", String(16), nullable=False, comment="done once its content is known"),
    Column("code", Text),
    Column("message", Text),
    Column("seen_at", MOMENT, nullable=False),
    Column("parts", JSON(none_as_null=True), comment="URIs of joined page images in order; null for a single file"),
)

work = Table(
    "work",
    metadata,
    Column("sha256", SHA256, primary_key=True),
    Column("stage", String(16), primary_key=True),
    Column("first_page", Integer, primary_key=True),
    Column("last_page", Integer, primary_key=True),
    Column("fingerprint", String(16), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("code", Text),
    Column("message", Text),
    Column("place", Text, nullable=False, comment="host and process that did it"),
    Column("seconds", Float, nullable=False, comment="wall time"),
    Column(
        "cpu_seconds", Float, nullable=False, comment="with child processes; restoration is counted with extraction"
    ),
    Column("run", IDENTITY),
    Column("at", MOMENT, nullable=False),
)

failure = Table(
    "failure",
    metadata,
    Column("id", IDENTITY, primary_key=True),
    Column("run", IDENTITY, index=True),
    Column("uri", Text, nullable=False),
    Column("sha256", SHA256, index=True),
    Column("stage", String(16), nullable=False),
    Column("first_page", Integer),
    Column("last_page", Integer),
    Column("attempt", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("place", Text),
    Column("at", MOMENT, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("sha256", SHA256, ForeignKey("content.sha256"), primary_key=True),
    Column("first_page", Integer, primary_key=True),
    Column("last_page", Integer, nullable=False),
    Column("fingerprint", String(16), nullable=False),
    Column("data", LargeBinary, nullable=False, comment="packed pages, see codec.py"),
)

restoration = Table(
    "restoration",
    metadata,
    Column("sha256", SHA256, ForeignKey("content.sha256"), primary_key=True),
    Column("fingerprint", String(16), nullable=False),
    Column("data", LargeBinary, comment="what the restorer did, packed; null where it was switched off"),
)

page = Table(
    "page",
    metadata,
    Column("id", IDENTITY, primary_key=True),
    Column("sha256", SHA256, ForeignKey("content.sha256"), nullable=False),
    Column("number", Integer, nullable=False, comment="1-based in the file"),
    Column("part", Integer, nullable=False, comment="1-based document of the file"),
    Column("text", Text, nullable=False, comment="as restored, NFC, a line a line"),
    Column("data", LargeBinary, nullable=False, comment="packed page, see codec.py"),
    UniqueConstraint("sha256", "number"),
)

document = Table(
    "document",
    metadata,
    Column("id", IDENTITY, primary_key=True),
    Column("sha256", SHA256, ForeignKey("content.sha256"), nullable=False),
    Column("part", Integer, nullable=False, comment="1-based document of the file"),
    Column("of", Integer, nullable=False),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("status", String(16), nullable=False, comment="complete or partial"),
    Column("type", String(16), comment="code of the type, e.g. KH"),
    Column("code", Text),
    Column("issuer", Text),
    Column("issued_on", String(10), comment="ISO 8601"),
    Column("title", Text),
    Column("confidence", Float, comment="least of type, code, issuer and date, where found"),
    Column("definition", Text, nullable=False, comment="the campaign definition, JSON on one line"),
    UniqueConstraint("sha256", "part"),
    Index("document_same", "code", "issued_on", "issuer"),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("sha256", SHA256, primary_key=True),
    Column("name", Text, nullable=False, comment="original name"),
    Column("at", MOMENT, nullable=False),
    Column("by", Text, nullable=False, comment="user and host"),
    Column("reason", Text),
    Column("folders", JSON(none_as_null=True), comment="in quarantine, still to be removed; null once all is removed"),
)


def shown(sha256: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the content of a row is shown; a superseded one is kept, and left out of search, export and counts."""
    return sha256.not_in(select(content.c.sha256).where(content.c.state == State.SUPERSEDED))
