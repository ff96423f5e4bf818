"""A PostgreSQL server of the tests' own, empty archives on both databases, and plans put into them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from vanthu.corpora import plans
from vanthu.pipelines.archive.codec import pack_page
from vanthu.pipelines.archive.opening import Archive, open_archive
from vanthu.pipelines.archive.records import document_row
from vanthu.pipelines.archive.search import index
from vanthu.pipelines.archive.tables import content, document, file, page
from vanthu.pipelines.output import campaign_json
from vanthu.pipelines.read import FileReading, read
from vanthu.pipelines.settings import Settings

OLDEST_POSTGRES = 15
MOMENT = "2026-11-21T08:00:00+00:00"


def postgres_programs() -> Path | None:
    """The folder of the newest server installed here; Debian keeps it off the PATH."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).parent] if on_path else list(Path("/usr/lib/postgresql").glob("*/bin"))
    found = [(int(number), folder) for folder in folders if (number := version(folder)) is not None]
    new = [item for item in found if item[0] >= OLDEST_POSTGRES]
    return max(new)[1] if new else None


def version(folder: Path) -> str | None:
    if not (folder / "postgres").exists():
        return None
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+", told)
    return number and number[0]


def unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server in a temporary folder on a free port, stopped at the end; its URL, with the database ``postgres``."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip(f"needs PostgreSQL {OLDEST_POSTGRES} or later: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="vanthu-postgres-"))
    prefix = unprivileged()
    if prefix:
        shutil.chown(folder, "nobody", "nogroup")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, log = folder / "data", folder / "log"
    # nothing here outlives the tests: no need to wait for the disk
    options = f"-h 127.0.0.1 -p {port} -c unix_socket_directories='' -c fsync=off -c full_page_writes=off"

    def call(program: str, *arguments: str | Path) -> None:
        command = [*prefix, programs / program, "-D", data, *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    try:
        call("initdb", "-U", "vanthu", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call("pg_ctl", "-l", log, "-o", options, "-w", "start")
        yield f"postgresql+psycopg://vanthu@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            call("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def postgres_archive(postgres_url) -> Iterator[str]:
    """The URL of an empty database on the server, dropped afterwards."""
    name = f"archive_{uuid.uuid4().hex[:12]}"
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_url.rpartition("/")[0] + f"/{name}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_urls(request, tmp_path) -> str:
    """The URL of an archive that is not there yet, once on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/archive.db"
    return request.getfixturevalue("postgres_archive")


@pytest.fixture
def archive(archive_urls) -> Iterator[Archive]:
    """An empty archive, once on each database."""
    with open_archive(archive_urls, create=True) as opened:
        yield opened


@cache
def reading_of(name: str, folder: Path) -> FileReading:
    """A plan of the project, read once a session."""
    path = folder / f"{name}.txt"
    path.write_text(plans.load(name).text, encoding="utf-8")
    return read(path, settings=Settings(restore=False))


@dataclass(frozen=True)
class Shelf:
    """Puts plans of the project into an archive, as a loading run does."""

    archive: Archive
    folder: Path

    @property
    def url(self) -> str:
        return self.archive.engine.url.render_as_string(hide_password=False)

    def add(self, name: str, uri: str | None = None, finding_aid: Mapping[str, str] | None = None) -> FileReading:
        """Load a plan."""
        reading = reading_of(name, self.folder)
        definitions = [campaign_json(campaign, indent=None) for campaign in reading.campaigns]
        self.put(definitions, reading, uri or f"sftp://srv/{name}.txt", finding_aid or {})
        return reading

    def put(self, definitions: list[str], reading: FileReading, uri: str, finding_aid: Mapping[str, str]) -> None:
        """Load campaign definitions of one file, with the pages that they were read from."""
        source = reading.campaigns[0].source
        with self.archive.engine.begin() as connection:
            told = {"sha256": source.sha256, "uri": uri, "name": uri.rpartition("/")[2], "bytes": source.bytes}
            pages = [(part.index, found) for part in reading.parts for found in part.pages]
            state = {"state": "done", "pages": len(pages), "settled_at": MOMENT}
            connection.execute(insert(content), [{**told, **state, "media_type": source.media_type}])
            self._file(connection, source.sha256, uri, finding_aid)
            connection.execute(insert(document), [document_row(source.sha256, item) for item in definitions])
            for part, found in pages:
                row = {"sha256": source.sha256, "number": found.number, "part": part, "text": found.text}
                statement = insert(page).values(**row, data=pack_page(found)).returning(page.c.id)
                index(connection, [(connection.scalar(statement), found.text)])

    def duplicate(self, name: str, uri: str, finding_aid: Mapping[str, str] | None = None) -> None:
        """Another file with the bytes of a plan that is loaded."""
        sha256 = reading_of(name, self.folder).campaigns[0].source.sha256
        with self.archive.engine.begin() as connection:
            self._file(connection, sha256, uri, finding_aid or {})

    def _file(self, connection, sha256, uri, finding_aid) -> None:
        facts = {"uri": uri, "sha256": sha256, "name": uri.rpartition("/")[2], "bytes": 1, "stamp": "1"}
        row = {**facts, "finding_aid": dict(finding_aid), "state": "done", "seen_at": MOMENT}
        connection.execute(insert(file), [row])


@pytest.fixture(scope="session")
def plan_texts(tmp_path_factory) -> Path:
    """Where plans are written that are read once a session."""
    return tmp_path_factory.mktemp("plans")


@pytest.fixture
def shelf(archive, plan_texts) -> Shelf:
    """An empty archive to put plans into, once on each database."""
    return Shelf(archive, plan_texts)


@pytest.fixture
def local_shelf(tmp_path, plan_texts) -> Iterator[Shelf]:
    """The same on SQLite alone, for what does not touch the database."""
    with open_archive(f"sqlite:///{tmp_path}/archive.db", create=True) as opened:
        yield Shelf(opened, plan_texts)


@pytest.fixture(scope="session")
def archive_search(root):
    """The benchmark of search: a tenth of it is a test."""
    spec = importlib.util.spec_from_file_location("archive_search", root / "benchmarks/archive_search.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def scans(request, tmp_path) -> Path:
    """A folder of plans as text files, those in ``NAMES`` of the tests' module."""
    folder = tmp_path / "scans"
    folder.mkdir()
    for name in request.module.NAMES:
        (folder / f"{name}.txt").write_text(plans.load(name).text, encoding="utf-8")
    return folder
