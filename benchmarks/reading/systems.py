"""What reads a page: vanthu, plain tesseract by several models, and peers where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import cv2

from vanthu.ingest.intake import open_document
from vanthu.ingest.ocr.engine import Engine, Image
from vanthu.ingest.ocr.in_process import InProcessEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.ingest.reader import Bench, read_page
from vanthu.models.page import Region

DPI = 300


@dataclass(frozen=True, slots=True)
class System:
    """``read`` gives the text of a page that lies in a PNG file; ``engine`` is that of ours, which opens any file."""

    name: str
    read: Callable[[Path], str]
    engine: Engine | None = None


def systems(best_int: Path | None) -> list[System]:
    """Those that can run here, vanthu and plain ``vie`` first; says of the others what is missing.

    Args:
        best_int: folder with ``vie.traineddata`` of the npm package @tesseract.js-data/vie, 4.0.0_best_int.
    """
    found = [*_ours(), System("vie", partial(plain, "vie", None))]
    command = ["tesseract", "--list-langs"]
    if "Vietnamese" in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split():
        found.append(System("Vietnamese", partial(plain, "Vietnamese", None)))
    if best_int:
        found.append(System("best_int", partial(plain, "vie", best_int)))
    for peer in (System("ocrmypdf", ocrmypdf), System("trueocr", trueocr)):
        if shutil.which(peer.name):
            found.append(peer)
        else:
            print(f"without {peer.name}: it is not on the PATH (pip install 'vanthu[bench]')")
    return found


def write_page(image: Image, path: Path) -> None:
    """The page as every system gets it: a PNG file that states its resolution nowhere."""
    cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))


def _ours() -> list[System]:
    """The page stages over tesseract as a program, and within the process where the extra is installed."""
    engines: dict[str, Engine] = {"vanthu": TesseractEngine()}
    if find_spec("tesserocr"):
        engines["in process"] = InProcessEngine()
    return [System(name, partial(file_text, number=1, engine=engine), engine) for name, engine in engines.items()]


def file_text(file: Path, number: int, engine: Engine) -> str:
    """The text of a page of a file by our page stages, without its stamps, which are no part of the act."""
    with open_document(file) as document:
        found = document.pages(number, number)
        pages = [read_page(source, Bench(engine, DPI)).page for source in found]
    return "\n".join(line.raw for page in pages for line in page.lines if line.region is not Region.STAMP)


def plain(model: str, folder: Path | None, png: Path) -> str:
    """Tesseract as it is."""
    data = ["--tessdata-dir", str(folder)] if folder else []
    command = ["tesseract", str(png), "-", "-l", model, "--dpi", str(DPI), *data]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def ocrmypdf(png: Path) -> str:
    """OCRmyPDF with what it offers for bad scans: deskewing, turning, cleaning of the background."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "text.txt")
        command = ["ocrmypdf", "-l", "vie", "--jobs", "1", "--image-dpi", str(DPI), "--deskew", "--rotate-pages"]
        subprocess.run(
            [*command, "--sidecar", str(text), str(png), f"{folder}/out.pdf"], capture_output=True, check=True
        )
        return text.read_text(encoding="utf-8")


def trueocr(png: Path) -> str:
    """The PyPI package by its command line; its seconds hold the loading of its models, some tenths of a second."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["trueocr", str(png), "--out", folder, "--threads", "1"]
        subprocess.run(command, capture_output=True, check=True)
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.txt")))
