"""Whether a rhythm binds: ``Hằng năm, Sở Nội vụ tổ chức kiểm tra``; not a habit, a budget or a yearly target."""

from __future__ import annotations

from functools import cache

import regex

from vanthu.corpora.gazetteer.assignees import assignee_head, duty_verb
from vanthu.models.extract.time import TimeExpression, Unit

ACCOUNTS = regex.compile(
    r"(?<!\p{L})(?:báo\s+cáo|sơ\s+kết|tổng\s+kết|giao\s+ban|họp|rút\s+kinh\s+nghiệm)(?!\p{L})", regex.IGNORECASE
)
PERIODIC = regex.compile(r"định\s+kỳ", regex.IGNORECASE)
DIRECTLY = regex.compile(r"(?<!\p{L})định\s+kỳ[\s,(]*$", regex.IGNORECASE)
ONCE = regex.compile(r"(?:một|1|01)\s+lần|/\s*lần", regex.IGNORECASE)
TIMES = regex.compile(r"lần\s*/", regex.IGNORECASE)
REFERRED = regex.compile(
    r"(?<!\p{L})(?:kế\s+hoạch|chương\s+trình|dự\s+toán|chỉ\s+tiêu|nguồn|kinh\s+phí|ngân\s+sách"
    r"|(?:trong|theo|tại|qua|các|những|bản|chế\s+độ|nội\s+dung)\s+báo\s+cáo)\s+(?:\p{L}+\s+){0,4}$",
    regex.IGNORECASE,
)
"""``kế hoạch hằng quý``, ``dự toán hằng năm``: the rhythm of a thing, not of work."""
BUDGET = regex.compile(
    r"(?<!\p{L})(?:kinh\s+phí|ngân\s+sách|dự\s+toán|nguồn\s+vốn|bố\s+trí\s+(?:nguồn\s+)?vốn)(?!\p{L})", regex.IGNORECASE
)
TARGET = regex.compile(
    r"\d\s*%|(?<!\p{L})(?:ít\s+nhất|tối\s+thiểu|không\s+(?:dưới|quá)|(?:tăng|giảm|đạt|có)\s+(?:từ\s+|trên\s+)?\d)",
    regex.IGNORECASE,
)
"""A number that each year must reach is a target."""
REPORTED = regex.compile(
    r"(?<!\p{L})(?:báo\s+cáo|tổng\s+hợp|thống\s+kê|giao\s+ban)(?!\p{L})[^.;:]{0,120}$", regex.IGNORECASE
)
HEADS = regex.compile(
    r"(?:^|[.;:]\s+|^\s*)(?:[-+*•–]\s*|\p{L}\)\s*|\d+(?:\.\d+)*[.)]\s*|[IVX]+[.-]\s*)?"
    r"(?:[^.;:]{0,120},\s+(?:đồng\s+thời\s+)?(?:và\s+)?)?(?:định\s+kỳ[\s,(]*)?$",
    regex.IGNORECASE,
)
"""A rhythm at the head of its sentence, or after a comma in it."""
ENDS = regex.compile(r"\s*(?:$|[.;,(]|(?:về|gửi|cho|trình|theo|để|với|và|hoặc|tại|trên)(?!\p{L}))", regex.IGNORECASE)
"""What follows a rhythm that tells how often; a noun or verb makes it something else."""
LIST = regex.compile(r"[\s,]*(?:và\s+)?(?:(?:0?6|0?9|sáu)\s+tháng|năm|quý)(?!\p{L})", regex.IGNORECASE)
STEP = regex.compile(
    r"\W*(?:\d+[.)]\s*|\p{L}\)\s*)?(?:tổ\s+chức|kiểm\s+tra|đánh\s+giá|rà\s+soát|tập\s+huấn|biểu\s+dương|công\s+bố|tổng\s+hợp|khảo\s+sát|giám\s+sát)(?!\p{L})",
    regex.IGNORECASE,
)
"""How a sentence of work begins that may end in its rhythm: ``Tổ chức tập huấn … hằng năm.``"""
FAMILIES = {
    "FREQ=YEARLY": "FREQ=YEARLY;BY",
    "FREQ=MONTHLY;INTERVAL=3": "FREQ=YEARLY;BYMONTH=",
    "FREQ=MONTHLY": "FREQ=MONTHLY;BY",
    "FREQ=WEEKLY": "FREQ=WEEKLY;BY",
}
"""How the rule of a rhythm goes on where its days are known."""
STOP = regex.compile(r"[.;](?=\s|$)")
SENTENCE = regex.compile(r"[.:](?=\s)")
CLOSES = regex.compile(r"\s*(?:$|[.;])")
HABITS = (
    r"(?i:hằng|hàng|bố\s+trí|cân\s+đối|giảm|rút\s+kinh|tiếp\s+tục|tăng\s+cường|nâng\s+cao|quan\s+tâm|đẩy\s+mạnh|phấn\s+đấu"
    r"|có|duy\s+trì|góp\s+phần|giữ)\s"
)
"""Verbs of what goes on all the time, or of money: no step that could be late."""
LONGEST = 600
"""Characters of a sentence looked at."""
NEAR = 60
"""Characters between a rhythm and the account that it is of: one clause."""


