"""Which numbers of a passage bind somebody.

A share binds unless it reports how things stand; a count binds where a comparator, ``mỗi``, a rate, a verb of duty
(``chọn``, ``đăng ký``, ``lắp đặt`` …) or a label (``Số lượng:``) says so. What is left out: formulas, the present
state, denials (``không đạt 100% không cộng điểm``), conditions (``Cơ sở có từ 50 đoàn viên trở lên: bầu …``), copies of
a dossier, how many points a list has, and numbers of dates, codes and references (``masks``).
"""

from __future__ import annotations

import regex

from vanthu.models.campaign import Quota
from vanthu.models.extract.quantity.clauses import Clauses
from vanthu.models.extract.quantity.counted import MEASURES, counted_kind
from vanthu.models.extract.quantity.numbers import settled
from vanthu.models.extract.quantity.quantities import Quantity, quantities

PRESENT = regex.compile(
    r"(?<!\p{L})(?:(?<!thực |thể |phát |xuất )hiện (?:nay|có|tại|đang|toàn)|đến nay|tính đến|toàn tỉnh (?:hiện )?có"
    r"|ghi nhận"
    r"|cùng kỳ|ước đạt|ước thực hiện|đã (?:đạt được|hoàn thành|ban hành|tổ chức|được (?:UBND|Thủ|Ủy ban|công bố))"
    r"|vừa qua|thời gian qua)(?!\p{L})",
    regex.IGNORECASE,
)
YEAR = regex.compile(
    r"\W*(?:\p{L}\)\s)?(?:(?:đến|tính đến|hết|cuối|trong|kết thúc)\s){0,2}năm\s(?:học\s)?(?P<year>20\d\d)",
    regex.IGNORECASE,
)
"""The year that a sentence or an aside opens with."""
ACHIEVED = regex.compile(r"(?<!\p{L})đã\s(?:\p{Ll}+\s){1,4}$")
"""``năm 2023 toàn huyện đã xây dựng được 12 mô hình`` reports; ``đã được tặng`` qualifies what comes later."""
DONE = regex.compile(r"(?:,?\s\p{Ll}+){0,3}\sđã\s")
BASELINE = regex.compile(r"(?:so với|năm\s20\d\d)[^;.()]{0,30}\($", regex.IGNORECASE)
"""``gấp 1,4 lần so với năm 2022 (32,8 triệu đồng)``."""
SCOPE = regex.compile(
    r"được (?:triển khai|thực hiện|tổ chức)\s(?:\p{L}+\s){0,3}(?:tại|ở|trên)\s(?:\p{L}+\s){0,2}"
    r"(?:\d+\s[^;.:()\d]{0,40})?$"
)
"""``được triển khai tại 16 xã, thị trấn và 152 thôn``: where, not how many."""
DENIED = regex.compile(r"không (?:đạt|có)\s(?:tỷ lệ\s)?(?:đạt\s)?$|không\s(?=đạt\s)", regex.IGNORECASE)
FORMULA = regex.compile(r"(?:[=×x*/]|\bb/a|(?<!\p{L})cứ(?:\s(?:tăng|giảm|thêm|đạt))?)\s*$", regex.IGNORECASE)
CONDITION = regex.compile(r"(?<!\p{L})(?:có|đủ|quản lý|với|nếu|khi)\s(?:\p{L}+\s){0,6}$", regex.IGNORECASE)
CONDITION_ENDS = regex.compile(
    r"(?:\s\p{L}+){0,6}:\s?\S|(?:\s\p{L}+){0,4},?\sthì\s|\sđược\s(?:bầu|bố trí|hưởng|giảm|tính)\s"
)
DUTY = regex.compile(
    r"(?<!\p{L})(?:chọn|lựa chọn|tuyển chọn|bình chọn|cử|đăng ký|đại diện|xây dựng(?: được)?|thành lập|tổ chức|lắp đặt"
    r"|đầu tư|cấp phát|trao(?: tặng)?|tặng|đề nghị|đề xuất|giới thiệu|hỗ trợ|giúp đỡ|giúp|kết nạp|trồng|có|đạt|gửi|nộp"
    r"|hoàn thành|phấn đấu|nâng|số lượng|công nhận|duy trì|nhân rộng|thực hiện|triển khai|sửa chữa|tuyên truyền"
    r"|vận động|thu hút|tham gia|viết|đăng|phát|kiểm tra|giám sát|gắn biển|khánh thành|khởi công|nhận|phụng dưỡng"
    r"|khen thưởng|biểu dương|tuyên dương|suy tôn|bình xét|bầu|tôn vinh|in|mở|tăng|giảm|quan trắc|cung cấp|đào tạo"
    r"|bồi dưỡng|tập huấn|giải quyết|bảo đảm|đảm bảo|treo|huy động|quyên góp|ủng hộ|thăm hỏi|khám|tiếp nhận|sưu tầm"
    r"|xóa|xoá|cải tạo|nạo vét|ra mắt|phát hành|biên soạn|sản xuất|trang bị|bố trí|phân công|ký kết|đỡ đầu"
    r"|tạo(?: việc làm)?|đón|khơi thông|phát quang|thu gom|tu sửa|nâng cấp"
    r"|gieo|tư vấn|hướng dẫn|tiếp sức|cứu trợ|khắc phục"
    r"|bê tông hóa|cứng hóa|làm mới|hình thành|phát triển|tuyển dụng|lấy"
    r"|sàng lọc|làm sạch|chuyển đổi|số hóa|mua sắm|tiêm|phun"
    r"|tham mưu|chủ trì|rà soát|ban hành|công bố|kết nối|bổ sung|đưa|thả|chứng nhận|bình quân|trung bình)(?!\p{L})",
    regex.IGNORECASE,
)
REACH = 45
"""Characters between a verb of duty and its number (``chọn đại diện 03 đảng bộ``; tuned on the eleven plans)."""
MAKES = regex.compile(
    r"(?<!\p{L})(?:lắp đặt|trồng|trao tặng|trao|tặng|thành lập|xây dựng|cấp phát|in|hỗ trợ|tổ chức|mở|kết nạp|treo"
    r"|sửa chữa|nạo vét|khánh thành|khởi công|huy động|vận động|trang bị|biên soạn|ra mắt|xóa|xoá|phát hành)"
    r"(?:\s(?:mới|được|thêm|ít nhất|cho|khoảng))*\s$",
    regex.IGNORECASE,
)
"""Verbs that make what is counted, right before the number: any noun will do."""
SCORE_ENDS = regex.compile(r"\s*(?:[.;,]|$)")
ADJUSTED = regex.compile(r"(?<!\p{L})(?:cộng|trừ|chấm|thêm|được|bớt|đạt|bằng)\s(?:thêm\s|đi\s)?$", regex.IGNORECASE)
LABEL = regex.compile(r":\s*$")
AWARDED = regex.compile(r"\s?(?:,\s\d+\s[^,;.]{2,30})?\s?(?:được|đề nghị)\s")
LISTED = regex.compile(r"(?:,|và|hoặc|cùng|gồm)\s(?:(?:chọn|cử|tặng|với)\s)?(?:đại diện\s)?$")
REWARD_WORD = regex.compile(
    r"thưởng|giải|hỗ trợ|kinh phí|mức|trị giá|tặng|mỗi|quỹ|ủng hộ|đóng góp|huy động|vận động|thu ngân sách|vốn"
    r"|thu nhập|doanh thu|kim ngạch|giá trị|ngân sách|chi phí|dư nợ",
    regex.IGNORECASE,
)
SCORE_WORD = regex.compile(r"(?:tổng|đạt|thang|chuẩn)(?: số)?(?: điểm)?:?\s*$", regex.IGNORECASE)
NO_TARGETS = regex.compile(
    r"(?:phụ lục|biểu mẫu|biểu|trang|chương|điều|khoản|mục|phần(?!\s(?:việc|quà|thưởng|mềm))"
    r"|dòng|từ|nội dung|nhiệm vụ|giải pháp|nhóm|bước"
    r"|khâu|mặt|mục tiêu|yêu cầu|nguyên tắc|quan điểm|trường hợp|loại|cấp|giai đoạn|đột phá|trụ cột|mức|bậc|hạng|nấc"
    r"|chương trình mục tiêu)(?!\p{L})",
    regex.IGNORECASE,
)
"""Parts of the text itself: ``gồm 03 nội dung``, ``02 phụ lục kèm theo``."""
COPIES = regex.compile(
    r"(?:bộ|bản)(?!\s(?:sắc|làng|máy|phận|tin|đồ|phim|ngành|môn|văn hóa|nhạc))(?!\p{L})", regex.IGNORECASE
)
PAPERS = regex.compile(r"hồ sơ|văn bản|báo cáo|danh sách|tờ trình|biên bản|thành tích|gửi về|nộp", regex.IGNORECASE)
FREE = frozenset({"strive", "commit", "mandatory"})
"""Modalities that make a number a target whatever is reported beside it."""


