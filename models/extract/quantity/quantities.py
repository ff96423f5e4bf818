"""Numbers that count: comparator, number, unit, noun, share, per what, how strongly.

One phrase is read as it stands; whether it binds anybody (and so is a quota) is decided in ``binding``. Readings follow
the phrase inventory of the domain reference (Q01-Q39): ``từ 90%`` is at least 90, ``trên`` is more than, ``3/4`` is a
share of 75 % and ``10/10`` a count of 10. The rooms beside: ``numbers`` (digits and words), ``quantity_leads`` (what
stands right before), ``counted`` (what follows), ``governors`` (what governs from afar), ``masks`` (what
counts nothing).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import regex

from vanthu.models.campaign import Number, Quota
from vanthu.models.extract.quantity.clauses import Clauses
from vanthu.models.extract.quantity.counted import Counted, counted_kind
from vanthu.models.extract.quantity.governors import GovernorFinder, Governors, Share, Span
from vanthu.models.extract.quantity.masks import masked
from vanthu.models.extract.quantity.numbers import MAGNITUDES, NUMBER, ONES, read_number, settled
from vanthu.models.extract.quantity.quantity_leads import Change, Comparator, Lead, read_lead

Unit = Literal["%", "count", "year", "vnd", "point", "times"]

_SCALE: Final = r"\s(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\p{L})"
_UNIT: Final = (
    r"\s?%|\s?％|\sph[ầâấẩ]n\str[ăâ]m|\s(?:đ[ồôốỗ]ng|VNĐ|VND)(?!\p{L}|\s(?:chí|bào|ruộng|thời|bộ))|\s?đ(?![\p{L}\d])"
    r"|\slần(?=\s(?:mức|quỹ|lương|so|quy|tiền|giá|số|tổng)(?!\p{L}))"
    r"|\sđiểm(?=\s*(?:$|[^\s\p{L}])|\s(?:tr[ởơớờỡ]|xếp|thì|và|hoặc|trên|đối|cho|đến|là|mỗi|không|được|so|theo|trong|của|tính|cộng|trừ"
    r"|nếu|với|số|tối|ít|thưởng|chuẩn)(?!\p{L}))"
    r"|\snăm\s(?:liền|liên\stục)|\snăm(?=\s(?:trở|đạt))"
)
CORE = regex.compile(
    rf"""
    (?<![\p{{L}}\d])(?<!\d[/.,–-])(?<!\p{{L}}[/-])
    (?:
      (?P<over>\d{{1,4}}+)\s?/\s?(?P<under>\d{{1,4}}+)(?P<scored>\sđiểm(?!\p{{L}}))?(?!\s?/)
      |
      (?P<parts>{"|".join(ONES)})\sphần\s(?P<of>{"|".join(ONES)}|tư|mười)(?!\p{{L}})
      |
      (?P<low>{NUMBER})(?P<low_scale>{_SCALE})?(?P<low_unit>{_UNIT})?
      (?:\s?(?:[-–—÷]|đến|tới|lên|xuống|hoặc)\s?(?P<below>dưới\s|còn\s)?
        (?P<high>{NUMBER})(?P<scale>{_SCALE})?(?P<unit>{_UNIT})?)?
    )
    (?!\d|/(?!1(?:00|0{{0,2}}\.?000)\s\p{{L}})\d|[.,]\d|(?!k?m[23²³]?(?!\p{{L}})|ha(?!\p{{L}})|kg(?!\p{{L}}))\p{{L}}|[-–]\p{{Lu}}|\s?[-–]\s?\d)
    |
    (?<!\p{{L}})(?P<half>quá\s(?:bán|nửa)|(?:hơn\s|trên\s)?(?:một\s)?nửa(?=\s(?:tổng|số)))(?!\p{{L}})
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
TIMES = regex.compile(r"lần(?!\p{L})", regex.IGNORECASE)
ALSO = regex.compile(r"\s?(?:,|và|hoặc)\s(?:(?:chọn|cử|tặng)\s)?")
AGAIN = regex.compile(r"\s?(?:/|\()\s?(?:tức\s|là\s|tương\sđương\s)?")
"""What joins a number with itself in other words: ``quá bán / trên 50%``, ``2% (hai phần trăm)``."""
ROUNDED: Final = 2
"""Decimals of the percentage of a fraction."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One read phrase.

    ``text[start:end]`` holds comparator, number, unit, noun and rate. ``governors`` are earlier words that the
    reading rests on: ``Đối với chi bộ,``, ``mỗi đơn vị``, ``phấn đấu``, the comparator of the list. ``number`` says
    where the digits stand; ``explicit`` that a comparator, a share or a range is printed; ``limits`` that it is a norm
    (``ít nhất``, ``không quá``), not a description (``hơn``). ``whom`` is where a label at the beginning of the passage
    names the subject.
    """

    start: int
    end: int
    number: Span
    quota: Quota
    governors: tuple[Span, ...] = ()
    explicit: bool = False
    limits: bool = False
    whom: Span | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """All words that the reading rests on, in order, overlaps merged."""
        return tuple(_merged((*self.governors, (self.start, self.end))))


