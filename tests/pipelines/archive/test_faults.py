"""Files that crash, hang, swallow memory, break or vanish, among good ones; real child processes."""

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from vanthu.pipelines.archive.care import Care
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import content, document, file

pytestmark = pytest.mark.slow
GOOD_FILES = 20


@pytest.fixture
def faults(monkeypatch):
    """The engine of this folder, under a name by which spawned children find it."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import faults

    yield faults
    sys.modules.pop("faults", None)


@pytest.fixture
def wanted(tmp_path, faults) -> Wanted:
    """Two child processes that are stopped early."""
    care = Care(deadline=4, memory=500_000_000)
    return Wanted(f"sqlite:///{tmp_path}/archive.db", jobs=2, engine=faults.FaultyEngine(), care=care)


def states(url: str) -> dict[str, tuple[str, str | None]]:
    with open_archive(url) as archive, archive.engine.connect() as connection:
        query = select(file.c.name, content.c.state, content.c.code, file.c.state, file.c.code)
        rows = connection.execute(query.join_from(file, content, isouter=True))
        return {row[0]: (row[1] or row[3], row[2] or row[4]) for row in rows}


def test_poison_among_good_files_is_named_and_costs_nothing_else(wanted, faults, tmp_path):
    folder = tmp_path / "scans"
    for index in range(GOOD_FILES):
        faults.picture(folder / f"good_{index:02d}.tif", faults.GOOD, height=1600 + index)
    for name in ("CRASH", "HANG", "HOG", "FULL", "KILLED"):
        faults.picture(folder / f"{name}.tif", getattr(faults, name))
    whole = (folder / "good_00.tif").read_bytes()
    (folder / "truncated.tif").write_bytes(whole[: len(whole) // 2])
    (folder / "unreadable.pdf").write_bytes(b"%PDF-1.4 nothing behind it")
    (folder / "vanishing.tif").write_bytes(whole + b" ")
    found = list(find([str(folder)]))
    (folder / "vanishing.tif").unlink()
    tally = load(found, wanted)
    became = states(wanted.archive)
    assert Counter(state for name, (state, _) in became.items() if name.startswith("good")) == {"done": GOOD_FILES}
    assert {name: what for name, what in became.items() if not name.startswith("good")} == {
        "CRASH.tif": ("quarantined", "task_crashed"),
        "HANG.tif": ("quarantined", "task_timeout"),
        "HOG.tif": ("quarantined", "out_of_memory"),
        "FULL.tif": ("failed", "disk_full"),
        "KILLED.tif": ("quarantined", "task_killed"),
        "truncated.tif": ("quarantined", "broken_file"),
        "unreadable.pdf": ("quarantined", "broken_file"),
        "vanishing.tif": ("failed", "not_found"),
    }
    assert tally.counts["done"] == GOOD_FILES
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.rglob("error.json")]
    assert {case["name"] for case in cases} == {n for n, (state, _) in became.items() if state == "quarantined"}


def test_one_bad_page_costs_its_document_that_page_only(wanted, faults, tmp_path):
    faults.picture(tmp_path / "scans" / "mixed.tif", faults.GOOD, pages=5, odd={3: faults.CRASH})
    assert load(find([str(tmp_path / "scans")]), wanted).counts["partial"] == 1
    with open_archive(wanted.archive) as archive, archive.engine.connect() as connection:
        campaign = json.loads(connection.execute(select(document.c.definition)).scalar_one())
    assert campaign["status"] == "partial"
    errors = {page["number"]: page["error"] for page in campaign["source"]["pages"]}
    assert errors == {1: None, 2: None, 3: "task_crashed: died of SIGSEGV", 4: None, 5: None}


def test_what_was_put_aside_is_tried_again_when_set_free(wanted, faults, tmp_path):
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


def test_children_are_replaced_after_some_tasks(wanted, faults, tmp_path):
    from vanthu.pipelines.archive.tables import work

    for index in range(6):
        faults.picture(tmp_path / "scans" / f"{index}.tif", faults.GOOD, height=1600 + index)
    few = replace(wanted, jobs=1, care=replace(wanted.care, tasks=6))
    assert load(find([str(tmp_path / "scans")]), few).clean
    with open_archive(wanted.archive) as archive, archive.engine.connect() as connection:
        places = set(connection.execute(select(work.c.place)).scalars())
    assert len(places) > 1


def test_nothing_is_left_of_temporary_files_and_children(wanted, faults, tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    from vanthu.pipelines.archive import private_folders

    private_folders._root.cache_clear()
    faults.picture(tmp_path / "scans" / "a.tif", faults.CRASH)
    load(find([str(tmp_path / "scans")]), wanted)
    assert [path.name for path in (tmp_path / "tmp").glob("*/*") if path.name != "lock"] == []
    private_folders._root.cache_clear()
