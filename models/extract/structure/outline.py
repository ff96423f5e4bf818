"""Component ``outline``: paragraphs in the light of their sections, the numbering tree, and the appendices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import Appendix, Issue, OutlineNode
from vanthu.models.extract.source import LineRef, Passage, SourceText
from vanthu.models.extract.structure.joining import Block, join_lines
from vanthu.models.extract.structure.marks import Mark, Rank, all_capitals, mostly_capitals
from vanthu.models.extract.structure.numbering import Missing, Repair, missing, renumber
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone

LONGEST_HEADING = 220
"""Characters; longer numbered paragraphs are text (the longest heading of the 22 plans studied has 205)."""
APPENDIX_LABEL = regex.compile(
    r"""\s*(?P<label>(?:PHỤ\s+LỤC|Phụ\s+lục|Biểu\s+mẫu|BIỂU\s+MẪU|Biểu(?=\s+số)|BIỂU(?=\s+SỐ)|Mẫu(?=\s+số)|MẪU(?=\s+SỐ))
    (?:\s+(?:số|SỐ))?(?:\s*:?\s*(?:\d{1,2}\p{L}?|[IVX]+|[A-Z])(?![\p{L}\d]))?)\s*[:.]?\s*(?P<title>.*)$""",
    regex.VERBOSE,
)
ATTACHED = regex.compile(r"\s*\(?\s*(?:Kèm theo|kèm theo|Ban hành kèm|ban hành kèm)")
SECTION_NAME = regex.compile(
    r"\W*(?:muc (?:dich|tieu)|yeu cau|doi tuong|pham vi|noi dung|nhiem vu|tieu (?:chi|chuan)|chi tieu|giai phap"
    r"|hinh thuc|khen thuong|thoi gian|tien do|ho so|kinh phi|to chuc thuc hien|cac buoc)(?!\w)"
)
"""How sections of plans begin, on bare text (NĐ 30/2020, Phụ lục III; HD 36-HD/VPTW)."""
LEAST_LOOSE = 3
"""Lines after the closing that are more than what a seal or a stamp leaves."""
SHORTEST_LINE = 40
"""Characters of a line of running text: cells of a table that is printed cell by cell are shorter."""
SENTENCE_INSIDE = regex.compile(r"\p{Ll}[.;]\s+\p{Lu}|:\s+\p{L}.*[.;]$")


@Language.component(
    "outline",
    assigns=["doc._.paragraphs", "doc._.outline", "doc._.appendices", "doc._.issues"],
    requires=["doc._.source", "doc._.zones"],
)
def outline(doc: Doc) -> Doc:
    """Join lines to paragraphs, number them, and tell the appendices."""
    source: SourceText = doc._.source
    zones: Sequence[Zone] = doc._.zones
    blocks = join_lines(source.lines, zones)
    repairs = renumber(blocks)
    sections = _Sections()
    passages = [Passage.of(source, [(ref.start, ref.end) for ref in block.lines]) for block in blocks]
    doc._.paragraphs = tuple(
        sections.paragraph(block, passage, following)
        for block, passage, following in zip_longest(blocks, passages, blocks[1:])
    )
    doc._.outline = tuple(node.frozen() for node in sections.roots)
    doc._.appendices = tuple(find_appendices(source.lines, zones))
    doc._.issues = (*doc._.issues, *map(_repaired, repairs), *map(_missing, missing(blocks)))
    if not doc._.appendices:
        doc._.issues = (*doc._.issues, *_unlabelled(source.lines, zones))
    return doc


def _repaired(repair: Repair) -> Issue:
    at, label = repair.block.lines[0], ".".join(repair.mark.labels)
    message = f"page {at.page}, line {at.number}: “{repair.read}” was taken for “{label}” by its place in the sequence"
    return Issue(code="mark_repaired", severity="info", path="outline", message=message)


def _missing(gap: Missing) -> Issue:
    at = gap.block.lines[0]
    before = f"after section {gap.before}" if gap.before else "first"
    message = f"page {at.page}, line {at.number}: section {gap.label} comes {before}; what stands between was not found"
    return Issue(code="section_missing", severity="warning", path="outline", message=message)


def _unlabelled(lines: Sequence[LineRef], zones: Sequence[Zone]) -> Iterator[Issue]:
    """Text after the closing that no label calls an appendix: kept in the pages, and told."""
    last = max((i for i, zone in enumerate(zones) if zone is Zone.BODY), default=-1)
    loose = [ref for ref, zone in zip(lines[last + 1 :], zones[last + 1 :], strict=True) if zone is Zone.APPENDIX]
    told = [ref for ref in loose if any(c.isalpha() for c in ref.text)]
    if len(told) >= LEAST_LOOSE:
        message = f"{len(told)} lines follow the signature without the label of an appendix, from page {told[0].page}"
        yield Issue(code="unlabelled_appendix", severity="info", path="appendices", message=message)


@dataclass(slots=True)
class _Node:
    """A section while its children are still being found."""

    rank: Rank
    labels: tuple[str, ...]
    path: tuple[str, ...]
    heading: str | None
    lines: tuple[tuple[int, int], ...]
    children: list[_Node] = field(default_factory=list)

    def frozen(self) -> OutlineNode:
        return OutlineNode(
            mark=".".join(self.path),
            heading=self.heading,
            lines=self.lines,
            children=tuple(child.frozen() for child in self.children),
        )


class _Sections:
    """The open sections, outermost first, and the tree that they grow."""

    def __init__(self) -> None:
        self.roots: list[_Node] = []
        self._open: list[_Node] = []
        self._zone: Zone | None = None

    def paragraph(self, block: Block, passage: Passage, following: Block | None) -> Paragraph:
        """The paragraph of one block; a numbered one opens a section."""
        if block.zone is not self._zone or (block.zone is Zone.APPENDIX and APPENDIX_LABEL.match(passage.text)):
            self._open, self._zone = [], block.zone
        mark = block.mark
        heading = is_heading(passage.text, mark, following) and block.cell is None
        numbered = bool(mark and mark.labels) and block.cell is None
        titled = heading and mark is None and self._names_last(passage.text)
        unnumbered = heading and not titled and mark is None and opens_section(passage.text, following)
        if mark and numbered:
            self._close(mark.rank, mark.labels)
        elif unnumbered:
            self._close(Rank.ROMAN)
        above = tuple(node.heading for node in self._open if node.heading)
        if unnumbered:
            self._open.append(_Node(Rank.ROMAN, (), self._open[-1].path if self._open else (), passage.text, ()))
        if mark and numbered:
            self._open_section(mark, block, passage.text[_mark_end(passage, mark) :].strip() if heading else None)
        return Paragraph(
            passage=passage,
            zone=block.zone,
            mark=mark,
            path=self._open[-1].path if self._open else (),
            heading=heading,
            headings=above,
            page=block.lines[0].page,
            cell=block.cell,
        )

    def _names_last(self, text: str) -> bool:
        """``Chương I`` and its title on the next line."""
        node = self._open[-1] if self._open else None
        if node is None or node.heading or node.rank > Rank.CHAPTER:
            return False
        node.heading = text
        return True

    def _close(self, rank: Rank, labels: tuple[str, ...] = ()) -> None:
        """Leave the sections that the mark does not stand under; ``1.1`` stands under ``1``."""
        while self._open and not self._holds(self._open[-1], rank, labels):
            self._open.pop()

    def _holds(self, node: _Node, rank: Rank, labels: tuple[str, ...]) -> bool:
        if node.rank is rank is Rank.ARABIC:
            return node.labels == labels[: len(node.labels)] and len(node.labels) < len(labels)
        return node.rank < rank

    def _open_section(self, mark: Mark, block: Block, heading: str | None) -> None:
        base = next((node.path for node in reversed(self._open) if node.rank is not Rank.ARABIC), ())
        base = base if mark.rank is Rank.ARABIC else (self._open[-1].path if self._open else ())
        lines = tuple((ref.page, ref.number) for ref in block.lines)
        node = _Node(mark.rank, mark.labels, (*base, *mark.labels), heading, lines if heading else lines[:1])
        above = next((open_.children for open_ in reversed(self._open) if open_.labels), self.roots)
        above.append(node)
        self._open.append(node)


def _mark_end(passage: Passage, mark: Mark) -> int:
    """Where the text after the mark begins: passages fold white space, so the mark may have moved."""
    return len(mark.printed) if passage.text.startswith(mark.printed) else 0


def is_heading(text: str, mark: Mark | None, following: Block | None) -> bool:
    """A short numbered title, or a short unnumbered one all in capitals.

    A numbered paragraph that ends like a sentence is a heading only where something deeper follows it.
    """
    if len(text) > LONGEST_HEADING or (mark and mark.bullet):
        return False
    if mark is None:
        return all_capitals(text)
    body = text[len(mark.printed) :].strip()
    if not body or SENTENCE_INSIDE.search(body):
        return False
    if mark.rank <= Rank.ROMAN:
        return True
    leads = bool(following and (following.mark is None or _deeper(following.mark, mark)))
    if body.endswith((".", ";", "…", "./.")):
        return leads and bool(following and following.mark) and body.endswith(".")
    return leads or not body.endswith(",")


def opens_section(text: str, following: Block | None) -> bool:
    """An unnumbered heading in capitals that is called like a section: not the head of a column of a table."""
    if not SECTION_NAME.match(bare(text)) or following is None or following.cell is not None:
        return False
    first = following.lines[0].text
    return not all_capitals(first) and bool(following.mark or len(first) >= SHORTEST_LINE)


def _deeper(mark: Mark, than: Mark) -> bool:
    return (mark.rank, len(mark.labels)) > (than.rank, len(than.labels))


def find_appendices(lines: Iterable[LineRef], zones: Iterable[Zone]) -> list[Appendix]:
    """Appendices by their printed labels: title and pages."""
    labels: list[tuple[str, list[str], list[int]]] = []
    naming = False
    for ref, zone in zip(lines, zones, strict=True):
        if zone is not Zone.APPENDIX:
            continue
        found = APPENDIX_LABEL.match(ref.text)
        if found and _stands_alone(found["label"], found["title"]):
            labels.append((" ".join(found["label"].split()), [found["title"]] if found["title"] else [], []))
            naming = True
        elif naming and ref.text.strip():
            naming = not ATTACHED.match(ref.text) and mostly_capitals(ref.text)
            labels[-1][1].extend([ref.text.strip()] if naming else [])
        if labels and ref.page not in labels[-1][2]:
            labels[-1][2].append(ref.page)
    return [Appendix(label=label, title=" ".join(title) or None, pages=tuple(pages)) for label, title, pages in labels]


def _stands_alone(label: str, title: str) -> bool:
    """A label on its own line or before a title in capitals; ``Phụ lục I của Nghị định`` is a citation."""
    return not title.strip() or (title.upper() == title and label != "") or title.strip().startswith("(")
