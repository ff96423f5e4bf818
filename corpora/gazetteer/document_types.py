"""Types of documents (tên loại) of the State, the Party and the legislator, with their abbreviations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.tables import rows

_NOISY_LINE = 88.0
"""Least similarity (0..100) of a type line read with errors; measured on 30 scans: right ones score 88 and more."""


_JOINT = (" lien tich", " lien nganh", " phoi hop", " hanh dong")


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """A type: ``code`` as in a symbol (``KH``), printed ``name``, and ``state``, ``party`` or ``legal``."""

    code: str
    name: str
    system: str


@cache
def document_types() -> tuple[TypeEntry, ...]:
    """All types, those of the State first."""
    return tuple(TypeEntry(r["code"], r["name"], r["system"]) for r in rows("document_types"))


@cache
def _by_name() -> dict[str, TypeEntry]:
    return {fold(entry.name): entry for entry in reversed(document_types())}


@cache
def _by_bare_name() -> dict[str, TypeEntry]:
    return {bare(entry.name): entry for entry in reversed(document_types())}


def type_named(name: str) -> TypeEntry | None:
    """The type whose printed name this is, whatever its case and tone placement."""
    return _by_name().get(fold(name))


def type_coded(code: str, system: str = "state") -> TypeEntry | None:
    """The type of an abbreviation in a symbol; ``system`` decides between those that share letters."""
    found = [entry for entry in document_types() if entry.code == code]
    return min(found, key=lambda entry: entry.system != system, default=None)


def type_of_line(line: str) -> TypeEntry | None:
    """The type that a line alone names, read with errors or not: ``QUYÉT ĐỊNH`` is a Quyết định.

    Who acts together may be named beside it: ``KẾ HOẠCH LIÊN TỊCH``, ``CHƯƠNG TRÌNH PHỐI HỢP``.
    """
    exact = type_named(line.strip(" .*:-_"))
    if exact:
        return exact
    key = " ".join(bare(line).strip(" .,*:;-_'`|").split())
    if _is_spaced_out(key):
        key = _joined(key)
    key = key.removeprefix("du thao ")
    alone = next((key.removesuffix(joint) for joint in _JOINT if key.endswith(joint)), key)
    if alone in _by_bare_name():
        return _by_bare_name()[alone]
    hit = process.extractOne(key, _by_bare_name().keys(), scorer=fuzz.ratio, score_cutoff=_NOISY_LINE)
    return _by_bare_name()[hit[0]] if hit else None


def _is_spaced_out(key: str) -> bool:
    """Letters that stand apart, as headings are set: ``K Ế  H O Ạ C H``."""
    words = key.split()
    return len(words) > 2 and len(key.replace(" ", "")) < 2 * len(words)  # noqa: PLR2004  shorter than any syllables


def _joined(key: str) -> str:
    """The name that letters spaced out spell; without their blanks where they spell none."""
    letters = key.replace(" ", "")
    names = (name + joint for name in _by_bare_name() for joint in ("", *_JOINT))
    return next((name for name in names if name.replace(" ", "") == letters), letters)


def type_of_system(entry: TypeEntry, system: str | None) -> TypeEntry:
    """The entry of the same name in another system, where it has one (a Party ``Quy định`` is ``QĐ``)."""
    return next((e for e in document_types() if e.name == entry.name and e.system == system), entry)


def type_opening(line: str) -> tuple[TypeEntry, int] | None:
    """The type that opens a line whose subject goes on beside it, and where the type ends."""
    key = bare(line)
    lead = len(key) - len(key.lstrip(" .*_|"))
    for name in sorted(_by_bare_name(), key=len, reverse=True):
        if key.startswith(name + " ", lead):
            return _by_bare_name()[name], lead + len(name)
    return None
