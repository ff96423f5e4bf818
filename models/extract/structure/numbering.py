"""The likeliest sequence of marks over all paragraphs: numbers that were misread take the place that is theirs.

Every paragraph has the readings of its mark with their prices (``mark_readings.py``); going from one mark to the next
has a price too: nothing for the next number or for a list that begins, much for a number that is left out, comes twice
or goes back. The cheapest way through the document is found with a beam over the numbers that are open on every rank.
Numbers that the office itself misprinted (``III. III. IV.``) are cheaper to bear than to mend, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vanthu.models.extract.structure.joining import Block
from vanthu.models.extract.structure.mark_readings import MarkReading, readings
from vanthu.models.extract.structure.marks import POINTS, Mark, Rank, roman_number
from vanthu.models.extract.structure.zones import Zone

BEAM = 24
"""Ways that are followed at the same time."""
OPENS, GOES_ON = 0.2, 0.5
"""Nats for a list that begins with its first number, and for one that goes on counting in the next section."""
LATE, LATE_EACH, LATEST = 3.0, 0.3, 5.0
"""Nats for a list that begins with another number, more for each one that is missing, and at most."""
GAP, GAP_EACH, GAP_MOST = 2.5, 0.4, 5.0
"""Nats for numbers left out, more for each, and at most."""
TWICE, BACK, AGAIN = 3.5, 4.0, 2.0
"""Nats for a number that comes twice, for one before the last, and for a list that begins again without a heading."""
STRAY = 3.5
"""Nats for ``3.1`` under ``2``."""
COUNTED = (Rank.LETTERED_PART, Rank.ROMAN, Rank.ARTICLE, Rank.ARABIC, Rank.LETTER, Rank.ENCLOSED)
SECTIONS = frozenset({Rank.ROMAN, Rank.LETTERED_PART})


@dataclass(frozen=True, slots=True)
class Repair:
    """A mark that was given another number: ``read`` as it stands on the page, ``mark`` as the sequence has it."""

    block: Block
    read: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Missing:
    """A section number that does not follow the one before it (None at the beginning)."""

    block: Block
    before: str | None
    label: str


@dataclass(frozen=True, slots=True)
class _Last:
    """The last number of a rank; ``open`` unless a higher section has begun since."""

    labels: tuple[str, ...]
    open: bool = True


_State = tuple[_Last | None, ...]
_START: _State = (None,) * len(COUNTED)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way through the marks so far: its price, where it stands, and its last step."""

    price: float
    state: _State
    mark: Mark | None = None
    before: _Way | None = None


def renumber(blocks: Sequence[Block]) -> list[Repair]:
    """Give every paragraph outside tables the mark that the sequence of all marks makes likeliest; what changed."""
    numbered = [block for block in blocks if block.cell is None and not (block.mark and block.mark.bullet)]
    ways = [_Way(0.0, _START)]
    zone: Zone | None = None
    for block in numbered:
        if block.zone is not zone:
            ways, zone = [replace(way, state=_START) for way in ways], block.zone
        ways = _onward(ways, readings(block.lines[0], block.mark))
    read = [block.mark for block in numbered]
    repairs = list(_repaired(numbered, _marks(ways[0])))
    if len(repairs) == 1 and _is_misprint(numbered, read, repairs[0]):
        repairs[0].block.mark = read[numbered.index(repairs[0].block)]
        return []
    return repairs


def _is_misprint(blocks: Sequence[Block], read: Sequence[Mark | None], repair: Repair) -> bool:
    """In text without a picture, the last section with the number of the one before and no other slip in the paper."""
    line, at = repair.block.lines[0].line, blocks.index(repair.block)
    sections = [mark.labels for mark in read[: at + 1] if mark and mark.rank is Rank.ROMAN]
    last = not any(mark and mark.rank is Rank.ROMAN for mark in read[at + 1 :])
    plain = line.box is None and line.confidence is None
    return plain and last and len(sections) > 1 and sections[-1] == sections[-2] and read[at] is not None


