"""`vanthu archive verify`: originals that are gone, changed or unreadable are found, and none is written to."""

import json
import os
from collections import Counter
from zipfile import ZipFile

import pytest
from PIL import Image
from sqlalchemy import delete, insert, update
from typer.testing import CliRunner

from vanthu.corpora import plans
from vanthu.ingest.intake.opening import file_sha256
from vanthu.pipelines.archive import verify as verifying
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import content, file
from vanthu.pipelines.archive.verify import Verdict, verify
from vanthu.pipelines.cli import app

NAMES = ("cong_van_phat_dong", "huyen_uy_nong_thon_moi", "xa_dan_van_kheo")
JOIN = r"(?P<doc>.+)_(?P<page>\d+)\.png"


@pytest.fixture
def loaded(scans, tmp_path) -> str:
    """Three files, a member of a zip archive, and two documents of joined page images, one of them in the archive.

    On SQLite: the statements are tried on both databases below, with `many`, and in `test_released.py`.
    """
    url = f"sqlite:///{tmp_path}/archive.db"
    pack(scans, plans.load("tinh_doan_cong_trinh").text)
    for number in (1, 2):
        Image.new("L", (60, 90), 250 + number).save(scans / f"giấy_{number}.png")
    found = find([str(scans)], join=JOIN)
    load(found, Wanted(url, jobs=0, quarantine=tmp_path / "quarantine"))
    return url


def pack(scans, text: str, *, blank: int = 200) -> None:
    Image.new("L", (60, 90), blank).save(scans / "blank.png")
    with ZipFile(scans / "box.zip", "w") as book:
        book.writestr("trong hộp.txt", text)
        book.write(scans / "blank.png", "hộp 1/ảnh_1.png")
    (scans / "blank.png").unlink()


def wrong(url: str) -> dict[str, Verdict]:
    with open_archive(url) as archive:
        report = verify(archive)
    assert report.chosen == report.files == report.counts.total()
    return {one.name: one.verdict for one in report.wrong}


def snapshot(folder) -> dict[str, tuple[int, int, str]]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_mode, file_sha256(path)) for path in paths}


def test_what_is_sound_is_said_and_nothing_is_written(loaded, scans):
    before = snapshot(scans)
    with open_archive(loaded) as archive:
        report = verify(archive)
    assert (report.counts, report.wrong, report.files) == (Counter(sound=6), [], 6)
    assert snapshot(scans) == before


def test_each_kind_of_original_is_missed_when_it_is_gone_and_changed_when_it_holds_other_bytes(loaded, scans):
    (scans / f"{NAMES[0]}.txt").unlink()
    (scans / f"{NAMES[1]}.txt").write_text("other")
    pack(scans, "other")
    Image.new("L", (60, 90), 0).save(scans / "giấy_2.png")
    assert wrong(loaded) == {
        f"{NAMES[0]}.txt": Verdict.MISSING,
        f"{NAMES[1]}.txt": Verdict.CHANGED,
        "trong hộp.txt": Verdict.CHANGED,
        "giấy": Verdict.CHANGED,
    }
    (scans / "giấy_2.png").unlink()
    with ZipFile(scans / "box.zip", "w") as book:
        book.writestr("b", "c")
    told = wrong(loaded)
    assert [told[name] for name in ("giấy", "ảnh", "trong hộp.txt")] == [Verdict.MISSING] * 3


def test_the_same_bytes_written_anew_are_sound_whatever_their_time(loaded, scans):
    pack(scans, plans.load("tinh_doan_cong_trinh").text)
    for path in scans.iterdir():
        os.utime(path, (1, 1))
    assert wrong(loaded) == {}


def test_what_cannot_be_read_is_unreadable_and_not_missing(loaded, scans):
    (scans / f"{NAMES[0]}.txt").unlink()
    (scans / f"{NAMES[0]}.txt").mkdir()
    (scans / "box.zip").write_bytes((scans / "box.zip").read_bytes()[:40])
    assert wrong(loaded) == dict.fromkeys((f"{NAMES[0]}.txt", "trong hộp.txt", "ảnh"), Verdict.UNREADABLE)


def test_what_vanishes_or_changes_while_it_runs_is_a_finding(loaded, scans, monkeypatch):
    gathered = verifying.gathered

    def meddling(original, *rest):
        files, stamp = gathered(original, *rest)
        if original.name.startswith(NAMES[0]):
            files[0].unlink()
        if original.name.startswith(NAMES[1]):
            files[0].write_text("being written")
        return files, stamp

    monkeypatch.setattr(verifying, "gathered", meddling)
    assert wrong(loaded) == {f"{NAMES[0]}.txt": Verdict.MISSING, f"{NAMES[1]}.txt": Verdict.CHANGED}
    assert (scans / f"{NAMES[2]}.txt").exists()


