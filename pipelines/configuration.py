"""Settings of every command: an option goes before the environment, that before ``vanthu.toml``, that before defaults.

What the command line knows is the only list there is: an option ``--max-pages`` of ``vanthu archive load`` is

========================================  ==============================  ==========================================
applies to                                environment                     file
========================================  ==============================  ==========================================
every command that has the option         ``VANTHU_MAX_PAGES``            ``max-pages = 100`` at the top
the commands of a group                   ``VANTHU_ARCHIVE_MAX_PAGES``    the same below ``[archive]``
one command                               ``VANTHU_ARCHIVE_LOAD_MAX_PAGES``  the same below ``[archive.load]``
========================================  ==============================  ==========================================

and the nearer goes before the farther. Options that mean different things in different commands (``--join``, ``--out``)
have no name for every command.
"""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer

from vanthu.corpora.errors import BadOption, FileMissing

FILE = Path("vanthu.toml")
"""Read from the working folder, where it is there."""
VARIABLE = "VANTHU_CONFIG"
PREFIX = "VANTHU"
PER_CALL = frozenset({"help", "version", "config"})
"""Belong to one call and have no setting."""
DIFFERENT = frozenset({"out"})
"""Means a file here and a folder there, though both are paths."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An option of a command: ``path`` are the words of the command, ``key`` is the option's name without dashes.

    ``option`` is typer's own parameter; ``shared`` says whether there is a name for every command.
    """

    path: tuple[str, ...]
    key: str
    option: Any
    shared: bool = True

    @property
    def variables(self) -> tuple[str, ...]:
        """Names in the environment, nearest first."""
        groups = [self.path[:length] for length in range(len(self.path), 0, -1)]
        paths = [*groups, ()] if self.shared else groups[:1]
        return tuple("_".join((PREFIX, *path, self.key)).replace("-", "_").upper() for path in paths)


def prepare(context: typer.Context, file: Path | None) -> None:
    """Make the environment and the file count for whatever command follows.

    Args:
        context: of the root command.
        file: the file given; without one, ``vanthu.toml`` of the working folder if it is there.

    Raises:
        FileMissing: the file given is not there.
        BadOption: it is no TOML, or it or a variable has a name or value that no option has.
    """
    known = settings(context.command)
    told: dict[str, list[Setting]] = defaultdict(list)
    for setting in known:
        setting.option.envvar = list(setting.variables)
        setting.option.show_envvar = False  # three names for each option would drown the help
        for variable in given(setting)[:1]:
            told[variable].append(setting)
    for variable, meant in told.items():
        _check(context, meant, _from_text(meant[0], os.environ[variable]), variable)
    chosen = file or (FILE if FILE.is_file() else None)
    context.meta[VARIABLE] = chosen
    if chosen is not None:
        context.default_map = _Reader(context, known, chosen).defaults()


def given(setting: Setting) -> list[str]:
    """The variables of the environment that set it, the one that counts first; an empty one sets nothing."""
    return [variable for variable in setting.variables if os.environ.get(variable)]


def unknown_variables(known: Sequence[Setting]) -> list[str]:
    """Variables of the environment that look like settings and are none: misspelt, or of another version."""
    names = {VARIABLE, *(variable for setting in known for variable in setting.variables)}
    return sorted(name for name in os.environ if name.startswith(f"{PREFIX}_") and name not in names)


