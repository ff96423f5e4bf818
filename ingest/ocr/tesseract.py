"""Tesseract as an engine: one child process a call, one thread, a deadline."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pytesseract

from vanthu.corpora.errors import BadOption, EngineMissing, ModelMissing, OcrFailed, OcrTimeout
from vanthu.ingest.ocr.engine import Image, OcrLine, OcrWord, PixelBox
from vanthu.models.legacy import normalise

PAGE_SEGMENTATION = {"page": 3, "block": 6, "line": 7, "sparse": 11}
"""Tesseract's ``--psm`` for each mode of the protocol."""

SMALLEST_SIDE = 4
"""Pixels; tesseract ends with an error on images that are smaller."""

PRINT_MARKS = str.maketrans("—⁄", "–/")
"""The models read every en dash as an em dash (33 of 33 on ten transcribed pages) and many a slash as a fraction
slash (``V⁄v``, ``29⁄QĐ``); official papers print neither."""

WORD_LEVEL = "5"
"""Level of a word in tesseract's TSV output (1 page, 2 block, 3 paragraph, 4 line)."""


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Tesseract through pytesseract.

    ``model`` is the name of a file in tesseract's data folder. Of Debian's two that read Vietnamese, ``vie`` is the
    default: on ten transcribed pages it missed 147 words of 4,222 where the script model ``Vietnamese`` missed 200,
    in 0.87 of the time. ``timeout`` is in seconds for one call.
    """

    model: str = "vie"
    timeout: float = 120.0

    @property
    def name(self) -> str:
        """``tesseract VERSION MODEL``.

        Raises:
            EngineMissing: tesseract is not on the PATH.
        """
        return f"tesseract {_version()} {self.model}"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """Read an image in one pass; see :class:`vanthu.ingest.ocr.engine.Engine`.

        Raises:
            EngineMissing: tesseract is not on the PATH.
            ModelMissing: tesseract has no such model.
            OcrTimeout: the call ran past ``timeout``.
            OcrFailed: tesseract ended with an error.
            BadOption: no such mode.
        """
        segmentation = segmentation_of(mode)
        if min(image.shape[:2]) < SMALLEST_SIDE:
            return []
        with _portable_map(image) as path:
            return lines_of_tsv(self._tsv(path, f"--psm {segmentation} --dpi {dpi}"))

    def _tsv(self, path: str, config: str) -> str:
        limit_threads()
        config += " -c tessedit_create_tsv=1"
        try:
            return str(pytesseract.run_and_get_output(path, "tsv", self.model, config, timeout=self.timeout))
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissing("tesseract is not on the PATH") from error
        except pytesseract.TesseractError as error:
            raise self._failure(str(error.message)) from error
        except RuntimeError as error:
            raise OcrTimeout(f"{self.model}: {self.timeout:g} s") from error

    def _failure(self, message: str) -> ModelMissing | OcrFailed:
        if "loading language" in message or "couldn't load any languages" in message:
            return ModelMissing(self.model)
        return OcrFailed(message.splitlines()[-1] if message else "no message")


def segmentation_of(mode: str) -> int:
    """Tesseract's number for a mode of the protocol.

    Raises:
        BadOption: no such mode.
    """
    if mode not in PAGE_SEGMENTATION:
        raise BadOption(f"mode {mode!r} is none of {', '.join(PAGE_SEGMENTATION)}")
    return PAGE_SEGMENTATION[mode]


@lru_cache(maxsize=1)
def _version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing("tesseract is not on the PATH") from error


def limit_threads() -> None:
    """One thread a child: with its default, tesseract takes 2.5 to 6 times the wall time on a busy machine.

    pytesseract hands its own environment to the child; somebody's explicit choice is kept.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")


@contextmanager
def _portable_map(image: Image) -> Iterator[str]:
    """The image as an uncompressed PNM file: packing and unpacking a PNG costs a fifth of reading the page."""
    kind = "P5" if image.ndim == 2 else "P6"  # noqa: PLR2004  grey or RGB, as the protocol says
    with tempfile.TemporaryDirectory(prefix="vanthu-ocr-") as folder:
        path = Path(folder, "page.pnm")
        with path.open("wb") as file:
            file.write(f"{kind}\n{image.shape[1]} {image.shape[0]}\n255\n".encode())
            file.write(image.tobytes())
        yield str(path)


def lines_of_tsv(tsv: str) -> list[OcrLine]:
    """The lines in tesseract's TSV output, its heading included."""
    rows = csv.DictReader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == WORD_LEVEL and (row["text"] or "").strip()]
    grouped = groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"]))
    return [_line(int(block), [_word(row) for row in group]) for (block, _, _), group in grouped]


def _word(row: dict[str, str]) -> OcrWord:
    left, top = float(row["left"]), float(row["top"])
    box = (left, top, left + float(row["width"]), top + float(row["height"]))
    return OcrWord(normalise(row["text"].strip()).translate(PRINT_MARKS), box, max(float(row["conf"]), 0.0) / 100)


def _line(block: int, words: list[OcrWord]) -> OcrLine:
    return OcrLine(tuple(words), _around([word.box for word in words]), block)


def _around(boxes: list[PixelBox]) -> PixelBox:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