@cache
def _duty_follows() -> regex.Pattern[str]:
    """After the rhythm: a verb of duty, or a body and its verb, what they go by before them."""
    verb = rf"(?!{HABITS})(?i:{duty_verb()})"
    goes_by = r"(?:căn\s+cứ|trên\s+cơ\s+sở|theo|vào|trước|sau)\s[^.;:]{3,120}?,\s+"
    body = rf"(?:(?:các|mỗi|từng|giao)\s+){{0,2}}{assignee_head()}[^.:]{{0,160}}?[\s,]"
    more = r"(?:(?:và\s+)?(?:(?:hằng|hàng)\s+|0?6\s+)?(?:năm|quý|tháng)[\s,]+){0,3}"
    return regex.compile(rf"[\s,)]*{more}(?:{goes_by})?(?:{body})?{verb}")


def binds(expression: TimeExpression, text: str) -> bool:
    """``02 năm một lần``, ``định kỳ hằng quý công bố``, ``hằng quý báo cáo``; not ``dự toán hằng năm``."""
    rule = expression.recurrence or ""
    start, end = expression.start_char, expression.end_char
    printed, head = text[start:end], text[max(start - NEAR, 0) : start]
    if "BY" in rule or expression.cued or ONCE.search(printed):
        return True
    if TIMES.search(printed):
        return "(" in printed or bool(REPORTED.search(head))
    if REFERRED.search(head):
        return False
    periodic = bool(DIRECTLY.search(head) or PERIODIC.match(printed))
    yearly = rule == "FREQ=YEARLY"
    around = text[max(start - NEAR, 0) : end + NEAR]
    return (
        (periodic and not yearly)
        or bool(PERIODIC.search(around) and ACCOUNTS.search(around))
        or (not yearly and ACCOUNTS.search(text, end, end + NEAR // 2) is not None)
        or opens_duty(text, start, end)
        or closes_duty(text, start, end)
    )


def said_again(expression: TimeExpression, following: TimeExpression | None, text: str) -> bool:
    """``hằng quý báo cáo (trước ngày 20 tháng cuối quý)``: the brackets say on which day the rhythm comes."""
    family = FAMILIES.get(expression.recurrence or "")
    if expression.unit is not Unit.RHYTHM or not family or following is None:
        return False
    between = text[expression.end_char : following.start_char]
    bracketed = between.rstrip().endswith("(") and len(between) <= 2 * NEAR and not STOP.search(between)
    return bracketed and (following.recurrence or "").startswith(family)


def opens_duty(text: str, start: int, end: int) -> bool:
    """``Hằng năm, Sở Nội vụ tổ chức kiểm tra …``: the rhythm at the head, a duty behind it, no target and no budget."""
    stop = STOP.search(text, end, end + LONGEST)
    sentence = text[end : stop.start() if stop else end + LONGEST]
    if not HEADS.search(text, max(start - 3 * NEAR, 0), start) or TARGET.search(sentence) or BUDGET.search(sentence):
        return False
    return _duty_follows().match(sentence) is not None


def closes_duty(text: str, start: int, end: int) -> bool:
    """``báo cáo kết quả hằng quý, hằng năm về Sở X``; ``Tổ chức tập huấn … hằng năm``."""
    first = max(start - LONGEST, 0)
    low = max((m.end() for m in SENTENCE.finditer(text, first, start)), default=first)
    before = text[low:start]
    if not (ENDS.match(text, end) or LIST.match(text, end)) or TARGET.search(before) or BUDGET.search(before):
        return False
    works = STEP.match(before) and not REFERRED.search(before[-2 * NEAR :]) and CLOSES.match(text, end)
    return bool(REPORTED.search(before) or works)
