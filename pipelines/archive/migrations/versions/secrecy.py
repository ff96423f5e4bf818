"""Which secrecy each run kept to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Null for the runs of earlier versions: the next run looks through what they stored, once."""
    op.add_column("run", sa.Column("secrecy", sa.Integer))
