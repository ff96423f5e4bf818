"""The words around a form of commendation: who gives it, to whom, and to how many at most."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.extract.emulation.criteria_labels import Kind, kind_of

Span = tuple[int, int]

REACH = 260
"""Characters before a form in which its giver and its limit may stand (the longest clause of the gold has 214)."""
AHEAD = 400
"""Characters after a form in which its clause ends."""
_BODY = (
    r"(?:Thủ tướng|Chủ tịch|Phó Chủ tịch|Bộ trưởng|Giám đốc|Tổng Giám đốc|Hiệu trưởng|Thủ trưởng|Cục trưởng"
    r"|Trưởng [Bb]an|Chỉ huy trưởng|Tư lệnh|Khối trưởng|Cụm trưởng|Trưởng (?:khối|cụm)|Viện trưởng|Chánh án|Bí thư"
    r"|[Bb]an [Tt]hường [Vv]ụ|[Bb]an [Cc]hấp hành|Ban Bí thư|Ban Thường trực|Ban(?= \p{Lu})|Thường trực|Đảng [ủu][ỷy]"
    r"|(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) (?:ủy|uỷ)|(?:Tỉnh|Thành|Huyện|Thị|Quận) [ĐđDd]oàn|Trung ương"
    r"|(?:Ủy|Uỷ) ban|UBND|UBMTTQ|HĐND|Mặt trận|Hội đồng|Hội(?= \p{Lu})|Tổng Liên đoàn|Liên đoàn|LĐLĐ|Công đoàn"
    r"|Đoàn(?= \p{Lu})"
    r"|Tập đoàn|Tổng [Cc]ông ty|Công ty|Quân khu|Quân chủng|Công an|Học viện|Bệnh viện"
    r"|Sở|Bộ|Phòng|Cục|Tổng cục|Trường|Cơ quan|Nhà nước|Chính phủ|cấp (?:ủy|uỷ))"
)
_GIVES = regex.compile(
    r"(?:(?:xem xét|xét|quyết định|khen thưởng|ký quyết định|trực tiếp|biểu dương|sẽ|và)[,\s]+)*"
    r"(?:tặng thưởng|trao tặng|khen tặng|tặng|trao|cấp|khen thưởng bằng)\s+(?:(?:kèm|thêm|đồng thời|01|một)\s)*$"
)
_BODIES = regex.compile(rf"(?<!\p{{L}}){_BODY}(?!\p{{L}})")
_BEFORE_GIVER = regex.compile(
    r"(?:^|[:,(–)-]|(?<!\p{L})(?:đề nghị|đề xuất|trình|để|được|do|giao|và|năm|quý|tháng))\s*$", regex.IGNORECASE
)
LONGEST_GIVER = 130
_NOT_GIVER = regex.compile(r"\s(?:đề nghị|đề xuất|trình|lựa chọn|chọn|để|có|xét|tặng|căn cứ|theo)\s")
_LISTED = regex.compile(r"^(?:\s|,|và|hoặc|/|\(|\)|kèm|theo|“[^”]{1,60}”)+$")
_BEGINS_GIVING = regex.compile(r"\W*(?:và |đồng thời )?(?:xét |quyết định )?(?:tặng|trao|cấp)\s*")
"""A clause that goes on with the giver of the clause before: ``…; tặng Bằng khen cho …``."""
_NOUNS = (
    r"(?:đơn vị|địa phương|ngành|ban|phòng|tổ chức|doanh nghiệp|đoàn thể|xã|phường|thị trấn|huyện|thị xã|thành phố"
    r"|hợp tác xã)"
)
_OWNER = regex.compile(
    r"\s(?:của\s(?P<who>(?:các\s)?(?:\p{Lu}|(?:ban|cấp|thủ|đảng|tỉnh|huyện) \p{L})[^,;.:()”\"]{1,80}?"
    rf"(?:,\s(?:{_NOUNS}(?!\p{{L}})|{_BODY}(?!\p{{L}})[^,;.:()”\"]{{0,60}}?))*)"
    r"|(?P<direct>(?:Thủ tướng|Chính phủ|Chủ tịch|Bộ trưởng|UBND)[^,;.:()”\"]{0,40}?))"
    r"(?=\s(?:cho|đối với|tặng|là|kèm|và (?:Giấy|Bằng|Huân|Cờ))\s|\s?[,;.:()”\"]|$)"
)
_TO = regex.compile(
    r"(?:\s?:\s(?:[Xx]ét\s)?(?:[Tt]ặng|[Tt]rao|[Dd]ành)\s(?:thưởng\s)?(?:cho\s|đối với\s)?"
    r"|[^;.:]{0,40}?\s(?:cho|đối với)\s)"
    r"(?P<who>(?!không (?:vượt )?quá|tối đa|ít nhất|khoảng|từ\s\d)(?:các\s|những\s)?\p{Ll}[^;.:()\d]{2,90}?"
    r"(?:(?<=\s)\d{1,2}\s(?:khối|cụm|lĩnh vực|mặt)|(?<=\s)(?:đạt|từ|được|liên tục|trên|đủ)\s\d[^;:()]{0,60}?)?)"
    r"(?=\s(?:trong|tại|theo|khi|kèm)\s|\.(?:\s|$)|\s?[;:()]|,\s(?:\p{Lu}|mỗi|không quá|tối đa|số lượng|kèm|\d)|$)"
)
_SUBJECT = regex.compile(
    r"^\s*(?:[-+*•]\s*|\p{L}\)\s*|\d+(?:\.\d+)*[-.)]\s*)?"
    r"(?P<who>(?:Các |Những |Mỗi )?(?:[Tt]ập thể|[Cc]á nhân|[Tt]ổ chức|[Đđ]ơn vị|[Hh]ộ|[Tt]hí sinh"
    r"|[Tt]ình nguyện viên|[Đđ]ảng viên"
    r"|[Cc]hi bộ|[Cc]án bộ|[Hh]ọc sinh|[Ss]inh viên|[Gg]iáo viên|[Đđ]oàn viên|[Hh]ội viên"
    r"|[Đđ]ội|[Ll]ớp|[Tt]ổ|[Tt]hôn|[Gg]ia đình|[Dd]oanh nghiệp|[Cc]hiến sĩ|[Cc]ông nhân"
    r"|[Nn]hà giáo|[Tt]ác giả|[Nn]gười)(?!\p{L})[^;.:()]{0,90}?)"
    r"(?:\s(?:sẽ )?(?:được|nhận)(?:\s(?:đề nghị|xét|xem xét|cấp))?\s(?:(?!(?:được|nhận)\s)[^;.:]){0,90})$"
)
_LABELLED = regex.compile(
    r"\s*(?:[-+*•]\s*|\p{L}\)\s*|\d+(?:\.\d+)*[-.)]?\s+)?(?:(?:Đối với|Về|Với|Cho)\s)?(?P<who>[^:.;]{4,90}?)\s?:\s"
)
"""``a) Đối với tập thể: Giấy khen …``."""
_NUMBER = r"\d+(?:[.,/]\d+)?(?:\s?(?:-|–|đến)\s?\d+)?\s?%?"
_STOP = (
    r"(?:cho|có|được|để|trình|tặng|tiêu|xuất|dẫn|và|hoặc|đồng|triệu|tỷ|năm|tháng|ngày|giờ|điểm|lần|trang|bản|đạt"
    r"|trở|thành tích"
    r"|đề|trong|so|của|khi|quyển|phút|nghìn|m|kèm|giải"
    r"|xếp|đứng|thứ|hạng|do|lập|hoàn)(?!\p{L})"
)
_BASE = r"(?:so với|trên|tổng số|số)\s[^,;.:()]{2,70}"
_COUNT = (
    r"(?:(?:không (?:vượt )?quá|không vượt|tối đa|nhiều nhất|ít nhất|từ|dưới|khoảng)\s)?(?<!(?:số|[Mm]ẫu|khoản"
    r"|[Đđ]iều|điểm) )"
    rf"{_NUMBER}\s(?:{_BASE}|(?!{_STOP})\p{{Ll}}+(?:\s(?!{_STOP})\p{{Ll}}+){{0,3}}"
    r"(?:\s(?:so với|trên tổng|của mỗi)\s[^,;.:()]{2,60}|\smỗi \p{Ll}+)?)"
)
_LIMIT = regex.compile(
    rf"{_COUNT}(?:(?:,\s?|\svà\s|\shoặc\s){_COUNT})*(?:,\s(?:hộ gia đình|hộ|bộ môn|tập thể|cá nhân)(?!\p{{L}}))?"
)
_NUMBERED_FORM = regex.compile(r"(?<![\d/.])\d{1,3}\s$")
_QUOTA_SENTENCE = regex.compile(r"[.;]\s+(?=(?:Số lượng|Số (?:tập thể|cá nhân)|Tỷ lệ|Tổng số|tổng số|Mỗi)\s)")
_CLAUSE = regex.compile(r"[.;](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Terms:
    """Spans in the passage; None where it does not say."""

    authority: Span | None
    recipients: Span | None
    limit: Span | None

    def reach(self, start: int, end: int) -> Span:
        """Everything that was read, the form at ``start:end`` included, without what stands far off."""
        spans = [s for s in (self.authority, self.recipients, self.limit) if s]
        return min([start, *(s[0] for s in spans)]), max([end, *(s[1] for s in spans)])


def terms_of(text: str, start: int, end: int, previous: tuple[int, Span | None] | None = None) -> Terms:
    """Read what stands around the form ``text[start:end]``.

    Args:
        text: the passage.
        start: where the form begins.
        end: where it ends.
        previous: end and authority of the form before it in the passage: in a list one giver gives all.
    """
    low = max((m.end() for m in _CLAUSE.finditer(text, max(start - REACH, 0), start)), default=max(start - REACH, 0))
    authority, after = _authority(text, low, start, end)
    goes_on = _BEGINS_GIVING.fullmatch(text, low, start)
    if authority is None and previous and (goes_on or _together(text[previous[0] : start])):
        authority = previous[1]
    stop = _CLAUSE.search(text, after, after + AHEAD)
    high = stop.start() if stop else min(len(text), after + AHEAD)
    recipients = _recipients(text, low, start, after)
    before, counted = low, after
    if recipients:
        # a number among the words for whom (``02 năm liền``) is no limit
        before, counted = (
            (max(low, recipients[1]), after) if recipients[1] <= start else (low, max(after, recipients[1]))
        )
    return Terms(authority, recipients, _limit(text, before, start, counted, high))


def _together(between: str) -> bool:
    """Two forms in one list, or one that comes with the other."""
    return bool(_LISTED.match(between) or between.endswith(("kèm ", "kèm theo ")))


def _authority(text: str, low: int, start: int, end: int) -> tuple[Span | None, int]:
    """``Bằng khen của …`` or ``… tặng Bằng khen``, and where the form with its owner ends."""
    owner = _OWNER.match(text, end)
    if owner:
        return owner.span("who" if owner["who"] else "direct"), owner.end()
    gives = _GIVES.search(text, low, start)
    if not gives:
        return None, end
    stop = len(text[: gives.start()].rstrip(" ,"))
    givers = (
        (m.start(), stop) for m in _BODIES.finditer(text, low, stop) if _BEFORE_GIVER.search(text[low : m.start()])
    )
    return next((span for span in givers if _is_giver(text[slice(*span)])), None), end


def _is_giver(words: str) -> bool:
    return len(words) <= LONGEST_GIVER and not _NOT_GIVER.search(words + " ") and not regex.search(r"[:“”()]", words)


def _recipients(text: str, low: int, start: int, after: int) -> Span | None:
    given = _TO.match(text, after)
    if given:
        return given.start("who"), given.end("who")
    subject = _SUBJECT.match(text[low:start])
    if subject:
        return low + subject.start("who"), low + subject.end("who")
    label = _LABELLED.match(text, 0, start)
    told = label and kind_of(bare(label["who"])) is Kind.AUDIENCE
    return label.span("who") if label and told else None


def _limit(text: str, low: int, start: int, after: int, high: int) -> Span | None:
    """The number of the form itself (``02 Giải Nhì``), after it, before it in its clause, or in the sentence after."""
    own = _NUMBERED_FORM.search(text, max(low, start - 4), start)
    if own:
        return int(own.start()), after
    found = _LIMIT.search(text, after, high) or _LIMIT.search(text, low, start)
    if found is None:
        follows = _QUOTA_SENTENCE.match(text, high)
        found = _LIMIT.search(text, follows.end()) if follows else None
    return (found.start(), found.end()) if found else None
