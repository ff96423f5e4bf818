"""Which paragraphs stand in a section of criteria, under which heading, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.extract.emulation.criteria_labels import (
    Kind,
    Label,
    addressed,
    is_occasion,
    is_target,
    kind_of,
    mark_end,
    may_be_item,
    of_commendation,
    read_label,
)
from vanthu.models.extract.emulation.criteria_tables import furniture
from vanthu.models.extract.structure.marks import Rank, all_capitals
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

Span = tuple[int, int]

LEAF = 99.0
"""Level of running text: below every label."""
STAMP_WORDS = 3
"""Words of the longest stamp that stands in a line of its own (``CÔNG VĂN ĐẾN``)."""
LINE_LABEL = 8.5
"""Level of a label without a mark: above dashes, below letters."""
_BULLETS = {"-": 9.0, "–": 9.0, "—": 9.0, "−": 9.0, "‐": 9.0, "+": 9.2}
_OTHER_BULLETS = 9.4


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paragraph of criteria stands.

    ``start`` is where its own words begin, after mark and label; ``label`` is the label on the paragraph itself.
    ``section`` is the numbered label that governs it, ``audience`` the nearest words that say for whom.
    """

    paragraph: Paragraph
    start: int
    labelled: bool
    marked: bool
    section: Label
    audience: tuple[Paragraph, Span] | None


@dataclass(frozen=True, slots=True)
class _Open:
    level: float
    label: Label


def level(paragraph: Paragraph) -> float:
    """How deep a paragraph stands; a smaller number holds the larger ones."""
    mark = paragraph.mark
    if mark is None:
        return float(Rank.ROMAN) if _is_section(paragraph) else LEAF
    if mark.bullet:
        return _BULLETS.get(mark.printed[:1], _OTHER_BULLETS)
    if len(paragraph.path) == 1 and paragraph.path[0].isalpha() and paragraph.path[0].isupper():
        return float(Rank.ROMAN)
    return mark.rank + 0.1 * (len(mark.labels) - 1)


def _levels(paragraphs: Sequence[Paragraph]) -> Iterator[float]:
    """Levels in their order: ``A.`` is above ``I.`` where it comes first, below it where sections are Roman."""
    roman = False
    for paragraph in paragraphs:
        mark = paragraph.mark
        roman = roman or (mark is not None and mark.rank is Rank.ROMAN)
        lettered = mark is not None and mark.rank is Rank.LETTERED_PART
        yield Rank.ROMAN + 0.5 if lettered and roman else level(paragraph)


def _is_section(paragraph: Paragraph) -> bool:
    """A heading in capitals whose number is lost; a stamp between the lines (``HỎA TỐC``) is none."""
    if not (paragraph.heading and all_capitals(paragraph.text)):
        return False
    return len(paragraph.text.split()) > STAMP_WORDS or kind_of(bare(paragraph.text)) is not Kind.PLAIN


def standings(paragraphs: Sequence[Paragraph]) -> Iterator[Standing]:
    """Every paragraph that may hold criteria, in order."""
    furnishes = furniture(paragraphs)
    placed = list(_places([p for p in paragraphs if p.cell is None and id(p) not in furnishes]))
    named = {
        id(outer.label) for place in placed for outer, inner in pairwise(place.opened) if _names_its_parts(outer, inner)
    }
    for place in placed:
        if place.label is None or place.says_more():
            yield from _standing(place, named)


