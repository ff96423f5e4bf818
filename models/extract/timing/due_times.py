"""Whether a time in a plan binds somebody: not history, a budget year, an effect clause, a habit or a cited horizon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import regex

from vanthu.models.campaign import day_of
from vanthu.models.extract.time import TimeExpression, Unit
from vanthu.models.extract.timing import rhythm_duties

CLAUSE_OPENS = regex.compile(
    r"(?:^|[.;:,(]\s*|phấn\s+đấu\s*|mục\s+tiêu\s*(?:cụ\s+thể|chung|tổng\s+quát)?\s*|hoàn\s+thành\s*)"
    r"(?:[-+*•–]\s*|\p{L}\)\s*|\d+(?:\.\d+)*[.)]\s*)?$",
    regex.IGNORECASE,
)
REACHES = regex.compile(
    r"\s*,?\s*(?:phấn\s+đấu\s+)?(?:đạt|có|tăng|giảm|còn|thu\s+hút|đưa|hoàn\s+thành)\s+[^.;:()]{0,40}?\d",
    regex.IGNORECASE,
)
"""``đến năm 2030 đạt 30%``: a target is due, wherever in the sentence it stands."""
DATED_STEP = regex.compile(
    r"(?<!\p{L})(?:sơ\s+kết|tổng\s+kết|giữa\s+kỳ|cuối\s+kỳ|báo\s+cáo|đánh\s+giá|hoàn\s+thành)(?!\p{L})[^.;()]{0,80}\($",
    regex.IGNORECASE,
)
"""``Báo cáo giữa kỳ (năm 2030)``."""
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
AS_OF = regex.compile(
    r"(?<!\p{L})(?:tính\s+đến|(?:số\s+liệu|kết\s+quả|số\s+dư)\s+đến|đã\s+(?:đạt|có|được|thực\s+hiện|tổ\s+chức))(?!\p{L})[^.;]{0,40}$",
    regex.IGNORECASE,
)
"""``tính đến ngày …`` is the day that figures are of; ``đã tổ chức`` is history."""
FIGURES_OF = regex.compile(
    r"(?<!\p{L})từ\s+ngày\s+\d{1,2}(?:\s?/\s?\d{1,2})?\s+(?:của\s+)?(?:tháng|quý|năm|kỳ)\s+trước(?!\p{L})",
    regex.IGNORECASE,
)
"""``từ ngày 15 tháng trước đến ngày 14 của tháng báo cáo``: the time that figures are of (NĐ 09/2019)."""
DONE = regex.compile(r"[\s,]*(?:[^\s.;]+\s+){0,6}?đã(?!\p{L})", regex.IGNORECASE)
"""``trong tháng 9, Sở đã tổ chức``: told of the month that has begun."""
FORMER = regex.compile(
    r"(?<!\p{L})(?:riêng|so\s+với|thay\s+(?:thế|cho)|cùng\s+kỳ)\s*(?:cùng\s+kỳ\s*)?$", regex.IGNORECASE
)
"""``so với tháng 6/2023`` compares; ``riêng tháng 6`` leads to what is different in it."""
EVENT_DUE = regex.compile(
    r"(?<!\p{L})(?:báo\s+cáo|hồ\s+sơ|tổng\s+kết|sơ\s+kết|khen\s+thưởng|quyết\s+toán|công\s+bố|gửi|nộp|trao)(?!\p{L})",
    regex.IGNORECASE,
)
"""What a time counted only by an event must be of: other events tell a story."""
SHORTEST_CLAUSE = 3
"""Words beside a date without a cue: ``Ngày: 15/9/2025`` of a stamp or form is no duty."""
AROUND = 400
"""Characters beside a time that may tell that it is no duty."""
NEAR = 60
"""Characters of one clause around a time."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an expression stands: alone in its paragraph or cell, after a label, after the name of a document."""

    labelled: bool
    alone: bool
    titled: bool

    @property
    def says_when(self) -> bool:
        """The place itself tells that a time is a deadline."""
        return self.labelled or self.alone


def is_deadline(expression: TimeExpression, text: str, setting: Setting, issued_on: date | None) -> bool:
    """Whether a time binds somebody: not a past date, a budget year, the horizon of a cited strategy or a habit."""
    if not expression.cued and (
        PREAMBLE.match(text) or BROKEN.search(text[expression.end_char : expression.end_char + AROUND])
    ):
        return False
    if _told_of(expression, text):
        return False
    if not expression.cued and _past(expression, text, issued_on):
        return False
    begun = issued_on is not None and expression.start is not None and day_of(expression.start) <= issued_on
    if begun and DONE.match(text, expression.end_char):
        return False
    if setting.says_when:
        return not expression.horizon and (expression.unit is not Unit.DURATION or expression.anchor is not None)
    dateless = issued_on is None and expression.unit is Unit.DAY and not expression.cued
    return not dateless and not _past(expression, text, issued_on) and _binds(expression, text, setting, issued_on)


