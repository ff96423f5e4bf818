"""Where the subject (trích yếu) ends and the preamble begins: by words, by style, by place on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.openers import preamble_openers
from vanthu.corpora.orthography import is_syllable
from vanthu.models.extract.header.closing_lines import is_office_line
from vanthu.models.extract.source import LineRef
from vanthu.models.page import Box

ADDRESSEE = regex.compile(r"^\W*kinh (?:gui|trinh|chuyen)\b")
"""``Kính gửi`` on bare text."""

SECTION = regex.compile(
    r"^\s*(?:[IVX]{1,4}\s*[.\-–/)]|\d{1,2}\s*[.\-)/]\s|[a-zđ]\)|[-–+•]\s|Điều\s+\d|(?:Phần|Chương|Mục)\s+(?:[IVX]+\b|\d|thứ\b))"
)
"""The mark of a section or a list item."""

_LABELLED = regex.compile(r"^\W*(?:thoi gian|dia diem|thanh phan|ho va ten|hom nay)\b[^:,]{0,20}[:,]")
"""How minutes and forms begin under their subject, on bare text."""

_FIRST_WORD = {fold(o) for o in preamble_openers() if " " not in o}
_FIRST_WORDS = regex.compile("|".join(rf"^\W*{bare(o)}\b" for o in preamble_openers() if " " in o))
_CAPITALS = 0.7
"""Share of capitals in a line printed in capitals: acronyms like ``IoT`` and misread letters lower it."""

_AT_MARGIN = 0.02
_INDENT = 0.02
"""Page widths: NĐ 30/2020 indents by 1 cm or 1.27 cm, that is 0.05 or 0.06."""

_GAP = 1.6
"""Line heights."""

_NARROW = 0.75
_FULL = 0.96


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the text of a page, in fractions of its width."""

    left: float
    right: float

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> Margins | None:
        """The edges that a tenth of the lines go beyond; None without geometry."""
        if not boxes:
            return None
        starts, ends = sorted(b.x0 for b in boxes), sorted(b.x1 for b in boxes)
        return cls(starts[len(starts) // 10], ends[-1 - len(ends) // 10])

    def starts_paragraph(self, line: Box, above: Box | None) -> bool:
        """Indented and run to the right margin; or full after a line that was centred and short."""
        width = self.right - self.left
        to_right = self.right - line.x1 < _AT_MARGIN
        indented = line.x0 - self.left > _INDENT
        if to_right and indented and line.x0 - self.left > 2 * _AT_MARGIN:
            return True
        return above is not None and above.width < _NARROW * width and line.width > _FULL * width


def in_capitals(text: str) -> bool:
    """Mostly capitals."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > _CAPITALS * len(letters)


def opens_preamble(text: str) -> bool:
    """``Căn cứ …``, ``Thực hiện …`` with a capital; an opener of one word has to be spelt right."""
    stripped = text.lstrip(" -–_.,|“\"'")
    if not stripped[:1].isupper():
        return False
    return fold(stripped.split()[0].strip(",")) in _FIRST_WORD or bool(_FIRST_WORDS.match(bare(stripped)))


def _far_below(ref: LineRef, above: LineRef) -> bool:
    """More than a blank line under the line above; the lines of a subject follow each other closely."""
    one, other = above.line.box, ref.line.box
    return one is not None and other is not None and ref.page == above.page and other.y0 - one.y1 > _GAP * one.height


_GOES_ON = regex.compile(
    r"(?:[,(–-]|(?<!\p{L})(?:của|và|về|số|theo|với|tại|cho|các|do|trong|trên|đến|từ|giữa|năm|ngày|tháng|thực hiện|việc"
    r"|chỉ thị|nghị quyết|quyết định|kết luận|nghị định|thông tư|hướng dẫn))\s*$",
    regex.IGNORECASE,
)
"""The end of a line after which a subject goes on."""
_CODE_OPENS = regex.compile(r"^\s*\d{1,5}\s*[-–/]\s*(?:\d{4}\s*/\s*)?\p{Lu}[\p{L}]*\s*[-–/]\s*\p{Lu}")


def _is_abbreviated(text: str) -> bool:
    """Codes and abbreviations alone, in whose place small letters cannot stand: ``UBND, HĐND`` or ``15-CT/TU``."""
    words = regex.findall(r"[^\s,;.()]+", text)
    return all(any(not c.isalpha() for c in word) or not is_syllable(word.casefold()) for word in words)


def ends_title(ref: LineRef, above: LineRef, margins: Margins | None, *, capitals: bool, gap: bool) -> bool:
    """Whether the line after ``above``, a line of the subject, is no longer part of it.

    Args:
        ref: the line.
        above: the last line of the subject so far.
        margins: of the page, where it has geometry.
        capitals: whether the subject is printed in capitals.
        gap: whether a blank line stands between.
    """
    text = ref.text.strip()
    key = bare(text)
    if _GOES_ON.search(above.text) and not (ADDRESSEE.match(key) or key.startswith("can cu")):
        return False
    if (
        ADDRESSEE.match(key)
        or _LABELLED.match(key)
        or (SECTION.match(text) and not _CODE_OPENS.match(text))
        or text.endswith("như sau:")
        or opens_preamble(text)
    ):
        return True
    if in_capitals(text) != capitals and len(text) > len("IoT") and not text.startswith("("):
        return capitals or not _is_abbreviated(text)
    if (capitals and is_office_line(text)) or _far_below(ref, above):
        return True
    if margins and ref.line.box and ref.page == above.page and margins.starts_paragraph(ref.line.box, above.line.box):
        return True
    return gap and text[:1].isupper() and not text.startswith(("“", "("))
