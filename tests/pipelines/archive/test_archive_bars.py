"""The bars of the archive at a tenth of their size; benchmarks/ runs them whole."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("benchmark", "arguments"),
    [
        ("archive_kill", ("--documents", "50", "--kills", "5")),
        ("archive_scale", ("--files", "1000")),
        ("archive_poison", ("--good", "20")),
        ("archive_cluster", ("--documents", "30")),
    ],
)
def test_the_bar_holds_at_a_tenth(root, benchmark, arguments):
    command = [sys.executable, root / "benchmarks" / f"{benchmark}.py", *arguments]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
