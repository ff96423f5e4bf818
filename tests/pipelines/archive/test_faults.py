"""Files that crash, hang, swallow memory, break or vanish, among good ones; real child processes."""

import json
import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from benchmarks import archive_faults as faults
from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.executors import workforce
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import document

pytestmark = pytest.mark.slow


@pytest.fixture
def wanted(tmp_path) -> Wanted:
    """Two child processes that are stopped early."""
    care = Care(deadline=4, memory=500_000_000)
    return Wanted(f"sqlite:///{tmp_path}/archive.db", jobs=2, engine=faults.FaultyEngine(), care=care)


def test_one_bad_page_costs_its_document_that_page_only(wanted, tmp_path):
    faults.picture(tmp_path / "scans" / "mixed.tif", faults.GOOD, pages=5, odd={3: faults.CRASH})
    assert load(find([str(tmp_path / "scans")]), wanted).counts["partial"] == 1
    with open_archive(wanted.archive) as archive, archive.engine.connect() as connection:
        campaign = json.loads(connection.execute(select(document.c.definition)).scalar_one())
    assert campaign["status"] == "partial"
    errors = {page["number"]: page["error"] for page in campaign["source"]["pages"]}
    assert errors == {1: None, 2: None, 3: "task_crashed: died of SIGSEGV", 4: None, 5: None}
    (case,) = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.rglob("error.json")]
    assert (case["name"], case["code"], case["pages"]) == ("mixed.tif", "task_crashed", [3, 3])


def test_what_was_put_aside_is_tried_again_when_set_free(wanted, tmp_path):
    from vanthu.pipelines.archive.aside import chosen, put_aside, set_free
    from vanthu.pipelines.archive.quarantine import Quarantine

    faults.picture(tmp_path / "scans" / "mixed.tif", faults.GOOD, pages=3, odd={2: faults.CRASH})
    load(find([str(tmp_path / "scans")]), wanted)
    assert load(find([str(tmp_path / "scans")]), wanted).counts == Counter(known=1)
    quarantine = Quarantine(tmp_path / "archive.db.quarantine")
    with open_archive(wanted.archive) as archive:
        (case,) = put_aside(archive)
        assert (case.state, case.code, case.pages) == ("partial", "task_crashed", (2,))
        assert set_free(archive, chosen([case], names=["mixed.tif"]), quarantine) == 1
    assert not list(quarantine.folder.rglob("error.json"))
    again = load(find([str(tmp_path / "scans")]), wanted)
    assert (again.counts["page_lost"], again.counts["partial"]) == (1, 1)


def test_leaving_stops_what_runs_and_begins_nothing_that_was_queued():
    with workforce(1) as force:
        first, second = force.submit(faults.Nap(), Care()), force.submit(faults.Nap(), Care())
        while not first.running():
            time.sleep(0.01)
    assert second.cancelled()
    assert first.result().error is not None


def test_children_are_replaced_after_some_tasks(wanted, tmp_path):
    from vanthu.pipelines.archive.tables import work

    for index in range(6):
        faults.picture(tmp_path / "scans" / f"{index}.tif", faults.GOOD, height=1600 + index)
    few = replace(wanted, jobs=1, care=replace(wanted.care, tasks=6))
    assert load(find([str(tmp_path / "scans")]), few).clean
    with open_archive(wanted.archive) as archive, archive.engine.connect() as connection:
        places = set(connection.execute(select(work.c.place)).scalars())
    assert len(places) > 1


def test_nothing_is_left_of_temporary_files_and_children(wanted, tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    from vanthu.pipelines.archive import private_folders

    private_folders._root.cache_clear()
    faults.picture(tmp_path / "scans" / "a.tif", faults.CRASH)
    load(find([str(tmp_path / "scans")]), wanted)
    assert [path.name for path in (tmp_path / "tmp").glob("*/*") if path.name != "lock"] == []
    private_folders._root.cache_clear()
