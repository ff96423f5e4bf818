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
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)
_WEBP = regex.compile(rb"RIFF.{4}WEBP", regex.DOTALL)
_BMP = regex.compile(rb"BM.{4}\0{4}", regex.DOTALL)
_NOT_READ = (
    (regex.compile(rb"PK\x03\x04.{0,400}?(?:word/|\[Content_Types\])", regex.DOTALL), "a Word document (DOCX)"),
    (regex.compile(rb"PK\x03\x04.{22,60}mimetypeapplication/vnd\.oasis", regex.DOTALL), "an OpenDocument file"),
    (regex.compile(rb"PK\x03\x04"), "a zip archive"),
    (regex.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Word, Excel or Outlook file"),
    (regex.compile(rb".{4}ftyp(?:hei|hev|mif|msf)", regex.DOTALL), "a HEIC photograph"),
    (regex.compile(rb"\s*\{\\rtf"), "an RTF document"),
    (
        regex.compile(rb"(?i)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", regex.DOTALL),
        "a web page (HTML)",
    ),
    (
        regex.compile(rb"(?i)[\w-]+:.*?\n(?:MIME-Version|Content-Type):\s", regex.DOTALL),
        "an e-mail: save its attachments and read these",
    ),
)
"""Kinds that are known and not read; the text-like ones would otherwise be read with all their tags."""
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
    for pattern, media_type in ((_WEBP, "image/webp"), (_BMP, "image/bmp")):
        if pattern.match(head):
            return Kind.IMAGE, media_type
    if not_read(head):
        return None
    header = _PDF.search(head[:_PDF_HEADER_WITHIN])
    if header and (not head[: header.start()].strip() or not _is_text(head)):
        return Kind.PDF, "application/pdf"
    return (Kind.TEXT, "text/plain") if _is_text(head) else None


def not_read(head: bytes) -> str | None:
    """The kind of a file that is known by name and not read; a UTF-8 mark before it is passed over."""
    begun = head.removeprefix(b"\xef\xbb\xbf")
    return next((kind for pattern, kind in _NOT_READ if pattern.match(begun)), None)


def _is_text(head: bytes) -> bool:
    return head.startswith(_UTF16) or not _CONTROL.search(head)
