"""Slips of OCR in the words and digits of dates, set right in a copy of equal length: ``ngảy l5/1O/2023``."""

from __future__ import annotations

import regex

LOOK_ALIKES = str.maketrans("OoQlI|!", "0001111")
SLOT = regex.compile(
    r"""(?:(?<=(?<!\p{L})(?i:ngày|tháng|năm|m[ùồ]ng|trước|đến|hết|từ|là|quá)\s{1,3})|(?<=[\dOolI|]\s?[/]\s?))
    (?=[OoQlI|!]*\d)(?=\d*[OoQlI|!])[\dOoQlI|!]{1,4}(?![\p{L}\d])
    |(?<=(?<!\p{L})(?i:ngày|tháng)\s{1,3})[lI|!](?=\s?/\s?\d|\s+(?i:tháng)\s+\d)""",
    regex.VERBOSE,
)
"""Where a number of a date stands, with a letter for one of its digits."""
SUSPECT = regex.compile(r"[OoQlI|!]\d|\d[OoQlI|!]|\s[lI|!](?:\s?/|\s+tháng)")
AHEAD = r"(?=\s+(?:ngày|tháng|quý|năm|hết|khi|[\dlIO]))"
WORDS = {
    "ngày": r"ng[aảáạãăằâầ][yv](?=\s+[\dlIO])|ngàv(?=\s+[\dlIO])",
    "tháng": r"th[aảàạãăắâấ]ng(?=\s+[\dlIO])",
    "năm": r"n[âấaàáắằặ]m(?=\s+[12][\dOo]{3})",
    "quý": r"qu[yỳỷỹỵ]|qú[yý](?=\s+[IVl1-4])",
    "hằng": r"h[ăắẳẵặâầấảạ]ng(?=\s+(?:năm|quý|tháng|tuần)(?!\p{L}))",
    "trước": rf"tr(?:ư[ơóòờởợo]|[uứừ][ớơóòờởo])c{AHEAD}",
    "đến": rf"đ[êéềểẽe]n{AHEAD}",
    "từ": r"t[ùứửữ](?=\s+(?:ngày|tháng|[\dlIO]{1,2}/))",
    "hết": rf"h[êéềểệe]t{AHEAD}",
    "chậm": r"ch[âạăa]m(?=\s+nh[ấâắ]t)",
    "nhất": r"(?<=(?:chậm|muộn)\s)nh[âắầẩa]t",
}
MISREAD = regex.compile(
    r"(?<!\p{L})(?:" + "|".join(f"(?P<w{i}>(?:{p}))" for i, p in enumerate(WORDS.values())) + r")(?!\p{L})",
    regex.IGNORECASE,
)
CANONICAL = tuple(WORDS)
QUARTER = regex.compile(r"qu[yỳỷỹỵ]$", regex.IGNORECASE)
NUMBERED = regex.compile(r"\s+[IVl1-4|]{1,3}(?![\p{L}\d])")


def repaired(text: str) -> str:
    """``text`` with slips in dates set right, character for character; all else is left as it is."""
    text = str(MISREAD.sub(_word, text))
    if not SUSPECT.search(text):
        return text
    return str(SLOT.sub(lambda found: found.group().translate(LOOK_ALIKES), text))


def _word(found: regex.Match[str]) -> str:
    printed: str = found.group()
    if QUARTER.match(printed) and not NUMBERED.match(found.string, found.end()):
        return printed
    word = CANONICAL[int((found.lastgroup or "w0")[1:])]
    return "".join(c.upper() if p.isupper() else c for p, c in zip(printed, word, strict=True))
