"""A result cannot be written: exit code 6."""

from __future__ import annotations

from vanthu.corpora.errors.base import VanthuError


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
