"""List marks of Vietnamese acts: ``Phần I``, ``I-``, ``1.``, ``1.1``, ``a)``, ``(1)``, ``-``, ``+``.

Orders of numbering: NĐ 30/2020/NĐ-CP, Phụ lục I, II.5 (Phần, Chương, Mục, Điều, khoản, điểm) and HD 36-HD/VPTW for the
Party. Marks are read with the slips that OCR makes of them (``I1I.``, ``|.``, ``l.``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import regex


class Rank(IntEnum):
    """How high a mark stands in the numbering tree; a smaller rank holds the larger ones."""

    PART = 0
    CHAPTER = 1
    LETTERED_PART = 2
    ROMAN = 3
    ARTICLE = 4
    ARABIC = 5
    LETTER = 7
    ENCLOSED = 8
    BULLET = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A list mark: ``text[:end]`` of its line, ``printed`` as it stands.

    ``labels`` are the normalised numbers (``("4", "1")`` for ``4.1.``), empty for bullets.
    """

    printed: str
    end: int
    rank: Rank
    labels: tuple[str, ...] = ()

    @property
    def bullet(self) -> bool:
        """A mark without a number."""
        return self.rank is Rank.BULLET


ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
LARGEST_ROMAN = 30
"""Sections beyond XXX are not seen; larger readings are OCR slips."""
POINTS = "abcdđeghiklmnopqrstuvxy"
"""Điểm in their order: the Vietnamese alphabet less its letters with marks, but for ``đ``, which some offices skip."""
MARK = regex.compile(
    r"""\s*(?P<mark>
      (?P<part>(?:PHẦN|Phần)(?:\s+(?:THỨ|thứ))?\s+(?P<part_no>[IVX]+|\d+|\p{L}+)(?=\s*(?:[:.–-]|$)))\s*[:.–-]?
    | (?P<chapter>(?:CHƯƠNG|Chương|MỤC|Mục)\s+(?P<chapter_no>[IVX]+|\d+)(?=\s*(?:[:.–-]|$)))\s*[:.–-]?
    | (?P<article>(?:ĐIỀU|Điều)\s+(?P<article_no>\d+)\s*[:.])
    | (?P<decimal>\d{1,2}(?:\s?[.]\s?\d{1,2}){1,3})(?:[.)](?!\d)|\s?[-–](?=\s*["“]?\p{Lu}\p{Ll})|(?=\s+\p{Lu}))
    | (?P<arabic>\d{1,2})\s?(?:[.](?![\d.])|[-–](?=\s*\p{Lu}\p{Ll})|/(?=\s))
    | (?P<roman>[IVXLHl1|!]{1,6}v?)\s?(?:[.](?!\d)|[-–](?=\s*["“]?\p{Lu})|/(?=\s))
    | (?P<enclosed>\(\s?(?P<enclosed_no>\d{1,2}|[ivx]{1,4}|\p{Ll})\s?\)|(?P<closed_no>\d{1,2})\s?\))
    | (?P<capital>[A-HĐ])[.](?=\s+\p{Lu})
    | (?P<letter>[aăâbcdđeêghiklmnoôơpqrstuưvxy]\d?)\s?(?:\)|[.](?=\s))
    | (?P<bullet>[-–—−+*•●○▪■◦‐➢✓·])(?=\s|\p{L}|["“(]|\d)
    )""",
    regex.VERBOSE,
)


def read_mark(line: str) -> Mark | None:
    """The list mark at the start of ``line`` by itself, or None; ``numbering.py`` weighs it against the others."""
    found = MARK.match(line)
    if not found:
        return None
    printed, end = found["mark"].strip(), found.end("mark")
    groups = found.groupdict()
    numbered = {
        "part": (Rank.PART, groups["part_no"]),
        "chapter": (Rank.CHAPTER, groups["chapter_no"]),
        "article": (Rank.ARTICLE, groups["article_no"]),
        "enclosed": (Rank.ENCLOSED, groups["enclosed_no"] or groups["closed_no"]),
        "capital": (Rank.LETTERED_PART, groups["capital"]),
        "letter": (Rank.LETTER, groups["letter"]),
    }
    for kind, (rank, label) in numbered.items():
        if groups[kind] and label:
            return Mark(printed, end, rank, (label,))
    if groups["decimal"]:
        return Mark(printed, end, Rank.ARABIC, tuple(str(int(n)) for n in groups["decimal"].split(".")))
    if groups["arabic"]:
        return Mark(printed, end, Rank.ARABIC, (str(int(groups["arabic"])),))
    if groups["bullet"]:
        return Mark(printed, end, Rank.BULLET)
    return _roman(printed, end, groups["roman"], line[end:])


def _roman(printed: str, end: int, strokes: str, rest: str) -> Mark | None:
    """A Roman number, where ``l`` before a small heading is an Arabic one, and a lone ``H`` a letter."""
    number = roman_number(strokes)
    if strokes == "H":
        return Mark(printed, end, Rank.LETTERED_PART, ("H",))
    if not number or ("H" in strokes and not mostly_capitals(rest)):
        return None
    if strokes in set("l|!") and not mostly_capitals(rest):
        return Mark(printed, end, Rank.ARABIC, ("1",))
    return Mark(printed, end, Rank.ROMAN, (to_roman(number),))


def roman_number(text: str) -> int | None:
    """Value of a Roman numeral with OCR slips (``1 l | !`` for ``I``, ``H`` for ``II``, ``Vv`` for ``V``), or None."""
    value, numeral = 0, "".join("I" if c in "l1|!" else c for c in text).replace("H", "II").replace("Vv", "V")
    if not set(numeral) <= ROMAN_VALUES.keys():
        return None
    for char, following in zip(numeral, (*numeral[1:], ""), strict=True):
        digit = ROMAN_VALUES[char]
        value += -digit if digit < ROMAN_VALUES.get(following, 0) else digit
    return value if 0 < value <= LARGEST_ROMAN and to_roman(value) == numeral else None


def to_roman(value: int) -> str:
    """Roman numeral of 1..39."""
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]


def mostly_capitals(text: str) -> bool:
    """More than four letters in five are capitals: how section headings are printed."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def all_capitals(text: str) -> bool:
    """At least four letters, all of them capitals: an unnumbered heading."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= len("BIỂU") and all(c.isupper() for c in letters)
