"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """The ledger and the results."""
    _run()
    _content()
    _file()
    _work()
    _failure()
    _reading()
    _restoration()
    _page()
    _document()


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", IDENTITY, primary_key=True),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(16), nullable=False),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("seconds", sa.Float),
        sa.Column("pages", sa.Integer),
    )


def _content() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("fingerprint", sa.String(16)),
        sa.Column("code", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("cpu_seconds", sa.Float, nullable=False, default=0.0),
        sa.Column("settled_at", sa.String(32)),
        sa.Column("run", IDENTITY),
    )


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("uri", sa.Text, primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("content.sha256"), index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("finding_aid", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("seen_at", sa.String(32), nullable=False),
    )


def _work() -> None:
    op.create_table(
        "work",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("stage", sa.String(16), primary_key=True),
        sa.Column("first_page", sa.Integer, primary_key=True),
        sa.Column("last_page", sa.Integer, primary_key=True),
        sa.Column("fingerprint", sa.String(16), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("cpu_seconds", sa.Float, nullable=False),
        sa.Column("run", IDENTITY),
        sa.Column("at", sa.String(32), nullable=False),
    )


def _failure() -> None:
    op.create_table(
        "failure",
        sa.Column("id", IDENTITY, primary_key=True),
        sa.Column("run", IDENTITY, index=True),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), index=True),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("first_page", sa.Integer),
        sa.Column("last_page", sa.Integer),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("at", sa.String(32), nullable=False),
    )


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("sha256", sa.String(64), sa.ForeignKey("content.sha256"), primary_key=True),
        sa.Column("first_page", sa.Integer, primary_key=True),
        sa.Column("last_page", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String(16), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _restoration() -> None:
    op.create_table(
        "restoration",
        sa.Column("sha256", sa.String(64), sa.ForeignKey("content.sha256"), primary_key=True),
        sa.Column("fingerprint", sa.String(16), nullable=False),
        sa.Column("data", sa.LargeBinary),
    )


def _page() -> None:
    op.create_table(
        "page",
        sa.Column("id", IDENTITY, primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("content.sha256"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("sha256", "number"),
    )


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", IDENTITY, primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("content.sha256"), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("of", sa.Integer, nullable=False),
        sa.Column("first_page", sa.Integer, nullable=False),
        sa.Column("last_page", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("type", sa.String(16)),
        sa.Column("code", sa.Text),
        sa.Column("issuer", sa.Text),
        sa.Column("issued_on", sa.String(10)),
        sa.Column("title", sa.Text),
        sa.Column("confidence", sa.Float),
        sa.Column("definition", sa.Text, nullable=False),
        sa.UniqueConstraint("sha256", "part"),
        sa.Index("document_same", "code", "issued_on", "issuer"),
    )
