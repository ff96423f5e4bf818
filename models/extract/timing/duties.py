"""The clause and the block around a time, the milestone it is of and the level it binds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

import regex

from vanthu.models.campaign import Milestone
from vanthu.models.extract.assignment.assignees import opens_with_body
from vanthu.models.extract.structure.entries import Words
from vanthu.models.extract.structure.paragraphs import Paragraph

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
    r"^\s*(?:[-+*–•]|\p{L}\)|\d+[.)])?\s*(?:(?:đơn\s+vị|cơ\s+quan)(?:\s+\p{L}+){0,4}|kinh\s+phí|"
    r"địa\s+điểm|thành\s+phần|sản\s+phẩm|đối\s+tượng|số\s+lượng|quy\s+mô|phạm\s+vi|hình\s+thức|cách\s+thức|kết\s+quả)[^:.;]{0,30}:",
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
DOSSIER = (
    r"(?<!(?:xử lý|giải quyết|số hóa|tiếp nhận|\d%) )hồ sơ"
    r"(?! (?:thủ tục|lưu trữ|điện tử|công việc|trực tuyến|được|quá hạn))"
    r"|danh sách đề nghị|đề nghị (?:khen thưởng|xét|tặng)|tờ trình khen thưởng"
)
"""A dossier for a reward, not of an administrative procedure."""
MILESTONES: tuple[tuple[Milestone, str], ...] = (
    ("report", r"báo cáo (?:kết quả )?(?:sơ kết|tổng kết)"),
    ("dossier", DOSSIER),
    ("registration", r"đăng ký|giao ước thi đua|ký kết giao ước"),
    ("interim_review", r"sơ kết"),
    ("final_review", r"tổng kết"),
    (
        "award",
        r"trao (?:thưởng|giải|tặng)|tuyên dương|tôn vinh|vinh danh|biểu dương|xét,? (?:tặng|khen|công nhận)|bình xét",
    ),
    ("launch", r"phát động|ra quân|khai mạc"),
    ("report", r"báo cáo"),
)
"""In order: a dossier with a report is a dossier, a launch report is a launch."""
OFFICE = r"(?:UBND|MTTQ|HĐND|LĐLĐ|nhân dân|việt nam)"
LEVELS = (
    (
        "grassroots",
        r"chi bộ|(?:đảng bộ|đảng (?:ủy|uỷ)|công đoàn|đoàn) cơ sở|cơ sở đảng|cấp cơ sở|tổ dân phố|(?<!\p{L})thôn\b",
    ),
    ("commune", rf"cấp xã|(?:(?<!\p{{L}})các|{OFFICE}|(?:đảng|ủy) (?:ủy|uỷ|bộ))(?: các)? (?:xã|phường|thị trấn)"),
    ("district", rf"cấp huyện|(?:huyện|thị|quận) (?:ủy|uỷ|đoàn)|{OFFICE} (?:các )?(?:huyện|quận|thị xã)|các huyện"),
    (
        "province",
        rf"cấp tỉnh|(?<!\p{{L}})các sở|^\W*sở(?= )|sở, (?:ban, )?ngành|tỉnh (?:đoàn|ủy|uỷ)|{OFFICE} (?:tỉnh|thành phố)",
    ),
    ("central", r"cấp trung ương|các bộ, ngành"),
)
ROW_NUMBER = regex.compile(r"\d{1,3}[.)]?(?:$|\s+(?=\p{Lu}))")
FIRST_HEAD = regex.compile(r"\W*(?:thời\s+(?:gian|hạn|điểm)|ngày|tháng|tuần)(?:\s+\p{L}+){0,3}\W*", regex.IGNORECASE)
SECOND_HEAD = regex.compile(
    r"\W*(?:các\s+)?(?:nội\s+dung|công\s+việc|nhiệm\s+vụ|hoạt\s+động)(?:\s+\p{L}+){0,3}\W*", regex.IGNORECASE
)
MOST_CELLS = 60
"""Paragraphs between the heads of a column and a cell of it: a table of one page."""
LONGEST_CLAUSE, LONGEST_LABEL = 1500, 250
"""Characters looked at around a time: the longest clause of the plans studied has 900, the longest label 110."""
LOOK_BACK = 8
"""Paragraphs between a task and its ``Thời gian thực hiện``: owner, co-owner and a few dashes."""


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the clause that holds ``text[start:end]``, its list mark left out."""
    low = max(start - LONGEST_CLAUSE, 0)
    low = max((m.end() for m in CLAUSE_BREAK.finditer(text, low, start + 2) if m.end() <= start), default=low)
    after = CLAUSE_BREAK.search(text, end, end + LONGEST_CLAUSE)
    high = after.start() if after else min(len(text), end + LONGEST_CLAUSE)
    mark = regex.match(
        r"\s*(?:[-+*–•]\s*|\p{L}\)\s*|\d+(?:\.\d+)*(?:[.)]|[/-](?=\s+\p{L}))\s*|\(\d+\)\s*)?", text[low:high]
    )
    return low + (mark.end() if mark else 0), high


