"""What the sections above a number say about it: whom it binds, and whether it is a goal to strive for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from vanthu.models.extract.assignment.assignees import assigned
from vanthu.models.extract.assignment.assignees import named as named_body
from vanthu.models.extract.quantity.counted import counted_kind
from vanthu.models.extract.structure.entries import Words
from vanthu.models.extract.structure.paragraphs import Paragraph

AUDIENCE = regex.compile(
    r"(?:^|[\s(])đối với\s(?:các\s)?(?P<who>[^:;.()\d]{2,90}?)(?=\s*(?:$|[:;.(]|Có\s))", regex.IGNORECASE
)
LEAD = regex.compile(r":\s*$")
STRIVING = regex.compile(r"phấn đấu|mục tiêu phấn đấu", regex.IGNORECASE)
NO_AUDIENCE = regex.compile(
    r"(?<!\p{L})(?:thực hiện|tham gia|đạt|tổ chức (?:thực|triển)|tiêu biểu|xuất sắc|số lượng|đăng ký)", regex.IGNORECASE
)
LONGEST_AUDIENCE = 60
"""Characters of a title that names whom the list below binds."""
LONGEST_LEAD = 250
"""Characters of a paragraph that leads a list; longer ones say too much to be a label."""
PRESENT_SECTION = regex.compile(
    r"hiện trạng|thực trạng|tình hình|đặc điểm|kết quả (?:đạt được|thực hiện|năm|phong trào|công tác|chủ yếu|nổi bật)"
    r"|đánh giá (?:chung|kết quả)"
    r"|khái quát|sự cần thiết|tồn tại, hạn chế",
    regex.IGNORECASE,
)
"""Sections that report: their numbers bind nobody."""
ASSIGNMENT = regex.compile(r"tổ chức thực hiện|phân công|trách nhiệm|nhiệm vụ của", regex.IGNORECASE)
GOAL_SECTION = regex.compile(
    r"mục tiêu|chỉ tiêu|phấn đấu|nhiệm vụ|giải pháp|kế hoạch năm|phương hướng|tiêu chí|tiêu chuẩn"
    r"|nội dung thi đua|yêu cầu"
    r"|tổ chức thực hiện|số lượng|khen thưởng",
    regex.IGNORECASE,
)
"""Sections that set: inside one that reports, or named together with it (``Tình hình và mục tiêu``)."""


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a paragraph: the titles that govern it, innermost first, and whether they strive."""

    titles: tuple[Paragraph, ...] = ()
    strives: bool = False


def with_context(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, Above]]:
    """Each paragraph that may set something, with what governs it from above; those that report are left out."""
    lead: Paragraph | None = None
    named: dict[str, Paragraph] = {}
    for paragraph in paragraphs:
        if paragraph.heading:
            named.update({_body(paragraph): paragraph})
        if lead and not _under(lead, paragraph):
            lead = None
        if not reports(paragraph.headings):
            yield paragraph, _above(lead, paragraph, named)
        if LEAD.search(paragraph.text) and len(paragraph.text) < LONGEST_LEAD and paragraph.cell is None:
            lead = paragraph


GOALS = regex.compile(r"mục tiêu|chỉ tiêu|phấn đấu", regex.IGNORECASE)


def sets_goals(headings: Iterable[str]) -> bool:
    """Whether a heading above is one of goals (``Mục tiêu cụ thể``, ``Các chỉ tiêu chủ yếu``)."""
    return any(GOALS.search(heading) for heading in headings)


def reports(headings: Iterable[str]) -> bool:
    """Whether the innermost telling heading is one of a section that reports."""
    for heading in reversed(tuple(headings)):
        if GOAL_SECTION.search(heading):
            return False
        if PRESENT_SECTION.search(heading):
            return True
    return False


def _body(paragraph: Paragraph) -> str:
    return paragraph.text.removeprefix(paragraph.marker or "").strip()


def _under(lead: Paragraph, paragraph: Paragraph) -> bool:
    """Whether the paragraph is an item of the list that ``lead`` opens: deeper, or marked otherwise."""
    if paragraph.heading or paragraph.cell is not None or paragraph.path[: len(lead.path)] != lead.path:
        return False
    return paragraph.marker is not None and paragraph.marker != lead.marker


def _above(lead: Paragraph | None, paragraph: Paragraph, named: dict[str, Paragraph]) -> Above:
    sources = [lead] if lead else []
    sources += [named[heading] for heading in reversed(paragraph.headings) if heading in named]
    strives = any(STRIVING.search(source.text) for source in sources[:2])
    return Above(tuple(sources), strives)


def whom(paragraph: Paragraph, at: int, above: Above) -> Words | None:
    """Whom the number at ``paragraph.text[at:]`` binds, where its clause does not say it.

    The ``Đối với …`` above, innermost first; where work is assigned, the body that its sentence or a title names.
    """
    for title in above.titles:
        found = AUDIENCE.search(title.text)
        if found:
            return Words(title, *found.span("who"))
        if _names_whom(title):
            return _words(title)
    if not any(ASSIGNMENT.search(heading) for heading in paragraph.headings):
        return None
    sentences = (sentence for sentence in _words(paragraph).sentences() if sentence.start <= at < sentence.end)
    own = next((found.who for sentence in sentences if (found := assigned(sentence))), None)
    return own or next((body for title in above.titles if (body := named_body(_words(title)))), None)


def _names_whom(title: Paragraph) -> bool:
    """``1. Chi bộ:``, ``Cấp tỉnh:``: a title that is nothing but an audience."""
    name = _words(title).text
    audience = counted_kind(name) in {"unit", "person", "household"} or name.casefold().startswith("cấp ")
    return len(name) < LONGEST_AUDIENCE and audience and not NO_AUDIENCE.search(name)


def _words(paragraph: Paragraph) -> Words:
    start = len(paragraph.marker or "") if paragraph.text.startswith(paragraph.marker or "") else 0
    return Words(paragraph, start, len(paragraph.text)).trimmed(" .;:")