@dataclass(frozen=True, slots=True)
class _Value:
    """What the number itself says."""

    number: Span
    unit: Unit
    low: Number
    high: Number | None = None
    fraction: tuple[int, int] | None = None
    half: bool = False


def quantities(text: str, clauses: Clauses | None = None) -> list[Quantity]:
    """All quantities of a passage in order; dates, codes, references and quoted names are left out. Never fails.

    The work grows with the length of the passage, whatever stands in it.
    """
    clear = settled(text)
    reader = _Reader(clear, clauses or Clauses(clear))
    found: list[Quantity] = []
    for one in reader.all():
        if found and _same_again(clear, found[-1], one):
            found[-1] = _merged_words(found[-1], one)
        elif found and (joined := _joined(clear, found[-1], one)):
            found[-1] = joined
        else:
            found.append(_led(clear, found[-1], one) if found else one)
    return found


class _Reader:
    """Reads the numbers of one passage."""

    def __init__(self, text: str, clauses: Clauses) -> None:
        self.text = text
        self.clauses = clauses
        self.governors = GovernorFinder(clauses)

    def all(self) -> Iterator[Quantity]:
        hidden = _merged(masked(self.text))
        starts = [start for start, _ in hidden]
        floor = 0
        for core in CORE.finditer(self.text):
            value = _value(core)
            if value is None or _covered(hidden, starts, (value.number[0], core.end())):
                continue
            one = self._quantity(core, value, floor)
            if one:
                floor = one.end
                yield one

    def _quantity(self, core: regex.Match[str], value: _Value, floor: int) -> Quantity | None:
        after = Counted.read(self.text, core.end(), share=value.unit == "%")
        one_in = (after.per or "")[:1].isdigit()  # "dưới 15/1.000 trẻ đẻ sống"
        named = bool(after.noun or (after.base and value.unit != "count") or one_in)
        lead = _without_prepositions(read_lead(self.text, core.start(), floor), value, after)
        if not named and not value.half:
            value = _money(core, value)
            graded = (
                after.bound and value.unit == "count" and GRADE.search(self.text[max(0, lead.start - 60) : lead.start])
            )
            value = replace(value, unit="point") if graded else value
            share = value.fraction and value.unit == "%" and (lead.told or after.bound)
            if value.unit == "count" or (value.fraction and not share):
                return None
        if value.unit == "count" and (after.noun or "").casefold() == "điểm":
            value, after = replace(value, unit="point"), replace(after, noun=None)
        if value.unit == "times" and after.noun:
            after = replace(after, noun=None, base=after.base or after.noun)
        if value.unit == "count" and (lead.multiplied or lead.change) and TIMES.match(after.noun or ""):
            value, after = replace(value, unit="times"), _multiplied(after)
        explicit = _explicit(core, value, lead, after)
        digits = core["over"] or (core["low"] and any(c.isdigit() for c in core["low"]))
        if not explicit and not digits and (value.low == 1 or not counted_kind(after.noun or "")):
            return None
        before = self.governors.read(
            lead.start,
            core.end(),
            floor,
            alone=value.unit == "point",
            share=_share(value, after),
            measured=value.unit in {"%", "vnd"} or lead.told or lead.level or bool(lead.change) or one_in,
        )
        lead = self._upon(before, lead, floor)
        whom, after = self._addressed(value, self._of_what(value, lead, after))
        quota = Quota(
            comparator=_comparator(core, value, lead, after.bound),
            value=value.low,
            value_max=value.high if not after.bound else None,
            unit=value.unit,
            fraction=value.fraction,
            noun=after.noun,
            per=before.per or after.per,
            base=after.base,
            subject=whom or before.subject,
            approximate=lead.approximate,
            change=lead.change or (None if lead.level else self._change(lead)),
            modality=before.modality or ("prohibit" if lead.denied else None),
        )
        limits = lead.limits or bool(after.bound)
        return Quantity(
            lead.start, after.end, value.number, quota, before.spans, explicit or lead.told, limits, before.whom
        )

    def _of_what(self, value: _Value, lead: Lead, after: Counted) -> Counted:
        """``chiếm 46% GRDP``: a share of it, not of those that do something."""
        if value.unit != "%" or after.base or not SHARE_OF.search(self.text, max(0, lead.start - 20), lead.start):
            return after
        return replace(after, noun=None, base=after.noun)

    def _upon(self, before: Governors, lead: Lead, floor: int) -> Lead:
        """``tối thiểu mỗi xã 02 công chức``: the comparator stands before the unit."""
        if not before.each or lead.told or self.text[before.each[1] : lead.start].strip():
            return lead
        upon = read_lead(self.text, before.each[0], floor)
        return replace(lead, comparator=upon.comparator, told=True, limits=upon.limits) if upon.told else lead

    def _addressed(self, value: _Value, after: Counted) -> tuple[str | None, Counted]:
        """``50 triệu đồng trở lên đối với cá nhân``: whom it binds, named after the number."""
        if value.unit == "vnd" and after.addressed:
            return after.noun, replace(after, noun=None)
        found = AFTERWARDS.match(self.text, after.end) if value.unit != "count" else None
        return (found["who"], replace(after, end=found.end())) if found else (None, after)

    def _change(self, lead: Lead) -> Change | None:
        """``giảm tỷ lệ hộ nghèo ít nhất 3%``: the change stands before what changes."""
        start = max(self.clauses.clause(lead.start), lead.start - LONGEST_MEASURE)
        found = CHANGED.search(self.text[start : lead.start])
        return None if not found else "decrease" if found["verb"].casefold() == "giảm" else "increase"


