"""Pages of positioned lines: what ingest hands to restoration and extraction.

Plain frozen values without any knowledge of file formats. Geometry is in fractions of the *original* page
(origin top left, before any deskew or rotation), so a box can be drawn on the scan as the archive holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the page, 0..1, with ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width as a fraction of the page."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height as a fraction of the page."""
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        """Centre as fractions of the page."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        """Smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def overlap(self, other: Box) -> float:
        """Share of this box's area that lies inside ``other``, 0..1."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        area = self.width * self.height
        return width * height / area if width > 0 and height > 0 and area > 0 else 0.0

    def as_list(self) -> list[float]:
        """``[x0, y0, x1, y1]`` rounded to a hundredth of a per mille: a tenth of a pixel on a 600 dpi page."""
        return [round(v, 5) for v in (self.x0, self.y0, self.x1, self.y1)]


class Region(StrEnum):
    """Which part of the paper a line stands in (cells of NĐ 30/2020, Phụ lục I; HD 36-HD/VPTW for the Party)."""

    LETTERHEAD_LEFT = "letterhead_left"
    """Parent body, issuer, number, ``V/v`` subject: cells 2, 3 and 5b."""
    LETTERHEAD_RIGHT = "letterhead_right"
    """National or Party title, place and date: cells 1 and 4."""
    BODY = "body"
    """Title and body: cells 5a, 6, 9a."""
    TABLE = "table"
    """A cell of a ruled table; the line has a ``cell``."""
    RECIPIENTS = "recipients"
    """``Nơi nhận``: cell 9b."""
    SIGNATURE = "signature"
    """Capacity, position, name: cell 7."""
    RUNNING = "running"
    """Page numbers, running heads and feet."""
    STAMP = "stamp"
    """Incoming stamps, digital-signature blocks, watermarks, folio marks: not part of the act."""
    UNKNOWN = "unknown"
    """Text without geometry, where nothing is known of the place."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line: ``raw[start:end]`` of its line.

    ``box`` is None where there is no image; ``confidence`` is 0..1, None where the source gives none.
    """

    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Place in a table: 0-based ``row`` and ``column``; ``table`` is the index in the page's ``tables``."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    ``raw`` is the text as found (NFC), ``text`` as restored. ``offsets`` aligns them: ``len(text) + 1`` indices
    into ``raw``, never decreasing, so that ``text[a:b]`` stands for ``raw[offsets[a]:offsets[b]]``; empty means
    that the two are the same, character by character. ``words`` cut ``raw``.
    """

    raw: str
    text: str
    offsets: tuple[int, ...] = ()
    words: tuple[Word, ...] = ()
    box: Box | None = None
    confidence: float | None = None
    region: Region = Region.UNKNOWN
    cell: Cell | None = None

    @classmethod
    def plain(cls, text: str, region: Region = Region.UNKNOWN) -> Line:
        """A line of text input: no geometry, nothing restored."""
        return cls(raw=text, text=text, region=region)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in ``raw``."""
        return (self.offsets[start], self.offsets[end]) if self.offsets else (start, end)

    def slice_box(self, start: int, end: int) -> Box | None:
        """Union of the boxes of the words under ``text[start:end]``; the line's box where words have none."""
        lo, hi = self.raw_span(start, end)
        boxes = [w.box for w in self.words if w.box and w.start < hi and w.end > lo]
        if not boxes:
            return self.box
        total = boxes[0]
        for box in boxes[1:]:
            total = total.union(box)
        return total

    def slice_confidence(self, start: int, end: int) -> float | None:
        """Lowest confidence of the words under ``text[start:end]``; the line's where words have none."""
        lo, hi = self.raw_span(start, end)
        known = [w.confidence for w in self.words if w.confidence is not None and w.start < hi and w.end > lo]
        return min(known) if known else self.confidence


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table of one page; its text is in the lines whose ``cell.table`` is this table's index.

    ``continues`` says that it carries on the last table of the page before, with the same columns.
    """

    rows: int
    columns: int
    box: Box | None = None
    continues: bool = False


class StampKind(StrEnum):
    """What is stamped or signed over the page."""

    SEAL = "seal"
    INCOMING = "incoming"
    DIGITAL_SIGNATURE = "digital_signature"
    URGENCY = "urgency"
    SECRECY = "secrecy"
    SIGNATURE = "signature"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal, stamp or signature: where it is, its colour (``red``, ``blue``, ``black``), whether it covers text."""

    kind: StampKind
    box: Box | None
    colour: str | None = None
    covers_text: bool | None = None


