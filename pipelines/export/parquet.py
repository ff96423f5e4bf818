"""Parquet with typed columns: the columns of the table, deadlines and quotas as lists of structures, the definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vanthu.corpora.errors import ExtraMissing
from vanthu.models.campaign import Deadline, Field, Quota
from vanthu.pipelines.archive.selection import Selected
from vanthu.pipelines.export.columns import COLUMNS, Document
from vanthu.pipelines.target import replacing

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 100
"""Documents of a row group: what is held in memory at a time, some 10 MB with their definitions."""
DEADLINE = ("relation", "start", "end", "recurrence", "action", "responsible", "milestone", "section")
QUOTA = ("comparator", "unit", "noun", "subject", "per", "base", "change", "modality", "section")


def write(rows: Iterable[Selected], out: Path) -> int:
    """Write every document, and return how many there were.

    Raises:
        ExtraMissing: pyarrow is not installed.
        Unwritable: the file cannot be made or written.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415  same
    except ImportError as error:
        raise ExtraMissing("Parquet needs pyarrow: pip install 'vanthu[parquet]'") from error
    count, remaining = 0, iter(rows)
    kept = schema()
    with replacing(out) as partial, parquet.ParquetWriter(partial, kept, compression="zstd") as target:
        while group := [_record(row) for row in islice(remaining, GROUP)]:
            target.write_table(pa.Table.from_pylist(group, schema=kept))
            count += len(group)
    return count


def schema() -> pa.Schema:
    """Names and types of the columns."""
    import pyarrow as pa  # noqa: PLC0415  an extra

    kinds = {
        "text": pa.string(),
        "int": pa.int32(),
        "float": pa.float64(),
        "date": pa.date32(),
        "texts": pa.list_(pa.string()),
    }
    shared = [("confidence", pa.float64()), ("page", pa.int32()), ("text", pa.string())]
    deadline = [(name, pa.string()) for name in DEADLINE] + [("approximate", pa.bool_()), *shared]
    numbers = [("value", pa.float64()), ("value_max", pa.float64()), ("approximate", pa.bool_())]
    quota = [(name, pa.string()) for name in QUOTA] + [*numbers, *shared]
    return pa.schema(
        [
            *((column.name, kinds[column.kind]) for column in COLUMNS),
            ("deadline_list", pa.list_(pa.struct(deadline))),
            ("quota_list", pa.list_(pa.struct(quota))),
            ("definition", pa.large_string()),
        ]
    )


def _record(row: Selected) -> dict[str, Any]:
    document = Document(row, row.campaign)
    facts = document.campaign.campaign
    return {
        **{column.name: column.value(document) for column in COLUMNS},
        "deadline_list": list(_structures(facts.deadlines, (*DEADLINE, "approximate"))),
        "quota_list": list(_structures(facts.quotas, (*QUOTA, "value", "value_max", "approximate"))),
        "definition": row.definition,
    }


def _structures(fields: Iterable[Field[Deadline]] | Iterable[Field[Quota]], names: Iterable[str]) -> Iterator[Any]:
    """One structure a field: its value's parts (moments in ISO 8601), confidence, first page and words."""
    names = tuple(names)
    for field in fields:
        parts = field.value.model_dump(mode="json") if field.value else {}
        yield {
            **{name: parts.get(name) for name in names},
            "confidence": field.confidence,
            "page": field.evidence[0].page if field.evidence else None,
            "text": field.text,
        }
