"""Documents that an earlier run was allowed to store and this one is not: found, and taken out of the archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from vanthu.corpora.errors import SecretDocument
from vanthu.models.secrecy import Secrecy, highest
from vanthu.pipelines.archive import codec, search
from vanthu.pipelines.archive.driver import Driver
from vanthu.pipelines.archive.ledger import Ledger
from vanthu.pipelines.archive.opening import Archive, empty_log
from vanthu.pipelines.archive.sources import Original
from vanthu.pipelines.archive.tables import State, content, document, page, reading
from vanthu.pipelines.archive.tasks import Plan

BATCH = 200
"""Contents that are asked for at a time."""


def review(archive: Archive, ledger: Ledger, driver: Driver, plan: Plan) -> None:
    """Take out what is above the allowed level, where the run before was allowed more, or did not say.

    One that is stopped or killed is begun again by the next run. Every stored page is unpacked: about a millisecond.
    """
    rank = plan.allowed.rank if plan.allowed else 0
    before = ledger.secrecy_before()
    if rank < before:
        for row in _contents(archive, lambda: driver.stopping):
            _judge(archive, driver, plan, row)
        with archive.engine.begin() as connection:
            search.rewrite(connection)
        empty_log(archive)
    if not driver.stopping:
        ledger.keeps_to(rank)


def _contents(archive: Archive, stop: Callable[[], bool]) -> Iterator[Any]:
    last = ""
    facts = (content.c.sha256, content.c.uri, content.c.name, content.c.bytes, content.c.state)
    while not stop():
        with archive.engine.connect() as connection:
            query = select(*facts).where(content.c.sha256 > last).order_by(content.c.sha256).limit(BATCH)
            batch = connection.execute(query).all()
        if not batch:
            return
        for row in batch:
            if stop():
                return
            yield row
        last = batch[-1].sha256


def _judge(archive: Archive, driver: Driver, plan: Plan, row: Row[*tuple[Any, ...]]) -> None:
    with archive.engine.connect() as connection:
        level = _level(connection, row.sha256)
    try:
        plan.admit(level, "stored when a higher level was allowed")
    except SecretDocument as error:
        original = Original(row.uri, row.name, row.bytes, "")
        driver.withdraw(original, row.sha256, error, is_shown=row.state != State.SUPERSEDED)


def _level(connection: Connection, sha256: str) -> Secrecy | None:
    """The highest mark on the pages of a content, as read and as restored, or in its definitions."""
    read = connection.scalars(select(reading.c.data).where(reading.c.sha256 == sha256))
    levels = [highest(one.page for one in codec.unpack_readings([data])) for data in read]
    restored = connection.scalars(select(page.c.data).where(page.c.sha256 == sha256))
    levels += [highest([codec.unpack_page(data)]) for data in restored]
    defined = connection.scalars(select(document.c.definition).where(document.c.sha256 == sha256))
    levels += [_stated(definition) for definition in defined]
    return max((level for level in levels if level), key=lambda level: level.rank, default=None)


def _stated(definition: str) -> Secrecy | None:
    value = json.loads(definition)["document"].get("secrecy", {}).get("value")
    return Secrecy(value) if value else None
