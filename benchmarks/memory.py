"""Peak memory of reading a long scan: 300 pages of A4 at 200 dpi, each opened, judged and rendered at 300 dpi.

Run: ``python benchmarks/memory.py [PAGES]``. Prints a table and writes ``benchmarks/out/memory.json``.
"""

from __future__ import annotations

import json
import re
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
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        build(path, pages)
        size, begun = path.stat().st_size, time.perf_counter()
        print(f"{'page':>5} {'resident MB':>12} {'peak MB':>8} {'seconds':>8}")
        with open_document(path) as document:
            for page in document.pages():
                judge(page)
                page.render(300)
                if page.number % REPORT_EVERY == 0 or page.number == pages:
                    rows.append([page.number, memory("VmRSS"), memory("VmHWM"), round(time.perf_counter() - begun, 1)])
                    print("{:>5} {:>12} {:>8} {:>8}".format(*rows[-1]))
    peak = rows[-1][2]
    out = Path(__file__).parent / "out" / "memory.json"
    out.parent.mkdir(exist_ok=True)
    columns = ("page", "resident_mb", "peak_mb", "seconds")
    result = {"pages": pages, "file_bytes": size, "peak_mb": peak, "bound_mb": BOUND_MB}
    result["rows"] = [dict(zip(columns, row, strict=True)) for row in rows]
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{size / 1e6:.0f} MB file, peak {peak} MB of {BOUND_MB} MB -> {out}")
    return int(peak >= BOUND_MB)


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
    sys.exit(main())
