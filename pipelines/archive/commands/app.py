"""The command group, and the options that its commands share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from vanthu.corpora.errors import LinuxNeeded
from vanthu.pipelines.terminal.consoles import console

app = typer.Typer(no_args_is_help=True, help="Load shelves of scans once, watch over them, search and export.")
stderr = console(stderr=True)
stdout = console(wide=10_000)
"""A terminal's lines are as long as it is wide, those of a file or pipe as long as they are."""

Url = Annotated[
    str,
    typer.Option(
        "--archive",
        envvar="VANTHU_ARCHIVE",
        help="Database: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.",
    ),
]
DEFAULT_URL = "sqlite:///archive.db"
AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable.")]


@app.callback()
def require_linux() -> None:
    """Say so before anything is opened.

    Raises:
        LinuxNeeded: this is another system.
    """
    if sys.platform != "linux":
        raise LinuxNeeded(f"this is {sys.platform}")
