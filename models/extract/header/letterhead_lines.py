"""Set phrases of the letterhead, found in lines read with errors and in columns merged into one line."""

from __future__ import annotations

from dataclasses import dataclass

import regex
from rapidfuzz import fuzz, process

from vanthu.corpora.gazetteer.bodies import bodies_by_bare_name
from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.gazetteer.units import Unit, bare_province_names, units_like

NATIONAL_TITLES = (
    "cong hoa xa hoi chu nghia viet nam",
    "dang cong san viet nam",
    "doan tncs ho chi minh",
    "doan thanh nien cong san ho chi minh",
    "doc lap - tu do - hanh phuc",
)
MOTTO = NATIONAL_TITLES[-1]
"""Right column of the letterhead (NĐ 30/2020, HD 36-HD/VPTW, QĐ 1836 QĐ/TWĐTN), without diacritics."""

_SIMILARITY = 82.0
"""Least similarity of a title read with errors; on 30 scans the right ones have 84 and more, other lines 65 at most."""

_CAPITALS = 0.6
"""Least share of capitals in a title: OCR makes some letters small."""

_NOISY_PLACE = 87.0
"""Least similarity of a province read with errors: one letter in eight; ``TU Đắk Lắk`` has 82."""

_NOISY_PLACE_LENGTH = 6

_DATE = regex.compile(
    r"(?<!\p{L})ng[aàáảãạăâ](?:[yvw]\W?|\s)(?P<day>.{0,8}?)\s*[tl1|]?h?[aáàảãạ]ng(?P<month>.{0,7}?)n[aăâáàắằẵ]m\s*(?P<year>.{0,9})$",
    regex.IGNORECASE,
)
_PLACE_KIND = regex.compile(
    r"(?:tp|t\.p|tx|tt|thanh pho|tinh|thi xa|thi tran|huyen|quan|phuong|xa|dac khu|thu do)\.?\s*$"
)
"""Searched in bare text, whose accents may be misread (``Thành phó Hồ Chí Minh``)."""
_HO_CHI_MINH_CITY = regex.compile(r"(?<!\p{L})(?:T\.?P\.?|Tp\.?|[Tt]hành phố)[\s-]*H\.?C\.?M$")
_PLACE_TAIL = regex.compile(
    r"(?:\p{Lu}(?:\p{Ll}+|['’]\p{L}+)(?:\s*[-–]\s*|\s+)){0,4}(?:\p{Lu}(?:\p{Ll}+|['’]\p{L}+)|\d{1,2})$"
)

_CITES = regex.compile(
    r"(?<!\w)(?:can cu|theo|cua|luat|phap lenh|nghi dinh|thong tu|so\s\d+[/-])(?!\w)"
    r"|(?<!\w)(?:quyet dinh|nghi quyet|ke hoach|chi thi|ket luan|huong dan|thong bao|cong van|chuong trinh)"
    r"\s(?:so|cua)\b"
    r"|\d\s?[-/]\s?\p{L}{2,}(?:[-/]\p{L}+)*\s*[,(]?\s*$"
)
"""What a cited act has before its date, on bare text; the number line of a merged left column opens the line."""
_OWN_NUMBER = regex.compile(r"^\W{0,3}(?:s[o06$]|n\W{0,2}[o0°º])\s*[:;.,]?\s*")
_COMMON_WORD = regex.compile(r"(?<!\S)\p{Ll}\S*\s*$")

NUMBER_MARK = r"(?<![\p{L}\d])(?:[sS][oóòôốồổỗộỏõọơớ6$]|8[0oO](?=\s?[:;])|N\s?[°ºo0])"
"""``Số``, read with errors (``S$``, ``80;``), and the ``N°`` of old papers."""

NUMBER_LINE = regex.compile(rf"^\W{{0,3}}{NUMBER_MARK}\s*(?:[:;.,]|\d)|^[^\p{{L}}]*\d+\s*[-/]\s*\p{{Lu}}")
"""What opens the line of number and symbol, whether they can be read or not: no body is named so."""

TORN_DATE = regex.compile(r"(?<!\p{L})ng[aàáảãạ]y\s*[\d.…_ ]{0,8}(?:th[aáàảãạ]ng?|th|t)?[\d.…_\s]*$")
"""What is left of a line of place and date that was cut off."""

NUMBER = regex.compile(
    NUMBER_MARK + r"\s*[:;.,]?\s*"
    r"(?P<number>(?:(?![/⁄]\s*\p{Lu}{2}).){0,14}?)\s*"
    r"(?:[/⁄]\s*(?P<year>(?:19|2\s?/?[0oO])[/\d\s;.]{2,4}?)\s*)?"
    r"(?P<separator>[-–—/⁄]{1,2}|(?<=\d\s?)(?=(?:QĐ|KH|TB|NQ|CT|BC|HD|TTr|CTr|ĐA)\s?[-–—/⁄]))\s*"
    r"(?P<symbol>\p{Lu}[\p{L}\d&.]*(?:\s*[-–—/⁄]\s*\p{Lu}[\p{L}\d&.]*(?:\s(?=\p{Lu}\p{Ll}|\p{Ll})\p{L}\p{Ll}+){0,4})*)\s*$"
)
"""``Số 180-KH/TU``, ``Số: 153/KH-UBND``, ``02/2020/QĐ-UBND``; the number may be blank or handwriting, and the stroke
before the symbol may be lost where a pen ran into it (``Số: 80QĐ-HSV``), or never printed (``Số 84 KH/TĐTN-VP``)."""

