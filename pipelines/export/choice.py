"""The formats of an export, and the one call that writes any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, select

from vanthu.corpora.errors import BadOption, Unwritable
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.selection import Selected, Selection, selected
from vanthu.pipelines.archive.tables import file
from vanthu.pipelines.export import ics, json_folder, jsonl, parquet, spreadsheet
from vanthu.pipelines.target import require_new


class Format(StrEnum):
    """What an export is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    JSON_DIR = "json-dir"
    ICS = "ics"


def export(
    archive: Archive, selection: Selection, wanted: Format, out: Path | None, *, overwrite: bool = True
) -> ics.Tally:
    """Write the documents that pass, whole or not at all.

    Args:
        archive: where they are.
        selection: which are wanted.
        wanted: as what.
        out: file, or folder of ``json-dir``; None: standard output.
        overwrite: whether a file that is there is replaced.

    Returns:
        How many documents there were; of ``ics`` also events, and deadlines that have no day.

    Raises:
        BadOption: a format that cannot go to standard output.
        ExtraMissing: Parquet without the extra ``parquet``.
        ResultExists: a file is there, and is not to be replaced.
        Unwritable: it cannot be written, or would replace the archive or an original.
    """
    with archive.engine.connect() as connection:
        _spare(archive, connection, out)
        require_new(out, overwrite=overwrite)
        rows = selected(connection, selection)
        if wanted is Format.ICS:
            return ics.write(rows, out)
        return ics.Tally(documents=_count(rows, wanted, out))


def _count(rows: Iterator[Selected], wanted: Format, out: Path | None) -> int:
    if wanted is Format.JSONL:
        return jsonl.write(rows, out)
    if wanted is Format.CSV:
        return spreadsheet.write(rows, out)
    if out is None:
        raise BadOption(f"--format {wanted} needs a place: give it with -o")
    return parquet.write(rows, out) if wanted is Format.PARQUET else json_folder.write(rows, out)


def _spare(archive: Archive, connection: Connection, out: Path | None) -> None:
    """Refuse to write over the archive itself or over a file that was loaded into it."""
    if out is None or not out.exists():
        return
    place = out.resolve()
    if place == archive.path or place.as_uri() in _uris(connection, out.name, place.name):
        raise Unwritable(f"{out} is the archive, or one of the files loaded into it")


def _uris(connection: Connection, *names: str) -> Iterable[str]:
    """Where files of these names lie on this machine."""
    uris = connection.scalars(select(file.c.uri).where(file.c.name.in_(names)))
    local = (urlsplit(uri) for uri in uris)
    return {Path(unquote(parts.path)).resolve().as_uri() for parts in local if parts.scheme == "file"}
