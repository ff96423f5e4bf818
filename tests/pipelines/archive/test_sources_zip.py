from __future__ import annotations

import errno
import io
import stat
import struct
import zipfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from vanthu.corpora.errors import (
    Bomb,
    DiskFull,
    FileBroken,
    FileChanged,
    FileEncrypted,
    FileMissing,
    LeadsOut,
    OutOfReach,
    TooManyBytes,
)
from vanthu.pipelines.archive.sources import Original, Refused, ZipLimits, archives, fetched, find


def zipped(path: Path, members: dict[str, bytes], method: int = ZIP_DEFLATED) -> Path:
    with ZipFile(path, "w", method) as book:
        for name, data in members.items():
            book.writestr(name, data)
    return path


def codes(path: Path, **limits: int) -> list[tuple[str, str]]:
    items = find([str(path)], limits=ZipLimits(**limits))
    return [(item.name, item.code if isinstance(item, Refused) else "") for item in items]


def test_members_are_originals_and_unpack_into_a_private_folder(tmp_path):
    path = zipped(tmp_path / "kệ 1!.zip", {"b.pdf": b"B", "a/Kế hoạch.pdf": b"KH", "a/": b"", "__MACOSX/._b.pdf": b"x"})
    items = list(find([str(path)]))
    assert [item.name for item in items] == ["b.pdf", "Kế hoạch.pdf"]
    assert items[0].uri == f"zip:{path.as_uri().removeprefix('file:')}!/b.pdf"
    files = [fetched(item, tmp_path / "copies") for item in items]
    assert [[file.read_bytes() for file in pair] for pair in files] == [[b"B"], [b"KH"]]
    assert stat.S_IMODE((tmp_path / "copies").stat().st_mode) == 0o700
    assert fetched(items[0], tmp_path / "copies") == files[0]  # a second attempt in the same folder


def test_archives_within_a_folder_are_opened_and_what_is_in_them_keeps_the_order(tmp_path):
    zipped(tmp_path / "a.ZIP", {"2.pdf": b"2", "x/1.pdf": b"1"})
    (tmp_path / "b.pdf").write_text("b")
    assert [item.name for item in find([str(tmp_path)])] == ["b.pdf", "2.pdf", "1.pdf"]


