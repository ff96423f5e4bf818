"""The noise channel: what OCR reads for each printed character, by its neighbours and by the style of the page.

Errors have a context (``ự`` before ``c`` is read ``y``, elsewhere ``u``) and a style: one page of one scanner, read by
one model, makes the same mistakes all over. The channel therefore holds two tables for each kind of reading: pieces by
(left, character, right) over all pages, and pieces by character for each page. A sample draws one page as its style
and tilts the first table by the second:

    P(piece | left, c, right, page) ∝ P(piece | left, c, right) · P(piece | c, page) / P(piece | c)
"""

from __future__ import annotations

import json
import lzma
import random
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from vanthu.corpora.noise.align import pieces

Table = dict[str, Counter[str]]
"""Key → piece → count."""

COMMITTED = Path(__file__).parent / "channel.xz"
"""The channel that comes with the package; ``docs/restorer.md`` says how it was learned."""
EDGE = "\n"
"""Neighbour of the first and last character of a line."""
PAGE_WEIGHT = 4.0
"""Prior of the whole kind, in characters, against what one page shows: pages show a letter 5 to 200 times."""
CONTEXT_WEIGHT = 2.0
"""Prior of the character alone, in characters, against what was seen between its neighbours."""
UNREADABLE = 0.25
"""Share of unmarked characters misread from which a page is noise without a message; it is left out."""
RARE = 2
"""Pieces read less often for a character, over all pages, are accidents of the alignment."""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What one page shows: pieces by character, and the share of bare letters that were lost on it."""

    loss: float
    table: Table


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reading, ``eng`` or ``vie``: all pages together, and each page."""

    contexts: Table = field(default_factory=lambda: defaultdict(Counter))
    characters: Table = field(default_factory=lambda: defaultdict(Counter))
    pages: list[PageStyle] = field(default_factory=list)

    def add(self, lines: Iterable[tuple[str, str]]) -> None:
        """Learn from a page: (printed, read) lines. Unreadable pages are left out."""
        aligned = [(true, pieces(true, read)) for true, read in lines if true]
        loss = _loss(aligned)
        if not aligned or loss > UNREADABLE:
            return
        page: Table = defaultdict(Counter)
        for true, read in aligned:
            for context, piece in zip(_contexts(true), read, strict=True):
                self.contexts[context][piece] += 1
                self.characters[context[1]][piece] += 1
                page[context[1]][piece] += 1
        self.pages.append(PageStyle(round(loss, 4), dict(page)))

    def drop_rare(self) -> None:
        """Forget pieces that were hardly ever read for a character."""
        rare = {(c, piece) for c, counts in self.characters.items() for piece, n in counts.items() if n < RARE}
        rare = {(c, piece) for c, piece in rare if piece != c}
        for context, counts in self.contexts.items():
            _forget(counts, [piece for piece in counts if (context[1], piece) in rare])
        for character, counts in self.characters.items():
            _forget(counts, [piece for piece in counts if (character, piece) in rare])


