"""Number and symbol of the document (số, ký hiệu): ``Số 180-KH/TU``, ``Số: 02/2020/QĐ-UBND``, ``Số: 299/UBND-TTHC``."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.symbols import symbol_groups
from vanthu.models.extract.header.digits import Digits, Ink, read_digits
from vanthu.models.extract.header.letterhead_lines import NUMBER, right_column
from vanthu.models.extract.source import LineRef, Span

_BARE_NUMBER = regex.compile(
    r"^\W*(?P<number>\d{1,5}[a-z]?)\s*(?:/\s*(?P<year>(?:19|20)\d\d)\s*)?(?P<separator>[-–—/])\s*"
    r"(?P<symbol>\p{Lu}[\p{L}\d&.]*\s*[-–—/]\s*\p{Lu}[\p{L}\d&.]*(?:\s*[-–—]\s*\p{Lu}[\p{L}\d&.]*)*)\s*$"
)
"""The same without ``Số``, which some readers lose."""

_LONG_GROUP = 4
"""Letters of a group that is known even with one of them misread: two of three say too little."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Number and symbol as printed on one line, with their spans in the document string."""

    digits: Digits
    number_span: Span
    year: int | None
    symbol: str
    symbol_span: Span
    separator: str
    line: LineRef

    @property
    def party_style(self) -> bool:
        """A hyphen after the number, as the Party writes it."""
        return self.separator == "-"

    @property
    def code(self) -> str | None:
        """Number and symbol as printed, without blanks; None where the number cannot be read."""
        if self.digits.ink is not Ink.READ:
            return None
        year = f"/{self.year}" if self.year else ""
        return f"{self.digits.text}{year}{self.separator}{self.symbol}"


def find_number(refs: list[LineRef]) -> DocumentNumber | None:
    """The number of the act among the lines of the letterhead: the one with a symbol (a registry stamp has none)."""
    for pattern in (NUMBER, _BARE_NUMBER):
        for ref in refs:
            end = right_column(ref.text)
            hit = pattern.search(ref.text, 0, len(ref.text) if end is None else end)
            if hit and _is_symbol(hit["symbol"]):
                return _read(ref, hit)
    return None


def _is_symbol(symbol: str) -> bool:
    groups = regex.split(r"\s*[-–—/⁄]\s*", symbol)
    return len(groups) > 1 or all(tidy_group(group) in symbol_groups() for group in groups[0].split("."))


def _read(ref: LineRef, hit: regex.Match[str]) -> DocumentNumber:
    number, symbol = hit.span("number"), hit.span("symbol")
    return DocumentNumber(
        digits=read_digits(ref.line, number, symbol, suffix=True),
        number_span=(ref.start + number[0], ref.start + number[1]),
        year=_year(hit["year"]),
        symbol=tidy_symbol(hit["symbol"]),
        symbol_span=(ref.start + symbol[0], ref.start + symbol[1]),
        separator=_separator(hit["separator"], hit["symbol"]),
        line=ref,
    )


def _separator(printed: str, symbol: str) -> str:
    """The stroke after the number; one that is not printed follows from the other: ``84-KH/TĐTN``, ``84/KH-UBND``."""
    if printed:
        return "-" if printed in "-–—" else "/"
    return "-" if regex.match(r"\p{L}+\s*[/⁄]", symbol) else "/"


def _year(text: str | None) -> int | None:
    """The year of a legal-normative document; a printed ``/20  /`` may be filled by hand."""
    digits = regex.sub(r"\D", "", text or "")
    return int(digits) if regex.fullmatch(r"(?:19[4-9]|20\d)\d", digits) else None


def tidy_symbol(text: str) -> str:
    """A symbol without blanks around its strokes, known groups spelt right."""
    parts = regex.split(r"\s*([-–—/⁄])\s*", text.replace("\u00d0", "Đ").strip(" ."))
    tidy = [tidy_group(p) if i % 2 == 0 else p for i, p in enumerate(parts)]
    return "".join("-" if p in "–—" else "/" if p == "⁄" else p for p in tidy)


def tidy_group(group: str) -> str:
    """A group of a symbol as known ones are spelt, where it is nearly one: ``QĐĐ`` is ``QĐ``, ``TTR`` is ``TTr``."""
    single = str(regex.sub(r"Đ{2,}", "Đ", group.replace("\u00d0", "Đ").strip()))
    if single in symbol_groups():
        return single
    same = [known for known in symbol_groups() if known.casefold() == single.casefold()]
    same = same or [known for known in symbol_groups() if _misread(single, known)]
    return same[0] if len(same) == 1 else single


def _misread(group: str, known: str) -> bool:
    """One letter of a known group of four and more was read as one that abbreviations do not have (``UBJD``)."""
    if len(group) != len(known) or len(known) < _LONG_GROUP:
        return False
    wrong = [a for a, b in zip(group, known, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0] in "FIJWZ"
