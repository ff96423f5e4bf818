"""The line that names the type of document, also where the stamp of a registry stands beside it."""

from __future__ import annotations

import regex

from vanthu.corpora.gazetteer.document_types import TypeEntry, type_of_line
from vanthu.corpora.gazetteer.folding import bare

_STAMP_WORDS = frozenset({"den", "so", "ngay", "gio", "chuyen", "luu", "ho", "cong", "van", "ban"})
"""Of what an incoming stamp prints, without marks: ``CÔNG VĂN ĐẾN``, ``Số``, ``Ngày``, ``Chuyển``, ``Lưu hồ sơ``."""
_SPECK = 2
"""Letters of what the edge of a stamp leaves."""
_BEFORE = regex.compile(r"^\W*(?:(?:den|so|ngay|gio|chuyen|luu\sho\sso)\W*?[:|][\W\d]*|den\s[\W\d]+)+(?=\w)")
"""Fields of a stamp that a line of a subject begins with: label, colon, digits, the edge of the box."""
_AFTER = regex.compile(r"(?:\W+\b(?:den|so|ngay|gio|chuyen|luu\sho\sso)\W*?[:|][\W\d]*)+$")


def type_beside_stamp(text: str) -> tuple[TypeEntry, int, int] | None:
    """The type in capitals at one end of a line whose rest is a stamp's: ``ĐẾN ° *8 KẾ HOẠCH``; its span."""
    words = [(m.start(), m.end()) for m in regex.finditer(r"\S+", text)]
    for size in range(min(4, len(words) - 1), 0, -1):
        for start, end in ((words[-size][0], len(text)), (words[0][0], words[size - 1][1])):
            printed, rest = text[start:end], f"{text[:start]} {text[end:]}".strip()
            entry = type_of_line(printed) if printed.isupper() and bare(printed) else None
            if entry and _is_stamp(rest):
                return entry, start, end
    return None


def _is_stamp(rest: str) -> bool:
    """Words of a stamp, one at least, and nothing else but digits and specks."""
    words = [regex.sub(r"[^\p{L}]", "", word) for word in bare(rest).split()]
    known = [word in _STAMP_WORDS for word in words]
    return any(known) and all(own or len(word) <= _SPECK for own, word in zip(known, words, strict=True))


def without_stamp(text: str) -> tuple[int, int]:
    """Where the subject stands in a line that fields of a stamp run into: ``Ngày: 18/3/2024 | Phát động …``."""
    key = bare(text)
    before = _BEFORE.match(key)
    start = before.end() if before else 0
    after = _AFTER.search(key, start)
    return start, after.start() if after else len(text)