def _told_of(expression: TimeExpression, text: str) -> bool:
    """The day or span that figures are of, or what is compared with."""
    near = max(expression.start_char - NEAR, 0)
    return bool(
        AS_OF.search(text[near : _cue_end(expression, text)])
        or FORMER.search(text[near : expression.start_char])
        or FIGURES_OF.search(text, near, expression.end_char + NEAR // 3)
    )


def _cue_end(expression: TimeExpression, text: str) -> int:
    """Where the cue of an expression ends and its first figure begins."""
    figure = regex.search(r"\d|ngày|tháng|quý|năm", text, pos=expression.start_char, endpos=expression.end_char)
    return figure.start() if figure else expression.start_char


def _binds(expression: TimeExpression, text: str, setting: Setting, issued_on: date | None) -> bool:
    """The expression is a duty by its own form, in running text."""
    match expression.unit:
        case Unit.HALF:
            return expression.cued
        case Unit.YEAR:
            return _year_binds(expression, text, setting, issued_on)
        case Unit.RHYTHM:
            return rhythm_duties.binds(expression, text)
        case Unit.YEARS | Unit.ONGOING:
            return False
        case Unit.DURATION:
            return _counted_binds(expression, text)
        case _:
            near = text[max(expression.start_char - AROUND, 0) : expression.start_char]
            return _point_binds(expression, near + text[expression.end_char : expression.end_char + AROUND])


def _point_binds(expression: TimeExpression, told: str) -> bool:
    """A day or month in running text: not the effect of the act, not the date of a stamp or form."""
    if expression.relation == "after":
        return expression.anchor is None and not EFFECT.search(told)
    return expression.cued or len(told.split()) >= SHORTEST_CLAUSE


def _counted_binds(expression: TimeExpression, text: str) -> bool:
    """``trong thời hạn 15 ngày kể từ …``; an event without a length only where an account or a dossier is due."""
    if expression.anchor is None:
        return False
    if expression.relation == "by":
        return True
    around = text[max(expression.start_char - 2 * NEAR, 0) : expression.end_char + 2 * NEAR]
    return expression.relation in ("before", "after") and bool(EVENT_DUE.search(around))


def _past(expression: TimeExpression, text: str, issued_on: date | None) -> bool:
    """Over before the document was issued: history, not a duty."""
    last = expression.end or (expression.start if expression.relation == "after" else None)
    if issued_on is None or last is None:
        return False
    if is_late(expression, text, issued_on):
        return False
    return day_of(last) < issued_on or (expression.unit in (Unit.DAY, Unit.HOUR) and day_of(last) == issued_on)


LATE = 45
"""Days that a plan may be signed after something that it still asks for: drafts wait for their signature."""


ASKS = regex.compile(r"(?:xong\s+)?(?:trước|chậm\s+nhất|muộn\s+nhất|hạn|thời\s+hạn|không\s+quá)", regex.IGNORECASE)
"""How a day opens that something is due on: ``đến ngày`` also tells how things stood on a day."""


def is_late(expression: TimeExpression, text: str, issued_on: date) -> bool:
    """A day by which something is due though the document was issued after it: kept, and flagged."""
    day = day_of(expression.end)
    dated = expression.unit in (Unit.DAY, Unit.HOUR) and not expression.derived_year and expression.cued
    binding = expression.relation in ("before", "by") and ASKS.match(text, expression.start_char) is not None
    return dated and binding and day is not None and 0 <= (issued_on - day).days <= LATE


def _year_binds(expression: TimeExpression, text: str, setting: Setting, issued_on: date | None) -> bool:
    """``Đến hết năm 2025``, ``trong năm 2025``, ``tổng kết (năm 2030)``; not ``Chiến lược … đến năm 2030``."""
    start, end = expression.start_char, expression.end_char
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return bool(DATED_STEP.search(text, max(start - 2 * NEAR, 0), start)) or (
            expression.cued and not expression.horizon
        )
    if expression.horizon:
        return False
    if not expression.cued:
        ahead = issued_on is not None and expression.start is not None and expression.start.year > issued_on.year
        return ahead and REACHES.match(text, end) is not None
    by = expression.relation == "by"
    if setting.titled or (by and text[start:end].lower().startswith(("đến năm", "đến 20"))):
        opens = not setting.titled and CLAUSE_OPENS.search(text, max(start - NEAR, 0), start)
        return by and bool(opens or REACHES.match(text, end))
    return expression.relation != "after"
