"""What there is to measure in a folder: gold, and every input that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vanthu.corpora.errors import FileMissing, NoGold

EXTRACTED = ".campaign.json"
IMAGES = (".png", ".tif", ".tiff", ".jpg", ".jpeg")
INPUTS = (EXTRACTED, ".txt", ".pdf", *IMAGES)
PLAIN = "text"
"""Level of an input whose name tells none."""
Kind = Literal["file", "pages", "extracted"]


@dataclass(frozen=True, slots=True)
class Case:
    """One document at one noise level: what is read, and the gold that it is measured by."""

    name: str
    level: str
    gold: Path
    files: tuple[Path, ...]
    kind: Kind = "file"


def gold_files(folder: Path) -> dict[str, Path]:
    """Name → gold. ``NAME.x.json`` beside ``NAME.json`` is no gold, whatever it is.

    Raises:
        FileMissing: there is no such folder.
        NoGold: nothing in it is gold.
    """
    if not folder.is_dir():
        raise FileMissing(f"{folder} is no folder")
    found = {p.stem: p for p in sorted(folder.glob("*.json")) if p.is_file() and not p.name.endswith(EXTRACTED)}
    own = {name: p for name, p in found.items() if _owner(name, set(found) - {name}) is None}
    if not own:
        raise NoGold(f"{folder} holds no NAME.json")
    return own


def cases(gold: dict[str, Path]) -> dict[str, list[Case]]:
    """Name → every input of it, ``text`` first, then by level."""
    found: dict[str, list[Case]] = {name: [] for name in gold}
    for path in sorted(entry for parent in {p.parent for p in gold.values()} for entry in parent.iterdir()):
        case = _case(path, gold)
        if case:
            found[case.name].append(case)
    return {name: sorted(inputs, key=lambda c: (c.level != PLAIN, c.level)) for name, inputs in found.items()}


def _case(path: Path, gold: dict[str, Path]) -> Case | None:
    suffix = "" if path.is_dir() else next((s for s in INPUTS if path.name.lower().endswith(s)), None)
    if suffix is None or path in gold.values():
        return None
    stem = path.name[: len(path.name) - len(suffix)]
    name = stem if stem in gold else _owner(stem, set(gold))
    if name is None:
        return None
    level = stem[len(name) + 1 :] or PLAIN
    if path.is_dir():
        pages = tuple(sorted(p for p in path.iterdir() if p.suffix.lower() in IMAGES))
        return Case(name, level, gold[name], pages, "pages") if pages else None
    return Case(name, level, gold[name], (path,), "extracted" if suffix == EXTRACTED else "file")


def _owner(stem: str, names: set[str]) -> str | None:
    """The longest name that a stem begins with, a dot after it."""
    return max((name for name in names if stem.startswith(f"{name}.")), key=len, default=None)