def _names_its_parts(outer: _Open, inner: _Open) -> bool:
    return outer.label.kind is inner.label.kind is Kind.CRITERIA


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph, its own label, and the labels that hold it (its own last)."""

    paragraph: Paragraph
    label: Label | None
    opened: tuple[_Open, ...]

    def says_more(self) -> bool:
        """Something follows its own label, or announces what does."""
        text = self.paragraph.text
        return self.label is not None and (bool(text[self.label.rest :].strip()) or text.rstrip().endswith(":"))


def _places(paragraphs: Sequence[Paragraph]) -> Iterator[_Place]:
    levels = list(_levels(paragraphs))
    opened: list[_Open] = []
    zone: Zone | None = None
    labelled = False
    for index, paragraph in enumerate(paragraphs):
        if paragraph.zone is not zone:
            opened, zone = [], paragraph.zone
        following = levels[index + 1] if index + 1 < len(levels) else 0.0
        label = _of_its_own(read_label(paragraph, leads=following > levels[index]), levels[index], opened)
        if label and may_be_item(label) and index and levels[index - 1] == levels[index] and not labelled:
            label = None
        labelled = label is not None
        at = levels[index] if label is None else _label_level(paragraph, label, levels[index], following)
        while opened and opened[-1].level >= at:
            opened.pop()
        if label:
            opened.append(_Open(at, label))
        yield _Place(paragraph, label, tuple(opened))


def _of_its_own(label: Label | None, at: float, opened: Sequence[_Open]) -> Label | None:
    """``c) Đối với hợp tác xã: có …`` in a list for ``tập thể`` is one of its criteria, not a list of its own."""
    inline = label is not None and label.paragraph.text[label.rest :].strip()
    if label and inline and label.kind is Kind.AUDIENCE and any(o.label.audience and o.level < at for o in opened):
        return None
    return label


def _label_level(paragraph: Paragraph, label: Label, own: float, following: float) -> float:
    """A label that ends its line stands above what follows, whatever mark that has."""
    at = own if own != LEAF else LINE_LABEL
    ends = not paragraph.text[label.rest :].strip()
    starred = paragraph.text.lstrip()[:1] == "*"
    at = LINE_LABEL if starred and ends else at
    unmarked = own == LEAF or starred
    if ends and Rank.ROMAN < following <= at and (unmarked or following == at):
        return following - 0.05
    return at


def _standing(place: _Place, named: AbstractSet[int]) -> Iterator[Standing]:
    paragraph, label, opened = place.paragraph, place.label, place.opened
    if not holds_criteria(list(_kinds(opened, named))):
        return
    if paragraph.zone is Zone.APPENDIX and not paragraph.marker:
        return
    numbered = [o.label for o in opened if o.label.paragraph.path and o.level < LINE_LABEL]
    own = addressed(paragraph) if label is None else None
    whom = next(((o.label.paragraph, o.label.audience) for o in reversed(opened) if o.label.audience), None)
    yield Standing(
        paragraph=paragraph,
        start=label.rest if label and label.kind is not Kind.PLAIN else mark_end(paragraph),
        labelled=label is not None and label.kind is not Kind.PLAIN and not is_target(label),
        marked=bool(paragraph.marker),
        section=numbered[-1] if numbered else opened[-1].label,
        audience=(paragraph, own) if own else whom,
    )


def _kinds(opened: Sequence[_Open], named: AbstractSet[int]) -> Iterator[Kind]:
    """Where some parts of a section are called criteria, the other parts are something else.

    Standards of commendation may be told by occasion: ``1. Khen thưởng hằng năm`` there is no list of awards.
    """
    for index, each in enumerate(opened):
        outer = opened[index - 1].label if index else None
        if outer and id(outer) in named and each.label.kind is Kind.PLAIN:
            yield Kind.OTHER
        elif outer and id(outer) not in named and of_commendation(outer) and is_occasion(each.label):
            yield Kind.PLAIN
        else:
            yield each.label.kind


def holds_criteria(kinds: Sequence[Kind]) -> bool:
    """Whether what stands under these labels, outermost first, is criteria."""
    told, inner = False, Kind.PLAIN
    for kind in reversed(kinds):
        if kind is Kind.CRITERIA:
            return not any(k is Kind.BARRIER for k in kinds)
        if kind in {Kind.OTHER, Kind.BARRIER}:
            return False
        if kind is Kind.CONTENT and told:
            return not any(k is Kind.BARRIER for k in kinds)
        if kind is Kind.DUTIES:
            return inner is Kind.EMULATE
        told = told or kind in {Kind.AUDIENCE, Kind.EMULATE}
        inner = kind if kind is not Kind.PLAIN else inner
    return bool(kinds) and kinds[0] is Kind.EMULATE
