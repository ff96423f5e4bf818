"""Ctrl-C at a terminal, while tesseract is held at its work: what is said, what is kept, what goes on."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
BOUND = 240.0
"""Seconds after which a wait has failed; no figure of this test depends on how long anything takes."""
HELD = """#!{python}
import os, pathlib, sys, time

folder, real = pathlib.Path("{folder}"), "{real}"
if not {{"--version", "--list-langs"}} & set(sys.argv):
    own = folder / str(os.getpid())
    own.write_text(own.name)
    own.replace(folder / "started")
    while not (folder / "go").exists():
        time.sleep(0.05)
os.execv(real, [real, *sys.argv[1:]])
"""


class Terminal:
    """A command on a pseudo-terminal of its own, with a tesseract that waits until it may go on."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        held = folder / "bin/tesseract"
        held.write_text(
            HELD.format(python=sys.executable, real=shutil.which("tesseract"), folder=folder), encoding="utf-8"
        )
        held.chmod(0o755)
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "TERM": "xterm", "COLUMNS": "200"}
        self.master, slave = pty.openpty()
        command = [sys.executable, "-m", "vanthu.pipelines", *map(str, arguments)]
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                (
                    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
                    " os.execv(sys.argv[1], sys.argv[1:])"
                ),
                *command,
            ],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment,
        )
        os.close(slave)
        self.said = ""

    def until(self, happened) -> None:
        """Read what is said until something has happened."""
        end = time.monotonic() + BOUND
        while not happened():
            assert time.monotonic() < end, self.said
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.said += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(self.master, 65536).decode())
                except OSError:  # the other end is closed
                    break

    def ctrl_c(self) -> None:
        os.write(self.master, b"\x03")

    def ended(self) -> int:
        self.until(lambda: self.process.poll() is not None)
        return self.process.wait(BOUND)

    def held(self) -> int:
        """The process of the tesseract that waits."""
        self.until((self.folder / "started").exists)
        return int((self.folder / "started").read_text())


@pytest.fixture
def scan(root, tmp_path):
    def put(name: str) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((root / "examples/ke_hoach_quet.pdf").read_bytes() + b"\n% " + name.encode())
        return path

    return put


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_load_says_what_it_waits_for_finishes_it_and_goes_on_where_it_stopped(scan, tmp_path):
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        scan(name)
    terminal = Terminal(tmp_path, "archive", "load", "in", "--jobs", "1", "--archive", "sqlite:///x.db")
    terminal.held()
    terminal.ctrl_c()
    terminal.until(lambda: "Ctrl-C again stops at once" in terminal.said)
    assert re.search(r"waiting for 1 file, 2 pages in flight", terminal.said)
    assert "in/a.pdf: pages 1-2" in terminal.said
    (tmp_path / "go").touch()
    assert terminal.ended() == 130
    terminal.until(lambda: "the same command goes on where this one stopped" in terminal.said)
    command = [
        sys.executable,
        "-m",
        "vanthu.pipelines",
        "archive",
        "load",
        "in",
        "--archive",
        "sqlite:///x.db",
        "--json",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    facts = json.loads(done.stdout)
    assert (facts["done"], facts["pages"]) == (3, 4)  # two of the six pages were kept


def test_a_second_ctrl_c_stops_load_at_once_and_leaves_no_process(scan, tmp_path):
    scan("a.pdf")
    terminal = Terminal(tmp_path, "archive", "load", "in", "--jobs", "1", "--archive", "sqlite:///x.db")
    held = terminal.held()
    terminal.ctrl_c()
    terminal.until(lambda: "Ctrl-C again" in terminal.said)
    terminal.ctrl_c()
    assert terminal.ended() == 130
    terminal.until(lambda: "goes on where this one stopped" in terminal.said)
    terminal.until(lambda: gone(held))


def test_read_finishes_the_file_in_hand_whole_and_names_the_rest(scan, tmp_path):
    files = [scan("a.pdf"), scan("b.pdf")]
    terminal = Terminal(tmp_path, "read", *files, "-o", "out")
    terminal.held()
    terminal.ctrl_c()
    terminal.until(lambda: "Ctrl-C again stops at once" in terminal.said)
    assert "waiting for file 1 of 2, a.pdf: page 1 of 2" in terminal.said
    (tmp_path / "go").touch()
    assert terminal.ended() == 130
    terminal.until(lambda: "1 of 2 files read; nothing was written from b.pdf on" in terminal.said)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.json"]
    assert json.loads((tmp_path / "out/a.json").read_bytes())["status"] == "complete"


def test_a_single_file_is_left_at_once(scan, tmp_path):
    terminal = Terminal(tmp_path, "read", scan("a.pdf"), "-o", "out")
    held = terminal.held()
    terminal.ctrl_c()
    assert terminal.ended() == 130
    terminal.until(lambda: "nothing was written from a.pdf on" in terminal.said)
    assert list((tmp_path / "out").iterdir()) == []
    terminal.until(lambda: gone(held))
