"""PDF files: one page at a time, taken out as a small PDF of its own.

qpdf repairs and decrypts; what pdfium and pdfplumber get is a document of one page, checked for bombs. So a broken page
stays alone, nothing accumulates over hundreds of pages, and annotations can be drawn or left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from vanthu.corpora.errors import Bomb, DynamicForm, FileBroken, FileEncrypted, NoPages, TooManyPixels, VanthuError
from vanthu.ingest.intake.beside_pages import attachments, is_dynamic_form
from vanthu.ingest.intake.lost_pictures import lost_pictures
from vanthu.ingest.intake.page_unit import page_unit, scale_page
from vanthu.ingest.intake.unpack import Scale, check_page_tree, guard_qpdf, passed_limit
from vanthu.ingest.limits import Limits
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.textlayer import TextLayer, is_signature, read_layer
from vanthu.models.page import PageWarning

_POINTS_PER_INCH = 72
_COVERED = 0.5
"""Share of the page that images cover on a scan: 0.97 and more on 110 scanned pages, 0.1 at most on Word exports."""
_MAIN = 0.3
"""Share of the page of a main image; smaller ones are stamps."""
_LEGIBLE_DPI = 50
"""Below this no text can be read: the page is refused instead of drawn."""
_MOST_ANNOTATIONS = 100
_MOST_COPIED = 30_000_000
"""Bytes of copied pages after which the file is opened anew."""
_FORM_DEPTH = 5
"""Levels of forms in which pdfium looks for images."""


class PdfReader:
    """A PDF file."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name, self.limits = path.name, limits
        self._path, self._copied = path, 0
        guard_qpdf(limits)
        self._pdf = self._open()
        self._scale = Scale(limits)
        try:
            check_page_tree(self._pdf, limits)
            self._count = len(self._pdf.pages)
            self._refuse_dynamic_form()
        except pikepdf.PdfError as error:
            self._shut()
            raise self._coded(error) from error
        except BaseException:
            self._shut()
            raise

    def _open(self) -> pikepdf.Pdf:
        try:
            # an open file, as qpdf bears no name that is not UTF-8
            self._file = self._path.open("rb")
            pdf = pikepdf.open(self._file, suppress_warnings=True, access_mode=pikepdf.AccessMode.stream)
        except pikepdf.PasswordError as error:
            self._file.close()
            raise FileEncrypted(f"{self.name} needs a password") from error
        except pikepdf.PdfError as error:
            self._file.close()
            raise self._coded(error) from error
        self._repaired = bool(pdf.get_warnings())
        return pdf

    def _refuse_dynamic_form(self) -> None:
        if is_dynamic_form(self._pdf):
            raise DynamicForm(f"{self.name} is an XFA form whose pages only Adobe's viewers draw")

    def _shut(self) -> None:
        self._pdf.close()
        self._file.close()

    def _forget_copies(self, sheets: Sheets) -> None:
        """Open the file anew from time to time: qpdf keeps the streams of every page that was copied out of it."""
        self._copied += len(sheets.shown)
        if self._copied > _MOST_COPIED:
            self._shut()
            self._pdf, self._copied = self._open(), 0

    def _coded(self, error: pikepdf.PdfError) -> VanthuError:
        if passed_limit(error):
            return Bomb(f"{self.name} has a stream that unpacks to more than {self.limits.max_unpacked} bytes")
        said = str(error).rpartition(">: ")[2]  # behind the name that Python gives the open file
        return FileBroken(f"{self.name}: {said}")

    @property
    def page_count(self) -> int:
        """Leaves of the page tree."""
        return self._count

    def page(self, number: int) -> PdfPage:
        """The page at a 1-based number."""
        if not 1 <= number <= self._count:
            raise NoPages(f"there is no page {number} in {self.name}")
        return PdfPage(self, number)

    def take_out(self, number: int) -> Sheets:
        """One page as PDFs of its own.

        Raises:
            LimitError: it would unpack beyond the limits.
        """
        where = f"page {number} of {self.name}"
        page = self._pdf.pages[number - 1]
        self._scale.check(page.obj, where)
        sheets = replace(_take_out(page, where), warnings=self._warnings(page, number))
        self._forget_copies(sheets)
        return sheets

    def _warnings(self, page: pikepdf.Page, number: int) -> tuple[PageWarning, ...]:
        of_file = attachments(self._pdf) if number == 1 else ()
        return *of_file, *lost_pictures(page.obj, damaged=self._repaired)

    def close(self) -> None:
        """Close the file."""
        self._shut()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A page as one-page PDFs.

    ``shown`` as a reader shows it, ``unsigned`` without digital-signature texts, ``bare`` without any annotation, and
    ``annotations`` each alone on an empty page. ``warnings`` say what the file lacks of it.
    """

    shown: bytes
    unsigned: bytes
    bare: bytes
    annotations: tuple[bytes, ...]
    warnings: tuple[PageWarning, ...] = ()


def _take_out(page: pikepdf.Page, where: str) -> Sheets:
    count = len(_drawn(page.obj))
    bare = _one_page(page, ())
    if not count:
        return Sheets(bare, bare, bare, ())
    alone = tuple(_one_page(page, (index,), contents=False) for index in range(count))
    silent = tuple(index for index in range(count) if not is_signature(alone[index], where))
    return Sheets(_one_page(page, range(count)), _one_page(page, silent), bare, alone)


def _drawn(page: pikepdf.Object) -> list[pikepdf.Dictionary]:
    """Annotations with an appearance of their own; the first hundred, no page of paper has more stamps."""
    found = page.get("/Annots", pikepdf.Array())
    notes = list(found) if isinstance(found, pikepdf.Array) else []
    return [note for note in notes if isinstance(note, pikepdf.Dictionary) and "/AP" in note][:_MOST_ANNOTATIONS]


def _one_page(page: pikepdf.Page, kept: Sequence[int], *, contents: bool = True) -> bytes:
    """A copy of the page, in points, with the ``kept`` ones of its drawn annotations burned in."""
    unit = page_unit(page)
    with pikepdf.new() as single:
        single.pages.append(page)
        copy = single.pages[0].obj
        drawn = _drawn(copy)
        if not contents:
            copy.Contents = single.make_stream(b"")
        copy.MediaBox = single.pages[0].cropbox
        copy.Annots = pikepdf.Array([drawn[index] for index in kept])
        if kept:
            single.flatten_annotations("screen")
        scale_page(single.pages[0], unit)
        out = BytesIO()
        single.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


class PdfPage:
    """One page of a PDF, taken out when first used."""

    kind = "pdf"
    lines: tuple[str, ...] = ()

    def __init__(self, reader: PdfReader, number: int) -> None:
        self.number = number
        self._reader = reader
        self._where = f"page {number} of {reader.name}"

    @cached_property
    def _sheets(self) -> Sheets:
        return self._reader.take_out(self.number)

    @cached_property
    def _survey(self) -> tuple[tuple[float, float], float, float | None]:
        """Size, share covered by images, resolution of the main image."""
        with self._open(self._sheets.bare) as page:
            width, height = page.get_size()
            images = list(_images(page, width * height))
        covered = sum(share for share, _ in images)
        main = [dpi for share, dpi in images if share >= _MAIN] or [dpi for _, dpi in images if covered >= _COVERED]
        return (width, height), covered, max(main, default=None)

    @property
    def size(self) -> tuple[float, float]:
        """Points, upright."""
        return self._survey[0]

    @property
    def has_image(self) -> bool:
        """Whether images cover half of the page."""
        return self._survey[1] >= _COVERED

    @property
    def dpi(self) -> float | None:
        """Resolution of the main image."""
        return self._survey[2]

    @property
    def warnings(self) -> tuple[PageWarning, ...]:
        """Pictures that the file does not hold; on the first page, files attached to it."""
        return self._sheets.warnings

    def render(self, dpi: int, *, signatures: bool = True) -> Image:
        """The page at ``dpi`` or at what ``max_pixels`` allows."""
        width, height = self.size
        most = math.sqrt(self._reader.limits.max_pixels / max(width * height, 1.0)) * _POINTS_PER_INCH
        if min(dpi, most) < min(dpi, _LEGIBLE_DPI):
            raise TooManyPixels(
                f"{self._where} measures {width:.0f} x {height:.0f} points: "
                f"{self._reader.limits.max_pixels} pixels (--max-pixels) leave {most:.0f} dpi"
            )
        with self._open(self._sheets.shown if signatures else self._sheets.unsigned) as page:
            bitmap = page.render(scale=min(dpi, most * 0.999) / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=False)
            pixels = bitmap.to_numpy()[:, :, :3] if bitmap.n_channels > 1 else bitmap.to_numpy()
            copied: Image = np.ascontiguousarray(pixels) if pixels.base is None else pixels.copy()
            bitmap.close()
        return copied

    def layer(self) -> TextLayer | None:
        """Words, stamps and rulings of the page's content."""
        return self._layer

    @cached_property
    def _layer(self) -> TextLayer:
        sheets = self._sheets
        return read_layer(sheets.bare, sheets.annotations, self._where, pictures_cover=not self.has_image)

    @contextmanager
    def _open(self, data: bytes) -> Iterator[pdfium.PdfPage]:
        with pdfium.PdfDocument(data) as book:
            page = book[0]
            try:
                yield page
            finally:
                page.close()

    def close(self) -> None:
        """Drop the page's bytes."""
        for held in ("_sheets", "_survey", "_layer"):
            self.__dict__.pop(held, None)


def _images(page: pdfium.PdfPage, area: float) -> Iterator[tuple[float, float]]:
    """Share of the page and resolution of each image."""
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        left, bottom, right, top = thing.get_bounds()
        covered = (right - left) * (top - bottom)
        if covered <= 0 or area <= 0:
            continue
        wide, high = thing.get_px_size()
        yield min(1.0, covered / area), math.sqrt(wide * high / covered) * _POINTS_PER_INCH
