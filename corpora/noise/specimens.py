"""Specimens: pages of plain lines, set in many faces and damaged in many ways, for OCR models to stumble over.

Unlike ``corpora/typeset`` a specimen looks like no paper in particular: it is a block of lines whose text is known, so
that what an OCR model makes of each line can be set beside it. One page has one style, as pages of archives do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from vanthu.corpora.errors import FontMissing
from vanthu.corpora.typeset import fonts

Grey = npt.NDArray[np.uint8]
"""Grey page, (height, width), 0..255."""

WIDTH_INCHES, HEIGHT_INCHES, MARGIN_INCHES = 8.27, 11.69, 0.9
LEADING = 1.35
Family = tuple[float, str, tuple[str, str, str, str]]
"""Weight, file pattern, names of the cuts (regular, bold, italic, bold italic)."""
FAMILIES: tuple[Family, ...] = (
    (6, "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    (
        3,
        "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-{}.otf",
        ("regular", "bold", "italic", "bolditalic"),
    ),
    (2, "/usr/share/fonts/truetype/freefont/FreeSerif{}.ttf", ("", "Bold", "Italic", "BoldItalic")),
    (6, "/usr/share/fonts/truetype/liberation/LiberationSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    (1, "/usr/share/fonts/truetype/liberation2/LiberationSans-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    (0.5, "/usr/share/fonts/opentype/linux-libertine/LinLibertine_{}.otf", ("R", "RB", "RI", "RBI")),
)
"""Mostly faces of Times metrics, which decree and practice ask for (NĐ 30/2020/NĐ-CP, Phụ lục I). Debian's packages
fonts-liberation2, fonts-texgyre, fonts-freefont-ttf, fonts-linuxlibertine; those that are missing are passed over."""
CUTS = (0.8, 0.08, 0.1, 0.02)
"""Share of pages set in each cut."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a page of specimens is set and damaged.

    ``size_pt`` in points, ``dpi`` of the page; ``blur`` is the sigma in pixels at 300 dpi; ``stroke`` in pixels at
    300 dpi, positive where strokes grow; ``threshold`` 0..255 makes the page bilevel, None leaves it grey; ``noise``
    is the standard deviation of the grain in grey levels; ``jpeg`` its quality, None for none.
    """

    font: str
    size_pt: float
    dpi: int
    stroke: float = 0.0
    blur: float = 0.0
    threshold: int | None = None
    noise: float = 0.0
    jpeg: int | None = None


def installed() -> list[Family]:
    """The families that are there.

    Raises:
        FontMissing: none is.
    """
    found = [family for family in FAMILIES if Path(family[1].format(family[2][0])).is_file()]
    if not found:
        raise FontMissing(", ".join(Path(pattern).name for _, pattern, _ in FAMILIES))
    return found


def draw_style(rng: np.random.Generator, *, harder: float = 0.0) -> Style:
    """A style as archives have them; ``harder`` 0..1 moves it from office scans to bad copies."""
    families = installed()
    weights = np.array([family[0] for family in families])
    family = families[rng.choice(len(families), p=weights / weights.sum())]
    cut = family[2][rng.choice(4, p=CUTS)]
    dpi = int(rng.choice([150, 200, 200, 240, 300, 300]))
    bilevel = rng.random() < 0.4 + 0.3 * harder
    return Style(
        font=family[1].format(cut),
        size_pt=float(rng.choice([11, 12, 13, 13, 14, 14, 14])),
        dpi=dpi,
        stroke=float(np.clip(rng.normal(0.35, 0.55 + 0.6 * harder), -1.0, 2.2)),
        blur=float(rng.gamma(2.0, 0.45 + 0.45 * harder)),
        threshold=int(np.clip(rng.normal(165, 30), 90, 225)) if bilevel else None,
        noise=float(rng.exponential(4 + 12 * harder)) if rng.random() < 0.5 else 0.0,  # noqa: PLR2004  half are clean
        jpeg=int(rng.integers(25, 85)) if not bilevel and rng.random() < 0.5 else None,  # noqa: PLR2004  same
    )


def wrap(paragraphs: Sequence[str], style: Style, width: float = WIDTH_INCHES - 2 * MARGIN_INCHES) -> list[str]:
    """Break paragraphs into lines that fit ``width`` inches in this style."""
    font, room = _font(style), width * style.dpi
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return [line for line in lines if line]


def lines_on_page(style: Style) -> int:
    """How many lines fit."""
    return int((HEIGHT_INCHES - 2 * MARGIN_INCHES) / (style.size_pt / fonts.POINTS_PER_INCH * LEADING))


def set_page(lines: Sequence[str], style: Style, rng: np.random.Generator) -> tuple[Grey, list[float]]:
    """Set and damage a page; also gives the y of each line's middle as a fraction of the height."""
    font = _font(style)
    pitch, em = font.size * LEADING, font.size
    margin = MARGIN_INCHES * style.dpi
    height = round(2 * margin + pitch * len(lines))
    page = PilImage.new("L", (round(WIDTH_INCHES * style.dpi), height), 255)
    draw = ImageDraw.Draw(page)
    ink = int(rng.integers(0, 60))
    middles = []
    for i, line in enumerate(lines):
        baseline = margin + pitch * (i + 0.8)
        draw.text((round(margin), round(baseline)), line, fill=ink, font=font, anchor="ls")
        middles.append((baseline - 0.3 * em) / height)
    return _damaged(np.array(page), style, rng), middles


def _font(style: Style) -> ImageFont.FreeTypeFont:
    return fonts.load(Path(style.font), round(style.size_pt * style.dpi / fonts.POINTS_PER_INCH))


def _damaged(page: Grey, style: Style, rng: np.random.Generator) -> Grey:
    scale = style.dpi / 300
    page = _stroked(page, style.stroke * scale)
    if style.blur * scale > 0.1:  # noqa: PLR2004  less than this changes no pixel
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), style.blur * scale), np.uint8)
    if style.noise:
        page = np.clip(page + rng.normal(0, style.noise, page.shape), 0, 255).astype(np.uint8)
    if style.threshold is not None:
        page = np.where(page < style.threshold, 0, 255).astype(np.uint8)
    if style.jpeg is not None:
        _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, style.jpeg])
        page = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return page


def _stroked(page: Grey, pixels: float) -> Grey:
    """Strokes grown (or, negative, thinned) by a fraction of a pixel: a blend with the next whole step."""
    whole, part = divmod(abs(pixels), 1)
    step = cv2.erode if pixels > 0 else cv2.dilate
    brush = np.ones((2, 2), np.uint8)
    for _ in range(int(whole)):
        page = np.asarray(step(page, brush), np.uint8)
    return np.asarray(cv2.addWeighted(page, 1 - part, np.asarray(step(page, brush), np.uint8), part, 0), np.uint8)
