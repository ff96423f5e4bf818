"""Plans that no training sees, damaged in each way: by them a training is judged, and reliability measured."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

from vanthu.corpora.gazetteer.folding import fold_tone_place
from vanthu.corpora.noise.channel import Channel
from vanthu.corpora.noise.examples import Example, align, as_printed, read_by, strip
from vanthu.pipelines.train.stock import held_out

KINDS = ("eng", "vie", "bare", "sound")
LINES = 9
"""Lines of a window."""
MOST = 100
"""Lines of each plan that are looked at."""


def trials(channel: Channel, seed: int) -> dict[str, list[Example]]:
    """The same examples for the same seed, by kind of damage."""
    rng = random.Random(seed)  # noqa: S311  noise, not secrets
    found: dict[str, list[Example]] = {kind: [] for kind in KINDS if kind in channel.kinds or kind in ("bare", "sound")}
    for kind, examples in found.items():
        for lines in held_out():
            for i in range(0, min(len(lines), MOST), LINES):
                examples.append(_damaged(kind, lines[i : i + LINES], channel, rng))
    return found


def _damaged(kind: str, lines: Sequence[str], channel: Channel, rng: random.Random) -> Example:
    if kind == "sound":
        return align(map(as_printed, lines))
    if kind == "bare":
        return align(map(strip, lines))
    page = channel.style(kind, rng)
    return align(read_by(page, line, rng) for line in lines)


def words_wrong(true: str, written: str) -> tuple[int, int]:
    """Words wrong, and words printed, of some lines; the place of the tone is style, lost lines are wrong."""
    wrong = total = 0
    for a, b in zip_longest(true.split("\n"), written.split("\n"), fillvalue=""):
        gold, got = fold_tone_place(a).split(), fold_tone_place(b).split()
        wrong += Levenshtein.distance(gold, got)
        total += len(gold)
    return wrong, total
