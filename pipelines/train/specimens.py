"""What OCR models make of specimens: pages of known lines, set, damaged, read, and kept as pairs of lines."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from vanthu.corpora.errors import EngineMissing
from vanthu.corpora.noise.specimens import Grey, draw_style, lines_on_page, set_page, wrap

OCR_SECONDS = 120
PITCH_SHARE = 0.45
"""Share of the distance between two lines by which a read line may lie off the printed one."""

Pairs = list[tuple[str, str]]
"""(printed, read) lines of a page."""


@dataclass(frozen=True, slots=True)
class Model:
    """A tesseract model: ``LANGUAGE.traineddata`` in ``folder``."""

    folder: Path
    language: str


@dataclass(frozen=True, slots=True)
class Task:
    """A page to be set from paragraphs and read; ``harder`` 0..1 as in :func:`draw_style`."""

    paragraphs: tuple[str, ...]
    model: Model
    seed: int
    harder: float


def read_all(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[str, Pairs]]:
    """Set and read each page: (language, pairs); a page that tesseract cannot read has no pairs."""
    with ProcessPoolExecutor(jobs) as pool:
        for task, pairs in zip(tasks, pool.map(read, tasks, chunksize=2), strict=True):
            yield task.model.language, pairs


def read(task: Task) -> Pairs:
    """Set a page in a style of its own, damage it, and have its model read it.

    Lines that OCR did not find are left out.
    """
    rng = np.random.default_rng(task.seed)
    style = draw_style(rng, harder=task.harder)
    lines = wrap(task.paragraphs, style)[: lines_on_page(style)]
    if not lines:
        return []
    page, middles = set_page(lines, style, rng)
    return nearest(lines, middles, _ocr(page, task.model, style.dpi))


def nearest(lines: Sequence[str], middles: Sequence[float], read: Sequence[tuple[float, str]]) -> Pairs:
    """Give each read line (its y as a share of the height, its text) to the printed line that it lies on."""
    places = np.array(middles)
    pitch = (places[-1] - places[0]) / max(len(places) - 1, 1) or 1.0
    found: dict[int, list[str]] = {}
    for y, text in read:
        i = int(np.abs(places - y).argmin())
        if abs(places[i] - y) < PITCH_SHARE * pitch:
            found.setdefault(i, []).append(text)
    return [(lines[i], " ".join(found[i])) for i in sorted(found)]


def _ocr(page: Grey, model: Model, dpi: int) -> list[tuple[float, str]]:
    """Lines that tesseract finds: the middle of each as a share of the height, and its text.

    Raises:
        EngineMissing: tesseract is not installed.
    """
    import pytesseract  # noqa: PLC0415  training is the only one of this package's uses that needs OCR

    config = f'--tessdata-dir "{model.folder}" --psm 6 --oem 1 --dpi {dpi} -c tessedit_create_tsv=1'
    try:
        data = pytesseract.image_to_data(
            Image.open(_png(page)), model.language, config, output_type=pytesseract.Output.DICT, timeout=OCR_SECONDS
        )
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing("tesseract is not on the PATH") from error
    except (RuntimeError, pytesseract.TesseractError):  # a page of noise that keeps tesseract busy for ever
        return []
    found: dict[tuple[int, int, int], list[tuple[float, str]]] = {}
    for block, paragraph, line, top, height, text in zip(
        data["block_num"], data["par_num"], data["line_num"], data["top"], data["height"], data["text"], strict=True
    ):
        if text.strip():
            found.setdefault((block, paragraph, line), []).append((top + height / 2, text))
    return [
        (float(np.median([y for y, _ in words])) / page.shape[0], " ".join(text for _, text in words))
        for words in found.values()
    ]


def _png(page: Grey) -> io.BytesIO:
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "PNG")
    buffer.seek(0)
    return buffer