def _share(value: _Value, after: Counted) -> Share | None:
    if value.unit != "%" or after.noun:
        return None
    return "of_whole" if WHOLE_OF.match(after.base or "") else "bare"


WHOLE_OF = regex.compile(r"(?:tổng\ssố|tổng|số)(?!\p{L})")
SHARE_OF = regex.compile(r"(?<!\p{L})chiếm\s(?:tỷ\s(?:lệ|trọng)\s)?$", regex.IGNORECASE)
AFTERWARDS = regex.compile(
    r"\sđối\svới\s(?P<who>[^,;.:()\d]{2,40}?)(?=[,;.:()]|\s(?:được|phải|và|thì|là|mỗi)\s|$)", regex.IGNORECASE
)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _covered(hidden: list[Span], starts: list[int], span: Span) -> bool:
    """Whether a mask overlaps the span; masks are sorted and apart."""
    index = bisect_right(starts, span[1] - 1)
    return index > 0 and hidden[index - 1][1] > span[0]


def _value(core: regex.Match[str]) -> _Value | None:
    if core["over"]:
        over, under = int(core["over"]), int(core["under"])
        return _Value(core.span("over"), "point", over) if core["scored"] else _fraction(core.span("over"), over, under)
    if core["parts"]:
        below = {**ONES, "tư": 4, "mười": 10}[core["of"].casefold()]
        return _fraction(core.span("parts"), ONES[core["parts"].casefold()], below)
    if core["half"]:
        return _Value(core.span("half"), "%", 50, half=True)
    return _scaled(core)


