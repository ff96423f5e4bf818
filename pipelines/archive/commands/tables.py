"""What the commands about an archive's standing print."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.aside import Aside, chosen, put_aside, set_free
from vanthu.pipelines.archive.commands.app import stderr, stdout
from vanthu.pipelines.archive.load import default_quarantine
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.standing import Standing, failures, standing
from vanthu.pipelines.terminal.names import Name, escaped, place
from vanthu.pipelines.terminal.tables import Cell, entry, table


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
    stdout.print(escaped(facts.archive), soft_wrap=True)
    stdout.print(f"files: {files}\ndocuments: {facts.documents:,}, pages: {facts.pages:,}")
    _table("put aside, failed or incomplete", ("code", "files"), list(facts.codes.items()))
    _table(
        "runs", ("run", "began (UTC)", "seconds", "pages", "pages/s", "process", "ended"), list(map(_run, facts.runs))
    )
    slow = [(Name(place(r["uri"])), r["pages"], f"{r['cpu_seconds']:.1f}") for r in facts.slowest]
    _table("slowest files", ("file", "pages", "CPU s"), slow)
    again = [(r["code"], r["issued_on"], r["issuer"], r["contents"]) for r in facts.rescans]
    _table("scanned more than once", ("code", "date", "issuer", "files"), again, "code", "issuer")


def _run(run: Mapping[str, Any]) -> tuple[Cell, ...]:
    rate = f"{run['pages'] / run['seconds']:.2f}" if run["seconds"] else ""
    ended = "yes" if run["ended_at"] else "no"
    began = run["started_at"][:19].replace("T", " ")
    process = Name(f"{run['pid']} on {run['host']}")
    return (run["id"], began, f"{run['seconds']:.0f}", run["pages"], rate, process, ended)


def _table(title: str, heads: tuple[str, ...], rows: Sequence[Sequence[Cell]], *running: str) -> None:
    if rows:
        stdout.print(title, style="italic")
        stdout.print(table(heads, rows, running=running))


def show_failures(archive: str, code: str | None, limit: int, *, as_json: bool) -> None:
    """``vanthu archive failures``."""
    with open_archive(archive) as opened:
        found = failures(opened, code=code, limit=limit)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    stdout.print(counted(len(found), "attempt"))
    for item in found:
        entry(stdout, _attempted(item), (Name(place(item["uri"])), item["message"]))


def _attempted(item: Mapping[str, Any]) -> str:
    at, first, last = item["at"][:19].replace("T", " "), item["first_page"], item["last_page"]
    pages = f"page {first}" if first == last else f"pages {first}-{last}"
    what = pages if item["stage"] == "pages" else item["stage"]
    return f"{at} UTC  {item['code']}  {what}, attempt {item['attempt']} of run {item['run']}"


def show_aside(archive: str, code: str | None, *, as_json: bool) -> None:
    """``vanthu archive quarantine list``."""
    with open_archive(archive) as opened:
        cases = chosen(put_aside(opened), code=code)
    if as_json:
        typer.echo(json.dumps([asdict(case) for case in cases], ensure_ascii=False, indent=2))
        return
    stdout.print(counted(len(cases), "file"))
    for case in cases:
        entry(stdout, _case(case), (Name(place(case.uri)), case.message))


def _case(case: Aside) -> str:
    pages = f", without page {', '.join(map(str, case.pages))}" if case.pages else ""
    return f"{case.state}  {case.code}{pages}" + (f"  {case.sha256[:8]}" if case.sha256 else "")


def free(archive: str, names: list[str] | None, code: str | None, folder: Path | None) -> None:
    """``vanthu archive retry`` and ``quarantine release``."""
    with open_archive(archive) as opened, locked(opened):
        cases = chosen(put_aside(opened), code=code, names=names)
        number = set_free(opened, cases, Quarantine(folder or default_quarantine(opened)))
    stderr.print(f"{counted(number, 'file')} set free; run `vanthu archive load` again to try them")