class Channel:
    """Kinds of reading by name; :meth:`fit` learns, :meth:`style` gives a sampler for one page."""

    def __init__(self, kinds: dict[str, Kind]) -> None:
        self.kinds = kinds

    @classmethod
    def fit(cls, pages: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> Channel:
        """Learn from pages of (kind, lines); each line is (printed, read)."""
        kinds: dict[str, Kind] = defaultdict(Kind)
        for kind, lines in pages:
            kinds[kind].add(lines)
        for known in kinds.values():
            known.drop_rare()
        return cls(dict(kinds))

    def style(self, kind: str, rng: random.Random, *, mildness: float = 25.0) -> PageSampler:
        """A page of this kind at random; the chance of a page falls with ``exp(-mildness * loss)``."""
        pages = self.kinds[kind].pages
        weights = list(accumulate(2.718281828 ** (-mildness * page.loss) for page in pages))
        return self.page(kind, bisect(weights, rng.random() * weights[-1]))

    def page(self, kind: str, index: int) -> PageSampler:
        """The style of one page."""
        return PageSampler(self.kinds[kind], self.kinds[kind].pages[index])

    def probability(self, kind: str, context: str, piece: str) -> float:
        """P(piece | left, character, right) over all styles of a kind, 0..1."""
        known = self.kinds[kind]
        seen, alone = known.contexts.get(context, Counter()), known.characters.get(context[1], Counter())
        total = seen.total() + CONTEXT_WEIGHT
        prior = alone[piece] / alone.total() if alone else float(piece == context[1])
        return (seen[piece] + CONTEXT_WEIGHT * prior) / total

    def save(self, path: Path) -> None:
        """Write counts only: no text can be read back from them. The same channel gives the same bytes."""
        data = {
            name: {
                "contexts": kind.contexts,
                "pages": [{"loss": p.loss, "table": p.table} for p in kind.pages],
            }
            for name, kind in self.kinds.items()
        }
        path.write_bytes(lzma.compress(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()))

    @classmethod
    def load(cls, path: Path) -> Channel:
        """Back from :meth:`save`."""
        data = json.loads(lzma.decompress(path.read_bytes()))
        return cls({name: _kind(stored) for name, stored in data.items()})


class PageSampler:
    """Reads text as one page was read."""

    def __init__(self, kind: Kind, page: PageStyle) -> None:
        self._kind, self._page = kind, page
        self._tilts: dict[str, dict[str, float]] = {}
        self._drawn: dict[str, tuple[list[str], list[float]]] = {}

    def read(self, line: str, rng: random.Random) -> list[str]:
        """For each character of ``line`` the string that is read for it."""
        draw = rng.random
        found = []
        for context in _contexts(line):
            options = self._drawn.get(context)
            if options is None:
                options = self._drawn[context] = self._options(context)
            names, cumulated = options
            found.append(names[bisect(cumulated, draw())] if len(names) > 1 else names[0])
        return found

    def _options(self, context: str) -> tuple[list[str], list[float]]:
        """Pieces and their cumulated probabilities (the last open at the top, whatever rounding gives)."""
        character = context[1]
        alone = self._kind.characters.get(character)
        if not alone:
            return [character], [1.0]
        seen = self._kind.contexts.get(context, Counter())
        tilt, total = self._tilt(character, alone), alone.total()
        weights = {
            piece: (seen.get(piece, 0) + CONTEXT_WEIGHT * count / total) * tilt[piece] for piece, count in alone.items()
        }
        names = sorted(weights, key=lambda name: (-weights[name], name))  # the same however the tables are ordered
        whole = sum(weights[name] for name in names)
        return names, list(accumulate(weights[name] / whole for name in names))[:-1]

    def _tilt(self, character: str, alone: Counter[str]) -> dict[str, float]:
        if character not in self._tilts:
            own, total = self._page.table.get(character, Counter()), alone.total()
            n = sum(own.values()) + PAGE_WEIGHT
            self._tilts[character] = {
                piece: (own.get(piece, 0) + PAGE_WEIGHT * count / total) / n * total / count
                for piece, count in alone.items()
            }
        return self._tilts[character]


def _forget(counts: Counter[str], names: Sequence[str]) -> None:
    for name in names:
        del counts[name]


def _contexts(line: str) -> list[str]:
    padded = f"{EDGE}{line}{EDGE}"
    return [padded[i : i + 3] for i in range(len(line))]


def _loss(aligned: Sequence[tuple[str, Sequence[str]]]) -> float:
    """Share of printed unmarked characters that were read as something else: marked ones are lost by most models."""
    plain = [(c, piece) for true, read in aligned for c, piece in zip(true, read, strict=True) if c.isascii()]
    return sum(c != piece for c, piece in plain) / max(len(plain), 1)


def _kind(stored: dict[str, object]) -> Kind:
    kind = Kind()
    for context, counts in stored["contexts"].items():  # type: ignore[attr-defined]
        kind.contexts[context].update(counts)
        kind.characters[context[1]].update(counts)
    for page in stored["pages"]:  # type: ignore[attr-defined]
        kind.pages.append(PageStyle(page["loss"], {c: Counter(t) for c, t in page["table"].items()}))
    return kind
