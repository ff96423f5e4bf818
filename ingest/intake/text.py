"""Text files: their encoding, their pages, their lines."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

import regex

from vanthu.corpora import orthography
from vanthu.corpora.errors import FileBroken, FileUnknown, NoText, TooManyBytes
from vanthu.ingest.limits import Limits
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.textlayer import TextLayer
from vanthu.models import legacy
from vanthu.models.page import PageWarning

_BREAK = regex.compile(r"\r\n|\n|\r")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLAUSIBLE = 0.8
"""Least share of legal syllables for an 8-bit encoding to be believed."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """The lines between two form feeds."""

    number: int
    lines: tuple[str, ...]
    kind: str = "text"
    dpi: float | None = None
    size: tuple[float, float] = (0.0, 0.0)
    has_image: bool = False
    warnings: tuple[PageWarning, ...] = ()

    def render(self, dpi: int, *, signatures: bool = True) -> Image:  # noqa: ARG002  the protocol's signature
        """Text has no picture."""
        raise NoText(f"page {self.number} is text and cannot be drawn")

    def layer(self) -> TextLayer | None:
        """Text has no layer: it is the text."""
        return None

    def close(self) -> None:
        """Nothing is held."""


class TextReader:
    """A text file in UTF-8, UTF-16 with BOM, or a Vietnamese 8-bit encoding; a form feed ends a page."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            if path.stat().st_size > limits.max_text_bytes:
                raise TooManyBytes(f"{path.name} has more than {limits.max_text_bytes} bytes of text; split it")
            data = path.read_bytes()
        except OSError as error:
            raise FileBroken(f"{path.name}: {error.strerror}") from error
        sheets = decode(data, path.name).removesuffix("\f").split("\f")
        self._pages = [TextPage(n, _lines(sheet)) for n, sheet in enumerate(sheets, start=1)]

    @property
    def page_count(self) -> int:
        """Form feeds and one."""
        return len(self._pages)

    def page(self, number: int) -> TextPage:
        """The page at a 1-based number."""
        return self._pages[number - 1]

    def close(self) -> None:
        """The file is closed already."""


def decode(data: bytes, name: str) -> str:
    """The characters of a text file; legacy text stays as its Latin-1 characters, for the verdict to convert.

    Raises:
        FileUnknown: it holds NUL bytes: it is not text.
        NoText: no supported encoding explains the bytes.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _strictly(data, codec, name)
    if b"\0" in data:
        raise FileUnknown(f"{name} holds NUL bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data, name)


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise NoText(f"{name} says it is {codec} but byte {error.start} is not") from error
    if "\0" in text:
        raise FileUnknown(f"{name} holds NUL characters")  # UTF-32 begins like UTF-16
    return text


def _eight_bit(data: bytes, name: str) -> str:
    codec = eight_bit_codec(data, name)
    text = data.decode(codec, errors="replace")
    return legacy.normalise(text) if codec == "cp1258" else text


def eight_bit_codec(data: bytes, name: str) -> str:
    """The codec of text that is no Unicode: of the Latin-1 characters of TCVN3 and VNI, or of Windows-1258.

    Raises:
        NoText: neither gives legal syllables.
    """
    for codec in ("latin-1", "cp1252"):
        if legacy.detect(data.decode(codec, errors="replace")):
            return codec
    if orthography.syllable_share(legacy.normalise(data.decode("cp1258", errors="replace"))) >= _PLAUSIBLE:
        return "cp1258"
    raise NoText(f"{name} is neither UTF-8, UTF-16 with a BOM, TCVN3, VNI nor Windows-1258")


def _lines(sheet: str) -> tuple[str, ...]:
    lines = [line.rstrip() for line in _BREAK.split(sheet)]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