class Verdict(StrEnum):
    """What was decided about the text layer of a page."""

    TEXT_LAYER = "text_layer"
    """Trusted as it stands."""
    CONVERTED = "converted"
    """Trusted after conversion from a legacy encoding (TCVN3, VNI)."""
    OCR = "ocr"
    """No layer, or one not to be trusted: the image was read."""
    RESTORE = "restore"
    """A distrusted layer without an image, or text of somebody's OCR: kept, to be restored."""
    TEXT = "text"
    """Text input taken as it stands."""
    BLANK = "blank"
    """Nothing on the page."""
    FAILED = "failed"
    """The page could not be read; ``error`` says why."""


class WarningCode(StrEnum):
    """Kinds of :class:`PageWarning`; ``docs/errors.md`` explains each among the issues."""

    PICTURE_LOST = "picture_lost"
    """The page draws a picture that the file does not hold."""
    PICTURE_CUT = "picture_cut"
    """The data of a picture end before the picture does."""
    ATTACHMENT_NOT_READ = "attachment_not_read"
    """A file within the file, which may be the paper itself, is not among its pages."""
    COVERED_TEXT = "covered_text"
    """Text of the file that nobody sees, as something was painted over it, is left out."""
    STRUCK_TEXT = "struck_text"
    """Text that is struck through is left out."""
    LAYER_DISAGREES = "layer_disagrees"
    """Digits of an OCR layer are not those of the picture; the picture was read instead."""
    PAGES_REORDERED = "pages_reordered"
    """The file was scanned from its last page to its first; it was read from the first to the last."""
    HARDLY_LEGIBLE = "hardly_legible"
    """The engine doubted most words of the page: what is not found there may well be printed there."""


@dataclass(frozen=True, slots=True)
class PageWarning:
    """What a person should know before relying on a page; becomes an issue of severity ``warning``."""

    code: WarningCode
    message: str


@dataclass(frozen=True, slots=True)
class Trail:
    """How a page was read, for the provenance in the output.

    ``signals`` are the measured figures behind the verdict and the image steps; ``steps`` the image steps taken,
    each with its parameters, e.g. ``deskew degrees=1.3``. ``rotation`` is 0, 90, 180 or 270 degrees clockwise as
    applied to bring the page upright; ``skew`` in degrees, positive where the lines of the page fall to the right.
    ``error`` is ``CODE: message``.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    signals: tuple[tuple[str, float], ...] = ()
    steps: tuple[str, ...] = ()
    dpi: int | None = None
    rotation: int = 0
    skew: float = 0.0
    engine: str | None = None
    confidence: float | None = None
    error: str | None = None
    warnings: tuple[PageWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines in reading order (stamps and running heads last), tables and stamps.

    ``number`` is 1-based in the file read. ``width`` and ``height`` are pixels of the page as rendered, None for text.
    """

    number: int
    lines: tuple[Line, ...]
    trail: Trail
    tables: tuple[Table, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    width: int | None = None
    height: int | None = None

    @property
    def text(self) -> str:
        """The restored text, one line for each line of the page."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one document inside a file: ``index`` of ``of`` (1-based), with its pages."""

    index: int
    of: int
    pages: tuple[Page, ...] = field(default=())
