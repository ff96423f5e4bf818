"""What follows a number: the counted noun, ``trở lên``, the whole that a share is taken of, and per what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Final

import regex

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.extract.quantity.quantity_leads import Comparator

OR_MORE = regex.compile(r"\s(?:tr[ởơớờỡở]\s(?P<up>l[êeếềể]n)|tr[ởơớờỡ]\sxu[ốôồổ]ng)(?!\p{L})", regex.IGNORECASE)
TITLE = regex.compile(r"\s(?:“[^“”]{1,80}”|\"[^\"]{1,80}\"|‘[^‘’]{1,80}’)")
"""The name of what is counted: ``01 mô hình “Dân vận khéo” trở lên``."""
STOPS: Final = (
    r"ngày(?!\scông)|tháng|giờ|phút|giây|tuần|quý|tuổi|năm(?!\s*(?:[,;.)]|$))|trong(?!\snước)|trên|dưới|tại|của|và(?!\s(?:vừa|nhỏ)(?!\p{L}))|hoặc|là|thì|để|với|về|theo|khi|nếu|từ|đến"
    r"|bằng(?!\skhen)|cho|do|vào|(?<!nhà\s)ở|được|có|đạt|phải|đã|đang|sẽ|không|còn|bị|như|này|đó|trở|so|mỗi|một(?!\scửa)|khoảng|gần|ít|nhằm|qua|sau"
    r"|tối\s(?:thiểu|đa)|chiếm|tăng(?!\shuyết)|giảm|lên|xuống|gồm|bao\s(?:gồm|phủ)|đóng|trả|làm|liền|vượt|hưởng|(?<!trực\s)thuộc|gắn|mở|(?<!(?:chứng|công)\s)nhận|nhưng|tổ\schức\ssinh"
    r"|tính|cộng(?!\s(?:đồng|tác|hòa|hoà|sản))|cùng|cần|lần|triển\skhai|(?<!người\s)tham(?!\s(?:mưu|nhũng))|tặng|dài|trị\sgiá|mới\s(?:được|xét)|hoàn\sthành|đăng\s(?:ký|kí)|bố\strí"
    r"|ứng\sdụng|sử\sdụng|thực\shiện|xếp\sloại|xây\sdựng|tiếp\s(?:cận|nhận|tục|thu)|cụ\sthể|liên\stục"
    r"|đề\s(?:nghị|xuất|ra)|h[ằà]ng\s(?:năm|tháng|quý|tuần|ngày)|tương\s(?:đương|ứng)|đủ|ký\s(?:cam|kết|giao)|kí\scam"
    r"|(?<!gian\s)giải\squyết|chấp\shành|hưởng\sứng|cam\skết|đối\svới|giữ(?!\s(?:nước|trẻ))|duy\strì|tự\snguyện|góp\sphần|dự(?!\s(?:án|thảo|toán|phòng|báo|bị|kiến))|chấp\snhận"
    r"|suy\stôn|biểu\sdương|tuyên\sdương|đảm\sbảo|bảo\sđảm|phấn\sđấu|tổ\schức\s(?:triển|thực|tốt|được|thành|ra)|chấp\sthuận"
)
"""Words at which a counted noun ends: verbs and links that follow it in these texts."""
WORD: Final = rf"(?!(?:{STOPS})(?!\p{{L}}))\p{{L}}+[23²³]?(?!\p{{N}})"
NOUN = regex.compile(
    rf"(?:lần(?!\s(?:lượt|đầu|thứ|này))(?!\p{{L}})|(?:ngày|giờ|phút)(?!\p{{L}})|(?!năm(?!\p{{L}})){WORD})(?:(?:,\s(?=\p{{Ll}})|\s[–-]\s(?=\p{{L}}{{3}})|\s){WORD}){{0,14}}"
)
GLUED = regex.compile(r"\s?(?:[km]?m[23²³]?|ha|k?g|lít|tấn|km)(?![\p{L}\d])")
WHICH = regex.compile(
    r"(?:(?:(?<=số)\sđã|\sđã|\sđược)\s(?:đề\snghị|xét|khen|bình|giao|cấp|đăng\s(?:ký|kí)|phân\scông)(?:\s(?:thưởng|xét|chọn|tặng)){0,2}"
    r"|\s(?:đăng\s(?:ký|kí)|tham\sgia)(?!\p{L}))",
    regex.IGNORECASE,
)
"""Which ones: ``số cá nhân được khen``, ``chỉ tiêu được giao``, ``số đã đăng ký``."""
WHOLE = regex.compile(r"\s(?:(?:trong|trên|của)\s)?(?P<base>tổng\ssố|tổng|số)(?!\p{L})", regex.IGNORECASE)
NO_WHOLE = regex.compile(r"\s(?:lượng|dư)(?!\p{L})")
AGAINST = regex.compile(
    r"(?:\s\p{Ll}+){0,4}?\s(?:so\svới|(?:trong|trên)\s(?=tổng|số))\s?(?P<base>[^,;.:()]{2,160}?)(?=\s(?:thì|mới|để)\s|[,;.:()]|$)"
)
THEM = regex.compile(
    r"\s(?:đối\svới|cho)\s(?P<noun>[^,;.:()]{2,60}?)(?=\s(?:để|được|có|đạt|trong|và|không)\s|[,;.:()]|$)"
)
SET = regex.compile(r"(?:chỉ\stiêu|nhiệm\svụ|kế\shoạch|nội\sdung|việc|công\sviệc)$", regex.IGNORECASE)
"""What is given to somebody: the clause that says so belongs to it."""
EACH_AFTER = regex.compile(
    r"\s(?:(?:trên|trong|cho|ở|của|với)\s)?(?P<per>mỗi\s(?:học\skỳ|năm\shọc)|mỗi\s\p{L}+(?:\s(?:vị|thể|nhân|bộ|đình|sở|học|hội|đoàn))?"
    r"|một\s(?:năm|tháng|quý|tuần|hồ\ssơ|đơn\svị|cá\snhân|tập\sthể|hộ|xã|thôn))(?!\p{L})",
    regex.IGNORECASE,
)
SLASH = regex.compile(
    r"\s?/\s?(?:\d{1,2}\s|(?P<of>1(?:00|0{0,2}\.?000)\s))?(?=\p{L})(?!(?:trên|từ|đến|và|hoặc|so|không)(?!\p{L}))"
)
OR: Final = " hoặc "
AND: Final = " và "
LONGEST_RATE = 4
"""Words of what a rate is per (``/nhà xây mới``)."""
TIME = regex.compile(r"(?:năm\shọc|năm|tháng|quý|tuần|ngày|giờ|lần|buổi|đợt|kỳ)(?!\p{L})")
TRAILING_LINK = regex.compile(r",?\s(?:người|hộ|cơ|các|những)$|,$")
MEASURES = frozenset({"ha", "tấn", "con", "km", "m2", "m3", "kg", "lít", "tạ", "mét", "m", "hecta"})
"""Units in which there is so much of a thing."""
DESCRIBED = 8
"""Words after a counted noun that still describe it (``mô hình sản xuất nông nghiệp công nghệ cao``)."""


@cache
def counted_nouns() -> dict[str, str]:
    """What plans count, folded, and its kind: unit, person, household, work, event, object or award."""
    return {fold(row["noun"]): row["kind"] for row in rows("counted_nouns")}


@cache
def _without_marks() -> dict[str, str]:
    return {bare(row["noun"]): row["kind"] for row in rows("counted_nouns") if " " in row["noun"]}


def counted_kind(phrase: str) -> str | None:
    """Kind of the known noun that the phrase begins with, the longest first; None for others."""
    words = phrase.replace(",", "").split()
    for size in range(min(len(words), 5), 0, -1):
        head = " ".join(words[:size])
        kind = counted_nouns().get(fold(head)) or (_without_marks().get(bare(head)) if size > 1 else None)
        if kind:
            return kind
    return None


@dataclass(frozen=True, slots=True)
class Counted:
    """What ``text[position:end]`` after a number says; ``addressed``: the noun stands after ``đối với``."""

    end: int
    noun: str | None = None
    base: str | None = None
    per: str | None = None
    bound: Comparator | None = None
    addressed: bool = False

    @classmethod
    def read(cls, text: str, position: int, *, share: bool) -> Counted:
        """Read what follows ``text[:position]``; ``share`` for percentages, whose noun may be any words."""
        bound, end = _bound(text, position)
        rate, end = _rate(text, end)
        noun, base = None, None
        whole = None if rate else _whole(text, end)
        if whole:
            base, end = text[slice(*whole)], whole[1]
        elif not rate:
            noun, end = _noun(text, end, share=share)
        if not bound:
            named = TITLE.match(text, end)
            bound, after = _bound(text, named.end() if named else end)
            end = after if bound else end
        per, end = (rate, end) if rate else _rate(text, end)
        if not per and (each := EACH_AFTER.match(text, end)):
            per, end = each["per"], each.end()
        against = AGAINST.match(text, end)
        if against and (not base or regex.search(r"so\svới", against.group())):
            noun, base, end = noun or base, against["base"].strip(), against.end()
        addressed = bool(noun) and text[position:end].casefold().endswith(f"đối với {noun}".casefold())
        return cls(end, noun, base, per, bound, addressed)


def _bound(text: str, position: int) -> tuple[Comparator | None, int]:
    found = OR_MORE.match(text, position)
    if not found:
        return None, position
    return (">=" if found["up"] else "<="), found.end()


def _rate(text: str, position: int) -> tuple[str | None, int]:
    """``/xã/năm``: up to four words, of time one; ``/10.000 dân`` with its number."""
    parts: list[str] = []
    while found := SLASH.match(text, position):
        position = _rate_end(text, found.end())
        parts.append(text[found.start("of") if found["of"] else found.end() : position])
    return ("/".join(parts) or None), position


def _rate_end(text: str, start: int) -> int:
    time = TIME.match(text, start)
    if time:
        return int(time.end())
    words = NOUN.match(text, start)
    if not words:
        return start + len(text[start:].partition(" ")[0].rstrip(".,;:)"))
    return start + len(" ".join(words.group().partition(",")[0].split(" ")[:LONGEST_RATE]))


def _whole(text: str, position: int) -> tuple[int, int] | None:
    """``tổng số cá nhân được đề nghị``, ``số đã đăng ký``, ``số xã``."""
    found = WHOLE.match(text, position)
    if not found or NO_WHOLE.match(text, found.end()):
        return None
    named = NOUN.match(text, found.end() + 1) if text[found.end() : found.end() + 1] == " " else None
    end = named.end() if named else found.end()
    which = WHICH.match(text, end)
    return found.start("base"), which.end() if which else end


def _noun(text: str, position: int, *, share: bool) -> tuple[str | None, int]:
    glued = GLUED.match(text, position)
    named = NOUN.match(text, position + 1) if text[position : position + 1] == " " else None
    if glued and not named:
        return glued.group().strip(), glued.end()
    if named:
        noun = _trimmed(named.group(), share=share)
        return _extended(text, named.start(), named.start() + len(noun), share=share) if noun else (None, position)
    them = THEM.match(text, position)
    return (them["noun"].strip(), them.end()) if them else (None, position)


def _extended(text: str, start: int, end: int, *, share: bool) -> tuple[str, int]:
    """``chỉ tiêu được giao``; ``tập thể hoặc cá nhân``: one count of either, one share of both (``và``)."""
    which = WHICH.match(text, end) if SET.search(text[start:end]) else None
    if which:
        return text[start : which.end()], which.end()
    link = next((link for link in (OR, *((AND,) if share else ())) if text.startswith(link, end)), None)
    other = NOUN.match(text, end + len(link)) if link else None
    if other and counted_kind(other.group()) and counted_kind(text[start:end]):
        end = other.start() + len(_trimmed(other.group(), share=False) or "")
    return text[start:end], end


def _trimmed(printed: str, *, share: bool) -> str | None:
    """The run of words without what dangles: ``, người`` before ``sử dụng``, a lone ``các``.

    For a count, a known noun with up to eight words that describe it; a list goes on only with known nouns, so that
    ``60 tiêu chí, tổng điểm 100 điểm`` are two quantities.
    """
    if not share:
        head, *rest = printed.split(", ")
        rest = [] if head.casefold() in MEASURES else rest
        printed = ", ".join((head, *takewhile(counted_kind, rest)))
    printed = TRAILING_LINK.sub("", printed)
    if printed in {"các", "những", "số"}:
        return None
    if share:
        return printed
    words = printed.split()
    for size in range(len(words), 0, -1):
        if fold(" ".join(words[:size]).rstrip(",")) in counted_nouns():
            return " ".join(words[: size + DESCRIBED]).rstrip(",")
    return printed
