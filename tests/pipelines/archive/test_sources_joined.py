from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from vanthu.corpora.errors import BadOption
from vanthu.pipelines.archive.sources import Refused, fetched, find

PAGES = r"(?P<doc>.+)_(?P<page>\d+)\.(?:jpg|tif)"


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_page_images_become_one_document_in_the_order_of_their_numbers(tmp_path):
    put(tmp_path, *(f"kh_{n}.jpg" for n in range(1, 12)), "other.pdf", "box/kh_1.jpg", "box/kh_02.tif")
    other, kh, boxed = find([str(tmp_path)], join=PAGES)
    assert (other.name, kh.name, boxed.name) == ("other.pdf", "kh", "kh")
    assert (kh.uri, boxed.uri) == (f"{tmp_path.as_uri()}#kh", f"{tmp_path.as_uri()}/box#kh")
    assert [path.name for path in fetched(kh, tmp_path)] == [f"kh_{n}.jpg" for n in range(1, 12)]
    assert [path.name for path in fetched(boxed, tmp_path)] == ["kh_1.jpg", "kh_02.tif"]
    assert kh.bytes == sum(len(f"kh_{n}.jpg") for n in range(1, 12))


def test_the_stamp_changes_with_any_page(tmp_path):
    put(tmp_path, "kh_1.jpg", "kh_2.jpg")
    [before] = find([str(tmp_path)], join=PAGES)
    (tmp_path / "kh_2.jpg").write_text("scanned again")
    [after] = find([str(tmp_path)], join=PAGES)
    assert (before.uri, before.stamp != after.stamp) == (after.uri, True)


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (("1", "2", "4", "7"), "page 3, 5, 6 is missing; the last is 7"),
        (("2", "3"), "page 1 is missing"),
        (("1", "01", "2"), "is there twice"),
        (("1", "20240115"), "page 2, 3, 4, 5, 6 is missing"),
    ],
)
def test_a_gap_or_a_page_twice_refuses_the_document(tmp_path, pages, said):
    put(tmp_path, *(f"kh_{page}.jpg" for page in pages))
    [item] = find([str(tmp_path)], join=PAGES)
    assert isinstance(item, Refused)
    assert (item.code, said in item.message) == ("pages_missing", True)


def test_counting_may_begin_at_nought_and_letters_have_no_gaps(tmp_path):
    put(tmp_path, "kh_0.jpg", "kh_1.jpg")
    assert len(next(iter(find([str(tmp_path)], join=PAGES))).parts) == 2
    put(tmp_path / "x", "kh-1a.jpg", "kh-1c.jpg", "kh-10.jpg", "kh-2.jpg")
    [item] = find([str(tmp_path / "x")], join=r"(?P<doc>.+)-(?P<page>\w+)\.jpg")
    assert [uri.rsplit("-", 1)[1] for uri in item.parts] == ["1a.jpg", "1c.jpg", "2.jpg", "10.jpg"]


def test_pages_in_a_zip_are_joined_and_unpacked_in_order(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as book:
        for page in (2, 10, 1, *range(3, 10)):
            book.writestr(f"box/kh_{page}.tif", str(page))
    [item] = find([str(tmp_path)], join=PAGES)
    files = fetched(item, tmp_path / "copies")
    assert [file.read_text() for file in files] == [str(page) for page in range(1, 11)]
    assert sorted(files) == files


@pytest.mark.parametrize(("pattern", "said"), [("(", "regular expression"), (r"(?P<doc>.+)\.jpg", "page")])
def test_a_pattern_that_cannot_work_is_refused(tmp_path, pattern, said):
    with pytest.raises(BadOption, match=said):
        find([str(tmp_path)], join=pattern)