def _fraction(number: Span, over: int, under: int) -> _Value | None:
    if under == 0 or over > under:
        return None
    if over == under:
        return _Value(number, "count", over, fraction=(over, under))
    share = 100 * over / under
    return _Value(number, "%", int(share) if share == int(share) else round(share, ROUNDED), fraction=(over, under))


def _scaled(core: regex.Match[str]) -> _Value | None:
    unit = _unit((core["unit"] or core["low_unit"] or "").strip().casefold())
    low = read_number(core["low"])
    high = read_number(core["high"]) if core["high"] else None
    if low is None or (core["high"] and high is None):
        return None
    high_factor = MAGNITUDES.get((core["scale"] or "").strip().casefold(), 1)
    low_factor = MAGNITUDES.get((core["low_scale"] or "").strip().casefold(), high_factor)
    low = _times(low, low_factor)
    if high is None:
        return _Value(core.span("low"), unit, low)
    high = _times(high, high_factor)
    if regex.search(r"lên|xuống|còn\s", core.group(), regex.IGNORECASE):
        return _Value(core.span("low"), unit, high)
    return _Value(core.span("low"), unit, low, high) if high > low else None


def _times(value: Number, factor: int) -> Number:
    scaled = value * factor
    return int(scaled) if scaled == int(scaled) else scaled


def _unit(printed: str) -> Unit:
    if printed in {"%", "％"} or printed.startswith("ph"):
        return "%"
    if printed == "điểm":
        return "point"
    if printed.startswith("năm"):
        return "year"
    if printed == "lần":
        return "times"
    return "vnd" if printed else "count"


def _money(core: regex.Match[str], value: _Value) -> _Value:
    """``50 triệu/hộ``: millions of nothing named are đồng."""
    scale = (core["scale"] or core["low_scale"] or "") if core["low"] else ""
    return replace(value, unit="vnd") if scale.strip().casefold() in {"triệu", "tỷ", "tỉ"} else value


def _multiplied(after: Counted) -> Counted:
    """``gấp 1,5 lần kinh phí``: the noun is what is multiplied."""
    whole = (after.noun or "").partition(" ")[2]
    return replace(after, noun=None, base=after.base or whole or None)


CHANGED = regex.compile(
    r"(?<!\p{L})(?P<verb>giảm|tăng)\s(?:tỷ\slệ|tỉ\slệ|số)\s(?:(?!(?:xuống|còn|lên|đạt)(?!\p{L}))[\p{L}-]+\s){1,14}$",
    regex.IGNORECASE,
)
LONGEST_MEASURE = 100
"""Characters of what changes (``tỷ lệ hộ nghèo toàn huyện``)."""
GRADE = regex.compile(r"(?<!\p{L})điểm\s[^,;.:()\d]{0,50}$", regex.IGNORECASE)
"""``điểm trung bình chung từ 2,5 trở lên``."""
PLACES = regex.compile(
    r"(?:lĩnh vực|địa bàn|mặt|phương diện|nền tảng|kênh|hình thức|góc độ|dạng|tuyến|báo|trang)(?!\p{L})"
)
"""``trên 03 lĩnh vực`` is in, ``dưới 02 hình thức`` in the form of, ``bằng 02 hình thức`` by."""


