"""Watching with a finding aid and joined pages, and trying again what failed."""

import time
from collections import Counter

import pytest

from vanthu.corpora.errors import DiskFull, FindingAidBroken
from vanthu.ingest.ocr.null import NullEngine
from vanthu.pipelines.archive import retries as trying
from vanthu.pipelines.archive import watch as watching
from vanthu.pipelines.archive.events import Event
from vanthu.pipelines.archive.ledger import Ledger
from vanthu.pipelines.archive.load import Wanted, both, driving
from vanthu.pipelines.archive.retries import Retries
from vanthu.pipelines.archive.sources import Original, Refused
from vanthu.pipelines.archive.sources.joining import page_pattern
from vanthu.pipelines.archive.watch import Aid, watch

SETTLE = 10.0


class Clock:
    def __init__(self, monkeypatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def look(self, watched) -> list[Original | Refused]:
        self.now += SETTLE
        return list(watched.look())


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def failing(shelf, name: str) -> Original:
    path = shelf / name
    path.write_text(name, encoding="utf-8")
    return Original(path.as_uri(), name, 1, "s")


def fail(retries: Retries, *items: Original) -> None:
    for item in items:
        retries(Event("failed", uri=item.uri))
    retries.after(items)


def test_what_failed_is_tried_again_after_a_pause_that_doubles_up_to_an_hour(clock, shelf):
    retries, item = Retries(), failing(shelf, "a.pdf")
    pauses = []
    for _ in range(8):
        fail(retries, item)
        begun = clock.now
        while not retries.due():
            clock.now += 10
        pauses.append(clock.now - begun)
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    retries.after([item])
    clock.now += 10_000
    assert retries.due() == []


def test_a_file_that_was_changed_begins_anew_and_one_that_was_deleted_is_given_up(clock, shelf):
    retries, item = Retries(), failing(shelf, "a.pdf")
    failing(shelf, "b.pdf")
    for _ in range(3):
        fail(retries, item)
    fail(retries, Original(item.uri, item.name, 2, "changed"))
    clock.now += trying.FIRST_SECONDS
    assert [one.stamp for one in retries.due()] == ["changed"]
    (shelf / "a.pdf").unlink()
    assert retries.due() == []
    failing(shelf, "a.pdf")
    assert retries.due() == []


def test_one_round_takes_a_bounded_number_the_longest_due_first(clock, shelf, monkeypatch):
    monkeypatch.setattr(trying, "A_ROUND", 2)
    retries, items = Retries(), [failing(shelf, f"{n}.pdf") for n in range(3)]
    for item in items:
        fail(retries, item)
        clock.now += 1
    clock.now += 100
    assert retries.due() == items[:2]


def test_joined_pages_are_given_as_one_document_when_all_have_settled(clock, shelf):
    watched = watching._Watch(shelf, SETTLE, page_pattern(r"(?P<doc>.+)_(?P<page>\d)\.jpg"))
    (shelf / "kh_1.jpg").write_text("1")
    assert clock.look(watched) == []
    (shelf / "kh_2.jpg").write_text("2")
    assert clock.look(watched) == [], "another page came: the document is not whole"
    (found,) = clock.look(watched)
    assert (found.name, len(found.parts)) == ("kh", 2)
    assert clock.look(watched) == []


def test_files_whose_row_changed_are_given_again_and_a_broken_aid_is_waited_for(clock, shelf, tmp_path):
    path = tmp_path / "aid.csv"
    path.write_text("file,phông\na.txt,A\nlater.txt,B\n", encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (shelf / name).write_text(name)
    watched = watching._Watch(shelf, SETTLE, aid=Aid(path))
    clock.look(watched)
    assert [(one.name, one.finding_aid) for one in clock.look(watched)] == [("a.txt", {"phông": "A"}), ("b.txt", {})]
    path.write_text('file,phông\n"a.txt', encoding="utf-8")
    assert clock.look(watched) + clock.look(watched) == []
    path.write_text("file,phông\nb.txt,B\na.txt,A\n", encoding="utf-8")
    clock.look(watched)
    assert [(one.name, one.finding_aid) for one in clock.look(watched)] == [("b.txt", {"phông": "B"})]


def test_an_aid_that_is_broken_as_the_watch_begins_ends_it(shelf, tmp_path):
    path = tmp_path / "aid.csv"
    path.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(FindingAidBroken):
        watch(shelf, settle_seconds=1, interval_seconds=1, own=[], stop=lambda: True, finding_aid=path)


def test_a_watch_loads_at_last_what_failed_without_a_restart(shelf, tmp_path, monkeypatch):
    monkeypatch.setattr(trying, "FIRST_SECONDS", 0.05)
    (shelf / "a.txt").write_text("KẾ HOẠCH\nPhát động thi đua\n", encoding="utf-8")
    whole, times = Ledger.saw, []

    def saw(self, original, looked):
        times.append(original)
        if len(times) < 6:
            raise DiskFull("no room")
        return whole(self, original, looked)

    monkeypatch.setattr(Ledger, "saw", saw)
    wanted, retries, counts = (
        Wanted(f"sqlite:///{tmp_path}/archive.db", jobs=0, engine=NullEngine()),
        Retries(),
        Counter(),
    )
    told = both(retries, lambda event: counts.update([event.kind]))
    with driving(wanted, told) as driver:
        pauses = {"settle_seconds": 0.01, "interval_seconds": 0.02}
        stop = lambda: counts["done"] > 0  # noqa: E731  shorter than its name
        for batch in watch(shelf, **pauses, own=wanted.own, stop=stop, due=retries.due):
            driver.run(batch)
            retries.after(batch)
    assert counts["unseen"] >= 2
    assert counts["done"] == 1