def settings(root: Any) -> list[Setting]:  # noqa: ANN401  typer vendors click's types and exports none of them
    """Every option of every command, in the order of the command line."""
    found = [
        Setting(path, key, option)
        for path, command in commands(root)
        for option in command.params
        if (key := _key(option)) is not None
    ]
    kinds: dict[str, set[tuple[bool, bool, str]]] = defaultdict(set)
    for setting in found:
        kinds[setting.key].add(_kind(setting.option))
    shared = {key for key, seen in kinds.items() if len(seen) == 1} - DIFFERENT
    return [Setting(s.path, s.key, s.option, s.key in shared) for s in found]


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401  same
    """Every command that does something, with the words that call it."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name, sub in below.items():
        yield from commands(sub, (*path, name))


def _key(option: Any) -> str | None:  # noqa: ANN401  same
    if option.param_type_name != "option":
        return None
    key = max(option.opts, key=len).lstrip("-")
    return None if key in PER_CALL else key


def _kind(option: Any) -> tuple[bool, bool, str]:  # noqa: ANN401  same
    described = getattr(option, "type_descriptor", None)  # typer from 0.29 on; before, click's type
    return option.is_flag, option.multiple, str(described.annotation if described else option.type.name)


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise FileMissing(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadOption(f"{file} is no TOML: {error}") from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns a file into defaults of the commands."""

    context: typer.Context
    known: Sequence[Setting]
    file: Path

    def defaults(self) -> dict[str, Any]:
        """As typer wants them: nested by the words of a command, then by the names of its parameters."""
        found: dict[str, Any] = {}
        self._fill(found, _read(self.file), ())
        return found

    def _fill(self, found: dict[str, Any], table: Mapping[str, Any], path: tuple[str, ...]) -> None:
        """The values of a table first, then the tables in it: the nearer goes before the farther."""
        for written, value in table.items():
            if not isinstance(value, dict):
                meant = self._meant(written.replace("_", "-"), path)
                _check(self.context, meant, value, f"{self.file}: {self._shown(written, path)}")
                for setting in meant:
                    place = found
                    for word in setting.path:
                        place = place.setdefault(word, {})
                    place[setting.option.name] = value
        for word, value in table.items():
            if isinstance(value, dict):
                self._fill(found, value, self._table(word, path))

    def _meant(self, key: str, path: tuple[str, ...]) -> list[Setting]:
        below = [setting for setting in self.known if setting.path[: len(path)] == path]
        same = [setting for setting in below if setting.key == key]
        meant = [setting for setting in same if setting.shared or setting.path == path]
        if same and not meant:
            tables = ", ".join(f"[{'.'.join(setting.path)}]" for setting in same)
            raise BadOption(f"{self.file}: {key} differs from command to command; set it below {tables}")
        if not meant:
            raise BadOption(self._unknown("key", key, path, sorted({setting.key for setting in below})))
        return meant

    def _table(self, word: str, path: tuple[str, ...]) -> tuple[str, ...]:
        level = len(path)
        words = {s.path[level] for s in self.known if s.path[:level] == path and len(s.path) > level}
        if word not in words:
            raise BadOption(self._unknown("table", word, path, sorted(words)))
        return (*path, word)

    def _unknown(self, kind: str, key: str, path: tuple[str, ...], names: Sequence[str]) -> str:
        near = get_close_matches(key, names, n=1, cutoff=0.0)
        meant = f"; the nearest is {near[0]}" if near else ""
        return f"{self.file}: there is no {kind} {self._shown(key, path)}{meant}"

    def _shown(self, key: str, path: tuple[str, ...]) -> str:
        return f"{key} below [{'.'.join(path)}]" if path else key


def _from_text(setting: Setting, text: str) -> str | list[str]:
    """As typer cuts what a variable holds."""
    return text.split() if setting.option.multiple else text


def _check(context: typer.Context, meant: Sequence[Setting], value: object, where: str) -> None:
    """Find out now, and say where it stands, what the command that follows, or every command, would choke on."""
    faults = {setting.path: fault for setting in meant if (fault := _fault(context, setting, value))}
    for path, fault in faults.items():
        if len(faults) == len(meant) or path[0] == context.invoked_subcommand:
            raise BadOption(f"{where}: {fault}")


def _fault(context: typer.Context, setting: Setting, value: object) -> str | None:
    wanted = _wanted(setting, value)
    if wanted:
        return wanted
    try:
        setting.option.process_value(context, value)
    except typer.BadParameter as error:
        return f"vanthu {' '.join(setting.path)} --{setting.key}: {error.message}"
    return None


def _wanted(setting: Setting, value: object) -> str | None:
    option, command = setting.option, f"vanthu {' '.join(setting.path)} --{setting.key}"
    if option.is_flag and not isinstance(value, bool | str):
        return f"{command} is true or false"
    if isinstance(value, bool) and not option.is_flag:
        return f"{command} is not true or false"
    if option.multiple and not isinstance(value, list):
        return f"{command} is a list, written [...]"
    return f"{command} is one value, no list" if isinstance(value, list) and not option.multiple else None
