"""What is compared: doing nothing, us, and the peers; each takes the lines of a document and gives as many back."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.restoration.bigram import Bigram
from vanthu.corpora.errors import WeightsMissing
from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.orthography import words
from vanthu.models.restore.result import RestoredLine

CORPORA = ("official", "official_party", "register", "wiki")
"""The corpora of ../shared that the restorer learned from too."""
PYVI = """
import json, sys, time
from pyvi import ViUtils
def restored(line):
    try:
        return ViUtils.add_accents(line)
    except KeyError:  # some letters make it fail: the line stays bare
        return line
for document in sys.stdin:
    lines = [restored(line) for line in json.loads(document)]
    print(json.dumps([lines, time.process_time()]), flush=True)
"""

Restore = Callable[[Sequence[str]], list[str]]


@dataclass(slots=True)
class System:
    """A way to restore, and the CPU seconds it has cost so far; what was restored once is kept."""

    name: str
    restore: Restore
    clock: Callable[[], float] = time.process_time
    seconds: float = 0.0
    syllables: int = 0
    kept: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def __call__(self, lines: Sequence[str]) -> list[str]:
        """The lines of one document, restored.

        Raises:
            ValueError: there is not one line for each line.
        """
        key = tuple(lines)
        if key not in self.kept:
            begun = self.clock()
            self.kept[key] = self.restore(lines)
            self.seconds += self.clock() - begun
            self.syllables += sum(len(words(line)) for line in lines)
            if len(self.kept[key]) != len(lines):
                raise ValueError(f"{self.name} made {len(self.kept[key])} lines of {len(lines)}")
        return self.kept[key]


def nothing(lines: Sequence[str]) -> list[str]:
    """What every other column is measured against."""
    return list(lines)


@cache
def restored_lines(lines: tuple[str, ...]) -> list[RestoredLine]:
    """What we make of a document, kept."""
    from vanthu.models.restore import restore  # noqa: PLC0415  imports nothing where only peers are measured

    return restore(lines)


def ours(lines: Sequence[str]) -> list[str]:
    """The restorer that is measured."""
    return [line.text for line in restored_lines(tuple(lines))]


class Pyvi:
    """The peer pyvi, in a process of its own: it brings scikit-learn along, which is no dependency of ours.

    It puts accents on bare text and fails on letters that have some, so it is given every line stripped.
    """

    def __init__(self, python: str) -> None:
        self.process = subprocess.Popen(
            [python, "-c", PYVI], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.seconds = 0.0
        self.restore(["mot cau"])  # its models are loaded by the first call

    def restore(self, lines: Sequence[str]) -> list[str]:
        """Each line with accents.

        Raises:
            RuntimeError: the process has died.
        """
        if self.process.stdin is None or self.process.stdout is None or self.process.poll() is not None:
            raise RuntimeError("pyvi has died")
        print(json.dumps([strip_marks(line) for line in lines]), file=self.process.stdin, flush=True)
        restored, self.seconds = json.loads(self.process.stdout.readline())
        return list(restored)

    def clock(self) -> float:
        """CPU seconds of the process."""
        return self.seconds


def present(shared: Path, out: Path, python: str | None) -> list[System]:
    """The systems that are installed here; says of the others why they are left out."""
    found = [System("nothing", nothing)]
    try:
        ours(["thử"])
        found.append(System("vanthu", ours))
    except (ImportError, WeightsMissing) as reason:
        print(f"vanthu left out: {reason}")
    corpora = [shared / f"corpora/{name}.txt.xz" for name in CORPORA]
    if (out / "bigram.npz").exists() or all(path.exists() for path in corpora):
        found.append(System("bigram", Bigram.of(corpora, out / "bigram.npz").restore))
    else:
        print("bigram left out: it is counted on ../shared/corpora")
    if python or importlib.util.find_spec("pyvi"):
        peer = Pyvi(python or sys.executable)
        found.append(System("pyvi", peer.restore, peer.clock))
    else:
        print("pyvi left out: pip install 'vanthu[bench]', or name the Python of an environment that has it")
    return found
