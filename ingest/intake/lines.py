"""Text read line by line: files of any size in bounded memory, each line with the line break it has.

The whole file is looked at before the first line is given out, so that a file that cannot be read gives an error and no
half result. Lines are decoded one by one: files put together from several sources mix their encodings.
"""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from vanthu.corpora.errors import FileEmpty, FileUnknown, LineTooLong, NoText, TooManyBytes
from vanthu.corpora.wording import counted
from vanthu.ingest.intake.opening import unopened
from vanthu.ingest.intake.sniff import HEAD_BYTES, Kind, sniff
from vanthu.ingest.intake.text import eight_bit_codec

LONGEST_LINE = 400_000
"""Bytes of the longest line: a hundred dense pages without a line break."""
_CHUNK = 1 << 16
_IN_MEMORY = 8_000_000
"""Bytes of piped text kept in memory; what is more lies in a temporary file."""
_SAMPLE = 1_000_000
"""Bytes of lines in no Unicode encoding that decide which 8-bit encoding they are in."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as decoded, and its line break: CR, LF, both, or none at the end of the file."""

    text: str
    ending: str


@dataclass(frozen=True, slots=True)
class TextLines:
    """The lines of a text file. ``size`` counts bytes; :meth:`lines` can be gone through again and again."""

    name: str
    size: int
    _file: IO[bytes]
    _codec: str

    def lines(self) -> Iterator[TextLine]:
        """All lines, in order; legacy text stays as its Latin-1 characters."""
        for line in _raw_lines(self._file, self.name):
            content = line.rstrip(b"\r\n")
            yield TextLine(self._decoded(content), line[len(content) :].decode("ascii"))

    def _decoded(self, content: bytes) -> str:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode(self._codec, errors="replace")


@contextmanager
def open_lines(source: Path | IO[bytes], max_bytes: int) -> Iterator[TextLines]:
    """Open a text file, a pipe, or a stream such as standard input.

    Raises:
        InputError: it is missing, empty, not text, or in no supported encoding.
        LimitError: it or one of its lines is too long.
    """
    name = source.name if isinstance(source, Path) else "stdin"
    with _opened(source) as stream, _seekable(stream, name, max_bytes) as file:
        size = file.seek(0, 2)
        file.seek(0)
        _check_kind(file.read(HEAD_BYTES), name)
        with _as_utf8(file, name) as unicode:
            yield TextLines(name, size, unicode, _codec(unicode, name))


@contextmanager
def _opened(source: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(source, Path):
        yield source
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise unopened(source, error) from error
    with file:
        yield file


@contextmanager
def _seekable(stream: IO[bytes], name: str, max_bytes: int) -> Iterator[IO[bytes]]:
    """The stream, or a copy of what comes through it where it is a pipe: it is read twice."""
    if stream.seekable():
        size = stream.seek(0, 2)
        if size > max_bytes:
            raise TooManyBytes(f"{name} has {counted(size, 'byte')}, more than {max_bytes:,} (--max-bytes)")
        yield stream
        return
    with _spool() as copy:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > max_bytes:
                raise TooManyBytes(f"{name} has more than {counted(max_bytes, 'byte')} (--max-bytes)")
            copy.write(chunk)
        yield copy


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def _check_kind(head: bytes, name: str) -> None:
    if not head:
        raise FileEmpty(f"{name} has no bytes")
    found = sniff(head)
    if found is None:
        raise FileUnknown(f"{name} is not text")
    if found[0] is not Kind.TEXT:
        raise FileUnknown(f"{name} is {found[1]}, not text; `vanthu read --text` reads it")


@contextmanager
def _as_utf8(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """The file, or a copy in UTF-8 where it is UTF-16: its line breaks are then the bytes they seem to be."""
    file.seek(0)
    if file.read(2) not in _UTF16:
        yield file
        return
    file.seek(0)
    decode = codecs.getincrementaldecoder("utf-16")().decode
    with _spool() as copy:
        try:
            for text in _decoded_chunks(file, decode):
                copy.write(text.encode("utf-8"))
        except UnicodeDecodeError as error:
            raise NoText(f"{name} says it is UTF-16 but is not: {error.reason}") from error
        yield copy


def _decoded_chunks(file: IO[bytes], decode: Callable[[bytes, bool], str]) -> Iterator[str]:
    while chunk := file.read(_CHUNK):
        yield decode(chunk, False)  # noqa: FBT003  positional in the codecs protocol
    yield decode(b"", True)  # noqa: FBT003  same


def _codec(file: IO[bytes], name: str) -> str:
    """The encoding of the lines that are not UTF-8.

    Raises:
        FileUnknown: there are NUL characters.
        NoText: no supported encoding explains these lines.
    """
    first, sample = 0, bytearray()
    for number, line in enumerate(_raw_lines(file, name), 1):
        if b"\0" in line:
            raise FileUnknown(f"{name} holds NUL characters on line {number}")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            first = first or number
            if len(sample) < _SAMPLE:
                sample += line
    return eight_bit_codec(bytes(sample), f"{name}, line {first},") if sample else "utf-8"


def _raw_lines(file: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines with their breaks, from the beginning, without a byte order mark."""
    file.seek(0)
    if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
        file.seek(0)
    number, rest = 0, b""
    while chunk := file.read(_CHUNK):
        *whole, rest = (rest + chunk).splitlines(keepends=True)
        for line in whole:
            yield _checked(line, number := number + 1, name)
        _checked(rest, number + 1, name)
    if rest:
        yield rest


def _checked(line: bytes, number: int, name: str) -> bytes:
    if len(line) > LONGEST_LINE:
        raise LineTooLong(f"{name}: line {number} has more than {LONGEST_LINE:,} bytes")
    return line
