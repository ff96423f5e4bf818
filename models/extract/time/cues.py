"""Words before a date that say how it binds: ``trước``, ``chậm nhất``, ``đến hết``, ``từ``, ``trong``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

CueKind = Literal["before", "by", "after", "from", "within"]
CUE = regex.compile(
    r"""(?<!\p{L})(?:
      (?P<by>trước\s+khi\s+(?:hết|kết\s+thúc))
    | (?P<before>(?:(?:xong|chậm\s+nhất(?:\s+là)?|muộn\s+nhất(?:\s+là)?|đến)\s+)?trước
        (?:\s+(?:thời\s+điểm|thời\s+hạn|dịp))?)
    | (?P<by>(?:chậm\s+nhất|muộn\s+nhất|hạn\s+cuối(?:\s+cùng)?|hạn\s+chót|thời\s+hạn(?:\s+cuối(?:\s+cùng)?)?
        |không\s+(?:quá|muộn\s+hơn|chậm\s+hơn)|tính\s+đến|cho\s+(?:đến|tới)|(?P<horizon>tầm\s+nhìn|định\s+hướng)
        |đến|tới|hết|kết\s+thúc|sau\s+đó\s+đến)
        (?:\s+(?:là|vào|đến|tới|hết|cuối\s+ngày|thời\s+điểm|trong))*)
    | (?P<from>(?:kể|bắt\s+đầu|tính)\s+từ|từ)
    | (?P<after>sau(?:\s+khi\s+(?:hết|kết\s+thúc))?)
    | (?P<within>(?:ngay\s+|chỉ\s+)?trong(?:\s+(?:suốt|cả|khoảng|thời\s+gian))*
        |vào(?:\s+(?:lúc|hồi|khoảng|dịp))*|lúc|hồi)
    )[\s:(,]*(?:thời\s+gian\s+)?(?:(?:các|hai|ba|0?[2-9])\s+)?$""",
    regex.VERBOSE | regex.IGNORECASE,
)
PLANNED = regex.compile(
    r"(?<!\p{L})(?P<word>dự\s+kiến|khoảng|ước)"
    r"(?:\s+(?:vào|trong|từ|đến|khoảng|tổ\s+chức|hoàn\s+thành|thời\s+gian|ngày)){0,3}[\s:(,]*$",
    regex.IGNORECASE,
)
OCCASION = regex.compile(
    r"(?<!\p{L})vào\s+(?:dịp|đợt|ngày)\s[^.;:()\d]{3,90}(?:\d{1,3}\s+năm\s[^.;:()\d]{3,90})?\(\s*(?:ngày\s+)?$",
    regex.IGNORECASE,
)
"""``vào dịp kỷ niệm Ngày giải phóng … (10/10)``."""
LONGEST_OCCASION = 200
REACH = 60
"""Characters looked back over for a cue: more than the longest chain of them."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at ``text[start:end]``; ``horizon`` is ``tầm nhìn``, ``định hướng``."""

    start: int
    kind: CueKind
    horizon: bool = False


def cue_before(text: str, start: int) -> Cue | None:
    """The cue that ends where a date starts."""
    found = CUE.search(text, max(start - REACH, 0), start)
    if not found:
        occasion = (
            OCCASION.search(text, max(start - LONGEST_OCCASION, 0), start)
            if "(" in text[max(start - 8, 0) : start]
            else None
        )
        return Cue(occasion.start(), "within") if occasion else None
    kinds: tuple[CueKind, ...] = ("before", "by", "from", "after", "within")
    kind = next(kind for kind in kinds if found[kind])
    return Cue(found.start(), kind, horizon=bool(found["horizon"]))


def planned_before(text: str, start: int) -> int | None:
    """Where ``dự kiến`` or ``khoảng`` starts, if it stands before ``start``."""
    found = PLANNED.search(text, max(start - REACH, 0), start)
    return found.start("word") if found else None
