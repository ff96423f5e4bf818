"""Who is told to do what: the body at the beginning of a title, a label or a sentence, and the words after it.

``Giao Sở X chủ trì …``, ``Sở X: …``, ``3. Đề nghị Ủy ban Mặt trận …``, ``Căn cứ Kế hoạch này, các sở xây dựng …``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from vanthu.corpora.gazetteer.assignees import assignee_head, duty_verb
from vanthu.models.extract.structure.entries import EDGE, Words

ORDER = regex.compile(
    r"(?:Giao(?:\s+nhiệm\s+vụ)?(?:\s+trách\s+nhiệm)?(?:\s+cho)?|Đề\s+nghị|Yêu\s+cầu|Phân\s+công|Kiến\s+nghị|Đối\s+với"
    r"|(?:Trách\s+nhiệm|Nhiệm\s+vụ)(?:\s+cụ\s+thể)?\s+của|Về\s+phía|Ủy\s+quyền(?:\s+cho)?|Khuyến\s+khích|Riêng)\s*:?\s+",
    regex.IGNORECASE,
)
"""Words that give work to whom they name."""
GIVES = regex.compile(r"(?:Giao|Đề\s+nghị|Yêu\s+cầu|Phân\s+công|Ủy\s+quyền)(?!\p{L})")
ISSUER_ORDERS = regex.compile(r"[^.;:]{3,90}?\s(?:giao(?:\s+cho)?|yêu\s+cầu|đề\s+nghị|phân\s+công)\s+")
"""``Ủy ban nhân dân tỉnh yêu cầu các sở …``: the sở owe it."""
PREFACE = regex.compile(
    r"(?:Căn\s+cứ|Trên\s+cơ\s+sở|Theo|Hằng|Hàng|Định\s+kỳ|Kết\s+thúc|Sau|Trước|Trong|Đến|Ngoài|Để|Vào|Chậm\s+nhất|Từ|Nhân"
    r"|Thông\s+qua|Đồng\s+thời|Bên\s+cạnh|Khi)(?!\p{L})"
)
"""What opens a sentence before its subject; a comma ends it."""
LONGEST_PREFACE, LONGEST_WHO, LONGEST_HEAD = 260, 300, 24
"""Characters; the longest list of bodies in the plans studied has 205."""
QUANTIFIER = r"(?:(?:[Tt]oàn\s+thể|[Tt]ất\s+cả|[Cc]ác|[Mm]ỗi|[Nn]hững|[Tt]ừng|[Mm]ột\s+số)\s+){0,2}"
QUANTIFIED = regex.compile(r"(?:toàn\s+thể|tất\s+cả|các|mỗi|những|từng)\s")
NO_ASSIGNEE = regex.compile(r"(?:các\s+)?cấp\s+(?:trên|có\s+thẩm|thẩm)", regex.IGNORECASE)
"""Whoever is above the office is given no work by it."""
NAMES = regex.compile(
    r"(?i:(?<!\p{L})(?:ban|tổ|đoàn|ủy\s+ban|uỷ\s+ban|hội\s+đồng|bộ\s+phận))\s+(?:chỉ\s+đạo|tổ\s+chức|kiểm\s+tra|giám\s+sát|quản\s+lý"
    r"|xây\s+dựng|vận\s+động|chấp\s+hành|bảo\s+vệ|thanh\s+tra|hướng\s+dẫn|tuyên\s+truyền|hỗ\s+trợ|theo\s+dõi)"
    r"|(?i:(?<!\p{L})cơ\s+quan)\s+(?:thông\s+tin,?\s+)?(?:tuyên\s+truyền|truyền\s+thông)"
    r"|(?i:(?<!\p{L})(?:cơ\s+quan|cơ\s+sở|tổ\s+chức|lực\s+lượng|trung\s+tâm))\s+(?:quản\s+lý|đào\s+tạo|tham\s+mưu|cung\s+cấp"
    r"|bồi\s+dưỡng|bảo\s+vệ|thanh\s+tra|truyền\s+thông|kiểm\s+tra|hỗ\s+trợ)"
)
"""Verbs that are part of a name: no duty begins in ``ban chỉ đạo`` or ``cơ quan tham mưu``."""
GROUPS = regex.compile(
    r"tổ\s+chức\s*(?:[,;]|(?:và|chính\s+trị|xã\s+hội|đoàn|đảng|Đảng|cá\s+nhân|có\s+liên|liên\s+quan|hội|công\s+đoàn|tôn\s+giáo"
    r"|khác|cơ\s+sở|thành\s+viên|trực\s+thuộc|doanh\s+nghiệp|kinh\s+tế|tín\s+dụng|cung\s+cấp)(?!\p{L}))"
)
"""``tổ chức`` as a noun."""
SENTENCE_END = regex.compile(r"[:;]|\.(?=\s)")
"""Where a list of bodies cannot go on, unless another body follows the semicolon."""
TASKS_FOLLOW = regex.compile(
    r"chủ\s+trì|phối\s+hợp|có\s+(?:trách|nhiệm)|chịu\s+trách|tham\s+mưu|thực\s+hiện|triển\s+khai|căn\s+cứ|tổ\s+chức|chỉ\s+đạo|theo\s+dõi"
    r"|hướng\s+dẫn|là\s"
)
"""Duties that a heading names before its list; other verbs in a heading tell what kind of body it is."""
TELLS_WHICH = regex.compile(
    r"(?:tham\s+gia|thực\s+hiện|hoạt\s+động|được\s+(?:giao|phân\s+công)|trực\s+thuộc|triển\s+khai)\s[^,.;:]{3,90}?\s"
    r"(?=(?:phải|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm)\s)"
)
"""A clause on the body before the verb that binds it."""
ASIDE = regex.compile(
    r"\s*(?:\([^()]*\)|[-–—,]\s*(?:là\s+)?(?:cơ\s+quan|đơn\s+vị|bộ\s+phận)\s+[Tt]hường\s+trực.*|\s(?:và|có|là))\s*$",
    regex.DOTALL,
)
"""What stands between a body and its verb, or after it, and is no part of its name."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """``who`` is given ``duty``; a title or label names only the body."""

    who: Words
    duty: Words | None


@cache
def _body() -> regex.Pattern[str]:
    return regex.compile(rf"{QUANTIFIER}{assignee_head()}")


@cache
def _duty() -> regex.Pattern[str]:
    return regex.compile(rf"(?:[\s,]|(?<=\))){duty_verb()}")


def named(words: Words) -> Words | None:
    """The body that a title or label names: ``Giao Sở Y tế``, ``Trách nhiệm của các xã``, ``Sở Y tế chủ trì:``."""
    start = _start(words.text)
    if start is None:
        return None
    duty = _first_duty(words.text, start)
    if duty is None or (words.paragraph.heading and not TASKS_FOLLOW.match(words.text, duty)):
        return _whole(words.part(start, len(words.text)))
    return _whole(words.part(start, duty))


def assigned(words: Words) -> Assignment | None:
    """The body that a sentence begins with and what it shall do; None where it begins with none."""
    start = _start(words.text)
    duty = _first_duty(words.text, start) if start is not None else None
    if start is None or duty is None:
        return None
    who = _whole(words.part(start, duty))
    return Assignment(who, words.part(duty, len(words.text)).trimmed(" ,;")) if who else None


def opens_with_body(text: str, *, alone: bool = False) -> bool:
    """The text begins with a body in capitals or with ``các …``; ``alone``: it is no more than ``Văn phòng``."""
    found = _body().match(text) if text[:1].isupper() or QUANTIFIED.match(text) else None
    return found is not None and (not alone or found.end() == len(text.rstrip()))


def begins_with_body(text: str) -> bool:
    """The text begins with a body or a comrade, in any case."""
    return _body().match(text) is not None


def ordered(words: Words) -> bool:
    """The sentence says itself that it gives work: ``Giao …``, ``Đề nghị …``; ``Đối với …`` may only measure."""
    return bool(GIVES.match(words.text) or _issuer_orders(words.text))


def _start(text: str) -> int | None:
    """Where the body begins."""
    for at in _beginnings(text):
        order = ORDER.match(text, at)
        body = order.end() if order else _issuer_orders(text[at:], at) or at
        opens = order or not body or text[body : body + 1].isupper() or QUANTIFIED.match(text, body)
        if opens and _body().match(text, body) and not NO_ASSIGNEE.match(text, body):
            return body
    return None


def _beginnings(text: str) -> Iterator[int]:
    """The beginning, or after the commas of what a sentence says before its subject."""
    if not PREFACE.match(text):
        yield 0
        return
    for comma in regex.finditer(r"[,;]\s+(?:thì\s+)?", text, endpos=LONGEST_PREFACE):
        yield comma.end()


def _issuer_orders(text: str, offset: int = 0) -> int | None:
    found = ISSUER_ORDERS.match(text)
    both = found and _body().match(text) and _body().match(text, found.end())
    return int(found.end()) + offset if found and both else None


def _first_duty(text: str, start: int) -> int | None:
    """Where the first verb after the body begins, within its sentence."""
    head = _body().match(text, start)
    low = head.end() if head else start
    high = min(_end_of_list(text, low), low + LONGEST_WHO)
    for found in _duty().finditer(text, low, min(high + LONGEST_HEAD, len(text))):
        at = int(found.end()) - len(found.group().lstrip(" ,\n"))
        if at >= high:
            return None
        if not _inside_name(text, at) and not _in_brackets(text, start, at):
            return _past_clause(text, at)
    return None


def _past_clause(text: str, at: int) -> int:
    """``các lực lượng tham gia … phải tuân thủ``: what tells which forces is part of the body."""
    clause = TELLS_WHICH.match(text, at)
    return int(clause.end()) if clause else at


def _end_of_list(text: str, start: int) -> int:
    for stop in SENTENCE_END.finditer(text, start):
        following = text[stop.end() :].lstrip()[:LONGEST_HEAD]
        if stop.group() != ";" or not (_body().match(following) and not _duty().match(f" {following}")):
            return int(stop.start())
    return len(text)


def _inside_name(text: str, at: int) -> bool:
    if GROUPS.match(text, at):
        return True
    return any(
        name.end() > at > name.start() for name in NAMES.finditer(text, max(at - LONGEST_HEAD, 0), at + LONGEST_HEAD)
    )


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _whole(who: Words) -> Words | None:
    """Without brackets, apposition and punctuation at its end."""
    words = who.trimmed(EDGE)
    while aside := ASIDE.search(words.text):
        if not aside.start():
            return None
        if aside.group().rstrip().endswith(")") and opens_with_body(aside.group().lstrip(" (")):
            break  # ``Sở Nội vụ (Ban Thi đua - Khen thưởng)``: the office within
        words = words.part(0, aside.start()).trimmed(EDGE)
    return words if words.text else None