def test_names_that_lead_out_and_links_are_refused(tmp_path):
    path = zipped(
        tmp_path / "a.zip", {"../up.pdf": b"1", "/root.pdf": b"2", "C:\\dos.pdf": b"3", "x/../../y.pdf": b"4"}
    )
    with ZipFile(path, "a") as book:
        link = ZipInfo("link.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        book.writestr(link, "/etc/passwd")
        book.writestr("..fine.pdf", "hidden by its dot")
        book.writestr("good..pdf", "fine")
    assert sorted(codes(path)) == [
        ("dos.pdf", "leads_out"),
        ("good..pdf", ""),
        ("link.pdf", "leads_out"),
        ("root.pdf", "leads_out"),
        ("up.pdf", "leads_out"),
        ("y.pdf", "leads_out"),
    ]


def test_a_name_never_leads_out_of_the_folder_for_copies(tmp_path):
    path = zipped(tmp_path / "a.zip", {"../up.pdf": b"1"})
    [item] = find([str(path)])
    with pytest.raises(LeadsOut):
        fetched(Original(item.uri, item.name, 1, "x"), tmp_path / "copies")
    assert not (tmp_path / "up.pdf").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused_once(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.pdf": b"1", "b.pdf": b"2"})
    with ZipFile(path, "a") as book:
        book.writestr("a.pdf", b"other")
    assert codes(path) == [("a.pdf", "broken_file"), ("b.pdf", "")]


def test_encrypted_and_nested_members_are_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", {"inner.zip": b"PK", "secret.pdf": b"x"}, ZIP_STORED)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[entry + 8] |= 1  # the second member's flag in the directory
    path.write_bytes(data)
    assert codes(path) == [("inner.zip", "unknown_kind"), ("secret.pdf", "encrypted")]
    with pytest.raises(FileEncrypted):
        fetched(Original(f"zip:{path.as_uri()[5:]}!/secret.pdf", "secret.pdf", 1, "x"), tmp_path / "copies")


def test_bombs_are_refused_by_what_their_directory_says(tmp_path):
    zeros = zipped(tmp_path / "zeros.zip", {"a.pdf": bytes(20_000_000), "b.pdf": b"fine"})
    assert codes(zeros) == [("a.pdf", "bomb"), ("b.pdf", "")]
    assert codes(zeros, max_bytes=1_000_000) == [("zeros.zip", "bomb")]
    assert codes(zeros, max_ratio=2000, max_member_bytes=10_000_000) == [("a.pdf", "too_many_bytes"), ("b.pdf", "")]
    many = zipped(tmp_path / "many.zip", {f"{n}.pdf": b"x" for n in range(50)})
    assert codes(many, max_entries=49) == [("many.zip", "bomb")]
    assert codes(many, max_entries=2) == [("many.zip", "bomb")]  # before the directory is read
    assert len(codes(many, max_entries=50)) == 50


def test_members_that_overlap_are_a_bomb(tmp_path):
    data = bytearray(zipped(tmp_path / "a.zip", {"a.pdf": b"x" * 4000, "b.pdf": b"y" * 4000}, ZIP_STORED).read_bytes())
    first = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entries = bytes(data[first:end])
    small = bytes(data[: data.index(b"PK\x03\x04", 4)])  # one body for both
    record = bytearray(data[end:])
    struct.pack_into("<II", record, 12, len(entries), len(small))
    (tmp_path / "b.zip").write_bytes(small + entries + record)
    assert codes(tmp_path / "b.zip") == [("b.zip", "bomb")]


def test_a_member_that_unpacks_to_more_than_its_directory_says_is_stopped(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {"a.pdf": bytes(5_000_000)})
    [item] = find([str(path)])

    class Endless(io.BytesIO):
        def read(self, size=-1):
            return bytes(size)

    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_options: Endless())
    with pytest.raises(Bomb):
        fetched(item, tmp_path / "copies", limits=ZipLimits(small_bytes=6_000_000))
    assert sum(f.stat().st_size for f in (tmp_path / "copies").iterdir()) <= 6_000_000


def test_limits_hold_for_a_copy_as_well(tmp_path):
    [item] = find([str(zipped(tmp_path / "a.zip", {"a.pdf": b"x" * 100}))])
    with pytest.raises(TooManyBytes):
        fetched(item, tmp_path / "copies", limits=ZipLimits(max_member_bytes=10))


@pytest.mark.parametrize("damage", ["no zip", "truncated", "empty"])
def test_a_damaged_archive_is_refused_and_the_rest_is_found(tmp_path, damage):
    path = zipped(tmp_path / "a.zip", {"a.pdf": b"x" * 1000})
    data = {"no zip": b"%PDF-1.4", "truncated": path.read_bytes()[:-30], "empty": b""}[damage]
    path.write_bytes(data)
    (tmp_path / "b.pdf").write_text("b")
    assert codes(tmp_path) == [("b.pdf", ""), ("a.zip", "broken_file")]


def test_a_damaged_member_is_broken_when_it_is_unpacked(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.pdf": b"x" * 1000}, ZIP_STORED)
    [item] = find([str(path)])
    path.write_bytes(path.read_bytes().replace(b"xxxx", b"xxyx", 1))
    with pytest.raises(FileBroken):
        fetched(item, tmp_path / "copies")


def test_a_member_that_was_replaced_has_changed_and_one_that_is_gone_is_missing(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.pdf": b"1", "b.pdf": b"2"})
    a, b = find([str(path)])
    zipped(path, {"a.pdf": b"another"})
    with pytest.raises(FileChanged):
        fetched(a, tmp_path / "copies")
    with pytest.raises(FileMissing):
        fetched(b, tmp_path / "copies")


def test_names_in_utf_8_without_the_flag_are_read_as_utf_8(tmp_path):
    path = zipped(tmp_path / "a.zip", {"Ke hoach 12.pdf": b"1"})
    plain = "Kế hoạc.pdf".encode()
    path.write_bytes(path.read_bytes().replace(b"Ke hoach 12.pdf", plain.ljust(15, b"f")))
    [item] = find([str(path)])
    assert item.name == plain.ljust(15, b"f").decode()
    assert fetched(item, tmp_path / "copies")[0].read_bytes() == b"1"


def test_a_share_that_does_not_answer_while_unpacking_is_out_of_reach_and_a_full_disk_is_told(tmp_path, monkeypatch):
    [item] = find([str(zipped(tmp_path / "a.zip", {"a.pdf": b"1"}))])

    class Stale(io.BytesIO):
        def read(self, *_size):
            raise OSError(errno.ESTALE, "Stale file handle")

    with monkeypatch.context() as patched:
        patched.setattr(zipfile.ZipFile, "open", lambda *_args, **_options: Stale())
        with pytest.raises(OutOfReach):
            fetched(item, tmp_path / "copies")

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archives, "_copy", full)
    with pytest.raises(DiskFull):
        fetched(item, tmp_path / "copies")
