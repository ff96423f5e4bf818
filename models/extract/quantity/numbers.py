"""Numbers as Vietnamese acts print them: ``1.000``, ``1,5``, ``một (01)``, ``hai mươi lăm``; and as OCR reads them."""

from __future__ import annotations

from typing import Final

import regex

from vanthu.models.campaign import Number

ONES: Final = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
AFTER_TENS: Final = {**ONES, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
MAGNITUDES: Final = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}

DIGITS: Final = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{1,15}(?:,\d{1,4})?|\d{1,9}\.\d{1,2}(?!\d)"
"""Thousands by dots, decimals by a comma; a dot before one or two digits can only be a decimal point. What has more
digits than any count of a plan is a code."""
_ONES = "|".join(ONES)
_AFTER = "|".join(AFTER_TENS)
SPELLED: Final = rf"(?:(?:{_ONES})\smươi(?:\s(?:{_AFTER}))?|mười(?:\s(?:{_AFTER}))?|{_ONES})"
NUMBER: Final = (
    rf"(?:{DIGITS}|{SPELLED}\s*\(\s*(?:{DIGITS})\s*\)"
    rf"|(?!năm(?!\smươi)|một\s(?:số|cách|phần|vài|loạt|bước|lòng|chiều)(?!\p{{L}})){SPELLED}(?!\p{{L}}))"
)
"""``năm`` alone is a year, ``một số`` some."""

LETTERS_FOR_DIGITS = regex.compile(
    r"(?<![\p{L}\d/.,|-])(?:(?=[OoIl|]{0,5}\d)[\dOoIl|]{2,6}|O[lI|]|[lI|]O)(?=\s?[%％]|\s\p{Ll}{2})"
    r"|(?<![\p{L}\d/.,|-])(?:[\dOoIl|SB]{2,3})(?=\s?[%％])"
)
"""``3O%``, ``l00%``, ``Ol mô hình``, ``9S %``: letters where only a number can stand."""
LIKE_DIGITS: Final = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8"})


def settled(text: str) -> str:
    """The text with the letters that stand for digits set right, character for character."""
    clear: str = LETTERS_FOR_DIGITS.sub(lambda found: found.group().translate(LIKE_DIGITS), text)
    return clear


def read_number(printed: str) -> Number | None:
    """Value of a printed number; None where the words and the digits in brackets disagree, or it is none."""
    text = " ".join(printed.casefold().split())
    if "(" in text:
        word, _, digits = text.partition("(")
        value = read_number(digits.rstrip(") "))
        return value if value == read_spelled(word) else None
    spelled = read_spelled(text)
    return spelled if spelled is not None else _read_digits(text)


def read_spelled(words: str) -> int | None:
    """``một`` to ``chín mươi chín``."""
    match words.split():
        case [one] if one in ONES:
            return ONES[one]
        case ["mười", *rest] if len(rest) < len(("một", "hai")):
            return 10 + AFTER_TENS[rest[0]] if rest and rest[0] in AFTER_TENS else (None if rest else 10)
        case [tens, "mươi", *rest] if tens in ONES and len(rest) < len(("một", "hai")):
            unit = AFTER_TENS.get(rest[0]) if rest else 0
            return None if unit is None else ONES[tens] * 10 + unit
    return None


def _read_digits(text: str) -> Number | None:
    if not regex.fullmatch(DIGITS, text):
        return None
    head, _, decimals = text.partition(",")
    if not decimals and head.count(".") == 1 and len(head.partition(".")[2]) < len("000"):
        head, _, decimals = head.partition(".")
    whole = head.replace(".", "")
    if not (whole.isascii() and (decimals.isascii() or not decimals)):
        return None
    return int(whole) if not decimals.strip("0") else float(f"{whole}.{decimals}")
