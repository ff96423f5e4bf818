"""OCR, its models, or the machine is not set up: exit code 5."""

from __future__ import annotations

from vanthu.corpora.errors.base import VanthuError


class OcrError(VanthuError):
    """The image could not be read."""

    code = "ocr"
    exit_code = 5
    cause = "The image could not be read."
    remedy = "Run `vanthu doctor`."


class EngineMissing(OcrError):
    """Tesseract is not installed."""

    code = "engine_missing"
    cause = "Tesseract is not installed or not on the PATH."
    remedy = "Run `apt-get install tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd`, then `vanthu doctor`."


class ModelMissing(OcrError):
    """The OCR model is not installed."""

    code = "model_missing"
    cause = "The model that was asked for is not in tesseract's data folder."
    remedy = "Run `apt-get install tesseract-ocr-vie`, then `vanthu doctor`."


class OcrTimeout(OcrError):
    """OCR of a page took too long."""

    code = "ocr_timeout"
    cause = "OCR of a page ran past its deadline."
    remedy = "Raise --ocr-timeout, or look at the page: noise over the whole sheet reads slowly."


class OcrFailed(OcrError):
    """Tesseract gave up."""

    code = "ocr_failed"
    cause = "The OCR engine ended with an error."
    remedy = "Run `vanthu doctor`, and look at the page image."


class SetupError(VanthuError):
    """The installation lacks a part."""

    code = "setup"
    exit_code = 5
    cause = "The installation lacks a part."
    remedy = "Run `vanthu doctor`."


class WeightsMissing(SetupError):
    """The weights of the restorer or of the digit recogniser are not there, or damaged."""

    code = "weights_missing"
    cause = "The weights of the restorer or of the recogniser of digits are missing or damaged."
    remedy = "Install again with `pip install --force-reinstall vanthu`, then run `vanthu doctor`."


class LinuxNeeded(SetupError):
    """Another operating system."""

    code = "linux_needed"
    cause = "`vanthu archive` supervises its workers by means that only Linux has."
    remedy = "Run it on Linux, e.g. in a container or WSL; `vanthu read`, `restore` and `check` run on any system."


class ExtraMissing(SetupError):
    """An optional part is not installed."""

    code = "extra_missing"
    cause = "The command needs libraries that the base installation leaves out."
    remedy = "Run `pip install 'vanthu[EXTRA]'` with the extra that the message names."
