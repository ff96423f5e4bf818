"""A gold plan as if it came from a scanner: damaged pages with the truth, and an image-only PDF of them.

``python -m vanthu.corpora.scan NAME OUT.pdf`` writes OUT.pdf and, beside it, OUT.truth.json: the lines of each page
with text, region and box (fractions of the page).
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as PilImage

from vanthu.corpora import plans
from vanthu.corpora.degrade import RECIPES, degrade
from vanthu.corpora.degrade.transform import moved
from vanthu.corpora.typeset import Sheet, typeset

EPOCH = time.gmtime(0)
"""Date written into the PDF, so that the same plan gives the same file."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A line of the truth file; ``box`` in fractions of the page."""

    text: str
    region: str
    box: tuple[float, float, float, float]


def scan(plan: plans.Plan, *, recipe: str = "office_scan", dpi: int = 200, seed: int = 0) -> list[Sheet]:
    """Typeset ``plan`` and damage its pages; the boxes are where the words have come to lie.

    Each page shows through the one before, as if the paper were printed on both sides.

    Raises:
        FontMissing: no Times-metric font with Vietnamese letters is installed.
        KeyError: there is no such recipe.
    """
    sheets = typeset(plan, dpi=dpi, seed=seed)
    found = []
    for i, sheet in enumerate(sheets):
        back = sheets[(i + 1) % len(sheets)].image if len(sheets) > 1 else None
        damaged = degrade(sheet.image, recipe, seed=seed + i, back=back)
        found.append(moved(sheet, damaged.image, damaged.matrix))
    return found


def truth(sheet: Sheet) -> list[Truth]:
    """The lines of a page, their boxes rounded to a tenth of a per mille of the page."""
    height, width = sheet.image.shape[:2]
    size = np.array([width, height, width, height])
    return [
        Truth(line.text, line.region, (x0, y0, x1, y1))
        for line in sheet.lines
        for x0, y0, x1, y1 in [[round(float(v), 4) for v in np.array(line.box) / size]]
    ]


def save_pdf(sheets: list[Sheet], path: Path, *, quality: int = 45) -> None:
    """Write an image-only PDF of JPEG pages."""
    first, *rest = (PilImage.fromarray(sheet.image) for sheet in sheets)
    first.save(
        path,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=sheets[0].dpi,
        quality=quality,
        title=path.stem,
        creationDate=EPOCH,
        modDate=EPOCH,
    )


def save_truth(sheets: list[Sheet], path: Path) -> None:
    """Write the truth of the pages as JSON, one line of it for each printed line."""
    pages = [
        ",\n".join(json.dumps([t.text, t.region, *t.box], ensure_ascii=False) for t in truth(sheet)) for sheet in sheets
    ]
    path.write_text("[[\n" + "\n],[\n".join(pages) + "\n]]\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Command line of this module."""
    parser = argparse.ArgumentParser(
        prog="python -m vanthu.corpora.scan", description="Write a gold plan as a scanned PDF"
    )
    parser.add_argument("name", choices=plans.names(), metavar="NAME", help=", ".join(plans.names()))
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("--recipe", choices=RECIPES, default="office_scan")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    sheets = scan(plans.load(chosen.name), recipe=chosen.recipe, dpi=chosen.dpi, seed=chosen.seed)
    save_pdf(sheets, chosen.out)
    save_truth(sheets, chosen.out.with_suffix(".truth.json"))


if __name__ == "__main__":
    main()
