"""CSV (RFC 4180) that a spreadsheet opens: one row a document, UTF-8 with a byte order mark, no cell that runs."""

from __future__ import annotations

import csv
import io
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from vanthu.pipelines.archive.selection import Selected
from vanthu.pipelines.export.columns import COLUMNS, Document, Value
from vanthu.pipelines.target import stream

FORMULA = tuple("=+-@\t\r\n")
"""What a formula begins with (OWASP, CSV Injection); spreadsheets in Asia take the full-width forms too."""


def write(rows: Iterable[Selected], out: Path | None) -> int:
    """Write every document, and return how many there were."""
    with stream(out) as target:
        target.write(BOM_UTF8)  # without it Excel reads UTF-8 as a legacy code page
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
        try:
            count = _write_table(rows, text)
        finally:
            text.detach()  # or it closes standard output when it is thrown away
    return count


def _write_table(rows: Iterable[Selected], text: TextIO) -> int:
    count = 0
    table = csv.writer(text)
    table.writerow(column.name for column in COLUMNS)
    for count, row in enumerate(rows, 1):  # noqa: B007  the last is what is returned
        document = Document(row, row.campaign)
        table.writerow(cell(column.value(document)) for column in COLUMNS)
    return count


def cell(value: Value) -> str | int | float:
    """A cell: a list has one value a line; text that a spreadsheet would run has an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return inert("\n".join(value))
    return inert(str(value))


def inert(text: str) -> str:
    """Text that is shown, never run; blanks and invisible characters in front do not hide a formula."""
    seen = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u200b\u2060\ufeff"))
    return f"'{text}" if text.startswith(FORMULA) or seen.startswith(FORMULA) else text
