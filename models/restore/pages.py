"""Restoring the lines of pages: which lines, beside which neighbours, and what of the answer is kept.

All text of an OCR, ours and somebody else's, goes through whole, and so does text input: the restorer tells itself what
is in good order. Of a page that was read here a word changes only where the restorer is sure enough against what OCR
saw, and never a number. What was stamped and what runs at the edge of the page stays as found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from vanthu.models.page import Cell, Line, Page, Region, Verdict, Word
from vanthu.models.restore.changes import Span, Stretch, raw_words, stretches
from vanthu.models.restore.pieces import pieces
from vanthu.models.restore.restorer import Restorer
from vanthu.models.restore.result import RestoredLine

SURE = 0.5
"""Confidence of the restorer from which a word gives way however sure OCR was. On 59 pages that were read here 125
words with an OCR confidence of 0.93 and more change, 99 of them on pages with a transcript: all rightly."""
CHANGED = 0.9
"""The most that a word is worth which OCR and the restorer read differently."""
_RESTORED = frozenset({Verdict.RESTORE, Verdict.TEXT, Verdict.OCR})
_LEFT_OUT = frozenset({Region.RUNNING, Region.STAMP})
_RUNNING_TEXT = frozenset({Region.BODY, Region.UNKNOWN})
_LETTERHEAD = frozenset({Region.LETTERHEAD_LEFT, Region.LETTERHEAD_RIGHT, Region.UNKNOWN})
_FILLED_BY_HAND = regex.compile(r"^\W*Số\b|\bngày\b.{0,20}\btháng\b.{0,20}\bnăm\b", regex.IGNORECASE)
"""Lines of the letterhead whose numbers are often written by hand: 62 of 78 stamped scans."""
_NO_GUESS = regex.compile(r"\d|\.{2,}|…|_{2,}")
"""Numbers, and the leaders of blanks to be filled in."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a line that was restored: 1-based page and line, as read and as restored.

    ``number`` flags words whose digits changed. Where ``kept`` is False the restorer answered for another text than the
    line, so that nothing can be aligned: the line stays as read.
    """

    page: int
    line: int
    raw: str
    text: str
    number: bool
    kept: bool = True


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of the document; None in its stead is a break between lines that do not belong together."""

    page: int
    line: int


def restore_pages(pages: Sequence[Page], restorer: Restorer) -> tuple[list[Page], list[Change]]:
    """The pages with their lines restored, and every change.

    Args:
        pages: all pages of a file, as laid out.
        restorer: what restores.

    Raises:
        WeightsMissing: the weights are not there or damaged.
    """
    places = list(_places(pages))
    lines = [list(page.lines) for page in pages]
    changes: list[Change] = []
    for piece in pieces(places, lambda place: _text(pages, place)):
        restored = restorer.restore([_text(pages, place) for place in piece])
        for place, answer in zip(piece, restored, strict=True):
            if place is not None:
                page = pages[place.page]
                lines[place.page][place.line], found = _kept(page.lines[place.line], answer, page.trail.verdict)
                changes += (Change(page.number, place.line + 1, *change) for change in found)
    return [replace(page, lines=tuple(new)) for page, new in zip(pages, lines, strict=True)], changes


def is_asked(pages: Sequence[Page]) -> bool:
    """Whether any line would go through the restorer."""
    return next(_places(pages), None) is not None


def _text(pages: Sequence[Page], place: _Place | None) -> str:
    return pages[place.page].lines[place.line].text if place else ""


def _places(pages: Sequence[Page]) -> Iterator[_Place | None]:
    """The lines that go through, in reading order across pages, with breaks between them."""
    before: tuple[int, Region, Cell | None] | None = None
    first = True
    for p, page in enumerate(pages):
        for n, line in enumerate(page.lines):
            if page.trail.verdict not in _RESTORED or line.region in _LEFT_OUT:
                continue
            place = _Place(p, n)
            flow = _flow(pages, place)
            if not first and flow != before:
                yield None
            yield place
            before, first = flow, False


def _flow(pages: Sequence[Page], place: _Place) -> tuple[int, Region, Cell | None] | None:
    """Neighbours of one flow carry on each other; running text (None) does so across pages."""
    line = pages[place.page].lines[place.line]
    return None if line.region in _RUNNING_TEXT else (place.page, line.region, line.cell)


_Found = list[tuple[str, str, bool, bool]]


