from __future__ import annotations

import os
import pickle
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from vanthu.corpora.errors import BadOption, FileMissing
from vanthu.pipelines.archive.sources import Noted, Original, Refused, fetched, find
from vanthu.pipelines.terminal.names import escaped


def put(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def names(*sources: object, **options) -> list[str]:
    return [item.uri.rsplit("/", 1)[-1] for item in find([str(s) for s in sources], **options)]


def test_a_folder_gives_every_file_below_it_in_the_order_of_names(tmp_path):
    put(tmp_path, "b.pdf", "a/2.pdf", "a/1.pdf", "a/deep/er/x", "c", "A.pdf")
    found = [item.uri.removeprefix(tmp_path.as_uri() + "/") for item in find([str(tmp_path)])]
    assert found == ["A.pdf", "b.pdf", "c", "a/1.pdf", "a/2.pdf", "a/deep/er/x"]
    assert found == [item.uri.removeprefix(tmp_path.as_uri() + "/") for item in find([str(tmp_path)])]


def test_an_original_has_its_name_its_size_and_a_stamp_that_changes_with_it(tmp_path):
    path = put(tmp_path, "Kế hoạch số 1.pdf") / "Kế hoạch số 1.pdf"
    [before] = find([str(path)])
    assert (before.name, before.bytes) == ("Kế hoạch số 1.pdf", path.stat().st_size)
    assert before == next(iter(find([path.as_uri()])))
    path.write_text("another")
    os.utime(path, ns=(1, 1))
    [after] = find([str(path)])
    assert after.uri == before.uri
    assert after.stamp != before.stamp


def test_local_originals_are_read_where_they_lie_whatever_their_names(tmp_path):
    odd = put(tmp_path, "a #1 100%?.pdf", "b!/c.pdf")
    (odd / os.fsdecode(b"b\xe9.pdf")).write_text("latin")
    items = list(find([str(tmp_path)]))
    files = [fetched(pickle.loads(pickle.dumps(item)), tmp_path / "copies") for item in items]  # noqa: S301  our own
    assert [file.is_file() for [file] in files] == [True, True, True]
    assert not (tmp_path / "copies").exists()
    for item in items:
        (item.uri + item.name).encode()  # the database takes it


def test_names_that_would_play_with_a_terminal_are_defused(tmp_path):
    put(tmp_path, "a\x1b[2Jb\nc\u202efdp.exe")
    [item] = find([str(tmp_path)])
    assert item.name == "a\x1b[2Jb\nc\u202efdp.exe"  # whole: JSON and databases bear it
    assert escaped(item.name) == r"a\u001b[2Jb\nc\u202efdp.exe"
    assert fetched(item, tmp_path)[0].is_file()


def test_a_file_that_is_gone_is_missing(tmp_path):
    [item] = find([str(put(tmp_path, "a.pdf"))])
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(FileMissing):
        fetched(item, tmp_path / "copies")


@pytest.mark.parametrize("source", ["nowhere", "nowhere/*.pdf", "nowhere.zip"])
def test_a_source_that_is_not_there_ends_the_load_before_it_begins(tmp_path, source):
    put(tmp_path, "a.pdf")
    with pytest.raises(FileMissing):
        find([str(tmp_path), str(tmp_path / source)])


def test_desktop_rubbish_hidden_unfinished_and_own_files_are_passed_over_and_counted(tmp_path):
    put(tmp_path, "a.pdf", "Thumbs.db", "desktop.ini", ".DS_Store", "._a.pdf", "~$a.docx", "@eaDir/a.pdf/x.jpg")
    put(tmp_path, "b.pdf.part", "c.pdf.crdownload", ".git/config", "archive.db", "archive.db-wal", "quarantine/x/e.pdf")
    counts: Counter[str] = Counter()
    own = [tmp_path / "archive.db", tmp_path / "quarantine"]
    assert names(tmp_path, own=own, counts=counts) == ["a.pdf"]
    assert counts == {Noted.SYSTEM: 4, Noted.HIDDEN: 3, Noted.UNFINISHED: 2, Noted.OWN: 3}


def test_what_is_no_document_is_told_from_its_content_later(tmp_path):
    assert names(put(tmp_path, "notes.docx", "prog.exe", "no_suffix")) == ["no_suffix", "notes.docx", "prog.exe"]


def test_links_that_lead_out_are_refused_and_those_within_are_read(tmp_path):
    put(tmp_path / "out", "secret.pdf")
    shelf = put(tmp_path / "shelf", "a/1.pdf")
    (shelf / "file").symlink_to(tmp_path / "out/secret.pdf")
    (shelf / "folder").symlink_to(tmp_path / "out")
    (shelf / "inner").symlink_to(shelf / "a/1.pdf")
    (shelf / "a/loop").symlink_to(shelf)
    (shelf / "itself").symlink_to(shelf / "itself")
    (shelf / "dangling").symlink_to(shelf / "gone")
    counts: Counter[str] = Counter()
    items = list(find([str(shelf)], counts=counts))
    assert [(i.name, i.code) for i in items if isinstance(i, Refused)] == [
        ("dangling", "not_found"),
        ("file", "leads_out"),
        ("folder", "leads_out"),
        ("itself", "not_found"),
    ]
    assert [i.name for i in items if isinstance(i, Original)] == ["inner", "1.pdf"]
    assert counts == {Noted.LINK: 1}


def test_a_source_that_is_itself_a_link_is_followed(tmp_path):
    put(tmp_path / "store", "a.pdf")
    (tmp_path / "shelf").symlink_to(tmp_path / "store")
    assert names(tmp_path / "shelf") == ["a.pdf"]


def test_pipes_are_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    [item] = find([str(tmp_path)])
    assert (item.name, item.code) == ("pipe", "not_found")


def test_a_folder_that_cannot_be_listed_is_refused_and_the_rest_is_found(tmp_path, monkeypatch):
    put(tmp_path, "a/1.pdf", "b/2.pdf")
    scandir = os.scandir

    def deny(path):
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    first, second = find([str(tmp_path)])
    assert (first.name, first.code, second.name) == ("a", "not_found", "2.pdf")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.pdf", ["1.pdf"]),
        ("**/*.pdf", ["1.pdf", "2.pdf", "3.pdf"]),
        ("a/**/*.pdf", ["2.pdf", "3.pdf"]),
        ("[ab]", ["2.pdf", "x.tif", "3.pdf"]),
        ("*/deep/?.pdf", ["3.pdf"]),
        ("**/x.*", ["x.tif"]),
    ],
)
def test_globs_find_what_a_shell_would_find(tmp_path, pattern, found):
    put(tmp_path, "1.pdf", "a/2.pdf", "a/deep/3.pdf", "a/x.tif", "c/4.PDF")
    assert names(tmp_path / pattern) == found


def test_a_name_with_brackets_that_exists_is_no_glob(tmp_path):
    put(tmp_path, "kh [1].pdf", "kh 1.pdf")
    assert [item.name for item in find([str(tmp_path / "kh [1].pdf")])] == ["kh [1].pdf"]


def test_what_lies_in_a_folder_that_is_named_as_well_is_found_once(tmp_path):
    put(tmp_path, "a/1.pdf", "2.pdf")
    assert names(tmp_path / "a", tmp_path / "2.pdf", tmp_path, tmp_path) == ["2.pdf", "1.pdf"]


def test_an_unknown_kind_of_source_names_those_that_are_known():
    with pytest.raises(BadOption, match=r"gopher.*s3"):
        find(["gopher://host/x"])


def test_memory_does_not_grow_with_the_shelf(tmp_path):
    def peak(folders: int) -> int:
        root = tmp_path / str(folders)
        put(root, *(f"{number:03d}/{page}.pdf" for number in range(folders) for page in range(20)))
        tracemalloc.start()
        assert sum(1 for _ in find([str(root)])) == 20 * folders
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    peak(2)  # what is loaded and cached once
    assert peak(100) < peak(10) + 100_000  # bytes; 2,000 originals would be a million
