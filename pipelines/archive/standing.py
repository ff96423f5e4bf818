"""How an archive stands: what is done, what fails and why, how fast it goes, what is slow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.tables import State, content, document, failure, file, run, shown, work

SLOWEST = 5
RUNS = 5
_OF_A_RUN = [column for column in run.c if column is not run.c.secrecy]
"""An archive that was not yet upgraded is shown too."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of ``vanthu archive status``.

    ``files`` by what became of them (duplicates by themselves), ``codes`` of what was put aside or failed, ``runs`` the
    last ones, ``slowest`` contents by CPU seconds, ``rescans`` documents that several contents hold.
    """

    archive: str
    files: Mapping[str, int]
    documents: int
    pages: int
    codes: Mapping[str, int]
    runs: Sequence[Mapping[str, Any]]
    slowest: Sequence[Mapping[str, Any]]
    rescans: Sequence[Mapping[str, Any]]


def standing(archive: Archive) -> Standing:
    """How the archive stands now, beside a run that may be going on."""
    with archive.engine.connect() as connection:
        return Standing(
            archive=archive.name,
            files=_files(connection),
            documents=_count(connection, select(func.count()).select_from(document).where(shown(document.c.sha256))),
            pages=_count(connection, select(func.coalesce(func.sum(content.c.pages), 0)).where(_read)),
            codes=_codes(connection),
            runs=_runs(connection),
            slowest=_slowest(connection),
            rescans=_rescans(connection),
        )


_read = content.c.state.in_((State.DONE, State.PARTIAL))


def _count(connection: Connection, query: Any) -> int:  # noqa: ANN401  any query of one number
    return int(connection.execute(query).scalar_one())


def _files(connection: Connection) -> dict[str, int]:
    hurt = file.c.state.in_((State.FAILED, State.QUARANTINED))  # now, whatever it held before
    state = case((hurt, file.c.state), else_=func.coalesce(content.c.state, file.c.state))
    query = select(state, file.c.uri != content.c.uri, func.count()).join_from(file, content, isouter=True)
    counts: dict[str, int] = {}
    for name, duplicate, number in connection.execute(query.group_by(state, file.c.uri != content.c.uri)):
        key = "duplicate" if duplicate else name
        counts[key] = counts.get(key, 0) + number
    return dict(sorted(counts.items()))


def _codes(connection: Connection) -> dict[str, int]:
    """By error: contents that were put aside, and files that could not even be hashed."""
    counts: dict[str, int] = {}
    for table in (content, file):
        query = select(table.c.code, func.count()).where(table.c.code.is_not(None)).group_by(table.c.code)
        for code, number in connection.execute(query):
            counts[code] = counts.get(code, 0) + number
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _runs(connection: Connection) -> list[dict[str, Any]]:
    """The last runs; one without an end, i.e. running or killed, up to the last page that it read."""
    rows = connection.execute(select(*_OF_A_RUN).order_by(run.c.id.desc()).limit(RUNS)).all()
    facts = [dict(row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's public name for it
    return [one if one["ended_at"] else one | _so_far(connection, one) for one in facts]


def _so_far(connection: Connection, one: Mapping[str, Any]) -> dict[str, Any]:
    pages = func.sum(work.c.last_page - work.c.first_page + 1)
    read = select(pages, func.max(work.c.at)).where(work.c.run == one["id"], work.c.stage == "pages")
    number, last = connection.execute(read.where(work.c.state == State.DONE)).one()
    if not number:
        return {"pages": 0, "seconds": 0.0}
    lasted = datetime.fromisoformat(last) - datetime.fromisoformat(one["started_at"])
    return {"pages": number, "seconds": lasted.total_seconds()}


def _slowest(connection: Connection) -> list[dict[str, Any]]:
    query = select(content.c.name, content.c.uri, content.c.pages, content.c.cpu_seconds, content.c.sha256)
    rows = connection.execute(query.order_by(content.c.cpu_seconds.desc()).limit(SLOWEST))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  same


def _rescans(connection: Connection) -> list[dict[str, Any]]:
    same = (document.c.code, document.c.issued_on, document.c.issuer)
    query = select(*same, func.count(document.c.sha256.distinct()).label("contents")).group_by(*same)
    known = [column.is_not(None) for column in same]
    rows = connection.execute(
        query.where(*known, shown(document.c.sha256)).having(func.count(document.c.sha256.distinct()) > 1)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  same


def failures(archive: Archive, *, code: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The attempts that went wrong, latest first."""
    query = select(failure).order_by(failure.c.id.desc()).limit(limit)
    with archive.engine.connect() as connection:
        rows = connection.execute(query.where(failure.c.code == code) if code else query)
        return [dict(row._mapping) for row in rows]  # noqa: SLF001  same
