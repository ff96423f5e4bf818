"""Papers made up from set phrases: what no corpus of laws and news holds often enough.

Letterheads, number and date lines, citations, quotas, deadlines, recipients and signatures as plans have them. Slots
are filled from ``slots.tsv`` and the gazetteer; numbers, dates, codes and persons are invented.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from functools import cache

from vanthu.corpora.gazetteer import tables

SENTENCES = (
    "Thực hiện {cited}, {Body} ban hành {type} phát động phong trào thi đua “{movement}” giai đoạn {years}, như sau:",
    "Phong trào thi đua “{movement}” trên địa bàn {unit} nhằm {deed}, {deed}.",
    "Căn cứ {cited}; xét đề nghị của {subject} tại Tờ trình số {code}, ngày {date},",
    "Căn cứ {cited} của {Body};",
    "Phong trào thi đua “{movement}” phải được triển khai {quality}; {quality}.",
    "Tiếp tục {deed}, {deed}; {subject} {deed} {quality}.",
    "Thời gian thực hiện: từ ngày {date} đến hết ngày {date}.",
    "Báo cáo kết quả gửi về {Body} (qua {subject}) trước ngày {date} để tổng hợp.",
    "Hồ sơ đề nghị khen thưởng gửi về {subject} chậm nhất ngày {date}; sau thời hạn trên không xem xét.",
    "Phấn đấu có từ {pct} trở lên {subject} {deed}.",
    "Mỗi đơn vị đề nghị khen thưởng không quá {nn} tập thể và {nn} cá nhân; hộ gia đình không quá {nn} hộ.",
    "Cấp tỉnh {nn} mô hình, mỗi huyện ít nhất {nn} mô hình, mỗi xã ít nhất {nn} mô hình “{movement}”.",
    "Chủ tịch Ủy ban nhân dân {unit} tặng {award} cho {nn} tập thể, {nn} cá nhân có thành tích tiêu biểu, xuất sắc.",
    "Tập thể, cá nhân đạt danh hiệu “{movement}” được xét tặng {award}.",
    "Giao {subject} chủ trì, phối hợp với {subject} {deed}; định kỳ {deed}.",
    "{Subject} căn cứ Kế hoạch này {deed}, {deed} trước ngày {date}.",
    "Đối với chi bộ: được xếp loại “Hoàn thành tốt nhiệm vụ” trở lên, không có đảng viên vi phạm kỷ luật.",
    "Số lượng: {nn} tập thể, {nn} cá nhân; mức thưởng {money} đồng/tập thể.",
    "Tổng kinh phí thực hiện {money} đồng, trong đó ngân sách nhà nước {money} đồng, vốn huy động {money} đồng.",
    "Năm {year}: {pct} thôn, buôn, tổ dân phố đăng ký xây dựng ít nhất {nn} mô hình.",
    "Hằng năm, trước ngày {day}/{month}, {subject} {deed}.",
    "(Kèm theo {Type} số {code}, ngày {date} của {Body})",
    "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, đề nghị phản ánh về {subject} để được hướng dẫn.",
    "Chào mừng kỷ niệm {nn} năm Ngày thành lập Đảng Cộng sản Việt Nam ({day}/{month}/{year} - {day}/{month}/{year}).",
    "Đợt thi đua cao điểm {nn} ngày đêm hướng tới Đại hội Đảng bộ {unit} lần thứ {roman}, nhiệm kỳ {years}.",
    "Họ và tên: {dots} Chức vụ: {dots} Đơn vị công tác: {dots}",
    "Thời gian đăng ký: ngày {dots} tháng {dots} năm 20{dots}; số lượng: {dots} mô hình.",
    "Hằng quý, chi bộ {deed}; {deed} theo Hướng dẫn số {code}, ngày {date}.",
)
LISTS = (
    ("Nơi nhận:", "- Như trên;", "- {Subject};", "- Thường trực {Party} (b/c);", "- Lưu: VT, {initials}."),
    ("Nơi nhận:", "- Thường trực Tỉnh ủy, HĐND, UBND tỉnh (báo cáo);", "- {Subject} (thực hiện);", "- Lưu VPTU."),
    ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "{person}"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "{person}"),
    ("T/M ĐẢNG ỦY", "BÍ THƯ", "{person}"),
    ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "{person}"),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "{person}"),
    ("{PARTY} {UNIT}", "*", "Số {code}", "ĐẢNG CỘNG SẢN VIỆT NAM", "{place}, ngày {day} tháng {month} năm {year}"),
    ("ĐẢNG ỦY XÃ {PLACE}", "*", "Số: {code}", "{place}, ngày {day} tháng {month} năm {year}"),
    (
        "ỦY BAN NHÂN DÂN",
        "{UNIT}",
        "Số: {code}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "{place}, ngày {day} tháng {month} năm {year}",
    ),
    (
        "ỦY BAN NHÂN DÂN {UNIT} CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: {code} {place}, ngày {day} tháng {month} năm {year}",
    ),
    ("Số: {dots}/KH-UBND", "{place}, ngày {dots} tháng {dots} năm {year}"),
    ("Số {dots}-KH/TU", "{place}, ngày {dots} tháng {month} năm {year}"),
    ("KẾ HOẠCH", "Phát động phong trào thi đua “{movement}”", "trên địa bàn {unit} năm {year}"),
    ("HƯỚNG DẪN", "thực hiện phong trào thi đua “{movement}” giai đoạn {years}"),
    ("{roman}. {heading}", "1. {Deed}", "a) {Subject} {deed}.", "b) {Deed}; {deed}."),
    ("{roman}- {heading}", "1- {Deed}", "- {Deed}, {quality}.", "- {Deed}."),
)
"""Blocks whose lines stand under each other: recipients, signatures, letterheads, titles, headings."""
SYMBOLS = (
    "KH/TU", "HD/BTCTU", "KH/HU", "KH/ĐU", "QĐ/TW", "CT/TW", "NQ/TW", "HD/BDVTU", "KH-UBND", "KH/UBND", "QĐ-UBND",
    "QĐ-TTg", "NĐ-CP", "NQ/HU", "TTr-SNV", "KH-MTTQ", "HD-TLĐ", "KH/TĐTN", "CV/BTV", "KL/TW", "BC/TU", "TB-VPTU",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "XIII", "XIV", "XVII", "XVIII")


def write_paper(rng: random.Random) -> list[str]:
    """Some paragraphs of a plan that was never issued."""
    if rng.random() < 0.45:  # noqa: PLR2004  blocks are short: this makes half of the lines
        return [_filled(line, rng) for line in rng.choice(LISTS)]
    marks = rng.choice(["", "- ", "{}. ", "{}) "])
    chosen = rng.sample(SENTENCES, 4)
    return [marks.format(i) + _filled(sentence, rng) for i, sentence in enumerate(chosen, 1)]


def write_places() -> list[str]:
    """Every commune with its district and province, every district with its province, as an address has them."""
    above = {row["code"]: f"{row['kind']} {row['name']}" for row in tables.rows("provinces")}
    lines = []
    for table, parent in (("districts", "province"), ("communes", "parent")):
        for row in tables.rows(table):
            line = ", ".join(filter(None, (f"{row['kind']} {row['name']}", above.get(row[parent]))))
            above[row["code"]] = line
            lines.append(line)
    return lines


def _filled(template: str, rng: random.Random) -> str:
    """The template with its slots filled; a slot in title case or capitals is filled in title case or capitals."""
    parts = []
    for text, slot, _, _ in string.Formatter().parse(template):
        parts.append(text)
        if slot:
            value = _value(slot.lower(), rng)
            parts.append(
                value.upper() if slot.isupper() else value[:1].upper() + value[1:] if slot[0].isupper() else value
            )
    return "".join(parts)


def _value(slot: str, rng: random.Random) -> str:
    if slot in _lists():
        return rng.choice(_lists()[slot])
    return _MADE_UP[slot](rng)


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for row in tables.rows("slots", __package__):
        lists.setdefault(row["slot"], []).append(row["text"])
    places = [(row["kind"], row["name"]) for row in (*tables.rows("districts"), *tables.rows("communes"))]
    provinces = [(row["kind"], row["name"]) for row in tables.rows("provinces")]
    lists["unit"] = [f"{kind} {name}" for kind, name in places + provinces * 40]
    lists["place"] = [name for _, name in places + provinces * 40]
    lists["award"] = [row["name"] for row in tables.rows("award_forms")]
    lists["type"] = [row["name"] for row in tables.rows("document_types")]
    lists["surname"] = [row["name"] for row in tables.rows("surnames")]
    lists["given"] = [row["syllable"].capitalize() for row in tables.rows("given_names")]
    lists["symbol"], lists["roman"] = list(SYMBOLS), list(ROMAN)
    lists["party"] = ["Tỉnh ủy", "Huyện ủy", "Thành ủy", "Thị ủy", "Đảng ủy"]
    return lists


def _body(rng: random.Random) -> str:
    party, unit = _value("party", rng), _value("unit", rng)
    return rng.choice(
        [f"Ban Thường vụ {party}", f"Ủy ban nhân dân {unit}", f"Ban Chấp hành Đảng bộ {unit}", f"UBND {unit}"]
    )


def _code(rng: random.Random) -> str:
    number = rng.choice([rng.randint(1, 99), rng.randint(100, 4999)])
    joint = rng.choice(["-", "-", "/", " - "])
    return f"{number:02d}{joint}{_value('symbol', rng)}"


def _date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2010, 2030)
    return rng.choice([f"{day:02d}/{month}/{year}", f"{day}/{month}/{year}", f"{day:02d} tháng {month:02d} năm {year}"])


def _cited(rng: random.Random) -> str:
    return f"{_value('type', rng)} số {_code(rng)}, ngày {_date(rng)} của {_body(rng)} về {_value('deed', rng)}"


def _years(rng: random.Random) -> str:
    first = rng.randint(2010, 2028)
    return f"{first}{rng.choice(['-', ' - '])}{first + rng.choice([1, 2, 4, 5])}"


def _person(rng: random.Random) -> str:
    names = [_value("given", rng) for _ in range(rng.choice([1, 2, 2, 3]))]
    return " ".join([_value("surname", rng), *names])


_MADE_UP: dict[str, Callable[[random.Random], str]] = {
    "body": _body,
    "code": _code,
    "date": _date,
    "cited": _cited,
    "years": _years,
    "person": _person,
    "pct": lambda rng: f"{rng.randint(5, 100)}%",
    "nn": lambda rng: f"{rng.randint(1, 30):02d}",
    "day": lambda rng: f"{rng.randint(1, 28):02d}",
    "month": lambda rng: f"{rng.randint(1, 12)}",
    "year": lambda rng: f"{rng.randint(2005, 2030)}",
    "dots": lambda rng: rng.choice(["....", "......", "…", "……", ".../...", "........................", "_____"]),
    "money": lambda rng: f"{rng.randint(1, 999)}.{rng.choice(['000', '500'])}.000",
    "initials": lambda rng: "".join(rng.choice("ABCDGHKLMNPQSTV") for _ in range(rng.randint(2, 4))),
}
