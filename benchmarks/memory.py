"""Peak memory of reading a long scan: 300 pages of A4 at 200 dpi, from the file to the campaign definition.

    python benchmarks/memory.py [PAGES]

Reads a quarter, half and all of the pages, each in a process of its own, with an engine that finds 550 words on every
page. Prints a table and writes benchmarks/out/memory.json.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from vanthu.ingest.ocr.engine import OcrLine, OcrWord
from vanthu.pipelines.read import read as read_file

PAGES = 300
BOUND_MB = 500
WIDTH, HEIGHT = 1654, 2339
POINTS = (595.44, 842.04)
WORDS = ["Các", "cơ", "quan,", "đơn", "vị", "báo", "cáo", "kết", "quả", "trước", "ngày", "15/12", "hằng", "năm"][:12]


def main() -> int:
    """Build each scan here and read it in a process of its own, so that only reading is measured."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    rows = [measure(pages) for pages in (most // 4, most // 2, most)]
    print(f"{'pages':>5} {'file MB':>8} {'peak MB':>8} {'seconds':>8}")
    for row in rows:
        print("{pages:>5} {file_mb:>8} {peak_mb:>8} {seconds:>8}".format(**row))
    peak = rows[-1]["peak_mb"]
    out = Path(__file__).parent / "out" / "memory.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"bound_mb": BOUND_MB, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    print(f"peak {peak} MB of {BOUND_MB} MB -> {out}")
    return int(peak >= BOUND_MB)


def measure(pages: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        build(path, pages)
        size, begun = path.stat().st_size, time.perf_counter()
        done = subprocess.run([sys.executable, __file__, "--read", path], check=True, stdout=subprocess.PIPE, text=True)
    seconds = round(time.perf_counter() - begun, 1)
    return {"pages": pages, "file_mb": round(size / 1e6), "peak_mb": int(done.stdout), "seconds": seconds}


@dataclass(frozen=True)
class DensePage:
    """An engine that reads a full page of words at once: tesseract's memory is a process of its own, and constant."""

    name: str = "dense"

    def read(self, image: np.ndarray, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """The same lines for every page; none for a second look at a part of it."""
        del dpi
        height, width = image.shape[:2]
        rows = range(height // 12, height - height // 12, height // 55) if mode == "page" else ()
        return [self._line(y, width // 14, height // 90) for y in rows]

    def _line(self, y: int, step: int, high: int) -> OcrLine:
        words = enumerate(WORDS, 1)
        boxed = tuple(OcrWord(w, (i * step, y, i * step + 0.8 * step, y + high), 0.95) for i, w in words)
        return OcrLine(boxed, (step, y, 12.8 * step, y + high))


def read(path: str) -> None:
    """The whole way of a document, from the file to its campaign definition; prints the peak in MB."""
    reading = read_file(path, engine=DensePage())
    assert len(reading.campaigns[0].source.pages) > 0  # noqa: S101  what was measured did happen
    print(memory("VmHWM"))


def build(path: Path, pages: int) -> None:
    """A scan as office scanners write it: one noisy JPEG a page, all different."""
    noise = np.random.default_rng(1)
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=POINTS)
            image = pdf.make_stream(sheet(noise))
            image["/Type"], image["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
            image["/Width"], image["/Height"], image["/BitsPerComponent"] = WIDTH, HEIGHT, 8
            image["/ColorSpace"], image["/Filter"] = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
            page.obj.Contents = pdf.make_stream(b"%f 0 0 %f 0 0 cm /I Do" % POINTS)
        pdf.save(path)


def sheet(noise: np.random.Generator) -> bytes:
    """Grey-white paper with rows of dark strokes, as JPEG."""
    paper = noise.integers(225, 256, (HEIGHT, WIDTH, 1), dtype=np.uint8).repeat(3, axis=2)
    for top in range(200, HEIGHT - 200, 45):
        strokes = noise.integers(0, 2, (1, (WIDTH - 400) // 6, 1), dtype=np.uint8).repeat(6, axis=1)
        paper[top : top + 22, 200 : 200 + strokes.shape[1]] *= strokes
    out = BytesIO()
    Image.fromarray(paper).save(out, "JPEG", quality=75)
    return out.getvalue()


def memory(field: str) -> int:
    """A figure of this process in MB: ``VmRSS`` now, ``VmHWM`` at its highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{field}:\s+(\d+)", status)
    assert found is not None, "needs Linux"  # noqa: S101  a benchmark for one system
    return int(found[1]) // 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(sys.argv[2])
    else:
        sys.exit(main())
