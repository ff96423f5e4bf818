"""Texts: plans put together by a grammar, with letters, marks, numbers and breaks that nobody expects."""

from __future__ import annotations

import unicodedata
from functools import cache
from random import Random

from benchmarks.fuzz import odd
from vanthu.corpora import plans
from vanthu.models import legacy
from vanthu.models.legacy import Encoding

_GRAMMAR: dict[str, tuple[str, ...]] = {
    "plan": ("{head}\n{title}\n{basis}\n{body}\n{end}", "{title}\n{body}", "{body}", "{item}", "{head}\n{body}\n{annex}"),
    "head": (
        "ỦY BAN NHÂN DÂN HUYỆN {place}          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: {code}     {place}, {date}",
        "ĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY {place}\n*\nSố {code}",
    ),
    "title": ("KẾ HOẠCH\nTổ chức phong trào thi đua {phrase} năm {n}", "KẾ HOẠCH\nvề {phrase}\n------", "HƯỚNG DẪN"),
    "basis": ("Căn cứ Nghị định số {code} ngày {date} của Chính phủ;", "Thực hiện Chỉ thị {code};\n{basis}", ""),
    "body": ("{section}\n{body}", "{section}", "{item}\n{item}\n{item}"),
    "section": ("{roman}. MỤC ĐÍCH, YÊU CẦU\n{item}\n{item}", "{roman}. {phrase}\n{item}\n{body}", "{roman}. CHỈ TIÊU\n{quota}\n{quota}"),
    "item": (
        "{n}. {phrase} trước ngày {date}.", "- {phrase}; {quota}", "{n}.{n}. {phrase}: {n} điểm", "a) {phrase}",
        "+ Từ {date} đến {date} {phrase}.", "{n}) {phrase} chậm nhất {n}h{n} ngày {date}",
        "- {phrase} báo cáo hằng tháng trước ngày {n}, quý {roman}/{n}",
    ),
    "quota": ("{n}% {phrase}", "không quá {n} tập thể, {n} cá nhân", "từ {n} đến {n} {phrase}", "{n}/{n} xã", "{n},{n} tỷ đồng"),
    "date": ("{n}/{n}/{n}", "ngày {n} tháng {n} năm {n}", "{n}-{n}", "{roman}/{n}", "cuối tháng {n}", "{n}.{n}.{n}"),
    "code": ("{n}/KH-UBND", "{n}/{n}/NĐ-CP", "{n}-KH/HU", "   /KH-{place}", "{n}-CT/TW"),
    "phrase": (
        "các cơ quan, đơn vị đăng ký thi đua", "tổng kết phong trào", "Phòng Nội vụ chủ trì, phối hợp", "tặng Bằng khen cho {n} tập thể",
        "lập hồ sơ đề nghị khen thưởng ({phrase})", "“{phrase}”", "xây dựng nông thôn mới", "tuyên truyền, {phrase}",
    ),
    "place": ("Yên Bình", "PLEI KU", "A", "TP. Hồ Chí Minh", "Đắk Lắk"),
    "roman": ("I", "II", "IV", "IX", "XXXVIII", "MCM"),
    "end": ("Nơi nhận:\n- Như trên;\n- Lưu: VT.     KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nNguyễn Văn A", "T/M BAN THƯỜNG VỤ\nBÍ THƯ", ""),
    "annex": ("PHỤ LỤC {roman}\n(Kèm theo Kế hoạch số {code} ngày {date})\n{item}\n{item}", "Biểu số {n}\nTT | Nội dung | {n}\n{n} | {phrase} | {n}"),
}  # fmt: skip
_DEEPEST = 7
_ODD = (
    "\u0302\u0301\u0301", "\u0323\u0302", "\u031b\u0323", "\u200b", "\u200d", "\u202e", "\u2066", "\u00ad", "\ufeff", "\ufffd", "\ue000",
    "\U000f0000", "\u0378", "\U0001f468\u200d\U0001f469", "\u1ea0\u0302", "ﬁ", "½", "²", "Ⅷ", "٣", "३", "𝟗", "\u0130", "ẞ", "ŉ", "ǰ", "ΐ", "\u1100\u1161",
    "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r", "\t", "\x1c", "\u3000", "\u00a0", "…" * 30, "(cid:173)", "(cid:99)", "\\", "%s", "{}", "\x7f",
)  # fmt: skip
_PUMPS = (
    ")",
    "(",
    "-",
    ".",
    "…",
    " ",
    "1",
    "1.",
    "1/",
    "a",
    "A",
    "ngày ",
    "I",
    "“",
    "\n",
    "- ",
    "0,",
    "\u0301",
    "từ 1 đến ",
    "; ",
    "/",
    "%",
    "và ",
    "|",
)
"""Pieces that are repeated: patterns that look back over them must not do so from every place."""
_LONGEST_PUMP = 300


