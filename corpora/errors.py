"""The tree of coded errors.

::

    VanthuError
    ├── InputError            exit 3: the file cannot be read
    │   ├── FileMissing       not_found
    │   ├── FileEmpty         empty_file
    │   ├── FileUnknown       unknown_kind
    │   ├── FileBroken        broken_file
    │   ├── FileEncrypted     encrypted
    │   ├── NoPages           no_pages
    │   ├── NoText            no_text
    │   ├── CampaignBroken    campaign_broken
    │   ├── NoGold            no_gold
    │   ├── GoldBroken        gold_broken
    │   └── NoInput           no_input
    ├── LimitError            exit 4: larger or deeper than the limits allow
    │   ├── TooManyBytes      too_many_bytes
    │   ├── TooManyPages      too_many_pages
    │   ├── TooManyPixels     too_many_pixels
    │   ├── LineTooLong       line_too_long
    │   └── Bomb              bomb
    ├── OcrError              exit 5: the image could not be read
    │   ├── EngineMissing     engine_missing
    │   ├── ModelMissing      model_missing
    │   ├── OcrTimeout        ocr_timeout
    │   └── OcrFailed         ocr_failed
    ├── SetupError            exit 5: the installation lacks a part
    │   ├── WeightsMissing    weights_missing
    │   └── ExtraMissing      extra_missing
    ├── OutputError           exit 6: the result could not be written
    │   ├── Unwritable        unwritable
    │   └── FontMissing       font_missing
    └── UsageError            exit 2: options that do not go together
        └── BadOption         bad_option

Each class owns its code, its exit code, what causes it and what to do about it; ``docs/errors.md`` lists the same, and
a test holds the two together. ``str(error)`` names the case at hand, :attr:`VanthuError.remedy` what to do.
"""

from __future__ import annotations

from typing import ClassVar


