"""The document as one string, and the way back from any slice of it to lines, raw text and boxes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from vanthu.models.campaign import Evidence, Field, Status
from vanthu.models.page import Line, Page, Region

T = TypeVar("T")
Role = Literal["value", "action", "responsible"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LineRef:
    """One line in the document string: ``source.text[start:end] == line.text``.

    ``page`` is 1-based in the file, ``number`` 1-based on the page.
    """

    page: int
    number: int
    start: int
    end: int
    line: Line

    @property
    def text(self) -> str:
        """The restored text of the line."""
        return self.line.text

    @property
    def region(self) -> Region:
        """Where on the paper the line stands."""
        return self.line.region


class SourceText:
    """All lines of a document joined by line feeds, pages by form feeds, with the way back.

    Args:
        pages: the pages of one document, in order.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = tuple(pages)
        self.lines: tuple[LineRef, ...] = tuple(_refs(self.pages))
        pieces = [("\f" if ref.number == 1 else "\n") + ref.text for ref in self.lines]
        self.text = "".join(pieces)[1:]
        self._starts = [ref.start for ref in self.lines]
        self._by_place = {(ref.page, ref.number): ref for ref in self.lines}

    def lines_of(self, start: int, end: int) -> tuple[LineRef, ...]:
        """The lines that ``text[start:end]`` touches."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)) - 1, 0)
        return self.lines[first : last + 1]

    def line(self, page: int, number: int) -> LineRef | None:
        """The line of that number on that page; None where there is none."""
        return self._by_place.get((page, number))

    def evidence(self, start: int, end: int, role: Role = "value") -> tuple[Evidence, ...]:
        """One slice for each line under ``text[start:end]``, blank ends trimmed."""
        slices = (_slice(ref, start, end, role) for ref in self.lines_of(start, end))
        return tuple(s for s in slices if s is not None)

    def printed(self, evidence: Iterable[Evidence]) -> str:
        """The ``value`` slices joined with white space folded: the ``text`` of a field."""
        parts = [self._by_place[e.page, e.line].text[e.start : e.end] for e in evidence if e.role == "value"]
        return " ".join(" ".join(parts).split())

    def spans(self, evidence: Iterable[Evidence]) -> list[Span]:
        """Where slices of evidence stand in ``text``."""
        placed = ((self._by_place[e.page, e.line].start, e) for e in evidence)
        return [(start + e.start, start + e.end) for start, e in placed]

    def confidence(self, spans: Iterable[Span]) -> float:
        """Lowest reading confidence of the lines under the spans, 1.0 where the source gives none."""
        found = [
            ref.line.slice_confidence(max(start, ref.start) - ref.start, min(end, ref.end) - ref.start)
            for start, end in spans
            for ref in self.lines_of(start, end)
            if start < ref.end and end > ref.start
        ]
        return min((c for c in found if c is not None), default=1.0)

    def field(
        self,
        kind: Callable[..., Field[T]],
        value: T,
        spans: Sequence[Span],
        *,
        certainty: float = 0.95,
        status: Status = Status.FOUND,
        extra: Sequence[Evidence] = (),
    ) -> Field[T]:
        """A field with its evidence.

        Args:
            kind: the field class, e.g. ``Field[str]``.
            value: the normalised value.
            spans: character spans of ``text`` that the value was read from.
            certainty: how sure the rule is, 0..1; multiplied by the reading confidence of the words.
            status: found, or derived.
            extra: evidence of other roles (action, responsible).
        """
        slices = tuple(e for start, end in spans for e in self.evidence(start, end))
        return kind(
            value=value,
            text=self.printed(slices),
            status=status,
            confidence=round(certainty * self.confidence(spans), 3),
            evidence=(*slices, *extra),
        )

    def illegible(self, kind: Callable[..., Field[T]], spans: Sequence[Span] = ()) -> Field[T]:
        """A field that is on the page but cannot be read; the evidence says where."""
        slices = tuple(e for start, end in spans for e in self.evidence(start, end))
        return kind(value=None, text=self.printed(slices) or None, status=Status.ILLEGIBLE, evidence=slices)


def _refs(pages: Sequence[Page]) -> Iterable[LineRef]:
    offset = 0
    for page in pages:
        for number, line in enumerate(page.lines, 1):
            yield LineRef(page.number, number, offset, offset + len(line.text), line)
            offset += len(line.text) + 1


def _slice(ref: LineRef, start: int, end: int, role: Role) -> Evidence | None:
    lo, hi = max(start, ref.start) - ref.start, min(end, ref.end) - ref.start
    while lo < hi and ref.text[lo].isspace():
        lo += 1
    while hi > lo and ref.text[hi - 1].isspace():
        hi -= 1
    if lo >= hi:
        return None
    raw_lo, raw_hi = ref.line.raw_span(lo, hi)
    box, cell = ref.line.slice_box(lo, hi), ref.line.cell
    return Evidence(
        page=ref.page,
        line=ref.number,
        start=lo,
        end=hi,
        raw=ref.line.raw[raw_lo:raw_hi],
        box=tuple(box.as_list()) if box else None,
        role=role,
        table=cell.table if cell else None,
        row=cell.row if cell else None,
        column=cell.column if cell else None,
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text made of several lines, read as one string.

    Lines are joined by one blank; a code broken by the margin (``106-⏎KH/TU``) is joined without one.
    ``offsets[i]`` is where character ``i`` of ``text`` stands in the document string.
    """

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, source: SourceText, spans: Iterable[Span]) -> Passage:
        """Join the lines under ``spans`` of ``source``."""
        chars: list[str] = []
        offsets: list[int] = []
        for start, end in spans:
            for ref in source.lines_of(start, end):
                lo, hi = max(start, ref.start), min(end, ref.end)
                _append(chars, offsets, source.text[lo:hi], lo)
        return cls("".join(chars), tuple(offsets))

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the document string (``start < end``)."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The same, one span for each unbroken run: what stands between two lines (a page number) is left out."""
        runs: list[Span] = []
        for offset in self.offsets[start:end]:
            if runs and offset <= runs[-1][1]:
                runs[-1] = (runs[-1][0], max(runs[-1][1], offset + 1))
            else:
                runs.append((offset, offset + 1))
        return tuple(runs)


def _append(chars: list[str], offsets: list[int], piece: str, offset: int) -> None:
    body = piece.strip()
    if not body:
        return
    shift = offset + len(piece) - len(piece.lstrip())
    if chars and not _code_goes_on(chars, body):
        chars.append(" ")
        offsets.append(shift)
    previous_blank = False
    for i, char in enumerate(body):
        blank = char.isspace()
        if not (blank and previous_blank):
            chars.append(" " if blank else char)
            offsets.append(shift + i)
        previous_blank = blank


def _code_goes_on(chars: list[str], body: str) -> bool:
    """A line that ends in ``digit-`` or ``letter/`` and goes on with a capital is a code broken by the margin."""
    tail = "".join(chars[-2:])
    return len(tail) == len("1-") and tail[1] in "-/" and tail[0].isalnum() and body[0].isupper()
