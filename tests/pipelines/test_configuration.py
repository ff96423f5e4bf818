from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from vanthu.corpora.errors import BadOption, FileMissing
from vanthu.pipelines.cli import app
from vanthu.pipelines.config_command import masked
from vanthu.pipelines.configuration import PER_CALL, commands, settings


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A working folder without settings, and an environment without them."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("VANTHU_"):
            monkeypatch.delenv(name)
    return tmp_path


def run(*arguments: str):
    done = CliRunner().invoke(app, list(arguments))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def in_force(*arguments: str) -> dict[tuple[str, str], SimpleNamespace]:
    facts = json.loads(run(*arguments, "--json").stdout)
    return {(one["command"], one["option"]): SimpleNamespace(**one) for one in facts["options"]}


def test_without_settings_every_value_is_the_default():
    found = in_force("config")
    assert {one.source for one in found.values()} == {"default"}
    assert found["read", "dpi"].value == 300
    assert found["train restorer", "corpus"].value is None or found["train restorer", "corpus"].value == []


def test_option_before_environment_before_file_before_default(folder, monkeypatch):
    def dpi(*given: str) -> tuple[int, str, str | None]:
        one = in_force("config", "read", *given)["read", "dpi"]
        return one.value, one.source, one.name

    assert dpi() == (300, "default", None)
    (folder / "vanthu.toml").write_text("dpi = 200")
    assert dpi() == (200, "file", "vanthu.toml")
    monkeypatch.setenv("VANTHU_DPI", "250")
    assert dpi() == (250, "environment", "VANTHU_DPI")
    monkeypatch.setenv("VANTHU_READ_DPI", "260")
    assert dpi() == (260, "environment", "VANTHU_READ_DPI")
    assert dpi("--dpi", "150") == (150, "option", "--dpi")


def test_a_table_of_one_command_goes_before_that_of_its_group_and_the_top(folder):
    (folder / "vanthu.toml").write_text("seed = 1\nmax_bytes = 9\n[train]\nseed = 2\n[train.restorer]\nseed = 3\n")
    found = in_force("config")
    assert found["train restorer", "seed"].value == 3
    assert {found[c, "max-bytes"].value for c in ("read", "restore")} == {9}


def test_the_command_itself_gets_what_config_shows(folder, monkeypatch):
    """Not only the display: the reading command is called with these values."""
    seen = {}
    monkeypatch.setattr(
        "vanthu.pipelines.batch.read_files",
        lambda files, wanted, settings, _console: seen.update(files=files, wanted=wanted, settings=settings) or 0,
    )
    (folder / "vanthu.toml").write_text(
        'no-restore = true\n[read]\nplain = true\nout = "results"\nmodel = "vie_fast"\n'
    )
    monkeypatch.setenv("VANTHU_OCR_TIMEOUT", "7")
    run("read", "a.pdf", "--dpi", "150")
    assert (seen["settings"].restore, seen["settings"].model, seen["settings"].dpi) == (False, "vie_fast", 150)
    assert seen["settings"].ocr_timeout == 7
    assert (seen["wanted"].plain, seen["wanted"].out) == (True, Path("results"))


def test_another_file_is_named_by_option_or_variable(folder, monkeypatch):
    (folder / "vanthu.toml").write_text("dpi = 100")
    (folder / "other.toml").write_text("dpi = 101")
    assert in_force("--config", "other.toml", "config", "read")["read", "dpi"].value == 101
    monkeypatch.setenv("VANTHU_CONFIG", str(folder / "other.toml"))
    assert in_force("config", "read")["read", "dpi"].name == str(folder / "other.toml")
    with pytest.raises(FileMissing):
        run("--config", "none.toml", "schema")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dip = 300", "no key dip; the nearest is dpi"),
        ("[raed]\ndpi = 300", r"no table raed; the nearest is read"),
        ("[read]\nseed = 300", r"no key seed below \[read\]"),
        ("[train.restore]\nseed = 3", r"no table restore below \[train\]; the nearest is restorer"),
        ('dpi = "many"', "vanthu.toml: dpi: "),
        ("dpi = 5", "vanthu.toml: dpi: "),
        ("dpi = true", "vanthu read --dpi is not true or false"),
        ("dpi = [1]", "one value, no list"),
        ("plain = 2", "true or false"),
        ('only = "a"', "is a list"),
        ("json = true", r"json differs from command to command; set it below .*\[evaluate\]"),
        ('out = "x"', "out differs from command to command"),
        ("config = 1", "no key config"),
        ("dpi =", "no TOML"),
        ("read = 3", "no key read"),
    ],
)
def test_what_no_option_has_ends_the_command_and_says_where_it_stands(folder, text, said):
    (folder / "vanthu.toml").write_text(text)
    with pytest.raises(BadOption, match=said):
        run("schema")


