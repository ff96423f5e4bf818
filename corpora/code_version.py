"""Versions of stages, from what they are made of: another source or table, another version.

A stage is made of the modules that it imports, directly or through others, and of the tables among the package data
that one of these names. White space at line ends of another system says nothing, so that a checkout and a wheel agree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The folder of the package ``vanthu``: links in a checkout, folders in a wheel."""
PACKAGE = "vanthu"
LENGTH = 12
"""Hexadecimal digits of a version."""
_IMPORT = re.compile(r"^\s*from\s+(vanthu(?:\.\w+)+)\s+import\s+(\([^)]*\)|[^\n#]*)", re.MULTILINE)
_NAMED = re.compile(r"[\"'](vanthu(?:\.\w+)+)[\"']")
"""Modules that are imported by name, as the components of the pipeline are."""
_LITERAL = re.compile(r"[\"']([\w.]+)[\"']")
_TABLES = frozenset({".tsv", ".json", ".txt", ".xz"})


@cache
def code_version(*modules: str, alone: tuple[str, ...] = ()) -> str:
    """The version of a stage, computed once in a process.

    Args:
        modules: where it begins; what they import is part of it.
        alone: modules that are part of it without what they import.

    Raises:
        FileNotFoundError: there is no such module.
    """
    digest = hashlib.sha256()
    for path in sources(*modules, alone=alone):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:LENGTH]


def sources(*modules: str, alone: tuple[str, ...] = ()) -> list[Path]:
    """The files that a stage is made of, sorted: modules, and the tables beside them that a module names."""
    found: dict[str, Path] = {}
    waiting = [name for module in modules for name in _with_packages(module)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _file(name)
            waiting += _imported(found[name].read_text(encoding="utf-8"))
    paths = {*found.values(), *map(_file, alone)}
    named = {word for path in paths for word in _LITERAL.findall(path.read_text(encoding="utf-8"))}
    folders = {path.parent for path in paths}
    tables = {t for folder in folders for t in folder.iterdir() if t.suffix in _TABLES and {t.stem, t.name} & named}
    return sorted(paths | tables)


def _imported(source: str) -> Iterator[str]:
    for module, names in _IMPORT.findall(source):
        yield from _with_packages(module)
        for name in re.findall(r"\w+", names):
            if _path(f"{module}.{name}") is not None:
                yield f"{module}.{name}"
    for module in _NAMED.findall(source):
        if _path(module) is not None:
            yield from _with_packages(module)


def _with_packages(module: str) -> Iterator[str]:
    """The module and the packages that are imported with it, but for the public API, which holds everything."""
    parts = module.split(".")
    for end in range(2, len(parts) + 1):
        yield ".".join(parts[:end])


def _file(module: str) -> Path:
    path = _path(module)
    if path is None:
        raise FileNotFoundError(f"no module {module}")
    return path


def _path(module: str) -> Path | None:
    stem = ROOT.joinpath(*module.split(".")[1:])
    return next((p for p in (stem.with_suffix(".py"), stem / "__init__.py") if p.is_file()), None)
