"""The project's own plans at every noise level, as a folder for ``vanthu evaluate``.

    python benchmarks/plan_readings.py OUT [--record] [PLAN ...]

sets each plan on paper, damages it, and reads it back with Debian's tesseract models:

``NAME.json``, ``NAME.txt``
    the fields and the correct text
``NAME.clean.txt``
    a clean scan read by the model ``vie``
``NAME.hard.txt``
    a copy of a copy (recipe ``bad_copy``, sealed) read by ``vie``
``NAME.english.txt``
    an office scan read by ``eng``: what the text layers of many archives look like
``pages/NAME.LEVEL.pickle``
    the same pages with the boxes and the confidence of each word, for fitting confidence (``fit_confidence.py``)

The text is as layout gives it, not restored. What is there already is kept, so that a run goes on where the last one
ended. ``--record`` also writes the readings to ``corpora/plans/readings``, which CI measures on without tesseract.
"""

from __future__ import annotations

import argparse
import io
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image as Picture

from vanthu.corpora import plans
from vanthu.corpora.degrade import degrade
from vanthu.corpora.typeset import typeset
from vanthu.models.page import Page
from vanthu.pipelines import output
from vanthu.pipelines.read import read
from vanthu.pipelines.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "corpora/plans"
RECORDED = PLANS / "readings"
DPI = 300


@dataclass(frozen=True, slots=True)
class Level:
    """A noise level: what happens to the paper, and which model reads it."""

    recipe: str
    model: str


LEVELS = {
    "clean": Level("clean", "vie"),
    "hard": Level("bad_copy", "vie"),
    "english": Level("office_scan", "eng"),
}


def scan(name: str, level: Level, folder: Path) -> Path:
    """A PDF of images of the plan as its paper looks at this level; the name seeds nothing, so runs are alike."""
    book = pikepdf.new()
    for number, sheet in enumerate(typeset(plans.load(name), dpi=DPI, seed=7)):
        buffer = io.BytesIO()
        Picture.fromarray(degrade(sheet.image, level.recipe, seed=7 + number).image).save(
            buffer, "PDF", resolution=DPI, quality=80
        )
        with pikepdf.open(buffer) as page:
            book.pages.extend(page.pages)
    path = folder / f"{name}.pdf"
    book.save(path)
    return path


def read_back(name: str, level: Level) -> list[Page]:
    with tempfile.TemporaryDirectory() as folder:
        reading = read(scan(name, level, Path(folder)), settings=Settings(model=level.model, restore=False))
    return [page for part in reading.parts for page in part.pages]


def write(name: str, out: Path) -> None:
    """Gold, text and every reading of one plan that is not there yet."""
    for suffix in ("json", "txt"):
        (out / f"{name}.{suffix}").write_bytes((PLANS / f"{name}.{suffix}").read_bytes())
    for level, how in LEVELS.items():
        pages, text = out / "pages" / f"{name}.{level}.pickle", out / f"{name}.{level}.txt"
        if not pages.exists():
            pages.write_bytes(pickle.dumps(read_back(name, how)))
        text.write_text(output.text(pickle.loads(pages.read_bytes())), encoding="utf-8")  # noqa: S301  written above
        print(name, level, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder to make")
    parser.add_argument("plans", nargs="*", help="only these plans")
    parser.add_argument("--record", action="store_true", help="also keep the readings in corpora/plans/readings")
    options = parser.parse_args()
    (options.out / "pages").mkdir(parents=True, exist_ok=True)
    for name in options.plans or plans.names():
        write(name, options.out)
        if options.record:
            RECORDED.mkdir(exist_ok=True)
            for level in LEVELS:
                (RECORDED / f"{name}.{level}.txt").write_bytes((options.out / f"{name}.{level}.txt").read_bytes())


if __name__ == "__main__":
    main()
