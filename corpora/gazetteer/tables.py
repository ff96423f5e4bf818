"""Reading the tables of this folder: tab-separated, first row names the columns, the last column is the source."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(name: str, package: str = __package__) -> Iterator[dict[str, str]]:
    """The rows of ``NAME.tsv`` in this (or another) package, as dictionaries of strings."""
    with files(package).joinpath(f"{name}.tsv").open(encoding="utf-8") as table:
        yield from csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
