"""Fixed phrases by which the parts of the paper are known, compared without tone and vowel marks.

Wording after NĐ 30/2020/NĐ-CP, Phụ lục I and III, and HD 36-HD/VPTW; stamps as seen on public scans.
"""

from __future__ import annotations

import unicodedata

import regex
from rapidfuzz import fuzz

RIGHT_TITLES = (
    "CONG HOA XA HOI CHU NGHIA VIET NAM",
    "DOC LAP TU DO HANH PHUC",
    "DANG CONG SAN VIET NAM",
    "DOAN TNCS HO CHI MINH",
)
"""What opens the right column of a letterhead: State, Party, Youth Union."""

LIKE = 82.0
"""Least rapidfuzz ratio for a fixed phrase: on 31 first pages the worst true title has 88, the best false one 77."""

DATE = regex.compile(r"^.{0,45}NGAY.{0,14}THANG.{0,12}NAM.{0,10}$|^.{0,45}NGAY.{0,14}THANG \d{1,2}\b.{0,3}$")
CITING = regex.compile(r"^\W*(CAN CU|THEO|THUC HIEN|XET)\b|\b(LUAT|PHAP LENH|NGHI DINH|THONG TU)\b|;\W*$")
"""What a line that ends in the date of a cited act has, and no line of place and date."""
NUMBER = regex.compile(r"^\W*(?:[S5][O06ÓÔ$]|N\s?[°ºO0])\W{0,3}.{0,16}[/-]\s*\p{Lu}{1,4}")
NUMBER_MARK = regex.compile(r"^\W*[S5][O06]\s?[:.;]")
SUBJECT = regex.compile(r"^\W*(V\s?[/.]\s?V|VE)\b")
LAST_RECIPIENT = regex.compile(r"^\W*L[UW]U\s?[:.;]")
ADDRESS = regex.compile(r"^\W*KINH G[UO]I\b")
CAPACITY = regex.compile(r"^\W*(T\s?/?\s?M|K\s?/?\s?T|T\s?/?\s?L|T\s?/?\s?U\s?Q|Q)\s?[./,]\s?(?=\p{Lu})")
POSITION = regex.compile(
    r"\b(CHU TICH|BI THU|GIAM DOC|TRUONG|CHANH VAN PHONG|CHANH THANH TRA|THU TUONG|CUC TRUONG|CHU NHIEM|VIEN TRUONG|"
    r"TONG BI THU|UY VIEN|TONG GIAM DOC|CHI HUY|CHINH UY|TU LENH|THU KY|NGUOI LAP|NGUOI BAO CAO|NGUOI KHAI)\b"
)
PAGE_NUMBER = regex.compile(r"^(\W{0,2}\d{1,3}\W{0,2}|TRANG \d{1,3}( ?/ ?\d{1,3})?|\d{1,3} ?/ ?\d{1,3})$")
DIGITAL = regex.compile(
    r"^\W*(KY BOI|NGUOI KY|KY NGAY|THOI GIAN KY|NGAY KY|DIGITALLY SIGNED|DATE: ?\d{4}|SIGNED BY|E-?MAIL ?:|"
    r"CO QUAN ?: (?!.*;$))|\d{1,2}[./-]\d{1,2}[./-]\d{4},? \d{1,2}:\d{2}:\d{2}|\+07:00"
)
INCOMING = regex.compile(r"^\W*((CONG )?VAN (BAN )?)?DEN\W*$|CONG VAN DEN|VAN BAN DEN|^\W*CV\W+DEN\W*$")
INCOMING_FIELD = regex.compile(r"^\W*(SO|NGAY|CHUYEN|GIO|LUU HO SO|LUU HS)\b")
URGENCY = regex.compile(r"^\W*(HOA TOC|THUONG KHAN|KHAN|TUYET MAT|TOI MAT|MAT)\W*$")
WATERMARK = regex.compile(r"^\W*((HTTPS?:|WWW\.)\S+|\S+\.(COM|VN|NET|ORG)(\.VN)?/?)\W*$")


def fold(text: str) -> str:
    """Capitals without marks, ``Đ`` and its look-alikes as ``D``, white space single."""
    plain = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D").replace("Ɖ", "D"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def letters(text: str) -> str:
    """Folded, with nothing but letters, digits and single blanks."""
    return " ".join(regex.sub(r"[^A-Z0-9]+", " ", fold(text)).split())


def likeness(text: str, phrase: str) -> float:
    """How like ``phrase`` (folded) a text is, 0..100."""
    return fuzz.ratio(letters(text), phrase)


def title_start(words: tuple[str, ...]) -> int | None:
    """Index of the word that opens a right-hand title that runs to the end of the words; None where there is none."""
    scored = [
        (max(likeness(" ".join(words[i:]), phrase) for phrase in RIGHT_TITLES), i)
        for i in range(len(words))
        if words[i][:1].isupper() or not words[i][:1].isalpha()
    ]
    best, index = max(scored, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return index if best >= LIKE else None


def opens_recipients(text: str) -> bool:
    """Whether a text begins with ``Nơi nhận`` that is a label: followed by a colon or by little else."""
    words = letters(text).split()
    if len(words) < 2 or (len(words) > 4 and ":" not in text[:14]):  # noqa: PLR2004  Nơi, nhận, and specks
        return False
    return fuzz.ratio(words[1], "NHAN") >= 75 and fuzz.ratio(words[0], "NOI") > 49  # noqa: PLR2004  one letter of each may be wrong


def capitals(text: str) -> float:
    """Share of capitals among the letters, 0..1."""
    found = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in found) / len(found) if found else 0.0
