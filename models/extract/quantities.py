"""Grammar of numbers that count: comparator, number, unit, noun, share, per what, how strongly.

One phrase is read as it stands; whether it binds anybody (and so is a quota) is decided in ``quotas``. Readings follow
the phrase inventory of the domain reference (Q01–Q39): ``từ 90%`` is at least 90, ``trên`` is more than, ``3/4`` is a
share of 75 % and ``10/10`` a count of 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import Final, Literal

import regex

from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.campaign import Number, Quota
from vanthu.models.extract.masks import Span, masked
from vanthu.models.extract.numbers import MAGNITUDES, NUMBER, read_number

Comparator = Literal["=", ">=", "<=", ">", "<", "between"]
Unit = Literal["%", "count", "year", "vnd", "point", "times"]
Change = Literal["increase", "decrease"]
Modality = Literal["mandatory", "commit", "strive", "encourage", "permit", "prohibit"]

COMPARATORS: Final[dict[str, Comparator]] = {
    "ít nhất": ">=",
    "tối thiểu": ">=",
    "thấp nhất": ">=",
    "không dưới": ">=",
    "không thấp hơn": ">=",
    "không ít hơn": ">=",
    "không nhỏ hơn": ">=",
    "≥": ">=",
    ">=": ">=",
    "không quá": "<=",
    "không vượt quá": "<=",
    "không được quá": "<=",
    "không được vượt quá": "<=",
    "không nhiều hơn": "<=",
    "không lớn hơn": "<=",
    "không cao hơn": "<=",
    "tối đa": "<=",
    "nhiều nhất": "<=",
    "cao nhất": "<=",
    "≤": "<=",
    "<=": "<=",
    "trên": ">",
    "hơn": ">",
    "vượt": ">",
    ">": ">",
    "dưới": "<",
    "ít hơn": "<",
    "thấp hơn": "<",
    "<": "<",
    "đạt": "=",
    "bằng": "=",
    "đúng": "=",
}
MODALITIES: Final[tuple[tuple[Modality, str], ...]] = (
    ("prohibit", r"không được|nghiêm cấm|không xét"),
    ("strive", r"phấn đấu|quyết tâm|nỗ lực"),
    ("commit", r"bảo đảm|đảm bảo|cam kết"),
    ("encourage", r"khuyến khích|vận động"),
    ("mandatory", r"phải|bắt buộc|yêu cầu"),
    ("permit", r"có thể|được (?=(?:chọn|cử|xét|đề nghị|đăng ký|giới thiệu))"),
)
CLAUSE_ENDS = regex.compile(r"[;:()]|\.(?=\s|$)|(?<=\s)[-–+](?=\s\p{L})|”")
"""Where a comparator, a modality or a ``mỗi`` stops to reach."""
SENTENCE_ENDS = regex.compile(r";|\.(?=\s)")
LIST_MARK = regex.compile(r"\s*(?:[-–+*•]|\p{L}\)|\d{1,2}(?:\.\d{1,2})*[.)]?|\(\d{1,2}\))\s")

_WORDS = "|".join(sorted((regex.escape(w).replace(r"\ ", r"\s") for w in COMPARATORS), key=len, reverse=True))
_UNIT = (
    r"\s?%|\s?％|\sphần\străm|\s(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s(?:đ[ôốỗ]ng|VNĐ|VND|đồng)|đồng|VNĐ|VND)(?!\s(?:chí|bào|ruộng))|\s?đ(?!\p{L})"
    r"|\slần(?!\s(?:lượt|đầu|này|thứ))"
    r"|\sđiểm(?!\s(?:trường|cầu|đến|bán|du|dân|sáng|tựa|nhấn|chốt|cấp|tập|sơ))|\snăm\s(?:liền|liên\stục)|\snăm(?=\s(?:trở|đạt))"
)
CORE = regex.compile(
    rf"""
    (?<![\p{{L}}\d])(?<!\d[/.,–-])(?<!\p{{L}}[/-])
    (?:(?P<change>tăng|giảm|gấp)\s(?:thêm\s|bình\squân\s|hằng\snăm\s|hàng\snăm\s|mỗi\snăm\s)?)?
    (?:(?P<comparator>{_WORDS})\s?(?:là\s|mức\s|từ\s|tỷ\slệ\s|(?P<late>đạt)\s)?)?
    (?:(?P<approximate>khoảng|gần|xấp\sxỉ|trên\sdưới|chừng|ước)\s)?
    (?:(?P<from>từ)\s(?:trên\s)?)?
    (?:
      (?P<over>\d{{1,4}})\s?/\s?(?P<under>\d{{1,4}})(?!\s?/)
      |
      (?P<low>{NUMBER})(?P<low_unit>{_UNIT})?
      (?:\s?(?:[-–]|đến|tới|lên|xuống|hoặc)\s?(?P<below>dưới\s|còn\s)?(?P<high>{NUMBER})(?P<unit>{_UNIT})?)?
    )
    (?!\d|/\d|[.,]\d|\p{{L}}|[-–]\p{{Lu}}|\s?[-–]\s?\d)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
