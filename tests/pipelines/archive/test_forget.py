"""`vanthu archive forget`: all that was kept of a document goes but a trace, and it is not loaded again unasked."""

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text
from typer.testing import CliRunner

from vanthu.corpora import plans
from vanthu.corpora.errors import (
    Ambiguous,
    ArchiveLocked,
    BadOption,
    Forgotten,
    NotInArchive,
    Unconfirmed,
    Unwritable,
)
from vanthu.pipelines.archive import forget as forgetting
from vanthu.pipelines.archive.forget import clear, forget, kept_of, without_originals
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.lookup import look_up
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.quarantine import Quarantine
from vanthu.pipelines.archive.search import search
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import State, content, file, forgotten, metadata
from vanthu.pipelines.cli import app

NAMES = ("cong_van_phat_dong", "huyen_uy_nong_thon_moi", "xa_dan_van_kheo")
CODE, WORDS = "05/KH-UBND", '"nội bộ đoàn kết"'
PLAN, COPY = f"{NAMES[2]}.txt", "z-copy.txt"


class Loaded:
    """Three plans, a copy of one of them, and a broken file, loaded from a folder."""

    def __init__(self, url: str, scans: Path, place: Path) -> None:
        self.url, self.scans, self.quarantine = url, scans, place / "quarantine"
        (scans / COPY).write_bytes((scans / PLAN).read_bytes())
        (scans / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
        self.load()

    def load(self, **wanted: object) -> dict[str, int]:
        options = Wanted(self.url, jobs=0, quarantine=self.quarantine, **wanted)
        return load(find([str(self.scans)], own=options.own), options).counts

    def run(self, *arguments: str):
        """The command; there is no terminal."""
        where = ("--archive", self.url, "--quarantine", str(self.quarantine))
        return CliRunner().invoke(app, ["archive", "forget", *arguments, *where])

    def rows(self) -> dict[str, list[str]]:
        """All that the database holds, as text; the index of words by its rows."""
        with open_archive(self.url) as archive, archive.engine.connect() as connection:
            tables = {name: connection.execute(select(table)).all() for name, table in metadata.tables.items()}
            tables["page_search"] = connection.execute(text("SELECT rowid FROM page_search")).all()
        return {name: sorted(repr(tuple(row)) for row in rows) for name, rows in tables.items() if name != "run"}

    def hash_of(self, name: str) -> str:
        with open_archive(self.url) as archive, archive.engine.connect() as connection:
            return connection.scalar(select(file.c.sha256).where(file.c.name == name))

    @property
    def folders(self) -> list[str]:
        return sorted(path.name for path in self.quarantine.iterdir())


@pytest.fixture
def loaded(archive_urls, scans, tmp_path) -> Loaded:
    return Loaded(archive_urls, scans, tmp_path)


@pytest.fixture
def local(tmp_path, scans) -> Loaded:
    """The same on SQLite alone, for what does not touch the database."""
    return Loaded(f"sqlite:///{tmp_path}/archive.db", scans, tmp_path)


def test_no_table_and_no_folder_has_anything_of_it_but_the_trace(loaded):
    before, sha256 = loaded.rows(), loaded.hash_of(PLAN)
    done = loaded.run(CODE, "--yes", "--reason", "lấy nhầm")
    assert (done.exit_code, "1 file forgotten" in done.stderr) == (0, True), done.stderr
    after = loaded.rows()
    (trace,) = after.pop("forgotten")
    assert all(part in trace for part in (sha256, PLAN, "lấy nhầm", "@"))
    assert not re.search(f"{sha256}|{PLAN}|{COPY}|{CODE}", repr(after))
    with open_archive(loaded.url) as archive, archive.engine.connect() as connection:
        assert search(archive, WORDS) == []
        pages = connection.scalar(select(func.count()).select_from(metadata.tables["page"]))
        assert len(after["page_search"]) == pages
    del before["forgotten"]
    kept = {name: set(rows) for name, rows in after.items()}
    assert all(rows <= set(before[name]) for name, rows in kept.items())  # and nothing else was touched
    assert [len(before[name]) - len(after[name]) for name in ("content", "file", "document")] == [1, 2, 1]
    assert (loaded.scans / PLAN).exists()


def test_the_folder_in_quarantine_and_the_attempts_go_too(loaded):
    assert len(loaded.folders) == 1
    assert loaded.rows()["failure"]
    assert loaded.run("hong", "--yes").exit_code == 0
    assert (loaded.folders, loaded.rows()["failure"]) == ([], [])


def test_sqlite_overwrites_every_word_also_beside_a_reader(local, tmp_path):
    """Words that only the forgotten plan has: in its pages, its definition and the index."""
    plan = re.findall(r"[^\W\d]{4,}", (local.scans / PLAN).read_text("utf-8").casefold())
    with closing(sqlite3.connect(tmp_path / "archive.db")) as reader:
        reader.execute("SELECT count(*) FROM page").fetchone()
        before = bytes_of(tmp_path)
        assert local.run(CODE, "--yes").exit_code == 0
        after = bytes_of(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:  # the index has words without their marks too
        folded = connection.execute("SELECT text || bare FROM page_search").fetchall()
    others = repr([folded, local.rows()["page"], local.rows()["document"]]).casefold()
    own = {word.encode() for word in plan if word not in others}
    assert len({word for word in own if word in before}) > 20
    assert {word for word in own if word in after} == set()


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("archive.db*") if path.is_file())


def test_what_was_forgotten_is_counted_and_not_loaded_again_unless_asked(loaded):
    loaded.run(CODE, "--yes")
    for _ in range(2):
        told = loaded.load()
        assert (told["forgotten"], told["known"], told["done"], told["duplicate"]) == (2, 3, 0, 0)
    assert loaded.hash_of(PLAN) is None
    told = loaded.load(include_forgotten=True)
    assert (told["forgotten"], told["done"], told["duplicate"]) == (0, 1, 1)
    assert loaded.rows()["forgotten"] == []
    with open_archive(loaded.url) as archive:
        assert [hit.code for hit in search(archive, WORDS)] == [CODE]
    assert loaded.load()["known"] == 5


def test_a_forgotten_file_in_the_place_of_another_supersedes_it(loaded):
    loaded.run(CODE, "--yes")
    (loaded.scans / f"{NAMES[0]}.txt").write_bytes((loaded.scans / PLAN).read_bytes())
    assert loaded.load()["forgotten"] == 3
    with open_archive(loaded.url) as archive, archive.engine.connect() as connection:
        states = dict(connection.execute(select(content.c.name, content.c.state)).all())
    assert states[f"{NAMES[0]}.txt"] == State.SUPERSEDED


def test_show_says_when_by_whom_and_why(loaded):
    sha256 = loaded.hash_of(PLAN)
    loaded.run(CODE, "--yes", "--reason", "lấy nhầm")
    with open_archive(loaded.url) as archive:
        for name in (PLAN, NAMES[2].upper(), sha256[:8]):
            with pytest.raises(Forgotten, match=r"20\d\d-\d\d-\d\d \d\d:\d\d UTC by .+@.+: lấy nhầm"):
                look_up(archive, name)
        with pytest.raises(NotInArchive) as told:
            look_up(archive, "nothing of the kind")
        assert type(told.value) is NotInArchive


def test_a_kill_within_leaves_everything_and_a_kill_after_leaves_what_the_next_run_removes(loaded, monkeypatch):
    before = loaded.rows()
    monkeypatch.setattr(forgetting, "_who", lambda: 1 / 0)
    with open_archive(loaded.url) as archive, pytest.raises(ZeroDivisionError):
        forget(archive, loaded.hash_of("hong.pdf"))
    assert loaded.rows() == before
    monkeypatch.undo()
    with open_archive(loaded.url) as archive:
        forget(archive, loaded.hash_of("hong.pdf"))  # and nothing after it
    assert len(loaded.folders) == 1
    again = loaded.run("hong.pdf", "--yes")
    assert (again.exit_code, "forgotten already: hong.pdf" in again.stderr) == (0, True)
    assert loaded.folders == []
    (trace,) = loaded.rows()["forgotten"]
    assert trace.endswith("None)")
    assert loaded.run("hong.pdf", "--yes").exit_code == 0


def test_a_folder_that_cannot_be_removed_is_said_and_removed_by_the_next_run(local, monkeypatch):
    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    with open_archive(local.url) as archive:
        forget(archive, local.hash_of("hong.pdf"))
        monkeypatch.setattr("vanthu.pipelines.archive.quarantine.shutil.rmtree", denied)
        with pytest.raises(Unwritable):
            clear(archive, Quarantine(local.quarantine))
        monkeypatch.undo()
        assert (clear(archive, Quarantine(local.quarantine)), local.folders) == (1, [])


def test_a_folder_that_now_speaks_of_other_bytes_stays(local):
    sha256 = local.hash_of(f"{NAMES[0]}.txt")
    (local.scans / f"{NAMES[0]}.txt").write_bytes(b"%PDF-1.7 broken too")
    local.load()
    before = local.folders
    with open_archive(local.url) as archive:
        forget(archive, sha256)
        clear(archive, Quarantine(local.quarantine))
    assert (len(before), local.folders) == (2, before)


def test_a_run_that_holds_the_archive_is_left_in_peace(loaded):
    before = loaded.rows()
    with open_archive(loaded.url) as running, locked(running):
        done = loaded.run(CODE, "--yes")
    assert isinstance(done.exception, ArchiveLocked)
    assert loaded.rows() == before


def test_one_is_named_or_gone_is_given_and_without_a_terminal_yes(local):
    before = local.rows()
    for arguments, error in (
        ((), BadOption),
        ((CODE, "--gone", "--yes"), BadOption),
        ((CODE,), Unconfirmed),
        ((".txt", "--yes"), Ambiguous),
        (("no such name", "--yes"), NotInArchive),
    ):
        assert type(local.run(*arguments).exception) is error
    assert local.rows() == before
    with open_archive(local.url) as archive, pytest.raises(Ambiguous, match=f"3 files: .*{NAMES[0]}"):
        kept_of(archive, ".txt")


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("y", 0)])
def test_at_a_terminal_it_asks_and_does_what_is_answered(local, answer, code):
    terminal, its_end = pty.openpty()
    os.write(terminal, f"{answer}\n".encode())
    command = [sys.executable, "-m", "vanthu.pipelines", "archive", "forget", CODE, "--archive", local.url]
    done = subprocess.run(command, stdin=its_end, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (code, ""), done.stderr
    assert f"{PLAN} (" in done.stderr
    assert (local.hash_of(PLAN) is None) is (answer == "y")
    for end in (terminal, its_end):
        os.close(end)


def test_gone_forgets_what_no_original_is_left_of(loaded):
    (loaded.scans / PLAN).unlink()
    (loaded.scans / f"{NAMES[0]}.txt").unlink()
    with open_archive(loaded.url) as archive:
        assert [(one.name, away) for one, away in without_originals(archive)] == [(f"{NAMES[0]}.txt", False)]
    assert loaded.run("--gone", "--yes").exit_code == 0
    assert [loaded.hash_of(name) is None for name in (f"{NAMES[0]}.txt", COPY, PLAN)] == [True, False, False]
    done = loaded.run("--gone", "--yes")
    assert (done.exit_code, "nothing was forgotten" in done.stderr) == (0, True)


def test_gone_leaves_alone_what_may_be_on_a_share_that_is_not_mounted(local):
    moved = local.scans.rename(local.scans.with_name("elsewhere"))
    local.scans.mkdir()
    before = local.rows()
    done = local.run("--gone", "--yes")
    assert (done.exit_code, "4 files left alone" in done.stderr) == (0, True), done.stderr
    assert local.rows() == before
    local.scans.rmdir()
    moved.rename(local.scans)
    assert local.load()["known"] == 5


def test_gone_takes_what_other_bytes_superseded(local):
    (local.scans / f"{NAMES[0]}.txt").write_text(plans.load("tinh_uy_chi_bo_kieu_mau").text, encoding="utf-8")
    local.load()
    assert local.run("--gone", "--yes").exit_code == 0
    names = json.dumps(local.rows()["forgotten"], ensure_ascii=False)
    assert f"{NAMES[0]}.txt" in names
    assert local.hash_of(f"{NAMES[0]}.txt")


def test_every_table_is_one_that_forget_empties_or_that_holds_nothing_of_a_document(archive):
    """A table that is added later has to be thought of here and in `forget`."""
    with archive.engine.connect() as connection:
        names = {name for name in inspect(connection).get_table_names() if not name.startswith("page_search")}
    emptied = {"content", "file", "work", "failure", "reading", "restoration", "page", "document"}
    assert names == emptied | {"run", "alembic_version", forgotten.name}
