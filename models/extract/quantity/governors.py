"""What stands earlier in the clause and governs a number: whom it binds, per what, how strongly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import regex

from vanthu.models.extract.assignment.assignees import begins_with_body
from vanthu.models.extract.quantity.clauses import Clauses
from vanthu.models.extract.quantity.counted import STOPS, counted_kind

Span = tuple[int, int]
Share = Literal["bare", "of_whole"]
Modality = Literal["mandatory", "commit", "strive", "encourage", "permit", "prohibit"]

MODALITIES = regex.compile(
    r"(?<!\p{L})(?:(?P<prohibit>không\sđược|nghiêm\scấm|không\sxét)|(?P<strive>phấn\sđấu|quyết\stâm|nỗ\slực)"
    r"|(?P<commit>bảo\sđảm|đảm\sbảo|cam\skết)|(?P<encourage>khuyến\skhích)|(?P<mandatory>phải|bắt\sbuộc|yêu\scầu)"
    r"|(?P<permit>có\sthể|được(?=\s(?:chọn|cử|xét|đề\snghị|đăng\ský|giới\sthiệu))))(?!\p{L}|\s(?:quá|vượt|dưới))",
    regex.IGNORECASE,
)
VERBS: Final = (
    r"(?:lựa\s|bình\s|tuyển\s)?chọn|cử|đăng|xây|được|phải|giới|thành\slập|tổ\schức(?!,|\s(?:đảng|cơ|hội|chính|đoàn|công|thành|và))"
    r"|thực|hoàn|vận|kết|giúp|kiểm(?!\s(?:soát|lâm))|giám(?!\s(?:khảo|đốc))|ủng|đóng|trực(?!\sthuộc)|ra|làm|bê|cứng|khơi|đào|tuyên|xóa|xoá|gắn|nạo|sửa|xét|quyết|quán|sẽ|cam|đầu|mua|cấp(?=\sphát)|tặng|lấy|phát(?!\striển)|suy|trồng|trang|hỗ|gửi|nộp|viết|nhận|đảm|bảo|tham|triển|duy|huy"
    r"|treo|in|sưu|ít|tối|không|đạt|có|đề|bầu|trao|khen|mở|tăng|giảm|tiếp|phấn"
)
"""First words of what each unit does, at which ``mỗi …`` ends."""
EACH = regex.compile(
    rf"(?<!\p{{L}})(?P<per>[Hh][ằà]ng\s(?:năm|tháng|quý|tuần|ngày)\s|[Mm]ỗi\s(?:tổ\schức\s)?(?:(?!(?:{VERBS})(?!\p{{L}}))(?:[\p{{L}}/&]+|[–-]),?\s){{0,24}})(?<=\p{{L}},?\s)(?=\S)"
)
TIME_UNIT = regex.compile(
    r"(?:mỗi|h[ằà]ng)\s(?:năm\shọc|năm|tháng|quý|tuần|ngày|kỳ|đợt|lần|buổi|giờ|khóa|khoá|học\skỳ|nhiệm\skỳ)(?:\sthi\sđua)?",
    regex.IGNORECASE,
)
WHOLE_LABEL = regex.compile(r"(?P<who>\p{Lu}[^:.()\d]{2,120}):\s")
"""``Huyện Đoàn A, B: mỗi đơn vị …``: what a paragraph begins with governs all of it, where it names a body."""
LABEL = regex.compile(
    r"\s*(?P<who>(?:(?:Đối với|Riêng)\s[^,;.:()\d]{2,80}?(?=[,:])|(?:Các|Toàn|Từng)\s[^;.:()\d]{2,80}?(?=:)))."
    r"|\s*(?P<label>[^,;.()\d]{3,60}):\s*$"
)
ADDRESSED = regex.compile(r"^(?:[Đđ]ối với|[Rr]iêng)\s")
ABOUT = regex.compile(r"(?<!\p{L})đối\svới\s(?P<who>[^,;.:()\d]{2,60}?)(?::|,)?\s*$", regex.IGNORECASE)
OWN = regex.compile(
    rf"(?:^|[,;:(]\s|\svà\s|\s[-–]\s)\s*(?P<who>(?:(?!(?:{STOPS}|{VERBS})(?!\p{{L}}))[\p{{L}}–-]+,?\s){{1,12}})"
    rf"(?:(?={STOPS}|{VERBS})\p{{L}}+\s(?:\p{{L}}+\s){{0,6}})?$",
)
MEASURED = regex.compile(r"(?r)(?:\S+\s){1,24}")
"""What a bare share is a share of, printed before it: ``tỷ lệ phủ sóng mạng 5G … đạt 100%``."""
_OF_ANYTHING: Final = (
    r"t[ỷỉ]\slệ|(?<!(?:kinh\stế|đổi|công\snghệ|kỹ\snăng|hạ\stầng|xã\shội|chính\squyền|nền\stảng|học\sbạ|một|chữ\ský)\s)"
    r"số(?!\s(?:hóa|hoá)(?!\p{L}))|mức|tỷ\strọng|(?:tổng\s)?kinh\sphí|tiền\sthưởng"
)
_AT_ITS_HEAD: Final = (
    r"(?:tổng|thu|chi)(?=\s(?:số|mức|nhu|vốn|thu|chi|ngân|sản|diện|giá|tỷ|nguồn|nhập|đầu|thường|điểm|kinh)(?!\p{L}))"
    r"|diện\stích|sản\slượng|năng\s(?:suất|lực)|giá\strị|doanh\s(?:thu|số)|quy\smô|tốc\sđộ|chỉ\ssố|tuổi\sthọ|thời\sgian|chiều\scao"
    r"|công\ssuất|điểm(?=\s(?:trung|số|bình|nền|thi))|đàn|dư\snợ|độ|vốn|ngân\ssách|t[ỷỉ]\s(?:suất|số)|tử\svong|kim\sngạch|khối\slượng|lượng"
    r"|lợi\snhuận|kinh\sphí|hệ\ssố|kinh\stế\ssố|GRDP"
)
MEASURE = regex.compile(
    rf"(?:(?:^|\s)(?P<who>(?:{_OF_ANYTHING})\s(?:(?!t[ỷỉ]\slệ)[^;:.()]){{3,160}}?)"
    rf"|(?:^\s*|,\s|(?:giảm|tăng|nâng|đưa|trì|bảo|chế|đấu|quân|trong đó)\s)"
    rf"(?P<who>(?:{_AT_ITS_HEAD})(?:\s[^;:.()]{{0,160}}?)?))\s*$",
    regex.IGNORECASE,
)
"""What is measured: ``tỷ lệ …``, ``số …`` anywhere, ``diện tích …``, ``doanh thu …`` at the head of a clause."""
VALUED = regex.compile(
    r"\s(?:(?:đạt|chiếm|là|từ|tăng|giảm|còn|ít|tối|không)\s)(?:\p{L}+\s){0,4}\d[\d.,]*+[^,;]*"
    r"(?:,\s?(?:(?:đến|hết|năm|phấn|đấu|trong|đó|và|tăng|giảm|chiếm|gấp|\d{4})\s?)*)?(?P<rest>\p{L}.*)?$",
    regex.IGNORECASE,
)
"""A value that the same measure has had already: ``thu ngân sách đạt 215 tỷ đồng, tăng 12%``."""
NOTHING_YET = frozenset({"tỷ lệ", "tỉ lệ", "số", "mức", "số lượng", "tổng số", "tỷ trọng", "tổng"})
"""Measures of nothing named: what they measure follows the number."""
NO_WHOM = regex.compile(r"\s*(?:tại|ở|trong|trên|về|đến|năm|giai\sđoạn|từ|hết)(?!\p{L})", regex.IGNORECASE)
"""Labels that say where or when."""
OFTEN = 40
"""Characters between ``hằng năm`` and its number."""
DANGLING = regex.compile(
    r"(?:,?\s(?:nhưng|và|mà|trong đó|thì|là|lên|xuống|còn|phải|được|có|bình quân|trung bình|đạt|chiếm"
    r"|ổn định|khống chế|giảm|tăng|tăng trưởng|ở mức|từ|ở|đến|tới|nâng|tỷ trọng|tỷ lệ|gấp"
    r"|mỗi năm|h[ằà]ng năm)|,)+$"
)
LINKS = regex.compile(
    r"^(?:(?:có|phấn đấu|bảo đảm|đảm bảo|duy trì|trong đó|và|riêng|đạt|giữ|đưa|nâng)\s)+", regex.IGNORECASE
)
"""What stands before the thing that a bare share measures."""
NO_SUBJECT = regex.compile(r"mỗi|khi(?!\p{L})|tổ chức$", regex.IGNORECASE)
LEVELS = regex.compile(r"(?:cấp|các|toàn|riêng|những|từng|khối|cụm)(?!\p{L})", regex.IGNORECASE)
OF_STATE = regex.compile(r"\p{Lu}")
LISTED = regex.compile(
    r"\s?(?:,|;|và|hoặc|cùng)\s(?:(?!(?:trong|gồm|kèm|dài|rộng|mỗi|nếu|có)(?!\p{L}))\p{L}+\s){0,5}", regex.IGNORECASE
)
"""What stands between two numbers of one list."""
BINDABLE = frozenset({"unit", "person", "household"})
REACH = 300
"""Characters before a number in which a governor is looked for; the longest ``mỗi …`` clause studied has 210."""


def _one_unit(text: str, per: Span) -> Span:
    """A stretch of time is one word or two; what is done in it follows."""
    time = TIME_UNIT.match(text, *per)
    return (per[0], time.end()) if time else per


@dataclass(frozen=True, slots=True)
class Governors:
    """What governs one number, with the words that say so."""

    subject: str | None = None
    per: str | None = None
    modality: Modality | None = None
    spans: tuple[Span, ...] = ()
    whom: Span | None = None
    each: Span | None = None


class GovernorFinder:
    """Finds what governs the numbers of one passage; every pattern that may run far is run once.

    Args:
        clauses: the bounds within the passage.
    """

    def __init__(self, clauses: Clauses) -> None:
        self.text = clauses.text
        self.clauses = clauses

    @cached_property
    def _strengths(self) -> list[tuple[int, int, Modality]]:
        return [(*found.span(), found.lastgroup) for found in MODALITIES.finditer(self.text)]

    @cached_property
    def _each(self) -> list[Span]:
        return [_one_unit(self.text, found.span("per")) for found in EACH.finditer(self.text)]

    def read(
        self,
        lead: int,
        number_end: int,
        floor: int,
        *,
        alone: bool,
        share: Share | None = None,
        measured: bool = False,
    ) -> Governors:
        """What governs the number whose words start at ``lead``.

        Args:
            lead: where comparator and number start.
            number_end: where the number ends.
            floor: where the number before it ends; a ``mỗi …`` before that governs this one in a list only.
            alone: no list is gone on with: a score is not per what its criterion is.
            share: a share without a noun, or of a whole that is named (``1/3 tổng số …``): what has it stands before.
            measured: ``tỷ lệ …``, ``mức …`` may be printed before.
        """
        start = max(self.clauses.clause(lead), lead - REACH)
        low = max(start if self.text[start - 1 : start] != ":" else self._before_colon(start), lead - REACH)
        strength = self._strength(start, number_end)
        per = self._within(self._each, low, number_end)
        if per and per[1] <= floor and (alone or not LISTED.fullmatch(self.text[floor:lead])):
            per = None
        if per and lead - per[1] > OFTEN and self.text[per[0]] in "Hh":
            per = None
        subject, spans = self._subject(start, lead, floor, share=share, measured=measured)
        unit = self._unit(per) if per else None
        if unit and (not subject or unit.endswith(f" {subject}")):
            subject = unit
        labelled = self._whole if not subject or subject == unit else None
        spans += [per] if per else []
        spans += [strength[:2]] if strength and strength[1] <= lead else []
        return Governors(
            subject=labelled[0] if labelled else subject,
            per=self.text[slice(*per)].strip(" ,") if per else None,
            modality=strength[2] if strength else None,
            spans=tuple(sorted(spans)),
            whom=labelled[1] if labelled else None,
            each=per,
        )

    @cached_property
    def _whole(self) -> tuple[str, Span] | None:
        found = WHOLE_LABEL.match(self.text, self.clauses.mark_end)
        if not found or not (counted_kind(found["who"]) in BINDABLE or begins_with_body(found["who"])):
            return None
        return found["who"].strip(), found.span("who")

    def _before_colon(self, start: int) -> int:
        """``mỗi huyện: 02 tập thể``: what stands before the colon still governs."""
        return self.clauses.clause(start - 1)

    def _strength(self, start: int, end: int) -> tuple[int, int, Modality] | None:
        """The last one printed in the clause before the number's end; ``phấn đấu`` reaches through its sentence."""
        index = bisect_right(self._strengths, end, key=lambda hit: hit[1])
        hit = self._strengths[index - 1] if index else None
        sentence = max(self.clauses.full_stop(end), end - REACH)
        return hit if hit and (hit[0] >= start or (hit[2] == "strive" and hit[0] >= sentence)) else None

    def _within(self, spans: list[Span], start: int, end: int) -> Span | None:
        index = bisect_left(spans, end, key=lambda span: span[0])
        span = spans[index - 1] if index else None
        return (span[0], min(span[1], end)) if span and span[0] >= start else None

    def _unit(self, per: Span) -> str | None:
        """Whom ``mỗi …`` binds; a stretch of time binds nobody."""
        words = self.text[slice(*per)].strip(" ,")
        return None if TIME_UNIT.match(words) else words.partition(" ")[2]

    def _subject(
        self, start: int, lead: int, floor: int, *, share: Share | None, measured: bool
    ) -> tuple[str | None, list[Span]]:
        sentence = max(self.clauses.sentence(lead), lead - REACH)
        label = LABEL.match(self.text, sentence, lead)
        if label and not NO_WHOM.match(label.group()):
            return ADDRESSED.sub("", (label["who"] or label["label"]).strip()), [label.span()]
        if share == "bare" and start and self.text[start - 1] == "(" and start == lead:
            start = self.clauses.clause(start - 1)
        begin = max(start, self.clauses.mark_end)
        window = self.text[begin:lead]
        found = ABOUT.search(window)
        if not found and measured:
            span = self._measure(begin, lead, floor)
            if span:
                return self.text[slice(*span)], [(span[0], max(span[1], lead))]
        if not found and not (share == "of_whole" and counted_kind(window.strip())):
            found = self._own(window)
        if found:
            who = ADDRESSED.sub("", DANGLING.sub("", found["who"].strip(" ,")))
            return who or None, [(begin + found.start("who"), begin + found.end("who"))] if who else []
        if not share:
            return None, []
        begin = max(begin, min(floor, lead))
        words = MEASURED.search(self.text, begin, lead)
        who = DANGLING.sub("", LINKS.sub("", words.group().strip(" ,("))) if words else ""
        if share == "of_whole" and not counted_kind(who):
            return None, []
        return (who or None), [words.span()] if words and who else []

    def _measure(self, begin: int, lead: int, floor: int) -> Span | None:
        """Where ``tỷ lệ …``, ``diện tích …`` before the number says what is measured, in its clause or its label."""
        if not self.text[begin:lead].strip() and self.text[begin - 1 : begin] == ":":
            begin, lead = max(self.clauses.sentence(begin - 1), lead - REACH), begin - 1
            found = MEASURE.search(self.text[begin:lead])
            return (begin + found.start("who"), begin + found.end("who")) if found else None
        found = MEASURE.search(self.text[begin:lead])
        if not found:
            return None
        first, last = begin + found.start("who"), begin + found.end("who")
        part = self.text.rfind(", ", first, last) + 1
        if part and (nearer := MEASURE.search(self.text[part:last])):
            first = part + nearer.start("who")
        if (told := VALUED.search(self.text, first, last)) and not told["rest"]:
            last = told.start()
        elif told and floor > first:
            found = MEASURE.search(self.text[floor:lead])
            if not found:
                return None
            first, last = floor + found.start("who"), floor + found.end("who")
        who = DANGLING.sub("", self.text[first:last].rstrip(" ,"))
        return (first, first + len(who)) if who and who.casefold() not in NOTHING_YET else None

    def _own(self, window: str) -> regex.Match[str] | None:
        """The subject of the clause: a unit, a level or a body, right before what it does."""
        found = OWN.search(window)
        if not found:
            return None
        who = found["who"].strip(" ,")
        named = counted_kind(who) in {"unit", "person", "household", "work"} or LEVELS.match(who)
        return found if named and not NO_SUBJECT.match(who) else None
