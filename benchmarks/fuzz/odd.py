"""Values that readers stumble over, and damage that any bytes can take."""

from __future__ import annotations

from random import Random

_EDGES = (0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 127, 128, 255, 256, 1000, 32767, 32768, 65535, 65536)
_LARGE = (1 << 20, (1 << 24) - 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, (1 << 63) - 1)


def number(chance: Random, near: int = 0) -> int:
    """A number at an edge, near another one, or anywhere below 2**32."""
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice(_EDGES)
    if kind == 1:
        return chance.choice(_LARGE)
    return max(near + chance.randint(-3, 3), 0) if kind == 2 else chance.getrandbits(chance.choice((4, 8, 16, 32)))  # noqa: PLR2004  the third of four


def unsigned(chance: Random, size: int, near: int = 0) -> int:
    """The same, as far as ``size`` bytes hold it."""
    return number(chance, near) % (1 << 8 * size)


def damaged(chance: Random, data: bytes) -> bytes:
    """One of: bits flipped, a slice lost, a slice twice, a slice of noise, a slice moved, an end cut off."""
    if not data:
        return chance.randbytes(chance.randrange(1, 9))
    start = chance.randrange(len(data))
    end = min(len(data), start + 1 + min(chance.getrandbits(chance.randrange(1, 10)), 4096))
    part = data[start:end]
    match chance.randrange(6):
        case 0:
            changed = bytearray(data)
            for _ in range(chance.randint(1, 8)):
                changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            return bytes(changed)
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + part * chance.choice((1, 1, 2, 20)) + data[end:]
        case 3:
            return data[:start] + chance.randbytes(len(part)) + data[end:]
        case 4:
            rest = data[:start] + data[end:]
            place = chance.randrange(len(rest) + 1)
            return rest[:place] + part + rest[place:]
        case _:
            return data[:start]
