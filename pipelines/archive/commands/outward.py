"""``vanthu archive export``, ``search`` and ``show``: out of the archive again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from vanthu.corpora.errors import BadOption
from vanthu.corpora.wording import counted
from vanthu.pipelines.archive.commands.app import DEFAULT_URL, AsJson, Url, app, stderr, stdout
from vanthu.pipelines.target import OVERWRITE
from vanthu.pipelines.terminal.names import escaped, place, shortened

if TYPE_CHECKING:
    from vanthu.pipelines.archive.lookup import Known
    from vanthu.pipelines.archive.search import Hit
    from vanthu.pipelines.archive.selection import Original
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


Issuer = Annotated[str | None, typer.Option(help="Part of the issuer's name.")]
Type = Annotated[str | None, typer.Option("--type", help="Code of the type of document, e.g. KH.")]
OfState = Annotated[State | None, typer.Option(help="Only documents read whole, or only those in part.")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of issue.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of issue.")]


@app.command()
def export(  # noqa: PLR0913  one parameter for each option
    *,
    wanted: Annotated[str, typer.Option("--format", help="jsonl, csv, parquet, json-dir or ics.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="File, or new folder of json-dir; standard output without.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=OVERWRITE)] = False,
    url: Url = DEFAULT_URL,
    issuer: Issuer = None,
    kind: Type = None,
    state: OfState = None,
    issued_from: From = None,
    issued_to: To = None,
    confidence: Annotated[float | None, typer.Option(min=0, max=1, help="Least confidence of the header.")] = None,
) -> None:
    """Write documents for other programs: definitions, a table, or deadlines as a calendar."""
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.selection import Selection, unknown  # noqa: PLC0415  same
    from vanthu.pipelines.export.choice import export as write  # noqa: PLC0415  same

    chosen = _format(wanted)
    selection = Selection(issuer, kind, state, *_days(issued_from, issued_to), confidence)
    with open_archive(url) as archive:
        tally = write(archive, selection, chosen, out, overwrite=overwrite)
        with archive.engine.connect() as connection:
            unjudged = unknown(connection, selection)
    _tell(tally, unjudged, is_calendar=chosen == "ics")


@app.command()
def search(  # noqa: PLR0913  one parameter for each option
    query: Annotated[
        str | None, typer.Argument(help='Words, and "phrases" in quotes; a list of all that pass without it.')
    ] = None,
    *,
    url: Url = DEFAULT_URL,
    issuer: Issuer = None,
    kind: Type = None,
    state: OfState = None,
    issued_from: From = None,
    issued_to: To = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most documents.")] = 20,
    accents: Accents = None,
    as_json: AsJson = False,
) -> None:
    """Find documents by their words, best first, with page and snippet; or list them, latest first."""
    from vanthu.pipelines.archive.opening import open_archive  # noqa: PLC0415  loads the database
    from vanthu.pipelines.archive.search import documents  # noqa: PLC0415  same
    from vanthu.pipelines.archive.search import search as find  # noqa: PLC0415  same
    from vanthu.pipelines.archive.selection import Selection  # noqa: PLC0415  same

    selection = Selection(issuer, kind, state, *_days(issued_from, issued_to))
    with open_archive(url) as archive:
        if query is None:
            hits, count = documents(archive, selection, limit=limit)
        else:
            hits = find(archive, query, accents=accents, limit=limit, selection=selection)
            count = None
    for hit in hits:
        if as_json:
            typer.echo(json.dumps(asdict(hit), ensure_ascii=False))
        else:
            _print(hit)
    more = len(hits) == limit if count is None else count > limit
    found = len(hits) if count is None else count
    stderr.print(counted(found, "document") + (", perhaps more: --limit" if more and count is None else ""))


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
        if as_json:
            typer.echo(json.dumps(_facts(known), ensure_ascii=False))
        else:
            _show(known)
    if count > len(found):
        stderr.print(f"{counted(count - len(found), 'file')} more: --limit, or more of the name")


def _format(wanted: str) -> Format:
    from vanthu.pipelines.export.choice import Format  # noqa: PLC0415  loads the database

    try:
        return Format(wanted.lower())
    except ValueError:
        raise BadOption(f"--format {wanted}: one of {', '.join(Format)}") from None


def _days(first: datetime | None, last: datetime | None) -> tuple[date | None, date | None]:
    if first and last and first > last:
        raise BadOption(f"--from {first.date()} is after --to {last.date()}")
    return first and first.date(), last and last.date()


def _tell(tally: Tally, unjudged: int, *, is_calendar: bool) -> None:
    """What went out, and what did not and why; on stderr."""
    lines = [counted(tally.documents, "document")]
    if is_calendar:
        lines = [f"{counted(tally.events, 'event')} of {counted(tally.documents, 'document')}"]
        lines += [f"{counted(count, 'deadline')} left out: {reason}" for reason, count in sorted(tally.undated.items())]
    if unjudged:
        lack, are = ("lacks", "is") if unjudged == 1 else ("lack", "are")
        documents = counted(unjudged, "document")
        lines.append(f"{documents} of the archive {lack} what a filter asks for, and {are} not among them")
    for line in lines:
        stderr.print(line, soft_wrap=True)


def _print(hit: Hit) -> None:
    """One document: what it is, where, and the words; matches bold in a terminal, else between » and «."""
    head = Text(escaped(hit.code or "(no code)"), style="bold")
    head.append(escaped(f" {hit.issued_on or ''} {hit.issuer or ''}"), style="not bold")
    stdout.print(head, soft_wrap=True)
    if hit.title:
        stdout.print(f"  {escaped(hit.title)}", soft_wrap=True)
    pages = f"page {hit.page}" if len(hit.pages) == 1 else f"pages {', '.join(map(str, hit.pages))}"
    after = f" {pages}" + (" (gone)" if hit.gone else "")
    stdout.print(f"  {shortened(place(hit.uri), stdout.width - len(after) - 2)}{after}", soft_wrap=True)
    if not hit.snippet:
        return
    text = Text("  ")
    end = 0
    opening, closing = ("", "") if stdout.is_terminal else MARKS
    for begin, close in hit.marks:
        text.append(escaped(hit.snippet[end:begin]))
        text.append(f"{opening}{escaped(hit.snippet[begin:close])}{closing}", style="bold")
        end = close
    text.append(escaped(hit.snippet[end:]))
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


def _show(known: Known) -> None:
    """The facts of a file a line each, then the card of each of its documents."""
    from vanthu.pipelines.card import WIDTH, card, card_text  # noqa: PLC0415  loads the campaign definition

    for line in _lines(known):
        stdout.print(escaped(line), soft_wrap=True)
    for row in known.documents:
        stdout.print()
        wide = stdout.width if stdout.is_terminal else WIDTH
        stdout.print(card(row.campaign) if stdout.is_terminal else card_text(row.campaign, wide).rstrip("\n"))
    stdout.print()


def _lines(known: Known) -> Iterator[str]:
    first, *others = known.originals or (None,)
    yield f"file: {place(first.uri) if first else known.name}" + _gone(first)
    yield f"sha256: {known.sha256}"
    yield f"state: {known.state}" + (f" ({known.code}: {known.message})" if known.code else "")
    yield f"pages: {known.pages if known.pages is not None else 'unknown'}"
    yield from (f"finding aid: {name}: {value}" for name, value in (first.finding_aid if first else {}).items())
    yield from (f"duplicate: {place(other.uri)}" + _gone(other) for other in others if other)
    yield from (f"re-scan: {sha256} part {part}" for sha256, part in known.rescans)


def _gone(original: Original | None) -> str:
    return " (gone)" if original and original.gone else ""
