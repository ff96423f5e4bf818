"""Transcribed pages of the real scans of ../shared, read by every system; words missed are counted by its yardstick."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2

from benchmarks.reading.costs import timed
from benchmarks.reading.systems import DPI, System, file_text, write_page
from vanthu.ingest.ocr.engine import Image

SHARED = Path(__file__).resolve().parents[3] / "shared"

Row = dict[str, Any]
Yardstick = Callable[[str, str], dict[str, Any]]


def transcripts(most: int = 0) -> list[Path]:
    """The transcribed pages; ``most`` of them, spread over the list, unless it is 0. None where ../shared is absent."""
    pages = sorted((SHARED / "scans/text").glob("*.txt"))
    return pages[:: max(1, len(pages) // most)][:most] if most else pages


def run(systems: Sequence[System], pages: Sequence[Path]) -> list[Row]:
    """Words missed and CPU seconds of each page by each system; prints a line a page, and the sums."""
    yardstick, rows = _yardstick(), []
    print(f"{'page':24} {'words':>5}  " + "  ".join(f"{s.name:>14}" for s in systems) + "   words missed (cpu s)")
    for page in pages:
        rows.append(_row(page, systems, yardstick))
        _print(rows[-1:], page.stem, systems)
    _print(rows, "all", systems)
    return rows


def _row(transcript: Path, systems: Sequence[System], yardstick: Yardstick) -> Row:
    """Ours reads the file, so that its cost holds opening and rendering; the rest get the page as a PNG file."""
    file, number = _file(transcript.stem)
    gold = transcript.read_text(encoding="utf-8")
    row: Row = {"page": transcript.stem}
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder, "page.png")
        write_page(_image(file, number), png)
        for system in systems:
            work = partial(file_text, file, number, system.engine) if system.engine else partial(system.read, png)
            text, cost = timed(work)
            score = yardstick(gold, text)
            row |= {"words": score["words"], system.name: {"missed": score["missed"], "cpu": round(cost, 2)}}
    return row


def _file(name: str) -> tuple[Path, int]:
    """The scan of a transcript, and the page of it."""
    stem, number = name.rsplit(".p", 1)
    pdf = SHARED / f"scans/image_only/{stem}.pdf"
    return (pdf, int(number)) if pdf.exists() else (SHARED / f"scans/images/{stem}_p{number}.png", 1)


def image_of(transcript: Path) -> Image:
    """The page that was transcribed, at 300 dpi."""
    return _image(*_file(transcript.stem))


def _image(file: Path, number: int) -> Image:
    """A page of a PDF at 300 dpi, or an image file."""
    if file.suffix == ".pdf":
        return np.asarray(pypdfium2.PdfDocument(file)[number - 1].render(scale=DPI / 72).to_pil().convert("RGB"))
    return np.asarray(cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _yardstick() -> Yardstick:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools/score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no {SHARED}/tools/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score_words  # type: ignore[no-any-return]  a script of its own


def _print(rows: Sequence[Row], name: str, systems: Sequence[System]) -> None:
    sums = [(sum(r[s.name]["missed"] for r in rows), sum(r[s.name]["cpu"] for r in rows)) for s in systems]
    cells = [f"{missed} ({cpu:.1f})" for missed, cpu in sums]
    words = sum(row["words"] for row in rows)
    print(f"{name:24} {words:5}  " + "  ".join(f"{cell:>14}" for cell in cells), flush=True)
