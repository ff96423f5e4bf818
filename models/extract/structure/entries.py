"""What each paragraph says, and under which titles it says it.

A title is a heading of the outline, a line of its own (``Mục đích``), a lead (``- Đối với tập thể:``) or a label with
text after it (``2. Đối tượng thi đua: …``). Plans set the same part in any of these ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

import regex

from vanthu.models.campaign import Field
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.marks import all_capitals
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

LABEL = regex.compile(r"(?P<label>(?!(?:Đề nghị|Giao|Phân công)\s*:)[\p{L}“\"(][^:;.]{2,140}):(?=\s|$)")
"""The longest label of the plans studied has 120 characters (a list of bodies)."""
LEAD = regex.compile(r"[:：]\W*$")
PREAMBLE = regex.compile(r"(?:sau(?:\s+đây)?|cụ\s+thể)\W*$")
"""``… ban hành Kế hoạch như sau:`` leads to the whole plan and is no title of its parts."""
UNFINISHED = regex.compile(r"[^.,;:!?…/]\s*$")
LONGEST_LINE_TITLE = 100
"""Characters of an unnumbered line that may be a title."""
EDGE = " \t.;,:–—-"
SENTENCE = regex.compile(r"(?<=\p{Ll}{2}|\d|[)”\"])\.\s+(?=[\p{Lu}“\"])")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a paragraph: ``paragraph.text[start:end]``."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as printed, lines joined."""
        return self.paragraph.text[self.start : self.end]

    def part(self, start: int, end: int) -> Words:
        """``text[start:end]`` with its place."""
        return Words(self.paragraph, self.start + start, self.start + end)

    def trimmed(self, edge: str = " ;") -> Words:
        """Without the characters of ``edge`` at both ends."""
        lead = len(self.text) - len(self.text.lstrip(edge))
        return self.part(lead, max(len(self.text.rstrip(edge)), lead))

    def sentences(self) -> Iterator[Words]:
        """Sentence by sentence, full stops with theirs."""
        start = 0
        for stop in SENTENCE.finditer(self.text):
            yield self.part(start, stop.start() + 1)
            start = stop.end()
        yield self.part(start, len(self.text))

    def field(self, source: SourceText, certainty: float) -> Field[str]:
        """The words as a field; what stands between their lines (a page number) is no part of it."""
        spans = self.paragraph.passage.spans(self.start, self.end)
        return source.field(Field[str], self.text, spans, certainty=certainty)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph that says something.

    ``words`` is its text without the list mark; ``label`` its own label (``Đối tượng: …``), part of ``words``;
    ``titles`` are the titles above it, outermost first.
    """

    words: Words
    titles: tuple[Words, ...]
    label: Words | None = None

    @property
    def paragraph(self) -> Paragraph:
        """Where it stands."""
        return self.words.paragraph

    @property
    def listed(self) -> bool:
        """An item of a list without numbers, or one lettered."""
        return bool(self.paragraph.marker) and not any(c.isdigit() for c in self.paragraph.marker or "")

    @property
    def rest(self) -> Words:
        """The text after the label."""
        if self.label is None:
            return self.words
        return self.words.part(self.label.end - self.words.start + 1, len(self.words.text)).trimmed()


def entries(paragraphs: Iterable[Paragraph], zones: frozenset[Zone] = frozenset({Zone.BODY})) -> Iterator[Entry]:
    """The entries of the given zones in order; titles and leads themselves are none, table cells neither."""
    told = [p for p in paragraphs if p.zone in zones and p.cell is None]
    above = _Titles()
    for paragraph, following in zip_longest(told, told[1:]):
        words = _body(paragraph)
        if not words.text:
            continue
        title = _is_title(paragraph, words, following) and _leads(paragraph, following)
        kind = _kind(paragraph, title=title)
        titles = above.leading_to(paragraph, kind)
        if title:
            if paragraph.path or not PREAMBLE.search(words.text):
                above.open(paragraph, kind, words.trimmed(EDGE), title=True)
            continue
        label = _label(words)
        if kind is not _TEXT:
            above.open(paragraph, kind, label or words, title=False)
        yield Entry(words, titles, label)


def _body(paragraph: Paragraph) -> Words:
    marker = paragraph.marker or ""
    start = len(marker) if paragraph.text.startswith(marker) else 0
    return Words(paragraph, start, len(paragraph.text)).trimmed(" \t")


def _label(words: Words) -> Words | None:
    found = LABEL.match(words.text)
    return words.part(*found.span("label")) if found and found.end() < len(words.text.rstrip()) else None


def _is_title(paragraph: Paragraph, words: Words, following: Paragraph | None) -> bool:
    """It says nothing itself: a heading without text after a colon, a lead, or a short line above its items."""
    if LEAD.search(words.text):
        return True
    if paragraph.heading:
        return _label(words) is None
    if len(words.text) > LONGEST_LINE_TITLE or not UNFINISHED.search(words.text) or following is None:
        return False
    if paragraph.marker is None:
        return words.text[:1].isupper() and not SENTENCE.search(words.text)
    return _is_bullet(paragraph) and _is_bullet(following) and _kind(following) != _kind(paragraph)


def _leads(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Something stands under it: an item that lost its full stop looks like a heading, but nothing follows below."""
    if following is None or not paragraph.marker or _is_bullet(paragraph):
        return following is not None
    deeper = len(following.path) > len(paragraph.path) and following.path[: len(paragraph.path)] == paragraph.path
    return deeper or _kind(following) != _NUMBERED