def _kept(line: Line, answer: RestoredLine, verdict: Verdict) -> tuple[Line, _Found]:
    """The line with what is kept of the answer, and what that changes: see :class:`Change`."""
    if answer.raw != line.text or line.offsets:
        return line, [(line.text, answer.text, False, False)]
    found = stretches(answer)
    if verdict is Verdict.OCR:
        taken = [s for s in found if _is_better(line, answer, s)]
    else:
        taken = [s for s in found if not _fills_a_blank(line, answer, s)]
    changes = [(answer.raw[slice(*s.raw)], answer.text[slice(*s.text)], s.number_changed, True) for s in taken]
    changes = [change for change in changes if change[0] != change[1]]
    if not changes and verdict is not Verdict.RESTORE:
        return line, []
    new = answer if len(taken) == len(found) else _merged(answer, taken)
    words = _words(line, found, taken, verdict)
    offsets = new.offsets if new.text != line.raw else ()
    return replace(line, text=new.text, offsets=offsets, words=words, confidence=_mean(words, line.confidence)), changes


def _is_better(line: Line, answer: RestoredLine, stretch: Stretch) -> bool:
    """Whether a word gives way: the restorer is sure of the new word, or surer than OCR was of its own."""
    under = _under(line.words, stretch.raw)
    raw, text = answer.raw[slice(*stretch.raw)], answer.text[slice(*stretch.text)]
    if raw == text or not text or stretch.number_changed or _NO_GUESS.search(raw + " " + text):
        return False
    if line.region in _LETTERHEAD and _FILLED_BY_HAND.search(answer.text):
        return False
    known = [word.confidence for word in under if word.confidence is not None]
    return bool(known) and stretch.confidence > min(max(known), SURE)


def _fills_a_blank(line: Line, answer: RestoredLine, stretch: Stretch) -> bool:
    """Whether a number is made of what had no digit, where numbers are written by hand."""
    raw = answer.raw[slice(*stretch.raw)]
    if not stretch.number_changed or any(c.isdigit() for c in raw):
        return False
    return line.region in _LETTERHEAD and _FILLED_BY_HAND.search(answer.text) is not None


def _merged(answer: RestoredLine, taken: Sequence[Stretch]) -> RestoredLine:
    """The line as read, with the stretches that are taken in their places."""
    text, done = "", 0
    offsets: list[int] = []
    for stretch in taken:
        text += answer.raw[done : stretch.raw[0]] + answer.text[slice(*stretch.text)]
        offsets += range(done, stretch.raw[0])
        offsets += (answer.offsets or range(len(answer.text) + 1))[slice(*stretch.text)]
        done = stretch.raw[1]
    offsets += range(done, len(answer.raw) + 1)
    return RestoredLine(answer.raw, text + answer.raw[done:], tuple(offsets))


def _words(line: Line, found: Sequence[Stretch], taken: Sequence[Stretch], verdict: Verdict) -> tuple[Word, ...]:
    """The words as read, as sure as what they stand for now.

    Of foreign text the restorer alone knows; where it was refused, as sure as it was not. A word of ours that gave way
    is half way between both, and no surer than ``CHANGED``: neither has seen what the other saw.
    """
    kept = {stretch.raw for stretch in taken}
    words = line.words or tuple(Word(start, end) for start, end in raw_words(line.raw))
    sure: dict[Span, float] = {}
    for stretch in found:
        for word in _under(words, stretch.raw):
            own = word.confidence or 0.0
            if verdict is not Verdict.OCR:
                sure[word.start, word.end] = stretch.confidence if stretch.raw in kept else 1 - stretch.confidence
            elif stretch.raw in kept:
                sure[word.start, word.end] = min((own + stretch.confidence) / 2, CHANGED)
    return tuple(
        replace(word, confidence=round(sure[word.start, word.end], 4)) if (word.start, word.end) in sure else word
        for word in words
    )


def _under(words: Sequence[Word], span: Span) -> list[Word]:
    return [word for word in words if word.start < span[1] and word.end > span[0]]


def _mean(words: Sequence[Word], otherwise: float | None) -> float | None:
    """Mean confidence of the words by length."""
    known = [(w.confidence, w.end - w.start) for w in words if w.confidence is not None]
    total = sum(length for _, length in known)
    return round(sum(confidence * length for confidence, length in known) / total, 4) if total else otherwise
