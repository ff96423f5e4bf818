"""What is due and who owes it: the clause around a time, its subject, its milestone and the level it binds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import regex

from vanthu.models.campaign import Milestone
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.source import Passage

CLAUSE_BREAK = regex.compile(r"[.;](?=\s+[\p{Lu}“\"(])|;|(?<=\p{Ll}\)?)\.(?=\s*$)|:(?=\s+Đối với)|\n")
LABEL = regex.compile(
    r"^\s*(?:[-+*–•]|\p{L}\)|\d+[.)])?\s*(?P<label>(?:thời\s+gian|thời\s+hạn|tiến\s+độ|thời\s+điểm|hạn)(?!\p{L})[^:.;]{0,60}):",
    regex.IGNORECASE,
)
LABEL_INSIDE = regex.compile(
    r"(?:^|[.;(]\s*|,\s+)(?:thời\s+gian|thời\s+hạn|tiến\s+độ|thời\s+điểm|hạn)(?!\p{L})[^:.;]{0,60}:?[^:.;]{0,40}$",
    regex.IGNORECASE,
)
TIME_HEADING = regex.compile(r"(?<!\p{L})(?:thời\s+gian|thời\s+hạn|tiến\s+độ|lộ\s+trình)(?!\p{L})", regex.IGNORECASE)
GENERIC_LABEL = regex.compile(
    r"(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|tổ\s+chức|xong)){0,2}[\s:]*",
    regex.IGNORECASE,
)
"""A label that names no task of its own."""
OTHER_LABEL = regex.compile(
    r"^\s*(?:[-+*–•]|\p{L}\)|\d+[.)])?\s*(?:(?:đơn\s+vị|cơ\s+quan)(?:\s+\p{L}+){0,4}|kinh\s+phí|địa\s+điểm|thành\s+phần|sản\s+phẩm)[^:.;]{0,30}:",
    regex.IGNORECASE,
)
OWNER_LABEL = regex.compile(
    r"^\s*(?:[-+*–•]|\p{L}\)|\d+[.)])?\s*(?:(?:đơn\s+vị|cơ\s+quan)(?:\s+(?!phối\s)\p{L}+){0,5}|chủ\s+trì|"
    r"phân\s+công|người\s+phụ\s+trách)\s*:\s*(?P<owner>[^.]{3,160}?)\s*[.;]?\s*$",
    regex.IGNORECASE,
)
TASK_LABEL = regex.compile(
    r"^\s*(?:[-+*–•]|\p{L}\)|\d+[.)])?\s*(?:nội\s+dung|nhiệm\s+vụ|công\s+việc)\s*:\s*", regex.IGNORECASE
)
BODY = (
    r"(?:(?:các|mỗi|những)\s+)?(?:Ban|Sở|Ủy\s+ban|Uỷ\s+ban|UBND|UBMTTQ|HĐND|MTTQ|Hội(?!\s+nghị)|Văn\s+phòng|Phòng|"
    r"Trung\s+tâm|Công\s+an|Bộ|Mặt\s+trận|Liên\s+đoàn|Công\s+đoàn|Đoàn\s+(?!kết)|Tỉnh\s+đoàn|Huyện\s+đoàn|Thường\s+trực|"
    r"Chi\s+bộ|Đảng\s+(?:ủy|uỷ|bộ)|Huyện\s+(?:ủy|uỷ)|Thành\s+(?:ủy|uỷ)|Thị\s+(?:ủy|uỷ)|Tỉnh\s+(?:ủy|uỷ)|Khoa|Trường|"
    r"Chi\s+cục|Cục|Tổng\s+cục|Viện|Báo(?!\s+cáo)|Đài|Kho\s+bạc|Hiệp\s+hội|Liên\s+minh|Tòa\s+án|Viện\s+kiểm\s+sát|Thủ\s+trưởng|"
    r"Giám\s+đốc|Chủ\s+tịch|Trưởng|Cơ\s+quan|Đơn\s+vị|Địa\s+phương|Sở|Ngành|Cấp|Tổ\s+chức\s+(?:đảng|cơ\s+sở)|Cụm|Khối|"
    r"cơ\s+quan|đơn\s+vị|địa\s+phương|sở|ngành|ban|cấp|huyện|thành|chi\s+bộ|đảng\s+bộ|xã|phường|trường|khoa|phòng|"
    r"cụm|khối|tổ\s+chức|hội|đoàn\s+thể|thường\s+trực|công\s+đoàn|văn\s+phòng)"
)
VERB = (
    r"(?:chủ\s+trì|phối\s+hợp|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|tổ\s+chức|xây\s+dựng|báo\s+cáo|gửi|hoàn\s+thành|"
    r"tham\s+mưu|triển\s+khai|đăng\s+ký|căn\s+cứ|thực\s+hiện|hướng\s+dẫn|tổng\s+hợp|lập|rà\s+soát|theo\s+dõi|"
    r"chỉ\s+đạo|kiểm\s+tra|ban\s+hành|trình|tiến\s+hành|lựa\s+chọn|phát\s+động|cung\s+cấp|đánh\s+giá|thẩm\s+định|"
    r"phân\s+công|bố\s+trí|nộp|đề\s+xuất|thông\s+báo|xem\s+xét|quy\s+định|chuẩn\s+bị|phê\s+duyệt|họp|trực\s+tiếp)"
)
ADVERBS = (
    r"(?:(?:nghiêm\s+túc|kịp\s+thời|tiếp\s+tục|chủ\s+động|khẩn\s+trương|sẽ|phải|cần|tích\s+cực|định\s+kỳ|"
    r"thường\s+xuyên|h[ằà]ng\s+(?:năm|quý|tháng|tuần)|được|để)[\s,]+)*"
)
ORDERED = regex.compile(
    rf"(?<!\p{{L}})(?:yêu\s+cầu|đề\s+nghị|giao(?:\s+cho)?)\s+(?={BODY}(?!\p{{L}}))", regex.IGNORECASE
)
SUBJECT = regex.compile(
    rf"(?:^|[.;:]\s+)(?:[-+*–•]\s*|\p{{L}}\)\s*|\d+(?:\.\d+)*[.)]?\s+)?(?:(?:Giao|Đề\s+nghị|Yêu\s+cầu|Giao\s+cho)\s+)?"
    rf"(?P<who>(?i:{BODY})(?!\p{{L}})[^.;:]{{0,220}}?)(?:\s*\([^)]*\))?[\s,]+{ADVERBS}{VERB}(?!\p{{L}})"
)
ADDRESSED = regex.compile(
    rf"(?:^|[.;:,]\s*|\s)Đối\s+với\s+(?:các\s+)?(?P<who>[^:.;]{{3,90}}?)(?=\s*:|[\s,]+{ADVERBS}{VERB}(?!\p{{L}}))"
)
CLAUSE_SUBJECT = regex.compile(rf"^\s*(?P<who>(?i:{BODY})(?!\p{{L}})[^.;:,]{{0,80}}?)\s+{VERB}(?!\p{{L}})")
HEADED_BY = regex.compile(
    rf"^(?:Đề\s+nghị\s*:?\s+|Giao\s+|Đối\s+với\s+)?(?P<who>(?i:{BODY})(?!\p{{L}})[^.;:]{{0,150}}?)"
    rf"(?:[\s,]+{ADVERBS}{VERB}(?!\p{{L}}).*|\s*:?)$"
)
MILESTONES: tuple[tuple[Milestone, regex.Pattern[str]], ...] = (
    ("dossier", regex.compile(r"hồ sơ|danh sách đề nghị|đề nghị (?:khen thưởng|xét)", regex.IGNORECASE)),
    ("registration", regex.compile(r"đăng ký|giao ước thi đua|ký kết giao ước", regex.IGNORECASE)),
    ("interim_review", regex.compile(r"sơ kết", regex.IGNORECASE)),
    ("final_review", regex.compile(r"tổng kết", regex.IGNORECASE)),
    (
        "award",
        regex.compile(r"trao (?:thưởng|giải|tặng)|tuyên dương|tôn vinh|biểu dương|xét (?:tặng|khen)", regex.IGNORECASE),
    ),
    ("launch", regex.compile(r"phát động|ra quân|khai mạc", regex.IGNORECASE)),
    ("report", regex.compile(r"báo cáo", regex.IGNORECASE)),
)
"""In order: a dossier with a report is a dossier, a launch report is a launch."""
LEVELS = (
    ("grassroots", regex.compile(r"chi bộ|đảng bộ cơ sở|cơ sở đảng|cấp cơ sở|tổ dân phố|thôn", regex.IGNORECASE)),
    (
        "commune",
        regex.compile(
            r"cấp xã|(?<!\p{L})(?:các|UBND|ủy ban nhân dân)(?: các)? (?:xã|phường|thị trấn)", regex.IGNORECASE
        ),
    ),
    ("district", regex.compile(r"cấp huyện|huyện ủy|thị ủy|UBND (?:các )?(?:huyện|quận|thị xã)", regex.IGNORECASE)),
    ("province", regex.compile(r"cấp tỉnh|(?<!\p{L})các sở|sở, (?:ban, )?ngành", regex.IGNORECASE)),
    ("central", regex.compile(r"cấp trung ương|các bộ, ngành", regex.IGNORECASE)),
)
ROW_NUMBER = regex.compile(r"\d{1,3}[.)]?(?:$|\s+(?=\p{Lu}))")
LONGEST_CLAUSE, LONGEST_LABEL = 1500, 250
"""Characters looked at around a time: the longest clause of the plans studied has 900, the longest label 110."""
LOOK_BACK = 8
"""Paragraphs between a task and its ``Thời gian thực hiện``: owner, co-owner and a few dashes."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage: ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, white space folded."""
        return " ".join(self.passage.text[self.start : self.end].split())


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the clause that holds ``text[start:end]``, its list mark left out."""
    low = max(start - LONGEST_CLAUSE, 0)
    low = max((m.end() for m in CLAUSE_BREAK.finditer(text, low, start + 2) if m.end() <= start), default=low)
    after = CLAUSE_BREAK.search(text, end, end + LONGEST_CLAUSE)
    high = after.start() if after else min(len(text), end + LONGEST_CLAUSE)
    mark = regex.match(r"\s*(?:[-+*–•]\s*|\p{L}\)\s*|\d+(?:\.\d+)*[.)]\s*|\(\d+\)\s*)?", text[low:high])
    return low + (mark.end() if mark else 0), high


def is_label(text: str, start: int) -> bool:
    """``Thời gian thực hiện:`` or ``Thời hạn`` leads to ``start``."""
    head = text[max(start - LONGEST_LABEL, 0) : start]
    return bool(LABEL_INSIDE.search(head) or (start <= LONGEST_LABEL and LABEL.match(head)))


def sentence_before(text: str, start: int) -> tuple[int, int] | None:
    """The sentence that ends where ``text[start:]`` begins, for a clause that says nothing but when."""
    end = len(text[:start].rstrip(" .;"))
    return clause(text[:end], end, end) if end else None


def owner_of_block(paragraphs: Sequence[Paragraph], index: int) -> Quote | None:
    """``Đơn vị chủ trì: …`` above a ``Thời gian thực hiện: …`` of the same block."""
    for above in _above(paragraphs, index):
        found = OWNER_LABEL.match(above.text)
        if found:
            return Quote(above.passage, *found.span("owner"))
        if not OTHER_LABEL.match(above.text):
            return None
    return None


def row_number(paragraphs: Sequence[Paragraph], index: int) -> int | None:
    """Where the row begins whose number stands above: for tables whose cells are printed one below the other."""
    above = range(index - 1, max(index - 1 - LOOK_BACK, -1), -1)
    return next((at for at in above if ROW_NUMBER.match(paragraphs[at].text)), None)


def row_of_list(paragraphs: Sequence[Paragraph], index: int) -> tuple[Quote | None, Quote | None]:
    """Task and owner of a time that stands alone in such a row: number, task and owner in the usual order."""
    at = row_number(paragraphs, index)
    number = ROW_NUMBER.match(paragraphs[at].text) if at is not None else None
    if at is None or number is None:
        return task_of_block(paragraphs, index), None
    alone = number.end() == len(paragraphs[at].text)
    task = at + alone
    if task >= index:
        return None, None
    owner = _rest(paragraphs[task + 1], 0) if task + 1 < index else None
    return _rest(paragraphs[task], 0 if alone else number.end()), owner


def _rest(paragraph: Paragraph, start: int) -> Quote:
    return Quote(paragraph.passage, start, len(paragraph.text.rstrip()))


def task_of_block(paragraphs: Sequence[Paragraph], index: int) -> Quote | None:
    """The task above the labels of its block, or the heading of its section."""
    for above in _above(paragraphs, index):
        if OTHER_LABEL.match(above.text) or LABEL.match(above.text):
            continue
        label = TASK_LABEL.match(above.text)
        start = label.end() if label else len(above.marker or "")
        if start < len(above.text.rstrip()):
            return Quote(above.passage, start, len(above.text.rstrip()))
    return None


def _above(paragraphs: Sequence[Paragraph], index: int) -> Iterable[Paragraph]:
    return islice((paragraphs[i] for i in range(index - 1, -1, -1)), LOOK_BACK)


def subject(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Who owes what ``text[start:end]`` says: ``Đối với …``, the clause's own subject, else that of the sentence."""
    low = max(start - LONGEST_CLAUSE, 0)
    addressed = list(ADDRESSED.finditer(text, low, end))
    if addressed:
        return addressed[-1].start("who"), addressed[-1].end("who")
    own = CLAUSE_SUBJECT.match(text[start:end])
    if own:
        return _ordered(text, start + own.start("who"), start + own.end("who"))
    found = list(SUBJECT.finditer(text, low, end))
    return _ordered(text, found[-1].start("who"), found[-1].end("who")) if found else None


def _ordered(text: str, start: int, end: int) -> tuple[int, int]:
    """``UBND tỉnh yêu cầu các sở``: the sở owe it."""
    orders = list(ORDERED.finditer(text, start, end))
    return (orders[-1].end() if orders else start), end


def heading_body(headings: Sequence[str]) -> str | None:
    """The body that the innermost heading names, as in ``Tổ chức thực hiện``."""
    found = HEADED_BY.match(headings[-1]) if headings else None
    return found["who"] if found else None


def milestone(texts: Iterable[str]) -> Milestone:
    """Step of a campaign that the first telling text names: the clause, then its headings from the inside."""
    for text in texts:
        for name, pattern in MILESTONES:
            if pattern.search(text):
                return name
    return "other"


def level(texts: Iterable[str]) -> str | None:
    """Administrative level that the first telling text names."""
    for text in texts:
        for name, pattern in LEVELS:
            if pattern.search(text):
                return name
    return None
