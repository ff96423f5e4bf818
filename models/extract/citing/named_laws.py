"""Laws, codes and ordinances cited by name: ``Luật Thi đua, khen thưởng``, ``Luật giá`` as papers before 2015 print it.

A name ends where a known one does; of others, before words that no name goes on with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.laws import law_names

_ENDS = (
    r"ngày|năm|số|theo|được|đã|để|hiện|này|tại|có|trên|hoặc|vào|đến|cho|thì|là|phải|gắn|do|ước|khoảng|Luật|Nghị"
    r"|về|căn\ cứ|thông\ qua|quy\ định|của\ Quốc|Bộ\ luật|trong|và\ (?:các|quy|những|văn|Luật|Nghị|Thông|hướng)"
    r"|thu\ hồi|áp\ dụng|giao|yêu\ cầu|đề\ nghị|triển\ khai|thực\ hiện|xử\ lý|phối\ hợp|ban\ hành|bảo\ đảm|đảm\ bảo"
    r"|tiến\ hành|xem\ xét|rà\ soát|kiểm\ tra|chỉ\ đạo|tuyên\ truyền|phổ\ biến|nhằm|bằng|nếu|khi|sẽ|cần|không"
)
"""Words that no name of a law goes on with."""

_KIND = regex.compile(r"(?<!\p{L})(?P<kind>Luật|Bộ\sluật|Pháp\slệnh|Hiến\spháp)(?!\p{L})")
_AMENDS = regex.compile(
    r"\s+(?:sửa\sđổi,?\s(?:và\s)?bổ\ssung\s(?:một\ssố\sđiều\s)?(?:của\s)?(?:(?:Bộ\s)?[Ll]uật\s|Pháp\slệnh\s)?)?"
)
_WORDS = rf"(?:,?\ (?!(?:{_ENDS})(?!\p{{L}}))\p{{L}}+){{0,11}}"
_CAPITAL = regex.compile(rf"\p{{Lu}}\p{{Ll}}+{_WORDS}")
_SMALL = regex.compile(
    rf"(?!(?:{_ENDS}|sư|pháp|gia|lệ|các|và|hiện|hành)(?!\p{{L}}))\p{{Ll}}+{_WORDS}(?=\s*(?:ngày\s\d|năm\s\d{{4}}|số\s?\d|;))"
)
"""A name in small letters that no list has: only where date, number or the end of the basis follows."""
_OPENS_BASIS = regex.compile(r"(?:Căn\scứ|[Tt]heo)\s(?:vào\s)?$")
_REACH = 12


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """``text[start:end]`` names a law: its ``kind`` and, kind included, its ``title`` as printed."""

    start: int
    end: int
    kind: str
    title: str


def named_laws(text: str, start: int = 0, end: int | None = None) -> Iterator[NamedLaw]:
    """The laws that a text names, left to right, not overlapping."""
    limit = len(text) if end is None else end
    at = start
    while kind := _KIND.search(text, at, limit):
        at = kind.end()
        amends = _AMENDS.match(text, kind.end(), limit)
        name = _name(text, amends.end(), limit, kind.start()) if amends else None
        if name:
            at = name.end()
            yield NamedLaw(kind.start(), at, " ".join(kind["kind"].split()), " ".join(text[kind.start() : at].split()))


def _name(text: str, start: int, limit: int, kind: int) -> regex.Match[str] | None:
    known = law_names().match(text, start, limit)
    if known:
        return known
    small = _SMALL.match(text, start, limit) if _OPENS_BASIS.search(text, max(kind - _REACH, 0), kind) else None
    return _CAPITAL.match(text, start, limit) or small
