"""Administrative units with validity: provinces, districts (to 30 June 2025) and communes, and what followed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from vanthu.corpora.gazetteer.folding import bare, fold, plain_apostrophe
from vanthu.corpora.gazetteer.tables import rows

Level = Literal["province", "district", "commune"]

REFORM = date(2025, 7, 1)
"""First day of the 34 provinces and of two-tier local government (NQ 202/2025/QH15)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``name`` without ``kind`` (``tỉnh``, ``huyện``, ``xã`` …).

    ``parent`` is the code of the unit above (district of an old commune, province of a new one); ``successors`` are
    codes of units of the same level since the reform, empty for those that stand. A missing bound is open.
    """

    code: str
    name: str
    kind: str
    level: Level
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """Kind and name: ``tỉnh Đắk Lắk``."""
        return f"{self.kind} {self.name}"

    def stands_on(self, day: date) -> bool:
        """Whether the unit exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


_TABLES: tuple[tuple[str, Level], ...] = (
    ("provinces", "province"),
    ("districts", "district"),
    ("communes", "commune"),
)


@cache
def units() -> tuple[Unit, ...]:
    """All units, provinces first."""
    return tuple(unit for table, level in _TABLES for unit in _read(table, level))


def _read(table: str, level: Level) -> Iterator[Unit]:
    return (
        Unit(
            code=r["code"],
            name=r["name"],
            kind=r["kind"],
            level=level,
            parent=r.get("parent") or r.get("province") or "",
            valid_from=_day(r.get("valid_from")) or (None if r["valid_to"] else REFORM),
            valid_to=_day(r["valid_to"]),
            successors=tuple(c for c in (r.get("successors") or r.get("successor") or "").split(",") if c),
        )
        for r in rows(table)
    )


@cache
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _by_bare_name() -> dict[str, tuple[Unit, ...]]:
    index: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in units():
        index[_bare_key(unit.name)].append(unit)
    return {key: tuple(found) for key, found in index.items()}


def _key(name: str) -> str:
    """Folded, with blanks around hyphens removed: ``Bà Rịa - Vũng Tàu`` is printed in three ways."""
    return _closed(fold(name))


def _bare_key(name: str) -> str:
    return _closed(" ".join(plain_apostrophe(bare(name)).split()))


def _closed(name: str) -> str:
    return name.replace(" - ", "-").replace("- ", "-").replace(" -", "-")


def units_named(name: str, kind: str | None = None, on: date | None = None) -> tuple[Unit, ...]:
    """Units of that name, whatever case and tone placement, of that kind and existing on that day where given."""
    key = _key(name)
    found = (unit for unit in _by_bare_name().get(_bare_key(name), ()) if _key(unit.name) == key)
    return tuple(u for u in found if (not kind or u.kind == kind.casefold()) and (on is None or u.stands_on(on)))


def units_like(name: str, kind: str | None = None, on: date | None = None) -> tuple[Unit, ...]:
    """Units whose name has the same base letters: for print read with wrong diacritics."""
    found = _by_bare_name().get(_bare_key(name), ())
    return tuple(u for u in found if (not kind or u.kind == kind.casefold()) and (on is None or u.stands_on(on)))


@cache
def _by_code() -> dict[tuple[Level, str, bool], Unit]:
    return {(u.level, u.code, u.valid_to is None): u for u in units()}


def successors(unit: Unit) -> tuple[Unit, ...]:
    """The units of the same level that took over on 1 July 2025; none for one that stands, or a district."""
    found = (_by_code().get((unit.level, code, True)) for code in unit.successors)
    return tuple(u for u in found if u is not None)


def parent(unit: Unit) -> Unit | None:
    """The unit above, of the same time."""
    if not unit.parent:
        return None
    standing = unit.valid_to is None
    if unit.level == "commune" and not standing:
        return _by_code().get(("district", unit.parent, False))
    return _by_code().get(("province", unit.parent, standing))


@cache
def bare_province_names() -> tuple[str, ...]:
    """Names of all provinces without diacritics, for matching print read with errors."""
    return tuple(sorted({_bare_key(u.name) for u in units() if u.level == "province"}))
