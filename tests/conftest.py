"""Where the shared material lies, and what a test says when it is not there."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest
from hypothesis import settings

# how long an example takes says more of the machine, which others use too, than of the code
settings.register_profile("desk", deadline=None)
# the same examples in every run of CI: a find is made at a desk, not while a change lands
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

ROOT = Path(__file__).resolve().parent.parent


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests of training run where torch is installed; CI never installs it."""
    if item.get_closest_marker("train") and importlib.util.find_spec("torch") is None:
        pytest.skip("needs torch: pip install 'vanthu[train]'")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the checkout; the test is skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "DESIGN.md").exists():
        pytest.skip("needs the material of ../shared, which is not here")
    return folder
