"""The small parts of a run: what is planned, whose turn it is, what becomes of failures, what is kept how."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu.corpora.errors import (
    DiskFull,
    EngineMissing,
    FileEncrypted,
    OcrFailed,
    SecretDocument,
    TaskCrashed,
    TaskKilled,
    WorkerLost,
)
from vanthu.ingest.layout import Layout
from vanthu.ingest.reader import PageReading
from vanthu.models.page import Line, Page, Region, Trail, Verdict
from vanthu.models.secrecy import Secrecy, highest
from vanthu.pipelines.archive import codec, private_folders
from vanthu.pipelines.archive.course import Course, chunks
from vanthu.pipelines.archive.ledger import Progress
from vanthu.pipelines.archive.looks import Looks
from vanthu.pipelines.archive.quarantine import place_of
from vanthu.pipelines.archive.sources import Original
from vanthu.pipelines.archive.tasks import Looked
from vanthu.pipelines.archive.triage import Fate, fate


def original(name: str, size: int = 1) -> Original:
    return Original(f"file:///{name}", name, size, "1")


def course(pages: int, progress: Progress | None = None, chunk: int = 4) -> Course:
    made = Course(original("a.pdf"), "0" * 64, "application/pdf", 1, pages)
    made.plan(progress or Progress((), {}, {}), chunk)
    return made


@given(st.sets(st.integers(1, 200)), st.integers(1, 12))
def test_chunks_cover_every_page_once_and_none_is_too_long(numbers, size):
    made = list(chunks(sorted(numbers), size))
    assert [n for first, last in made for n in range(first, last + 1)] == sorted(numbers)
    assert all(last - first < size for first, last in made)


def test_the_first_range_goes_alone():
    begun = course(10)
    assert begun.take() == (1, 4)
    assert begun.take() is None
    begun.back((1, 4))
    assert [begun.take(), begun.take(), begun.take()] == [(5, 8), (9, 10), None]
    assert not begun.complete


def test_pages_that_brought_a_chunk_down_are_tried_one_by_one():
    begun = course(4)
    pages = begun.take()
    assert begun.attempt(pages) == 1
    begun.back(pages)
    begun.again(pages)
    assert begun.take() == (1, 1)
    assert begun.attempt((1, 1)) == 2


def test_what_the_ledger_knows_is_not_planned_again():
    begun = course(12, Progress(((1, 4),), {6: "task_crashed: died"}, {6: 2, 9: 1}))
    assert [begun.take() for _ in range(4)] == [(5, 5), (7, 8), (9, 9), (10, 12)]
    assert begun.attempt((9, 9)) == 2
    assert begun.lost == {6: "task_crashed: died"}


@pytest.mark.parametrize(
    ("error", "of_pages", "attempt", "expected"),
    [
        (EngineMissing("x"), True, 1, Fate.ABORT),
        (FileEncrypted("x"), False, 1, Fate.QUARANTINE),
        (SecretDocument("x"), True, 1, Fate.QUARANTINE),
        (OcrFailed("x"), True, 1, Fate.AGAIN),
        (TaskCrashed("x"), True, 2, Fate.LOSE),
        (TaskCrashed("x"), False, 2, Fate.QUARANTINE),
        (TaskKilled("x"), True, 5, Fate.AGAIN),
        (TaskKilled("x"), True, 6, Fate.LOSE),
        (WorkerLost("x"), True, 6, Fate.FAIL),
        (DiskFull("x"), True, 2, Fate.FAIL),
    ],
)
def test_what_becomes_of_a_failure(error, of_pages, attempt, expected):
    assert fate(error, of_pages=of_pages, attempt=attempt, attempts=2) is expected


def test_of_two_files_of_one_size_the_first_in_order_is_answered_first():
    looks, first, second, other = Looks(), original("a", 5), original("b", 5), original("c", 6)
    for item in (first, second, other):
        looks.begin(item)
    seen = Looked("0" * 64, 5)
    assert list(looks.end(second, seen, None)) == []
    assert [item.name for item, _, _ in looks.end(other, seen, None)] == ["c"]
    assert [item.name for item, _, _ in looks.end(first, seen, None)] == ["a", "b"]


def test_a_file_that_cannot_be_seen_holds_up_nobody():
    looks, first, second = Looks(), original("a", 5), original("b", 5)
    looks.begin(first)
    looks.begin(second)
    assert list(looks.end(second, Looked("0" * 64, 5), None)) == []
    assert [item.name for item, _, _ in looks.end(first, None, None)] == ["b"]


@given(st.lists(st.text(max_size=40), max_size=5))
def test_pages_come_back_as_they_were_kept(lines):
    made = tuple(Line.plain(text) for text in lines)
    page = Page(3, made, Trail(Verdict.OCR, signals=(("grain", 0.25),), skew=1.5))
    reading = PageReading(page, Layout(made), {"ocr": 1.25})
    assert codec.unpack_readings([codec.pack_readings([reading]), codec.pack_readings([])]) == [reading]
    assert codec.unpack_page(codec.pack_page(page)) == page


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("MẬT", Region.STAMP, Secrecy.MAT),
        ("[ TỐI  MẬT ]", Region.UNKNOWN, Secrecy.TOI_MAT),
        ("TUYÊT MAT", Region.LETTERHEAD_LEFT, Secrecy.TUYET_MAT),
        ("MẶT TRẬN TỔ QUỐC", Region.LETTERHEAD_LEFT, None),
        ("bí mật", Region.STAMP, None),
        ("MẬT", Region.BODY, None),
        ("KHẨN", Region.STAMP, None),
    ],
)
def test_a_secrecy_mark_stands_alone_in_capitals_and_its_diacritics_do_not_count(text, region, expected):
    page = Page(1, (Line.plain("KẾ HOẠCH", Region.BODY), Line.plain(text, region)), Trail(Verdict.OCR))
    assert highest([page]) == expected


@given(st.text(min_size=1, max_size=200))
def test_a_quarantine_folder_has_a_safe_name(name):
    place = place_of(name, f"file:///{name}")
    assert "/" not in place
    assert not place.startswith(".")
    assert len(place.encode()) < 255


def test_temporary_folders_are_private_and_what_a_killed_process_left_is_removed(tmp_path):
    program = (
        "import os, signal\n"
        "from vanthu.pipelines.archive.private_folders import private_folder\n"
        "with private_folder() as folder:\n"
        "    (folder / 'page.pnm').write_text('secret')\n"
        "    print(folder.parent, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    left = Path(done.stdout.strip())
    assert stat.S_IMODE(left.stat().st_mode) == 0o700
    sweeper = "from vanthu.pipelines.archive.private_folders import sweep; print(sweep())"
    swept = subprocess.run([sys.executable, "-c", sweeper], env=environment, capture_output=True, text=True, check=True)
    assert swept.stdout.strip() == "1"
    assert not left.exists()


def test_a_folder_in_use_is_not_swept():
    with private_folders.private_folder() as folder:
        private_folders.sweep()
        assert folder.exists()
