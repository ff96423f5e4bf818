"""Times-metric fonts with Vietnamese glyphs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

from vanthu.corpora.errors import FontMissing

POINTS_PER_INCH = 72

FACES = {
    (False, False): "LiberationSerif-Regular.ttf",
    (True, False): "LiberationSerif-Bold.ttf",
    (False, True): "LiberationSerif-Italic.ttf",
    (True, True): "LiberationSerif-BoldItalic.ttf",
}
"""(bold, italic) → file of the default family, metric-compatible with the Times New Roman of NĐ 30/2020."""

TYPEWRITER = "LiberationMono-Regular.ttf"
"""A typewriter has one cut and one size."""

ELITE_POINTS = 10.0
"""Twelve letters to the inch, the closer of the two pitches of typewriters: a line holds what a printed one does."""

SCREEN = {
    False: ("LiberationSans-Regular.ttf", "DejaVuSans.ttf", "Arial.ttf"),
    True: ("LiberationSans-Bold.ttf", "DejaVuSans-Bold.ttf", "Arial Bold.ttf", "arialbd.ttf"),
}
"""bold → files that Pillow finds in the font folders of Debian, macOS and Windows."""

FOLDERS = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))
"""Where Debian puts ``fonts-liberation2``, and ``fonts-liberation`` from version 2 on."""

PROBE = "ảếơư"
"""Letters that Liberation 1.x lacks: it draws the same empty box for each."""


@cache
def load(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    """The font file at ``size_px`` pixels to the em.

    Raises:
        FontMissing: the file is not there, or lacks Vietnamese letters.
    """
    if not path.is_file():
        raise FontMissing(str(path))
    font = ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)
    if not _is_vietnamese(font):
        raise FontMissing(f"{path} lacks one of {PROBE}")
    return font


def _is_vietnamese(font: ImageFont.FreeTypeFont) -> bool:
    absent = bytes(font.getmask("\U0010fffd"))
    return not any(bytes(font.getmask(letter)) == absent for letter in PROBE)


@cache
def screen(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """A font without serifs that some system has, for labels that nobody measures.

    Raises:
        FontMissing: none of them is installed, or none with Vietnamese letters.
    """
    for name in SCREEN[bold]:
        try:
            font = ImageFont.truetype(name, size_px, layout_engine=ImageFont.Layout.BASIC)
        except OSError:
            continue
        if _is_vietnamese(font):
            return font
    raise FontMissing(" or ".join(SCREEN[bold]))


def face(*, bold: bool = False, italic: bool = False) -> Path:
    """The file of the default family in this cut.

    Raises:
        FontMissing: the family is not installed.
    """
    return _file(FACES[bold, italic])


def _file(name: str) -> Path:
    found = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    if found is None:
        raise FontMissing(name)
    return found


def typed(dpi: int) -> ImageFont.FreeTypeFont:
    """The typewriter's letters on a page of ``dpi``.

    Raises:
        FontMissing: the family is not installed.
    """
    return load(_file(TYPEWRITER), round(ELITE_POINTS * dpi / POINTS_PER_INCH))


def sized(size_pt: float, dpi: int, *, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
    """The default family at ``size_pt`` points on a page of ``dpi``."""
    return load(face(bold=bold, italic=italic), round(size_pt * dpi / POINTS_PER_INCH))
