"""Component ``deadlines``: what is due when, by whom, from running text, labels and assignment tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile, zip_longest

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Deadline, Evidence, Field, Period, Status
from vanthu.models.extract.assignment.assignment_rows import StackedRow, stacked_rows
from vanthu.models.extract.source import Role, SourceText
from vanthu.models.extract.structure.entries import Words, entries
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.time import TimeContext, TimeExpression, Unit, parse_times
from vanthu.models.extract.timing import duties, rhythm_duties
from vanthu.models.extract.timing.assignments import AssignmentTable, find_tables
from vanthu.models.extract.timing.due_times import TITLED, Setting, is_deadline
from vanthu.models.extract.timing.obligations import Duty, duty_at, says_something, titled
from vanthu.models.extract.timing.phases import Phases

YEAR = regex.compile(r"(?i:(?<!\p{L})năm)\s+(\d{4})(?!\d|\s?[-–])")
ONLY_WHEN = regex.compile(
    r"(?:[\s.,;:()–-]|(?<!\p{L})(?:hoàn\s+thành|thực\s+hiện|triển\s+khai|xong|dự\s+kiến|vào|dịp|"
    r"thường\s+xuyên|định\s+kỳ|theo\s+yêu\s+cầu(?:\s+nhiệm\s+vụ)?|và\s+những\s+năm\s+tiếp\s+theo|hằng\s+năm|hàng\s+năm)(?!\p{L}))*",
    regex.IGNORECASE,
)
"""What may stand beside a time in a paragraph or cell that says nothing but when."""
BARE_DAY = regex.compile(r"(?:dịp|ngày)?\s*\d{1,2}\s?/\s?\d{1,2}", regex.IGNORECASE)
"""A cell that says no more than ``09/8`` or ``Dịp 20/11``."""
MONTH_ALONE = regex.compile(r"(?:0?[1-9]|1[0-2])\s?/\s?20\d\d")
"""A cell that says no more than ``9/2024``."""
CUED = regex.compile(r"(?:từ|trong|đến|trước|sau|hết|kể|tính)(?!\p{L})", regex.IGNORECASE)
AIMS = regex.compile(r"(?<!\p{L})định\s+hướng(?!\p{L})", regex.IGNORECASE)
TARGET = regex.compile(r"\d\s?%|(?<!\p{L})(?:đạt|trên|tối\s+thiểu|ít\s+nhất|từ)\s+\d", regex.IGNORECASE)
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
    """Find the deadlines of body and appendices; ``readiness`` says so where there is none."""
    finder = _Finder(doc)
    doc._.campaign = doc._.campaign.model_copy(update={"deadlines": tuple(finder.fields())})
    return doc


class _Finder:
    """Walks the paragraphs of one document."""

    def __init__(self, doc: Doc) -> None:
        self.source: SourceText = doc._.source
        self.paragraphs: Sequence[Paragraph] = doc._.paragraphs
        self.issued_on: date | None = doc._.document.issued_on.value
        self.title_year = single_year(doc._.document.title.value or "")
        self.period: Period | None = doc._.campaign.period.value
        self.phases = Phases.of(self.paragraphs, TimeContext(self.issued_on, self.title_year, self.period))
        self.tables = find_tables(self.source, self.paragraphs)
        flat = [p for p in self.paragraphs if p.cell is None]
        self.stacked: Mapping[int, StackedRow] = {
            line.place: row for row in stacked_rows(self.source, flat) for line in row.time
        }
        zones = frozenset({Zone.BODY, Zone.APPENDIX})
        self.titles = {e.paragraph.place: e.titles for e in entries(self.paragraphs, zones)}

    def fields(self) -> Iterator[Field[Deadline]]:
        heading_year: int | None = None
        for index, paragraph in enumerate(self.paragraphs):
            table = self._table(paragraph)
            if table and paragraph.cell and paragraph.cell.row < table.first_row:
                continue  # the heads of the columns
            if paragraph.heading:
                heading_year = single_year(paragraph.text) or (None if len(paragraph.path) == 1 else heading_year)
            found = parse_times(paragraph.text, self._context(index, heading_year))
            due = [*self._due(index, found)]
            bounds = [e for e in found if self._parts(paragraph, e) or any(e is other for other, _ in due)]
            for expression, setting in due:
                yield self._field(index, expression, bounds, setting)

    @staticmethod
    def _parts(paragraph: Paragraph, expression: TimeExpression) -> bool:
        """``từ năm 2013 trở đi`` parts a sentence; ``giai đoạn 2016 - 2020`` belongs to what is due."""
        years = expression.unit in (Unit.YEAR, Unit.YEARS)
        return not years or CUED.match(paragraph.text, expression.start_char) is not None

    def _due(self, index: int, found: Sequence[TimeExpression]) -> Iterator[tuple[TimeExpression, Setting]]:
        """The times of a paragraph that bind somebody."""
        paragraph = self.paragraphs[index]
        for expression, following in zip_longest((self._aimed(index, e) for e in found), found[1:]):
            setting = self._setting(index, expression)
            titular = paragraph.heading and not (expression.cued or setting.labelled or paragraph.text.endswith("."))
            again = rhythm_duties.said_again(expression, following, paragraph.text)
            if not titular and not again and is_deadline(expression, paragraph.text, setting, self.issued_on):
                yield expression, setting

    def _aimed(self, index: int, expression: TimeExpression) -> TimeExpression:
        """``Định hướng đến năm 2035`` over targets in numbers dates them; over prose it only looks ahead."""
        paragraph = self.paragraphs[index]
        if not (expression.horizon and paragraph.heading and AIMS.search(paragraph.text)):
            return expression
        below = takewhile(lambda p: p.path[: len(paragraph.path)] == paragraph.path, self.paragraphs[index + 1 :])
        measured = bool(paragraph.path) and any(TARGET.search(p.text) for p in below)
        return replace(expression, horizon=not measured)

    def _context(self, index: int, heading_year: int | None) -> TimeContext:
        """What completes a date: the year of its column, row group, heading, phase or title."""
        paragraph = self.paragraphs[index]
        table = self._table(paragraph)
        timed = self._in_time_column(paragraph)
        expected = (
            timed
            or duties.LABEL.match(paragraph.text) is not None
            or MONTH_ALONE.fullmatch(paragraph.text.strip()) is not None
        )
        expected = expected or (BARE_DAY.fullmatch(paragraph.text.strip()) is not None and self._in_row(index))
        year = single_year(table.heads_of(paragraph)) if table else None
        phase = self.phases.of_paragraph(paragraph)
        default = year or heading_year or (None if phase else self.title_year)
        return TimeContext(self.issued_on, default, phase or self.period, expected=expected)

    def _in_row(self, index: int) -> bool:
        return duties.row_number(self.paragraphs, index) is not None

    def _in_time_column(self, paragraph: Paragraph) -> bool:
        table = self._table(paragraph)
        return paragraph.place in self.stacked or (table is not None and table.role_of(paragraph) == "time")

    def _column_head(self, index: int, expression: TimeExpression) -> bool:
        """``Năm 2026`` outside a numbered row heads a column of figures."""
        bare = expression.unit is Unit.YEAR and not expression.cued
        return bare and not self._in_row(index)

    def _setting(self, index: int, expression: TimeExpression) -> Setting:
        paragraph = self.paragraphs[index]
        text, start, end = paragraph.text, expression.start_char, expression.end_char
        under = bool(paragraph.headings) and bool(duties.TIME_HEADING.search(paragraph.headings[-1]))
        rest = text[len(paragraph.marker or "") : start] + " " + text[end:]
        only = bool(ONLY_WHEN.fullmatch(rest)) and not self._column_head(index, expression)
        return Setting(
            labelled=duties.is_label(text, start) or (under and expression.unit not in (Unit.YEAR, Unit.ONGOING)),
            alone=self._in_time_column(paragraph) or only,
            titled=bool(TITLED.search(text[max(start - 220, 0) : start])),
        )

    def _table(self, paragraph: Paragraph) -> AssignmentTable | None:
        return self.tables.get((paragraph.page, paragraph.cell.table)) if paragraph.cell else None

    def _field(
        self, index: int, expression: TimeExpression, others: Sequence[TimeExpression], setting: Setting
    ) -> Field[Deadline]:
        paragraph = self.paragraphs[index]
        duty = self._duty(index, expression, others, setting)
        action, body = (words.text if words else None for words in (duty.action, duty.who))
        low, high = duties.clause(paragraph.text, expression.start_char, expression.end_char)
        words = f"{paragraph.text[low : expression.start_char]} {paragraph.text[expression.end_char : high]}"
        titles = [title.text for title in self._titles(paragraph)] or list(paragraph.headings)
        value = Deadline(
            relation=expression.relation,
            start=expression.start,
            end=expression.end,
            approximate=expression.approximate,
            recurrence=expression.recurrence,
            anchor=expression.anchor,
            offset=expression.offset,
            action=_folded(action),
            responsible=_folded(body),
            level=duties.level([body] if body else [words]),
            milestone=duties.milestone((action or "", words), reversed(titles)),
            period=self.phases.of_time(paragraph, expression) or self.period,
        )
        return self.source.field(
            Field[Deadline],
            value,
            paragraph.passage.spans(expression.start_char, expression.end_char),
            certainty=certainty(expression, setting),
            status=Status.DERIVED if expression.derived_year else Status.FOUND,
            extra=(*self._evidence(duty.action, "action"), *self._evidence(duty.who, "responsible")),
        )

    def _titles(self, paragraph: Paragraph) -> tuple[Words, ...]:
        return self.titles.get(paragraph.place, ())

    def _evidence(self, words: Words | None, role: Role) -> Iterator[Evidence]:
        for start, end in words.paragraph.passage.spans(words.start, words.end) if words else ():
            yield from self.source.evidence(start, end, role)

    def _duty(self, index: int, expression: TimeExpression, others: Sequence[TimeExpression], setting: Setting) -> Duty:
        """What is due and who owes it."""
        paragraph = self.paragraphs[index]
        row, table = self.stacked.get(paragraph.place), self._table(paragraph)
        if row:
            return Duty(_cell(row.task), _cell(row.owner))
        if table and table.role_of(paragraph) == "time":
            return Duty(_cell(table.in_row(paragraph, "task")), _cell(table.in_row(paragraph, "owner")))
        titles = self._titles(paragraph)
        label = duties.LABEL.match(paragraph.text)
        direct = label and not says_something(paragraph.text[label.end() : expression.start_char])
        if label and direct and duties.GENERIC_LABEL.fullmatch(label["label"]):
            owner = duties.owner_of_block(self.paragraphs, index)
            return Duty(duties.task_of_block(self.paragraphs, index), owner or titled(titles))
        if setting.alone and paragraph.heading:
            return Duty(None, titled(titles))
        if setting.alone:
            return Duty(*duties.row_of_list(self.paragraphs, index))
        return duty_at(paragraph, expression, others, titles)


def _folded(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _cell(paragraph: Paragraph | None) -> Words | None:
    return duties.whole(paragraph) if paragraph and paragraph.text.strip() else None


def single_year(text: str) -> int | None:
    """The one year that a title or heading names, None where it names none or several."""
    years = {int(year) for year in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


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
