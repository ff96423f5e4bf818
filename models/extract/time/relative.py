"""Times counted from an event: ``trong thời hạn 15 ngày kể từ ngày …``, ``trước 01 tháng so với …``.

Durations: BLDS 2015, Đ146–148. Working days have no ISO 8601 duration: they are written as so many days, as printed,
and the expression is approximate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from vanthu.models.extract.time.expression import Relation, TimeContext, TimeExpression, Unit
from vanthu.models.extract.time.recurrence import NUMBER_WORDS

LENGTH = (
    r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|chín|mười)\s+(?:\(\s?[\p{L}\d\s]{1,20}\s?\)\s+)?"
    r"(?P<unit>ngày|giờ|tuần|tháng|quý|năm)(?P<working>\s+làm\s+việc)?(?P<row>\s+(?:liên\s+tục|liên\s+tiếp|liền)|\s+(?P<first>đầu(?:\s+tiên)?)(?!\s+(?:của|trong|tháng|quý|quí|năm|tuần|h[ằà]ng|mỗi|kỳ)))?(?!\p{L})"
)
ANCHOR = r"(?P<anchor>(?:khi|ngày|thời\s+điểm|lúc|sau\s+khi)(?!\p{L})[^,.;:()\n]{2,90}|[^,.;:()\n]{4,90})"
COUNTED = regex.compile(
    rf"""(?<!\p{{L}})(?P<cue>
        trong\s+(?:thời\s+hạn|vòng|thời\s+gian)(?:\s+không\s+quá)?|trong|chậm\s+nhất(?:\s+là)?(?:\s+sau)?
        |ít\s+nhất|tối\s+thiểu|muộn\s+nhất(?:\s+là)?(?:\s+sau)?|không\s+quá|sau)\s+(?:khoảng\s+)?{LENGTH}
        (?:,?\s+(?:(?:kể\s+từ|tính\s+từ|từ|sau)\s+{ANCHOR}|(?P<ahead>trước)\s+(?P<anchor>(?:khi|ngày|thời\s+điểm)\s+(?!\d)[^,.;:()\n]{{2,90}})))?""",
    regex.VERBOSE | regex.IGNORECASE,
)
AHEAD = regex.compile(
    rf"""(?<!\p{{L}})(?:chậm\s+nhất\s+(?:là\s+)?|ít\s+nhất\s+)?trước\s+(?:ít\s+nhất\s+)?{LENGTH}\s+(?:(?:so\s+với|trước|tính\s+đến|kể\s+từ)\s+{ANCHOR}|(?P<anchor>(?:tổ\s+chức|khai\s+mạc|diễn\s+ra|ngày)\s+[^,.;:()\n]{{3,90}}))""",
    regex.VERBOSE | regex.IGNORECASE,
)
EVENT = regex.compile(
    rf"""(?<!\p{{L}})(?:(?:xong\s+|hoàn\s+thành\s+)?(?P<before>trước)|(?:ngay\s+|chậm\s+nhất\s+)?(?P<after>sau))\s+
        (?P<anchor>khi\s+(?:kết\s+thúc|bế\s+mạc|tổ\s+chức|tiến\s+hành|khai\s+mạc|diễn\s+ra|hoàn\s+thành|tổng\s+kết|sơ\s+kết|phát\s+động|có\s+kết\s+quả)
            (?!\p{{L}})[^,.;:()\n]{{0,80}}?
          |(?:(?:khi|ngày|lễ)\s+)*khai\s+giảng(?!\p{{L}})[^,.;:()\n]{{0,80}}?
          |ngày\s+(?:khai\s+mạc|bế\s+mạc|tổng\s+kết|phát\s+động|tổ\s+chức)(?!\p{{L}})[^,.;:()\n]{{0,80}}?)
        (?:\s+(?:ít\s+nhất\s+|tối\s+thiểu\s+|chậm\s+nhất\s+|không\s+quá\s+)?{LENGTH})?(?=\s*(?:[,.;:()\n]|$))""",
    regex.VERBOSE | regex.IGNORECASE,
)
"""``trước khi tổ chức hội nghị 15 ngày``, ``sau khi kết thúc đợt``: before or after an event, by a length or not."""
SIGNED = regex.compile(
    r"(?<!\p{L})(?:kể\s+)?từ\s+(?P<anchor>ngày\s+(?:ký(?:\s+ban\s+hành)?|ban\s+hành))(?!\p{L})", regex.IGNORECASE
)
ISO = {"ngày": "P{}D", "giờ": "PT{}H", "tuần": "P{}W", "tháng": "P{}M", "năm": "P{}Y"}


def find_relative(text: str, context: TimeContext) -> Iterator[TimeExpression]:
    """Times counted from an event, and durations by themselves (without ``anchor``)."""
    taken = -1
    readers = {AHEAD: _ahead, COUNTED: _counted, EVENT: _event}
    for found in sorted((m for pattern in readers for m in pattern.finditer(text)), key=lambda m: m.start()):
        expression = readers[found.re](found)
        if expression and found.start() >= taken:
            taken = expression.end_char
            yield expression
    for found in SIGNED.finditer(text):
        if found.start() >= taken:
            start = context.issued_on
            signed = TimeExpression(found.start(), found.end(), "after", Unit.DAY, anchor=found["anchor"], cued=True)
            yield replace(signed, start=start, derived_year=start is not None)


def _length(found: regex.Match[str]) -> tuple[str, bool] | None:
    """ISO duration, and whether it is approximate (working days)."""
    digits = found["n"].lower()
    count = int(digits) if digits.isdecimal() else NUMBER_WORDS[digits]
    unit = " ".join(found["unit"].lower().split())
    if not count:
        return None
    if unit == "quý":
        return f"P{3 * count}M", False
    if found["working"]:
        return f"P{count}D", True
    return ISO[unit].format(count), False


def _counted(found: regex.Match[str]) -> TimeExpression | None:
    length = _length(found)
    if length is None:
        return None
    anchor = found["anchor"].strip() if found["anchor"] else None
    cue = found["cue"].lower()
    if cue.startswith(("ít", "tối")) and not found["ahead"]:
        return None
    relation: Relation = "after" if cue == "sau" else "by" if anchor or not cue.startswith("trong") else "within"
    if found["first"]:
        relation = "within"
    end = found.end("anchor") if anchor else found.end()
    offset = f"-{length[0]}" if found["ahead"] else length[0]
    base = TimeExpression(found.start(), end, relation, Unit.DURATION, offset=offset, anchor=anchor, cued=True)
    return replace(base, approximate=length[1])


def _ahead(found: regex.Match[str]) -> TimeExpression | None:
    length = _length(found)
    if length is None:
        return None
    anchor = found["anchor"].strip()
    return TimeExpression(
        found.start(),
        found.end(),
        "by",
        Unit.DURATION,
        approximate=length[1],
        anchor=anchor,
        offset=f"-{length[0]}",
        cued=True,
    )


def _event(found: regex.Match[str]) -> TimeExpression | None:
    length = _length(found) if found["n"] else None
    anchor = " ".join(found["anchor"].split())
    base = TimeExpression(found.start(), found.end(), "before", Unit.DURATION, anchor=anchor, cued=True)
    if found["n"] and length is None:
        return None
    if length is None:
        return base if found["before"] else replace(base, relation="after")
    approximate, offset = length[1], f"-{length[0]}" if found["before"] else length[0]
    relation: Relation = "by" if found["before"] else "after"
    return replace(base, relation=relation, offset=offset, approximate=approximate)
