"""Bombs: what a PDF page would unpack to, found before any reader unpacks it.

A stream of a few kilobytes can inflate a thousandfold, forms can call forms that call forms, page trees can nest
without end. The figures here come from dictionaries, image headers and bounded inflation.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import regex
from PIL import Image as Picture

from vanthu.corpora.errors import Bomb, FileBroken, TooManyPages, TooManyPixels
from vanthu.corpora.wording import counted
from vanthu.ingest.limits import Limits

_DO = regex.compile(rb"/([^\s/\[\]<>(){}%]+)\s+Do\b")
_PIXELS_PER_BYTE = 8
"""An image drawn costs about as much as an eighth of its pixels in content."""
_CODED = ("/DCTDecode", "/JPXDecode")
"""Images with a header of their own, which may say more than the dictionary."""
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_TREE_DEPTH = 50
"""Levels of a page tree that are climbed; trees of real files have five at most."""
_MOST_GLYPHS = 1 << 18
"""In the ranges of a font, for each of which readers make entries: four times what numbers of 16 bits tell apart."""
_RANGES = regex.compile(rb"begin(?:bf|cid)range(.*?)(?:end(?:bf|cid)range|\Z)", regex.DOTALL)
_RANGE = regex.compile(rb"<\s*([0-9A-Fa-f]{1,32})\s*>\s*<\s*([0-9A-Fa-f]{1,32})\s*>\s*(?:<[^>]*>|\[[^\]]*\]|\d+)?")
_LZW_GROWTH = 2_700
"""LZW of 12 bits: a code of 1.5 bytes stands for 4,096 at most."""


def guard_qpdf(limits: Limits) -> None:
    """Tell qpdf, for the whole process, how far a stream may inflate; it has no such limit of its own."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=limits.max_unpacked,
        run_length_max_memory=limits.max_unpacked,
        png_max_memory=limits.max_unpacked,
        tiff_max_memory=limits.max_unpacked,
        dct_max_memory=limits.max_unpacked,
    )


def passed_limit(error: pikepdf.PdfError) -> bool:
    """Whether qpdf gave up at a limit of :func:`guard_qpdf` and not at damage."""
    return "limit exceeded" in str(error)


