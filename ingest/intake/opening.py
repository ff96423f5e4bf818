"""Opening a file, or several files as the pages of one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from vanthu.corpora.errors import (
    BadOption,
    FileEmpty,
    FileMissing,
    FileUnknown,
    FolderGiven,
    InputError,
    NoPages,
    TooManyBytes,
    TooManyPages,
)
from vanthu.corpora.wording import counted, writable
from vanthu.ingest.intake.boundary import coded
from vanthu.ingest.intake.document import Document, Reader
from vanthu.ingest.intake.joined import JoinedReader
from vanthu.ingest.intake.sniff import HEAD_BYTES, Kind, not_read, sniff
from vanthu.ingest.limits import Limits


def open_document(path: Path | str, limits: Limits | None = None) -> Document:
    """Open a PDF, an image (TIFF, PNG, JPEG, JPEG 2000, WebP, BMP) or a text file as a document.

    Raises:
        InputError: it is missing, empty, of no known kind, broken, encrypted or without pages.
        LimitError: it is larger or deeper than ``limits``.
    """
    path, limits = Path(path), limits or Limits()
    size, head = _first_look(path, limits)
    found = sniff(head)
    if found is None:
        raise FileUnknown(f"{path.name} is {not_read(head) or 'no PDF, no image and no text'}")
    kind, media_type = found
    name = writable(path.name)
    with coded(name):
        reader = _reader(kind, path, limits)
        try:
            _check_pages(reader.page_count, name, limits)
            return Document(name, file_sha256(path), media_type, size, reader)
        except BaseException:
            reader.close()
            raise


def open_joined(paths: Sequence[Path | str], limits: Limits | None = None) -> Document:
    """Open files as the pages of one document, in the order given.

    Raises:
        BadOption: no file is given.
        VanthuError: as :func:`open_document`, for the first file that cannot be opened.
    """
    limits = limits or Limits()
    if not paths:
        raise BadOption("no files to join")
    parts: list[Document] = []
    try:
        for path in paths:
            parts.append(open_document(path, limits))
            _check_pages(sum(part.page_count for part in parts), "the joined document", limits)
            _check_bytes(sum(part.bytes for part in parts), "the joined document", limits)
    except BaseException:
        for part in parts:
            part.close()
        raise
    return _join(parts)


def _join(parts: list[Document]) -> Document:
    kinds = {part.media_type for part in parts}
    return Document(
        name=" + ".join(part.name for part in parts),
        sha256=joint_sha256(part.sha256 for part in parts),
        media_type=kinds.pop() if len(kinds) == 1 else "multipart/mixed",
        bytes=sum(part.bytes for part in parts),
        reader=JoinedReader(tuple(parts)),
    )


def _first_look(path: Path, limits: Limits) -> tuple[int, bytes]:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would be waited for
            raise FileMissing(f"{path} is not a file")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise unopened(path, error) from error
    if not head:
        raise FileEmpty(f"{path.name} has no bytes")
    _check_bytes(size, path.name, limits)
    return size, head


def unopened(path: Path, error: OSError) -> InputError:
    """What the system's refusal to open a file for reading is called."""
    if isinstance(error, IsADirectoryError):
        return FolderGiven(f"{path} is a folder")
    return FileMissing(f"{path}: {error.strerror or error}")


def _reader(kind: Kind, path: Path, limits: Limits) -> Reader:
    """The libraries of a kind are loaded when a file of that kind comes."""
    if kind is Kind.PDF:
        from vanthu.ingest.intake.pdf import PdfReader  # noqa: PLC0415  heavy: pdfium, qpdf

        return PdfReader(path, limits)
    if kind is Kind.IMAGE:
        from vanthu.ingest.intake.raster import RasterReader  # noqa: PLC0415  heavy: Pillow

        return RasterReader(path, limits)
    from vanthu.ingest.intake.text import TextReader  # noqa: PLC0415  beside its siblings

    return TextReader(path, limits)


def _check_bytes(size: int, name: str, limits: Limits) -> None:
    if size > limits.max_bytes:
        raise TooManyBytes(f"{name} has {counted(size, 'byte')}, more than {limits.max_bytes:,} (--max-bytes)")


def _check_pages(count: int, name: str, limits: Limits) -> None:
    if count == 0:
        raise NoPages(f"{name} has no pages")
    if count > limits.max_pages:
        raise TooManyPages(f"{name} has more than {counted(limits.max_pages, 'page')} (--max-pages)")


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_sha256(paths: Sequence[Path]) -> str:
    """The hash of one file, or what names several as one document."""
    digests = [file_sha256(path) for path in paths]
    return digests[0] if len(digests) == 1 else joint_sha256(digests)


def joint_sha256(digests: Iterable[str]) -> str:
    """What names several files as one document: the hash of their hashes."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()
