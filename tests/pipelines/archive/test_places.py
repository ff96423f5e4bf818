"""Places that search, show and exports name are there, or marked gone."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from vanthu.pipelines.archive.lookup import look_up
from vanthu.pipelines.archive.places import is_away, is_gone
from vanthu.pipelines.archive.search import documents, search
from vanthu.pipelines.archive.selection import Selection
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.sources.archives import zip_uri
from vanthu.pipelines.archive.sources.folders import local_path
from vanthu.pipelines.archive.tables import file, run
from vanthu.pipelines.export.choice import Format, export


def test_files_members_and_joined_images_are_gone_when_nothing_is_left(tmp_path):
    paper, box = tmp_path / "hộp 1" / "a#1.txt", tmp_path / "box.zip"
    paper.parent.mkdir()
    paper.write_text("x")
    with ZipFile(box, "w") as book:
        book.writestr("trong hộp.txt", "x")
    (tmp_path / "kh 17_1.tif").write_text("x")
    joined = f"{tmp_path.as_uri()}#kh%2017"
    member = zip_uri(box.as_uri(), "trong hộp.txt")
    assert [is_gone(uri) for uri in (paper.as_uri(), member, joined)] == [False, False, False]
    assert is_gone(zip_uri(box.as_uri(), "other.txt"))
    for path in (paper, box, tmp_path / "kh 17_1.tif"):
        path.unlink()
    assert [is_gone(uri) for uri in (paper.as_uri(), member, joined)] == [True, True, True]
    assert not is_gone("s3://bucket/a.pdf")


def test_page_images_joined_within_a_zip_archive_are_there_while_one_of_them_is(tmp_path):
    box = tmp_path / "box.zip"
    pack(box, "kh_1.tif", "hộp 1/kh_1.tif")
    joint = [item.uri for item in find([str(box)], join=r"(?P<doc>.+)_(?P<page>\d+)\.tif")]
    assert [is_gone(uri) for uri in joint] == [False, False]
    pack(box, "hộp 1/kh_2.tif", "kh")
    assert [is_gone(uri) for uri in joint] == [False, False]
    pack(box, "hộp 1/kh_2.tif", "b")
    assert [is_gone(uri) for uri in joint] == [True, False]


def pack(box: Path, *names: str) -> None:
    with ZipFile(box, "w") as book:
        for name in names:
            book.writestr(name, "x")


def test_what_cannot_be_looked_at_is_not_gone(tmp_path):
    box = tmp_path / "box.zip"
    box.write_bytes(b"half a copy")
    assert not is_gone(zip_uri(box.as_uri(), "a.txt"))


def test_a_gone_file_of_an_empty_folder_may_be_on_a_share_that_is_not_mounted(tmp_path):
    gone = (tmp_path / "mnt" / "box" / "a.txt").as_uri()
    (tmp_path / "mnt").mkdir()
    assert is_away(gone)
    (tmp_path / "mnt" / "b.txt").write_text("x")
    assert not is_away(gone)


@pytest.mark.usefixtures("tmp_path")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lying=st.lists(st.booleans(), min_size=4, max_size=4))
def test_after_any_moves_what_is_named_exists_or_is_marked(shelf, tmp_path, lying):
    places = [tmp_path / f"{number}.txt" for number in range(4)]
    with shelf.archive.engine.begin() as connection:
        connection.execute(delete(file))
    if not search(shelf.archive, '"nội bộ đoàn kết"'):
        shelf.add("xa_dan_van_kheo", uri=places[0].as_uri())
        with shelf.archive.engine.begin() as connection:
            connection.execute(delete(file))
    for place, there in zip(places, lying, strict=True):
        shelf.duplicate("xa_dan_van_kheo", place.as_uri())
        place.write_text("x") if there else place.unlink(missing_ok=True)
    (hit,), (listed,) = search(shelf.archive, '"nội bộ đoàn kết"'), documents(shelf.archive, Selection())[0]
    assert hit.gone == listed.gone == (not any(lying))
    assert local_path(hit.uri).exists() == any(lying)
    (known,), _ = look_up(shelf.archive, "05/KH-UBND")
    export(shelf.archive, Selection(), Format.JSONL, tmp_path / "out.jsonl")
    told = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["archive"]["files"]
    named = [(one.uri, one.gone) for one in known.originals]
    assert named == [(one["uri"], one["gone"]) for one in told]
    assert all(local_path(uri).exists() != gone for uri, gone in named)
    assert [gone for _, gone in named] == sorted(gone for _, gone in named)


def test_the_place_that_was_sighted_last_comes_first(shelf, tmp_path):
    old, new = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (old, new):
        path.write_text("x")
    shelf.add("xa_dan_van_kheo", uri=old.as_uri())
    shelf.duplicate("xa_dan_van_kheo", new.as_uri())
    facts = {"host": "h", "pid": 1, "version": "1", "fingerprint": "f"}
    with shelf.archive.engine.begin() as connection:
        connection.execute(insert(run), [{**facts, "started_at": "2026-11-22"}])
        connection.execute(update(file).where(file.c.uri == new.as_uri()).values(seen_at="2026-11-23"))
    assert search(shelf.archive, '"nội bộ đoàn kết"')[0].uri == new.as_uri()
    new.unlink()
    assert search(shelf.archive, '"nội bộ đoàn kết"')[0].uri == old.as_uri()
