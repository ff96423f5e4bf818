"""What was forgotten, and which page images a joined file is made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """``parts`` of files that an earlier version joined are filled in by the next load that meets them."""
    op.create_table(
        "forgotten",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("folders", sa.JSON),
    )
    op.add_column("file", sa.Column("parts", sa.JSON))
