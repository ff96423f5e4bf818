"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vanthu.corpora.errors import WeightsMissing
from vanthu.ingest.ocr.digits.recogniser import DigitReader
from vanthu.models.restore.restorer import load

_NEEDED_MODELS = {"vie": "tesseract-ocr-vie", "osd": "tesseract-ocr-osd"}
_LIBRARIES = (
    "pytesseract",
    "pdfplumber",
    "opencv-python-headless",
    "spacy",
    "regex",
    "dateparser",
    "pypdfium2",
    "pikepdf",
    "onnxruntime",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``remedy`` is the command to run where it is missing."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> list[Check]:
    """Everything that a reading needs, present or not."""
    weights = [_weights("restorer weights", _restorer), _weights("digit weights", DigitReader().fingerprint)]
    return [_python(), *_tesseract(), *weights, *_libraries()]


def _python() -> Check:
    return Check("Python", sys.version_info >= (3, 11), platform.python_version(), "apt-get install python3.11")


def _tesseract() -> Iterator[Check]:
    path = shutil.which("tesseract")
    if path is None:
        yield Check("tesseract", ok=False, found="missing", remedy="apt-get install tesseract-ocr")
        return
    version = _run(path, "--version").splitlines()[0]
    yield Check(
        "tesseract", " 5." in f" {version.removeprefix('tesseract ')}", version, "apt-get install tesseract-ocr"
    )
    models = set(_run(path, "--list-langs").split())
    for model, package in _NEEDED_MODELS.items():
        present = model in models
        yield Check(f"model {model}", present, "present" if present else "missing", f"apt-get install {package}")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603  tesseract's own path
    return done.stdout or done.stderr


def _restorer() -> str:
    return load().fingerprint()


def _weights(name: str, fingerprint: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, found=fingerprint())
    except WeightsMissing as error:
        return Check(name, ok=False, found=error.detail, remedy=error.remedy)


def _libraries() -> Iterator[Check]:
    for name in _LIBRARIES:
        try:
            yield Check(name, ok=True, found=importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Check(name, ok=False, found="missing", remedy=f"pip install {name}")
