"""``vanthu archive export``, ``search`` and ``show``: out of the archive again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.text import Text

from vanthu.corpora.errors import BadOption
from vanthu.pipelines.archive.commands.app import DEFAULT_URL, AsJson, Url, app, stderr, stdout

if TYPE_CHECKING:
    from vanthu.pipelines.archive.lookup import Known
    from vanthu.pipelines.archive.search import Hit
    from vanthu.pipelines.export.choice import Format
    from vanthu.pipelines.export.ics import Tally

MARKS = ("»", "«")
"""Around what was found, where there is no bold."""
Accents = Annotated[
    bool | None,
    typer.Option("--accents/--no-accents", help="Whether diacritics count; by default where the query has one."),
]


class State(StrEnum):
    """What a document can be."""

    COMPLETE = "complete"
    PARTIAL = "partial"


@app.command()
def export(  # noqa: PLR0913  one parameter for each option
    *,
    wanted: Annotated[str, typer.Option("--format", help="jsonl, csv, parquet, json-dir or ics.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="File, or new folder of json-dir; standard output without.")
    ] = None,
    url: Url = DEFAULT_URL,
    issuer: Annotated[str | None, typer.Option(help="Part of the issuer's name.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Code of the type of document, e.g. KH.")] = None,
    state: Annotated[State | None, typer.Option(help="Only documents read whole, or only those in part.")] = None,
    issued_from: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of issue.")
    ] = None,
    issued_to: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of issue.")] = None,
    confidence: Annotated[float | None, typer.Option(min=0, max=1, help="Least confidence of the header.")] = None,
) -> None:
    """Write documents for other programs: definitions, a table, or deadlines as a calendar."""
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.selection import Selection, unknown  # noqa: PLC0415  same
    from vanthu.pipelines.export.choice import export as write  # noqa: PLC0415  same

    chosen = _format(wanted)
    days = _day(issued_from), _day(issued_to)
    if days[0] and days[1] and days[0] > days[1]:
        raise BadOption(f"--from {days[0]} is after --to {days[1]}")
    selection = Selection(issuer, kind, state, *days, confidence)
    with open_archive(url) as archive:
        tally = write(archive, selection, chosen, out)
        with archive.engine.connect() as connection:
            unjudged = unknown(connection, selection)
    _tell(tally, unjudged, is_calendar=chosen == "ics")


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words, and "phrases" in quotes; a page must hold them all.')],
    *,
    url: Url = DEFAULT_URL,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most documents.")] = 20,
    accents: Accents = None,
    as_json: AsJson = False,
) -> None:
    """Find documents by their words, best first, with page and snippet."""
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.search import search as find  # noqa: PLC0415  same

    with open_archive(url) as archive:
        hits = find(archive, query, accents=accents, limit=limit)
    for hit in hits:
        if as_json:
            typer.echo(json.dumps(asdict(hit), ensure_ascii=False))
        else:
            _print(hit)
    stderr.print(f"{len(hits)} documents" + (", perhaps more: --limit" if len(hits) == limit else ""))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="CODE", help="Code, prefix of a SHA-256, or part of a file name.")],
    *,
    url: Url = DEFAULT_URL,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most files.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show the campaign definition of a document, where its original lies, duplicates and re-scans."""
    from vanthu.pipelines.archive.lookup import look_up  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  same

    with open_archive(url) as archive:
        found, count = look_up(archive, name, limit=limit)
    for known in found:
        typer.echo(json.dumps(_facts(known), ensure_ascii=False) if as_json else _plain(known))
    if count > len(found):
        stderr.print(f"{count - len(found)} files more: --limit, or more of the name")


def _format(wanted: str) -> Format:
    from vanthu.pipelines.export.choice import Format  # noqa: PLC0415  loads the database

    try:
        return Format(wanted.lower())
    except ValueError:
        raise BadOption(f"--format {wanted}: one of {', '.join(Format)}") from None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _tell(tally: Tally, unjudged: int, *, is_calendar: bool) -> None:
    """What went out, and what did not and why; on stderr."""
    lines = [f"{tally.documents} documents"]
    if is_calendar:
        lines = [f"{tally.events} events of {tally.documents} documents"]
        lines += [f"{count} deadlines left out: {reason}" for reason, count in sorted(tally.undated.items())]
    if unjudged:
        lines.append(f"{unjudged} documents of the archive lack what a filter asks for, and are not among them")
    for line in lines:
        stderr.print(line, soft_wrap=True)


def _print(hit: Hit) -> None:
    """One document: what it is, where, and the words; matches bold in a terminal, else between » and «."""
    place = f"{hit.uri} page {hit.page}"
    stdout.print(
        f"[bold]{escape(hit.code or '(no code)')}[/] {hit.issued_on or ''} {escape(hit.issuer or '')}", soft_wrap=True
    )
    if hit.title:
        stdout.print(f"  {escape(hit.title)}", soft_wrap=True)
    stdout.print(f"  {escape(place)}", soft_wrap=True)
    text = Text("  ")
    end = 0
    opening, closing = ("", "") if stdout.is_terminal else MARKS
    for begin, close in hit.marks:
        text.append(hit.snippet[end:begin])
        text.append(f"{opening}{hit.snippet[begin:close]}{closing}", style="bold")
        end = close
    text.append(hit.snippet[end:])
    stdout.print(text, soft_wrap=True)


def _facts(known: Known) -> dict[str, Any]:
    """Everything, whole definitions included."""
    from vanthu.pipelines.export.definitions import facts  # noqa: PLC0415  loads the database

    return {
        "sha256": known.sha256,
        "name": known.name,
        "state": known.state,
        "pages": known.pages,
        "code": known.code,
        "message": known.message,
        "files": [facts(original) for original in known.originals],
        "rescans": [{"sha256": sha256, "part": part} for sha256, part in known.rescans],
        "documents": [json.loads(row.definition) for row in known.documents],
    }


def _plain(known: Known) -> str:
    """The facts a line each, then the values of each definition."""
    from vanthu.pipelines import output  # noqa: PLC0415  loads the campaign definition

    first, *others = known.originals or (None,)
    lines = [
        f"file: {first.uri if first else known.name}",
        f"sha256: {known.sha256}",
        f"state: {known.state}" + (f" ({known.code}: {known.message})" if known.code else ""),
        f"pages: {known.pages if known.pages is not None else 'unknown'}",
    ]
    lines += [f"finding aid: {name}: {value}" for name, value in (first.finding_aid if first else {}).items()]
    lines += [f"duplicate: {other.uri}" for other in others if other]
    lines += [f"re-scan: {sha256} part {part}" for sha256, part in known.rescans]
    for row in known.documents:
        lines += [f"document {row.part} of {row.of}: pages {row.first_page}-{row.last_page}, {row.state}"]
        lines += [output.plain(row.campaign)]
    return "\n".join(lines)
