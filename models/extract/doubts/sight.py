"""Everything that can be seen of the values of one document: the signals that confidence is fitted on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import regex
from rapidfuzz.distance import Levenshtein

from vanthu.corpora.gazetteer.folding import fold
from vanthu.models.campaign import CampaignFacts, Document, Evidence, Field, LegalBasis, Status
from vanthu.models.extract.doubts.kinds import kind_of, values
from vanthu.models.extract.doubts.structure import attributes, of_criterion, of_kind
from vanthu.models.extract.doubts.surroundings import Surroundings
from vanthu.models.extract.doubts.wording import of_reading, of_words
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Page, Verdict

SURENESS = (0.5, 0.99)
"""Rules that claim more or less tell no more by it."""
WORD_SURE = 0.9
"""Reading confidence under which a word counts as doubtful."""
TOLD = frozenset({"quotas", "deadlines"})
REPORTED = regex.compile(
    r"(?<!\p{L})(?:đã|hiện(?: nay| có| tại)?|đến nay|tính đến|năm (?:trước|qua)|vừa qua|thời gian qua|trước đây|còn"
    r"|chiếm|kết quả|bình quân chung|cùng kỳ|so với)(?!\p{L})",
    regex.IGNORECASE,
)
"""Words of sentences that tell how things stand."""


class Sight:
    """What can be seen of the values of one document.

    Args:
        source: the document's text.
        document: what was found of the document.
        campaign: what was found of the campaign.
        bases: the documents that it cites.
    """

    def __init__(
        self,
        source: SourceText,
        document: Document,
        campaign: CampaignFacts,
        bases: Sequence[Field[LegalBasis]] = (),
    ) -> None:
        self.source = source
        self.document, self.campaign = document, campaign
        self.pages: dict[int, Page] = {page.number: page for page in source.pages}
        known = [ref.line.confidence for ref in source.lines if ref.line.confidence is not None]
        self.blur = 1 - sum(known) / len(known) if known else 0.0
        found = values(campaign, "campaign")
        self.plain = {path: (kind_of(path), _plain(str(field.value))) for path, field in found}
        self.said = Counter(self.plain.values())
        self.surroundings = Surroundings(source, campaign, bases)
        self.text = _plain(source.text)

    def signals(self, path: str, field: Field[Any]) -> dict[str, float]:
        """Name → strength of every signal of a value whose confidence is still that of its rule."""
        slices = [e for e in field.evidence if e.role == "value"]
        reading = self.source.confidence(self.source.spans(slices))
        low, high = SURENESS
        sure = min(max(field.confidence / reading if reading else low, low), high)
        kind = kind_of(path)
        verdicts = self._verdicts(slices)
        return {
            f"kind {kind}": 1.0,
            "page in doubt": self.blur,
            "rule in doubt": -math.log(sure / (1 - sure)),
            "word in doubt": 1 - reading,
            "words in doubt": self._doubtful(slices),
            "words changed": _changed(slices, self._slice),
            "number changed": float(_digits_changed(slices, self._slice)),
            "derived": float(field.status is Status.DERIVED),
            "in table": float(any(e.table is not None for e in slices)),
            "without words": float(not slices),
            f"{kind}: reported": float(kind in TOLD and any(REPORTED.search(self._line(e)) for e in slices)),
            **of_words(kind, field.text or "", field.value),
            **(of_reading(field.text or "") if verdicts else {}),
            **of_kind(kind, field),
            **self.surroundings.signals(path, field),
            **self._around(path, kind, field),
            **{f"{kind}: {name}": 1.0 for name in attributes(field.value)},
            **{f"page {verdict}": 1.0 for verdict in verdicts},
        }

    def _around(self, path: str, kind: str, field: Field[Any]) -> dict[str, float]:
        """What the rest of the document says of a value."""
        found = {"said twice": float(path in self.plain and self.said[self.plain[path]] > 1)}
        if kind == "criteria":
            found |= of_criterion(path, self.campaign)
        if kind == "place":
            issuer = self.document.issuer.value
            names = fold(" ".join(n for n in (issuer.name, issuer.unit, issuer.parent) if n)) if issuer else ""
            found["place: of issuer"] = float(fold(str(field.value)) in names)
        if kind == "responsibilities.who":
            found[f"{kind}: said once"] = float(self.text.count(_plain(field.text or "")) <= 1)
        if kind == "quotas":
            spans = self.surroundings.spans(field)
            found["quotas: copies"] = float(self.surroundings.overlaps("dossier.copies", spans))
        return found

    def _line(self, one: Evidence) -> str:
        return self.pages[one.page].lines[one.line - 1].text

    def _slice(self, one: Evidence) -> str:
        return self._line(one)[one.start : one.end]

    def _doubtful(self, slices: list[Evidence]) -> float:
        """Share of the words of the slices that were read with doubt."""
        found = list(self._confidences(slices))
        return sum(c < WORD_SURE for c in found) / len(found) if found else 0.0

    def _confidences(self, slices: list[Evidence]) -> Iterator[float]:
        for one in slices:
            line = self.pages[one.page].lines[one.line - 1]
            low, high = line.raw_span(one.start, one.end)
            yield from (w.confidence for w in line.words if w.confidence is not None and w.start < high and w.end > low)

    def _verdicts(self, slices: list[Evidence]) -> set[Verdict]:
        """How the pages were read that are not plain text."""
        return {self.pages[e.page].trail.verdict for e in slices} & {Verdict.OCR, Verdict.RESTORE}


def _plain(text: str) -> str:
    """Case and white space folded, which is cheap enough for a whole document."""
    return " ".join(text.casefold().split())


def _changed(slices: list[Evidence], now: Callable[[Evidence], str]) -> float:
    """Share of the characters that restoration changed."""
    changes = sum(Levenshtein.distance(one.raw, text) for one in slices if (text := now(one)) != one.raw)
    return min(changes / max(sum(one.end - one.start for one in slices), 1), 1.0)


def _digits_changed(slices: list[Evidence], now: Callable[[Evidence], str]) -> bool:
    return any(
        regex.findall(r"\d", one.raw) != regex.findall(r"\d", text) for one in slices if (text := now(one)) != one.raw
    )
