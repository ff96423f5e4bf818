"""Legacy Vietnamese encodings and look-alike code points to Unicode NFC.

TCVN3 (ABC, fonts ``.VnTime``), VNI (fonts ``VNI-Times``) and VIQR arrive as Latin-1 or ASCII characters that pass every
usual test for garbage. They are told by font name *and* by the share of legal syllables after conversion. The order is:
:func:`normalise`, :func:`detect`, then :func:`convert` or, where nothing was detected, :func:`drop_invisible`; in TCVN3
the soft hyphen *is* ``ư``, so it must not go before the decision. Tables: ``corpora/gazetteer/legacy_encodings.tsv``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

import regex

from vanthu.corpora import orthography
from vanthu.corpora.gazetteer import tables


class Encoding(StrEnum):
    """How text was written before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VIQR = "viqr"


_LOOK_ALIKES = str.maketrans("ÐðƉɖƢƣ", "ĐđĐđƯư")
"""Eth, African D and Latin OI, which badly mapped fonts and OCR models write for Đ and Ư."""
_UNDONE = str.maketrans("Đđμ\u2011", "Ððµ\u00ad")
"""Back to the Latin-1 that TCVN3 means: :func:`normalise` or a font's own table may have changed it."""
_INVISIBLE = regex.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SHAPES = "\u0302\u0306\u031b"
_MARKS = regex.compile(f"[\u0300\u0301\u0303\u0309\u0323{_SHAPES}]{{2,}}")
_INNER_HYPHEN = regex.compile(r"(?<!\S)\S*(?:-|\(cid:173\))\S*")
_VIQR_STOP = regex.compile(r"(?<=[aeiouyAEIOUY(^+])([.?])(?=[\"')\]]*(?:\s*$|\s+[\p{Lu}(\"]))")
_CAPITAL_FONT = regex.compile(r"^[^,-]*H(?:$|[,-])")
_FONTS = {
    Encoding.TCVN3: regex.compile(r"^(?:[A-Z]{6}\+)?\.Vn", regex.IGNORECASE),
    Encoding.VNI: regex.compile(r"^(?:[A-Z]{6}\+)?VNI(?=[-_ A-Z])"),
}
_SAMPLE = 20_000
"""Characters looked at by :func:`detect`."""
_ENOUGH = 0.85
"""Least share of legal syllables after conversion: real plans in each encoding give 0.95, English-OCR text 0.75."""
_GAIN = 0.15
"""Least gain of that share over the text as it stands."""


def normalise(text: str) -> str:
    """Look-alikes to Vietnamese letters, then NFC (never NFKC: it flattens ``½`` and superscripts).

    Tones typed before their shape compose too, however many there are: what was normalised once stays as it is. NFC
    text keeps its length; soft hyphens stay (see the module).
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_LOOK_ALIKES))
    return unicodedata.normalize("NFC", str(_MARKS.sub(_shapes_first, decomposed)))


def _shapes_first(marks: regex.Match[str]) -> str:
    return "".join(sorted(marks[0], key=lambda mark: mark not in _SHAPES))


def drop_invisible(text: str) -> str:
    """Without soft hyphens, zero-width characters and byte order marks: for text known not to be TCVN3."""
    return str(_INVISIBLE.sub("", text))


def font_encoding(font: str) -> Encoding | None:
    """The encoding that a font's name claims: ``ABCDEF+.VnTimeH`` is TCVN3, ``VNI-Times`` VNI."""
    return next((encoding for encoding, pattern in _FONTS.items() if pattern.match(font)), None)


def is_capital_font(font: str) -> bool:
    """Whether a TCVN3 font shows lower-case codes as capitals: ``.VnTimeH``."""
    return font_encoding(font) is Encoding.TCVN3 and _CAPITAL_FONT.search(font) is not None


def detect(text: str, fonts: Iterable[str] = ()) -> Encoding | None:
    """The legacy encoding of ``text``, or None where it is Unicode, another language or garbage.

    A font's name makes an encoding likely, conversion into legal syllables proves it: fonts called ``.VnTime`` exist
    that were mapped to Unicode, and legacy text may come without any font.
    """
    sample = text[:_SAMPLE]
    before = orthography.syllable_share(sample)
    claimed = {encoding for font in fonts if (encoding := font_encoding(font))}
    scored = [(orthography.syllable_share(convert(sample, encoding)), encoding) for encoding in Encoding]
    share, best = max(scored, key=lambda pair: (pair[0], pair[1] in claimed))
    gain = _GAIN / 3 if best in claimed else _GAIN
    enough = _ENOUGH - _GAIN if best in claimed else _ENOUGH
    return best if share >= enough and share - before >= gain else None


def convert(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    r"""``text`` of a legacy encoding as Unicode NFC; ``capitals`` for the all-capitals fonts of TCVN3.

    Text that went through :func:`normalise` is accepted. In VIQR a mark at the end of a sentence is a full stop or
    question mark, not a tone: write ``\.`` to force it elsewhere.
    """
    prepared = _prepare(text, encoding)
    decoded = _pattern(encoding).sub(lambda match: _decoder(encoding)[match[0]], prepared)
    converted = unicodedata.normalize("NFC", drop_invisible(decoded.replace("\ue000", "")))
    return converted.upper() if capitals else converted


def encode(text: str, encoding: Encoding) -> str:
    """Unicode as legacy text: what round-trip tests and the typesetter of legacy samples need."""
    return "".join(_encoder(encoding).get(c, c) for c in unicodedata.normalize("NFC", text))


def _prepare(text: str, encoding: Encoding) -> str:
    if encoding is Encoding.TCVN3:
        return str(_INNER_HYPHEN.sub(lambda match: _restore_horn(match[0]), text.translate(_UNDONE)))
    if encoding is Encoding.VIQR:
        shielded = regex.sub(r"\\(.)", "\ue000\\1\ue000", text)
        return str(_VIQR_STOP.sub("\ue000\\1", shielded))
    return text.translate(str.maketrans("Đđ", "Ññ"))


def _restore_horn(token: str) -> str:
    """PDF readers give a hyphen or ``(cid:173)`` for the soft hyphen of TCVN3: ``ư`` where that spells a word."""
    token = token.replace("(cid:173)", "\u00ad")
    with_horn = token.replace("-", "\u00ad")
    spelled = _pattern(Encoding.TCVN3).sub(lambda match: _decoder(Encoding.TCVN3)[match[0]], with_horn)
    word = spelled.strip('.,;:()[]"“”/')
    return with_horn if len(word) > 1 and orthography.is_syllable(word) else token


@cache
def _encoder(encoding: Encoding) -> dict[str, str]:
    return {
        row["unicode"]: row[encoding.value].encode("ascii").decode("unicode_escape")
        for row in tables.rows("legacy_encodings")
    }


@cache
def _decoder(encoding: Encoding) -> dict[str, str]:
    table = {code: letter for letter, code in _encoder(encoding).items()}
    if encoding is Encoding.TCVN3:
        return table
    for code, letter in list(table.items()):
        if letter.isupper() and len(code) > 1:  # a capital with the mark of the small letter: "Aø", "Dd"
            table.setdefault(code[0] + code[1:].lower(), letter)
    return table


@cache
def _pattern(encoding: Encoding) -> regex.Pattern[str]:
    codes = sorted(_decoder(encoding), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, codes)))
