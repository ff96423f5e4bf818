"""The rules of the house that no linter knows: sizes, names, and documents that match the code."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import vanthu
from vanthu.corpora.errors import every_error
from vanthu.models.schema import json_schema

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("corpora", "models", "ingest", "pipelines")
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
EXTRAS = (
    "torch",
    "onnx",
    "onnxscript",
    "dask",
    "distributed",
    "psycopg",
    "fsspec",
    "s3fs",
    "pyarrow",
    "tesserocr",
    "ocrmypdf",
    "pytest",
)


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(f"{path.relative_to(ROOT)}:{f.lineno} {f.name}", (f.end_lineno or 0) - f.lineno + 1) for f in found]


def test_no_room_is_longer_than_500_lines_and_the_median_stays_under_150():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {p.name: n for p, n in sizes.items() if n > 500} == {}
    assert statistics.median(sizes.values()) < 150


def test_no_step_is_longer_than_60_lines_and_the_median_stays_at_a_glance():
    sizes = [item for path in MODULES for item in functions(path)]
    assert [item for item in sizes if item[1] > 60] == []
    assert statistics.median(n for _, n in sizes) <= 10


def test_no_room_is_named_after_nothing():
    assert [p for p in MODULES if p.stem in FORBIDDEN or p.parent.name in FORBIDDEN] == []


def test_public_names_resolve():
    assert {name: getattr(vanthu, name).__name__ for name in vanthu.__all__} == {n: n for n in vanthu.__all__}


def test_every_error_is_documented_with_its_code_exit_code_cause_and_remedy():
    documented = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    for error in every_error():
        row = f"| `{error.code}` | {error.exit_code} | {error.cause} | {error.remedy} |"
        assert row in documented, row
    listed = re.findall(r"^\| `(\w+)` \| \d", documented, re.MULTILINE)
    assert listed == [error.code for error in every_error()]


def test_issue_codes_are_documented():
    documented = set(
        re.findall(r"^\| `(\w+)` \| (?:info|warning|error)", (ROOT / "docs/errors.md").read_text(), re.MULTILINE)
    )
    used = {
        code for path in MODULES for code in re.findall(r"Issue\(\s*code=\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert used <= documented, used - documented


def test_committed_schema_is_the_one_the_code_makes():
    assert (ROOT / "docs/campaign.schema.json").read_text(encoding="utf-8") == json_schema() + "\n"


def test_every_schema_key_is_documented():
    documented = (ROOT / "docs/campaign.md").read_text(encoding="utf-8")
    import json

    definitions = json.loads(json_schema())
    keys = {key for part in [definitions, *definitions["$defs"].values()] for key in part.get("properties", {})}
    assert sorted(key for key in keys if f"`{key}`" not in documented) == []


def test_every_command_and_option_is_documented():
    from vanthu.pipelines.cli import app

    documented = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    for name, command in get_command(app).commands.items():
        assert f"## `vanthu {name}`" in documented
        below = getattr(command, "commands", {})
        assert [sub for sub in below if f"vanthu {name} {sub}" not in documented] == []
        options = [o for c in (command, *below.values()) for p in c.params for o in p.opts if o.startswith("-")]
        assert [o for o in options if f"`{o}`" not in documented] == []


def test_base_install_imports_every_module_without_any_extra():
    trainings = {ROOT / "pipelines/train/tagger", ROOT / "pipelines/train/digits"}  # nothing without their extra
    modules = [p for p in MODULES if p.stem != "__main__" and p.parent not in trainings]
    paths = [p.relative_to(ROOT).with_suffix("") for p in modules]
    names = [".".join(("vanthu", *path.parts)).removesuffix(".__init__") for path in paths]
    program = (
        "import sys, importlib\n"
        f"for extra in {EXTRAS!r}: sys.modules[extra] = None\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("heavy", ["spacy", "cv2", "pdfplumber", "onnxruntime"])
def test_the_command_line_starts_without_heavy_libraries(heavy):
    program = f"import sys, vanthu.pipelines.cli\nassert {heavy!r} not in sys.modules"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
