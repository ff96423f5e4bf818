"""What is too big, too many or too deep to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold before anything is decoded, so that a hostile file ends in a coded error and not in swap.

    Args:
        max_bytes: largest file.
        max_pages: most pages of a document.
        max_pixels: most pixels of a page as decoded or rendered. 80 million hold A3 at 600 dpi, in 240 MB of RGB.
        max_unpacked: bytes that the content streams, forms and fonts of one PDF page may unpack to, every use of a
            form counted, an image counted as one for eight pixels drawn. Real plans stay under 20 million.
        max_depth: levels of forms within forms.
    """

    max_bytes: int = 300_000_000
    max_pages: int = 2_000
    max_pixels: int = 80_000_000
    max_unpacked: int = 100_000_000
    max_depth: int = 40
