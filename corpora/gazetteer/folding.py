"""Making Vietnamese text comparable: the one room for keys that ignore case, tone, marks, look-alikes or apostrophes.

Of text to show, nothing is folded: both places of a tone are right, and every mark carries meaning.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONE_MARKS = {"huyền": "\u0300", "sắc": "\u0301", "ngã": "\u0303", "hỏi": "\u0309", "nặng": "\u0323"}
"""Combining character of each tone; *ngang* has none."""

_TONES = frozenset(TONE_MARKS.values())
_SYLLABLE = re.compile(r"[^\W\d_]+")
_NEW_STYLE = re.compile(r"(?<![qQ])(?:([oO])([àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])|([uU])([ỳýỷỹỵỲÝỶỸỴ]))(?![^\W\d_])")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u2013": "-", "\u2014": "-"})
_STROKED = str.maketrans("đĐ", "dD")


@lru_cache(maxsize=65536)
def _tone_last(syllable: str) -> str:
    """Move the tone mark of one syllable to its end, so that ``hoá`` and ``hóa`` become the same."""
    tone = "".join(c for c in unicodedata.normalize("NFD", syllable) if c in _TONES)
    return strip_tone(syllable) + unicodedata.normalize("NFD", tone)  # several tones in their canonical order


def fold(text: str) -> str:
    """Key for look-ups: case, tone placement, look-alike letters and white space folded; diacritics kept."""
    clean = plain_apostrophe(unicodedata.normalize("NFC", text)).translate(_LOOKALIKES).casefold()
    return _SYLLABLE.sub(lambda m: _tone_last(m.group()), " ".join(clean.split()))


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    if char in "đĐ\u00d0\u0189":
        return "d"
    return unicodedata.normalize("NFD", char)[0].lower()[0]


def bare(text: str) -> str:
    """Lower-case base letters without diacritics, one for each character of ``text`` (lengths are equal).

    OCR errs mostly by a diacritic, so bare text finds printed phrases and its offsets stay valid.
    """
    return "".join(_base(c) for c in text)


def strip_tone(text: str) -> str:
    """Without tones, with shapes: ``trường`` becomes ``trương``."""
    bare_of_tone = "".join(c for c in unicodedata.normalize("NFD", text) if c not in _TONES)
    return unicodedata.normalize("NFC", bare_of_tone)


def strip_marks(text: str) -> str:
    """Without any mark, in its own case: ``Đắk Lắk`` becomes ``Dak Lak``; one character for each of NFC text."""
    unmarked = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unmarked.translate(_STROKED)


def fold_tone_place(text: str) -> str:
    """The tone of open ``oa oe uy`` on the first vowel: ``hoà`` becomes ``hòa``, ``uỷ`` ``ủy``; ``quý`` stays.

    For comparison only: both places are right. Length is preserved.
    """
    return _NEW_STYLE.sub(lambda m: _move_back(m[1] or m[3], m[2] or m[4]), text)


def _move_back(first: str, second: str) -> str:
    apart = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + apart[1]) + apart[0]


def plain_apostrophe(text: str) -> str:
    """``M’Drắk`` as ``M'Drắk``: print and typing differ only by that; length is preserved."""
    return text.translate(_APOSTROPHES)
