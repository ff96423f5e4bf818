"""Component ``criteria``: what counts, from the sections on emulation content, criteria and standards.

A first cut: sections are told by their headings; each paragraph below is one criterion, its list mark left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Criterion, Field
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.zones import Zone

SECTION = regex.compile(
    r"(?:tiêu chí|tiêu chuẩn|nội dung(?: phong trào)?|chỉ tiêu)(?: [\p{L},]+){0,2}?"
    r" (?:thi đua|khen thưởng|đánh giá|xét)"
    r"|^(?:các )?(?:tiêu chí|tiêu chuẩn)(?!\p{L})|(?<!\p{L})tiêu chí thi đua",
    regex.IGNORECASE,
)
OTHER = regex.compile(
    r"thời gian|^đối tượng (?:thi đua|thực hiện)|hình thức khen|hồ sơ|thủ tục|quy trình|số lượng|thẩm quyền|chủ đề"
    r"|cách thức|kinh phí|phương án",
    regex.IGNORECASE,
)
"""Parts of such a section that hold no criteria."""
AUDIENCE = regex.compile(r"(?:Đối với|đối với|ĐỐI VỚI)\s(?P<who>[^:;.()]{2,120}?)(?=\s*(?::|;|\.|$|Có\s|Căn cứ))")
LEAD = regex.compile(r":\s*$")
SHORTEST = 15
"""Characters: a shorter paragraph is a label."""
LABELLED = regex.compile(r"[^:]{0,60}:")
"""``2. Thời gian thực hiện: …``: a part that is told by its own label."""
CERTAINTY = 0.75


@Language.component(
    "criteria", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs", "doc._.campaign"]
)
def criteria(doc: Doc) -> Doc:
    """Group the criteria by section; only a document that launches a campaign has any."""
    source: SourceText = doc._.source
    campaign = doc._.campaign
    if campaign.names:
        doc._.campaign = campaign.model_copy(update={"criteria": tuple(_groups(source, doc._.paragraphs))})
    return doc


def _groups(source: SourceText, paragraphs: Sequence[Paragraph]) -> Iterator[Criterion]:
    inside = [(lead, paragraph) for lead, paragraph in _with_leads(paragraphs) if _holds(paragraph)]
    for (section, lead), members in groupby(inside, key=lambda pair: (_section(pair[1]), pair[0])):
        group = [paragraph for _, paragraph in members]
        items = tuple(field for paragraph in group if (field := _item(source, paragraph)))
        if items:
            yield Criterion(
                section=section,
                heading=_heading(source, paragraphs, group[0]),
                audience=_audience(source, lead),
                items=items,
            )


def _with_leads(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph | None, Paragraph]]:
    """Each paragraph with the ``Đối với …:`` that governs it."""
    lead: Paragraph | None = None
    above: tuple[str, ...] = ()
    for paragraph in paragraphs:
        if paragraph.headings != above or AUDIENCE.search(paragraph.text[:160]):
            lead = paragraph if AUDIENCE.search(paragraph.text[:160]) else _still_above(lead, paragraph)
            above = paragraph.headings
        yield lead, paragraph


def _still_above(lead: Paragraph | None, paragraph: Paragraph) -> Paragraph | None:
    """A lead that is itself a heading governs what stands under it."""
    return lead if lead and any(lead.text.endswith(heading) for heading in paragraph.headings) else None


def _holds(paragraph: Paragraph) -> bool:
    if paragraph.zone is not Zone.BODY or paragraph.heading or not paragraph.headings:
        return False
    depth = next((i for i, heading in enumerate(paragraph.headings) if SECTION.search(heading)), None)
    if depth is None:
        return False
    start = len(paragraph.marker or "") if paragraph.text.startswith(paragraph.marker or "") else 0
    label = LABELLED.match(paragraph.text, start)
    if label and OTHER.search(label.group().strip()):
        return False
    return not any(OTHER.search(heading) and not SECTION.search(heading) for heading in paragraph.headings[depth:])


def _section(paragraph: Paragraph) -> str:
    return ".".join(paragraph.path)


def _item(source: SourceText, paragraph: Paragraph) -> Field[str] | None:
    start = len(paragraph.marker) if paragraph.marker and paragraph.text.startswith(paragraph.marker) else 0
    text = paragraph.text[start:].strip()
    if len(text) < SHORTEST or LEAD.search(text):
        return None
    begin = paragraph.text.index(text, start)
    return source.field(Field[str], text, [paragraph.passage.span(begin, begin + len(text))], certainty=CERTAINTY)


def _heading(source: SourceText, paragraphs: Sequence[Paragraph], member: Paragraph) -> Field[str]:
    """The nearest heading above, with its own evidence."""
    above = member.headings[-1]
    for paragraph in paragraphs:
        if paragraph.heading and above and paragraph.text.endswith(above):
            begin = len(paragraph.text) - len(above)
            span = paragraph.passage.span(begin, len(paragraph.text))
            return source.field(Field[str], above, [span], certainty=CERTAINTY)
    return Field[str]()


def _audience(source: SourceText, lead: Paragraph | None) -> Field[str]:
    found = AUDIENCE.search(lead.text) if lead else None
    if not lead or not found:
        return Field[str]()
    return source.field(Field[str], found["who"], [lead.passage.span(*found.span("who"))], certainty=CERTAINTY)
