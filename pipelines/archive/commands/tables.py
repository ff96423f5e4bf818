"""What the commands about an archive's standing print."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape
from rich.table import Table

from vanthu.pipelines.archive.aside import Aside, chosen, put_aside, set_free
from vanthu.pipelines.archive.commands.app import stderr, stdout
from vanthu.pipelines.archive.load import default_quarantine
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.standing import Standing, failures, standing


def show_standing(archive: str, *, as_json: bool) -> None:
    """``vanthu archive status``."""
    with open_archive(archive) as opened:
        facts = standing(opened)
    if as_json:
        typer.echo(json.dumps(asdict(facts), ensure_ascii=False, indent=2))
    else:
        _show(facts)


def _show(facts: Standing) -> None:
    files = ", ".join(f"{number} {state}" for state, number in facts.files.items()) or "none"
    stdout.print(f"{escape(facts.archive)}\nfiles: {files}\ndocuments: {facts.documents}, pages: {facts.pages}")
    _table("put aside, failed or incomplete", ("code", "files"), list(facts.codes.items()))
    _table(
        "runs", ("run", "began (UTC)", "seconds", "pages", "pages/s", "process", "ended"), list(map(_run, facts.runs))
    )
    slow = [(r["name"], r["pages"], f"{r['cpu_seconds']:.1f}") for r in facts.slowest]
    _table("slowest files", ("file", "pages", "CPU seconds"), slow)
    again = [(r["code"], r["issued_on"], r["issuer"], r["contents"]) for r in facts.rescans]
    _table("scanned more than once", ("code", "date", "issuer", "files"), again)


def _run(run: Mapping[str, Any]) -> tuple[Any, ...]:
    rate = f"{run['pages'] / run['seconds']:.2f}" if run["seconds"] else ""
    ended = "yes" if run["ended_at"] else "no"
    began = run["started_at"][:19].replace("T", " ")
    return (run["id"], began, f"{run['seconds']:.0f}", run["pages"], rate, f"{run['pid']} on {run['host']}", ended)


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    table = Table(*heads, title=title, title_justify="left", box=None)
    for row in rows:
        table.add_row(*(escape(" ".join(str("" if cell is None else cell).split())) for cell in row))
    stdout.print(table)


def show_failures(archive: str, code: str | None, limit: int, *, as_json: bool) -> None:
    """``vanthu archive failures``."""
    with open_archive(archive) as opened:
        found = failures(opened, code=code, limit=limit)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    heads = ("at", "run", "stage", "first_page", "last_page", "attempt", "code", "message", "uri")
    _table(f"{len(found)} attempts", heads, [tuple(item[head] for head in heads) for item in found])


def show_aside(archive: str, code: str | None, *, as_json: bool) -> None:
    """``vanthu archive quarantine list``."""
    with open_archive(archive) as opened:
        cases = chosen(put_aside(opened), code=code)
    if as_json:
        typer.echo(json.dumps([asdict(case) for case in cases], ensure_ascii=False, indent=2))
    else:
        heads = ("name", "state", "code", "pages", "why", "where")
        _table(f"{len(cases)} put aside", heads, [_row(case) for case in cases])


def _row(case: Aside) -> tuple[str, ...]:
    pages = ", ".join(map(str, case.pages))
    return (case.name, case.state, case.code, pages, case.message, case.uri)


def free(archive: str, names: list[str] | None, code: str | None, folder: Path | None) -> None:
    """``vanthu archive retry`` and ``quarantine release``."""
    with open_archive(archive) as opened, locked(opened):
        cases = chosen(put_aside(opened), code=code, names=names)
        number = set_free(opened, cases, Quarantine(folder or default_quarantine(opened)))
    stderr.print(f"{number} set free; run `vanthu archive load` again to try them")
