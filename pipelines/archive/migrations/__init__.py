"""How an archive's tables came to be: one file a step, run by alembic."""