def is_label(text: str, start: int) -> bool:
    """``Thời gian thực hiện:`` or ``Thời hạn`` leads to ``start``."""
    head = text[max(start - LONGEST_LABEL, 0) : start]
    return bool(LABEL_INSIDE.search(head) or (start <= LONGEST_LABEL and LABEL.match(head)))


def owner_of_block(paragraphs: Sequence[Paragraph], index: int) -> Words | None:
    """``Đơn vị chủ trì: …`` above or below a ``Thời gian thực hiện: …`` of the same block."""
    for beside in (_above(paragraphs, index), islice(paragraphs, index + 1, index + 1 + LOOK_BACK)):
        for paragraph in beside:
            found = OWNER_LABEL.match(paragraph.text)
            if found:
                return Words(paragraph, *found.span("owner"))
            if not OTHER_LABEL.match(paragraph.text):
                break
    return None


def row_number(paragraphs: Sequence[Paragraph], index: int) -> int | None:
    """Where the row begins whose number stands above: for tables whose cells are printed one below the other."""
    above = range(index - 1, max(index - 1 - LOOK_BACK, -1), -1)
    return next((at for at in above if ROW_NUMBER.match(paragraphs[at].text) and _beside(paragraphs, at, index)), None)


def _beside(paragraphs: Sequence[Paragraph], at: int, index: int) -> bool:
    """A number with words is that of a row only in the section of the time; alone it is one anywhere."""
    return paragraphs[at].marker is None or paragraphs[at].path == paragraphs[index].path


def row_of_list(paragraphs: Sequence[Paragraph], index: int) -> tuple[Words | None, Words | None]:
    """Task and owner of a time that stands alone in such a row: number, task and owner in the usual order."""
    if _time_first(paragraphs, index):
        return _behind(paragraphs, index)
    at = row_number(paragraphs, index)
    number = ROW_NUMBER.match(paragraphs[at].text) if at is not None else None
    if at is None or number is None:
        return task_of_block(paragraphs, index), None
    alone = number.end() == len(paragraphs[at].text)
    task = at + alone
    if task >= index:
        return None, None
    owner = whole(paragraphs[task + 1]) if task + 1 < index else None
    return whole(paragraphs[task], 0 if alone else number.end()), owner


def _time_first(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """The time stands in the first column: ``Thời gian``, ``Nội dung`` are printed one below the other."""
    lines = paragraphs[max(index - MOST_CELLS, 0) : index]
    return any(FIRST_HEAD.fullmatch(a.text) and SECOND_HEAD.fullmatch(b.text) for a, b in pairwise(lines))


def _behind(paragraphs: Sequence[Paragraph], index: int) -> tuple[Words | None, Words | None]:
    """Task and owner in the cells after a time."""
    task, owner = (*islice(paragraphs, index + 1, index + 3), None, None)[:2]
    named_so = owner is not None and opens_with_body(owner.text)
    return whole(task) if task else None, whole(owner) if owner and named_so else None


def whole(paragraph: Paragraph, start: int = 0) -> Words:
    """All words of a paragraph or cell from ``start``."""
    return Words(paragraph, start, len(paragraph.text)).trimmed(" -+;")


def task_of_block(paragraphs: Sequence[Paragraph], index: int) -> Words | None:
    """The task above the labels of its block, or the heading of its section."""
    for above in _above(paragraphs, index):
        if OTHER_LABEL.match(above.text) or LABEL.match(above.text):
            continue
        label = TASK_LABEL.match(above.text)
        start = label.end() if label else len(above.marker or "")
        if start < len(above.text.rstrip()):
            return whole(above, start)
    return None


def _above(paragraphs: Sequence[Paragraph], index: int) -> Iterable[Paragraph]:
    return islice((paragraphs[i] for i in range(index - 1, -1, -1)), LOOK_BACK)


def milestone(texts: Iterable[str], titles: Iterable[str]) -> Milestone:
    """Step of a campaign that the first telling text names, else the innermost title that names only one."""
    for text in texts:
        found = _steps(text)
        if found:
            return found[0]
    return next((found[0] for title in titles if len(found := _steps(title)) == 1), "other")


def _steps(text: str) -> list[Milestone]:
    found = [name for name, pattern in MILESTONES if regex.search(pattern, text, regex.IGNORECASE)]
    return list(dict.fromkeys(found))


def level(texts: Iterable[str]) -> str | None:
    """Administrative level that the first telling text names."""
    for text in texts:
        for name, pattern in LEVELS:
            if regex.search(pattern, text, regex.IGNORECASE):
                return name
    return None
