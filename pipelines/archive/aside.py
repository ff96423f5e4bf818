"""What was put aside: listed, and set free to be tried again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update

from vanthu.corpora.errors import NotInArchive
from vanthu.pipelines.archive.opening import Archive
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.tables import State, content, file, work


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
    """Of a partial one, those in quarantine."""


def put_aside(archive: Archive) -> list[Aside]:
    """Everything that was put aside, by name."""
    states = (State.QUARANTINED, State.FAILED)
    columns = (content.c.uri, content.c.name, content.c.sha256, content.c.state, content.c.code, content.c.message)
    whole = select(*columns).where(content.c.state.in_(states))
    unseen = select(file.c.uri, file.c.name, file.c.sha256, file.c.state, file.c.code, file.c.message)
    unseen = unseen.where(file.c.sha256.is_(None), file.c.state.in_(states))
    with archive.engine.connect() as connection:
        rows = [*connection.execute(whole), *connection.execute(unseen)]
        found = [Aside(r.uri, r.name, r.sha256, r.state, r.code or "", r.message or "") for r in rows]
        pages = select(work.c.sha256, work.c.first_page, work.c.code, work.c.message, content.c.uri, content.c.name)
        pages = pages.join(content, content.c.sha256 == work.c.sha256).where(content.c.state == State.PARTIAL)
        lost = connection.execute(pages.where(work.c.stage == "pages", work.c.state == State.QUARANTINED)).all()
    for sha256 in dict.fromkeys(row.sha256 for row in lost):
        mine = [row for row in lost if row.sha256 == sha256]
        numbers = tuple(sorted(row.first_page for row in mine))
        first = mine[0]
        found.append(Aside(first.uri, first.name, sha256, State.PARTIAL, first.code, first.message or "", numbers))
    return sorted(found, key=lambda item: (item.name, item.uri))


def set_free(archive: Archive, cases: list[Aside], quarantine: Quarantine) -> int:
    """Let the next run try these again, from what was read of them; how many that were."""
    for case in cases:
        with archive.engine.begin() as connection:
            if case.sha256 is None:
                connection.execute(delete(file).where(file.c.uri == case.uri))
            else:
                failed = or_(work.c.state == State.QUARANTINED, work.c.state == State.FAILED)
                connection.execute(delete(work).where(work.c.sha256 == case.sha256, failed))
                fresh = {"state": State.PENDING, "fingerprint": None, "code": None, "message": None}
                connection.execute(update(content).where(content.c.sha256 == case.sha256).values(fresh))
        quarantine.release(case.name, case.uri)
    return len(cases)


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
