"""A file is larger or deeper than the limits allow: exit code 4."""

from __future__ import annotations

from vanthu.corpora.errors.base import VanthuError


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
