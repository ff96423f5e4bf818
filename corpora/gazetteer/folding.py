"""Two ways of making Vietnamese text comparable: by tone placement and case, and by base letters alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Combining grave, acute, tilde, hook above and dot below."""

_SYLLABLE = re.compile(r"[^\W\d_]+")
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u2013": "-", "\u2014": "-", "\u2019": "'"})


@lru_cache(maxsize=65536)
def _tone_last(syllable: str) -> str:
    """Move the tone mark of one syllable to its end, so that ``hoá`` and ``hóa`` become the same."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = "".join(c for c in decomposed if c in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES)) + tone


def fold(text: str) -> str:
    """Key for look-ups: case, tone placement, look-alike letters and white space folded; diacritics kept."""
    clean = unicodedata.normalize("NFC", text).translate(_LOOKALIKES).casefold()
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
