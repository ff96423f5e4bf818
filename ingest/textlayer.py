"""The text layer of a PDF page: its words with boxes and fonts, its stamps, its ruling lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median
from typing import Any

import regex

from vanthu.corpora.errors import FileBroken
from vanthu.ingest.hidden_text import Char, HiddenText, hidden_text
from vanthu.ingest.layout.vector_rulings import vector_rulings
from vanthu.ingest.ocr.engine import OcrLine, OcrWord, PixelBox
from vanthu.models.page import PageWarning, WarningCode

ANNOTATION = "annotation"
"""Note of a line that stands in an annotation: a digital signature, a number or date stamped on signing."""
TURNED = "turned"
"""Note of a line whose letters stand across the page: watermarks, margin marks."""

_CID = regex.compile(r"\(cid:(\d+)\)")
_SUPERSCRIPT_RISE = 0.25
"""Part of the line height by which a smaller word may stand off the line's middle and still belong to it."""
_SAME_LINE = 0.5
"""Least overlap of two words in height, by the lower of them, to stand in one line."""
_BLOCK_GAP = 1.0
"""White space above a line, in heights of that line, that begins a new block."""
_TINY_BLANK = 0.4
"""Blanks smaller than this part of the usual letter are leftovers of a text frame, not gaps between words."""
_FILL_IN = regex.compile(r"^[\d\s./-]{1,12}$")
"""What an annotation fills into a printed blank: a number, a day, a month."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text layer of one page.

    ``lines`` are in points with the origin at the top left of the upright page, ``confidence`` 1, ``fonts`` beside them
    one name a word. ``asides`` are the lines of annotations. ``pictures`` are boxes of images in points: seals,
    signatures, and numbers or dates that were stamped as pictures, which the text does not hold. ``warnings`` name the
    text that is hidden on the page and left out here.
    """

    width: float
    height: float
    lines: tuple[OcrLine, ...] = ()
    fonts: tuple[tuple[str, ...], ...] = ()
    asides: tuple[OcrLine, ...] = ()
    pictures: tuple[PixelBox, ...] = ()
    segments: tuple[PixelBox, ...] = field(default=(), repr=False)
    warnings: tuple[PageWarning, ...] = ()

    @property
    def text(self) -> str:
        """The lines of the page's own content."""
        return "\n".join(line.text for line in self.lines)

    def rulings(self) -> tuple[PixelBox, ...]:
        """Ruling segments ``(x0, y0, x1, y1)`` as fractions of the page, horizontal or vertical."""
        return self.segments


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word with its font."""

    word: OcrWord
    font: str
    turned: bool


@contextmanager
def _opened(data: bytes, where: str) -> Iterator[Any]:
    """The first page of a PDF in pdfplumber, closed afterwards: it holds a gigabyte after 150 pages otherwise."""
    import pdfplumber  # noqa: PLC0415  heavy: pdfminer, Pillow

    try:
        with pdfplumber.open(BytesIO(data)) as book:
            page = book.pages[0]
            try:
                yield page
            finally:
                page.close()
    except (RecursionError, MemoryError):
        raise FileBroken(f"{where}: its content nests too deeply to be read") from None
    except Exception as error:
        raise FileBroken(f"{where}: {type(error).__name__}: {error}") from error


def read_layer(page: bytes, annotations: Sequence[bytes], where: str, *, pictures_cover: bool = False) -> TextLayer:
    """The layer of a one-page PDF, and of its annotations, each given as a one-page PDF of its own.

    Text that is painted over or struck through is left out and named in ``warnings``; see
    :func:`vanthu.ingest.hidden_text.hidden_text` for ``pictures_cover``.

    Raises:
        FileBroken: the content cannot be parsed.
    """
    with _opened(page, where) as sheet:
        width, height = float(sheet.width), float(sheet.height)
        hidden = hidden_text(sheet, pictures_cover=pictures_cover)
        pieces = _pieces(sheet, hidden.covered | hidden.struck)
        warnings = tuple(_hidden_warnings(sheet.chars, hidden))
        segments = _segments(sheet)
        pictures = [_box(image, sheet.bbox) for image in sheet.images]
    stamped: list[list[_Piece]] = []
    for annotation in annotations:
        with _opened(annotation, where) as sheet:
            stamped.append(_pieces(sheet))
            pictures += [_box(image, sheet.bbox) for image in sheet.images]
    fill_ins = [piece for group in stamped if _is_fill_in(group) for piece in group]
    rows = _rows(pieces, fill_ins)
    asides = [line for group in stamped if not _is_fill_in(group) for line in _aside_lines(group)]
    return TextLayer(
        width=width,
        height=height,
        lines=tuple(_lines(rows)),
        fonts=tuple(tuple(piece.font for piece in row) for row in rows),
        asides=tuple(asides),
        pictures=tuple(pictures),
        segments=segments,
        warnings=warnings,
    )


def _hidden_warnings(chars: Sequence[Char], hidden: HiddenText) -> Iterator[PageWarning]:
    if covered := _words_of(chars, hidden.covered):
        yield PageWarning(WarningCode.COVERED_TEXT, f"text that is painted over is left out: {covered}")
    if struck := _words_of(chars, hidden.struck):
        yield PageWarning(WarningCode.STRUCK_TEXT, f"text that is struck through is left out: {struck}")


def _words_of(chars: Sequence[Char], indices: frozenset[int]) -> str:
    return " ".join("".join(chars[index]["text"] for index in sorted(indices)).split())


def is_signature(annotation: bytes, where: str) -> bool:
    """Whether an annotation, given as a one-page PDF, is text beside the paper: not a fill-in, not a mere picture.

    Raises:
        FileBroken: it cannot be parsed.
    """
    with _opened(annotation, where) as sheet:
        pieces = _pieces(sheet)
    return bool(pieces) and not _is_fill_in(pieces)


def _is_fill_in(group: list[_Piece]) -> bool:
    return bool(group) and _FILL_IN.match(" ".join(piece.word.text for piece in group)) is not None


def _aside_lines(group: list[_Piece]) -> list[OcrLine]:
    return [OcrLine(line.words, line.box, line.block, (ANNOTATION,)) for line in _lines(_rows(group, []))]


class _Chars(list[dict[str, Any]]):
    """Characters that know their places: pdfplumber asks for each, and a list compares it with all before it."""

    def __init__(self, chars: Iterable[dict[str, Any]]) -> None:
        super().__init__(chars)
        self._places = {id(char): place for place, char in enumerate(self)}

    def index(self, char: dict[str, Any], *_: Any) -> int:  # noqa: ANN401  a list's signature
        return self._places[id(char)]


def _pieces(sheet: Any, hidden: frozenset[int] = frozenset()) -> list[_Piece]:  # noqa: ANN401  pdfplumber has no types
    """Words of a sheet; characters drawn twice to look bold count once, ``hidden`` ones not at all."""
    from pdfplumber.utils.text import dedupe_chars, extract_words  # noqa: PLC0415  heavy: pdfminer, Pillow

    heights = [char["size"] for char in sheet.chars if not char["text"].isspace()]
    least = _TINY_BLANK * median(heights) if heights else 0.0
    gone = {id(sheet.chars[index]) for index in hidden}
    solid = sheet.filter(
        lambda thing: id(thing) not in gone and not (thing.get("text") == " " and thing["size"] < least)
    )
    words = extract_words(
        dedupe_chars(_Chars(solid.chars), tolerance=1, extra_attrs=()),
        x_tolerance_ratio=0.2,
        y_tolerance=3,
        keep_blank_chars=False,
        use_text_flow=False,
        return_chars=True,
    )
    pieces = []
    for word in words:
        text = _CID.sub(lambda match: chr(int(match[1])) if int(match[1]) == 0xAD else "\ufffd", word["text"])  # noqa: PLR2004  soft hyphen
        font = str(word["chars"][0].get("fontname", ""))
        pieces.append(_Piece(OcrWord(text, _box(word, sheet.bbox), 1.0), font, not word.get("upright", True)))
    return pieces


def _box(thing: dict[str, Any], page: tuple[float, float, float, float]) -> PixelBox:
    left, top = page[0], page[1]
    return (
        float(thing["x0"]) - left,
        float(thing["top"]) - top,
        float(thing["x1"]) - left,
        float(thing["bottom"]) - top,
    )


def _segments(sheet: Any) -> tuple[PixelBox, ...]:  # noqa: ANN401  pdfplumber has no types
    """Rulings as fractions of the page."""
    width, height = float(sheet.width) or 1.0, float(sheet.height) or 1.0
    left, top = (float(v) for v in sheet.bbox[:2])
    moved = ((x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in vector_rulings(sheet))
    return tuple(dict.fromkeys((x0 / width, y0 / height, x1 / width, y1 / height) for x0, y0, x1, y1 in moved))


def _rows(pieces: list[_Piece], fill_ins: list[_Piece]) -> list[list[_Piece]]:
    """Pieces of one baseline together, from left to right; rows from top to bottom."""
    rows: list[list[_Piece]] = []
    for piece in sorted([*pieces, *fill_ins], key=lambda p: (p.word.box[3] + p.word.box[1], p.word.box[0])):
        row = next((row for row in reversed(rows[-6:]) if _fits(piece, row)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    for row in rows:
        row.sort(key=lambda p: p.word.box[0])
    return sorted(rows, key=lambda row: _hull(row)[1])


def _fits(piece: _Piece, row: list[_Piece]) -> bool:
    if piece.turned != row[0].turned:
        return False
    _, top, _, bottom = piece.word.box
    tallest = max(row, key=lambda p: p.word.box[3] - p.word.box[1]).word.box
    overlap = min(bottom, tallest[3]) - max(top, tallest[1])
    return overlap > _SAME_LINE * min(bottom - top, tallest[3] - tallest[1])


def _hull(row: list[_Piece]) -> PixelBox:
    boxes = [piece.word.box for piece in row]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _lines(rows: list[list[_Piece]]) -> list[OcrLine]:
    """Rows as lines; white space of more than a line's height begins a new block."""
    lines: list[OcrLine] = []
    block, floor = 0, None
    for row in rows:
        box = _hull(row)
        if floor is not None and box[1] - floor > _BLOCK_GAP * (box[3] - box[1]):
            block += 1
        floor = max(box[3], floor or 0.0)
        notes = (TURNED,) if row[0].turned else ()
        lines.append(OcrLine(tuple(piece.word for piece in row), box, block, notes))
    return lines