class VanthuError(Exception):
    """Base of all coded errors; ``detail`` names the file, page or value at hand."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    cause: ClassVar[str] = "Something failed that has no code of its own."
    remedy: ClassVar[str] = "Run again with --debug and report the traceback."

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"

    def __reduce__(self) -> tuple[type[VanthuError], tuple[str]]:
        return type(self), (self.detail,)


class InputError(VanthuError):
    """The file cannot be read."""

    code = "input"
    exit_code = 3
    cause = "The file cannot be read."
    remedy = "Look at the file with `file NAME` and `vanthu doctor`."


class FileMissing(InputError):
    """No such file, or no permission to read it."""

    code = "not_found"
    cause = "There is no such file, it is a folder, or it may not be read."
    remedy = "Check the path with `ls -l NAME`."


class FileEmpty(InputError):
    """Zero bytes."""

    code = "empty_file"
    cause = "The file has no content."
    remedy = "Scan or download it again."


class FileUnknown(InputError):
    """Not a kind of file that is read."""

    code = "unknown_kind"
    cause = "The content is not PDF, TIFF, PNG, JPEG or text, whatever the name says."
    remedy = "Convert it to PDF, e.g. `libreoffice --headless --convert-to pdf NAME`."


class FileBroken(InputError):
    """Truncated or damaged."""

    code = "broken_file"
    cause = "The file is truncated or damaged."
    remedy = "Fetch it again, or try `qpdf NAME repaired.pdf` for a PDF."


class FileEncrypted(InputError):
    """Needs a password."""

    code = "encrypted"
    cause = "The PDF is encrypted and needs a password."
    remedy = "Remove the password first: `qpdf --decrypt --password=... NAME open.pdf`."


class NoPages(InputError):
    """A document without pages."""

    code = "no_pages"
    cause = "The document has no pages."
    remedy = "Scan or download it again."


class NoText(InputError):
    """Text that is not text."""

    code = "no_text"
    cause = "The file claims to be text but holds bytes that no supported encoding explains."
    remedy = "Save it as UTF-8, e.g. `iconv -f WINDOWS-1258 -t UTF-8 NAME`."


class CampaignBroken(InputError):
    """Not a campaign definition."""

    code = "campaign_broken"
    cause = "The file is no campaign definition."
    remedy = "Make it with `vanthu read FILE`; `vanthu check NAME` says what is wrong with it."


class NoGold(InputError):
    """A folder without gold."""

    code = "no_gold"
    cause = "The folder holds no gold to measure by."
    remedy = "Put `NAME.json` beside `NAME.txt`, as in `corpora/plans`."


class GoldBroken(InputError):
    """Gold that is no gold."""

    code = "gold_broken"
    cause = "The gold is no JSON, lacks its document, or has a key of the wrong kind."
    remedy = "Compare it with a file of `corpora/plans`; the message names the key."


class NoInput(InputError):
    """Gold without anything to read."""

    code = "no_input"
    cause = "There is no document to read beside the gold, or none of that name or level."
    remedy = "Put `NAME.txt`, `NAME.LEVEL.pdf` or `NAME.LEVEL.campaign.json` beside `NAME.json`."


class LimitError(VanthuError):
    """Larger or deeper than the limits allow."""

    code = "limit"
    exit_code = 4
    cause = "The file is larger or deeper than the limits allow."
    remedy = "Raise the limit that the message names, if the machine can bear it."


class TooManyBytes(LimitError):
    """More bytes than allowed."""

    code = "too_many_bytes"
    cause = "The file is larger than the limit on bytes."
    remedy = "Split it, or raise --max-bytes."


class TooManyPages(LimitError):
    """More pages than allowed."""

    code = "too_many_pages"
    cause = "The file has more pages than the limit."
    remedy = "Split it, or raise --max-pages."


class TooManyPixels(LimitError):
    """A page larger than allowed."""

    code = "too_many_pixels"
    cause = "A page has more pixels than the limit."
    remedy = "Scale the image down, or raise --max-pixels."


class LineTooLong(LimitError):
    """A line longer than any document prints."""

    code = "line_too_long"
    cause = "A line of the text is longer than a hundred printed pages: its line breaks are lost, or it is no text."
    remedy = "Break it into lines first, e.g. `fold -s -w 200 NAME > folded.txt`."


class Bomb(LimitError):
    """Expands out of proportion."""

    code = "bomb"
    cause = "The file expands out of all proportion when it is unpacked."
    remedy = "Do not trust the file; if it is genuine, print it to a new PDF."


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
    """The weights of the restorer are not there, or damaged."""

    code = "weights_missing"
    cause = "The weights of the restorer are missing or damaged."
    remedy = "Install again with `pip install --force-reinstall vanthu`, then run `vanthu doctor`."


class ExtraMissing(SetupError):
    """An optional part is not installed."""

    code = "extra_missing"
    cause = "The command needs libraries that the base installation leaves out."
    remedy = "Run `pip install 'vanthu[train]'`."


class OutputError(VanthuError):
    """The result could not be written."""

    code = "output"
    exit_code = 6
    cause = "The result could not be written."
    remedy = "Check the folder and the space on the disk."


class Unwritable(OutputError):
    """The output cannot be written there."""

    code = "unwritable"
    cause = "The output file or folder cannot be written."
    remedy = "Check the path, the permissions and the space: `df -h FOLDER`."


class FontMissing(OutputError):
    """No font to typeset in."""

    code = "font_missing"
    cause = "The font to typeset in is not installed, or lacks Vietnamese letters: Liberation 1.x draws boxes."
    remedy = "Run `apt-get install fonts-liberation2`."


class UsageError(VanthuError):
    """Options that do not go together."""

    code = "usage"
    exit_code = 2
    cause = "The options do not go together."
    remedy = "See the help of the command, e.g. `vanthu read --help`."


class BadOption(UsageError):
    """An option that cannot be used here."""

    code = "bad_option"
    cause = "An option has a value that cannot be used, or does not go with another."
    remedy = "See the help of the command, e.g. `vanthu read --help`."


def every_error() -> list[type[VanthuError]]:
    """All coded errors, parents before children, in the order of the tree."""
    found: list[type[VanthuError]] = []
    queue: list[type[VanthuError]] = [VanthuError]
    while queue:
        current = queue.pop(0)
        found.append(current)
        queue[:0] = current.__subclasses__()
    return found
