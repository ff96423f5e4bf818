"""A stage has another version exactly when a module or a table that it is made of has changed."""

from __future__ import annotations

import shutil
from functools import cache

import pytest

from vanthu.corpora import code_version
from vanthu.ingest import reader
from vanthu.pipelines import stage_versions

STAGES = {
    **{name: lambda name=name: stage_versions.page_stage_versions()[name] for name in stage_versions.PAGE_STAGES},
    "restore": stage_versions.restoration_version,
    "split": stage_versions.splitting_version,
    "extract": stage_versions.extraction_version,
}
PARTS = [
    ("models/extract/time/grammar.py", {"extract"}),
    ("models/extract/confidence.tsv", {"extract"}),
    ("models/extract/emulation/names.py", {"extract"}),
    ("corpora/gazetteer/award_forms.tsv", {"extract"}),
    ("corpora/gazetteer/foreign_words.tsv", {"restore"}),
    ("corpora/gazetteer/rimes.tsv", {"verdict", "ocr", "restore", "extract"}),
    ("corpora/gazetteer/folding.py", {"verdict", "ocr", "reread", "layout", "restore", "extract"}),
    ("models/restore/guard.py", {"restore"}),
    ("models/documents.py", {"split"}),
    ("pipelines/restoration.py", {"restore"}),
    ("pipelines/definition.py", {"extract"}),
    ("ingest/reader.py", {"verdict", "layer_check", "clean", "ocr", "reread", "layout"}),
    ("ingest/layout/stamps.py", {"verdict", "reread", "layout"}),
    ("ingest/clean/ink.py", {"clean"}),
    ("corpora/typeset/flow.py", set()),
    ("pipelines/archive/ledger.py", set()),
    ("corpora/plans/huyen_100_ngay.json", set()),
]


@pytest.fixture(scope="module")
def copy(root, tmp_path_factory):
    """The package as a wheel holds it."""
    package = tmp_path_factory.mktemp("wheel") / "vanthu"
    for floor in ("corpora", "models", "ingest", "pipelines"):
        ignored = shutil.ignore_patterns("__pycache__", "*.onnx", "*.npz")
        shutil.copytree(root / floor, package / floor, ignore=ignored)
    return package


def versions(package, monkeypatch):
    """Computed anew, of the package in a folder."""
    monkeypatch.setattr(code_version, "ROOT", package)
    monkeypatch.setattr(stage_versions, "code_version", cache(code_version.code_version.__wrapped__))
    return {name: version() for name, version in STAGES.items()}


@pytest.mark.parametrize(("part", "changed"), PARTS)
def test_a_byte_changed_is_another_version_of_the_stages_made_of_it(copy, monkeypatch, part, changed):
    before, content = versions(copy, monkeypatch), (copy / part).read_bytes()
    (copy / part).write_bytes(content + b"\n")
    after = versions(copy, monkeypatch)
    (copy / part).write_bytes(content)
    assert {name for name in STAGES if before[name] != after[name]} == changed


def test_a_wheel_with_line_ends_of_windows_has_the_versions_of_the_checkout(root, copy, monkeypatch):
    for path in copy.rglob("*"):
        if path.suffix in {".py", ".tsv"}:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert versions(copy, monkeypatch) == versions(root, monkeypatch)


def test_a_module_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        code_version.code_version("vanthu.models.nowhere")


def test_every_page_stage_has_a_version():
    assert list(stage_versions.PAGE_STAGES) == list(reader.PAGE_STAGES)


def test_a_stage_is_made_of_every_module_that_extraction_loads():
    """What is found in the text of the modules is what Python imports."""
    import sys

    from vanthu.models.extract import warm

    warm()
    used = {str(p.relative_to(code_version.ROOT)) for p in code_version.sources("vanthu.models.extract")}
    inside = [name for name in sys.modules if name.startswith("vanthu.models.extract")]
    files = {str(code_version._path(name).relative_to(code_version.ROOT)) for name in inside}
    assert files <= used
