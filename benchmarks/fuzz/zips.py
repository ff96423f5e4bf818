"""ZIP archives: local headers, directory and end record changed apart from each other, names that mislead."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from benchmarks.fuzz import jpeg, odd, pdf, png, tiff
from benchmarks.fuzz.texts import oddity

_METHODS = (0, 8, 9, 12, 14, 93, 95, 98, 99)
_NAMES = (
    "a.pdf", "A.PDF", "../a.pdf", "/a.pdf", "C:\\a.pdf", "a\\b.pdf", "a//b.pdf", "./a.pdf", "", ".", "..", "a.pdf/",
    "a\0b.pdf", "a\nb.pdf", "\u202efdp.a", "a" * 255 + ".pdf", "a/" * 200 + "a.pdf", "inner.zip", ".DS_Store", "__MACOSX/._a.pdf",
)  # fmt: skip
_MOST_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class Member:
    """What the local header and the directory say of a member, and its packed bytes."""

    name: bytes
    method: int
    flags: int
    check: int
    packed: bytes
    size: int
    local: tuple[tuple[int, int], ...] = ()
    central: tuple[tuple[int, int], ...] = ()
    """Places and values of other 16-bit fields than those that belong there, in either header."""
    extra: bytes = b""
    attributes: int = 0o644 << 16


@cache
def _plain() -> tuple[bytes, ...]:
    """What lies in the archives: a file of each kind that is read."""
    chance = Random(0)  # noqa: S311  damage, not secrets
    return (*(module.mutated(chance) for module in (png, jpeg, tiff, pdf)), "Kế hoạch thi đua\n".encode() * 30)


def mutated(chance: Random) -> bytes:
    """An archive of up to eight members after one to four changes."""
    members = [_member(chance) for _ in range(chance.randint(1, _MOST_MEMBERS))]
    for _ in range(chance.randint(1, 4)):
        index = chance.randrange(len(members))
        members[index] = _changed(chance, members[index])
        if chance.random() < 0.1:  # noqa: PLR2004  few
            members.append(members[index])
    data = _packed(chance, members)
    return odd.damaged(chance, data) if chance.random() < 0.2 else data  # noqa: PLR2004  few: mostly the structure


def _member(chance: Random) -> Member:
    data = chance.choice(_plain())
    name = f"{chance.choice('abc')}/{chance.randrange(99)}.pdf".encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    deflated = packer.compress(data) + packer.flush()
    stored = chance.random() < 0.3  # noqa: PLR2004  some
    return Member(name, 0 if stored else 8, 0x800, zlib.crc32(data), data if stored else deflated, len(data))


def _changed(chance: Random, member: Member) -> Member:
    match chance.randrange(9):
        case 0:
            return replace(member, name=chance.choice(_NAMES).encode())
        case 1:
            return replace(
                member, name=oddity(chance).encode("utf-8", "surrogatepass")[:400], flags=chance.choice((0, 0x800))
            )
        case 2:
            return replace(member, method=chance.choice(_METHODS))
        case 3:
            return replace(member, packed=odd.damaged(chance, member.packed))
        case 4:
            return replace(member, size=odd.unsigned(chance, 4, member.size))
        case 5:
            return replace(member, flags=chance.getrandbits(16))
        case 6:
            return replace(member, local=((chance.randrange(14), odd.unsigned(chance, 2)),))
        case 7:
            return replace(member, central=((chance.randrange(20), odd.unsigned(chance, 2)),))
        case _:
            return replace(member, extra=_extra(chance), attributes=chance.getrandbits(32))


def _extra(chance: Random) -> bytes:
    """An extra field: of ZIP64, of times, of names in UTF-8, of nothing known."""
    body = chance.randbytes(chance.choice((0, 3, 8, 24)))
    return (
        struct.pack("<HH", chance.choice((1, 0x5455, 0x7075, 0x9901, 0xFFFF)), odd.unsigned(chance, 2, len(body)))
        + body
    )


def _packed(chance: Random, members: list[Member]) -> bytes:
    out, directory = bytearray(), bytearray()
    for member in members:
        start = len(out)
        sizes = (member.check, len(member.packed), member.size, len(member.name), len(member.extra))
        head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, member.flags, member.method, 0, 0x21, *sizes)
        out += _with(head, member.local) + member.name + member.extra + member.packed
        head = struct.pack(
            "<IHHHHHHIIIHHHHHII",
            *(0x02014B50, 0x0314, 20, member.flags, member.method, 0, 0x21, *sizes, 0, 0, 0, member.attributes, start),
        )
        directory += _with(head, member.central) + member.name + member.extra
    count, start = len(members), len(out)
    if chance.random() < 0.1:  # noqa: PLR2004  one in ten
        count, start = odd.unsigned(chance, 2, count), odd.unsigned(chance, 4, start)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), start, 0)
    return bytes(out + directory) + end


def _with(head: bytes, changes: tuple[tuple[int, int], ...]) -> bytes:
    changed = bytearray(head)
    for place, value in changes:
        struct.pack_into("<H", changed, 2 * place + 2, value)
    return bytes(changed)
