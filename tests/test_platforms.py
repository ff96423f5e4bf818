"""On macOS and Windows one document is read, restored and checked; the archive says that it needs Linux."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

ELSEWHERE = """
import os, signal, sys
for name in ("fcntl", "resource"):
    sys.modules[name] = None
for module, name in ((os, "sched_getaffinity"), (signal, "SIGKILL")):
    delattr(module, name)
from vanthu.pipelines.cli import main
import vanthu.pipelines.restore, vanthu.pipelines.check, vanthu.pipelines.read, vanthu.pipelines.overlay
sys.platform = "darwin"
main()
"""
PLAN = "corpora/plans/cong_van_phat_dong.txt"


def vanthu(*arguments, root):
    program = [sys.executable, "-c", ELSEWHERE, *map(str, arguments)]
    return subprocess.run(program, capture_output=True, text=True, check=False, cwd=root)


@pytest.mark.slow
def test_a_plan_is_read_restored_and_checked_without_what_only_linux_has(root, tmp_path):
    done = [
        vanthu("read", PLAN, "-o", tmp_path, root=root),
        vanthu("check", tmp_path / "cong_van_phat_dong.json", root=root),
        vanthu("restore", PLAN, "-o", tmp_path / "restored.txt", root=root),
    ]
    assert [(d.returncode, d.stderr) for d in done if "Traceback" in d.stderr] == []
    assert done[0].returncode == done[2].returncode == 0, done
    assert (tmp_path / "restored.txt").read_text().count("\n") == (root / PLAN).read_text().count("\n")


@pytest.mark.parametrize("command", [("status",), ("load", "examples"), ("search", "thi đua")])
def test_the_archive_says_that_it_needs_linux(root, command):
    done = vanthu("archive", *command, root=root)
    assert done.returncode == 5
    assert "linux_needed" in done.stderr


def test_a_checkout_without_symbolic_links_is_imported_as_it_is(root, tmp_path):
    (tmp_path / "vanthu").mkdir()
    shutil.copy(root / "vanthu/__init__.py", tmp_path / "vanthu")
    for floor in ("corpora", "models", "ingest", "pipelines"):
        (tmp_path / "vanthu" / floor).write_text(f"../{floor}")
        shutil.copytree(
            root / floor, tmp_path / floor, ignore=shutil.ignore_patterns("weights", "__pycache__", "plans")
        )
    program = """
import json, vanthu
homes = [vanthu, vanthu.Campaign, vanthu.read, vanthu.VanthuError]
import sys
print(json.dumps([vanthu.__file__, *(sys.modules[home.__module__].__file__ for home in homes[1:])]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert all(file.startswith(str(tmp_path)) for file in json.loads(done.stdout))
