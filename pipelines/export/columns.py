"""The columns of a table of documents: what each holds, the same in CSV and Parquet.

Names and order are kept: new columns come at the end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from vanthu.models.campaign import Campaign, Field
from vanthu.pipelines.archive.selection import Selected
from vanthu.pipelines.export.definitions import facts

Value = str | int | float | date | list[str] | None


class Document(NamedTuple):
    """A row of the archive and its campaign definition."""

    row: Selected
    campaign: Campaign


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``kind`` is what its cells hold, null apart; ``meaning`` is what the documentation says."""

    name: str
    kind: Literal["text", "int", "float", "date", "texts"]
    meaning: str
    value: Callable[[Document], Value]


def values(fields: Iterable[Field[str]]) -> list[str]:
    """The values of a list of fields, without those that could not be read."""
    return [field.value for field in fields if field.value is not None]


def _finding_aid(document: Document) -> str | None:
    """JSON, as the columns of finding aids differ from archive to archive."""
    told = [facts(original) for original in document.row.originals if original.finding_aid]
    return json.dumps(told, ensure_ascii=False) if told else None


def _uris(document: Document, *, gone: bool) -> list[str]:
    return [original.uri for original in document.row.originals if original.gone == gone]


def _type(document: Document) -> str | None:
    found = document.campaign.document.type.value
    return found.code if found else None


def _issuer(document: Document) -> str | None:
    found = document.campaign.document.issuer.value
    return found.name if found else None


def _signatory(document: Document) -> str | None:
    found = document.campaign.document.signatory.value
    return found.name if found else None


def _rewards(document: Document) -> list[str]:
    return list(dict.fromkeys(f.value.form for f in document.campaign.campaign.rewards if f.value))


def _legal_bases(document: Document) -> list[str]:
    bases = (f.value for f in document.campaign.legal_bases if f.value and f.value.role == "basis")
    return [name for name in (basis.code or basis.title for basis in bases) if name]


def _starts_on(document: Document) -> date | None:
    period = document.campaign.campaign.period.value
    return period.start if period else None


def _ends_on(document: Document) -> date | None:
    period = document.campaign.campaign.period.value
    return period.end if period else None


COLUMNS = (
    Column("code", "text", "number and symbol, e.g. `180-KH/TU`", lambda d: d.campaign.document.code.value),
    Column("type", "text", "code of the type, e.g. `KH`", _type),
    Column("system", "text", "`state`, `party`, `union`, `other`", lambda d: d.campaign.document.system.value),
    Column("issuer", "text", "issuing body", _issuer),
    Column("place", "text", "place of issue", lambda d: d.campaign.document.place.value),
    Column("issued_on", "date", "date of issue", lambda d: d.campaign.document.issued_on.value),
    Column("title", "text", "subject (trích yếu)", lambda d: d.campaign.document.title.value),
    Column("signatory", "text", "signer", _signatory),
    Column("campaigns", "texts", "names of the campaigns", lambda d: values(d.campaign.campaign.names)),
    Column("form", "text", "form of emulation", lambda d: d.campaign.campaign.form.value),
    Column("scope", "text", "scope of emulation", lambda d: d.campaign.campaign.scope.value),
    Column("starts_on", "date", "first day of the campaign", _starts_on),
    Column("ends_on", "date", "last day of the campaign", _ends_on),
    Column("participants", "texts", "who takes part", lambda d: values(d.campaign.campaign.participants)),
    Column("rewards", "texts", "forms of commendation", _rewards),
    Column("legal_bases", "texts", "codes of what it rests on, else titles", _legal_bases),
    Column("criteria", "int", "how many criteria", lambda d: sum(len(c.items) for c in d.campaign.campaign.criteria)),
    Column("quotas", "int", "how many numbers bind", lambda d: len(d.campaign.campaign.quotas)),
    Column("deadlines", "int", "how many deadlines", lambda d: len(d.campaign.campaign.deadlines)),
    Column("missing", "texts", "what a launch still misses", lambda d: list(d.campaign.campaign.readiness.missing)),
    Column("state", "text", "`complete`, or `partial` where a page failed", lambda d: d.row.state),
    Column("confidence", "float", "least of type, code, issuer and date, 0..1", lambda d: d.row.confidence),
    Column("first_page", "int", "first page in the file, 1-based", lambda d: d.row.first_page),
    Column("last_page", "int", "last page in the file", lambda d: d.row.last_page),
    Column("part", "int", "which document of the file, 1-based", lambda d: d.row.part),
    Column("of", "int", "how many documents the file holds", lambda d: d.row.of),
    Column("sha256", "text", "hash of the file's bytes", lambda d: d.row.sha256),
    Column(
        "uris", "texts", "the files with these bytes that are there, last sighted first", lambda d: _uris(d, gone=False)
    ),
    Column(
        "finding_aid", "text", "JSON list: `uri`, `name`, the finding aid's columns, `gone` of each file", _finding_aid
    ),
    Column("gone", "texts", "where files with these bytes lay that are there no more", lambda d: _uris(d, gone=True)),
)
