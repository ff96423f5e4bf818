"""TIFF files: tags changed in number, type, count and value; directories that loop; byte order and BigTIFF."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image as Picture

from benchmarks.fuzz import odd

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Bytes of a value by type of TIFF 6.0 and BigTIFF."""
_TAGS = (
    *(254, 255, 256, 257, 258, 259, 262, 263, 266, 270, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 292, 293),
    *(296, 305, 306, 317, 318, 320, 322, 323, 324, 325, 330, 338, 339, 347, 512, 513, 514, 529, 530, 531, 532, 700),
    *(33432, 34377, 34665, 34675, 34853, 40965, 50838, 50839),
)
_COMPRESSIONS = (1, 2, 3, 4, 5, 6, 7, 8, 32771, 32773, 32809, 32946, 34661, 34676, 34712, 34925, 50000, 50001)
_OFFSETS, _COUNTS, _COMPRESSION, _ORIENTATION, _LENGTH = 273, 279, 259, 274, 257
_SHORT, _LONG = 3, 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag: its type, the count that it claims, its value in little-endian bytes."""

    tag: int
    type: int
    count: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """A directory and the strips that it points to; ``following`` is the next frame, None for the next one there is."""

    entries: tuple[Entry, ...]
    strips: tuple[bytes, ...]
    following: int | None = None


@cache
def seeds() -> tuple[tuple[Frame, ...], ...]:
    """Small pictures in the modes and compressions of scanners; the last have several frames."""
    found = []
    for mode, compression in (
        *(("1", c) for c in ("raw", "group3", "group4", "packbits")),
        *(("L", c) for c in ("raw", "tiff_lzw", "jpeg", "tiff_deflate")),
        *(("RGB", c) for c in ("raw", "tiff_lzw", "jpeg")),
        *((m, "raw") for m in ("P", "CMYK", "RGBA", "LA", "I;16", "F", "LAB")),
    ):
        frame = _picture(mode)
        out = BytesIO()
        frame.save(out, "TIFF", compression=compression, dpi=(300, 300), description="thi dua")
        found.append(_frames(out.getvalue()))
        if compression == "group4":
            out = BytesIO()
            frame.save(out, "TIFF", compression=compression, save_all=True, append_images=[frame] * 2)
            found.append(_frames(out.getvalue()))
    return tuple(found)


def _picture(mode: str) -> Picture.Image:
    grey = Picture.effect_noise((40, 32), 90)
    if mode == "LAB":
        return Picture.merge("LAB", (grey, grey, grey))
    if mode == "I;16":
        return grey.convert("I").convert("I;16")
    return grey.convert("RGB").convert(mode) if mode == "CMYK" else grey.convert(mode)


def _frames(data: bytes) -> tuple[Frame, ...]:
    """The directories of a little-endian file of 32 bits, as Pillow writes them."""
    frames = []
    (at,) = struct.unpack("<I", data[4:8])
    while at:
        (count,) = struct.unpack("<H", data[at : at + 2])
        entries = tuple(_entry(data, at + 2 + 12 * i) for i in range(count))
        (at,) = struct.unpack("<I", data[at + 2 + 12 * count : at + 6 + 12 * count])
        places, lengths = (
            struct.unpack(f"<{e.count}{'H' if e.type == _SHORT else 'I'}", e.value)
            for tag in (_OFFSETS, _COUNTS)
            for e in entries
            if e.tag == tag
        )
        frames.append(Frame(entries, tuple(data[p : p + n] for p, n in zip(places, lengths, strict=True))))
    return tuple(frames)


def _entry(data: bytes, at: int) -> Entry:
    tag, kind, count = struct.unpack("<HHI", data[at : at + 8])
    size = _SIZES[kind] * count
    start = at + 8 if size <= 4 else struct.unpack("<I", data[at + 8 : at + 12])[0]  # noqa: PLR2004  four fit the entry
    return Entry(tag, kind, count, data[start : start + size])


def mutated(chance: Random) -> bytes:
    """A file of a seed's frames after one to four changes."""
    frames = list(chance.choice(seeds()))
    for _ in range(chance.randint(1, 4)):
        index = chance.randrange(len(frames))
        frames[index] = _changed(chance, frames[index], len(frames))
    if chance.random() < 0.1:  # noqa: PLR2004  few: more frames cost more
        frames *= chance.choice((2, 3, 10))
    data = _packed(frames, big=chance.random() < 0.1)  # noqa: PLR2004  BigTIFF is rare
    return odd.damaged(chance, data) if chance.random() < 0.15 else data  # noqa: PLR2004  few: mostly the structure


