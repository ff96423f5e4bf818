"""What was put aside: listed, and set free to be tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from vanthu.corpora.errors import NotInArchive
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.tables import State, content, file, reading, work


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that was put aside, or that lacks pages: ``state`` is ``quarantined``, ``failed`` or ``partial``."""

    uri: str
    name: str
    sha256: str | None
    state: str
    code: str
    message: str
    pages: tuple[int, ...] = ()
    """Of a partial one, those in quarantine; others that could not be read have only the ``message``."""


def put_aside(archive: Archive) -> list[Aside]:
    """Everything that was put aside or lacks pages, by name."""
    facts = (content.c.uri, content.c.name, content.c.sha256, content.c.state, content.c.code, content.c.message)
    whole = select(*facts).where(content.c.state.in_((State.QUARANTINED, State.FAILED, State.PARTIAL)))
    hurt = select(file.c.uri, file.c.name, file.c.state, file.c.code, file.c.message)
    hurt = hurt.where(file.c.state.in_((State.QUARANTINED, State.FAILED)))
    pages = select(work.c.sha256, work.c.first_page).where(work.c.stage == "pages", work.c.state == State.QUARANTINED)
    lost: dict[str, list[int]] = {}
    with archive.engine.connect() as connection:
        for sha256, page in connection.execute(pages.order_by(work.c.first_page)):
            lost.setdefault(sha256, []).append(page)
        found = [_aside(row, row.sha256, lost.get(row.sha256, ())) for row in connection.execute(whole)]
        found += [_aside(row, None) for row in connection.execute(hurt)]
    return sorted(found, key=lambda item: (item.name, item.uri))


def _aside(
    row: Any,  # noqa: ANN401  rows of two selections
    sha256: str | None,
    pages: Sequence[int] = (),
) -> Aside:
    lost = tuple(pages) if row.state == State.PARTIAL else ()
    return Aside(row.uri, row.name, sha256, row.state, row.code or "", row.message or "", lost)


def set_free(archive: Archive, cases: list[Aside], quarantine: Quarantine) -> int:
    """Let the next run try these again, from what was read of them; how many that were."""
    for case in cases:
        with archive.engine.begin() as connection:
            if case.sha256 is None:
                _free_file(connection, case.uri)
            else:
                _free_content(connection, case.sha256)
        quarantine.release(case.name, case.uri)
    return len(cases)


def _free_file(connection: Connection, uri: str) -> None:
    """To be looked at anew, as a file never seen or one that was changed."""
    connection.execute(delete(file).where(file.c.uri == uri, file.c.sha256.is_(None)))
    fresh = {"stamp": "", "state": State.DONE, "code": None, "message": None}
    connection.execute(update(file).where(file.c.uri == uri).values(fresh))


def _free_content(connection: Connection, sha256: str) -> None:
    """What failed goes, and chunks with a page that could not be read."""
    holed = (work.c.sha256 == sha256, work.c.stage == "pages", work.c.code.is_not(None))
    chunks = select(work.c.first_page).where(*holed)
    connection.execute(delete(reading).where(reading.c.sha256 == sha256, reading.c.first_page.in_(chunks)))
    failed = or_(work.c.state.in_((State.QUARANTINED, State.FAILED)), work.c.code.is_not(None))
    connection.execute(delete(work).where(work.c.sha256 == sha256, failed))
    fresh = {"state": State.PENDING, "fingerprint": None, "code": None, "message": None}
    connection.execute(update(content).where(content.c.sha256 == sha256).values(fresh))


def chosen(cases: list[Aside], *, code: str | None = None, names: list[str] | None = None) -> list[Aside]:
    """Those with a code, and with a name, URI or beginning of a hash among ``names``.

    Raises:
        NotInArchive: a name fits none of them.
    """
    kept = [case for case in cases if code is None or case.code == code]
    if not names:
        return kept
    for name in names:
        if not any(_fits(case, name) for case in kept):
            raise NotInArchive(f"nothing that was put aside is called {name}")
    return [case for case in kept if any(_fits(case, name) for name in names)]


def _fits(case: Aside, name: str) -> bool:
    return name in {case.name, case.uri} or bool(case.sha256 and len(name) >= 8 and case.sha256.startswith(name))  # noqa: PLR2004  eight digits of a hash
