"""Dates that say nothing about when something is due: of cited documents, anniversaries, terms, ratios, blanks."""

from __future__ import annotations

import regex

from vanthu.models.extract.time.atom import Atom
from vanthu.models.extract.time.expression import Unit

CODE = r"\d+\p{L}?(?:\s?/\s?\d{4})?\s?[-/]\s?\p{Lu}[\p{Lu}\d&]*(?:\s?[-/.]\s?\p{Lu}[\p{L}\d&]*)*"
DOCUMENT = (
    r"(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư(?: liên tịch)?|Thông báo|"
    r"Kết luận|Kế hoạch|Hướng dẫn|Công văn|Công điện|Quy định|Quy chế|Tờ trình|Báo cáo|Chương trình|Đề án|Văn bản|"
    r"Thông tri|Điều lệ|Giấy mời|Biên bản|Hợp đồng)"
)
CITED_BEFORE = regex.compile(
    rf"(?:{CODE}[\s,;(]*(?:\S{{1,4}}\s*)?|(?<!\p{{L}})số[\s:]*\d[^.;\n]{{0,40}}|{DOCUMENT}(?:\s+số[\s:.…\d]*|\s+\p{{L}}[^.;:\n()]{{0,60}}?)?[\s,]*"
    r"|(?:ban hành|ký|thông qua|phê duyệt|công bố|sửa đổi|bổ sung|đăng|văn bản)[\s,]*)$"
)
CUE_INSIDE = regex.compile(
    r"(?<!\p{L})(?:trước|đến|từ|chậm nhất|muộn nhất|vào|trong|hết|sau|hoàn thành|xong|dự kiến|thời gian)(?!\p{L})",
    regex.IGNORECASE,
)
OCCASION = regex.compile(
    r"(?<!\p{L})(?:kỷ niệm|chào mừng|nhân dịp|nhân ngày|sinh nhật|thành lập|giải phóng|truyền thống|quốc khánh|"
    r"quốc tế|chiến thắng|cách mạng|ngày sinh|ngày mất|hưởng ứng)(?!\p{L})[^.;:]{0,90}$",
    regex.IGNORECASE,
)
TERM = regex.compile(r"(?<!\p{L})(?:nhiệm kỳ|khóa|khoá)[^.;:,]{0,12}$", regex.IGNORECASE)
HOLIDAYS = frozenset({
    (1, 1), (3, 2), (8, 3), (26, 3), (21, 4), (30, 4), (1, 5), (7, 5), (19, 5), (1, 6), (11, 6), (27, 7), (19, 8),
    (2, 9), (10, 10), (20, 10), (18, 11), (20, 11), (22, 12),
})  # fmt: skip
"""(day, month) of the days that are celebrated under their date: Quốc khánh 2/9, sinh nhật Bác 19/5 …"""
GOES_ON_AS_DATE = regex.compile(
    r"\s*(?:$|[.,;:)\]/”\"–-]"
    r"|(?:hằng|hàng|mỗi|từng|của|và|hoặc|đến|tới|để|năm|đạt|hoàn thành|tổng hợp|báo cáo|gửi|phải|sẽ|các)(?!\p{L}))",
    regex.IGNORECASE,
)
SCHOOL_EVENT = regex.compile(r"(?<!\p{L})(?:khai|bế)\s+giảng\s+$", regex.IGNORECASE)
"""``trước khai giảng năm học 2024 - 2025`` is one day of that year, which the text does not name."""
NOTHING_YET = regex.compile(r"\s*(?:dịp|vào|ngày|sáng|chiều|tối)?\s*", regex.IGNORECASE)
BLANKS = {
    Unit.MONTH: regex.compile(r"(?<!\p{L})[nñ]gày[^\p{L}]{0,8}(?:\S{1,2})?\s*$", regex.IGNORECASE),
    Unit.YEAR: regex.compile(r"(?<!\p{L})tháng[\s.…_]*$", regex.IGNORECASE),
}
"""``ngày … tháng … năm 2023``: day and month are left to be written in, or illegible (``ngày 1Ä tháng``)."""
LUNAR_BEFORE = regex.compile(r"(?<!\p{L})(?:nhằm|tức|âm lịch)[\s:,]*$", regex.IGNORECASE)
LUNAR_AFTER = regex.compile(r"[\s(]*(?:âm lịch|tháng (?:giêng|chạp))", regex.IGNORECASE)
"""The moon's calendar: such dates are not converted, and stand beside the civil one."""
REACH = 160
"""Characters looked back over: longer than the longest citation head in the plans studied."""


def is_silent(text: str, atom: Atom, *, end: int, cued: bool, expected: bool = False) -> bool:
    """Whether the atom names no time at which something of this plan happens.

    Args:
        text: the text that the atom stands in.
        atom: the date or period, the first of its group.
        end: where its group ends.
        expected: the place says that a time stands here.
        cued: a cue word (``trước``, ``từ``, ``trong`` …) stands directly before it, or it belongs to a range.
    """
    left = text[max(atom.start - REACH, 0) : atom.start]
    if atom.unit is Unit.YEARS and atom.which is None and TERM.search(left):
        return True
    if SCHOOL_EVENT.search(left) or LUNAR_BEFORE.search(left) or LUNAR_AFTER.match(text, atom.end):
        return True
    if atom.unit in BLANKS and BLANKS[atom.unit].search(left):
        return True
    if not cued and not expected and atom.unit is Unit.DAY and (cited(left) or celebrated(left, atom)):
        return True
    if not atom.bare or (expected and NOTHING_YET.fullmatch(left.rpartition(":")[2])):
        return False
    full = atom.year is not None or atom.unit is Unit.MONTH
    return not cued or not (full or GOES_ON_AS_DATE.match(text, end))


def cited(left: str) -> bool:
    """``left`` ends in a document whose date follows."""
    found = CITED_BEFORE.search(left)
    return bool(found) and not CUE_INSIDE.search(found.group())


def celebrated(left: str, atom: Atom) -> bool:
    """A historic day: its occasion stands before it, or it is a known holiday without a year."""
    if atom.year is None and (atom.day, atom.month) in HOLIDAYS:
        return True
    found = OCCASION.search(left)
    return bool(found) and not CUE_INSIDE.search(found.group())


def is_anniversary(first: Atom, second: Atom) -> bool:
    """``11/6/1948 - 11/6/2023``: the same day in two years."""
    same = (first.day, first.month) == (second.day, second.month)
    return first.unit is second.unit is Unit.DAY and same and bool(first.day) and first.year != second.year
