"""PNG files: chunks changed in kind, content, order and number, with checksums that agree or not."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image as Picture
from PIL import PngImagePlugin

from benchmarks.fuzz import odd

_MAGIC = b"\x89PNG\r\n\x1a\n"
_KINDS = (
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP tEXt zTXt iTXt bKGD pHYs sBIT hIST tIME eXIf acTL fcTL fdAT oFFs"
).split()
Chunk = tuple[bytes, bytes]


@cache
def seeds() -> tuple[tuple[Chunk, ...], ...]:
    """Small pictures of every mode, with text, resolution, transparency, EXIF; one of two frames."""
    found = []
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        picture = Picture.effect_noise((24, 32), 90).convert("L")
        facts = PngImagePlugin.PngInfo()
        facts.add_text("Title", "Kế hoạch")
        facts.add_text("Comment", "thi đua " * 20, zip=True)
        facts.add_itxt("Author", "Phòng Nội vụ", "vi", "Tác giả", zip=True)
        exif = Picture.Exif()
        exif[0x0112] = 6
        exif[0x011A] = 300.0
        picture = Picture.fromarray(_deep()) if mode == "I;16" else picture.convert(mode)
        out = BytesIO()
        more = {"transparency": 3} if mode in {"L", "P", "1"} else {}
        picture.save(out, "PNG", dpi=(300, 300), pnginfo=facts, exif=exif, icc_profile=b"profile" * 9, **more)
        found.append(_chunks(out.getvalue()))
    out = BytesIO()
    first, second = Picture.new("RGB", (16, 16), "white"), Picture.new("RGB", (16, 16), "red")
    first.save(out, "PNG", save_all=True, append_images=[second], duration=10)
    return (*found, _chunks(out.getvalue()))


def _deep():  # noqa: ANN202  numpy is only needed here
    import numpy as np  # noqa: PLC0415  same

    return (np.arange(24 * 32, dtype=np.uint16).reshape(32, 24) * 80).astype(np.uint16)


def _chunks(data: bytes) -> tuple[Chunk, ...]:
    chunks, at = [], len(_MAGIC)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return tuple(chunks)


def mutated(chance: Random) -> bytes:
    """A file of a seed's chunks after one to four changes."""
    chunks = list(chance.choice(seeds()))
    for _ in range(chance.randint(1, 4)):
        _change(chance, chunks)
    wrong = chance.random() < 0.1  # noqa: PLR2004  few: a wrong checksum hides what is behind it
    data = _MAGIC + b"".join(_packed(chance, *chunk, wrong=wrong) for chunk in chunks)
    return odd.damaged(chance, data) if chance.random() < 0.1 else data  # noqa: PLR2004  same


def _change(chance: Random, chunks: list[Chunk]) -> None:
    index = chance.randrange(len(chunks)) if chunks else 0
    match chance.randrange(8) if chunks else 7:
        case 0:
            chunks[index] = (chance.choice(_KINDS), chunks[index][1])
        case 1:
            chunks.insert(chance.randrange(len(chunks) + 1), chunks[index])
        case 2:
            del chunks[index]
        case 3:
            chunks.insert(chance.randrange(len(chunks)), chunks.pop(index))
        case 4 | 5:
            chunks[index] = (chunks[index][0], _content(chance, *chunks[index]))
        case 6:
            header = next((i for i, (kind, _) in enumerate(chunks) if kind == b"IHDR"), index)
            chunks[header] = (chunks[header][0], _header(chance, chunks[header][1]))
        case _:
            chunks.insert(index, (chance.choice(_KINDS), chance.randbytes(chance.choice((0, 1, 2, 4, 9, 30)))))


def _content(chance: Random, kind: bytes, data: bytes) -> bytes:
    """Damage of the content, or of what it packs: the scan lines."""
    if kind != b"IDAT" or chance.random() < 0.3:  # noqa: PLR2004  mostly behind the inflating
        return odd.damaged(chance, data)
    try:
        return zlib.compress(odd.damaged(chance, zlib.decompress(data)), 1)
    except zlib.error:
        return odd.damaged(chance, data)


def _header(chance: Random, data: bytes) -> bytes:
    """Another size, depth, colour type, compression, filter or interlacing."""
    fields = list(struct.unpack(">IIBBBBB", data[:13].ljust(13, b"\0")))
    place = chance.randrange(7)
    size = 4 if place < 2 else 1  # noqa: PLR2004  width and height have four bytes
    usual = (None, None, (1, 2, 4, 8, 16), (0, 2, 3, 4, 6), None, None, (0, 1))[place]
    fields[place] = chance.choice(usual) if usual else odd.unsigned(chance, size, fields[place])
    return struct.pack(">IIBBBBB", *fields)


def _packed(chance: Random, kind: bytes, data: bytes, *, wrong: bool) -> bytes:
    length = odd.unsigned(chance, 4, len(data)) if wrong and chance.random() < 0.3 else len(data)  # noqa: PLR2004  some
    check = chance.getrandbits(32) if wrong else zlib.crc32(kind + data)
    return struct.pack(">I", length) + kind + data + struct.pack(">I", check)
