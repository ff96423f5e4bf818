"""Golden readings: what a change to extraction or restoration changes in every paper at hand.

    python benchmarks/goldens.py [--write] [PLAN ...]        # the project's own plans: tests/pipelines/goldens
    python benchmarks/goldens.py --shared [--write] [--store FOLDER] [--scans] [PAPER ...]

lists every value that differs from the golden reading, by path, and with ``--write`` keeps the new reading. Own plans
are read at four noise levels. The papers of ../shared are read from their texts, with ``--scans`` also from their PDFs
and images; what page stages and OCR made of those is kept in the store once and for all, so that a second run takes a
second a paper and differs only by what restoration and extraction do. Nothing of ../shared is kept in the project: the
store lies under benchmarks/out, which git ignores, or wherever ``--store`` says.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

from vanthu.corpora import plans
from vanthu.ingest.intake import open_document
from vanthu.ingest.reader import Bench, read_pages
from vanthu.models.page import Page
from vanthu.pipelines import goldens
from vanthu.pipelines.definition import Origin
from vanthu.pipelines.engines import engine_of
from vanthu.pipelines.read import define_pages, read
from vanthu.pipelines.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests/pipelines/goldens"
TEXTS = ("plans", "plans/more", "plans/english", "gold", "scans/text", "party", "cases")
SCANS = ("plans/hard", "scans/born_digital", "scans/garbled_layer", "scans/image_only", "scans/images")


def own_plan(name: str) -> goldens.Json:
    """Noise level → reading of one plan."""
    readings = {level: read(plans.text_file(name, level)) for level in plans.LEVELS}
    return {level: goldens.golden(reading.parts, reading.campaigns) for level, reading in readings.items()}


def paper(path: Path, store: Path) -> goldens.Json:
    """The reading of one paper of ../shared; pages of scans come from the store where they are there."""
    if path.suffix == ".txt":
        reading = read(path)
        return goldens.golden(reading.parts, reading.campaigns)
    kept = store / "pages" / f"{key(path)}.pickle"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(page_stages(path)))
    origin, pages = pickle.loads(kept.read_bytes())  # noqa: S301  written above
    return goldens.golden(*define_pages(origin, pages))


def page_stages(path: Path) -> tuple[Origin, list[Page]]:
    """A file up to where restoration begins."""
    settings = Settings()
    with open_document(path, settings.limits) as document:
        pages = [reading.page for reading in read_pages(document, Bench(engine_of(settings), settings.dpi))]
        return Origin(document.name, document.sha256, document.media_type, document.bytes), pages


def key(path: Path) -> str:
    return str(path.relative_to(SHARED)).replace("/", "+")


def papers(*, scans: bool) -> list[Path]:
    texts = [p for folder in TEXTS for p in sorted((SHARED / folder).glob("*.txt"))]
    images = [p for folder in SCANS for p in sorted((SHARED / folder).iterdir())]
    return texts + (images if scans else [])


def wanted(options: argparse.Namespace) -> Iterator[tuple[Path, goldens.Json]]:
    """Where each golden reading lies, and the paper as it is read today."""
    if not options.shared:
        for name in options.names or plans.names():
            yield OWN / f"{name}{goldens.SUFFIX}", own_plan(name)
        return
    for path in papers(scans=options.scans):
        if not options.names or any(name in key(path) for name in options.names):
            yield options.store / f"{key(path)}{goldens.SUFFIX}", paper(path, options.store)


def compared(path: Path, today: goldens.Json, *, write: bool) -> int:
    """How many values differ; they are printed."""
    if not path.exists():
        print(f"{path.name}: new")
        found = []
    else:
        found = list(goldens.differences(goldens.load(path), today))
    for difference in found:
        print(f"{path.name.removesuffix(goldens.SUFFIX)} {difference}")
    if write and (found or not path.exists()):
        goldens.save(path, today)
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only these plans, or papers whose path holds one of these")
    parser.add_argument("--shared", action="store_true", help="the papers of ../shared")
    parser.add_argument("--scans", action="store_true", help="of ../shared also PDFs and images")
    parser.add_argument("--store", type=Path, default=ROOT / "benchmarks/out/goldens", help="where those are kept")
    parser.add_argument("--write", action="store_true", help="keep today's readings as golden ones")
    options = parser.parse_args()
    if options.shared and not SHARED.exists():
        print("skipped: --shared needs ../shared")
        return
    different = {path.name: compared(path, today, write=options.write) for path, today in wanted(options)}
    print(f"{sum(different.values())} values differ in {sum(map(bool, different.values()))} of {len(different)} papers")
    sys.exit(bool(sum(different.values())) and not options.write)


if __name__ == "__main__":
    main()
