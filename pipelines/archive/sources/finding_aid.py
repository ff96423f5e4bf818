"""A finding aid: a CSV that says of each file in which fonds, inventory, dossier and on which sheets it is."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from vanthu.corpora.errors import FileMissing, FileUnknown, FindingAidBroken, NoText
from vanthu.corpora.gazetteer.folding import bare
from vanthu.ingest.intake.text import decode
from vanthu.models import legacy
from vanthu.pipelines.archive.sources.found import Found, composed
from vanthu.pipelines.archive.sources.original import Refused
from vanthu.pipelines.archive.sources.passed_over import Noted

FILE = "file"
COLUMNS = {
    FILE: (
        "file", "file name", "filename", "path", "file path", "tep", "ten tep", "tep tin", "ten tep tin", "tap tin",
        "ten tap tin", "ten file", "duong dan",
    ),
    "phông": ("phong", "ten phong", "ma phong", "phong luu tru", "phong so", "fonds", "fond", "fonds name"),
    "mục lục": ("muc luc", "muc luc so", "so muc luc", "muc luc ho so", "inventory", "inventory number"),
    "hồ sơ": (
        "ho so", "ho so so", "so ho so", "ma ho so", "don vi bao quan", "dossier", "dossier number", "file number",
    ),
    "tờ": ("to", "to so", "so to", "sheet", "sheets", "folio", "folios"),
}  # fmt: skip
"""Headers without diacritics in lower case, Vietnamese and English; a column that is none of these keeps its own."""
_SEPARATORS = ",;\t"
_FONT_ENCODINGS = frozenset({legacy.Encoding.TCVN3, legacy.Encoding.VNI})
_SUFFIX = re.compile(r"[\s.:*]+$")


@dataclass(frozen=True, slots=True)
class FindingAid:
    """Rows by the file that they name; each is given to one original.

    Args:
        uri: of the CSV.
        header: names of the columns that are carried through.
        rows: line of the row and its cells, by relative path.
        nameless: lines of rows that name no file.
    """

    uri: str
    header: tuple[str, ...]
    rows: dict[str, tuple[int, tuple[str, ...]]]
    nameless: list[int] = field(default_factory=list)

    def anew(self) -> FindingAid:
        """The same, with every row to be given."""
        return replace(self, rows=dict(self.rows))

    def describe(self, stream: Iterable[Found], counts: Counter[str]) -> Iterator[Found]:
        """Give each original its row; those without are counted."""
        for found in stream:
            row = self.rows.pop(found.relative, None)
            if isinstance(found.item, Refused):
                yield found
            elif row is None:
                counts[Noted.WITHOUT_ROW] += 1
                yield found
            else:
                columns = dict(zip(self.header, row[1], strict=True))
                yield replace(found, item=replace(found.item, finding_aid=columns, row=self._row(row[0])))

    def _row(self, number: int) -> str:
        return f"{self.uri}#line={number}"

    def without_file(self, counts: Counter[str]) -> Iterator[Refused]:
        """Rows that nothing was found for, in their order."""
        left = [(number, path) for path, (number, _) in self.rows.items()] + [(n, "") for n in self.nameless]
        for number, path in sorted(left):
            counts[Noted.WITHOUT_FILE] += 1
            said = "names a file that is not in the source" if path else "names no file"
            name = path.rsplit("/", 1)[-1] or f"line {number}"
            message = f"line {number} of the finding aid {said}"
            yield Refused(self._row(number), name, FileMissing.code, message)


def read_finding_aid(path: Path) -> FindingAid:
    """Read a finding aid whole: UTF-8, UTF-16 with a byte order mark or Windows-1258; comma, semicolon or tab.

    Raises:
        FileMissing: it is not there, or may not be read.
        FindingAidBroken: no header names the files, a row has too many cells, or two rows name one file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileMissing(f"{path.name}: {error.strerror}") from error
    try:
        header, rows = _table(_text(data))
        return _collect(path.resolve().as_uri(), header, rows)
    except FindingAidBroken as error:
        raise FindingAidBroken(f"{path.name}: {error.detail}") from error


def _text(data: bytes) -> str:
    try:
        text = decode(data, "it")
    except NoText:  # too few Vietnamese syllables among file names and numbers to tell by
        text = _windows_1258(data)
    except FileUnknown as error:
        raise FindingAidBroken("holds NUL bytes: a workbook, or UTF-16 without a mark") from error
    text = unicodedata.normalize("NFC", text)
    if legacy.detect(text) in _FONT_ENCODINGS:
        raise FindingAidBroken("written in TCVN3 or VNI")
    return text


def _windows_1258(data: bytes) -> str:
    try:
        return legacy.normalise(data.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise FindingAidBroken("neither UTF-8, UTF-16 with a mark nor Windows-1258") from error


def _table(text: str) -> tuple[Sequence[str], Iterator[tuple[int, list[str]]]]:
    """The header, and the rows with the numbers of their lines; the separator is the one that makes it a header."""
    for separator in _SEPARATORS:
        rows = _rows(text, separator)
        with suppress(FindingAidBroken):  # quotes look wrong to another separator
            header = [_column(cell) for cell in next(rows, (1, []))[1]]
            if FILE in header:
                return header, rows
    raise FindingAidBroken(f"no column of the first row is called {', '.join(COLUMNS[FILE][:4])} …")


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise FindingAidBroken(f"line {reader.line_num}: {error}") from error


def _column(cell: str) -> str:
    """The name of a column that is known, else what stands there."""
    said = " ".join(cell.split())
    plain = " ".join(_SUFFIX.sub("", bare(composed(said))).replace("_", " ").split())
    return next((column for column, names in COLUMNS.items() if plain in names), said)


def _collect(uri: str, header: Sequence[str], rows: Iterable[tuple[int, list[str]]]) -> FindingAid:
    if twice := [column for column, times in Counter(header).items() if times > 1 and column]:
        raise FindingAidBroken(f"two columns are called {twice[0]}")
    names = tuple(column for column in header if column not in {FILE, ""})
    kept: dict[str, tuple[int, tuple[str, ...]]] = {}
    nameless = []
    for number, row in rows:
        if len(row) > len(header):
            raise FindingAidBroken(f"line {number} has {len(row)} cells under {len(header)} headings")
        cells = dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=True))
        path = _relative(cells[FILE])
        if path in kept:
            raise FindingAidBroken(f"lines {kept[path][0]} and {number} name the same file")
        if path:
            kept[path] = (number, tuple(cells[name].strip() for name in names))
        else:
            nameless.append(number)
    return FindingAid(uri, names, kept, nameless)


def _relative(cell: str) -> str:
    """A path as the source has it, whichever system it was written on."""
    return composed(cell.strip().replace("\\", "/")).removeprefix("./")
