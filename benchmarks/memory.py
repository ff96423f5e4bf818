"""Peak memory of reading a long scan: 300 pages of A4 at 200 dpi, each opened, judged and rendered at 300 dpi.

Run: ``python benchmarks/memory.py [PAGES]``. Prints a table and writes ``benchmarks/out/memory.json``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from vanthu.ingest.intake import open_document
from vanthu.ingest.verdict import judge

PAGES = 300
BOUND_MB = 500
WIDTH, HEIGHT = 1654, 2339
POINTS = (595.44, 842.04)
REPORT_EVERY = 50


def main() -> int:
    """Build the scan here and read it in a process of its own, so that only reading is measured."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        build(path, pages)
        size = path.stat().st_size
        done = subprocess.run([sys.executable, __file__, "--read", path], check=True, stdout=subprocess.PIPE, text=True)
    rows = json.loads(done.stdout)
    print(f"{'page':>5} {'resident MB':>12} {'peak MB':>8} {'seconds':>8}")
    for row in rows:
        print("{page:>5} {resident_mb:>12} {peak_mb:>8} {seconds:>8}".format(**row))
    peak = rows[-1]["peak_mb"]
    out = Path(__file__).parent / "out" / "memory.json"
    out.parent.mkdir(exist_ok=True)
    result = {"pages": pages, "file_bytes": size, "peak_mb": peak, "bound_mb": BOUND_MB, "rows": rows}
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{size / 1e6:.0f} MB file, peak {peak} MB of {BOUND_MB} MB -> {out}")
    return int(peak >= BOUND_MB)


def read(path: str) -> None:
    """Open, judge and render every page; print the figures as JSON."""
    rows, begun = [], time.perf_counter()
    with open_document(path) as document:
        for page in document.pages():
            judge(page)
            page.render(300)
            if page.number % REPORT_EVERY == 0 or page.number == document.page_count:
                seconds = round(time.perf_counter() - begun, 1)
                figures = {"resident_mb": memory("VmRSS"), "peak_mb": memory("VmHWM")}
                rows.append({"page": page.number, **figures, "seconds": seconds})
    print(json.dumps(rows))


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
