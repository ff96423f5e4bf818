"""``vanthu config``: every option in force, with where its value comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any

import typer
from rich.console import Console

from vanthu.corpora.errors import BadOption
from vanthu.pipelines.configuration import VARIABLE, Setting, commands, given, settings, unknown_variables
from vanthu.pipelines.terminal.names import escaped
from vanthu.pipelines.terminal.tables import table

_PASSWORD = re.compile(r"(://[^/:@\s]*):\S*@")
_SECRET = re.compile(r"(?i)([?&][^=&\s]*(?:password|passwd|pwd|secret|token|key)[^=&\s]*=)[^&\s]*")
_SOURCES = {"COMMANDLINE": "option", "ENVIRONMENT": "environment", "DEFAULT_MAP": "file"}
"""Names of typer's sources; anything else is a default."""

Value = str | int | float | bool | list["Value"] | None


@dataclass(frozen=True, slots=True)
class InForce:
    """One option of one command: its value, and ``source``: option, environment, file or default.

    ``name`` is the option, the variable or the file that the value stands in; None for a default.
    """

    command: str
    option: str
    value: Value
    source: str
    name: str | None


def show(root: Any, words: Sequence[str], console: Console, *, as_json: bool) -> None:  # noqa: ANN401  typer exports no type of it
    """Print what is in force for a command, a group, or all.

    Args:
        root: context of the root command, prepared.
        words: of the command or group, and options of the command as they would be given to it.
        console: where the table goes.
        as_json: print JSON on stdout instead.

    Raises:
        BadOption: there is no such command or option, or an option's value cannot be used.
    """
    found = list(in_force(root, words))
    file = root.meta.get(VARIABLE)
    unknown = unknown_variables(settings(root.command))
    if as_json:
        facts = {"file": file and str(file), "unknown_variables": unknown, "options": [asdict(one) for one in found]}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    rows = [(one.command, f"--{one.option}", _text(one.value), _from(one)) for one in found]
    console.print(f"file: {escaped(str(file)) if file else 'none'}", soft_wrap=True)
    console.print(table(("command", "option", "value", "from"), rows, running=("value", "from")))
    for name in unknown:
        console.print(f"{escaped(name)} in the environment is no setting", soft_wrap=True)


def _from(one: InForce) -> str:
    return one.source if one.name is None else f"{one.source}: {one.name}"


def in_force(root: Any, words: Sequence[str]) -> Iterator[InForce]:  # noqa: ANN401  same
    """The options of the command or group that the words begin with."""
    every = dict(commands(root.command))
    path: tuple[str, ...] = ()
    while len(path) < len(words) and any(known[: len(path) + 1] == tuple(words[: len(path) + 1]) for known in every):
        path = tuple(words[: len(path) + 1])
    rest = list(words[len(path) :])
    if rest and path not in every:
        near = get_close_matches(" ".join(words), [" ".join(known) for known in every], n=1, cutoff=0.0)
        raise BadOption(f"there is no command {' '.join(words)}; the nearest is {near[0]}")
    known = settings(root.command)
    for of in every:
        if of[: len(path)] == path:
            yield from _of_command(root, of, rest, [setting for setting in known if setting.path == of])


def _of_command(root: Any, path: Sequence[str], rest: list[str], known: list[Setting]) -> Iterator[InForce]:  # noqa: ANN401  same
    unknown = {word.partition("=")[0] for word in rest if word.startswith("-")}
    unknown -= {name for setting in known for name in (*setting.option.opts, *setting.option.secondary_opts)}
    if unknown:
        raise BadOption(f"vanthu {' '.join(path)} has no option {min(unknown)}")
    context = _context(root, path, rest)
    for setting in known:
        source = _source(context, setting)
        value = context.params[setting.option.name]
        if value is None and source == "option":
            raise BadOption(f"--{setting.key} has a value that cannot be used")
        name = {"option": f"--{setting.key}", "environment": (given(setting) or [""])[0]}.get(source)
        place = str(root.meta[VARIABLE]) if source == "file" else name
        yield InForce(" ".join(path), setting.key, _plain(value), source, place)


def _context(root: Any, path: Sequence[str], rest: list[str]) -> Any:  # noqa: ANN401  same
    """What the command would see; arguments that it misses are no matter here."""
    context, command = root, root.command
    for word in path:
        command = command.commands[word]
        arguments = list(rest) if word is path[-1] else []
        context = command.make_context(word, arguments, parent=context, resilient_parsing=True)
    return context


def _source(context: Any, setting: Setting) -> str:  # noqa: ANN401  same
    source = context.get_parameter_source(setting.option.name)
    return _SOURCES.get(source.name if source else "", "default")


def _plain(value: object) -> Value:
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return masked(str(value))


def masked(text: str) -> str:
    """A value without the passwords of URLs in it."""
    return _SECRET.sub(r"\1***", _PASSWORD.sub(r"\1:***@", text))


def _text(value: Value) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
