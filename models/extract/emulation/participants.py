"""Component ``participants``: who takes part, from the parts on ``Đối tượng``.

Those who may be awarded (``Đối tượng khen thưởng``) and those who only benefit (``thụ hưởng``) are other people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.extract.assignment.assignees import begins_with_body
from vanthu.models.extract.plan_kinds import sets_out
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.entries import Entry, Words, entries

AUDIENCE = regex.compile(
    r"(?:(?:về|các|phạm\s+vi)(?:,|\s+và)?\s+)*(?:đối\s+tượng|thành\s+phần\s+(?:tham\s+gia|dự\s+thi|thực\s+hiện))(?!\p{L})",
    regex.IGNORECASE,
)
"""Opens the title of the part, alone or before other parts (``Đối tượng, thời gian``)."""
NOT_TAKING_PART = regex.compile(
    r"đối\s+tượng\s+(?:(?:được|và|,|tiêu\s+chuẩn|điều\s+kiện)\s*)*(?:thụ\s+hưởng|hưởng|khen|xét|tặng|đề\s+nghị|suy\s+tôn|hỗ\s+trợ|ưu\s+tiên"
    r"|khảo\s+sát|điều\s+chỉnh|giám\s+sát|kiểm\s+tra|tuyên\s+truyền|bồi\s+dưỡng|đào\s+tạo|kết\s+nạp|trợ\s+giúp)",
    regex.IGNORECASE,
)
REWARDS = regex.compile(r"khen\s+thưởng|xét\s+tặng|hồ\s+sơ|bình\s+xét|công\s+nhận", regex.IGNORECASE)
"""Parts above in which ``Đối tượng`` are those awarded, where the campaign's own are not named beside them."""
OTHER_PART = regex.compile(
    r"\W*(?:phạm\s+vi(?!,|\s+và)|thời\s+(?:gian|hạn)|địa\s+(?:điểm|bàn)|số\s+lượng|hình\s+thức|nội\s+dung|điều\s+kiện|lưu\s+ý|ghi\s+chú"
    r"|kinh\s+phí|chủ\s+đề|khẩu\s+hiệu|tiến\s+độ|quy\s+mô|lĩnh\s+vực|mốc)",
    regex.IGNORECASE,
)
"""Labels beside ``Đối tượng`` in a shared section."""
NOT_ADMITTED = regex.compile(r"\W*(?:không|trừ|ngoại trừ)(?!\p{L})", regex.IGNORECASE)
SHARED = regex.compile(r"[,;–-]|(?<!\p{L})và(?!\p{L})", regex.IGNORECASE)
"""The title covers other parts too (``Đối tượng, thời gian``): what stands right under it has to name people."""
GROUP = regex.compile(
    r"\W*(?:đối\s+với|tập\s+thể|cá\s+nhân|khối|cụm|nhóm|bảng|hộ|các|những|toàn\s+thể|tất\s+cả|mọi|gồm|cụ\s+thể)(?!\p{L})",
    regex.IGNORECASE,
)
"""Groups of people or units."""
STATED = regex.compile(
    r"(?:^|(?<=[.;]\s))Đối\s+tượng\s+(?:thi\s+đua|tham\s+gia|dự\s+thi|tham\s+dự|áp\s+dụng|vận\s+động|thực\s+hiện)[^.;:]{0,60}?"
    r"(?:\s+là|\s+(?:bao\s+)?gồm(?:\s+có)?|:)\s*:?\s+(?P<who>[^.]{5,600})"
)
"""Running text that says who they are."""
SEMICOLON = regex.compile(r";\s+(?:và\s+)?")
LONGEST_TITLE, SHORTEST = 140, 6
"""Characters of a title and of an audience."""
CERTAINTY_LISTED, CERTAINTY_STATED = 0.88, 0.8


@Language.component(
    "participants",
    assigns=["doc._.campaign"],
    requires=["doc._.source", "doc._.paragraphs", "doc._.document", "doc._.campaign"],
)
def participants(doc: Doc) -> Doc:
    """Read the audiences of the campaign."""
    source: SourceText = doc._.source
    if sets_out(doc):
        told = list(entries(doc._.paragraphs))
        listed = [words.field(source, CERTAINTY_LISTED) for words in audiences(told)]
        found = listed or [words.field(source, CERTAINTY_STATED) for words in _stated(told)]
        doc._.campaign = doc._.campaign.model_copy(update={"participants": tuple(found)})
    return doc


def audiences(told: Iterable[Entry]) -> Iterator[Words]:
    """Listed audiences one by one; a clause after a label or title by its semicolons."""
    for entry in told:
        if entry.label and _announces(entry.label.text, entry.titles):
            yield from _parts(entry.rest)
        elif _stands_under(entry):
            alone = not entry.paragraph.marker and not entry.label
            yield from _parts(entry.words) if alone else _whole(entry.words)


def _announces(title: str, above: Iterable[Words]) -> bool:
    """The title names those who take part, not those awarded."""
    if len(title) > LONGEST_TITLE or not AUDIENCE.match(title) or NOT_TAKING_PART.search(title):
        return False
    return not any(REWARDS.search(words.text) and not AUDIENCE.match(words.text) for words in above)


def _stands_under(entry: Entry) -> bool:
    """Under such a title, with no title or label of another part between."""
    depths = (i for i, title in enumerate(entry.titles) if _announces(title.text, entry.titles[:i]))
    depth = max(depths, default=None)
    if depth is None or NOT_ADMITTED.match(entry.words.text) or (entry.label and OTHER_PART.match(entry.label.text)):
        return False
    between = entry.titles[depth + 1 :]
    if any(OTHER_PART.match(t.text) or NOT_TAKING_PART.search(t.text) or _is_other(t) for t in between):
        return False
    if not SHARED.search(entry.titles[depth].text):
        return True
    return _names_people(between[0].text if between else entry.words.text)


def _names_people(text: str) -> bool:
    return bool(GROUP.match(text) or AUDIENCE.match(text)) or begins_with_body(text)


def _is_other(title: Words) -> bool:
    """A heading of its own that is no group of people: ``2. Nội dung``, ``3. Tiêu chí``."""
    return title.paragraph.heading and not GROUP.match(title.text)


def _parts(words: Words) -> Iterator[Words]:
    start = 0
    for stop in (*SEMICOLON.finditer(words.text), None):
        yield from _whole(words.part(start, stop.start() if stop else len(words.text)))
        start = stop.end() if stop else start


def _whole(words: Words) -> Iterator[Words]:
    trimmed = words.trimmed(" ;")
    if len(trimmed.text) >= SHORTEST:
        yield trimmed


def _stated(told: Iterable[Entry]) -> Iterator[Words]:
    for entry in told:
        found = STATED.search(entry.words.text)
        if found and not any(REWARDS.search(title.text) for title in entry.titles):
            yield from _parts(entry.words.part(*found.span("who")))
