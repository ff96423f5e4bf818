import json
import sqlite3
import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from vanthu.corpora import plans
from vanthu.corpora.errors import ArchiveLocked, DiskFull, EngineMissing
from vanthu.ingest.ocr.null import NullEngine
from vanthu.models.secrecy import Secrecy
from vanthu.pipelines.archive import fingerprint
from vanthu.pipelines.archive.ledger import Ledger
from vanthu.pipelines.archive.load import Wanted, driving, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.outlook import outlook
from vanthu.pipelines.archive.search import search
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.standing import standing
from vanthu.pipelines.archive.tables import content, document, failure, file, page, reading, run, work
from vanthu.pipelines.output import campaign_json
from vanthu.pipelines.read import read

NAMES = ("cong_van_phat_dong", "huyen_uy_nong_thon_moi", "truong_hoc_tap_tot")


@pytest.fixture
def wanted(tmp_path) -> Wanted:
    """A run in this very process, on SQLite."""
    return Wanted(f"sqlite:///{tmp_path}/archive.db", jobs=0, engine=NullEngine())


def rows(url: str, query) -> list:
    with open_archive(url) as archive, archive.engine.connect() as connection:
        return list(connection.execute(query))


def timeless(definition: str) -> dict:
    campaign = json.loads(definition)
    for stage in campaign["source"]["stages"]:
        stage["seconds"] = 0
    return campaign


def load_all(folder, wanted, told=None):
    return load(find([str(folder)]), wanted, told)


def test_what_is_loaded_is_what_read_gives_on_both_databases(scans, wanted, archive_urls):
    tally = load_all(scans, replace(wanted, archive=archive_urls))
    assert tally.counts["done"] == len(NAMES)
    assert tally.clean
    loaded = {row.sha256: timeless(row.definition) for row in rows(archive_urls, select(document))}
    for path in scans.iterdir():
        campaign = read(path, engine=NullEngine()).campaigns[0]
        assert loaded[campaign.source.sha256] == timeless(campaign_json(campaign))


def test_page_text_is_kept_with_its_boxes_and_found_again(scans, wanted):
    from vanthu.pipelines.archive.codec import unpack_page

    load_all(scans, wanted)
    kept = rows(wanted.archive, select(page))
    assert all(unpack_page(row.data).text == row.text for row in kept)
    assert sum("thi đua" in row.text for row in kept) > 1


def test_second_run_redoes_nothing(scans, wanted):
    load_all(scans, wanted)
    events = []
    tally = load_all(scans, wanted, events.append)
    assert {event.kind for event in events} == {"known"}
    assert tally.counts["known"] == len(NAMES)


def test_a_file_that_was_changed_takes_the_place_of_what_lay_there(scans, wanted):
    load_all(scans, wanted)
    path = scans / f"{NAMES[0]}.txt"
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace("thi đua", "thi đua yêu nước", 1), encoding="utf-8")
    assert load_all(scans, wanted).counts == Counter(known=2, looked=1, superseded=1, begun=1, pages=1, done=1)
    with open_archive(wanted.archive) as archive:
        shown = standing(archive)
        assert (shown.documents, dict(shown.files)) == (len(NAMES), {"done": len(NAMES)})
        assert {hit.uri for hit in search(archive, "thi đua")} <= {found.uri for found in find([str(scans)])}
    path.write_text(old, encoding="utf-8")
    again = load_all(scans, wanted).counts
    assert (again["done"], again["superseded"], again["pages"]) == (1, 1, 0)


def test_bytes_that_lie_elsewhere_too_go_by_that_name_when_theirs_is_overwritten(scans, wanted):
    first, copy = scans / f"{NAMES[0]}.txt", scans / "zz_ban_sao.txt"
    copy.write_bytes(first.read_bytes())
    load_all(scans, wanted)
    first.write_text("KẾ HOẠCH khác\n", encoding="utf-8")
    assert load_all(scans, wanted).counts["superseded"] == 0
    query = select(content.c.uri).join(file, file.c.sha256 == content.c.sha256).where(file.c.uri == copy.as_uri())
    assert rows(wanted.archive, query) == [(copy.as_uri(),)]


def test_a_file_that_gives_its_name_to_another_is_shown_under_the_new_one(scans, wanted):
    load_all(scans, wanted)
    first, moved = scans / f"{NAMES[0]}.txt", scans / "zz_cu.txt"
    first.rename(moved)
    first.write_text("KẾ HOẠCH khác\n", encoding="utf-8")
    load_all(scans, wanted)
    with open_archive(wanted.archive) as archive:
        assert dict(standing(archive).files) == {"done": len(NAMES) + 1}
    query = select(content.c.uri).join(file, file.c.sha256 == content.c.sha256).where(file.c.uri == moved.as_uri())
    assert rows(wanted.archive, query) == [(moved.as_uri(),)]