def _without_prepositions(lead: Lead, value: _Value, after: Counted) -> Lead:
    if lead.preposition and value.unit == "count" and PLACES.match(after.noun or ""):
        return replace(Lead(value.number[0]), change=lead.change)
    return lead


def _explicit(core: regex.Match[str], value: _Value, lead: Lead, after: Counted) -> bool:
    ranged = lead.ranged and (value.unit != "count" or bool(core["high"]))
    return bool(
        lead.told
        or lead.multiplied
        or ranged
        or after.bound
        or value.unit == "%"
        or value.high is not None
        or value.fraction
        or value.half
    )


def _comparator(core: regex.Match[str], value: _Value, lead: Lead, bound: Comparator | None) -> Comparator:
    if bound:
        return bound
    if value.high is not None:
        return "between"
    if value.half and regex.match(r"quá|hơn|trên", core["half"], regex.IGNORECASE):
        return ">"
    if lead.comparator != "=":
        return lead.comparator
    return ">=" if lead.ranged and not core["high"] else "="


def _same_again(text: str, previous: Quantity, one: Quantity) -> bool:
    """``2% (hai phần trăm)``: the same number in other words."""
    same = (previous.quota.value, previous.quota.unit) == (one.quota.value, one.quota.unit)
    return same and bool(AGAIN.fullmatch(text[previous.end : one.start]))


def _merged_words(previous: Quantity, one: Quantity) -> Quantity:
    told = previous if previous.quota.comparator != "=" else one
    update = {
        "comparator": told.quota.comparator,
        **{k: v for k in ("noun", "base", "per") if (v := getattr(one.quota, k))},
    }
    return replace(previous, end=one.end, quota=previous.quota.model_copy(update=update), explicit=True)


def _joined(text: str, previous: Quantity, one: Quantity) -> Quantity | None:
    """``từ 50 đoàn viên đến dưới 150 đoàn viên``: one range with its noun printed twice."""
    low, high = previous.quota, one.quota
    if (
        low.unit == high.unit
        and low.comparator == ">="
        and not previous.limits
        and (TURNED.fullmatch(text[previous.end : one.number[0]]))
    ):
        return _turned(previous, one)
    gap = text[previous.end : one.number[0]].casefold().split()
    if gap not in (["đến"], ["đến", "dưới"], ["tới"]) or low.comparator != ">=" or previous.limits:
        return None
    if low.unit != high.unit or high.value <= low.value or (high.noun and low.noun and high.noun != low.noun):
        return None
    quota = low.model_copy(update={"comparator": "between", "value_max": high.value, "noun": low.noun or high.noun})
    return replace(previous, end=one.end, quota=quota, explicit=True)


TURNED = regex.compile(
    r"(?:\s[^\s\d,;.:()]+){0,6}?\s(?:(?:tăng|nâng)\slên|lên|(?:giảm\s)?(?:xuống\scòn|xuống|còn))(?:\s\p{L}+){0,3}\s"
)
"""``từ 12 mô hình lên 50 mô hình``, ``từ 120 báo cáo xuống còn 80 báo cáo``: the second number is the target."""


def _turned(previous: Quantity, one: Quantity) -> Quantity:
    low, high = previous.quota, one.quota
    kept = {
        "change": None,
        "subject": low.subject or high.subject,
        "modality": high.modality or low.modality,
        "noun": high.noun or low.noun,
    }
    governors = tuple(sorted({*previous.governors, *one.governors}))
    return replace(
        one,
        start=previous.start,
        quota=high.model_copy(update=kept),
        governors=governors,
        explicit=True,
        whom=previous.whom,
    )


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
    return replace(one, quota=quota, governors=governors, explicit=True, limits=previous.limits)


def reread(text: str) -> Iterator[Quota]:
    """The quotas of a slice alone, for checking that the evidence of a value carries it."""
    return (q.quota for q in quantities(text))
