"""Pages a second of a whole load, on two processes, against OCRmyPDF and against one process of ours, in the same run.

    python benchmarks/archive_speed.py [--files N] [--ocrmypdf PROGRAM]

The real scans of ../shared without a text layer; ours ends with campaign definitions in the archive, OCRmyPDF
(`--jobs 2 -l vie`, one call a file, as its manual has it) with searchable PDFs. Wall time: run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from vanthu.ingest.intake import open_document
from vanthu.pipelines.archive.load import Wanted, load
from vanthu.pipelines.archive.opening import open_archive
from vanthu.pipelines.archive.sources import find
from vanthu.pipelines.archive.tables import content

SCANS = Path(__file__).resolve().parents[2] / "shared/scans"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--ocrmypdf", default="ocrmypdf")
    arguments = parser.parse_args()
    if not SCANS.is_dir():
        print("skipped: needs the scans of ../shared")
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pages = choose(folder / "scans", arguments.files)
        print(f"{pages} pages of {len(list((folder / 'scans').iterdir()))} files")
        two = seconds(lambda: ours(folder, 2, pages))
        peer = seconds(lambda: theirs(folder, arguments.ocrmypdf)) if shutil.which(arguments.ocrmypdf) else None
        one = seconds(lambda: ours(folder, 1, pages))
    print(f"vanthu archive load, two processes: {pages / two:.2f} pages/s")
    print(f"vanthu archive load, one process:   {pages / one:.2f} pages/s; two against one: {one / two:.2f}")
    if peer:
        print(f"ocrmypdf --jobs 2 -l vie:           {pages / peer:.2f} pages/s; ours against it: {peer / two:.2f}")
    return 0


def choose(folder: Path, files: int) -> int:
    """Copy scans whose pages are pictures; how many pages they have."""
    folder.mkdir(parents=True)
    scans = sorted(path for kind in ("image_only", "images") for path in (SCANS / kind).iterdir())
    pages = 0
    for index, path in enumerate(scans[:files]):
        with open_document(path) as document:
            pages += document.page_count
        shutil.copy(path, folder / f"{index:03d}{path.suffix.lower()}")
    return pages


def ours(folder: Path, jobs: int, pages: int) -> None:
    url = f"sqlite:///{folder}/jobs{jobs}.db"
    load(find([str(folder / "scans")]), Wanted(url, jobs=jobs))
    with open_archive(url) as archive, archive.engine.connect() as connection:
        assert connection.execute(select(func.sum(content.c.pages))).scalar_one() == pages  # noqa: S101  all of them


def theirs(folder: Path, program: str) -> None:
    out = folder / "out.pdf"
    for path in sorted((folder / "scans").iterdir()):
        dpi = [] if path.suffix == ".pdf" else ["--image-dpi", "300"]
        signed = ["--invalidate-digital-signatures"] if path.suffix == ".pdf" else []  # or it does nothing at all
        options = ["--jobs", "2", "-l", "vie", "--output-type", "pdf", "--quiet", *dpi, *signed]
        subprocess.run([program, *options, str(path), str(out)], check=False, stderr=sys.stderr)


def seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