def test_the_same_bytes_under_another_name_are_a_duplicate_of_the_first_in_order(scans, wanted):
    copy = scans / "zz_ban_sao.txt"
    copy.write_bytes((scans / f"{NAMES[0]}.txt").read_bytes())
    tally = load_all(scans, wanted)
    assert tally.counts["duplicate"] == 1
    first = rows(wanted.archive, select(content.c.uri).join(file).where(file.c.uri == copy.as_uri()))
    assert first == [((scans / f"{NAMES[0]}.txt").as_uri(),)]


def test_only_stages_whose_fingerprint_changed_are_done_again(scans, wanted, monkeypatch):
    load_all(scans, wanted)
    monkeypatch.setattr(fingerprint, "extraction_version", lambda: "99")
    prints = wanted.plan.fingerprints
    with open_archive(wanted.archive) as archive:
        assert outlook(archive, find([str(scans)]), prints) == Counter(extract=len(NAMES))
    assert load_all(scans, wanted).counts == Counter(begun=len(NAMES), done=len(NAMES))
    monkeypatch.setattr(fingerprint, "restoration_version", lambda: "99")
    with open_archive(wanted.archive) as archive:
        assert outlook(archive, find([str(scans)]), wanted.plan.fingerprints) == Counter(restore=len(NAMES))
    monkeypatch.setattr(fingerprint.DigitReader, "fingerprint", lambda _: "other weights")
    with open_archive(wanted.archive) as archive:
        assert outlook(archive, find([str(scans)]), wanted.plan.fingerprints) == Counter(pages=len(NAMES))
    assert outlook(None, find([str(scans)]), prints) == Counter(look=len(NAMES))


def test_extracting_again_from_kept_pages_gives_the_same_definition(scans, wanted, monkeypatch):
    load_all(scans, wanted)
    before = {row.sha256: timeless(row.definition) for row in rows(wanted.archive, select(document))}
    monkeypatch.setattr(fingerprint, "extraction_version", lambda: "99")
    load_all(scans, wanted)
    assert {row.sha256: timeless(row.definition) for row in rows(wanted.archive, select(document))} == before


@pytest.mark.parametrize("chunk_pages", [1, 2, 5])
def test_the_size_of_chunks_changes_nothing(wanted, tmp_path, chunk_pages):
    long = tmp_path / "scans" / "dai.txt"
    long.parent.mkdir()
    long.write_text("\f".join(plans.load(name).text for name in NAMES), encoding="utf-8")
    load_all(long.parent, replace(wanted, chunk_pages=chunk_pages))
    kept = [timeless(row.definition) for row in rows(wanted.archive, select(document).order_by(document.c.part))]
    assert kept == [timeless(campaign_json(c)) for c in read(long, engine=NullEngine()).campaigns]


