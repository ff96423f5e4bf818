"""Component ``deadlines``: what is due when, by whom, from running text, labels and assignment tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Deadline, Evidence, Field, Issue, Moment, Status
from vanthu.models.extract import duties
from vanthu.models.extract.assignments import AssignmentTable, find_tables
from vanthu.models.extract.duties import Quote
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.source import Passage, Role, SourceText
from vanthu.models.extract.time import TimeContext, TimeExpression, Unit, parse_times

YEAR = regex.compile(r"(?i:(?<!\p{L})năm)\s+(\d{4})(?!\d|\s?[-–])")
ONLY_WHEN = regex.compile(
    r"(?:[\s.,;:()–-]|(?<!\p{L})(?:hoàn\s+thành|thực\s+hiện|triển\s+khai|xong|dự\s+kiến|"
    r"thường\s+xuyên|định\s+kỳ|theo\s+yêu\s+cầu(?:\s+nhiệm\s+vụ)?|và\s+những\s+năm\s+tiếp\s+theo|hằng\s+năm|hàng\s+năm)(?!\p{L}))*",
    regex.IGNORECASE,
)
"""What may stand beside a time in a paragraph or cell that says nothing but when."""
ACCOUNTS = regex.compile(
    r"(?<!\p{L})(?:báo\s+cáo|sơ\s+kết|tổng\s+kết|giao\s+ban|họp|rút\s+kinh\s+nghiệm)(?!\p{L})", regex.IGNORECASE
)
PERIODIC = regex.compile(r"định\s+kỳ", regex.IGNORECASE)
CLAUSE_OPENS = regex.compile(
    r"(?:^|[.;:,(]\s*|phấn\s+đấu\s*|mục\s+tiêu\s*|hoàn\s+thành\s*)(?:[-+*•–]\s*|\p{L}\)\s*|\d+[.)]\s*)?$",
    regex.IGNORECASE,
)
TITLED = regex.compile(
    r"(?:Chiến lược|Chương trình|Đề án|Nghị quyết|Quyết định|Quy hoạch|Kế hoạch|Luật|Nghị định|Chỉ thị|Dự án|[“\"])"
    r"[^.;”\"]{0,200}$"
)
PREAMBLE = regex.compile(
    r"\s*[-–(]?\s*(?:Căn\s+cứ|Xét|Theo\s+(?:đề\s+nghị|qu[yi]\s+định|tờ\s+trình)|(?:Ban\s+hành\s+)?[Kk]èm\s+theo)(?!\p{L})"
)
"""Paragraphs that cite: their dates without a cue are of other documents."""
BROKEN = regex.compile(r"^\s*[-–]\s*(?:[^\w\s]|$)|\|")
"""The rest of a table row read through its columns: what the date belongs to cannot be told."""
EFFECT = regex.compile(r"hiệu\s+lực", regex.IGNORECASE)
"""``có hiệu lực kể từ ngày …`` says when the act binds, not when something is due."""
AS_OF = regex.compile(r"(?<!\p{L})tính\s+đến(?!\p{L})", regex.IGNORECASE)
"""``tính đến ngày …`` is the day that figures are of."""
SHORTEST_CLAUSE = 3
"""Words beside a date without a cue: ``Ngày: 15/9/2025`` of a stamp or form is no duty."""
NEAR = 60
"""Characters between a rhythm and the account that it is of: one clause."""
CERTAINTY = {
    Unit.HOUR: 0.95, Unit.DAY: 0.95, Unit.TEN_DAYS: 0.9, Unit.MONTH: 0.92, Unit.QUARTER: 0.92, Unit.HALF: 0.8,
    Unit.YEAR: 0.8, Unit.YEARS: 0.75, Unit.RHYTHM: 0.85, Unit.ONGOING: 0.7, Unit.DURATION: 0.8,
}  # fmt: skip
"""How often a reading of each unit was a deadline of the gold plans, rounded down."""


@Language.component(
    "deadlines",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document"],
)
def deadlines(doc: Doc) -> Doc:
    """Find the deadlines of body and appendices; say so where there is none."""
    finder = _Finder(doc)
    found = tuple(finder.fields())
    doc._.campaign = doc._.campaign.model_copy(update={"deadlines": found})
    if not found:
        doc._.issues = (
            *doc._.issues,
            Issue(code="absent", severity="info", path="campaign.deadlines", message="The plan names no deadline."),
        )
    return doc


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an expression stands: alone in its paragraph or cell, after a label, in the time column."""

    labelled: bool
    alone: bool
    titled: bool

    @property
    def says_when(self) -> bool:
        """The place itself tells that a time is a deadline."""
        return self.labelled or self.alone


