"""Image files as RGB pages: PNG, JPEG, JPEG 2000, WebP, BMP and multi-page TIFF."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from numbers import Real
from pathlib import Path

import numpy as np
from PIL import Image as Picture
from PIL import TiffImagePlugin

from vanthu.corpora.errors import TooManyPixels
from vanthu.ingest.limits import Limits
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.textlayer import TextLayer
from vanthu.models.page import PageWarning

_FORMATS = ("PNG", "JPEG", "TIFF", "JPEG2000", "WEBP", "BMP")
_INCHES = (2.0, 24.0)
"""Plausible long side of a sheet: a scan of A4 that claims 72 dpi would be 30 inches high, so its claim is void."""
_SQUEEZED = (1.2, 4.0)
"""Ratio of the two resolutions where pixels are not square: 2.08 of standard fax; the 1.04 of fine fax is let be."""
_DEEP_MODES = frozenset({"I", "F", "I;16", "I;16L", "I;16B", "I;16N"})
_TURNED = frozenset({5, 6, 7, 8})
"""EXIF orientations that exchange width and height; Pillow applies those of TIFF by itself."""
_ORIENTATION = 0x0112
_UPRIGHT: Mapping[object, tuple[bool, int, int]] = {
    2: (False, 1, -1),
    3: (False, -1, -1),
    4: (False, -1, 1),
    5: (True, 1, 1),
    6: (True, 1, -1),
    7: (True, -1, -1),
    8: (True, -1, 1),
}
"""EXIF orientation → whether rows and columns of the upright image are exchanged, and the order of each then."""
_BYTES_A_PIXEL = 11
"""Most bytes a pixel while a frame is decoded: 36 million pixels stay under 400 MB."""
_PROGRESSIVE_BYTES = 2
"""Bytes a pixel and colour that libjpeg keeps of a progressive image until its last scan."""
_STRIP = 1 << 20
"""Pixels that are converted at a time."""
_WHITE_8, _WHITE_16 = 0xFF, 0xFFFF
_PILLOW_LIMIT = threading.Lock()

TiffImagePlugin.READ_LIBTIFF = True  # Pillow 13 scrambles uncompressed TIFF that is stored turned, libtiff does not


@contextmanager
def _own_limits() -> Iterator[None]:
    """Pillow's own pixel limit, which is global, steps back: ours is checked on the header, before decoding."""
    with _PILLOW_LIMIT:
        theirs, Picture.MAX_IMAGE_PIXELS = Picture.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Picture.MAX_IMAGE_PIXELS = theirs