def test_a_secret_document_goes_to_quarantine_and_leaves_no_text(wanted, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    text = plans.load(NAMES[0]).text
    (folder / "mat.txt").write_text(f"TỐI MẬT\n{text}\nTừ khoá riêng bachtuoc\n", encoding="utf-8")
    load_all(folder, wanted)
    ((state, code),) = rows(wanted.archive, select(content.c.state, content.c.code))
    assert (state, code) == ("quarantined", "secret")
    assert rows(wanted.archive, select(page)) == rows(wanted.archive, select(reading)) == []
    written = [path.read_bytes() for path in tmp_path.glob("archive.db*") if path.is_file()]
    written += [path.read_bytes() for path in tmp_path.rglob("error.json")]
    assert written
    assert not any(b"bachtuoc" in data for data in written)


def test_a_secret_level_that_is_allowed_is_loaded_and_a_higher_one_is_not(wanted, tmp_path):
    folder = tmp_path / "scans"
    folder.mkdir()
    for mark in ("MẬT", "TUYỆT MẬT"):
        (folder / f"{mark}.txt").write_text(f"{mark}\n{plans.load(NAMES[0]).text}", encoding="utf-8")
    tally = load_all(folder, replace(wanted, allowed=Secrecy.TOI_MAT))
    assert (tally.counts["done"], tally.counts["quarantined"]) == (1, 1)


def test_a_broken_file_goes_to_quarantine_under_its_original_name(wanted, scans, tmp_path):
    (scans / "Kế hoạch hỏng.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (scans / "anh.doc").write_bytes(b"\xd0\xcf\x11\xe0 not read")
    (scans / "rong.pdf").touch()
    tally = load_all(scans, wanted)
    assert tally.counts["quarantined"] == 3
    put = (tmp_path / "archive.db.quarantine").rglob("error.json")
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in put]
    assert {(case["name"], case["code"]) for case in cases} == {
        ("Kế hoạch hỏng.pdf", "broken_file"),
        ("anh.doc", "unknown_kind"),
        ("rong.pdf", "empty_file"),
    }
    assert all(case["remedy"] and case["uri"].startswith("file://") and len(case["sha256"]) == 64 for case in cases)
    assert load_all(scans, wanted).counts == Counter(known=len(NAMES) + 3)


def test_a_limit_that_was_raised_sets_free_what_it_kept_out_and_reads_nothing_else_again(scans, wanted):
    small = replace(wanted.settings, limits=replace(wanted.settings.limits, max_bytes=2_000))
    assert load_all(scans, replace(wanted, settings=small)).counts["quarantined"] == 2
    assert load_all(scans, wanted).counts == Counter(known=1, looked=2, begun=2, pages=2, done=2)


def test_a_file_that_vanished_is_left_to_the_next_run(scans, wanted):
    found = list(find([str(scans)]))
    gone = scans / f"{NAMES[1]}.txt"
    kept = gone.read_text(encoding="utf-8")
    gone.unlink()
    tally = load(found, wanted)
    assert (tally.counts["unseen"], tally.counts["done"]) == (1, 2)
    assert rows(wanted.archive, select(file.c.state, file.c.code).where(file.c.uri == gone.as_uri())) == [
        ("failed", "not_found")
    ]
    gone.write_text(kept, encoding="utf-8")
    assert load_all(scans, wanted).counts["done"] == 1


def test_a_disk_that_is_full_for_a_moment_costs_one_document_a_second_attempt(scans, wanted, monkeypatch):
    commit, calls = Ledger.defined, []

    def once_full(self, attempt, made):
        calls.append(attempt)
        if len(calls) == 1:
            raise DiskFull("injected")
        return commit(self, attempt, made)

    monkeypatch.setattr(Ledger, "defined", once_full)
    tally = load_all(scans, wanted)
    assert (tally.counts["done"], tally.counts["retry"]) == (len(NAMES), 1)
    assert rows(wanted.archive, select(failure.c.code)) == [("disk_full",)]


def test_a_reason_that_every_file_would_fail_for_ends_the_run_and_blames_no_file(scans, wanted, monkeypatch):
    def missing(*_):
        raise EngineMissing("not there")

    monkeypatch.setattr("vanthu.pipelines.archive.tasks.read_page", missing)
    with pytest.raises(EngineMissing):
        load_all(scans, wanted)
    assert {row.state for row in rows(wanted.archive, select(content))} == {"pending"}


def test_a_run_that_is_stopped_goes_on_where_it_was(scans, wanted):
    with driving(wanted) as driver:
        driver._told = lambda event: driver.stop() if event.kind == "done" else None
        tally = driver.run(find([str(scans)]))
    assert tally.interrupted
    assert 0 < tally.counts["done"] < len(NAMES)
    rest = load_all(scans, wanted).counts
    assert rest["done"] + tally.counts["done"] == len(NAMES)


def test_a_second_run_is_told_who_holds_the_archive(scans, wanted, archive_urls):
    wanted = replace(wanted, archive=archive_urls)
    with driving(wanted), pytest.raises(ArchiveLocked, match=r"process \d+"):
        load_all(scans, wanted)
    assert load_all(scans, wanted).clean


def test_the_log_has_codes_and_hashes_but_neither_text_nor_names(scans, wanted, tmp_path):
    (scans / "nguyen_van_an.pdf").write_bytes(b"%PDF-1.7\nbroken")
    log = tmp_path / "log" / "run.jsonl"
    load_all(scans, replace(wanted, log=log))
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {"run", "event", "timestamp", "level"} <= set(lines[0])
    assert {line["code"] for line in lines if line["level"] == "warning"} == {"broken_file"}
    written = log.read_text(encoding="utf-8")
    assert "nguyen_van_an" not in written
    assert str(scans) not in written


def test_every_attempt_stands_in_the_ledger_with_place_and_cost(scans, wanted):
    load_all(scans, wanted)
    done = rows(wanted.archive, select(work))
    assert Counter(row.stage for row in done) == Counter(pages=3, restore=3, extract=3)
    assert all(row.state == "done" and row.attempts == 1 and ":" in row.place for row in done)


def test_a_reader_beside_a_run_sees_whole_documents_only(scans, wanted):
    seen = []

    def look(event):
        if event.kind == "pages":
            with sqlite3.connect(wanted.archive.removeprefix("sqlite:///")) as connection:
                seen.append(connection.execute("SELECT count(*) FROM page").fetchone()[0])

    load_all(scans, wanted, look)
    assert seen[0] == 0


def test_the_driver_may_run_outside_the_main_thread(scans, wanted):
    results = []
    thread = threading.Thread(target=lambda: results.append(load_all(scans, wanted)))
    thread.start()
    thread.join()
    assert results[0].counts["done"] == len(NAMES)


def test_a_run_that_has_not_ended_is_told_with_what_it_has_read(wanted, scans):
    load(find([str(scans)]), wanted)
    with open_archive(wanted.archive) as archive:
        (whole,) = standing(archive).runs
        with archive.engine.begin() as connection:
            connection.execute(update(run).values(ended_at=None, seconds=None, pages=None))
        (open_ended,) = standing(archive).runs
    assert (open_ended["ended_at"], open_ended["pages"]) == (None, whole["pages"])
    assert 0 < open_ended["seconds"] <= whole["seconds"] + 1