OR_MORE = regex.compile(r"\s(?P<or>trở\slên|trở\sxuống)(?!\p{L})", regex.IGNORECASE)
NOT_NOUNS = (
    "ngày|tháng|giờ|phút|giây|tuần|quý|tuổi|năm|ha|độ|trong|trên|dưới|tại|của|và|hoặc|là|thì|để|với|về|theo|khi|nếu|từ|đến"
    "|bằng|cho|do|vào|ở|được|có|đạt|phải|đã|đang|sẽ|không|còn|bị|như|này|đó|trở|tính|cộng|tham|hoàn|đăng|bố|ứng|mở|nhận|sử"
    "|đủ|thực|gắn|nhằm|so|cùng|đối|xếp|xây|thuộc|liền|liên|vượt|hưởng|tiếp|cụ|đề|cần|lần|hằng|hàng|mỗi|một|khoảng|gần|ít"
    "|tối|chiếm|tăng|giảm|lên|xuống|tương|gồm|bao|triển|đóng|trả|làm"
)
"""Words at which the counted noun ends: verbs and links that follow it in these texts."""
NOUN_WORDS = (
    rf"(?!(?:{NOT_NOUNS})(?!\p{{L}}))\p{{L}}+(?:(?:,\s(?=\p{{Ll}})|\s)(?!(?:{NOT_NOUNS})(?!\p{{L}}))\p{{L}}+){{0,14}}"
)
NOUN = regex.compile(rf"\s(?P<noun>{NOUN_WORDS})")
BASE = regex.compile(rf"\s(?P<base>(?:tổng số|tổng|số)(?:\s(?!lượng){NOUN_WORDS})?)", regex.IGNORECASE)
AGAINST = regex.compile(r"\s(?P<base>so với [^,;.:()]{2,80})")
PER_SLASH = regex.compile(
    r"(?P<per>(?:\s?/\s?(?:\d{1,2}\s)?\p{L}+(?:\s(?=(?:vị|thể|nhân|bộ|đình|sở|học|làm|dân|cư)(?!\p{L}))\p{L}+)?)+)"
)
PER_EACH = regex.compile(
    r"(?<!\p{L})(?P<per>[Mm]ỗi\s(?:(?!(?:chọn|lựa|cử|đăng|xây|có|đề|được|phải|ít|tối|không|đạt|giới|thành|tổ chức|"
    r"thực|hoàn|vận|kết|giúp|tặng|lấy)(?!\p{L}))[\p{L}/]+,?\s){1,24})"
)
THEM = regex.compile(r"^(?:đối với|cho)\s(?P<noun>[^,;.:()]{2,60}?)(?=\s(?:để|được|có|đạt|trong|và)\s|[,;.:()]|$)")
DESCRIBED = 6
"""Words after a counted noun that still describe it (``mô hình sản xuất nông nghiệp công nghệ cao``)."""
MEASURED = regex.compile(r"(?:\S+\s){1,24}$")
"""What a bare share is a share of, printed before it: ``tỷ lệ phủ sóng mạng 5G … đạt 100%``."""
ALSO = regex.compile(r"\s?(?:,|và|hoặc)\s(?:(?:chọn|cử)\s)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One read phrase.

    ``text[start:end]`` holds comparator, number, unit, noun and rate. ``governors`` are earlier words that the
    reading rests on: ``Đối với chi bộ,``, ``mỗi đơn vị``, ``phấn đấu``, the comparator of the list. ``number`` says
    where the digits stand; ``explicit`` that a comparator, a share or a range is printed.
    """

    start: int
    end: int
    number: Span
    quota: Quota
    governors: tuple[Span, ...] = ()
    explicit: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """All words that the reading rests on, in order, overlaps merged."""
        merged: list[Span] = []
        for start, end in sorted((*self.governors, (self.start, self.end))):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)


@cache
def counted_nouns() -> dict[str, str]:
    """What plans count, and its kind: unit, person, household, work, event, object or award."""
    return {row["noun"]: row["kind"] for row in rows("counted_nouns")}


def quantities(text: str) -> list[Quantity]:
    """All quantities of a passage in order; dates, codes, references and quoted names are left out. Never fails."""
    hidden = masked(text)
    found: list[Quantity] = []
    for core in CORE.finditer(text):
        group = "over" if core["over"] else "low"
        if any(start < core.end() and core.start(group) < end for start, end in hidden):
            continue
        one = _quantity(text, core)
        if one:
            found.append(_led(text, found[-1], one) if found else one)
    return found


def _quantity(text: str, core: regex.Match[str]) -> Quantity | None:
    read = _fraction(core) if core["over"] else _scaled(core)
    if read is None:
        return None
    value, value_max, unit, fraction = read
    after = _After.read(text, core.end(), unit)
    if (unit == "count" or fraction) and not (after.noun or after.base):
        return None
    comparator = _comparator(core, value_max, after.bound)
    before = _Before.read(text, core.start(), core.end(), bare=unit == "%" and not (after.noun or after.base))
    quota = Quota(
        comparator=comparator,
        value=value,
        value_max=value_max if comparator == "between" else None,
        unit=unit,
        fraction=fraction,
        noun=after.noun,
        per=before.per or after.per,
        base=after.base,
        subject=before.subject,
        approximate=bool(core["approximate"]),
        change=_change(core),
        modality=before.modality,
    )
    number = core.span("over") if core["over"] else core.span("low")
    explicit = bool(core["comparator"] or core["from"] or after.bound or unit == "%" or value_max or fraction)
    if not explicit and not any(c.isdigit() for c in text[slice(*number)]):
        return None
    return Quantity(core.start(), after.end, number, quota, before.spans, explicit)


def _fraction(core: regex.Match[str]) -> tuple[Number, None, Unit, tuple[int, int] | None] | None:
    over, under = int(core["over"]), int(core["under"])
    if under == 0 or over > under:
        return None
    if over == under:
        return over, None, "count", (over, under)
    share = over / under * 100
    return (int(share) if share == int(share) else round(share, 2)), None, "%", (over, under)


def _scaled(core: regex.Match[str]) -> tuple[Number, Number | None, Unit, None] | None:
    unit, factor = _unit((core["unit"] or core["low_unit"] or "").strip().casefold(), core["change"])
    low = read_number(core["low"])
    high = read_number(core["high"]) if core["high"] else None
    if low is None or (core["high"] and high is None):
        return None
    if high is not None and regex.search(r"lên|xuống|còn\s", core.group(), regex.IGNORECASE):
        return _times(high, factor), None, unit, None
    if high is not None and high <= low:
        return None
    return _times(low, factor), None if high is None else _times(high, factor), unit, None


def _times(value: Number, factor: int) -> Number:
    scaled = value * factor
    return int(scaled) if scaled == int(scaled) else scaled


def _unit(printed: str, change: str | None) -> tuple[Unit, int]:
    if printed in {"%", "％", "phần trăm"}:
        return "%", 1
    if printed == "điểm":
        return "point", 1
    if printed.startswith("năm"):
        return "year", 1
    if printed == "lần":
        return "times", 1
    if printed:
        magnitude = printed.split(maxsplit=1)[0]
        return "vnd", MAGNITUDES.get(magnitude, 1)
    return ("times" if (change or "").casefold() == "gấp" else "count"), 1


def _comparator(core: regex.Match[str], value_max: Number | None, bound: Comparator | None) -> Comparator:
    if bound:
        return bound
    if value_max is not None:
        return "between"
    printed = " ".join((core["comparator"] or "").casefold().split())
    if printed and COMPARATORS[printed] != "=":
        return COMPARATORS[printed]
    return ">=" if core["from"] and not core["high"] else "="


def _change(core: regex.Match[str]) -> Change | None:
    found: dict[str, Change] = {"tăng": "increase", "giảm": "decrease"}
    return found.get((core["change"] or "").casefold())


SUBJECT = regex.compile(
    r"\s*(?P<who>(?:Đối với|Các|Toàn|Từng)\s[^,;.:()\d]{2,80})(?:,|:)|\s*(?P<label>[^,;.()\d]{3,60}):\s*$"
)


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands earlier in the clause and governs the number."""

    subject: str | None = None
    per: str | None = None
    modality: Modality | None = None
    spans: tuple[Span, ...] = ()

    @classmethod
    def read(cls, text: str, position: int, end: int, *, bare: bool) -> _Before:
        start = clause_start(text, position)
        each = list(PER_EACH.finditer(text, start, position))
        strength = _modality(text, start, end)
        subject = SUBJECT.match(text, sentence_start(text, position), position)
        spans = [subject.span()] if subject else []
        measured = None if subject or not bare else MEASURED.search(text, max(start, _mark_end(text)), position)
        spans += [measured.span()] if measured else []
        spans += [each[-1].span("per")] if each else []
        spans += [strength[1]] if strength and strength[1][1] <= position else []
        return cls(
            subject=_named(subject) or (measured.group().strip(" ,") if measured else None),
            per=each[-1]["per"].strip(" ,") if each else None,
            modality=strength[0] if strength else None,
            spans=tuple(sorted(spans)),
        )


def _named(subject: regex.Match[str] | None) -> str | None:
    return (subject["who"] or subject["label"]).strip() if subject else None


def _mark_end(text: str) -> int:
    mark = LIST_MARK.match(text)
    return mark.end() if mark else 0


def _modality(text: str, start: int, end: int) -> tuple[Modality, Span] | None:
    """The last one printed in the clause before the number."""
    hits = [
        (found.span(), name)
        for name, words in MODALITIES
        for found in regex.finditer(
            rf"(?<!\p{{L}})(?:{words})(?!\p{{L}}|\s(?:quá|vượt))", text, regex.IGNORECASE, pos=start, endpos=end
        )
    ]
    return (max(hits)[1], max(hits)[0]) if hits else None


def clause_start(text: str, position: int) -> int:
    """Where the clause that holds ``position`` starts."""
    return max((found.end() for found in CLAUSE_ENDS.finditer(text, 0, position)), default=0)


def sentence_start(text: str, position: int) -> int:
    """Where the sentence that holds ``position`` starts, after its list mark."""
    start = max((found.end() for found in SENTENCE_ENDS.finditer(text, 0, position)), default=0)
    mark = LIST_MARK.match(text, start, position)
    return mark.end() if mark else start


@dataclass(frozen=True, slots=True)
class _After:
    """What follows the number: noun, base, rate, ``trở lên``."""

    end: int
    noun: str | None = None
    base: str | None = None
    per: str | None = None
    bound: Comparator | None = None

    @classmethod
    def read(cls, text: str, position: int, unit: Unit) -> _After:
        bound, end = _bound(text, position)
        noun, base, per = None, None, None
        slash = PER_SLASH.match(text, end)
        named = NOUN.match(text, end) if not slash else None
        share = BASE.match(text, end)
        if share:
            base, end = share["base"].strip(), share.end()
        elif named:
            noun = _noun(named["noun"], unit)
            end = named.start("noun") + len(noun) if noun else end
        elif them := THEM.match(text[end:].lstrip()):
            end += len(text[end:]) - len(text[end:].lstrip())
            noun, end = them["noun"], end + them.end()
        if not bound:
            bound, end = _bound(text, end)
        if late := PER_SLASH.match(text, end):
            per, end = "/".join(p.strip() for p in late["per"].split("/") if p.strip()), late.end()
        if not base and (against := AGAINST.match(text, end)):
            base, end = against["base"].strip(), against.end()
        return cls(end, noun, base, per, bound)


def _bound(text: str, position: int) -> tuple[Comparator | None, int]:
    found = OR_MORE.match(text, position)
    if not found:
        return None, position
    return (">=" if found["or"].casefold().endswith("lên") else "<="), found.end()


def _noun(printed: str, unit: Unit) -> str | None:
    """The run of words without what dangles: ``, người`` before ``sử dụng``, a lone ``các``.

    For a count, a known noun with up to six words that describe it; a list goes on only with known nouns, so that
    ``60 tiêu chí, tổng điểm 100 điểm`` are two quantities.
    """
    if unit == "count":
        head, *rest = printed.split(", ")
        listed = takewhile(_starts_with_known_noun, rest)
        printed = ", ".join((head, *listed))
    words = regex.sub(r",\s(?:người|hộ|cơ|các)$", "", printed).split()
    if unit == "%":
        return " ".join(words) if words not in (["các"], ["những"]) else None
    for size in range(len(words), 0, -1):
        if " ".join(words[:size]).rstrip(",").casefold() in counted_nouns():
            return " ".join(words[: size + DESCRIBED]).rstrip(",")
    return " ".join(words)


def _starts_with_known_noun(segment: str) -> bool:
    words = segment.casefold().split()
    return any(" ".join(words[:size]) in counted_nouns() for size in range(1, len(words) + 1))


def _led(text: str, previous: Quantity, one: Quantity) -> Quantity:
    """``không quá 10% tập thể, 5% cá nhân``: the first comparator governs the list."""
    if one.quota.comparator != "=" or previous.quota.comparator in {"=", "between"}:
        return one
    whole = one.quota.unit == "%" and one.quota.value == 100  # noqa: PLR2004  nothing is more than all
    if whole or not ALSO.fullmatch(text[previous.end : one.start]):
        return one
    lead = next(iter(previous.governors[-1:]), None) if previous.start == previous.number[0] else None
    lead = lead or (previous.start, previous.number[0])
    quota = one.quota.model_copy(
        update={"comparator": previous.quota.comparator, "change": one.quota.change or previous.quota.change}
    )
    governors = tuple(sorted({*one.governors, lead}))
    return replace(one, quota=quota, governors=governors, explicit=True)


def reread(text: str) -> Iterator[Quota]:
    """The quotas of a slice alone, for checking that the evidence of a value carries it."""
    return (q.quota for q in quantities(text))
