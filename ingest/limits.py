"""What is too big, too many or too deep to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold before anything is decoded, so that a hostile file ends in a coded error and not in swap.

    Args:
        max_bytes: largest file.
        max_pages: most pages of a document.
        max_text_bytes: largest text file: a thousand dense pages; extraction takes seconds for each million.
        max_pixels: most pixels of a page as decoded or rendered. 36 million hold A4 at 600 dpi or A3 at 400; decoding
            takes up to 12 bytes a pixel.
        max_unpacked: bytes that the content streams, forms and fonts of one PDF page may unpack to, every use of a
            form counted, an image counted as one for eight pixels drawn. Real plans stay under 20 million.
        max_depth: levels of forms within forms.
    """

    max_bytes: int = 300_000_000
    max_pages: int = 2_000
    max_text_bytes: int = 4_000_000
    max_pixels: int = 36_000_000
    max_unpacked: int = 100_000_000
    max_depth: int = 40
