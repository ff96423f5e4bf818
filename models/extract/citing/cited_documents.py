"""Grammar of cited documents: ``Kế hoạch số 106-KH/TU, ngày 31/8/2022 của … về …``, and laws cited by name.

Forms: NĐ 30/2020/NĐ-CP, Phụ lục I (state: number/type-issuer), HD 36-HD/VPTW (Party: number-type/issuer), Luật BHVBQPPL
(number/year/QH15). Codes are kept as printed, blanks removed; only letters that OCR confuses (``QÐ``, ``ND-CP`` after
``Nghị định``) are set right, because the type name beside them says which they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import zip_longest

import regex

from vanthu.corpora.gazetteer.bodies import bodies
from vanthu.corpora.gazetteer.document_types import TypeEntry, document_types, type_coded
from vanthu.corpora.gazetteer.folding import bare, fold, strip_tone
from vanthu.corpora.gazetteer.symbols import of_issuer
from vanthu.models.campaign import LegalBasis
from vanthu.models.extract.citing.named_laws import NamedLaw, named_laws

CODE = regex.compile(
    r"""
    (?<![\p{L}\d/.-])
    (?P<number>(?:(?<=[Ss]ố\s)\d{1,3}\s(?=\d))?\d{1,5}\p{Ll}?)\s?
    (?:[/-]\s?(?P<year>(?:19|20)\s?\d\s?\d)\s?(?=[/-]|(?:NĐ|ND|QĐ|TT|NQ|QH)))?
    (?:[/–-]\s?|(?<=/(?:19|20)\d\d)(?=\p{Lu})|(?<=[Ss]ố:?\s\d{1,4}\s)(?=(?:KH|HD|QĐ|NQ|CT|TB|CTr|KL|BC|CV)\s?[/–-]\s?\p{Lu}))
    (?P<symbol>\p{Lu}[\p{L}\d]{0,11}(?:\.\p{Lu}{1,4})?(?:\s?[/–&-]\s?(?=\p{Lu})\p{Lu}[\p{L}\d]*){0,3})
    (?![\p{L}\d])
    """,
    regex.VERBOSE,
)
"""A number with a symbol; blanks around its strokes allowed, and one within its digits (``149/201 6/NĐ-CP``).