SUBJECT = regex.compile(r"(?<!\p{L})[Vv]\s*[/.]\s*[vV](?!\p{L})")
"""``V/v``: the subject of a công văn stands under its number."""

ABOUT = regex.compile(r"^\W{0,3}V(?:ề|ê|ẻ|ẽ|è)\s(?:việc\s)?(?!(?:việc|này|vấn\sđề|nội\sdung\snày)(?!\p{L}))\p{L}")
"""``Về việc …`` and ``Về …``, where a subject may stand: the same words open sentences."""


@dataclass(frozen=True, slots=True)
class Title:
    """Where a line prints a national title, and which (bare)."""

    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class PlaceDate:
    """``Đắk Lắk, ngày 28 tháng 9 năm 2023`` at the end of a line; spans of the parts, digits possibly handwriting."""

    start: int
    place: tuple[int, int] | None
    day: tuple[int, int]
    month: tuple[int, int]
    year: tuple[int, int]


def national_title(text: str) -> Title | None:
    """Where a line prints the national title, its motto, or the title of the Party or the Youth Union."""
    key = bare(text)
    if key.strip(" .*_") in bodies_by_bare_name():  # HỘI NÔNG DÂN VIỆT NAM is near to the title of the Party
        return None
    best, score = None, 0.0
    for title in NATIONAL_TITLES:
        hit = fuzz.partial_ratio_alignment(title, key, score_cutoff=_SIMILARITY) if len(key) > len(title) - 4 else None
        start = _word_start(text, hit.dest_start) if hit else 0
        if hit and hit.score > score and (title == MOTTO or _in_capitals(text[start : hit.dest_end])):
            best, score = Title(start, hit.dest_end, title), hit.score
    return best


def _in_capitals(text: str) -> bool:
    """Mostly capitals: ``- Đoàn TNCS Hồ Chí Minh;`` is a recipient."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) >= _CAPITALS * len(letters)


def place_date(text: str) -> PlaceDate | None:
    """Place and date of issue at the end of a line, of its right column where two are merged.

    The date of a cited act ends a line as well: it follows a code, the name of a law, or a word that is no place.
    """
    date = _DATE.search(text)
    if not date or text.rstrip().endswith(";") or _is_cited(text, date.start()):
        return None
    place = _place_before(text, date.start())
    start = place[0] if place else date.start()
    return PlaceDate(start, place, date.span("day"), date.span("month"), date.span("year"))


_MADE_AT = regex.compile(r"^\W*(?:(?:lam|lap)\stai\s*)?$")


def place_date_alone(text: str) -> PlaceDate | None:
    """Place and date where a line says nothing else, but that the paper was made there (``Làm tại …``)."""
    dated = place_date(text)
    return dated if dated and _MADE_AT.match(bare(text[: dated.start])) else None


def _is_cited(text: str, start: int) -> bool:
    before = text[:start]
    own = _OWN_NUMBER.match(bare(before))
    if _CITES.search(bare(before), own.end() if own else 0):
        return not own  # place torn off between the number line and the date
    return _COMMON_WORD.search(before) is not None and not place_like(" ".join(before.split()[-2:]))


def _place_before(text: str, end: int) -> tuple[int, int] | None:
    """The longest unit name that ends there; failing that, the words in title case (a place we do not know)."""
    while end and not text[end - 1].isalnum():
        end -= 1
    short = _HO_CHI_MINH_CITY.search(text, 0, end)
    if short:
        return short.start(), end
    words = [m.start() for m in regex.finditer(r"[^\s]+", text[:end])][-6:]
    known = next((w for w in words if text[w + 1 : w + 2].islower() and place_like(text[w:end])), None)
    tail = _PLACE_TAIL.search(text, 0, end)
    if tail and (known is None or (known == words[-1] and text[:known].rstrip()[-1:].islower())):
        known = tail.start()  # of a name that we do not know, the last word may be one that we do: Hoà Thuận Đông
    if known is None:
        return None
    kind = _PLACE_KIND.search(bare(text), 0, known)
    return (kind.start() if kind else known), end


def place_like(printed: str) -> tuple[Unit, ...]:
    """Units with these base letters; failing that, the province that is nearly spelt so (``Hà Chí Minh``)."""
    found = units_like(printed)
    if found or len(printed) < _NOISY_PLACE_LENGTH:
        return found
    hits = process.extract(bare(printed), bare_province_names(), scorer=fuzz.ratio, score_cutoff=_NOISY_PLACE, limit=2)
    alone = len(hits) == 1 or (len(hits) > 1 and hits[0][1] > hits[1][1])
    return units_like(hits[0][0]) if alone else ()


def is_rule(text: str) -> bool:
    """A line without letters or digits: a rule, an asterisk under the issuer, dirt."""
    return not any(c.isalnum() for c in text)


def right_column(text: str) -> int | None:
    """Where the right letterhead column starts in a line: its title, or the place and date; None without one."""
    title = national_title(text)
    if title:
        return title.start
    dated = place_date(text)
    return dated.start if dated else None


def _word_start(text: str, offset: int) -> int:
    while offset > 0 and not text[offset - 1].isspace():
        offset -= 1
    return offset