class _Finder:
    """Walks the paragraphs of one document."""

    def __init__(self, doc: Doc) -> None:
        self.source: SourceText = doc._.source
        self.paragraphs: Sequence[Paragraph] = doc._.paragraphs
        self.issued_on: date | None = doc._.document.issued_on.value
        self.title_year = single_year(doc._.document.title.value or "")
        self.tables = find_tables(self.source, self.paragraphs)

    def fields(self) -> Iterator[Field[Deadline]]:
        heading_year: int | None = None
        for index, paragraph in enumerate(self.paragraphs):
            if paragraph.heading:
                heading_year = single_year(paragraph.text) or (None if len(paragraph.path) == 1 else heading_year)
            context = TimeContext(self.issued_on, heading_year or self.title_year)
            for expression in parse_times(paragraph.text, context):
                setting = self._setting(index, expression)
                titular = paragraph.heading and not (
                    expression.cued or setting.labelled or paragraph.text.endswith(".")
                )
                if not titular and is_deadline(expression, paragraph.text, setting, self.issued_on):
                    yield self._field(index, expression, setting)

    def _column_head(self, index: int, expression: TimeExpression) -> bool:
        """``Năm 2026`` outside a numbered row heads a column of figures."""
        bare = expression.unit is Unit.YEAR and not expression.cued
        return bare and duties.row_number(self.paragraphs, index) is None

    def _setting(self, index: int, expression: TimeExpression) -> Setting:
        paragraph = self.paragraphs[index]
        text, start, end = paragraph.text, expression.start_char, expression.end_char
        table = self._table(paragraph)
        in_time_column = table is not None and table.role_of(paragraph) == "time"
        under = bool(paragraph.headings) and bool(duties.TIME_HEADING.search(paragraph.headings[-1]))
        rest = text[len(paragraph.marker or "") : start] + " " + text[end:]
        return Setting(
            labelled=duties.is_label(text, start) or (under and expression.unit not in (Unit.YEAR, Unit.ONGOING)),
            alone=in_time_column or (bool(ONLY_WHEN.fullmatch(rest)) and not self._column_head(index, expression)),
            titled=bool(TITLED.search(text[max(start - 220, 0) : start])),
        )

    def _table(self, paragraph: Paragraph) -> AssignmentTable | None:
        return self.tables.get((paragraph.page, paragraph.cell.table)) if paragraph.cell else None

    def _field(self, index: int, expression: TimeExpression, setting: Setting) -> Field[Deadline]:
        paragraph = self.paragraphs[index]
        action, who = self._duty(index, expression, setting)
        body = who.text if who else duties.heading_body(paragraph.headings)
        words = paragraph.text[slice(*duties.clause(paragraph.text, expression.start_char, expression.end_char))]
        told = [t for t in (action.text if action else "", words, *reversed(paragraph.headings)) if t]
        value = Deadline(
            relation=expression.relation,
            start=expression.start,
            end=expression.end,
            approximate=expression.approximate,
            recurrence=expression.recurrence,
            anchor=expression.anchor,
            offset=expression.offset,
            action=action.text if action else None,
            responsible=body,
            level=duties.level([body] if body else [words]),
            milestone=duties.milestone(told),
        )
        return self.source.field(
            Field[Deadline],
            value,
            paragraph.passage.spans(expression.start_char, expression.end_char),
            certainty=certainty(expression, setting),
            status=Status.DERIVED if expression.derived_year else Status.FOUND,
            extra=(*self._evidence(action, "action"), *self._evidence(who, "responsible")),
        )

    def _evidence(self, quote: Quote | None, role: Role) -> Iterator[Evidence]:
        for start, end in quote.passage.spans(quote.start, quote.end) if quote else ():
            yield from self.source.evidence(start, end, role)

    def _duty(self, index: int, expression: TimeExpression, setting: Setting) -> tuple[Quote | None, Quote | None]:
        """What is due and who owes it."""
        paragraph = self.paragraphs[index]
        table = self._table(paragraph)
        if table and table.role_of(paragraph) == "time":
            return _cell(table.in_row(paragraph, "task")), _cell(table.in_row(paragraph, "owner"))
        start, end = duties.clause(paragraph.text, expression.start_char, expression.end_char)
        label = duties.LABEL.match(paragraph.text)
        if label and duties.GENERIC_LABEL.fullmatch(label["label"]):
            return duties.task_of_block(self.paragraphs, index), duties.owner_of_block(self.paragraphs, index)
        if setting.alone:
            return duties.row_of_list(self.paragraphs, index)
        action = trimmed(paragraph.passage, start, end, expression)
        before = duties.sentence_before(paragraph.text, start)
        if before and action and duties.GENERIC_LABEL.fullmatch(action.text):
            action = Quote(paragraph.passage, *before)
        who = duties.subject(paragraph.text, start, end)
        return action, Quote(paragraph.passage, *who) if who else None


