"""Two thousand mutated files and texts, each in a bounded child process: no error without a code, no hang, no crash."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_mutated_files_and_texts_end_in_a_reading_or_a_coded_error(root):
    command = [sys.executable, "-m", "benchmarks.fuzz.run", "--inputs", "2000", "--seed", "1"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
