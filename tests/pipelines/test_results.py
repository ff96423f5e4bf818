"""What a caller does with a result: hand it to another process, keep it as JSON, check the types of its own code."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import jsonschema
import pytest

import vanthu
from vanthu.corpora import errors, plans
from vanthu.models.campaign import Campaign
from vanthu.models.restore.restorer import load
from vanthu.pipelines.check import check_json
from vanthu.pipelines.output import campaign_json
from vanthu.pipelines.read import FileReading

LEVELS = ("", ".clean", ".hard", ".english")


@pytest.fixture(scope="module")
def readings(root) -> list[FileReading]:
    """A reading of each of the project's plans: its own text, and the others as somebody's OCR left them."""
    names = plans.names()
    folders = (root / "corpora/plans", root / "corpora/plans/readings")
    return [
        vanthu.read(folders[bool(level)] / f"{name}{level}.txt")
        for name, level in ((name, LEVELS[i % len(LEVELS)]) for i, name in enumerate(names))
    ]


@pytest.fixture(scope="module")
def scan(root) -> FileReading:
    """A reading with boxes, stamps and signals."""
    return vanthu.read(root / "examples/ke_hoach_quet.pdf")


def public(scan: FileReading) -> list[object]:
    """A value of every public type, and of what they are made of."""
    page = scan.parts[0].pages[0]
    restored = load(None).restore(["Uy ban nhan ddn xa"])
    return [scan, scan.settings, scan.campaigns[0], page, page.lines[0], page.lines[0].words[0], page.lines[0].box,
            page.tables, page.stamps, page.trail, scan.parts[0], restored]  # fmt: skip


def every(kind: type[errors.VanthuError]) -> list[type[errors.VanthuError]]:
    return [kind, *(below for sub in kind.__subclasses__() for below in every(sub))]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_process_pool_gives_back_the_reading_that_it_made(root, scan, method):
    file = root / "corpora/plans/cong_van_phat_dong.txt"
    with ProcessPoolExecutor(1, mp_context=get_context(method)) as pool:
        assert pool.submit(vanthu.read, file).result().campaigns[0].document == vanthu.read(file).campaigns[0].document
        assert pool.submit(copy.copy, scan).result() == scan


@pytest.mark.parametrize("again", [lambda v: pickle.loads(pickle.dumps(v)), copy.copy, copy.deepcopy])  # noqa: S301  our own
def test_readings_and_all_they_are_made_of_are_pickled_and_copied(readings, scan, again):
    for value in (*readings, *public(scan)):
        assert again(value) == value


def test_a_pickled_field_is_of_the_type_that_it_was(scan):
    document = scan.campaigns[0].document
    assert type(pickle.loads(pickle.dumps(document)).issuer) is type(document.issuer)  # noqa: S301  our own
    assert pickle.loads(pickle.dumps(document)).model_dump_json() == document.model_dump_json()  # noqa: S301  our own


@pytest.mark.parametrize("kind", every(errors.VanthuError))
def test_errors_are_pickled_with_what_they_say(kind):
    error = pickle.loads(pickle.dumps(kind("a.pdf: page 3")))  # noqa: S301  our own
    assert (type(error), str(error)) == (kind, f"{kind.code}: a.pdf: page 3")


def test_the_json_of_a_model_is_the_document_that_check_and_the_schema_accept(root, readings, scan):
    schema = jsonschema.Draft202012Validator(json.loads((root / "docs/campaign.schema.json").read_text()))
    for campaign in (c for reading in (*readings, scan) for c in reading.campaigns):
        document = json.loads(campaign.model_dump_json())
        assert document == campaign.model_dump(mode="json") == json.loads(campaign_json(campaign))
        assert list(schema.iter_errors(document)) == []
        assert [finding for finding in check_json(document) if finding.code == "schema"] == []
        assert Campaign.model_validate_json(campaign.model_dump_json()) == campaign
        assert Campaign.model_validate(document) == campaign


def test_user_code_that_the_readme_shows_passes_a_strict_type_checker(root, tmp_path):
    example = (root / "README.md").read_text().partition("```python\n")[2].partition("```")[0]
    more = """
from datetime import date, datetime
from typing import TypeVar
from typing_extensions import assert_type

T = TypeVar("T")

def known(field: vanthu.Field[T], otherwise: T) -> T:
    return otherwise if field.value is None else field.value

def facts(campaign: vanthu.Campaign) -> None:
    assert_type(campaign.document.number.value, int | None)
    assert_type(known(campaign.document.code, ""), str)
    assert_type(known(campaign.document.issued_on, date.today()), date)
    assert_type([d.value.end for d in campaign.campaign.deadlines if d.value], list[date | datetime | None])
"""
    file = tmp_path / "user.py"
    file.write_text(example + more)
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", tmp_path / "cache"]
    done = subprocess.run([*mypy, file], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