The stroke after the number may be missing (``số 05 HD/BTGTU``).
"""
DOUBLED = regex.compile(r"(?<=[/-])(?:NĐ|ND|Nđ)/(?=(?:NĐ|ND)-)|(?<=[/-])(\p{L}+)/(?=\1-)")
"""A misprint seen in real papers: ``98/2023/NĐ/NĐ-CP``; the stroke of the Đ may be lost."""

TORN_BEFORE = regex.compile(r"[)\]}°|^]$|\d/\d{0,3}\s$")
TORN_AFTER = regex.compile(r"\.?\s?[-–](?:\p{Lu}{2}|\s*$)|\.\p{L}{1,4}(?!\p{L})|[°^*#@$]")
"""What no code begins or ends beside: it is part of one that OCR or the end of a line has torn."""

DATE = regex.compile(
    r"""
    (?:\s*[,.;])?\s*(?:\(\s*)?ng[aàáảãạ]y\s*
    (?P<day>[\dIlO|]{1,2})\s*(?:/|-|\.|th[aáàảãạ]ng)\s*(?P<month>[\dIlO|]{1,2})\s*(?:/|-|\.|,?\s*n[aăâắằ]m)\s*(?P<year>(?:19|20)\d{2})
    """,
    regex.VERBOSE,
)
DIGIT_SLIPS = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0"})
"""Letters that stand for digits where only a digit can stand, as in ``ngày I2 tháng 01``."""
NUMBER_WORD = regex.compile(r"(?<!\p{L})[Ss][ốôóòọoố6]\s*:?\s*$")
BETWEEN = regex.compile(r"(?:\s\p{Ll}+){0,6}?(?:\s*:?\s*[Ss][ốôóòọoố6]\s*:?)?\s*")
ISSUER = regex.compile(
    r"\s*,?\s*của\s+(?P<issuer>\p{Lu}.{2,140}?)"
    r"(?=\s*(?:[,;.:()“\"]|$)|\s+(?:v[ềêẻẽ]|ban hành|[qQ]uy định|phê duyệt|hướng d[ẫâầ]n|s[ửưứ]a đ[ổôồỗ]i|thực hiện"
    r"|triển khai|kết luận|v/v|thông qua|kèm theo|gửi|vướng mắc|ngày|và\s+(?:\p{Lu}\p{Ll}+\s+){1,3}số|công bố|khoảng"
    r"|để|trong|với|tại|trên"
    r"|và\s+(?:các|Kế hoạch|Nghị quyết|Chương trình|Quyết định|Chỉ thị|Đề án|Hướng dẫn))(?!\p{L}))"
)
NAMED_FOR = regex.compile(r"\s+về\s+[^;.]{3,120}?(?=\s+(?:ban hành|thông báo)\s)")
"""What a steering committee is for is part of its name, where what it did follows."""
STEERING = ("Ban Chỉ đạo", "Tổ giúp việc", "Tổ công tác")
SUBJECT = regex.compile(
    r"\s*,?\s*(?P<title>(?:v[ềêẻẽ]|ban hành|quy định|phê duyệt|hướng d[ẫâầ]n|s[ửưứ]a đ[ổôồỗ]i|công b[ốôồ]|v/v)"
    r"(?!\p{L}).{3,600}?)"
    r"(?=\s*(?:;|\.(?:\s|$)|\((?!\d)|$"
    r"|,\s(?:trên cơ sở|\p{Lu}[^,;.]{2,60}\s(?:ban hành|xây dựng|triển khai) [Kk]ế hoạch)))"
)
BETWEEN_LAW = regex.compile(r"\s*(?:\([^()]{1,60}\)\s*)?(?:số\s*)?")
IN_BRACKETS = regex.compile(r"\s*\([^()]{1,120}\)(?=\s*,?\s*(?:ngày\s|của\s|về\s))")
"""``(sau đây gọi là …)`` between a code and its date."""
NEXT_ACT = regex.compile(
    r"(?:\s*,|\s+và|\s*,\s*và)\s+(?:theo\s+)?(?:Luật|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Kế hoạch|Kết luận"
    r"|Công văn|Hướng dẫn|Chương trình|Thông báo|Quy định)\s+(?:số\s*)?\d"
    r"|\s*,\s+(?:yêu cầu|đề nghị|giao|căn cứ|thực hiện|theo đề nghị)(?!\p{L})"
)
"""Where a subject ends though the sentence goes on: the next act of a list, or what is ordered."""
SHARED_DATE = regex.compile(r"\s*và\s+(?:số\s*)?")
TORN = 8
"""Characters before a code that tell whether it is torn."""
LOOK_BACK = 90
"""Characters before a code in which its type may stand (``Kết luận liên ngành tư pháp Trung ương số …``)."""
LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "–": "-", "—": "-"})
NATIONAL_ASSEMBLY = regex.compile(r"(?:UBTV)?QH\d{1,2}$")


LOST_CODE = regex.compile(r"\s[Ss]ố\s(?=[^;,.]{0,24}?\d)[^;,.]{2,25}?(?=\s*,?\s+ngày\s)")
"""What stands for a code that OCR has broken; blanks of a form hold no digit."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: ``text[start:end]`` of the passage, with what it says; its subject starts after ``head_end``."""

    start: int
    head_end: int
    end: int
    basis: LegalBasis


def mentions(text: str) -> list[Mention]:
    """All documents that a passage cites, in order; never fails."""
    codes = [found for found in CODE.finditer(text) if _is_code(text, found)]
    cited = [
        _coded(text, found, codes[i - 1].end() if i else 0, codes[i + 1] if i + 1 < len(codes) else None)
        for i, found in enumerate(codes)
    ]
    cited = list(_with_shared_dates(text, cited))
    return sorted([*cited, *_laws(text, cited), *_short(text)], key=lambda m: m.start)


def unreadable(text: str) -> list[Mention]:
    """Cited acts whose code cannot be read (``Quyết định số 203 4⁄9Đ-BUD ngày 13/7/2023``): type and date alone."""
    read = [(m.start, m.end) for m in mentions(text)]
    found: list[Mention] = []
    for name in _type_pattern().finditer(text):
        lost = LOST_CODE.match(text, name.end())
        dated = DATE.match(text, lost.end()) if lost else None
        if not dated or any(start < dated.end() and name.start() < end for start, end in read):
            continue
        entry = _entry(name.group(), "")
        basis = LegalBasis(type=entry.name if entry else name.group(), issued_on=_date(dated))
        found.append(Mention(name.start(), dated.end(), dated.end(), basis))
    return found


def misprint(text: str) -> str | None:
    """The code of a mention as it is printed with its type doubled; None where it is not."""
    printed = next((found for found in CODE.finditer(text) if DOUBLED.search("".join(found.group().split()))), None)
    return "".join(printed.group().split()) if printed else None


def code_key(code: str) -> str:
    """What makes two printed codes the same: blanks, case and the kind of dash do not."""
    return "".join(code.split()).translate(LOOKALIKES).casefold()


def _is_code(text: str, found: regex.Match[str]) -> bool:
    """``180-KH/TU`` is one by its type letters; ``2637/BGDĐT-VP`` because ``số`` or a type name stands before it."""
    symbol = found["symbol"].translate(LOOKALIKES)
    before = text[max(found.start() - LOOK_BACK, 0) : found.start()]
    if TORN_BEFORE.search(before[-TORN:]) or TORN_AFTER.match(text, found.end()):
        return False
    if sum(c.isupper() for c in symbol) < 2:  # noqa: PLR2004  one capital is a name: "15 - Ban"
        return False
    parts = regex.split(r"\s?[/&-]\s?", symbol)
    if NATIONAL_ASSEMBLY.match(symbol):
        return True
    if len(parts) > 1 and any(_known(part) for part in parts[:2]):
        return True
    return bool(NUMBER_WORD.search(before)) or _type_at_end(before) is not None


@cache
def _bare_codes() -> frozenset[str]:
    return frozenset(bare(entry.code) for entry in document_types())


def _known(part: str) -> bool:
    return bare(part) in _bare_codes() or bare(part).rstrip("d") + "d" in _bare_codes()


@cache
def _type_pattern() -> regex.Pattern[str]:
    names = sorted({entry.name for entry in document_types()}, key=len, reverse=True)
    spelled = "|".join(r"\s+".join(map(regex.escape, name.split())) for name in names)
    return regex.compile(rf"(?<!\p{{L}})(?:{spelled})(?!\p{{L}})", regex.IGNORECASE)


def _type_at_end(before: str) -> regex.Match[str] | None:
    """The type name that a text ends in, as in ``Nghị quyết 214/NQ-CP``."""
    found = list(_type_pattern().finditer(before[-LOOK_BACK:].rstrip()))
    return found[-1] if found and found[-1].end() == len(before[-LOOK_BACK:].rstrip()) else None


def _coded(text: str, found: regex.Match[str], floor: int, following: regex.Match[str] | None) -> Mention:
    limit = following.start() if following else len(text)
    symbol = found["symbol"]
    law = _law_before(text, found.start(), floor) if NATIONAL_ASSEMBLY.match(symbol) else None
    start, name = (law.start, law.kind) if law else _type_before(text, found.start(), floor, symbol)
    entry = _entry(name, symbol)
    end = found.end()
    issuer, issued_on, title = None, None, law.title if law else None
    aside = IN_BRACKETS.match(text, end, limit)
    end = aside.end() if aside else end
    dated = DATE.match(text, end, limit)
    if dated:
        issued_on, end = _date(dated), dated.end()
    owner = ISSUER.match(text, end)
    if owner and owner.end() <= limit:
        issuer, end = _spelt(owner["issuer"].strip()), owner.end()
        purpose = NAMED_FOR.match(text, end, limit) if issuer.startswith(STEERING) else None
        if purpose:
            issuer, end = issuer + purpose.group(), purpose.end()
        late = None if dated else DATE.match(text, end, limit)
        if late:
            issued_on, end = _date(late), late.end()
    head_end = end
    subject = None if law else SUBJECT.match(text, end)
    if subject:
        following_act = NEXT_ACT.search(text, subject.start("title"), subject.end())
        if following_act and not CODE.search(text, subject.start("title"), following_act.start()):
            title, end = text[subject.start("title") : following_act.start()].strip(), following_act.start()
        else:
            title, end = subject["title"].strip(), subject.end()
    basis = LegalBasis(
        type=entry.name if entry else name,
        code=of_issuer(_code(found, entry), issuer),
        issued_on=issued_on,
        issuer=issuer,
        title=title,
    )
    return Mention(start, head_end, end, basis)


def _law_before(text: str, position: int, floor: int) -> NamedLaw | None:
    """The law whose name ends before its number: ``Luật Thi đua, khen thưởng số 06/2022/QH15``."""
    named = named_laws(text, max(floor, position - LOOK_BACK), position)
    return next((law for law in named if BETWEEN_LAW.fullmatch(text[law.end : position])), None)


@cache
def _central_bodies() -> dict[str, str]:
    return {bare(body.name): body.name for body in bodies() if body.level == "central"}


def _spelt(issuer: str) -> str:
    """A central body read with wrong marks (``Chính phú``) in its spelling."""
    return _central_bodies().get(bare(issuer), issuer)


def _type_before(text: str, position: int, floor: int, symbol: str) -> tuple[int, str | None]:
    """Where the mention starts, and the type printed before its code, if any."""
    start = max(floor, position - LOOK_BACK)
    before = text[start:position]
    cut = max(before.rfind(";"), before.rfind(". "), before.rfind("”")) + 1
    found = [m for m in _type_pattern().finditer(before) if m.start() >= cut and m.group()[0].isupper()]
    fitting = [m for m in found if _fits(m.group(), symbol)] or [m for m in found if _next_to(before[m.end() :])]
    if fitting:
        return start + fitting[-1].start(), fitting[-1].group()
    number = NUMBER_WORD.search(before)
    return (start + number.start() if number else position), None


def _next_to(between: str) -> bool:
    return bool(BETWEEN.fullmatch(between))


def _parts(symbol: str) -> list[str]:
    return [str(part) for part in regex.split(r"\s?[/&-]\s?", symbol.translate(LOOKALIKES))]


def _fits(name: str, symbol: str) -> bool:
    """The letters of the type stand in the symbol, strokes and accents aside."""
    codes = {bare(entry.code) for entry in document_types() if fold(entry.name) == fold(name)}
    return any(bare(part) in codes for part in _parts(symbol)[:2])


def _entry(name: str | None, symbol: str) -> TypeEntry | None:
    if name:
        return next((entry for entry in document_types() if fold(entry.name) == fold(name)), None)
    if "/" in symbol:
        return next((e for p in _parts(symbol)[:2] if (e := type_coded(p, "party"))), None)
    coded = next((e for p in _parts(symbol)[:2] if (e := type_coded(p, "state"))), None)
    return type_coded(coded.code, "legal") if coded and coded.system == "party" else coded


def _code(found: regex.Match[str], entry: TypeEntry | None) -> str:
    """The code without blanks; the type letters set right where the type name says what they are.

    A missing stroke is put in (``05 HD/BTG``: ``05-HD/BTG``), a doubled type or Đ taken once.
    Abbreviations carry no tones: one that was read (``18-NQ/HŨ``) is dirt over the letter.
    """
    code = strip_tone("".join(found.group().split()).translate(LOOKALIKES))
    code = str(DOUBLED.sub("", code))
    code = str(regex.sub(r"(?<=/(?:19|20)\d\d)(?=\p{Lu})", "/", code))
    code = str(regex.sub(r"(?<=[^\W\d_-])ĐĐ(?=\p{Lu})", "Đ", code))
    code = str(regex.sub(r"^(\d+)(?=\p{Lu}+([/-]))", lambda m: m[1] + ("-" if m[2] == "/" else "/"), code))
    code = str(regex.sub(r"(?<=[/-]H)Đ{2,}(?=ND(?![\p{L}\d]))", "Đ", code))
    if entry is None:
        return code

    def repaired(found: regex.Match[str]) -> str:
        return entry.code if _slip(found.group(), entry) else str(found.group())

    return str(regex.sub(r"(?<=[/-])\p{Lu}\p{L}{0,3}(?=[/-])", repaired, code, count=1))


def _slip(part: str, entry: TypeEntry) -> bool:
    """``QĐĐ`` and ``QD`` stand for ``QĐ``; ``QĐ`` after ``Quy định`` is right (Party symbols)."""
    if any(other.code == part and fold(other.name) == fold(entry.name) for other in document_types()):
        return False
    doubled = regex.sub(r"(?<=[Đđ])[Đđ]$", "", part)
    return bare(part) == bare(entry.code) or doubled == entry.code


def _date(found: regex.Match[str]) -> date | None:
    try:
        day, month = (int(found[part].translate(DIGIT_SLIPS)) for part in ("day", "month"))
        return date(int(found["year"]), month, day)
    except ValueError:
        return None


def _with_shared_dates(text: str, cited: list[Mention]) -> Iterator[Mention]:
    """``số 8/CĐ-UBND và số 9/CĐ-UBND ngày …``: both are of that day."""
    for mention, following in zip_longest(cited, cited[1:]):
        if following is None or mention.basis.issued_on or not following.basis.issued_on:
            yield mention
        elif SHARED_DATE.fullmatch(text[mention.end : following.start]):
            yield replace(mention, basis=mention.basis.model_copy(update={"issued_on": following.basis.issued_on}))
        else:
            yield mention


def _laws(text: str, cited: list[Mention]) -> Iterator[Mention]:
    """Laws cited by name; those with a code are among ``cited``."""
    known = {mention.start for mention in cited}
    for law in named_laws(text):
        if law.start in known:
            continue
        dated = DATE.match(text, law.end)
        end = dated.end() if dated else law.end
        basis = LegalBasis(type=law.kind, issued_on=_date(dated) if dated else None, title=law.title)
        yield Mention(law.start, end, end, basis)


SHORT = regex.compile(
    r"(?<!\p{L})(?P<type>Thông tư(?:\sliên tịch)?|Nghị định|Nghị quyết|Quyết định)\s(?:số\s)?"
    r"(?P<number>\d{1,4})(?:\s?/\s?|\snăm\s)(?P<year>(?:19|20)\d\d)(?![\d/]|\s?[-/]?\s?\p{Lu}{2})"
)
"""An act that is cited by number and year: ``Thông tư 24/2020``, ``Nghị định 30 năm 2020``."""


def _short(text: str) -> Iterator[Mention]:
    for found in SHORT.finditer(text):
        dated = DATE.match(text, found.end())
        end = dated.end() if dated else found.end()
        code = f"{found['number']}/{found['year']}"
        basis = LegalBasis(type=found["type"], code=code, issued_on=_date(dated) if dated else None)
        yield Mention(found.start(), end, end, basis)
