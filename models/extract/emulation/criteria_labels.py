"""What the head of a paragraph says of what stands below it: criteria, an audience, or something else.

Labels are matched on bare text (no diacritics, no case), so that slips of OCR in a heading cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

import regex

from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.extract.structure.paragraphs import Paragraph

Span = tuple[int, int]

LONGEST_LABEL = 130
"""Characters before a colon; the longest heading of criteria in the plans studied has 118."""
_START = r"^(?:.{2,60}?(?:,\s?|;\s?|-\s| va | kem ))??(?:(?:mot so|cac|nhung|he thong|bo|khung|bang|ve|danh muc)\s)*"
"""The noun opens the label, or follows a comma or ``và``: a task that mentions criteria does neither."""


def _opening(*nouns: str) -> regex.Pattern[str]:
    return regex.compile(_START + "(?:" + "|".join(nouns) + r")(?!\w)")


def _first(*nouns: str) -> regex.Pattern[str]:
    return regex.compile(r"^(?:(?:mot so|cac|nhung|ve)\s)*(?:" + "|".join(nouns) + r")(?!\w)")


_CRITERIA = _opening(
    "tieu chi",
    "tieu chuan",
    "chi tieu",
    "dieu kien (?:xet|cong nhan|khen|dat)",
    r"noi dung(?! (?:tuyen truyen|bao cao|so ket|tong ket|hoi nghi|le |buoi|ho so|chuong trinh))"
    r"(?:,? \w+){0,5}? (?:thi dua|phong trao|phat dong|van dong|giao uoc|huong ung|binh xet)",
    r"noi dung(?:,? \w+){0,3}? (?:cham|tinh|cho|thang) diem",
    r"(?:nhiem vu|muc tieu|cac mat|linh vuc)(?: \w+){0,3} thi dua",
)
_CONTENT = regex.compile(
    r"^(?:(?:cac|nhung|mot so) )?noi dung"
    r"(?:,? (?:chu yeu|trong tam|co ban|cu the|chinh|thuc hien|va|nhiem vu|cong viec))*\W*$"
)
"""A section that may hold anything: only what it says of an audience, or under ``Thi đua …``, is a criterion."""
_DUTIES = regex.compile(
    r"^(?:(?:cac|nhung|mot so) )?nhiem vu(?:,? (?:chu yeu|trong tam|co ban|cu the|chinh|va|giai phap))*\W*$"
)
_EMULATE = regex.compile(r"^(?:phong trao )?thi dua (?!khen)")
_OTHER = _first(
    "thoi (?:gian|han|diem)",
    "doi tuong|pham vi|hinh thuc|ho so|thu tuc|quy trinh|trinh tu|so luong|ty le khen|tham quyen",
    "chu de|khau hieu|phuong cham|cach (?:thuc|tinh|cham|xep)|phuong (?:phap|an|thuc)|kinh phi|nguon kinh",
    "giai phap|bien phap|tien do|lo trinh|cac buoc|khen thuong|muc (?:thuong|chi|tieu)|co cau giai|giai thuong",
    "nguyen tac|xep (?:hang|loai)|dang ky|so ket|tong ket|bao cao|yeu cau|y nghia|thanh phan|dia diem|chuong trinh",
    "ghi chu|luu y|san pham|(?:don vi|co quan) (?:chu tri|thuc hien|phoi hop)",
)
_BARRIER = _first("to chuc thuc hien|trach nhiem|phan cong|nhiem vu cua|noi nhan|can cu|muc dich")
"""Sections that assign tasks or state aims: a label on criteria in them does not list any."""
_REACHES = regex.compile(
    r"\s*(?:\(|\s(?:phải|đạt|được|có|là|cần|khi|nếu|tham\sgia|thi\sđua\s\p{Ll}|phấn\sđấu|thực\shiện|đăng\ský|trong\s(?:đợt|phong\strào|cuộc))(?!\p{L}))",
    regex.IGNORECASE,
)
"""What the audience has to reach stands behind it: ``cá nhân đạt một trong các tiêu chuẩn sau``."""
_FOR = regex.compile(r"(?:^|\s)(?:doi voi|danh cho|ap dung cho|cua)\s(?P<who>[^:;.()]{2,120}?)(?:\s*\(.*)?$")
_OPENS_FOR = regex.compile(r"(?:ve phia|doi voi|danh cho|rieng|ap dung (?:cho|doi voi))\s(?P<who>[^:;.]{2,140})$")
_TARGET = regex.compile(r"(?:cac )?(?:muc tieu, )?chi tieu")
_ITEM_TOO = regex.compile(r"(?:bao cao|san pham|chuong trinh|dang ky|y thuc|phuong phap)(?!\w)")
_OF_COMMENDATION = regex.compile(r"(?:cac )?(?:tieu chi|tieu chuan|dieu kien)[ ,](?:[\w,]+ ){0,4}khen thuong")
_OCCASION = regex.compile(
    r"(?:xet )?(?:khen(?: thuong)? )?(?:khi )?(?:hang nam|thuong xuyen|dot xuat|dinh ky|chuyen de|so ket|tong ket"
    r"|cuoi (?:dot|nam|giai doan)|theo (?:dot|chuyen de)|giai doan|nam \d)"
)
_POINTS = regex.compile(r"\s*(?:toi da |khong qua |tu )?\d+(?:[,.]\d+)?(?:\s?-\s?\d+)? diem")
"""``Báo cáo đúng hạn: 10 điểm``: what stands before the points is a criterion, not a label."""
_ADDRESSED = regex.compile(r"(?:rieng\s)?doi voi\s(?P<who>[^:;.,()]{2,90}?)\s*,")


class Kind(Enum):
    """What stands below a label."""

    CRITERIA = auto()
    """Criteria by name."""
    CONTENT = auto()
    """``Nội dung``: perhaps."""
    AUDIENCE = auto()
    """Whom the next items are for."""
    DUTIES = auto()
    """``Nhiệm vụ``: criteria only under ``Thi đua …``."""
    EMULATE = auto()
    """``Thi đua …``: one field of emulation."""
    OTHER = auto()
    """Something else; a label on criteria below it counts."""
    BARRIER = auto()
    """Tasks and aims; nothing below counts."""
    PLAIN = auto()
    """A title or lead that says neither."""


@dataclass(frozen=True, slots=True)
class Label:
    """``paragraph.text[start:end]``, its kind, the words that name an audience, and where the rest begins."""

    paragraph: Paragraph
    start: int
    end: int
    kind: Kind
    audience: Span | None = None
    rest: int = 0

    @property
    def text(self) -> str:
        """The label as printed."""
        return self.paragraph.text[self.start : self.end]


@cache
def _heads() -> regex.Pattern[str]:
    """One or more audience nouns and what limits them, and nothing else."""
    noun = r"(?:(?:cac|moi|tung|nhom|toan the|rieng)\s)*\L<nouns>(?: thi dua)?(?!\w)"
    limits = r"(?:thuoc|tren|trong|cac cap|truc thuoc|cap \w+|trung uong)"
    return regex.compile(
        rf"(?P<who>{noun}(?:(?:\s?[,;-]|\sva|\shoac)?\s?{noun})*(?:\s{limits}(?!\w).{{0,60}}?)?)"
        r"(?:\s*\(.*|\s(?:phai|dat|duoc|co|la|can|tham gia|trong|thi dua|phan dau|thuc hien|dang ky)\s.{0,90})?$",
        nouns=[row["word"] for row in rows("audience_heads")],
    )


def mark_end(paragraph: Paragraph) -> int:
    """Where the text after the list mark begins."""
    marker = paragraph.marker or ""
    start = len(marker) if marker and paragraph.text.startswith(marker) else 0
    while start < len(paragraph.text) and paragraph.text[start] in " .)-–":
        start += 1
    return start


def read_label(paragraph: Paragraph, *, leads: bool) -> Label | None:
    """The label that opens a paragraph, or None.

    Args:
        paragraph: one paragraph.
        leads: something deeper follows, so that a line without a colon may be a label.
    """
    text = paragraph.text
    start = mark_end(paragraph)
    colon = regex.compile(r":(?=\s|$|[-“\"])").search(text, start, start + LONGEST_LABEL)
    if colon and _POINTS.match(bare(text[colon.end() :])):
        return None
    if colon:
        return _label(paragraph, start, colon.start(), colon.end(), plain=not text[colon.end() :].strip())
    if len(text) - start > LONGEST_LABEL or text.rstrip()[-1:] in {";", ","}:
        return None
    if paragraph.heading or leads:
        return _label(paragraph, start, len(text.rstrip(" .")), len(text), plain=paragraph.heading and leads)
    if paragraph.marker or text.rstrip().endswith("."):
        return None
    alone = _label(paragraph, start, len(text.rstrip()), len(text), plain=False)
    return alone if alone and alone.kind is not Kind.EMULATE and not _says_what(alone) else None


def _says_what(label: Label) -> bool:
    """``Mỗi thôn có một tổ thu gom rác``, alone on its line, is a criterion and no heading for ``mỗi thôn``."""
    return label.kind is Kind.AUDIENCE and label.audience is not None and label.audience[1] < label.end


def _label(paragraph: Paragraph, start: int, end: int, rest: int, *, plain: bool) -> Label | None:
    while end > start and paragraph.text[end - 1] in " .":
        end -= 1
    key = bare(paragraph.text[start:end])
    kind = kind_of(key)
    if kind is Kind.PLAIN and not plain:
        return None
    audience = _audience(paragraph.text, start, key) if kind in {Kind.AUDIENCE, Kind.CRITERIA} else None
    return Label(paragraph, start, end, kind, audience, rest)


def _audience(text: str, start: int, key: str) -> Span | None:
    who = _OPENS_FOR.match(key) or _heads().match(key) or _FOR.search(key)
    if not who:
        return None
    begin, end = start + who.start("who"), start + who.end("who")
    reaches = _REACHES.search(text, begin, end)
    return begin, reaches.start() if reaches else end


def kind_of(key: str) -> Kind:
    """What a label in bare letters tells."""
    ordered = (
        (Kind.CRITERIA, _CRITERIA.match(key)),
        (Kind.BARRIER, _BARRIER.match(key)),
        (Kind.CONTENT, _CONTENT.match(key)),
        (Kind.DUTIES, _DUTIES.match(key)),
        (Kind.AUDIENCE, _OPENS_FOR.match(key) or _heads().match(key)),
        (Kind.OTHER, _OTHER.match(key)),
        (Kind.EMULATE, _EMULATE.match(key)),
    )
    return next((kind for kind, found in ordered if found), Kind.PLAIN)


def is_target(label: Label) -> bool:
    """``Chỉ tiêu: …``: one target, however many numbers it has."""
    return bool(_TARGET.match(bare(label.text)))


def is_occasion(label: Label) -> bool:
    """``Khen thưởng hằng năm``: among standards of commendation, those of one occasion."""
    return bool(_OCCASION.match(bare(label.text)))


def may_be_item(label: Label) -> bool:
    """``Báo cáo: đầy đủ, đúng hạn`` is a criterion where it stands among others."""
    inline = label.paragraph.text[label.rest :].strip()
    return label.kind is Kind.OTHER and bool(inline and _ITEM_TOO.match(bare(label.text)))


def of_commendation(label: Label) -> bool:
    """``Tiêu chuẩn khen thưởng``, which speaks of nothing else."""
    return bool(_OF_COMMENDATION.fullmatch(bare(label.text)))


def addressed(paragraph: Paragraph) -> Span | None:
    """Whom a whole sentence is for: ``Đối với chi bộ, hằng năm có …``."""
    start = mark_end(paragraph)
    found = _ADDRESSED.match(bare(paragraph.text[start : start + LONGEST_LABEL]))
    return (start + found.start("who"), start + found.end("who")) if found else None
