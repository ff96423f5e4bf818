"""Words that launch a campaign: where in a subject or a sentence its names stand.

Heads and verbs are matched on bare text, so that ``phong trào thí đua`` of a poor scan is found too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.folding import bare

Span = tuple[int, int]

_MOVEMENT = (
    r"phong trao(?: thi dua)?(?: yeu nuoc)?|(?:dot )?(?:phat dong )?thi dua (?:cao diem|dot kich|dac biet|ngan han"
    r"|nuoc rut|chuyen de)"
    r"|dot thi dua|cuoc van dong|(?<=phat dong )thi dua(?! khen)"
)
"""Kinds whose name stands after them."""
_EVENT = (
    r"hoi thi|hoi thao|hoi dien|lien hoan|cuoc thi(?! dua)|giai thuong|giai bao chi|chien dich"
    r"|thang (?:cao diem|hanh dong|thanh nien|cong nhan|nhan dao|an toan|ve sinh|khuyen|tu thien)"
    r"|tuan le(?= )|ngay hoi|dot (?:hoat dong |ra quan )?cao diem|dot sinh hoat"
)
"""Kinds that are part of the name: ``Tháng Thanh niên``, ``Hội thi cán bộ dân vận giỏi``."""
HEAD = regex.compile(
    rf"(?<!\w)(?:cac )?(?:(?P<movement>{_MOVEMENT})|(?P<event>{_EVENT}))(?!\w)"
    r"(?: (?:cao diem|dot kich|dac biet|ngan han|nuoc rut|chuyen de|thuong xuyen|trong tam|theo chuyen de))*"
    r"(?P<link> (?:xay dung|thuc hien))?(?P<theme>(?:,? (?:voi|mang|co))? (?:chu de|ten goi|ten))?"
)
_VERB = regex.compile(r"(?<!\w)(?:phat dong|to chuc|trien khai|huong ung|thuc hien|day manh|tham gia|ra quan|mo)(?!\w)")
_BARE_SUBJECT = regex.compile(r"\W*(?:v/v|ve viec|ve|ke hoach|the le|chi thi|ban hanh|quy che)?\W*(?:ve )?")
_NO_LAUNCH = regex.compile(
    r"(?<!\w)(?:tong ket|so ket|bao cao|ket qua|thanh tich|khen thuong|tang (?:bang|giay|co|thuong)|cong nhan"
    r"|danh sach"
    r"|kinh phi|du toan|kiem tra|giam sat|danh gia|ho so|gop y|du thao|xet (?:chon|tang)|kien toan|thanh lap"
    r"|binh chon"
    r"|ket luan|thong ke|dang ky|tong hop|trao (?:giai|thuong))(?!\w)"
)
"""What a subject does with a campaign that was launched before."""
_QUOTED = regex.compile(r"\s*:?\s*[“\"„«”](?P<name>[^“”\"„«»]{3,250})[”\"»“]")
LONGEST = 3000
"""Characters of a subject or sentence looked at: what is launched stands at its beginning."""
LONGEST_KIND = 80
"""Characters between ``Chiến dịch Thanh niên tình nguyện hè năm 2022`` and its name in quotation marks."""
_OTHERS = regex.compile(
    r"(?<!\w)(?:ve|cua|theo|tai|huong ung|thuc hien|xay dung|do|phong trao|cuoc van dong|cuoc thi|hoi thi)(?!\w)"
    r"|[;.(]"
)
"""Words before a quotation that then names something else."""
_NEXT = regex.compile(
    r"\s*(?:,|;|va|&)\s*(?:(?:to chuc|phat dong|huong ung|trien khai)\s)?(?:(?:cac )?(?:phong trao(?: thi dua)?"
    r"|cuoc van dong|hoi thi|cuoc thi)\s)?(?:xay dung\s)?(?=[“\"„«])"
)
_ENDS = regex.compile(
    r",?\s+(?:tren dia ban|giai doan|trong toan|trong nam|nam \d{4}|nam hoc|nhiem ky|cum thi dua|khoi thi dua"
    r"|dot \d)(?!\w)"
    r"|\s+do\s[^,;]{3,80}\sphat dong|\s*\(|\s*[.;]\s*$|,?\s(?:voi (?:cac|nhung)? ?noi dung|cu the|nhu sau)|$"
)
_NOT_OWN = r"(?:ve|viec|da|do|theo|duoc|cua)"
_SOMEBODY_ELSE = regex.compile(rf"(?:^|\s){_NOT_OWN}(?:\s[^\s,;]+){{0,4}}\s?$")
_SUBJECT = (
    r"(?:uy ban|ubnd|ban|bo|so|hoi|tinh|huyen|thanh|thi|dang|chi bo|truong|cong doan|doan|lien doan|giam doc"
    r"|hieu truong"
    r"|chu tich|thu tuong|thuong truc|cong ty|benh vien|phong|vien|cuc|tong)"
)
_STATES = regex.compile(
    r"(?:^(?:\W|\d|dieu \d+|[a-z]\))*(?=phat|to chuc)"
    rf"|(?<!\w){_SUBJECT} (?:(?!(?<!\w){_NOT_OWN} )[^,;.]){{0,90}} (?:quyet dinh |thong nhat )?"
    r"|(?:ban hanh|xay dung)(?: chi thi| ke hoach)(?: \w+){0,2} )"
    r"(?:phat dong|to chuc|trien khai|huong ung|thuc hien)(?: va to chuc| va trien khai| thuc hien| huong ung)*\s+$"
)


@dataclass(frozen=True, slots=True)
class Launch:
    """Names of campaigns in one text: their spans, and the span of the words that launch them.

    ``quoted``: the names stand in quotation marks. ``generic``: a movement without a name of its own
    (``phong trào thi đua yêu nước năm 2025``), told by its kind.
    """

    names: tuple[Span, ...]
    head: Span
    quoted: bool
    generic: bool = False


def launched(subject: str) -> Launch | None:
    """What the subject of a document launches; None where it launches nothing."""
    subject = subject[:LONGEST]
    key = bare(subject)
    for head in HEAD.finditer(key):
        before = key[: head.start()]
        if _NO_LAUNCH.search(before) or _in_quotes(subject, head.start()):
            continue
        if _VERB.search(before) or _BARE_SUBJECT.fullmatch(before):
            found = _named(subject, key, head)
            if found:
                return found
    return None


def stated(sentence: str, cited: Sequence[Span] = ()) -> Launch | None:
    """What a sentence of the body launches in the name of its issuer.

    Args:
        sentence: a paragraph.
        cited: spans of the acts that it cites; what their titles launch is not launched here.
    """
    sentence = sentence[:LONGEST]
    key = bare(sentence)
    for head in HEAD.finditer(key):
        if _in_quotes(sentence, head.start()) or any(a <= head.start() < b for a, b in cited):
            continue
        low = max(key.rfind(";", 0, head.start()), key.rfind(". ", 0, head.start()), -1) + 1
        before = key[low : head.start()].lstrip()
        states = _STATES.search(before)
        if not states or _SOMEBODY_ELSE.search(before[: states.start()]):
            continue
        found = _named(sentence, key, head)
        if found and not found.generic:
            return found
    return None


def _named(text: str, key: str, head: regex.Match[str]) -> Launch | None:
    quoted = _QUOTED.match(text, head.end())
    if quoted:
        return Launch(tuple(_quoted_list(text, key, quoted)), head.span(), quoted=True)
    if head["theme"]:
        return None
    later = _QUOTED.search(text, head.end())
    if later and later.start() - head.end() <= LONGEST_KIND and not _OTHERS.search(key, head.end(), later.start()):
        return Launch((later.span("name"),), head.span(), quoted=True)
    start = head.start("event") if head["event"] else head.start("link") + 1 if head["link"] else head.end()
    end = _ENDS.search(key, head.end())
    stop = end.start() if end else len(key)
    name = _trimmed(text, start, stop)
    if head["event"] or name[1] > max(name[0], head.end()):
        return Launch((name,), head.span(), quoted=False)
    whole = regex.compile(r"(?:giai doan|nam|nam hoc|dot|quy)\s[\d\sivx-]+").match(key, stop + 1)
    return Launch(
        (_trimmed(text, head.start(), whole.end() if whole else stop),), head.span(), quoted=False, generic=True
    )


def _in_quotes(text: str, position: int) -> bool:
    """What a quotation names is somebody else's."""
    before = text[:position]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _quoted_list(text: str, key: str, first: regex.Match[str]) -> list[Span]:
    found = [first.span("name")]
    position = first.end()
    while (link := _NEXT.match(key, position)) and (following := _QUOTED.match(text, link.end())):
        found.append(following.span("name"))
        position = following.end()
    return found


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in ' ,:“"':
        start += 1
    while end > start and text[end - 1] in ' ,.;:”"':
        end -= 1
    return start, end
