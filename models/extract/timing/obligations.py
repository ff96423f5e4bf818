"""What is due at a time in running text, and who owes it: the words around it, their subject, the titles above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from vanthu.models.extract.assignment.assignees import Assignment, assigned, named, opens_with_body
from vanthu.models.extract.structure.entries import EDGE, Words
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.time import TimeExpression
from vanthu.models.extract.timing.duties import clause

LABEL = regex.compile(r"[^:;.]{2,140}:(?=\s|$)")
WEAK = regex.compile(
    r"(?:[\s.,;:()–/+*•-]|\d{1,2}\s+(?:ngày|buổi|lần|đợt|kỳ)(?:\s*/\s*(?:năm|quý|tháng|tuần))?(?!\p{L})|(?<!\p{L})(?:(?:bước|đợt|giai\s+đoạn|chặng)\s+(?:\d{1,2}|[IVX]+)|"
    r"phấn\s+đấu|mục\s+tiêu|hoàn\s+thành|thực\s+hiện|triển\s+khai|xong|dự\s+kiến|thời\s+gian|thời\s+hạn|định\s+kỳ|"
    r"thường\s+xuyên|và|hoặc|để|phải|sẽ|bắt\s+đầu|kết\s+thúc|tiến\s+hành|riêng|sáng|chiều|tối|đêm|vào|lúc|dịp|đó|trong|của|cả|"
    r"khoảng|nay|năm\s+\d{4}|cao\s+điểm|\d{1,2}(?!\S)|trở\s+đi|(?:mỗi\s+)?đợt|kéo\s+dài|tuần\s+lễ|tổ\s+chức|lần|giao|việc|này|là)(?!\p{L}))*",
    regex.IGNORECASE,
)
"""Words that say nothing of what is due."""
TAIL = regex.compile(
    r"(?:[\s,;:(–-]|(?<!\p{L})(?:hoàn\s+thành|thực\s+hiện\s+xong|xong|dự\s+kiến|bắt\s+đầu|kết\s+thúc|và|trong\s+tuần\s+lễ|vào|"
    r"(?:(?:chiều|sáng|tối)\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)|ít\s+nhất|tối\s+thiểu|"
    r"chiều|sáng|tối|đêm|kể|cho|phấn\s+đấu|thời\s+gian|định\s+kỳ|lúc|là|trong|gửi\s+trước))+$",
    regex.IGNORECASE,
)
HEAD = regex.compile(
    r"(?:[\s,;:.)–+*•/-]|(?:năm\s+(?:sau|kế\s+tiếp|tiếp\s+theo)|tiếp\s+theo|thời\s+(?:gian|hạn)|(?:có|chịu)\s+trách\s+nhiệm|và|đồng\s+thời|để|sau\s+đó|trở\s+đi|riêng|thì|\(\s*(?:chủ\s+nhật|thứ\s+\p{L}+)\s*\)|"
    r"chiều|sáng|tối|định\s+kỳ|thường\s+xuyên)(?!\p{L}))+",
    regex.IGNORECASE,
)
OWN = regex.compile(
    r"(?:định\s+kỳ\s+)?(?P<action>báo\s+cáo[^.;:]{0,200}?)[\s(,]+(?:trước|chậm\s+nhất|muộn\s+nhất|vào|ngày)\s+(?:\p{L}+\s+){0,2}\d",
    regex.IGNORECASE,
)
"""``báo cáo 6 tháng trước ngày 15/6``: the time holds the name of the account, which says that it comes again."""
PLACE = regex.compile(r"(?:tại|ở|qua|về|cho|theo|đối\s+với|gồm|với|từ|nhân)(?!\p{L})", regex.IGNORECASE)
"""How the rest of a clause goes on that does not say what is due: where, through whom, on what occasion."""
LEVEL = regex.compile(r"(?:các\s+)?cấp\s+(?:tỉnh|huyện|xã|cơ\s+sở|thành\s+phố|trường)", regex.IGNORECASE)
TARGET = regex.compile(
    r"\s*,?\s*(?:phấn\s+đấu\s+)?(?:đạt|có|tăng|giảm|còn|hoàn\s+thành)\s[^.;:()]{0,40}?\d", regex.IGNORECASE
)
"""``đến năm 2028 đạt 55%``: the number behind the time is what is due."""
COMMA = regex.compile(r",\s*")
SENTENCE = regex.compile(r"(?<=\p{L}{2}|\d|[)”\"])[.;]\s+")
FULL_STOP = regex.compile(r"(?<=\p{L}{2}|\d|[)”\"])\.\s+")
LIST_MARK = regex.compile(r"\s*(?:[-+*–•]\s*|\p{L}\)\s*|\d+(?:\.\d+)*\s?[.)/-]\s*|\(\d+\)\s*)?")


@dataclass(frozen=True, slots=True)
class Duty:
    """What is due and who owes it, each None where the text does not say."""

    action: Words | None = None
    who: Words | None = None


def duty_at(
    paragraph: Paragraph, expression: TimeExpression, others: Sequence[TimeExpression], titles: Sequence[Words]
) -> Duty:
    """The duty that ``expression`` dates.

    Args:
        paragraph: where it stands.
        expression: the time.
        others: all times of the paragraph, in order.
        titles: what the paragraph stands under, outermost first.
    """
    low, high = clause(paragraph.text, expression.start_char, expression.end_char)
    low = _list_begins(paragraph, low)
    label = _label(paragraph, low, expression.start_char)
    named_by = named(label) if label else None
    pieces = _Pieces(Words(paragraph, label.end + 1 if label else low, high), expression, others)
    found = pieces.nearest()
    told = _assigned_last(found) if found else None
    if label and not named_by and (found is None or not pieces.before()):
        found = told.duty if told else label
    own = OWN.match(paragraph.text, expression.start_char, expression.end_char)
    if own:
        found = Words(paragraph, *own.span("action"))
        told = _assigned_last(found)
    elif told and told.duty:
        found = told.duty
    if found and told is None and _only_body(found):
        return Duty(label and trimmed(label), trimmed(found))
    stop = own.end("action") if own else expression.start_char
    who = (told.who if told else None) or named_by or _sentence_subject(paragraph, low, stop)
    return Duty(trimmed(found) if found else None, who or titled(titles))


def _only_body(words: Words) -> bool:
    """``cấp tỉnh xong trước …``: what stands before the time is who, the rest of the sentence says what."""
    short = trimmed(words)
    found = short and LEVEL.fullmatch(short.text)
    return found is not None


def _list_begins(paragraph: Paragraph, low: int) -> int:
    """``Các sở, ban, ngành; UBND các xã báo cáo``: where the list of bodies begins that a clause goes on with."""
    mark = LIST_MARK.match(paragraph.text)
    start = max([mark.end() if mark else 0, *(m.end() for m in FULL_STOP.finditer(paragraph.text, 0, low))])
    before = Words(paragraph, min(start, low), low).trimmed(EDGE)
    bodies = before.text and opens_with_body(before.text) and ":" not in before.text and assigned(before) is None
    return start if bodies else low


def _assigned_last(words: Words) -> Assignment | None:
    """Who is told what; ``phát động, các thôn gửi bản đăng ký`` gives the work of the last body."""
    told = assigned(words.trimmed(EDGE))
    commas = () if told else [m.end() for m in COMMA.finditer(words.text)]
    parts = (words.part(at, len(words.text)).trimmed(EDGE) for at in reversed(commas))
    return told or next((last for part in parts if part.text and (last := assigned(part))), None)


def _label(paragraph: Paragraph, low: int, stop: int) -> Words | None:
    """``Phòng Nội vụ:``, ``Kiểm tra:`` at the beginning of the clause, before the time."""
    found = LABEL.match(paragraph.text, low, stop)
    return Words(paragraph, low, found.end() - 1) if found else None


def _sentence_subject(paragraph: Paragraph, low: int, stop: int) -> Words | None:
    """Who the clause, or the nearest one before it in the paragraph, gives work to."""
    mark = LIST_MARK.match(paragraph.text)
    begin = mark.end() if mark else 0
    starts = [begin, *(m.end() for m in SENTENCE.finditer(paragraph.text, begin, low)), low]
    for start in (_list_begins(paragraph, start) for start in reversed(starts)):
        words = Words(paragraph, start, max(stop, start))
        label = _label(paragraph, start, stop)
        told = assigned(words.trimmed(EDGE))
        who = told.who if told else named(label) if label else None
        if who:
            return who
    return None


def titled(titles: Sequence[Words]) -> Words | None:
    """The body that the innermost telling title names."""
    return next((who for title in reversed(titles) if (who := named(title))), None)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The words of a clause between its times."""

    clause: Words
    expression: TimeExpression
    others: Sequence[TimeExpression]

    def before(self) -> Words | None:
        """What stands directly before the time, None where it says nothing."""
        return next(iter(self._left()), None) if not self._gap_is_weak() else None

    def _gap_is_weak(self) -> bool:
        start, end = self._left_bounds()[0]
        text = self.clause.paragraph.text[start:end]
        behind = text.rpartition(",")[2] if len(self._left_bounds()) > 1 else ""
        return not says_something(text) or (bool(behind.strip()) and not says_something(behind))

    def nearest(self) -> Words | None:
        """What the time belongs to: before it, else after it; a list of times shares what stands before or after it."""
        if self.expression.relation == "by" and TARGET.match(self.clause.paragraph.text, self.expression.end_char):
            return next(iter(self._right()), None)
        chain = [*self._left()]
        if chain and not self._gap_is_weak():
            return chain[0]
        right = next(iter(self._right()), None)
        first = len(self._left_bounds()) <= 1
        options = (right, *chain) if first else (*chain, right)
        return next((words for words in options if words), None)

    def _left_bounds(self) -> list[tuple[int, int]]:
        """From the time to the left."""
        bounds, end = [], self.expression.start_char
        for other in reversed(self.others):
            if self.clause.start <= other.start_char and other.end_char <= end:
                bounds.append((other.end_char, end))
                end = other.start_char
        return [*bounds, (min(self.clause.start, end), end)]

    def _left(self) -> Iterator[Words]:
        text = self.clause.paragraph.text
        for start, end in self._left_bounds():
            if says_something(text[start:end]):
                yield Words(self.clause.paragraph, start, end)

    def _right(self) -> Iterator[Words]:
        text, start = self.clause.paragraph.text, self.expression.end_char
        for other in (*self.others, None):
            if other and (other.start_char < start or other.end_char > self.clause.end):
                continue
            end = other.start_char if other else max(self.clause.end, start)
            comma = COMMA.search(text, start + 1, end) if other else None
            end = comma.start() if comma and says_something(text[start : comma.start()]) else end
            if says_something(text[start:end]) and not PLACE.match(_without_head(text[start:end])):
                yield Words(self.clause.paragraph, start, end)
            start = other.end_char if other else end


def says_something(text: str) -> bool:
    """More than when: ``hoàn thành``, ``dự kiến`` and the like say nothing of what is due."""
    return not WEAK.fullmatch(text)


def _without_head(text: str) -> str:
    head = HEAD.match(text)
    return text[head.end() if head else 0 :]


def trimmed(words: Words) -> Words | None:
    """Without connectives at its beginning, and ``hoàn thành``, ``xong`` at its end; None where nothing is left."""
    head = HEAD.match(words.text)
    words = words.part(head.end() if head else 0, len(words.text))
    tail = TAIL.search(words.text)
    words = words.part(0, tail.start() if tail else len(words.text)).trimmed(" ,.;:-–")
    return words if words.text and says_something(words.text) else None