def check_page_tree(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Count the leaves of the page tree no further than needed; qpdf has refused loops and depth on opening.

    Raises:
        TooManyPages: it has more than ``max_pages``.
    """
    leaves = 0
    queue = [pdf.Root.get("/Pages")]
    while queue:
        node = queue.pop()
        kids = node.get("/Kids") if isinstance(node, pikepdf.Dictionary) else None
        if isinstance(kids, pikepdf.Array):
            queue.extend(kids)
        elif isinstance(node, pikepdf.Dictionary):
            leaves += 1
        if leaves > limits.max_pages:
            raise TooManyPages(f"more than {counted(limits.max_pages, 'page')} (--max-pages)")


class Scale:
    """Weighs the pages of one PDF; what was weighed once is remembered."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._fonts_weighed: dict[tuple[int, int], int] = {}
        self._costs: dict[tuple[int, int], int] = {}
        self._under_way: list[tuple[int, int]] = []
        self._page: pikepdf.Object | None = None

    def check(self, page: pikepdf.Object, where: str) -> None:
        """Refuse a page that unpacks out of proportion.

        Raises:
            Bomb: its streams unpack, or its forms multiply, beyond ``max_unpacked``.
            TooManyPixels: one of its images has more than ``max_pixels``.
        """
        try:
            self._weigh(page, where)
        except pikepdf.PdfError as error:
            if passed_limit(error):
                raise Bomb(
                    f"{where} has a stream that unpacks to more than {self.limits.max_unpacked} bytes"
                ) from error
            raise FileBroken(f"{where}: {error}") from error

    def _weigh(self, page: pikepdf.Object, where: str) -> None:
        resources = page.get("/Resources", pikepdf.Dictionary())
        self._page, self._costs, self._under_way = resources, {}, []
        total = sum(self._fonts(resources, where))
        contents = page.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
        for stream in streams:
            total += self._content(stream, resources, where, 0)
            self._refuse(total, where)
        for form in _appearances(page):
            total += self._cost(form, where, 0)
            self._refuse(total, where)

    def _refuse(self, total: int, where: str) -> None:
        if total > self.limits.max_unpacked:
            raise Bomb(f"{where} unpacks to more than {self.limits.max_unpacked} bytes")

    def _content(self, stream: pikepdf.Stream, resources: pikepdf.Object, where: str, depth: int) -> int:
        """Length of a content stream and the cost of all it draws, each use counted."""
        if depth > self.limits.max_depth:
            raise Bomb(f"{where} has forms within forms deeper than {self.limits.max_depth} levels")
        data = self._unpacked(stream, where)
        total = len(data)
        own = dict(entries(resources, "/XObject"))
        for name, drawn in (dict(entries(self._page, "/XObject")) | own).items():  # readers look there too
            uses = sum(match[1] == name[1:].encode() for match in _DO.finditer(data))
            uses = uses or int(name in own)
            if uses and isinstance(drawn, pikepdf.Stream):
                total += uses * self._cost(drawn, where, depth + 1)
            self._refuse(total, where)
        return total

    def _cost(self, stream: pikepdf.Stream, where: str, depth: int) -> int:
        key = stream.objgen
        if key in self._under_way:
            raise Bomb(f"{where} has a form that draws itself")
        if key not in self._costs:
            self._under_way.append(key)
            if stream.get("/Subtype") == "/Image":
                self._costs[key] = self._image(stream, where)
            else:
                resources = stream.get("/Resources", pikepdf.Dictionary())
                fonts = sum(self._fonts(resources, where))
                self._costs[key] = self._content(stream, resources, where, depth) + fonts
            self._under_way.pop()
        return self._costs[key]

    def _image(self, stream: pikepdf.Stream, where: str) -> int:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        coding = filters(stream)
        if any(name in _CODED for name in coding):
            pixels = max(pixels, _header_pixels(stream) if len(coding) == 1 else 0)
        if pixels > self.limits.max_pixels:
            raise TooManyPixels(
                f"{where} has an image of {pixels} pixels, more than {self.limits.max_pixels} (--max-pixels)"
            )
        mask = stream.get("/SMask")
        masked = self._image(mask, where) if isinstance(mask, pikepdf.Stream) and "/SMask" not in mask else 0
        if len(coding) > 1 and coding[0] not in _CODED:
            self._first_stage(stream, where)
        return pixels // _PIXELS_PER_BYTE + masked

    def _first_stage(self, stream: pikepdf.Stream, where: str) -> None:
        """An image behind several filters: all but the last are unpacked as a whole by every reader."""
        with pikepdf.new() as bench:
            copy = bench.make_stream(stream.read_raw_bytes())
            copy["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in filters(stream)[:-1]])
            self._unpacked(copy, where)

    def _fonts(self, resources: pikepdf.Object, where: str) -> Iterator[int]:
        for _, font in entries(resources, "/Font"):
            if isinstance(font, pikepdf.Dictionary):
                if _glyphs_with_widths(font) > _MOST_GLYPHS:
                    raise Bomb(f"{where} has a font with widths of more than {_MOST_GLYPHS} glyphs")
                yield from (self._part(part) for part in _font_streams(font))

    def _part(self, stream: pikepdf.Stream) -> int:
        if stream.objgen not in self._fonts_weighed:
            data = self._unpacked(stream, "a font")
            if _glyphs_mapped(data) > _MOST_GLYPHS:
                raise Bomb(f"a font maps more than {_MOST_GLYPHS} glyphs to letters")
            self._fonts_weighed[stream.objgen] = len(data)
        return self._fonts_weighed[stream.objgen]

    def _unpacked(self, stream: pikepdf.Stream, where: str) -> bytes:
        raw = stream.read_raw_bytes()
        if "/LZWDecode" in filters(stream) and len(raw) * _LZW_GROWTH > 10 * self.limits.max_unpacked:
            raise Bomb(f"{where} has {len(raw)} bytes of LZW content")
        try:
            return stream.read_bytes()
        except pikepdf.PdfError as error:
            if passed_limit(error):
                raise
            return _readable_part(raw, self.limits.max_unpacked)


def _readable_part(raw: bytes, most: int) -> bytes:
    """What a damaged stream unpacks to before the damage: readers show that much of the page."""
    try:
        return zlib.decompressobj().decompress(raw, most)
    except zlib.error:
        return b""


def _glyphs_mapped(program: bytes) -> int:
    """Glyphs in the ranges of a map to Unicode; other streams of a font have none."""
    ranges = (match for section in _RANGES.finditer(program) for match in _RANGE.finditer(section[1]))
    return sum(max(int(match[2], 16) - int(match[1], 16), 0) for match in ranges)


def _glyphs_with_widths(font: pikepdf.Dictionary) -> int:
    """Glyphs in the ranges of the widths of composite fonts: of ``/W`` in threes, of ``/W2`` in fives."""
    total = 0
    for one in _fonts_within(font):
        for key, size in (("/W", 3), ("/W2", 5)):
            numbers: list[int] = []
            found = one.get(key)
            for item in found if isinstance(found, pikepdf.Array) else ():
                numbers = [] if isinstance(item, pikepdf.Array) else [*numbers, _whole(item)]
                if len(numbers) == size:
                    total += max(numbers[1] - numbers[0], 0)
                    numbers = []
    return total


def _whole(item: object) -> int:
    return item if isinstance(item, int) else 0


def _fonts_within(font: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """The font, and those that it is composed of."""
    found = font.get("/DescendantFonts")
    parts = list(found) if isinstance(found, pikepdf.Array) else []
    return [font, *(part for part in parts if isinstance(part, pikepdf.Dictionary))]


def filters(stream: pikepdf.Stream) -> list[str]:
    """The filters of a stream, in the order in which they are undone."""
    found = stream.get("/Filter", pikepdf.Array())
    return [str(name) for name in found] if isinstance(found, pikepdf.Array) else [str(found)]


def drawn_names(page: pikepdf.Object) -> set[str]:
    """Names of the pictures and forms that the page's own content draws."""
    contents = page.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    data = b"\n".join(_read_as_far(part) for part in parts if isinstance(part, pikepdf.Stream))
    return {"/" + match[1].decode("latin-1") for match in _DO.finditer(data)}


def resources(page: pikepdf.Object) -> pikepdf.Object | None:
    """The page's own resources, or those of the nearest node above it (ISO 32000-1, 7.7.3.4)."""
    node: pikepdf.Object | None = page
    for _ in range(_TREE_DEPTH):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if "/Resources" in node:
            return node["/Resources"]
        node = node.get("/Parent")
    return None


def _read_as_far(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def entries(holder: pikepdf.Object | None, key: str) -> list[tuple[str, pikepdf.Object]]:
    """Entries of the dictionary under ``key``; none where either is of another type."""
    inner = holder.get(key) if isinstance(holder, pikepdf.Dictionary) else None
    return list(inner.items()) if isinstance(inner, pikepdf.Dictionary) else []


def _header_pixels(stream: pikepdf.Stream) -> int:
    """Pixels that a JPEG or JPEG 2000 header claims; 0 where it cannot be read: the reader will say so."""
    try:
        with Picture.open(BytesIO(stream.read_raw_bytes())) as picture:
            return picture.width * picture.height
    except Picture.DecompressionBombError:
        return 1 << 62
    except (OSError, ValueError, SyntaxError):
        return 0


def _appearances(page: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    """Normal appearances of the page's annotations."""
    for annotation in page.get("/Annots", pikepdf.Array()):
        for key, normal in entries(annotation, "/AP"):
            if key == "/N" and isinstance(normal, pikepdf.Stream):
                yield normal
            elif key == "/N":
                yield from (s for _, s in entries(pikepdf.Dictionary(N=normal), "/N") if isinstance(s, pikepdf.Stream))


def _font_streams(font: pikepdf.Dictionary) -> Iterator[pikepdf.Stream]:
    """What readers unpack of a font: its file and its map to Unicode."""
    for one in _fonts_within(font):
        parts = [one.get("/ToUnicode"), *(part for key, part in entries(one, "/FontDescriptor") if key in _FONT_FILES)]
        yield from (part for part in parts if isinstance(part, pikepdf.Stream))
