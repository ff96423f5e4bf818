"""An engine that does to its process what bad files do; what it does is told by the width of the page.

Children that are spawned import it by its name.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Picture

from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord

CRASH, HANG, HOG, FULL, KILLED, GOOD = 1211, 1221, 1231, 1241, 1251, 1261


@dataclass(frozen=True, slots=True)
class FaultyEngine:
    """Gives three fixed lines for a good page."""

    name: str = "faulty"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """Do what the width asks for."""
        del dpi
        if mode != "page":
            return []
        width = image.shape[1]
        if width == CRASH:
            os.kill(os.getpid(), signal.SIGSEGV)
        if width == KILLED:
            os.kill(os.getpid(), signal.SIGKILL)
        if width == HANG:
            time.sleep(3600)
        if width == HOG:
            raise MemoryError from hog()
        if width == FULL:
            raise OSError(errno.ENOSPC, "No space left on device")
        lines = ("KẾ HOẠCH", "Phát động phong trào thi đua", f"Hạn cuối ngày {image.shape[0] % 28 + 1}/10/2025")
        return [line(text, 200 + 60 * index) for index, text in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class Nap:
    """A task that does not end."""

    pages: int = 1

    def run(self, folder: Path) -> None:
        """Sleep for longer than anybody waits."""
        del folder
        time.sleep(36_000)


def hog() -> None:
    """Take memory until there is none."""
    kept = [bytearray(50_000_000)]
    while True:
        kept.append(bytearray(50_000_000))


def line(text: str, top: float) -> OcrLine:
    """A line of words at ``top`` pixels."""
    words, left = [], 100.0
    for word in text.split():
        words.append(OcrWord(word, (left, top, left + 20 * len(word), top + 30), 0.95))
        left += 20 * len(word) + 15
    return OcrLine(tuple(words), (100, top, left, top + 30))


def picture(path: Path, width: int, *, height: int = 1700, pages: int = 1, odd: dict[int, int] | None = None) -> Path:
    """A TIFF with marks like print; ``odd`` gives other widths for some pages (1-based)."""
    frames = []
    for number in range(1, pages + 1):
        sheet = np.full((height + number, (odd or {}).get(number, width)), 255, np.uint8)
        for top in range(200, 1500, 50):
            for left in range(100, 1000, 30):
                sheet[top : top + 22, left : left + 14] = 0
                sheet[top + 5 : top + 17, left + 4 : left + 10] = 255
        frames.append(Picture.fromarray(sheet))
    path.parent.mkdir(parents=True, exist_ok=True)
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(150, 150), compression="tiff_lzw")
    return path
