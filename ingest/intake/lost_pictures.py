"""Pictures that a damaged PDF no longer holds: without them a page looks blank, or ends half-way down."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from PIL import Image as Picture

from vanthu.ingest.intake.unpack import drawn_names, entries, filters, resources
from vanthu.models.page import PageWarning, WarningCode


def lost_pictures(page: pikepdf.Object, *, damaged: bool) -> tuple[PageWarning, ...]:
    """Pictures of a page that are missing or cut off.

    Args:
        page: the page's dictionary.
        damaged: whether qpdf had to repair the file; only then are the data of pictures checked to their end, which
            costs as much as decoding them.
    """
    return tuple(_lost(page)) + (tuple(_cut(page)) if damaged else ())


def _lost(page: pikepdf.Object) -> Iterator[PageWarning]:
    held = dict(entries(resources(page), "/XObject"))
    for name in sorted(drawn_names(page)):
        thing = held.get(name)
        if not isinstance(thing, pikepdf.Stream):
            yield PageWarning(
                WarningCode.PICTURE_LOST, f"the picture {name} is missing in the file, which is damaged or cut off"
            )
        elif _is_picture(thing) and not thing.read_raw_bytes():
            yield PageWarning(
                WarningCode.PICTURE_LOST, f"the picture {name} has no data in the file, which is damaged or cut off"
            )


def _cut(page: pikepdf.Object) -> Iterator[PageWarning]:
    for name, thing in entries(resources(page), "/XObject"):
        if isinstance(thing, pikepdf.Stream) and _is_picture(thing) and (data := thing.read_raw_bytes()):
            coding = filters(thing)
            ended = _jpeg_ends(data) if coding == ["/DCTDecode"] else coding != ["/FlateDecode"] or _flate_ends(data)
            if not ended:
                yield PageWarning(
                    WarningCode.PICTURE_CUT, f"the data of the picture {name} end early: its lower part is missing"
                )


def _is_picture(stream: pikepdf.Stream) -> bool:
    return bool(stream.get("/Subtype") == "/Image")


def _jpeg_ends(data: bytes) -> bool:
    """Many writers leave the end mark out: only a decoder knows whether rows are missing."""
    if data.rstrip(b"\0\r\n ").endswith(b"\xff\xd9"):
        return True
    try:
        with Picture.open(BytesIO(data)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Picture.DecompressionBombError):
        return False
    return True


def _flate_ends(data: bytes) -> bool:
    unpacking = zlib.decompressobj()
    try:
        while data and not unpacking.eof:
            unpacking.decompress(data, 1 << 20)
            data = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return unpacking.eof
