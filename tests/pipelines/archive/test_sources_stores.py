from __future__ import annotations

import pickle
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from zipfile import ZipFile

import pytest

from vanthu.corpora.errors import BadOption, ExtraMissing, FileChanged, FileMissing, OutOfReach, TooManyBytes
from vanthu.pipelines.archive.sources import ZipLimits, fetched, find
from vanthu.pipelines.archive.sources.stores import masked

pytest.importorskip("s3fs", reason="needs the extra [s3]")
boto3 = pytest.importorskip("boto3", reason="needs moto[server] of the extra [dev]")
pytest.importorskip("moto", reason="needs moto[server] of the extra [dev]")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """A real S3 server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("moto") / "log").open("wb")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture
def bucket(endpoint, monkeypatch):
    """An empty bucket; credentials and endpoint in the environment, as operators give them."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "hidden-from-logs",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="scans")
    yield client
    for entry in client.list_objects_v2(Bucket="scans").get("Contents", []):
        client.delete_object(Bucket="scans", Key=entry["Key"])
    client.delete_bucket(Bucket="scans")
    client.close()


def put(bucket, **objects: bytes) -> None:
    for key, data in objects.items():
        bucket.put_object(Bucket="scans", Key=key, Body=data)


def test_objects_below_a_prefix_are_found_in_order_with_their_etag_and_copied(bucket, tmp_path):
    put(bucket, **{"box/b.pdf": b"B", "box/a/Kế hoạch #1 100%.pdf": b"KH", "box/.hidden": b"", "boxes/c.pdf": b"C"})
    bucket.put_object(Bucket="scans", Key="box/a/", Body=b"")  # what consoles make for a folder
    b, plan = find(["s3://scans/box/"])
    assert (b.uri, b.name, b.bytes) == ("s3://scans/box/b.pdf", "b.pdf", 1)
    assert b.stamp == bucket.head_object(Bucket="scans", Key="box/b.pdf")["ETag"].strip('"')
    assert plan.name == "Kế hoạch #1 100%.pdf"
    [file] = fetched(pickle.loads(pickle.dumps(plan)), tmp_path / "copies")  # noqa: S301  our own
    assert (file.read_bytes(), file.suffix, file.parent) == (b"KH", ".pdf", tmp_path / "copies")


def test_one_object_a_glob_and_a_whole_bucket_are_sources(bucket):
    put(bucket, **{"a.pdf": b"A", "x/b.pdf": b"B", "x/c.tif": b"C"})
    assert [i.name for i in find(["s3://scans/x/b.pdf"])] == ["b.pdf"]
    assert [i.name for i in find(["s3://scans/**/*.pdf"])] == ["a.pdf", "b.pdf"]
    assert [i.name for i in find(["s3://scans"])] == ["a.pdf", "b.pdf", "c.tif"]


def test_page_images_and_archives_in_a_bucket_are_read_as_on_a_disk(bucket, tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as book:
        book.writestr("in.pdf", "inner")
    put(bucket, **{"p_1.jpg": b"1", "p_10.jpg": b"10", **{f"p_{n}.jpg": b"x" for n in range(2, 10)}})
    put(bucket, **{"a.zip": (tmp_path / "a.zip").read_bytes()})
    pages, inner = find(["s3://scans"], join=r"(?P<doc>.+)_(?P<page>\d+)\.jpg")
    assert (pages.uri, len(pages.parts)) == ("s3://scans#p", 10)
    assert fetched(pages, tmp_path / "pages")[-1].read_bytes() == b"10"
    assert inner.uri == "zip+s3://scans/a.zip!/in.pdf"
    assert fetched(inner, tmp_path / "inner")[0].read_text() == "inner"
    put(bucket, **{"p_3.jpg": b"scanned again"})
    with pytest.raises(FileChanged):
        fetched(pages, tmp_path / "again")


def test_an_object_that_was_replaced_or_deleted_is_told_apart(bucket, tmp_path):
    put(bucket, **{"a.pdf": b"1", "b.pdf": b"2"})
    a, b = find(["s3://scans"])
    put(bucket, **{"a.pdf": b"another"})
    bucket.delete_object(Bucket="scans", Key="b.pdf")
    with pytest.raises(FileChanged):
        fetched(a, tmp_path / "copies")
    with pytest.raises(FileMissing):
        fetched(b, tmp_path / "copies")


def test_objects_above_the_limit_are_not_copied(bucket, tmp_path):
    put(bucket, **{"a.pdf": b"x" * 100})
    [item] = find(["s3://scans"])
    with pytest.raises(TooManyBytes):
        fetched(item, tmp_path / "copies", limits=ZipLimits(max_member_bytes=99))
    assert not list(tmp_path.rglob("*.pdf"))


def test_workers_in_other_processes_copy_too(bucket, tmp_path):
    put(bucket, **{"a.pdf": b"A"})
    [item] = find(["s3://scans"])
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        [file] = pool.submit(fetched, item, tmp_path / "copies").result()
    assert file.read_bytes() == b"A"


@pytest.mark.parametrize("source", ["s3://scans/none", "s3://no-such-bucket/x", "s3://scans/none/*.pdf"])
@pytest.mark.usefixtures("bucket")
def test_a_prefix_that_is_not_there_ends_the_load_before_it_begins(source):
    with pytest.raises(FileMissing):
        find([source])


@pytest.mark.usefixtures("bucket")
def test_a_store_that_does_not_answer_is_out_of_reach(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://user:pass@127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(OutOfReach) as caught:
        find(["s3://scans/x"])
    assert "pass" not in str(caught.value)
    s3fs.S3FileSystem.clear_instance_cache()


def test_credentials_in_a_url_are_refused_and_not_repeated():
    with pytest.raises(BadOption) as caught:
        find(["s3://AKIA:topsecret@scans/x"])
    assert "topsecret" not in str(caught.value)
    assert masked("failed: https://u:p@host/x?X-Amz-Signature=abc now") == "failed: https://host/x now"


def test_without_the_extra_its_name_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ExtraMissing, match=r"vanthu\[s3\]"):
        find(["s3://scans/x"])


def test_another_file_system_of_fsspec_works_as_well(tmp_path):
    import fsspec

    fsspec.filesystem("memory").pipe("/shelf/a/1.pdf", b"1")
    [item] = find(["memory://shelf"])
    assert fetched(item, tmp_path / "copies")[0].read_bytes() == b"1"
    fsspec.filesystem("memory").rm("/shelf", recursive=True)
