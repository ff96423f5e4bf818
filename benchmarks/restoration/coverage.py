"""How much of what real layers confuse the noise channel knows, and what it lacks.

The pairs of ../shared/gold are only looked at here, never learned from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vanthu.corpora.noise.align import pieces
from vanthu.corpora.noise.channel import Channel

Confusion = tuple[str, str]
"""A printed character, and what was read for it."""
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the channel stands beside real layers.

    ``known``: share of the real confusions that the channel has ever made of that character. ``overlap``: share of
    their mass that it makes as often as they are (the smaller of the two frequencies, by character). ``lacking``: the
    confusions with the most mass missing: character, what was read, real share and share in the channel, mass missing.
    """

    confusions: int
    known: float
    overlap: float
    lacking: tuple[tuple[str, str, float, float, float], ...]


def coverage(lines: Iterable[tuple[str, str]], channel: Channel, kind: str = "eng") -> Coverage:
    """Compare a channel with real (printed, read) lines."""
    real = _confusions(lines)
    printed: Counter[str] = Counter()
    for (character, _), n in real.items():
        printed[character] += n
    made = channel.kinds[kind].characters
    wrong = {confusion: n for confusion, n in real.items() if confusion[0] != confusion[1]}
    known = sum(n for (character, piece), n in wrong.items() if made.get(character, Counter())[piece])
    rows = []
    overlap = 0.0
    for (character, piece), n in wrong.items():
        counts = made.get(character, Counter())
        expected = printed[character] * counts[piece] / max(counts.total(), 1)
        overlap += min(n, expected)
        rows.append((character, piece, n / printed[character], expected / printed[character], max(n - expected, 0.0)))
    total = sum(wrong.values())
    lacking = sorted(rows, key=lambda row: -row[-1])[:SHOWN]
    return Coverage(total, known / total, overlap / total, tuple(lacking))


def _confusions(lines: Iterable[tuple[str, str]]) -> Counter[Confusion]:
    return Counter(pair for true, read in lines for pair in zip(true, pieces(true, read), strict=True))
