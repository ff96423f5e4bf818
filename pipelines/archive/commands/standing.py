"""``vanthu archive status``, ``failures``, ``retry`` and ``quarantine``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vanthu.pipelines.archive.commands.app import DEFAULT_URL, AsJson, Url, app

quarantine = typer.Typer(no_args_is_help=True, help="What was put aside.")
app.add_typer(quarantine, name="quarantine")

Code = Annotated[str | None, typer.Option(help="Only those with this error code.")]
Folder = Annotated[Path | None, typer.Option("--quarantine", help="Folder of what was put aside.")]


@app.command("status")
def status_command(*, archive: Url = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Say what is done, what fails and why, how fast it goes and what is slow."""
    from vanthu.pipelines.archive.commands import tables  # noqa: PLC0415  loads the database

    tables.show_standing(archive, as_json=as_json)


@app.command("failures")
def failures_command(
    *,
    archive: Url = DEFAULT_URL,
    code: Code = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, latest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the attempts that went wrong."""
    from vanthu.pipelines.archive.commands import tables  # noqa: PLC0415  loads the database

    tables.show_failures(archive, code, limit, as_json=as_json)


@app.command("retry")
def retry_command(
    names: Annotated[list[str] | None, typer.Argument(help="Names, URIs or hashes; all without one.")] = None,
    *,
    archive: Url = DEFAULT_URL,
    code: Code = None,
    folder: Folder = None,
) -> None:
    """Let the next run try again what failed or was put aside."""
    from vanthu.pipelines.archive.commands import tables  # noqa: PLC0415  loads the database

    tables.free(archive, names, code, folder)


@quarantine.command("list")
def list_command(*, archive: Url = DEFAULT_URL, code: Code = None, as_json: AsJson = False) -> None:
    """List what was put aside, and pages that are missing from what was read."""
    from vanthu.pipelines.archive.commands import tables  # noqa: PLC0415  loads the database

    tables.show_aside(archive, code, as_json=as_json)


@quarantine.command("release")
def release_command(
    names: Annotated[list[str], typer.Argument(help="Names, URIs or hashes of what was put aside.")],
    *,
    archive: Url = DEFAULT_URL,
    folder: Folder = None,
) -> None:
    """Take files out of quarantine; the next run tries them again."""
    from vanthu.pipelines.archive.commands import tables  # noqa: PLC0415  loads the database

    tables.free(archive, names, None, folder)
