"""The pictures of docs/scans.md: typeset pages before and after mending, side by side, and what was read.

python -m benchmarks.reading.pictures
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from vanthu.corpora.hard import hard_page
from vanthu.ingest.clean.mend import mend
from vanthu.ingest.ocr.engine import Image

FOLDER = Path(__file__).resolve().parents[2] / "docs/scans"
PLAN, PAGE, DPI = "huyen_60_ngay_dem", 0, 300
SIZE = (900, 420)
"""Width and height of a crop, pixels of the page; it is halved in the picture."""
LEVELS = 16
"""Grey or colour levels of a channel, so that the files stay small."""
KINDS = {
    "seal": (900, 1500),
    "seal_faded": (900, 1500),
    "seal_grey": (900, 1500),
    "incoming_stamp": (250, 560),
    "bleed_through": (400, 1000),
    "shadow": (1300, 1000),
    "low_contrast": (400, 1000),
    "specks": (400, 1000),
    "skew": (400, 1000),
    "perspective": (400, 1000),
}
"""Damage, and the corner of the crop on the mended page."""


def main() -> None:
    """Write one PNG for each damage: as scanned on the left, as OCR gets it on the right."""
    FOLDER.mkdir(exist_ok=True)
    for kind in KINDS:
        path = FOLDER / f"{kind}.png"
        cv2.imwrite(str(path), picture(kind), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        print(path.name, path.stat().st_size)


def picture(kind: str) -> Image:
    """Both crops show the same place of the page, found by the way back from the mended image."""
    page = hard_page(PLAN, PAGE, kind, 1.0, dpi=DPI).image
    mended = mend(page, DPI)
    x, y = KINDS[kind]
    x, y = _with_seal(mended.image.shape, mended.stamps[0].box) if kind.startswith("seal") and mended.stamps else (x, y)
    back = mended.way.inverse()
    width, height = SIZE
    middle = back(x + width / 2, y + height / 2)
    left, top = round(middle[0] - width / 2), round(middle[1] - height / 2)
    before = cv2.cvtColor(_cut(page, left, top), cv2.COLOR_RGB2BGR)
    after = cv2.cvtColor(_cut(mended.image, x, y), cv2.COLOR_GRAY2BGR)
    return np.hstack([_small(before), np.full((height // 2, 8, 3), 255, np.uint8), _small(after)])


def _with_seal(shape: tuple[int, ...], box: object) -> tuple[int, int]:
    height, width = shape[:2]
    x, y = (box.x0 + box.x1) / 2 * width - SIZE[0] / 2, (box.y0 + box.y1) / 2 * height - SIZE[1] / 2
    return round(min(max(x, 0), width - SIZE[0])), round(min(max(y, 0), height - SIZE[1]))


def _cut(image: Image, left: int, top: int) -> Image:
    left, top = max(left, 0), max(top, 0)
    return image[top : top + SIZE[1], left : left + SIZE[0]]


def _small(image: Image) -> Image:
    half = cv2.resize(image, (SIZE[0] // 2, SIZE[1] // 2), interpolation=cv2.INTER_AREA)
    step = 256 // LEVELS
    return np.asarray(np.minimum(half // step * step + step // 2 + (half >= 256 - step) * step, 255), np.uint8)


if __name__ == "__main__":
    main()
