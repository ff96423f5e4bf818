"""Which documents of an archive are wanted, and a stream of them: memory does not grow with the archive."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.models.campaign import Campaign
from vanthu.pipelines.archive.places import is_gone
from vanthu.pipelines.archive.tables import content, document, file, page, run, shown

BATCH = 25
"""Documents fetched at a time, of which two lots are held: a definition takes some 100 kB."""
_SHOWN = shown(document.c.sha256)


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters that a document must all pass; None lets every one pass.

    Args:
        issuer: part of the issuer's name; diacritics count where it has any.
        type: code of the type, e.g. ``KH``.
        state: ``complete`` or ``partial``.
        issued_from: first day of issue.
        issued_to: last day of issue.
        confidence: least confidence of type, code, issuer and date, 0..1.
    """

    issuer: str | None = None
    type: str | None = None
    state: str | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """One file with the document's bytes: where it lies, what the finding aid says of it, and whether it is gone."""

    uri: str
    name: str
    finding_aid: Mapping[str, str]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """One document of the archive.

    ``originals`` are all files with its bytes as :func:`originals_of` orders them; ``settled_at`` is when it was read,
    ISO 8601 in UTC; ``confidence`` is null where neither type, code, issuer nor date was found.
    """

    sha256: str
    part: int
    of: int
    first_page: int
    last_page: int
    state: str
    code: str | None
    issuer: str | None
    issued_on: str | None
    confidence: float | None
    settled_at: str | None
    definition: str
    originals: tuple[Original, ...]

    @property
    def campaign(self) -> Campaign:
        """The campaign definition, parsed."""
        return Campaign.model_validate_json(self.definition)


def selected(connection: Connection, selection: Selection) -> Iterator[Selected]:
    """The documents that pass, by hash and part: the same order whatever order they were loaded in."""
    statement = (
        select(document, content.c.uri, content.c.settled_at)
        .join_from(document, content, content.c.sha256 == document.c.sha256)
        .where(_SHOWN, *conditions(connection, selection))
        .order_by(document.c.sha256, document.c.part)
        .execution_options(yield_per=BATCH)
    )
    rows = iter(connection.execute(statement))
    while batch := list(islice(rows, BATCH)):
        yield from with_originals(connection, batch)


def unknown(connection: Connection, selection: Selection) -> int:
    """How many documents a filter cannot judge, as what it asks for was not found on them: they do not pass."""
    unjudged = [
        column.is_(None)
        for column, wanted in (
            (document.c.issuer, selection.issuer),
            (document.c.type, selection.type),
            (document.c.issued_on, selection.issued_from or selection.issued_to),
            (document.c.confidence, selection.confidence),
        )
        if wanted is not None
    ]
    if not unjudged:
        return 0
    return connection.scalar(select(func.count()).select_from(document).where(_SHOWN, or_(*unjudged))) or 0


def allowed_pages(connection: Connection, selection: Selection) -> list[int] | None:
    """Ids of the pages of all documents that pass; None where no filter is given."""
    if selection == Selection():
        return None
    of_document = (page.c.sha256 == document.c.sha256) & (page.c.part == document.c.part)
    joined = select(page.c.id).join_from(document, page, of_document)
    return list(connection.scalars(joined.where(_SHOWN, *conditions(connection, selection))))


def names_issuer(issuer: str, wanted: str) -> bool:
    """Whether an issuer's name holds the words, in a row and letter case aside."""
    composed = unicodedata.normalize("NFC", wanted)
    if bare(composed) == composed.casefold():
        return " ".join(bare(composed).split()) in bare(unicodedata.normalize("NFC", issuer))
    return fold(composed) in fold(issuer)


def conditions(connection: Connection, selection: Selection) -> list[ColumnElement[bool]]:
    """What a row of ``document`` must fulfil; issuers are compared here, as SQLite knows the case of ASCII only."""
    conditions: list[ColumnElement[bool]] = []
    if selection.issuer is not None:
        issuers = connection.scalars(select(document.c.issuer).distinct().where(document.c.issuer.is_not(None)))
        conditions.append(document.c.issuer.in_([name for name in issuers if names_issuer(name, selection.issuer)]))
    if selection.type is not None:
        conditions.append(document.c.type == unicodedata.normalize("NFC", selection.type).upper())
    if selection.state is not None:
        conditions.append(document.c.status == selection.state)
    if selection.issued_from is not None:
        conditions.append(document.c.issued_on >= selection.issued_from.isoformat())
    if selection.issued_to is not None:
        conditions.append(document.c.issued_on <= selection.issued_to.isoformat())
    if selection.confidence is not None:
        conditions.append(document.c.confidence >= selection.confidence)
    return conditions


def with_originals(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Selected]:
    """Rows of ``document``, with the ``uri`` and ``settled_at`` of their content, and all files with its bytes."""
    originals = originals_of(connection, {row.sha256: row.uri for row in rows})
    for row in rows:
        yield Selected(
            sha256=row.sha256,
            part=row.part,
            of=row.of,
            first_page=row.first_page,
            last_page=row.last_page,
            state=row.status,
            code=row.code,
            issuer=row.issuer,
            issued_on=row.issued_on,
            confidence=row.confidence,
            settled_at=row.settled_at,
            definition=row.definition,
            originals=originals.get(row.sha256, ()),
        )


def originals_of(connection: Connection, first: Mapping[str, str]) -> dict[str, tuple[Original, ...]]:
    """All files with these contents: those that are there before those that are gone, last sighted first.

    Files that one run has sighted stand in the order of their names, after the one that the content goes by.

    Args:
        connection: of a reader.
        first: hashes with the URI that each content goes by.
    """
    runs = connection.scalars(select(run.c.started_at).order_by(run.c.started_at)).all()
    found: defaultdict[str, list[tuple[bool, int, bool, Original]]] = defaultdict(list)
    columns = (file.c.sha256, file.c.uri, file.c.name, file.c.finding_aid, file.c.seen_at)
    for row in connection.execute(select(*columns).where(file.c.sha256.in_(sorted(first)))):
        original = Original(row.uri, row.name, row.finding_aid, is_gone(row.uri))
        sighting = bisect_right(runs, row.seen_at)
        found[row.sha256].append((original.gone, -sighting, row.uri != first[row.sha256], original))
    return {
        sha256: tuple(original for *_, original in sorted(places, key=lambda place: (*place[:3], place[3].uri)))
        for sha256, places in found.items()
    }
