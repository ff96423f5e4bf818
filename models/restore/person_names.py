"""Middle names that OCR reads with another tone: the language of names, which is not that of prose.

Most Vietnamese names are a surname, ``Văn`` or ``Thị``, and a given name. ``Vẫn`` and ``Thí`` are words and no names:
after a surname and before another capital they are the middle name, misread.
"""

from __future__ import annotations

import regex

from vanthu.corpora.gazetteer.folding import fold
from vanthu.corpora.gazetteer.signing import surnames

MISREAD = {
    **dict.fromkeys(("vẫn", "vãn", "vàn", "vắn", "vằn", "vặn"), "văn"),
    **dict.fromkeys(("thi", "thí", "thì", "thỉ"), "thị"),
}
"""As read → as printed; ``Vân``, ``Vấn`` and ``Thu`` are names themselves."""
_NAME = regex.compile(
    r"(?<![\p{L}])(?P<surname>\p{Lu}\p{L}+)\s+(?P<middle>\p{Lu}\p{L}{2})\s+(?P<given>\p{Lu}\p{L}*)(?![\p{L}])"
)
_ACTS = frozenset(map(fold, ("đua", "hành", "công", "tuyển", "đấu", "đình", "ca")))
"""What makes ``thi`` a common word in capitals: ``Hồ Thi Đua``."""


def middle_names(line: str) -> dict[int, str]:
    """Where a middle name was misread: the offset of the word → the name, in the letter case of the word."""
    found: dict[int, str] = {}
    for match in _NAME.finditer(line, overlapped=True):
        name = MISREAD.get(match["middle"].lower())
        if not name or fold(match["surname"]) not in surnames() or fold(match["given"]) in _ACTS:
            continue
        if _same_case(match):
            found[match.start("middle")] = name.upper() if match["middle"].isupper() else name.capitalize()
    return found


def _same_case(match: regex.Match[str]) -> bool:
    return len({match[part].isupper() for part in ("surname", "middle", "given")}) == 1