def binding(text: str, *, appendix: bool = False, goal: bool = False, year: int | None = None) -> list[Quantity]:
    """The quantities of a passage that bind, in order.

    Args:
        text: the passage.
        appendix: it stands in an appendix, where only those bind that say so themselves.
        goal: it stands among goals (``mục tiêu``, ``chỉ tiêu``), where a count at the head of an item binds.
        year: when the document was issued: what an earlier year had is reported.
    """
    clear = settled(text)
    passage = _Passage(clear, Clauses(clear), appendix=appendix, goal=goal, year=year)
    bound: list[Quantity] = []
    previous: tuple[Quantity, bool] | None = None
    for one in quantities(clear, passage.clauses):
        listed = previous is not None and previous[1] and passage.goes_on(previous[0], one) and not appendix
        binds = not passage.reports(one) and (listed or passage.binds(one))
        binds = binds and not (previous and passage.is_rate(previous[0], one))
        bound.extend([one] if binds else [])
        previous = one, binds
    return bound


class _Passage:
    """One passage and what its words say about its numbers."""

    def __init__(self, text: str, clauses: Clauses, *, appendix: bool, goal: bool, year: int | None) -> None:
        self.text = text
        self.clauses = clauses
        self.appendix = appendix
        self.goal = goal
        self.year = year

    def goes_on(self, previous: Quantity, one: Quantity) -> bool:
        """``03 đảng bộ xã, phường, thị trấn và 03 chi bộ``: one list."""
        between = self.text[previous.end : one.start][-LONGEST_GAP:]
        return not regex.search(r"[;.:()]", between) and bool(LISTED.search(between)) and _countable(one.quota)

    def is_rate(self, previous: Quantity, one: Quantity) -> bool:
        """``05 ngày công cho 01 hộ nghèo``: the second number says per what; ``30 tỷ đồng (40%)``: what share it is."""
        gap = self.text[previous.end : one.number[0]].casefold().split()
        if gap == ["("] and one.quota.unit == "%" and self.text.startswith(")", one.end):
            return True
        if gap == ["trên"] and one.quota.value == 1 and self.text[slice(*one.number)] in {"một", "01"}:
            return True
        return one.quota.value == 1 and not one.explicit and gap in (["cho"], ["cho", "mỗi"], ["trên"])

    def reports(self, one: Quantity) -> bool:
        """The number tells how things stand, or sets a condition; a norm beside ``hiện nay`` stays a norm."""
        before = self._before(one)
        low = max(0, one.number[0] - len("không đạt tỷ lệ đạt "))
        if BASELINE.search(self.text[max(0, one.start - 60) : one.start]) or SCOPE.search(before):
            return True
        if DENIED.search(self.text[low : one.number[0]]) or FORMULA.search(before) or self._is_condition(one, before):
            return True
        if one.limits:
            return False
        if one.quota.modality in FREE and one.quota.unit == "%":
            return False
        if DONE.match(self.text, one.end):
            return True
        start = max(self.clauses.full_stop(one.start), one.start - SENTENCE)
        past = PRESENT.search(self.text, start, one.number[0]) or ACHIEVED.search(before)
        return bool(past or self._is_past(start, one)) and one.quota.modality not in FREE

    def _is_past(self, start: int, one: Quantity) -> bool:
        """``Năm học 2022 - 2023, toàn ngành có 62,8% …`` in a document of 2023."""
        clause = max(self.clauses.clause(one.start), one.start - SENTENCE)
        opening = YEAR.match(self.text, clause, one.number[0]) or YEAR.match(self.text, start, one.number[0])
        return bool(opening and self.year) and int(opening["year"]) < (self.year or 0)

    def _is_condition(self, one: Quantity, before: str) -> bool:
        """``Đơn vị có từ 50 đảng viên trở lên: …``: what follows binds."""
        bounded = one.quota.comparator != "=" and one.quota.unit in {"count", "vnd"}
        return bounded and bool(CONDITION.search(before[-REACH:]) and CONDITION_ENDS.match(self.text, one.end))

    def binds(self, one: Quantity) -> bool:
        """The number sets something."""
        quota, before = one.quota, self._before(one)
        if quota.unit == "%":
            return True
        if quota.unit == "count":
            return self._counts(before, one)
        bounded = quota.comparator != "="
        if self.appendix:
            return bounded
        if quota.unit == "vnd":
            sentence = self.text[max(self.clauses.full_stop(one.start), one.start - SENTENCE) : one.start]
            return bounded or one.explicit or bool(quota.per or REWARD_WORD.search(sentence))
        if quota.unit == "point":
            return bounded or bool(SCORE_WORD.search(before)) or self._is_score(one)
        return bounded or one.explicit or bool(quota.per or quota.change) or quota.unit == "year"

    def _is_score(self, one: Quantity) -> bool:
        """``… tham gia: 20 điểm.``, ``trình bày 20 điểm;``: what a criterion is worth, not what is added to it."""
        adjusted = ADJUSTED.search(self.text[max(0, one.start - 20) : one.start])
        return not adjusted and SCORE_ENDS.match(self.text, one.end) is not None

    def _counts(self, before: str, one: Quantity) -> bool:
        quota, known = one.quota, _countable(one.quota)
        if COPIES.match(quota.noun or "") and PAPERS.search(before):
            return False
        if one.explicit:
            return (known or quota.comparator != "=") and (
                one.limits or bool(quota.modality) or self._is_set(before, one)
            )
        if counted_kind(quota.noun or "") == "award" and not self.appendix:
            return True
        if self.goal and known and not NO_TARGETS.match(quota.noun or "") and self._heads_item(one):
            return True
        if self.appendix or NO_TARGETS.match(quota.noun or "") or not (known or quota.per or MAKES.search(before)):
            return False
        return bool(quota.per) or self._is_set(before, one)

    def _heads_item(self, one: Quantity) -> bool:
        """``- 01 trung tâm dữ liệu …`` among the goals, ``cà phê 3.000 ha``: what is to be."""
        unit = (one.quota.noun or "").casefold().split(" ")[0]
        return one.start <= self.clauses.mark_end or unit in MEASURES

    def _is_set(self, before: str, one: Quantity) -> bool:
        described = one.explicit and not one.limits and one.quota.comparator == ">"
        if one.explicit and not described:
            return True
        labelled = LABEL.search(self.text[max(0, one.start - 3) : one.start])
        words = before[-REACH:] + self.text[one.start : one.number[0]]
        return bool(labelled or one.quota.per or DUTY.search(words) or AWARDED.match(self.text, one.end))

    def _before(self, one: Quantity) -> str:
        """The clause up to the number's words, at most ``SENTENCE`` characters of it."""
        return self.text[max(self.clauses.clause(one.start), one.start - SENTENCE) : one.start]


LONGEST_GAP = 60
"""Characters between two numbers of one list."""
SENTENCE = 400
"""Characters before a number in which its clause and its sentence are read."""


def _countable(quota: Quota) -> bool:
    """What is counted is known to be counted in plans."""
    return counted_kind(quota.noun or "") is not None
