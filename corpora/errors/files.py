"""A file cannot be read: exit code 3."""

from __future__ import annotations

from vanthu.corpora.errors.base import VanthuError


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
