"""Component ``period``: when the campaign runs, as its own section or sentence says, else as its title does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Document, Field, Period, Status, day_of
from vanthu.models.extract.source import Passage, SourceText
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.time import STRETCHES, TimeContext, TimeExpression, Unit, parse_times
from vanthu.models.extract.time.masking import CODE
from vanthu.models.extract.timing.duties import clause
from vanthu.models.extract.timing.obligations import says_something

LABEL = regex.compile(
    r"(?:^|[.;,]\s*)(?:[-+*–•]\s*|\p{L}\)\s*|[IVX\d]+(?:\.\d+)*[-.)]?\s+)?(?:về\s+)?"
    r"thời\s+gian(?!\p{L})(?!\s+(?:qua|vừa|tới|gần|trước|sau|này))(?P<what>[^:.;]{0,80})",
    regex.IGNORECASE,
)
SUBJECT = regex.compile(
    r"(?:phong\s+trào|đợt\s+thi\s+đua|cuộc\s+(?:vận\s+động|thi)|chiến\s+dịch|hội\s+thi|đợt\s+cao\s+điểm|kế\s+hoạch)"
    r"[^.;]{0,200}?(?:tổ\s+chức|thực\s+hiện|phát\s+động|diễn\s+ra|kéo\s+dài|triển\s+khai|bắt\s+đầu|tiến\s+hành)[^.;]{0,60}$"
    r"|(?:phát\s+động|tổ\s+chức|triển\s+khai|mở)\s+(?:\p{L}+\s+){0,3}(?:phong\s+trào|đợt|cuộc|chiến\s+dịch)[^.;]{0,250}$",
    regex.IGNORECASE,
)
ONE_STEP = regex.compile(
    r"(?<!\p{L})(?:hồ\s+sơ|báo\s+cáo|đăng\s+ký|sơ\s+kết|tổng\s+kết|kiểm\s+tra|đánh\s+giá|khen\s+thưởng|xét|nộp|nhận|"
    r"bình\s+chọn|chấm|tổng\s+hợp|lễ|hội\s+nghị|trao)(?!\p{L})",
    regex.IGNORECASE,
)
"""Words of single steps: their times are deadlines, not the period of the campaign."""
CAMPAIGN = regex.compile(
    r"\W*(?:thời\s+gian\s+)?(?:phong\s+trào|thi\s+đua|cuộc\s+(?:vận\s+động|thi)|chiến\s+dịch|hội\s+thi|cao\s+điểm|kế\s+hoạch|chương\s+trình|"
    r"đợt|giai\s+đoạn|chặng|bước)(?!\p{L})",
    regex.IGNORECASE,
)
OF_THE_PLACE = regex.compile(r"\s*,?\s*(?:trên\s+địa\s+bàn|tại\s+(?:tỉnh|thành|huyện))(?!\p{L})", regex.IGNORECASE)
"""``… Nghị quyết số … giai đoạn 2026 - 2030 trên địa bàn tỉnh``: the years of the plan, not of the resolution."""
CARRIED_OUT = regex.compile(
    r"(?<!\p{L})(?:nghị\s+quyết|chiến\s+lược|chương\s+trình|đề\s+án|quy\s+hoạch|quyết\s+định|chỉ\s+thị)(?!\p{L})",
    regex.IGNORECASE,
)
"""``thực hiện Chiến lược … đến năm 2030``: the horizon is that of the strategy."""
RANGE = regex.compile(r"(?<!\p{L})(?:đến|tới)(?!\p{L})|[-–]", regex.IGNORECASE)
PLANS = frozenset({"KH", "CTr", "ĐA", "PA", "DA", "HD"})
"""Types of documents that set out work: plan, programme, scheme, project, instruction (NĐ 30/2020, Phụ lục III)."""
SECTION_CERTAINTY, OTHER_CERTAINTY = 0.92, 0.85
"""A section of its own says when; a sentence or the title may mean something else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A time read from a passage."""

    passage: Passage
    expression: TimeExpression


@Language.component(
    "period",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document"],
)
def period(doc: Doc) -> Doc:
    """Find when the campaign runs; stays absent where neither a section, a sentence nor the title says so."""
    source: SourceText = doc._.source
    context = TimeContext(doc._.document.issued_on.value)
    body = [p for p in doc._.paragraphs if p.zone is Zone.BODY and p.cell is None]
    readings = _without_parts(list(under_label(body, context)))
    certainty = SECTION_CERTAINTY if readings else OTHER_CERTAINTY
    readings = readings or list(islice(of_campaign(body, context), 1))
    if not readings and _launches(doc._.document):
        readings = list(in_title(source, doc._.document.title, context))[:1]
    if readings:
        found = _field(source, readings, certainty)
        doc._.campaign = doc._.campaign.model_copy(update={"period": found})
    return doc


def _without_parts(readings: list[Reading]) -> list[Reading]:
    """The first alone where it holds the second: the rest are its phases, or years told of."""
    if len(readings) == 1 or not readings:
        return readings
    (start, end), (first, last) = (
        (day_of(m) if m else None for m in (r.expression.start, r.expression.end)) for r in readings[:2]
    )
    holds = start and end and first and last and start <= first and last <= end
    return readings[:1] if holds else readings


def _launches(document: Document) -> bool:
    """Whether the time in the title is that of the work: titles of decisions, letters and notices tell of others."""
    return document.type.value is None or document.type.value.code in PLANS


def _field(source: SourceText, readings: Sequence[Reading], certainty: float) -> Field[Period]:
    starts = [day_of(r.expression.start) for r in readings if r.expression.start]
    ends = [day_of(r.expression.end) for r in readings if r.expression.end]
    open_ended = any(r.expression.end is None for r in readings)
    value = Period(start=min(starts, default=None), end=None if open_ended else max(ends, default=None))
    spans = [s for r in readings for s in r.passage.spans(r.expression.start_char, r.expression.end_char)]
    derived = any(r.expression.derived_year for r in readings)
    certainty -= 0.1 * derived + 0.1 * (len(readings) > 1)
    status = Status.DERIVED if derived or len(readings) > 1 else Status.FOUND
    return source.field(Field[Period], value, spans, certainty=certainty, status=status)


def runs(expression: TimeExpression) -> bool:
    """The expression is a stretch of time rather than a point."""
    if expression.unit not in STRETCHES or expression.recurrence or expression.offset or expression.horizon:
        return False
    return expression.start is not None and expression.relation in ("within", "after") and not _ceases(expression)


def _ceases(expression: TimeExpression) -> bool:
    """``kể từ ngày ký``: an effect clause."""
    return expression.relation == "after" and expression.anchor is not None


def under_label(paragraphs: Sequence[Paragraph], context: TimeContext) -> Iterator[Reading]:
    """Times after ``Thời gian thi đua:`` or in the section of that heading, unless each task has such a label."""
    labelled = [p for p in paragraphs if _opens_with_label(p)]
    sections = {p.path for p in labelled}
    if not labelled or (len(labelled) > 1 and len(sections) == len(labelled) and not any(p.heading for p in labelled)):
        return
    first = labelled[0]
    inside = [first]
    if first.heading:
        inside += [p for p in paragraphs if p is not first and first.path and p.path[: len(first.path)] == first.path]
    for paragraph in inside:
        found = [r for r in _running(paragraph, context) if paragraph is first or _of_the_whole(r)]
        yield from found if len(inside) > 1 else found[:1]


def _of_the_whole(reading: Reading) -> bool:
    """A phase or the campaign itself, not a step of the work that stands in the same section."""
    text, expression = reading.passage.text, reading.expression
    start, _ = clause(text, expression.start_char, expression.end_char)
    before = text[start : expression.start_char]
    return bool(CAMPAIGN.match(before)) or not says_something(before)


def _opens_with_label(paragraph: Paragraph) -> bool:
    found = LABEL.match(paragraph.text)
    return bool(found) and not ONE_STEP.search(found["what"])


def _running(paragraph: Paragraph, context: TimeContext) -> Iterator[Reading]:
    for expression in parse_times(paragraph.text, context):
        start, _ = clause(paragraph.text, expression.start_char, expression.end_char)
        if runs(expression) and not ONE_STEP.search(paragraph.text[start : expression.start_char]):
            yield Reading(paragraph.passage, expression)


def of_campaign(paragraphs: Sequence[Paragraph], context: TimeContext) -> Iterator[Reading]:
    """``Phong trào thi đua được tổ chức … từ … đến …``: ranges in days or months whose clause is about the campaign."""
    for paragraph in paragraphs:
        for reading in _running(paragraph, context):
            expression = reading.expression
            ranged = bool(RANGE.search(paragraph.text[expression.start_char : expression.end_char]))
            fine = expression.relation == "within" and expression.unit in (Unit.HOUR, Unit.DAY, Unit.MONTH)
            if ranged and fine and SUBJECT.search(paragraph.text[: expression.start_char]):
                yield reading


def in_title(source: SourceText, title: Field[str], context: TimeContext) -> Iterator[Reading]:
    """``giai đoạn 2023 - 2028``, ``năm 2026``, ``đến năm 2030`` in the title, unless they are of a cited document."""
    starts = {(ref.page, ref.number): ref.start for ref in source.lines}
    spans = [(starts[e.page, e.line] + e.start, starts[e.page, e.line] + e.end) for e in title.evidence]
    passage = Passage.of(source, spans)
    cited = regex.search(CODE, passage.text)
    for expression in parse_times(passage.text, context):
        others = cited is not None and cited.start() < expression.start_char
        aimed = expression.relation == "by" and expression.unit is Unit.YEAR and not expression.horizon
        others = others or (aimed and CARRIED_OUT.search(passage.text[: expression.start_char]) is not None)
        if (aimed or runs(expression)) and (not others or OF_THE_PLACE.match(passage.text, expression.end_char)):
            yield Reading(passage, expression)
