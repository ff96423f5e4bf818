"""On macOS and Windows one document is read, restored and checked; the archive says that it needs Linux."""

from __future__ import annotations

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
