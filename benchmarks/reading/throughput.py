"""Pages a second of a whole document, `vanthu read` against `ocrmypdf -l vie`, both on the same number of cores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.reading.costs import timed
from vanthu.corpora import plans
from vanthu.corpora.scan import save_pdf, scan

PLANS = ("huyen_60_ngay_dem", "huyen_uy_nong_thon_moi", "huyen_100_ngay")
DPI = 300


def run(rounds: int = 3, jobs: int = 2) -> list[dict[str, float]]:
    """Alternate the two over one image-only PDF of the project's own plans; prints pages a second and CPU seconds.

    OCRmyPDF only recognises; ``vanthu read`` goes on to the campaign definition.
    """
    if not shutil.which("ocrmypdf"):
        print("without ocrmypdf: it is not on the PATH")
        return []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        pdf, pages = _document(Path(folder))
        for _ in range(rounds):
            row = {name: _run(command, pages) for name, command in _commands(pdf, Path(folder), jobs).items()}
            rows.append({f"{name}_{key}": value for name, of in row.items() for key, value in of.items()})
            print("  ".join(f"{key} {value:.2f}" for key, value in rows[-1].items()), flush=True)
    ratio = median(row["vanthu_pages_a_second"] / row["ocrmypdf_pages_a_second"] for row in rows)
    print(f"pages a second on {jobs} cores, vanthu against ocrmypdf: {ratio:.2f} (median of {rounds})")
    return rows


def _document(folder: Path) -> tuple[Path, int]:
    sheets = [sheet for name in PLANS for sheet in scan(plans.load(name), dpi=DPI)]
    path = folder / "plans.pdf"
    save_pdf(sheets, path)
    return path, len(sheets)


def _commands(pdf: Path, folder: Path, jobs: int) -> dict[str, Sequence[str]]:
    read = [sys.executable, "-m", "vanthu.pipelines", "read", "--jobs", str(jobs), "-o", str(folder / "out"), str(pdf)]
    peer = ["ocrmypdf", "-l", "vie", "--jobs", str(jobs), "--output-type", "pdf", str(pdf), str(folder / "out.pdf")]
    return {"vanthu": read, "ocrmypdf": peer}


def _run(command: Sequence[str], pages: int) -> dict[str, float]:
    begun = time.perf_counter()
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    _, cpu = timed(partial(subprocess.run, command, check=True, env=environment, capture_output=True))
    return {"pages_a_second": pages / (time.perf_counter() - begun), "cpu_a_page": cpu / pages}
