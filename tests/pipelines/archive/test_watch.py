from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from vanthu.corpora.errors import BadOption, FileMissing
from vanthu.pipelines.archive import watch as watching
from vanthu.pipelines.archive.sources import folders
from vanthu.pipelines.archive.watch import watch

SETTLE = 10.0


class Clock:
    """A watch whose time passes only between looks; ``then`` happens after each."""

    def __init__(self, monkeypatch, folder: Path) -> None:
        self.now = 0.0
        self.folder = folder
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(time, "sleep", lambda _seconds: None)

    def looks(self, *between: Callable[[], object], step: float = SETTLE) -> list[list[str]]:
        """Names given in each look; the calls happen between the looks."""
        watched = watching._Watch(self.folder, SETTLE)
        given = [[item.name for item in watched.look()]]
        for happens in between:
            happens()
            self.now += step
            given.append([item.name for item in watched.look()])
        return given


@pytest.fixture
def clock(monkeypatch, tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    return Clock(monkeypatch, folder)


def nothing() -> None:
    pass


def test_a_file_is_given_once_when_it_has_not_changed_for_long_enough(clock):
    (clock.folder / "a.pdf").write_text("a")
    assert clock.looks(nothing, nothing, nothing) == [[], ["a.pdf"], [], []]
    assert clock.looks(nothing, nothing, nothing, step=SETTLE / 2) == [[], [], ["a.pdf"], []]


def test_a_file_that_keeps_growing_is_not_given(clock):
    path = clock.folder / "a.pdf"
    path.write_text("")

    def grow() -> None:
        with path.open("a") as file:
            file.write("more")

    assert clock.looks(grow, grow, grow, nothing) == [[], [], [], [], ["a.pdf"]]


def test_a_file_of_the_same_size_with_another_time_is_still_being_written(clock):
    path = clock.folder / "a.pdf"
    path.write_text("a")
    assert clock.looks(lambda: os.utime(path, ns=(7, 7)), nothing) == [[], [], ["a.pdf"]]


def test_a_changed_file_is_given_again_and_one_that_came_back_too(clock):
    path = clock.folder / "a.pdf"
    path.write_text("a")
    changed = clock.looks(nothing, lambda: path.write_text("another"), nothing)
    assert changed == [[], ["a.pdf"], [], ["a.pdf"]]
    facts = path.stat()

    def again() -> None:
        path.write_text("another")
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))

    assert clock.looks(nothing, path.unlink, again, nothing) == [[], ["a.pdf"], [], [], ["a.pdf"]]


def test_an_archive_is_opened_when_it_is_complete(clock):
    path = clock.folder / "a.zip"
    path.write_bytes(b"PK half of it")

    def finish() -> None:
        with ZipFile(path, "w") as book:
            book.writestr("in.pdf", "x")

    assert clock.looks(finish, nothing) == [[], [], ["in.pdf"]]


def test_a_share_that_is_away_for_a_while_is_waited_for_and_nothing_is_given_twice(clock, monkeypatch):
    (clock.folder / "a.pdf").write_text("a")
    (clock.folder / "sub").mkdir()
    (clock.folder / "sub/b.pdf").write_text("b")
    scandir = os.scandir
    away: list[str] = []

    def stale(path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name in away:
            raise OSError(errno.ESTALE, "Stale file handle", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", stale)
    looks = clock.looks(
        nothing, lambda: away.append("shelf"), away.clear, lambda: away.append("sub"), away.clear, nothing
    )
    assert looks == [[], ["a.pdf", "b.pdf"], [], [], [], [], []]


def test_what_stays_unreadable_is_refused_once(clock):
    (clock.folder / "out").symlink_to("/etc/passwd")
    os.mkfifo(clock.folder / "pipe")
    assert clock.looks(nothing, nothing) == [[], ["out", "pipe"], []]


def test_a_file_that_vanishes_between_listing_and_look_is_no_matter(clock, monkeypatch):
    (clock.folder / "a.pdf").write_text("a")
    (clock.folder / "gone.pdf").write_text("x")
    names = folders._names

    def listed(folder, passed):
        found = names(folder, passed)
        (clock.folder / "gone.pdf").unlink(missing_ok=True)
        return found

    monkeypatch.setattr(folders, "_names", listed)
    assert clock.looks(nothing, nothing) == [[], ["a.pdf"], []]


@pytest.mark.parametrize("own", ["shelf/archive.db", "shelf/deep/quarantine", "shelf", "."])
def test_a_folder_that_holds_the_archives_own_output_or_lies_in_it_is_refused(tmp_path, own):
    (tmp_path / "shelf").mkdir()
    with pytest.raises(BadOption, match="own"):
        watch(tmp_path / "shelf", settle_seconds=1, interval_seconds=1, own=[tmp_path / own], stop=lambda: True)


def test_a_folder_reached_through_a_link_is_seen_through(tmp_path):
    (tmp_path / "shelf").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "shelf")
    own = [tmp_path / "shelf/archive.db"]
    with pytest.raises(BadOption):
        watch(tmp_path / "link", settle_seconds=1, interval_seconds=1, own=own, stop=lambda: True)


def test_there_must_be_a_folder(tmp_path):
    with pytest.raises(FileMissing):
        watch(tmp_path / "none", settle_seconds=1, interval_seconds=1, own=[], stop=lambda: True)


def test_batches_are_bounded_and_the_watch_ends_when_told(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "BATCH", 4)
    for number in range(10):
        (tmp_path / f"{number}.pdf").write_text("x")
    sizes: list[int] = []
    enough = lambda: sum(sizes) >= 10  # noqa: E731  shorter than its name
    for batch in watch(tmp_path, settle_seconds=0.05, interval_seconds=0.1, own=[], stop=enough):
        sizes.append(len(batch))  # noqa: PERF401  the stop looks at it
    assert sizes == [4, 4, 2]


def test_a_stop_is_noticed_while_waiting(tmp_path):
    answers = iter([False, False, True, True, True])
    assert list(watch(tmp_path, settle_seconds=1, interval_seconds=3600, own=[], stop=lambda: next(answers))) == []
