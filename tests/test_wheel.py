"""What is installed is what was built: the wheel, and a wheel built from the sdist, in an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRAININGS = {ROOT / "pipelines/train/tagger", ROOT / "pipelines/train/digits"}  # nothing without the extra [train]
MODULES = sorted(
    ".".join(("vanthu", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for floor in ("corpora", "models", "ingest", "pipelines")
    for path in (ROOT / floor).rglob("*.py")
    if path.stem != "__main__" and path.parent not in TRAININGS
)
PROGRAM = f"""
import importlib, pathlib, vanthu
assert "site-packages" in vanthu.__file__, vanthu.__file__
for name in {MODULES!r}:
    assert "site-packages" in importlib.import_module(name).__file__, name
from vanthu.corpora import plans
assert plans.load(plans.names()[0]).gold["document"]["type"]
from vanthu.corpora.gazetteer import document_types
from vanthu.models.extract.language import build
assert build().pipe_names
from vanthu.corpora.noise.channel import COMMITTED, Channel
assert Channel.load(COMMITTED).kinds
from vanthu.models.restore import restore
assert restore(["xdy dyng té chirc dang"])[0].text == "xây dựng tổ chức đảng"
"""


def run(*command: str | Path) -> None:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd="/", env=clean)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory):
    """An environment that sees the libraries vanthu depends on, but not this checkout."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=True)
    site = next((folder / "lib").glob("python*")) / "site-packages"
    # a path added by a .pth file does not have its own .pth files read, so the editable install stays unseen
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin/python"


def build(out: Path, kind: str, source: Path) -> Path:
    run(sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", out, source)
    return next(out.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.mark.slow
def test_the_wheel_and_the_wheel_of_the_sdist_import_and_load_everything(bare_python, tmp_path):
    sdist = build(tmp_path / "sdist", "sdist", ROOT)
    run("tar", "-xzf", sdist, "-C", tmp_path)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    for source in (ROOT, unpacked):
        wheel = build(tmp_path / f"wheel-{source.name}", "wheel", source)
        run(bare_python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--force-reinstall", wheel)
        run(bare_python, "-c", PROGRAM)