def _changed(chance: Random, frame: Frame, frames: int) -> Frame:
    entries = list(frame.entries)
    index = chance.randrange(len(entries)) if entries else 0
    match chance.randrange(7) if entries else 6:
        case 0:
            entries[index] = replace(entries[index], tag=chance.choice(_TAGS))
        case 1:
            entries[index] = replace(entries[index], type=odd.unsigned(chance, 2, entries[index].type))
        case 2:
            entries[index] = replace(entries[index], count=odd.unsigned(chance, 4, entries[index].count))
        case 3:
            entries[index] = replace(entries[index], value=_value(chance, entries[index]))
        case 4:
            del entries[index]
        case 5:
            return _other_place(chance, frame, frames)
        case _:
            value = odd.unsigned(chance, 4).to_bytes(4, "little")
            entries.insert(index, Entry(chance.choice(_TAGS), _LONG, 1, value))
    return replace(frame, entries=tuple(entries))


def _value(chance: Random, entry: Entry) -> bytes:
    """Another value: one that the tag knows, a number at an edge, or damaged bytes."""
    size = min(_SIZES.get(entry.type, 1), 8)
    usual = {_COMPRESSION: _COMPRESSIONS, _ORIENTATION: range(10)}.get(entry.tag)
    if usual and chance.random() < 0.7:  # noqa: PLR2004  mostly what a reader has code for
        return (chance.choice(usual) % (1 << 8 * size)).to_bytes(size, "little")
    if chance.random() < 0.7:  # noqa: PLR2004  same
        near = int.from_bytes(entry.value[:size], "little")
        return odd.unsigned(chance, size, near).to_bytes(size, "little") + entry.value[size:]
    return odd.damaged(chance, entry.value)


def _other_place(chance: Random, frame: Frame, frames: int) -> Frame:
    """Strips damaged, or another frame that follows: also an earlier one, so that the directories loop."""
    if frame.strips and chance.random() < 0.7:  # noqa: PLR2004  loops are all alike
        index = chance.randrange(len(frame.strips))
        strips = list(frame.strips)
        strips[index] = odd.damaged(chance, strips[index])
        return replace(frame, strips=tuple(strips))
    return replace(frame, following=chance.randrange(-1, frames))


def _packed(frames: list[Frame], *, big: bool) -> bytes:
    """Strips first, then each directory with the values that do not fit into its entries."""
    head = 16 if big else 8
    out = bytearray(head)
    starts: list[int] = []
    links: list[int] = []
    for frame in frames:
        places = []
        for strip in frame.strips:
            places.append(len(out))
            out += strip
        starts.append(len(out))
        links.append(_directory(out, [_placed(entry, places) for entry in frame.entries], big=big))
    word = "<Q" if big else "<I"
    for index, (frame, link) in enumerate(zip(frames, links, strict=True)):
        target = index + 1 if frame.following is None else frame.following
        struct.pack_into(word, out, link, starts[target] if 0 <= target < len(starts) else 0)
    out[:head] = (
        struct.pack("<2sHHHQ", b"II", 43, 8, 0, starts[0]) if big else struct.pack("<2sHI", b"II", 42, starts[0])
    )
    return bytes(out)


def _placed(entry: Entry, places: list[int]) -> Entry:
    """The offsets of strips where they are now, unless that entry was changed."""
    if entry.tag != _OFFSETS or entry.count != len(places) or entry.type not in {_SHORT, _LONG}:
        return entry
    return replace(entry, type=_LONG, value=struct.pack(f"<{len(places)}I", *places))


def _directory(out: bytearray, entries: list[Entry], *, big: bool) -> int:
    """Append a directory; gives the place of its link to the next one."""
    room, count, width = (8, "Q", 20) if big else (4, "I", 12)
    start = len(out)
    size = (8 if big else 2) + width * len(entries)
    spill = bytearray()
    out += struct.pack("<Q" if big else "<H", len(entries))
    for entry in entries:
        value = entry.value
        if len(value) > room:
            place = start + size + room + len(spill)
            spill += value
            value = struct.pack(f"<{count}", place)
        out += struct.pack(f"<HH{count}", entry.tag, entry.type, entry.count) + value[:room].ljust(room, b"\0")
    link = len(out)
    out += bytes(room) + spill
    return link