def _onward(ways: Sequence[_Way], options: Sequence[MarkReading]) -> list[_Way]:
    """The cheapest way to each state after one more paragraph, cheapest first."""
    best: dict[_State, _Way] = {}
    for way in ways:
        for option in options:
            step, state = _step(way.state, option.mark)
            price = way.price + option.price + step
            if state not in best or price < best[state].price:
                best[state] = _Way(price, state, option.mark, way)
    return sorted(best.values(), key=lambda way: way.price)[:BEAM]


def _marks(way: _Way) -> list[Mark | None]:
    found: list[Mark | None] = []
    while way.before:
        found.append(way.mark)
        way = way.before
    return found[::-1]


def _repaired(blocks: Sequence[Block], marks: Sequence[Mark | None]) -> Iterator[Repair]:
    for block, mark in zip(blocks, marks, strict=True):
        before, block.mark = block.mark, mark
        if mark and mark.labels and (before is None or (before.rank, before.labels) != (mark.rank, mark.labels)):
            yield Repair(block, mark.printed, mark)


def _step(state: _State, mark: Mark | None) -> tuple[float, _State]:
    """The price of a mark after those of ``state``, and the state after it."""
    if mark is None or mark.bullet:
        return 0.0, state
    if mark.rank not in COUNTED:
        return 0.0, _closed_below(state, -1)
    place = COUNTED.index(mark.rank)
    last = state[place]
    price = _price(mark, last)
    below = _closed_below(state, place)
    return price, (*below[:place], _Last(mark.labels), *below[place + 1 :])


def _closed_below(state: _State, place: int) -> _State:
    return tuple(
        replace(last, open=False) if i > place and last and last.open and COUNTED[i] is not Rank.ARTICLE else last
        for i, last in enumerate(state)
    )


def _price(mark: Mark, last: _Last | None) -> float:
    number = value(mark.rank, mark.labels[-1])
    if number is None:
        return 0.0
    parent = mark.labels[:-1]
    if last is None or last.labels[: len(parent)] != parent:
        return _first(number) + STRAY * bool(parent)
    before = value(mark.rank, last.labels[len(parent)]) if len(last.labels) > len(parent) else None
    if before is None:
        return _first(number)
    gap = _gap(mark.rank, before, number)
    if last.open:
        return _onward_price(number, gap)
    return min(_first(number), GOES_ON if gap == 1 else LATEST)


def _onward_price(number: int, gap: int) -> float:
    """Of a number ``gap`` after the last one of the same list."""
    if gap >= 1:
        return min(GAP + GAP_EACH * (gap - 1), GAP_MOST) if gap > 1 else 0.0
    if number == 1:
        return AGAIN
    return BACK if gap else TWICE


def _first(number: int) -> float:
    return OPENS if number == 1 else min(LATE + LATE_EACH * (number - 1), LATEST)


def _gap(rank: Rank, before: int, number: int) -> int:
    skips = rank is Rank.LETTER and before <= POINTS.index("d") + 1 < number - 1
    return number - before - skips


def value(rank: Rank, label: str) -> int | None:
    """The number of a label in its rank, from 1; None where it has none (``nhất``)."""
    if label.isdigit():
        return int(label)
    if rank is Rank.ROMAN:
        return roman_number(label)
    if rank is Rank.LETTERED_PART:
        return "ABCDEFGH".find(label) + 1 or None
    return POINTS.find(label) + 1 or None


def missing(blocks: Sequence[Block]) -> Iterator[Missing]:
    """Sections whose number is not the one after the last: what stood between is not in the outline."""
    last: dict[Rank, str] = {}
    zone: Zone | None = None
    for block in blocks:
        mark = block.mark
        if block.zone is not zone:
            last, zone = {}, block.zone
        if mark is None or block.cell or mark.rank > Rank.ROMAN:
            continue
        if mark.rank in SECTIONS:
            before, number = last.get(mark.rank), value(mark.rank, mark.labels[0])
            expected = (value(mark.rank, before) or 0) + 1 if before else 1
            if number and number > expected:
                yield Missing(block, before, mark.labels[0])
            last[mark.rank] = mark.labels[0]
        last = {rank: label for rank, label in last.items() if rank <= mark.rank}