def _cell(paragraph: Paragraph | None) -> Quote | None:
    return Quote(paragraph.passage, 0, len(paragraph.text)) if paragraph and paragraph.text.strip() else None


def single_year(text: str) -> int | None:
    """The one year that a title or heading names, None where it names none or several."""
    years = {int(year) for year in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def trimmed(passage: Passage, start: int, end: int, expression: TimeExpression) -> Quote | None:
    """The clause without the time at its end or its beginning."""
    if passage.text[expression.end_char : end].strip(" .;,)") == "":
        end = expression.start_char
    elif passage.text[start : expression.start_char].strip(" (,") == "":
        start = expression.end_char
    text = passage.text
    while start < end and not text[start].isalnum() and text[start] not in '“"(':
        start += 1
    while end > start and text[end - 1] in " ,;:.(-–":
        end -= 1
    return Quote(passage, start, end) if end - start > len("Họp") else None


def is_deadline(expression: TimeExpression, text: str, setting: Setting, issued_on: date | None) -> bool:
    """Whether a time binds somebody: not a past date, a budget year, the horizon of a cited strategy or a habit."""
    if not expression.cued and (PREAMBLE.match(text) or BROKEN.search(text[expression.end_char :])):
        return False
    if AS_OF.search(text[: expression.end_char], max(expression.start_char - len("tính "), 0)):
        return False
    if not expression.cued and _past(expression, issued_on):
        return False
    if setting.says_when:
        return not expression.horizon and (expression.unit is not Unit.DURATION or expression.anchor is not None)
    dateless = issued_on is None and expression.unit is Unit.DAY and not expression.cued
    return not dateless and not _past(expression, issued_on) and _binds(expression, text, setting)


def _binds(expression: TimeExpression, text: str, setting: Setting) -> bool:
    """The expression is a duty by its own form, in running text."""
    match expression.unit:
        case Unit.HALF:
            return expression.cued
        case Unit.YEAR:
            return _year_binds(expression, text, setting)
        case Unit.RHYTHM:
            return "BY" in (expression.recurrence or "") or _accounts(expression, text)
        case Unit.YEARS | Unit.ONGOING:
            return False
        case Unit.DURATION:
            return expression.anchor is not None and expression.relation == "by"
        case _:
            return _point_binds(expression, text[: expression.start_char] + text[expression.end_char :])


def _point_binds(expression: TimeExpression, told: str) -> bool:
    """A day or month in running text: not the effect of the act, not the date of a stamp or form."""
    if expression.relation == "after":
        return expression.anchor is None and not EFFECT.search(told)
    return expression.cued or len(told.split()) >= SHORTEST_CLAUSE


def _past(expression: TimeExpression, issued_on: date | None) -> bool:
    """Over before the document was issued: history, not a duty."""
    last = expression.end or (expression.start if expression.relation == "after" else None)
    if issued_on is None or last is None:
        return False
    return _day(last) < issued_on or (expression.unit in (Unit.DAY, Unit.HOUR) and _day(last) == issued_on)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _year_binds(expression: TimeExpression, text: str, setting: Setting) -> bool:
    """``Đến hết năm 2025``, ``trong năm 2025``; not ``Chiến lược … đến năm 2030``."""
    if not expression.cued or expression.horizon or setting.titled:
        return False
    printed = text[expression.start_char : expression.end_char].lower()
    if expression.relation == "by" and printed.startswith("đến năm"):
        return bool(CLAUSE_OPENS.search(text[: expression.start_char]))
    return expression.relation != "after"


def _accounts(expression: TimeExpression, text: str) -> bool:
    """``định kỳ hằng quý báo cáo``: a rhythm of accounts, not of the work itself."""
    around = text[max(expression.start_char - NEAR, 0) : expression.end_char + NEAR]
    return bool(PERIODIC.search(around) and ACCOUNTS.search(around))


def certainty(expression: TimeExpression, setting: Setting) -> float:
    """0..1: lower for years taken from elsewhere, fuzzy windows, and times without a cue."""
    value = CERTAINTY[expression.unit]
    if expression.derived_year:
        value -= 0.15
    if expression.approximate:
        value -= 0.05
    if not (expression.cued or setting.says_when):
        value -= 0.2
    return round(value, 2)
