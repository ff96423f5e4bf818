"""Component ``quotas``: the numbers of a plan that bind somebody.

A share binds unless it reports how things stand; a count binds where a comparator, ``mỗi``, a rate, a verb of duty
(``chọn``, ``đăng ký``, ``lắp đặt`` …) or a label (``Số lượng:``) says so. What is left out: formulas, the present
state, denials (``không đạt 100% không cộng điểm``), and numbers of dates, codes and references (``masks``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.models.campaign import Document, Field, Quota
from vanthu.models.extract.paragraphs import Paragraph
from vanthu.models.extract.quantities import Quantity, clause_start, counted_nouns, quantities
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.zones import Zone

PRESENT_SECTION = regex.compile(
    r"hiện trạng|thực trạng|tình hình|đặc điểm (?:chung|tình)|kết quả (?:đạt được|thực hiện)|đánh giá (?:chung|kết quả)"
    r"|khái quát|sự cần thiết|tồn tại, hạn chế",
    regex.IGNORECASE,
)
"""Sections that report: their numbers bind nobody."""
PRESENT = regex.compile(
    r"(?<!\p{L})(?:(?<!thực |thể )hiện (?:nay|có|tại|đang|toàn)|đến nay|tính đến|toàn tỉnh (?:hiện )?có|ghi nhận"
    r"|chiếm|cùng kỳ|ước đạt|ước thực hiện|đã (?:đạt được|hoàn thành|ban hành|tổ chức|được (?:UBND|Thủ|Ủy ban|công bố))"
    r"|vừa qua|thời gian qua)(?!\p{L})",
    regex.IGNORECASE,
)
EXAMPLE = regex.compile(r"\W*(?:ví dụ|thí dụ)(?!\p{L})", regex.IGNORECASE)
FULL_STOP = regex.compile(r"\.\s")
DONE = regex.compile(r"(?:,?\s\p{Ll}+){0,3}\sđã\s")
DENIED = regex.compile(r"không (?:đạt|có)\s(?:tỷ lệ\s)?(?:đạt\s)?$|không\s(?=đạt\s)", regex.IGNORECASE)
FORMULA = regex.compile(r"(?:[=×x*/]|\bb/a)\s*$")
DUTY = regex.compile(
    r"(?<!\p{L})(?:chọn|lựa chọn|tuyển chọn|bình chọn|cử|đăng ký|đại diện|xây dựng(?: được)?|thành lập|tổ chức|lắp đặt"
    r"|đầu tư|cấp phát|trao(?: tặng)?|tặng|đề nghị|đề xuất|giới thiệu|hỗ trợ|giúp đỡ|giúp|kết nạp|trồng|có|đạt|gửi|nộp"
    r"|hoàn thành"
    r"|phấn đấu|nâng|số lượng|công nhận|duy trì|nhân rộng|thực hiện|triển khai|sửa chữa|tuyên truyền|vận động|thu hút"
    r"|tham gia|viết|đăng|phát|kiểm tra|giám sát|gắn biển|khánh thành|khởi công|nhận|phụng dưỡng|khen thưởng|biểu dương"
    r"|tôn vinh|in|mở|tăng|giảm|quan trắc|cung cấp|đào tạo|bồi dưỡng|tập huấn|giải quyết|bảo đảm|đảm bảo)(?!\p{L})",
    regex.IGNORECASE,
)
REACH = 45
"""Characters between a verb of duty and its number (``chọn đại diện 03 đảng bộ``; tuned on the eleven plans)."""
LABEL = regex.compile(r":\s*$")
AWARDED = regex.compile(r"\s?(?:,\s\d+\s[^,;.]{2,30})?\s?(?:được|đề nghị)\s")
LISTED = regex.compile(r"(?:,|và|hoặc)\s(?:(?:chọn|cử)\s)?(?:đại diện\s)?$")
REWARD_WORD = regex.compile(r"thưởng|hỗ trợ|kinh phí|mức|trị giá|tặng|mỗi|quỹ|ủng hộ|đóng góp", regex.IGNORECASE)
SCORE_WORD = regex.compile(r"(?:tổng|đạt|thang|chuẩn)(?: số)?(?: điểm)?:?\s*$", regex.IGNORECASE)
REPORTS = frozenset({"BC", "TTr", "BB"})
"""Report, request and minutes (NĐ 30/2020, Phụ lục III)."""
TARIFF = regex.compile(
    r"(?<!\p{L})(?:(?:quy định|ban hành)\s(?:về\s)?(?:mức\s|bảng\s|đơn\s|khung\s)?(?:giá|phí|học phí|lệ phí|thu)"
    r"|(?:bảng|đơn|khung)\sgiá|giá\s(?:tối đa|sản phẩm|dịch vụ|đất)|mức\s(?:thu|học phí)|chính sách\sthu[ếê])(?!\p{L})",
    regex.IGNORECASE,
)
"""Titles of tariffs and of letters on taxes."""
CERTAINTY_SHARE, CERTAINTY_COUNT = 0.9, 0.8


@Language.component(
    "quotas", assigns=["doc._.campaign"], requires=["doc._.source", "doc._.paragraphs", "doc._.campaign"]
)
def quotas(doc: Doc) -> Doc:
    """Collect the binding numbers of body and appendices, in order."""
    source: SourceText = doc._.source
    told = () if _sets_none(doc._.document) else _all(doc._.paragraphs)
    found = tuple(_field(source, paragraph, q) for paragraph, q in told)
    doc._.campaign = doc._.campaign.model_copy(update={"quotas": found})
    return doc


def _sets_none(document: Document) -> bool:
    """Reports and requests bind nobody; a tariff sets prices."""
    kind = document.type.value
    return (kind is not None and kind.code in REPORTS) or bool(TARIFF.search(document.title.value or ""))


def _all(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, Quantity]]:
    for paragraph in paragraphs:
        if EXAMPLE.match(paragraph.text) or any(PRESENT_SECTION.search(heading) for heading in paragraph.headings):
            continue
        for quantity in binding(paragraph.text, appendix=paragraph.zone is Zone.APPENDIX):
            yield paragraph, quantity


def binding(text: str, *, appendix: bool = False) -> list[Quantity]:
    """The quantities of a passage that bind; in an appendix only those that say so themselves."""
    bound: list[Quantity] = []
    previous: Quantity | None = None
    for one in quantities(text):
        listed = previous is not None and previous in bound and _goes_on(text, previous, one)
        if not _reports(text, one) and (_binds(text, one, appendix=appendix) or (listed and not appendix)):
            bound.append(one)
        previous = one
    return bound


def _goes_on(text: str, previous: Quantity, one: Quantity) -> bool:
    """``03 đảng bộ xã, phường, thị trấn và 03 chi bộ``: one list."""
    between = text[previous.end : one.start]
    return not regex.search(r"[;.:()]", between) and bool(LISTED.search(between)) and _countable(one.quota)


def _reports(text: str, one: Quantity) -> bool:
    start = max((found.end() for found in FULL_STOP.finditer(text, 0, one.start)), default=0)
    before = text[clause_start(text, one.start) : one.start]
    denied = DENIED.search(text[max(0, one.number[0] - len("không đạt tỷ lệ đạt ")) : one.number[0]])
    if denied or FORMULA.search(before):
        return True
    past = PRESENT.search(text, start, one.number[0]) or DONE.match(text, one.end)
    return bool(past) and one.quota.modality not in {"strive", "commit", "mandatory"}


def _binds(text: str, one: Quantity, *, appendix: bool) -> bool:
    quota, before = one.quota, text[clause_start(text, one.start) : one.start]
    if quota.unit == "%":
        return True
    if quota.unit == "count":
        return _counts(text, before, one, appendix=appendix)
    bounded = quota.comparator != "="
    if appendix:
        return bounded
    if quota.unit == "vnd":
        return bool(quota.per or REWARD_WORD.search(before))
    if quota.unit == "point":
        return bounded or bool(SCORE_WORD.search(before))
    return bounded or bool(quota.per or quota.change) or quota.unit == "year"


def _counts(text: str, before: str, one: Quantity, *, appendix: bool) -> bool:
    if one.explicit:
        return _countable(one.quota) or one.quota.comparator != "="
    if appendix or not (_countable(one.quota) or one.quota.per):
        return False
    if one.quota.per or LABEL.search(text[: one.start]):
        return True
    return bool(DUTY.search(before[-REACH:]) or AWARDED.match(text, one.end))


def _countable(quota: Quota) -> bool:
    """What is counted is known to be counted in plans."""
    words = (quota.noun or "").replace(",", "").split()
    return any(" ".join(words[:size]) in counted_nouns() for size in range(1, len(words) + 1))


def _field(source: SourceText, paragraph: Paragraph, one: Quantity) -> Field[Quota]:
    spans = [paragraph.passage.span(*span) for span in one.spans]
    certainty = CERTAINTY_SHARE if one.quota.unit == "%" else CERTAINTY_COUNT
    return source.field(Field[Quota], one.quota, spans, certainty=certainty)
