"""``vanthu archive copy``: to another database."""

from __future__ import annotations

from typing import Annotated

import typer

from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.commands.app import app, stderr, stdout
from vanthu.pipelines.terminal.interrupts import stoppable
from vanthu.pipelines.terminal.progress import meter


@app.command("copy")
def copy_command(
    source: Annotated[str, typer.Argument(metavar="FROM", help="URL of the archive to copy.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="URL of a new file or an empty database.")],
) -> None:
    """Copy an archive to another database, from SQLite to PostgreSQL or back; the first one is kept."""
    from vanthu.pipelines.archive.copying import copy  # noqa: PLC0415  loads the database

    with stoppable(stderr, "nothing was copied"), meter(stderr, "copying") as shows:

        def tell(done: int, total: int) -> None:
            shows.show(f"{done:,} of {counted(total, 'row')}", done / total)

        copied = copy(source, target, tell)
    stdout.print(", ".join(f"{name} {number:,}" for name, number in copied.rows.items()))
    if copied.cases:
        stderr.print(f"{counted(copied.cases, 'case')} copied from the quarantine folder")
