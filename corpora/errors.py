"""The tree of coded errors.

Families, by exit code: TaskError 1, UsageError 2, InputError 3, LimitError 4, OcrError and SetupError 5, OutputError 6,
ArchiveError 9 (10 where running again is all it takes).

Each class owns its code, its exit code, what causes it and what to do about it; ``docs/errors.md`` lists the same, and
a test holds the two together. ``str(error)`` names the case at hand, :attr:`VanthuError.remedy` what to do.
"""

from __future__ import annotations

from typing import ClassVar

from vanthu.corpora.wording import writable


class VanthuError(Exception):
    """Base of all coded errors; ``detail`` names the file, page or value at hand."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    cause: ClassVar[str] = "Something failed that has no code of its own."
    remedy: ClassVar[str] = "Run again with --debug and report the traceback."

    def __init__(self, detail: str) -> None:
        self.detail = writable(detail)  # messages go into JSON and databases, and name files
        super().__init__(self.detail)

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
    cause = "There is no such file, or it may not be read."
    remedy = "Check the path with `ls -l NAME`."


class FolderGiven(InputError):
    """A folder where a file is wanted."""

    code = "folder"
    cause = "A folder was given where the command reads a file."
    remedy = "Load the folder with `vanthu archive load FOLDER`, or name its files: `vanthu read FOLDER/*.pdf -o OUT`."


class OutOfReach(FileMissing):
    """The machine that holds the file does not answer, or turns away."""

    code = "unreachable"
    cause = "The store or share that holds the file does not answer, or refuses the credentials."
    remedy = "Check the network, the endpoint and the credentials in the environment, then run the same command again."


class FileEmpty(InputError):
    """Zero bytes."""

    code = "empty_file"
    cause = "The file has no content."
    remedy = "Scan or download it again."


class FileUnknown(InputError):
    """Not a kind of file that is read."""

    code = "unknown_kind"
    cause = (
        "The content is no PDF, image (TIFF, PNG, JPEG, JPEG 2000, WebP, BMP) or plain text, whatever the name says."
    )
    remedy = "Convert it to PDF, e.g. `libreoffice --headless --convert-to pdf NAME`."


class FileBroken(InputError):
    """Truncated or damaged."""

    code = "broken_file"
    cause = "The file is truncated or damaged."
    remedy = "Fetch it again, or try `qpdf NAME repaired.pdf` for a PDF."


class FileEncrypted(InputError):
    """Needs a password."""

    code = "encrypted"
    cause = "The PDF, or the member of a zip archive, is encrypted and needs a password."
    remedy = "Remove the password first: `qpdf --decrypt --password=... NAME open.pdf`."


class DynamicForm(InputError):
    """An XFA form whose pages only its own viewer can draw."""

    code = "dynamic_form"
    cause = (
        "The PDF is a dynamic XFA form: its pages are made by Adobe's viewers, and the file holds a placeholder only."
    )
    remedy = "Open it in Adobe Reader, print it to a PDF or on paper, and read that."


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


class FileChanged(InputError):
    """Not the file that was looked at before."""

    code = "file_changed"
    cause = "The file was replaced between two looks at it: somebody is still writing it."
    remedy = "Load it again when it is complete; `vanthu archive watch` waits for that."


class SecretDocument(InputError):
    """Stamped secret."""

    code = "secret"
    cause = "The document is stamped MẬT, TỐI MẬT or TUYỆT MẬT, and the archive may not hold that level."
    remedy = "Leave it where it is, or load it into an archive that may: `vanthu archive load --allow-secret LEVEL`."


class LeadsOut(InputError):
    """A link, or a name in an archive, that leads somewhere else."""

    code = "leads_out"
    cause = "A link, or a name within a zip archive, leads out of the folder or archive that is loaded."
    remedy = "Load the place that it leads to, or put a copy where the link is."


class PagesMissing(InputError):
    """Page images of one document, not all of them."""

    code = "pages_missing"
    cause = "Among the page images of one document a page is missing, or stands twice."
    remedy = "Scan the page or rename the images, then load again; without --join each image is read by itself."


class FindingAidBroken(InputError):
    """A finding aid that cannot be understood."""

    code = "finding_aid_broken"
    cause = "The finding aid is no CSV in UTF-8, UTF-16 or Windows-1258 with a column that names the files."
    remedy = "Save it as CSV UTF-8 with a header such as `file,phông,mục lục,hồ sơ,tờ`."


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


class NameTooLong(LimitError):
    """A name that no index holds."""

    code = "name_too_long"
    cause = "The place of a file, with all its folders, is longer than a database can look up."
    remedy = "Give it a shorter name, or point at a folder nearer to it."


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


class ResultExists(OutputError):
    """There is a result already."""

    code = "result_exists"
    cause = "A file of that name is there already, and nothing is replaced unasked."
    remedy = "Give another place, or `--overwrite` to replace it."


class DiskFull(OutputError):
    """No space left."""

    code = "disk_full"
    cause = "The disk, or the quota on it, is full."
    remedy = "Make room (`df -h`), then run the same command again: what is done is kept."


class FontMissing(OutputError):
    """No font to typeset in."""

    code = "font_missing"
    cause = "The font to typeset or label in is not installed, or lacks Vietnamese letters: Liberation 1.x draws boxes."
    remedy = "Run `apt-get install fonts-liberation2`."


class TaskError(VanthuError):
    """The process that worked on a document ended badly; the document is to blame until shown otherwise."""

    code = "task"
    exit_code = 1
    cause = "The process that worked on the document ended badly."
    remedy = "Look at the original, then `vanthu archive retry`."


class TaskCrashed(TaskError):
    """The process died."""

    code = "task_crashed"
    cause = "The process that worked on the document died of its own, or ended without a word."
    remedy = "Look at the original with another reader, then `vanthu archive retry --code task_crashed`."


class TaskKilled(TaskError):
    """The process was killed from outside."""

    code = "task_killed"
    cause = "The process that worked on the document was killed again and again: for want of memory, or by a person."
    remedy = "Look for the OOM killer in `dmesg`, run fewer --jobs, then `vanthu archive retry --code task_killed`."


class TaskTimeout(TaskError):
    """The process ran past its deadline."""

    code = "task_timeout"
    cause = "The work on the document ran past its deadline and was stopped."
    remedy = "Raise --deadline if the machine is slow, then `vanthu archive retry --code task_timeout`."


class OutOfMemory(TaskError):
    """The process wanted more memory than it may have."""

    code = "out_of_memory"
    cause = "The work on the document wanted more memory than one task may have."
    remedy = "Raise --memory if the machine has it, then `vanthu archive retry --code out_of_memory`."


class WorkerLost(TaskError):
    """The machine or process that the task was given to is gone."""

    code = "worker_lost"
    cause = "The worker that had the task is gone, again and again."
    remedy = "Look at the workers' logs, then run the same command again."


class ArchiveError(VanthuError):
    """The archive cannot be used."""

    code = "archive"
    exit_code = 9
    cause = "The archive's database cannot be reached or used."
    remedy = "Check the URL given with --archive, the server and its rights; the message says what it answered."


class ArchiveCutOff(ArchiveError):
    """The database ended the connection."""

    code = "archive_cut_off"
    exit_code = 10
    cause = "The database ended the connection: an administrator or a restart of the server."
    remedy = "Run the same command again: what was committed is kept, and the run goes on from there."


class ArchiveLocked(ArchiveError):
    """Somebody else is loading into it."""

    code = "archive_locked"
    cause = "Another run is loading into the archive; the message says who holds it."
    remedy = "Wait for that run, or stop it; reading (`status`, `search`, `export`) is possible meanwhile."


class ArchiveMissing(ArchiveError):
    """There is no archive there."""

    code = "archive_missing"
    cause = "There is no archive at that URL: nothing was ever loaded there."
    remedy = "Make one with `vanthu archive load SOURCE --archive URL`."


class ArchiveNewer(ArchiveError):
    """Made by a newer vanthu."""

    code = "archive_newer"
    cause = "The archive was made or upgraded by a newer version of vanthu."
    remedy = "Upgrade with `pip install --upgrade vanthu`."


class NotInArchive(ArchiveError):
    """Asked for by a name that the archive does not know."""

    code = "not_in_archive"
    cause = "The archive holds no such document or file."
    remedy = "Look for it with `vanthu archive search` or `vanthu archive quarantine list`."


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


def error_of(code: str, detail: str) -> VanthuError:
    """The error with a code, as kept in a page's trail or an archive's ledger; the base where the code is unknown."""
    return next((kind for kind in every_error() if kind.code == code), VanthuError)(detail)


def every_error() -> list[type[VanthuError]]:
    """All coded errors, parents before children, in the order of the tree."""
    found: list[type[VanthuError]] = []
    queue: list[type[VanthuError]] = [VanthuError]
    while queue:
        current = queue.pop(0)
        found.append(current)
        queue[:0] = current.__subclasses__()
    return found
