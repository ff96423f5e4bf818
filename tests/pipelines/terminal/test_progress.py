"""The pace and the time to go do not jump, and are told from pages."""

from __future__ import annotations

from vanthu.pipelines.archive.events import Event
from vanthu.pipelines.archive.progress import Way
from vanthu.pipelines.terminal.progress import Pace, lasting


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_chunks_that_come_in_bursts_hardly_move_the_rate():
    clock = Clock()
    pace = Pace(clock)
    rates = []
    for second in range(1, 1200):
        clock.now = float(second)
        if second % 8 == 0:
            pace.add(8)
        if second > 240 and (rate := pace.rate()):
            rates.append(rate)
    assert 0.9 < min(rates) <= max(rates) < 1.1


def test_a_machine_that_slows_down_is_noticed():
    clock = Clock()
    pace = Pace(clock)
    for second in range(1, 1200):
        clock.now = float(second)
        pace.add(2 if second < 600 else 1)
    rate = pace.rate()
    assert rate is not None
    assert 0.95 < rate < 1.05


def test_the_rest_is_told_from_pages_that_are_known_and_from_their_mean():
    way = Way(files=10)
    way.add(Event("begun", "a", missing=30))
    way.add(Event("begun", "b", missing=10))
    assert way.rest() == 40 + 8 * 20
    way.add(Event("pages", "a", "pages", (1, 8)))
    assert way.rest() == 32 + 8 * 20
    way.add(Event("known", "c"))
    assert way.rest() == 32 + 7 * 20
    way.add(Event("quarantined", "b"))
    assert way.rest() == 22 + 7 * 20
    assert way.ended == 2


def test_a_duplicate_of_what_is_under_way_takes_nothing_from_it():
    way = Way(files=2)
    way.add(Event("begun", "a", missing=4))
    way.add(Event("duplicate", "a"))
    assert way.rest() == 4


def test_time_to_go_is_as_rough_as_it_is_known():
    said = [lasting(seconds) for seconds in (5, 61, 3599, 7800, 200_000)]
    assert said == ["under a minute", "about 2 min", "about 60 min", "about 2 h 10 min", "about 2.3 days"]
