"""What alembic runs around the steps: on the connection of :func:`vanthu.pipelines.archive.opening.open_archive`."""

from alembic import context
from sqlalchemy import Connection

from vanthu.pipelines.archive.tables import metadata


def upgrade(connection: Connection) -> None:
    """Run the steps; SQLite alters a table by copying it (batch)."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


config = getattr(context, "config", None)  # there is none where this file is only imported
if config is not None and "connection" in config.attributes:
    upgrade(config.attributes["connection"])
