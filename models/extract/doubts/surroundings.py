"""What stands around a value: dirt beside it, words that turn it round, other values in the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.orthography import syllable_share, words
from vanthu.models.campaign import CampaignFacts, Evidence, Field, LegalBasis
from vanthu.models.extract.doubts.kinds import kind_of, values
from vanthu.models.extract.source import SourceText, Span

DIRT = regex.compile(r"[~`^|\\_{}<>¬¦]")
"""Signs that no plan prints: strokes of a pen, seals, edges."""
NEGATED = regex.compile(r"(?<!\p{L})(?:không|chưa|chẳng|trừ|ngoài)(?!\p{L})[^.;]*$", regex.IGNORECASE)
MOVES_ON = regex.compile(
    r"[^.;]{0,45}?(?<!\p{L})(?:lên|xuống|còn)\s+(?:còn\s+)?(?:tối\s+\p{L}+\s+|khoảng\s+)?\d", regex.IGNORECASE
)
"""``từ 12 mô hình lên 20``: the number before is where things stand."""
TIME_CUE = regex.compile(r"(?<!\p{L})(?:truoc|sau|den|tu|cham nhat|muon nhat|ngay|trong)(?!\p{L})")
"""Words of a time, in base letters since they may be misread, that should be part of what follows them."""
END_MARK = regex.compile(r"[.;:]")
BEFORE, CUE_BEFORE, AFTER = 14, 25, 50
"""Characters around a value in which a word turns it round."""
BROKEN = frozenset({"issuer", "recipients", "responsibilities.who", "period"})
"""Kinds whose values rarely take more than one line: the second may be the line beside."""
SHARED = frozenset({"deadlines", "legal_bases"})
"""Kinds of which two values in the same words are one too many, or one inside the other."""
OPEN = frozenset({"criteria", "responsibilities.tasks"})
"""Kinds that end with a stop unless they are cells or titles."""

LABELS = frozenset({"responsibilities.who"})
"""Kinds whose values open a sentence or a list: one that fills its lines is a title, or cells that may be several."""


class Surroundings:
    """What stands around the values of a document.

    Args:
        source: the document's text.
        campaign: what was found of the campaign.
        bases: the documents that it cites.
    """

    def __init__(self, source: SourceText, campaign: CampaignFacts, bases: Sequence[Field[LegalBasis]]) -> None:
        self.source = source
        self.places: defaultdict[str, list[tuple[Span, str]]] = defaultdict(list)
        for path, field in (*values(campaign, "campaign"), *values(tuple(bases), "legal_bases")):
            self.places[kind_of(path)] += [(span, path) for span in self.spans(field)]
        rests_on = (field for field in bases if field.value and field.value.role == "basis")
        self.preamble = max((end for field in rests_on for _, end in self.spans(field)), default=0)
        self._looks: dict[tuple[int, int], tuple[float, int, bool]] = {}

    def spans(self, field: Field[Any]) -> list[Span]:
        """Where the words of a value stand in the source."""
        return self.source.spans(e for e in field.evidence if e.role == "value")

    def signals(self, path: str, field: Field[Any]) -> dict[str, float]:
        """Signals of a value; none where it has no words."""
        spans, kind = self.spans(field), kind_of(path)
        if not spans:
            return {}
        slices = [e for e in field.evidence if e.role == "value"]
        foreign, dirty = self._beside(slices)
        return {
            "garbled beside": foreign,
            "dirt beside": float(dirty),
            "among bases": float(kind.startswith("responsibilities") and spans[0][0] < self.preamble),
            f"{kind}: shared words": float(kind in SHARED and self._shared(kind, path, spans)),
            f"{kind}: several lines": float(kind in BROKEN and len({(e.page, e.line) for e in slices}) > 1),
            f"{kind}: whole lines": float(kind in LABELS and self._fills(slices)),
            f"{kind}: no end": float(kind in OPEN and not END_MARK.search(self._end(spans))),
            **{name: float(met) for name, met in self._turned(kind, spans)},
        }

    def overlaps(self, kind: str, spans: Iterable[Span]) -> bool:
        """Whether a value of that kind was read from the same words."""
        return any(a < end and start < b for (a, b), _ in self.places[kind] for start, end in spans)

    def _shared(self, kind: str, path: str, spans: Sequence[Span]) -> bool:
        others = [span for span, other in self.places[kind] if other != path]
        return any(a < end and start < b for a, b in others for start, end in spans)

    def _fills(self, slices: Sequence[Evidence]) -> bool:
        last = self.source.line(slices[-1].page, slices[-1].line)
        return slices[0].start == 0 and last is not None and slices[-1].end >= len(last.text.rstrip())

    def _end(self, spans: Sequence[Span]) -> str:
        """The last character of a value and the two after it."""
        end = spans[-1][1]
        return self.source.text[end - 1 : end + 2]

    def _turned(self, kind: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
        """Words before and after a number or a time, and left out within, that make it another one."""
        text, (start, end) = self.source.text, (spans[0][0], spans[-1][1])
        if kind in {"quotas", "deadlines"}:
            yield "negated", bool(NEGATED.search(text[max(start - BEFORE, 0) : start]))
        if kind == "quotas":
            yield "quotas: moves on", bool(MOVES_ON.match(text[end : end + AFTER]))
            yield "quotas: words left out", any(text[a:b].strip() for (_, a), (b, _) in pairwise(spans))
        if kind == "deadlines":
            before = bare(text[max(start - CUE_BEFORE, 0) : start])
            yield "deadlines: cue before", bool(TIME_CUE.search(before))

    def _beside(self, slices: Sequence[Evidence]) -> tuple[float, bool]:
        """Share of words that are no Vietnamese in the lines of a value and beside them, and whether there is dirt."""
        near = {(e.page, e.line + step) for e in (slices[0], slices[-1]) for step in (-1, 0, 1)}
        lines = [self._looks[place] if place in self._looks else self._look(place) for place in near]
        total = sum(count for _, count, _ in lines)
        return sum(foreign for foreign, _, _ in lines) / max(total, 1), any(dirty for _, _, dirty in lines)

    def _look(self, place: tuple[int, int]) -> tuple[float, int, bool]:
        """Words of a line that are no Vietnamese, words, and whether there is dirt; of many values the line is one."""
        line = self.source.line(*place)
        count = len(words(line.text)) if line else 0
        foreign = (1 - syllable_share(line.text)) * count if line and count else 0.0
        self._looks[place] = foreign, count, bool(line and DIRT.search(line.text))
        return self._looks[place]
