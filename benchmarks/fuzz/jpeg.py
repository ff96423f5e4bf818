"""JPEG files: segments changed in marker, length, fields, order and number; scans repeated."""

from __future__ import annotations

import struct
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image as Picture

from benchmarks.fuzz import odd

_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers without a length: restarts, beginning and end of an image."""
_SCAN, _FRAMES, _EXIF = 0xDA, (0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC9, 0xCA), 0xE1
Segment = tuple[int, bytes, bytes]
"""Marker, content, and the coded data that follows it: that of scans."""


@cache
def seeds() -> tuple[tuple[Segment, ...], ...]:
    """Small pictures, grey, colour and CMYK, baseline and progressive, with EXIF, resolution and a comment."""
    found = []
    for mode in ("L", "RGB", "CMYK"):
        picture = Picture.effect_noise((40, 32), 90).convert("RGB").convert(mode)
        exif = Picture.Exif()
        exif[0x0112], exif[0x011A], exif[0x011B], exif[0x0128] = 6, 300.0, 300.0, 2
        exif[0x010E] = "Kế hoạch"
        exif.get_ifd(0x8769)[0x9286] = b"comment"
        for more in ({}, {"progressive": True}, {"restart_marker_rows": 1, "dpi": (300, 300)}):
            out = BytesIO()
            picture.save(out, "JPEG", quality=60, exif=exif, comment=b"thi dua", **more)
            found.append(_segments(out.getvalue()))
    out = BytesIO()
    frame = Picture.new("RGB", (16, 16), "white")
    frame.save(out, "MPO", save_all=True, append_images=[frame])
    return (*found, _segments(out.getvalue()))


def _segments(data: bytes) -> tuple[Segment, ...]:
    """All segments up to the end of the image, and what follows it as one more."""
    segments, at = [], 2
    while data[at + 1] != 0xD9:  # noqa: PLR2004  end of image
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        body, at = data[at + 4 : at + 2 + length], at + 2 + length
        end = at
        while marker == _SCAN and (data[end] != 0xFF or data[end + 1] == 0 or 0xD0 <= data[end + 1] <= 0xD7):  # noqa: PLR2004  the restarts
            end += 1
        segments.append((marker, body, data[at:end]))
        at = end
    return (*segments, (0xD9, b"", data[at + 2 :]))


def mutated(chance: Random) -> bytes:
    """A file of a seed's segments after one to four changes."""
    segments = list(chance.choice(seeds()))
    for _ in range(chance.randint(1, 4)):
        _change(chance, segments)
    wrong = chance.random() < 0.15  # noqa: PLR2004  few: a wrong length hides what is behind it
    data = b"\xff\xd8" + b"".join(_packed(chance, *segment, wrong=wrong) for segment in segments)
    return odd.damaged(chance, data) if chance.random() < 0.1 else data  # noqa: PLR2004  same


def _change(chance: Random, segments: list[Segment]) -> None:
    if not segments:
        segments.append((chance.randrange(0xC0, 0x100), chance.randbytes(9), b""))
    index = chance.randrange(len(segments))
    marker, body, coded = segments[index]
    match chance.randrange(9):
        case 0:
            segments[index] = (chance.randrange(0xC0, 0x100), body, coded)
        case 1:
            segments.insert(chance.randrange(len(segments) + 1), segments[index])
        case 2:
            del segments[index]
        case 3:
            segments.insert(chance.randrange(len(segments)), segments.pop(index))
        case 4:
            segments[index] = (marker, odd.damaged(chance, body), coded)
        case 5:
            segments[index] = (marker, body, odd.damaged(chance, coded))
        case 6:
            _of_kind(chance, segments, _FRAMES, _frame)
        case 7:
            _of_kind(chance, segments, (_EXIF,), _exif)
        case _:
            scans = [segment for segment in segments if segment[0] == _SCAN]
            segments[index:index] = scans * chance.choice((1, 2, 50))


def _of_kind(chance: Random, segments: list[Segment], kinds: tuple[int, ...], change: object) -> None:
    """Change the content of one segment of the kinds."""
    places = [i for i, segment in enumerate(segments) if segment[0] in kinds]
    if places and callable(change):
        place = chance.choice(places)
        marker, body, coded = segments[place]
        segments[place] = (marker, change(chance, body), coded)


def _frame(chance: Random, body: bytes) -> bytes:
    """Another precision, height, width, number of components, or sampling of one."""
    fields = bytearray(body.ljust(6, b"\0"))
    place = chance.randrange(4)
    if place in {1, 2}:
        at = 1 if place == 1 else 3
        fields[at : at + 2] = odd.unsigned(chance, 2, int.from_bytes(fields[at : at + 2], "big")).to_bytes(2, "big")
    else:
        at = (0, 0, 0, 5)[place] if chance.random() < 0.5 else chance.randrange(len(fields))  # noqa: PLR2004  half and half
        fields[at] = odd.unsigned(chance, 1, fields[at])
    return bytes(fields)


def _exif(chance: Random, body: bytes) -> bytes:
    """Another number in the directory of EXIF, which is a small TIFF."""
    head, directory = body[:6], bytearray(body[6:])
    for _ in range(chance.randint(1, 3)):
        size = chance.choice((2, 4))
        if len(directory) > size:
            at = chance.randrange(min(len(directory) - size, 80) or 1)
            directory[at : at + size] = odd.unsigned(chance, size).to_bytes(size, chance.choice(("little", "big")))
    return head + bytes(directory)


def _packed(chance: Random, marker: int, body: bytes, coded: bytes, *, wrong: bool) -> bytes:
    if marker in _BARE:
        return bytes((0xFF, marker)) + coded
    length = odd.unsigned(chance, 2, len(body) + 2) if wrong and chance.random() < 0.4 else len(body) + 2  # noqa: PLR2004  some
    return bytes((0xFF, marker)) + struct.pack(">H", min(length, 0xFFFF)) + body + coded