class RasterReader:
    """An image file; each frame is a page."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name, self.limits, self._path = path.name, limits, path
        self._picture = self._open()
        try:
            with _own_limits():
                self._count = self._frames()
            self._check_pixels(1)
        except BaseException:
            self._picture.close()
            raise

    def _open(self) -> Picture.Image:
        with _own_limits():
            return Picture.open(self._path, formats=_FORMATS)

    def _frames(self) -> int:
        """Frames, counted no further than the limit needs; only TIFF frames are pages (MPO holds previews)."""
        if self._picture.format != "TIFF":
            return 1
        count = 1
        while count <= self.limits.max_pages:
            try:
                self._picture.seek(count)
            except EOFError:
                break
            count += 1
        self._picture.seek(0)
        return count

    @property
    def page_count(self) -> int:
        """Frames of a TIFF, else one."""
        return self._count

    def page(self, number: int) -> RasterPage:
        """The frame at a 1-based number."""
        return RasterPage(self, number)

    def frame(self, number: int) -> Picture.Image:
        """The frame, its header read and checked, not decoded."""
        with _own_limits():
            self._picture.seek(number - 1)
        self._check_pixels(number)
        return self._picture

    @contextmanager
    def decoded(self, number: int) -> Iterator[Picture.Image]:
        """The frame, to be decoded; where that fails the file is opened anew: Pillow gives half a picture next time."""
        frame = self.frame(number)
        try:
            yield frame
        except BaseException:
            frame.close()
            self._picture = self._open()
            raise

    def _check_pixels(self, number: int) -> None:
        width, height = _square(self._picture)
        most = int(self.limits.max_pixels * min(1.0, _BYTES_A_PIXEL / _bytes_a_pixel(self._picture)))
        if width * height > most:
            raise TooManyPixels(
                f"page {number} of {self.name} has {width} x {height} pixels, more than {most} (--max-pixels)"
            )

    def close(self) -> None:
        """Close the file."""
        self._picture.close()


class RasterPage:
    """One frame, upright."""

    kind = "image"
    has_image = True
    lines: tuple[str, ...] = ()
    warnings: tuple[PageWarning, ...] = ()

    def __init__(self, reader: RasterReader, number: int) -> None:
        self.number = number
        self._reader = reader
        self._pixels: Image | None = None

    @property
    def dpi(self) -> float | None:
        """Resolution that the file claims, None where it claims none or an impossible one."""
        frame = self._reader.frame(self.number)
        across, down = _resolution(frame)
        dpi = max(across, down)
        if not dpi:
            return None
        low, high = _INCHES
        longest = max(frame.width * dpi / across, frame.height * dpi / down)
        return round(dpi, 1) if low <= longest / dpi <= high else None

    @property
    def size(self) -> tuple[float, float]:
        """Pixels of the upright image, all square."""
        with self._reader.decoded(self.number) as frame:
            width, height = _square(frame)
            turned = _orientation(frame) in _TURNED
        return (float(height), float(width)) if turned else (float(width), float(height))

    def render(self, dpi: int, *, signatures: bool = True) -> Image:
        """The image in its own pixels, reduced to ``dpi`` where it is finer."""
        del signatures  # an image has none
        if self._pixels is None:
            self._pixels = self._decode()
        native = self.dpi
        if native is None or native <= dpi:
            return self._pixels
        height, width = self._pixels.shape[:2]
        target = (max(1, round(width * dpi / native)), max(1, round(height * dpi / native)))
        reduced = Picture.fromarray(self._pixels).resize(target, Picture.Resampling.BOX)
        return np.asarray(reduced, dtype=np.uint8)

    def _decode(self) -> Image:
        with self._reader.decoded(self.number) as frame:
            across, down = _stretch(frame)
            turned = _orientation(frame) in _TURNED
            pixels = _upright(frame)
        if across == down:
            return pixels
        height, width = pixels.shape[:2]
        x, y = (down, across) if turned else (across, down)
        squared = Picture.fromarray(pixels).resize((round(width * x), round(height * y)), Picture.Resampling.BICUBIC)
        return np.asarray(squared, dtype=np.uint8)

    def layer(self) -> TextLayer | None:
        """An image has no text layer."""
        return None

    def close(self) -> None:
        """Drop the pixels."""
        self._pixels = None


def _resolution(frame: Picture.Image) -> tuple[float, float]:
    """Dots per inch across and down as the file claims them; zeros where it claims none."""
    claimed = [float(side) for side in frame.info.get("dpi") or () if isinstance(side, Real)]
    across, down = claimed if len(claimed) == 2 else (0.0, 0.0)  # noqa: PLR2004  across and down
    return (across, down) if across > 0 and down > 0 else (0.0, 0.0)


def _stretch(frame: Picture.Image) -> tuple[float, float]:
    """By how much to stretch across and down: a fax has twice as many dots across as down (ITU-T T.4)."""
    across, down = _resolution(frame)
    most = max(across, down)
    if not across or not _SQUEEZED[0] <= most / min(across, down) <= _SQUEEZED[1]:
        return 1.0, 1.0
    return most / across, most / down


def _square(frame: Picture.Image) -> tuple[int, int]:
    """Width and height in pixels once these are square."""
    across, down = _stretch(frame)
    return round(frame.width * across), round(frame.height * down)


def _orientation(frame: Picture.Image) -> object:
    """The EXIF orientation that is still to be applied."""
    return None if frame.format == "TIFF" else frame.getexif().get(_ORIENTATION)


def _bytes_a_pixel(picture: Picture.Image) -> float:
    """What decoding takes at its peak: the picture of Pillow, and what the decoder keeps beside it."""
    if picture.format == "JPEG" and picture.info.get("progressive"):
        return 4 + _PROGRESSIVE_BYTES * len(picture.getbands())
    if isinstance(picture, TiffImagePlugin.TiffImageFile):  # a strip, which may be the whole frame, as it is stored
        return 4 + float(sum(picture.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, (1,)))) / 8
    return 4


def _upright(frame: Picture.Image) -> Image:
    """Any mode as RGB, turned as EXIF says: strip by strip, so that no second picture of its size is made."""
    frame.load()
    width, height = frame.size
    exchanged, down, across = _UPRIGHT.get(_orientation(frame), (False, 1, 1))
    pixels = np.empty((width, height, 3) if exchanged else (height, width, 3), np.uint8)
    turned = pixels[::down, ::across]
    as_stored = turned.transpose(1, 0, 2) if exchanged else turned
    convert = _of_deep(frame) if frame.mode in _DEEP_MODES else _rgb
    rows = max(1, _STRIP // width)
    for top in range(0, height, rows):
        strip = frame.crop((0, top, width, min(top + rows, height)))
        as_stored[top : top + rows] = np.asarray(convert(strip))
    return pixels


def _rgb(strip: Picture.Image) -> Picture.Image:
    """What is transparent becomes white paper."""
    if strip.has_transparency_data:
        layered = strip.convert("RGBA")
        paper = Picture.new("RGBA", layered.size, "white")
        return Picture.alpha_composite(paper, layered).convert("RGB")
    return strip.convert("RGB")


def _of_deep(frame: Picture.Image) -> Callable[[Picture.Image], Picture.Image]:
    """16 and 32 bits a sample: the full range of 16 bits to 8; floats and odd ranges by their own extremes."""
    values = np.asarray(frame)
    low, high = float(values.min()), float(values.max())
    del values
    if frame.mode != "F" and low >= 0 and high <= _WHITE_16:
        low, high = 0.0, float(_WHITE_16 if high > _WHITE_8 else _WHITE_8)  # 8-bit values come in wide modes too

    def grey(strip: Picture.Image) -> Picture.Image:
        values = (np.asarray(strip).astype(np.float32) - low) * (255.0 / (high - low or 1.0))
        return Picture.fromarray(values.astype(np.uint8)).convert("RGB")

    return grey