def test_a_variable_with_a_wrong_value_is_named(monkeypatch):
    monkeypatch.setenv("VANTHU_DPI", "many")
    with pytest.raises(BadOption, match="VANTHU_DPI: "):
        run("schema")


def test_a_value_that_one_command_takes_and_another_does_not_hinders_only_the_other(folder):
    (folder / "vanthu.toml").write_text("jobs = 0")  # what `vanthu archive load` takes
    run("schema")
    with pytest.raises(BadOption, match="vanthu evaluate --jobs"):
        run("evaluate", "x")


def test_switches_and_lists_can_be_set_in_the_environment(monkeypatch):
    monkeypatch.setenv("VANTHU_PLAIN", "1")
    monkeypatch.setenv("VANTHU_DEBUG", "0")
    monkeypatch.setenv("VANTHU_EVALUATE_ONLY", "a b")
    found = in_force("config")
    assert (found["read", "plain"].value, found["read", "debug"].value) == (True, False)
    assert found["evaluate", "only"].value == ["a", "b"]


def test_every_option_of_every_command_has_its_variables_and_no_two_share_one_by_chance():
    every = settings(get_command(app))
    options = {
        (path, option.name)
        for path, command in commands(get_command(app))
        for option in command.params
        if option.param_type_name == "option" and not {o.lstrip("-") for o in option.opts} & PER_CALL
    }
    assert {(setting.path, setting.option.name) for setting in every} == options
    nearest = [setting.variables[0] for setting in every]
    assert len(set(nearest)) == len(nearest)
    for setting in every:
        assert setting.variables[0] == "_".join(("VANTHU", *setting.path, setting.key)).replace("-", "_").upper()
        shared = f"VANTHU_{setting.key.replace('-', '_').upper()}"
        assert (shared in setting.variables) == setting.shared
        same = [other for other in every if other.key == setting.key and other.path != setting.path]
        owners = {other.key for other in every for name in other.variables if name == setting.variables[-1]}
        assert owners == {setting.key}
        assert not setting.shared or all(other.shared for other in same)
    assert not any(setting.shared for setting in every if setting.key in {"json", "out"})


def test_the_archive_is_named_by_the_variable_that_operators_expect():
    names = [s.variables for s in settings(get_command(app)) if s.key == "archive"]
    assert names
    assert all("VANTHU_ARCHIVE" in variables for variables in names)


def test_passwords_are_not_shown(monkeypatch):
    monkeypatch.setenv("VANTHU_MODEL", "postgresql+psycopg://scans:p@ss/w@db:5432/archive?sslpassword=abc&x=1")
    shown = run("config", "read").stdout + run("config", "read", "--json").stdout
    assert "postgresql+psycopg://scans:***@db:5432/archive?sslpassword=***&x=1" in shown
    assert "p@ss" not in shown
    assert masked("redis://:secret@h/0") == "redis://:***@h/0"
    assert masked("sqlite:///archive.db") == "sqlite:///archive.db"


def test_variables_that_are_no_settings_are_listed(monkeypatch):
    monkeypatch.setenv("VANTHU_DIP", "300")
    assert "VANTHU_DIP in the environment is no setting" in run("config", "schema").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("raed",), "nearest is read"),
        (("read", "--dip"), "has no option --dip"),
        (("read", "--dpi", "x"), "--dpi has a value"),
    ],
)
def test_config_says_what_it_does_not_know(words, said):
    with pytest.raises(BadOption, match=said):
        run("config", *words)


def test_an_option_that_is_given_is_checked_as_before():
    done = CliRunner().invoke(app, ["read", "a.pdf", "--dpi", "5"])
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (2, True)


def test_a_group_may_have_an_option_of_its_own_name(folder):
    (folder / "vanthu.toml").write_text('[archive]\narchive = "sqlite:///shelf.db"\n[archive.load]\njobs = 3\n')
    found = in_force("config", "archive")
    assert (found["archive load", "archive"].value, found["archive load", "jobs"].value) == ("sqlite:///shelf.db", 3)
