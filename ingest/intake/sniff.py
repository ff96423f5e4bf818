"""What a file is, told by its content and never by its name."""

from __future__ import annotations

from enum import StrEnum

import regex

_PDF = regex.compile(rb"%PDF-\d\.\d")
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HEAD_BYTES = 4096
_PDF_HEADER_WITHIN = 1024
"""PDF 1.7, appendix H.3.4.1: readers accept the header anywhere in the first 1,024 bytes."""


class Kind(StrEnum):
    """Kinds of file that are read."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"


def sniff(head: bytes) -> tuple[Kind, str] | None:
    """Kind and media type from the first :data:`HEAD_BYTES`; None for what is not read."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return Kind.IMAGE, media_type
    header = _PDF.search(head[:_PDF_HEADER_WITHIN])
    if header and (not head[: header.start()].strip() or not _is_text(head)):
        return Kind.PDF, "application/pdf"
    return (Kind.TEXT, "text/plain") if _is_text(head) else None


def _is_text(head: bytes) -> bool:
    return head.startswith(_UTF16) or not _CONTROL.search(head)
