"""Numbers as Vietnamese acts print them: ``1.000``, ``1,5``, ``một (01)``, ``1,2 tỷ``."""

from __future__ import annotations

from vanthu.models.campaign import Number

WORDS = {
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
    "mười": 10,
    "mười hai": 12,
    "mười lăm": 15,
    "hai mươi": 20,
    "ba mươi": 30,
}
MAGNITUDES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}

DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?|\d+\.\d{1,2}(?!\d)"
"""Thousands by dots, decimals by a comma; a dot before one or two digits can only be a decimal point."""
SPELLED = "|".join(sorted(WORDS, key=len, reverse=True))
NUMBER = rf"(?:{DIGITS}|(?:{SPELLED})\s*\(\s*(?:{DIGITS})\s*\)|(?!năm)(?:{SPELLED})(?!\p{{L}}))"


def read_number(printed: str) -> Number | None:
    """Value of a printed number; None where the words and the digits in brackets disagree, or it is none."""
    text = " ".join(printed.casefold().split())
    if "(" in text:
        word, _, digits = text.partition("(")
        value = read_number(digits.rstrip(") "))
        return value if value == WORDS.get(word.strip()) else None
    if text in WORDS:
        return WORDS[text]
    head, _, decimals = text.partition(",")
    if not decimals and head.count(".") == 1 and len(head.partition(".")[2]) < len("000"):
        head, _, decimals = head.partition(".")
    whole = head.replace(".", "")
    if not (whole.isascii() and whole.isdigit() and ((decimals.isascii() and decimals.isdigit()) or not decimals)):
        return None
    return int(whole) if not decimals.strip("0") else float(f"{whole}.{decimals}")
