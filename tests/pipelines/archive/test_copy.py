"""`vanthu archive copy`: from SQLite to PostgreSQL and back."""

import signal
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select

from benchmarks import archive_faults as faults
from vanthu.corpora import plans
from vanthu.corpora.errors import ArchiveLocked, ArchiveMissing, ArchiveNotEmpty, BadOption, CopyIncomplete
from vanthu.pipelines.archive import copying
from vanthu.pipelines.archive.copying import copy
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.lock import locked
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.search import search
from vanthu.pipelines.archive.selection import Selection
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.standing import standing
from vanthu.pipelines.archive.tables import content, failure, metadata, run
from vanthu.pipelines.export.choice import Format, export

JOIN = r"(?P<doc>.+)_(?P<page>\d+)\.tif"
KILLED = """
import os, signal, sys
from vanthu.pipelines.archive import copying
copying.BATCH = 1
def halfway(done, total):
    if done > total / 2:
        os.kill(os.getpid(), signal.SIGKILL)
copying.copy(sys.argv[1], sys.argv[2], halfway)
"""


@pytest.fixture(autouse=True)
def _at_work(monkeypatch, tmp_path):
    """A server's quarantine lies in the working folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def shelf(tmp_path):
    """Plans, one of them scanned again, joined page images, a broken file, a secret one."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name in ("cong_van_phat_dong", "huyen_uy_nong_thon_moi"):
        (folder / f"{name}.txt").write_text(plans.load(name).text, encoding="utf-8")
    (folder / "quét lại.txt").write_text(plans.load("huyen_uy_nong_thon_moi").text + "\n.\n", encoding="utf-8")
    (folder / "mat.txt").write_text("MẬT\n\n" + plans.load("truong_hoc_tap_tot").text, encoding="utf-8")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    for number in (1, 2):
        faults.picture(folder / f"ghep_{number}.tif", faults.GOOD)
    return folder


@pytest.fixture
def loaded(shelf, tmp_path) -> Wanted:
    """That shelf, in SQLite."""
    wanted = Wanted(f"sqlite:///{tmp_path}/first.db", jobs=0, engine=faults.FaultyEngine())
    assert take(shelf, wanted)["quarantined"] == 2
    return wanted


def take(shelf, wanted) -> Counter[str]:
    return load(find([str(shelf)], join=JOIN, own=wanted.own), wanted).counts


def facts(url, out):
    with open_archive(url) as archive:
        export(archive, Selection(), Format.JSONL, out)
        hits = [(hit.code, hit.page, hit.snippet) for hit in search(archive, "nông thôn mới")]
        shown = standing(archive)
        with archive.engine.connect() as connection:
            tables = [connection.execute(select(t).order_by(*t.primary_key)).all() for t in metadata.sorted_tables]
    return out.read_bytes(), hits, shown.files, shown.codes, shown.rescans, tables


def sizes(url) -> set[int]:
    with open_archive(url) as archive, archive.engine.connect() as connection:
        return {connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables}


def test_an_archive_goes_to_postgresql_and_back_and_loading_goes_on_in_either(
    shelf, loaded, postgres_archive, tmp_path, monkeypatch
):
    monkeypatch.setattr(copying, "BATCH", 2)
    back = f"sqlite:///{tmp_path}/back.db"
    before = facts(loaded.archive, tmp_path / "before.jsonl")
    assert before[4], "the shelf has a re-scan"
    for source, target in ((loaded.archive, postgres_archive), (postgres_archive, back)):
        copied = copy(source, target)
        assert copied.cases == 2
        assert copied.rows["failure"] == 2
        assert facts(target, tmp_path / f"{copied.rows['page']}-{len(target)}.jsonl") == before
    (shelf / "mới.txt").write_text(plans.load("xa_dan_van_kheo").text, encoding="utf-8")
    for target in (postgres_archive, back):
        wanted = replace(loaded, archive=target)
        assert take(shelf, wanted) == Counter(known=6, looked=1, begun=1, pages=1, done=1)
        with open_archive(target) as archive:
            assert search(archive, "dân vận khéo")
            with archive.engine.connect() as connection:
                assert list(connection.scalars(select(run.c.id).order_by(run.c.id))) == [1, 2]


def test_a_copy_that_is_killed_leaves_an_empty_target_and_can_be_made_again(loaded, archive_urls, tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, loaded.archive, archive_urls], check=False)
    assert done.returncode == -signal.SIGKILL
    assert sizes(archive_urls) == {0}
    copy(loaded.archive, archive_urls)
    assert facts(archive_urls, tmp_path / "a.jsonl") == facts(loaded.archive, tmp_path / "b.jsonl")


def test_a_copy_whose_rows_do_not_all_arrive_leaves_an_empty_target(loaded, archive_urls, monkeypatch):
    whole = copying._copy_table

    def lossy(reader, writer, table):
        yield from whole(reader, writer, table)
        if table is failure:
            writer.execute(failure.delete())

    monkeypatch.setattr(copying, "_copy_table", lossy)
    with pytest.raises(CopyIncomplete, match="failure: 0 of 2 rows"):
        copy(loaded.archive, archive_urls)
    assert sizes(archive_urls) == {0}


def test_a_target_that_holds_anything_is_refused(loaded, archive_urls):
    with open_archive(archive_urls, create=True) as archive, archive.engine.begin() as connection:
        row = {"sha256": "a", "uri": "u", "name": "n", "bytes": 1, "state": "done", "cpu_seconds": 0.0}
        connection.execute(insert(content).values(row))
    with pytest.raises(ArchiveNotEmpty, match="content"):
        copy(loaded.archive, archive_urls)


def test_an_archive_is_not_copied_into_itself_by_any_name(loaded, postgres_archive):
    with pytest.raises(BadOption, match="itself"):
        copy(loaded.archive, "sqlite:///first.db")
    with open_archive(postgres_archive, create=True):
        pass
    with pytest.raises(BadOption, match="itself"):
        copy(postgres_archive, postgres_archive + "?application_name=other")
    with pytest.raises(ArchiveLocked):
        copy(postgres_archive, postgres_archive.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize("held", [0, 1])
def test_neither_may_be_loaded_into_meanwhile(loaded, archive_urls, held):
    urls = (loaded.archive, archive_urls)
    with ExitStack() as stack:
        archive = stack.enter_context(open_archive(urls[held], create=True))
        stack.enter_context(locked(archive))
        with pytest.raises(ArchiveLocked):
            copy(*urls)


def test_a_source_that_is_not_there_makes_no_target(tmp_path):
    with pytest.raises(ArchiveMissing):
        copy(f"sqlite:///{tmp_path}/none.db", f"sqlite:///{tmp_path}/new.db")
    assert not list(tmp_path.iterdir())
