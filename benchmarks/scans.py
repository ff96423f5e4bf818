"""Words of real scans: plain tesseract and ours on the transcribed pages of ../shared/scans/text.

    python benchmarks/scans.py [--pages N] [--models vie,Vietnamese]

Prints for each page and model the words missed (counted by ../shared/tools/score.py, order-free) and the CPU seconds,
children included, of plain `tesseract -l MODEL` on the page as a PNG file at 300 dpi, and of our page stages from the
file to laid out lines (opening, rendering, verdict, cleaning, OCR, second readings, layout: so ours carries the cost of
rendering, and plain does not); both with one thread. `--pages N` takes N pages spread over the list. Writes
benchmarks/out/scans.json.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2

from vanthu.ingest.intake import open_document
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.ingest.reader import Bench, read_page

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OUT = ROOT / "benchmarks/out/scans.json"
DPI = 300


def main() -> None:
    arguments = _arguments()
    if not SHARED.exists():
        print("skipped: this benchmark needs ../shared")
        return
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)
    yardstick = _yardstick()
    pages = sorted((SHARED / "scans/text").glob("*.txt"))
    chosen = pages[:: max(1, len(pages) // arguments.pages)][: arguments.pages] if arguments.pages else pages
    rows = [_row(page, model, yardstick) for model in arguments.models.split(",") for page in chosen]
    for model in arguments.models.split(","):
        _print_total(model, [row for row in rows if row["model"] == model])
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=0, help="how many pages; all by default")
    parser.add_argument("--models", default="vie", help="tesseract models, separated by commas")
    return parser.parse_args()


def _yardstick() -> Callable[[str, str], dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools/score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no {SHARED}/tools/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score_words  # type: ignore[no-any-return]  a script of its own


def _row(transcript: Path, model: str, yardstick: Callable[[str, str], dict[str, Any]]) -> dict[str, Any]:
    image, gold = _image(transcript.stem), transcript.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder, "page.png")
        cv2.imwrite(str(png), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
        plain, plain_seconds = _timed(partial(_plain, png, model))
    ours, our_seconds = _timed(partial(_ours, transcript.stem, model))
    scores = yardstick(gold, plain), yardstick(gold, ours)
    row = {
        "page": transcript.stem,
        "model": model,
        "words": scores[0]["words"],
        "missed_plain": scores[0]["missed"],
        "missed_ours": scores[1]["missed"],
        "cpu_plain": round(plain_seconds, 2),
        "cpu_ours": round(our_seconds, 2),
    }
    print("{page:24} {model:10} words {words:4} missed {missed_plain:4} → {missed_ours:4}".format(**row), end="  ")
    print("cpu {cpu_plain:5.2f} → {cpu_ours:5.2f} s".format(**row), flush=True)
    return row


def _image(name: str) -> Image:
    """The page of a transcript: a page of a PDF at 300 dpi, or an image file."""
    file, number = _file(name)
    if file.suffix == ".pdf":
        return np.asarray(pypdfium2.PdfDocument(file)[number - 1].render(scale=DPI / 72).to_pil().convert("RGB"))
    return np.asarray(cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _file(name: str) -> tuple[Path, int]:
    """The scan of a transcript, and the page of it."""
    stem, number = name.rsplit(".p", 1)
    pdf = SHARED / f"scans/image_only/{stem}.pdf"
    return (pdf, int(number)) if pdf.exists() else (SHARED / f"scans/images/{stem}_p{number}.png", 1)


def _plain(png: Path, model: str) -> str:
    command = ["tesseract", str(png), "-", "-l", model, "--dpi", str(DPI)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _ours(name: str, model: str) -> str:
    file, number = _file(name)
    with open_document(file) as document:
        return "".join(
            read_page(p, Bench(TesseractEngine(model), DPI)).page.text for p in document.pages(number, number)
        )


def _timed(work: Callable[[], str]) -> tuple[str, float]:
    begun = _cpu_seconds()
    text = work()
    return text, _cpu_seconds() - begun


def _cpu_seconds() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _print_total(model: str, rows: list[dict[str, Any]]) -> None:
    words, plain, ours, before, after = (
        sum(row[key] for row in rows) for key in ("words", "missed_plain", "missed_ours", "cpu_plain", "cpu_ours")
    )
    worst = max(100 * (row["missed_ours"] - row["missed_plain"]) / row["words"] for row in rows)
    print(f"{model}: {len(rows)} pages, {words} words, missed {plain} → {ours} ({100 * (ours / plain - 1):+.0f} %)")
    print(f"{model}: cpu {before:.1f} → {after:.1f} s ({after / before:.2f}); worst page {worst:+.2f} points")


if __name__ == "__main__":
    main()