@cache
def _plans() -> tuple[str, ...]:
    return tuple(plans.load(name).text for name in plans.names())


def plan(chance: Random) -> str:
    """A text of the grammar, or a few lines of a plan of the project's own."""
    if chance.random() < 0.3:  # noqa: PLR2004  real lines for some
        lines = chance.choice(_plans()).splitlines()
        start = chance.randrange(len(lines))
        return "\n".join(lines[start : start + chance.randint(1, 12)])
    return _spelled(chance, "plan", 0)


def _spelled(chance: Random, rule: str, depth: int) -> str:
    if rule == "n":
        return str(odd.number(chance)) if chance.random() < 0.2 else str(chance.randint(0, 31))  # noqa: PLR2004  few
    choices = _GRAMMAR[rule]
    said = chance.choice(choices) if depth < _DEEPEST else min(choices, key=lambda c: c.count("{"))
    parts = said.replace("}", "{").split("{")
    filled = [
        part if i % 2 == 0 else (_spelled(chance, part, depth + 1) if depth < _DEEPEST + 3 else "")
        for i, part in enumerate(parts)
    ]
    return "".join(filled)


def oddity(chance: Random) -> str:
    """A few odd characters: chosen ones, or any of Unicode, marks above all."""
    found = []
    for _ in range(chance.randint(1, 5)):
        kind = chance.randrange(4)
        if kind == 0:
            found.append(chr(chance.randrange(0x300, 0x370)))
        elif kind == 1:
            code = chance.randrange(0x110000)
            found.append(chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd")  # noqa: PLR2004  surrogates
        else:
            found.append(chance.choice(_ODD))
    return "".join(found)


def odd_text(chance: Random) -> str:
    """A plan with up to six oddities, marks taken off or decomposed, a piece repeated, words lost or exchanged."""
    text = plan(chance)
    for _ in range(chance.randint(0, 6)):
        place = chance.randrange(len(text) + 1)
        match chance.randrange(6):
            case 0 | 1 | 2:
                text = text[:place] + oddity(chance) + text[place:]
            case 3:
                text = text[:place] + chance.choice(_PUMPS) * chance.randint(1, _LONGEST_PUMP) + text[place:]
            case 4:
                text = text[:place] + text[place + chance.randint(1, 30) :]
            case _:
                form = chance.choice(("NFD", "NFKD", "NFKC"))
                text = text[:place] + unicodedata.normalize(form, text[place:])
    return text


def mutated(chance: Random) -> bytes:
    """A text file: in one of the encodings that are read, now and then in two, or damaged."""
    text = odd_text(chance)
    kind = chance.randrange(10)
    if kind < 5:  # noqa: PLR2004  half of them
        data = text.encode("utf-8", "replace")
    elif kind == 5:  # noqa: PLR2004  one in ten
        data = text.encode(chance.choice(("utf-16", "utf-16-be", "utf-8-sig", "utf-32")), "replace")
    elif kind == 6:  # noqa: PLR2004  same
        data = unicodedata.normalize("NFD", text).encode("cp1258", "replace")
    else:
        data = legacy.encode(text, chance.choice(tuple(Encoding))).encode("latin-1", "replace")
    if chance.random() < 0.1:  # noqa: PLR2004  few
        data += plan(chance).encode()
    return odd.damaged(chance, data) if chance.random() < 0.2 else data  # noqa: PLR2004  few: most is read