def test_an_error_of_the_disk_while_reading_is_a_finding(loaded, monkeypatch):
    def failing(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(verifying, "files_sha256", failing)
    assert set(wrong(loaded).values()) == {Verdict.UNREADABLE}


def test_joined_images_that_an_earlier_version_loaded_are_known_after_one_more_load(loaded, scans, tmp_path):
    with open_archive(loaded) as archive, archive.engine.begin() as connection:
        connection.execute(update(file).values(parts=None))
    assert wrong(loaded) == {"giấy": Verdict.UNREADABLE, "ảnh": Verdict.UNREADABLE}
    tally = load(find([str(scans)], join=JOIN), Wanted(loaded, jobs=0, quarantine=tmp_path / "quarantine"))
    assert (tally.counts["known"], tally.pages) == (6, 0)
    assert wrong(loaded) == {}


def test_page_images_that_were_renamed_are_found_after_one_more_load(loaded, scans, tmp_path):
    (scans / "giấy_1.png").rename(scans / "giấy_01.png")
    assert wrong(loaded) == {"giấy": Verdict.MISSING}
    load(find([str(scans)], join=JOIN), Wanted(loaded, jobs=0, quarantine=tmp_path / "quarantine"))
    assert wrong(loaded) == {}


def test_objects_of_a_store_are_read_too(shelf):
    fsspec = pytest.importorskip("fsspec", reason="needs the extra [s3]")
    store = fsspec.filesystem("memory")
    shelf.add(NAMES[0], uri="memory://scans/a.txt")
    shelf.duplicate(NAMES[0], "memory://scans/b.txt")
    shelf.duplicate(NAMES[0], "memory://scans/c.txt")
    store.pipe("/scans/a.txt", plans.load(NAMES[0]).text.encode())
    store.pipe("/scans/b.txt", b"other")
    assert wrong(shelf.url) == {"b.txt": Verdict.CHANGED, "c.txt": Verdict.MISSING}
    store.rm("/scans", recursive=True)


@pytest.fixture
def many(archive):
    """An archive of a hundred files that are all gone."""
    facts = {"bytes": 1, "name": "x", "stamp": "1", "finding_aid": {}, "state": "done", "seen_at": "2026"}
    told = {"sha256": "0" * 64, "uri": "file:///nowhere/0", "name": "x", "bytes": 1, "state": "done"}
    with archive.engine.begin() as connection:
        connection.execute(insert(content), [told])
        rows = [{**facts, "uri": f"file:///nowhere/{n}", "sha256": "0" * 64} for n in range(100)]
        connection.execute(insert(file), rows)
    return archive


def test_a_seed_draws_the_same_share_and_another_seed_another(many):
    drawn = [verify(many, share=0.1, seed=seed) for seed in (1, 1, 2)]
    first, again, other = [{one.uri for one in report.wrong} for report in drawn]
    assert first == again != other
    assert [len(report.wrong) for report in drawn] == [report.chosen for report in drawn] == [10, 10, 10]
    unseeded = verify(many, share=0.05)
    assert verify(many, share=0.05, seed=unseeded.seed).wrong == unseeded.wrong
    assert verify(many, share=0.001).chosen == 1


def test_every_file_is_looked_at_once_where_they_take_several_queries(many, monkeypatch):
    monkeypatch.setattr(verifying, "BATCH", 7)
    uris = [one.uri for one in verify(many).wrong]
    assert len(uris) == len(set(uris)) == 100


def test_the_command_counts_names_what_is_wrong_and_ends_in_1(loaded, scans):
    (scans / f"{NAMES[1]}.txt").write_text("other")
    done = CliRunner().invoke(app, ["archive", "verify", "--archive", loaded])
    assert done.exit_code == 1
    assert "6 files: 5 sound, 0 missing, 1 changed, 0 unreadable" in done.stdout
    assert str(scans / f"{NAMES[1]}.txt") in done.stdout.replace("\n", "")
    facts = json.loads(CliRunner().invoke(app, ["archive", "verify", "--archive", loaded, "--json"]).stdout)
    assert (facts["changed"], facts["seed"], [one["verdict"] for one in facts["wrong"]]) == (1, None, ["changed"])


def test_an_archive_where_nothing_is_wrong_or_nothing_is_kept_ends_in_0(loaded):
    assert CliRunner().invoke(app, ["archive", "verify", "--archive", loaded, "--share", "0.3"]).exit_code == 0
    with open_archive(loaded) as archive, archive.engine.begin() as connection:
        connection.execute(delete(file))
    assert CliRunner().invoke(app, ["archive", "verify", "--archive", loaded, "--share", "0.3"]).exit_code == 0
