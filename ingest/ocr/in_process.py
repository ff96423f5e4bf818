"""Tesseract within this process (extra ``vanthu[tesserocr]``): no child to start, no model to load each time.

On typeset pages it takes 0.59 of the CPU seconds of a child process a call (tesserocr 2.13, which brings tesseract
5.5.4, against Debian's 5.3.0; ``benchmarks/scans.py in_process``). A crash takes the process with it, so
that it is a choice and not the default.
"""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image as Picture

from vanthu.corpora.errors import EngineMissing, ModelMissing, OcrFailed, OcrTimeout
from vanthu.ingest.ocr.engine import Image, OcrLine
from vanthu.ingest.ocr.tesseract import SMALLEST_SIDE, limit_threads, lines_of_tsv, segmentation_of

COLUMNS = "level page_num block_num par_num line_num word_num left top width height conf text"
HEADING = COLUMNS.replace(" ", "\t")
"""Of the TSV that the program writes and the library does not."""

_of_thread = threading.local()


@dataclass(frozen=True, slots=True)
class InProcessEngine:
    """tesserocr with its model loaded once a thread; ``model`` and ``timeout`` as of ``TesseractEngine``."""

    model: str = "vie"
    timeout: float = 120.0

    @property
    def name(self) -> str:
        """``tesserocr VERSION MODEL``, the version that of tesseract itself.

        Raises:
            EngineMissing: the extra is not installed.
        """
        version = str(_library().tesseract_version()).split()[1]
        return f"tesserocr {version} {self.model}"

    def read(self, image: Image, *, dpi: int, mode: str = "page") -> list[OcrLine]:
        """Read an image in one pass; see :class:`vanthu.ingest.ocr.engine.Engine`.

        Raises:
            EngineMissing: the extra is not installed.
            ModelMissing: there is no such model.
            OcrTimeout: the call ran past ``timeout``.
            OcrFailed: tesseract could not read the image.
            BadOption: no such mode.
        """
        segmentation = segmentation_of(mode)
        if min(image.shape[:2]) < SMALLEST_SIDE:
            return []
        api = self._api()
        api.SetPageSegMode(segmentation)
        api.SetImage(Picture.fromarray(image))
        api.SetSourceResolution(dpi)
        try:
            if not api.Recognize(round(self.timeout * 1000)):
                raise OcrTimeout(f"{self.model}: {self.timeout:g} s")
            return lines_of_tsv(f"{HEADING}\n{api.GetTSVText(0)}")
        except RuntimeError as error:
            raise OcrFailed(str(error) or "no message") from error
        finally:
            api.Clear()

    def _api(self) -> Any:  # noqa: ANN401  the library ships no types
        """The library's object, which only one thread may use at a time."""
        loaded: dict[str, Any] = _of_thread.__dict__.setdefault("loaded", {})
        if self.model not in loaded:
            library, folder = _library(), _data_folder()
            if not all((folder / f"{name}.traineddata").is_file() for name in self.model.split("+")):
                raise ModelMissing(self.model)
            loaded[self.model] = library.PyTessBaseAPI(path=str(folder), lang=self.model)
        return loaded[self.model]


@lru_cache(maxsize=1)
def _library() -> Any:  # noqa: ANN401  same
    limit_threads()  # read when the library is loaded
    try:
        return import_module("tesserocr")
    except ImportError as error:
        raise EngineMissing("tesserocr is not installed: pip install 'vanthu[tesserocr]'") from error


@lru_cache(maxsize=1)
def _data_folder() -> Path:
    """Where the models are: as the environment says, or as the program on the PATH does."""
    if folder := os.environ.get("TESSDATA_PREFIX"):
        return Path(folder)
    try:
        told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)  # noqa: S607  looked up on the PATH, as everywhere
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineMissing("no models: set TESSDATA_PREFIX, or install tesseract") from error
    return Path(told.stdout.split('"')[1])