def _is_bullet(paragraph: Paragraph) -> bool:
    return bool(paragraph.marker) and not any(c.isalnum() for c in paragraph.marker or "")


_NUMBERED, _LINE, _TEXT = "numbered", "line", "text"
_DASHES = str.maketrans(dict.fromkeys("–—−‐", "-"))


def _kind(paragraph: Paragraph, *, title: bool = False) -> str:
    """Numbered, a title on a line of its own, running text, or the bullet itself: bullets of one kind are siblings."""
    if not paragraph.marker:
        return _LINE if title else _TEXT
    return paragraph.marker.strip().translate(_DASHES) if _is_bullet(paragraph) else _NUMBERED


@dataclass(frozen=True, slots=True)
class _Open:
    """What the following paragraphs may stand under; ``title`` where it says nothing itself."""

    path: tuple[str, ...]
    kind: str
    words: Words
    title: bool


class _Titles:
    """The open titles, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def leading_to(self, paragraph: Paragraph, kind: str) -> tuple[Words, ...]:
        """Close what ends where ``paragraph`` begins; the titles that are left lead to it."""
        path = paragraph.path
        if kind == _LINE and all_capitals(paragraph.text):
            self._open.clear()
        elif kind == _NUMBERED:
            self._open = [o for o in self._open if len(o.path) < len(path) and o.path == path[: len(o.path)]]
        else:
            self._open = [o for o in self._open if o.path == path[: len(o.path)]]
            self._close_siblings(kind)
        return tuple(o.words for o in self._open)

    def _close_siblings(self, kind: str) -> None:
        """A line closes lines and numbered items, text closes bullets, a bullet those from its own kind on."""
        kinds = [o.kind for o in self._open]
        if kind == _LINE:
            self._open = [o for o in self._open if o.kind == _NUMBERED and o.title]
        elif kind == _TEXT:
            self._open = [o for o in self._open if o.kind in {_NUMBERED, _LINE}]
        elif kind in kinds:
            del self._open[kinds.index(kind) :]

    def open(self, paragraph: Paragraph, kind: str, words: Words, *, title: bool) -> None:
        """What stands under it from here on is said under ``words``."""
        path = paragraph.path if kind != _LINE else self._open[-1].path if self._open else ()
        self._open.append(_Open(path, kind, words, title))
