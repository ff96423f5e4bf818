"""How many small faults of the code the tests notice: mutants of extraction, restoration and the archive.

    python benchmarks/mutation.py [--count 200] [--seed 14] [--jobs 2] [--survivors] [--list]

draws mutants at random (``mutants/sites.py`` says what is changed and what is left out), and runs for each the tests
that go through the changed line: golden readings first, then unit tests, ended by the first that fails. Which tests go
through a line is measured once (pytest-cov, contexts) and kept in benchmarks/out/mutation; delete it after tests were
added. A mutant lives in a copy of the project, in a process forked from one that has the libraries loaded, so that most
cost a few seconds. A run that was stopped goes on where it ended; ``--survivors`` runs again those that nothing
noticed.

Of the tools there are, mutmut 3 changes nothing outside functions, where the patterns and word lists of extraction are,
and cosmic-ray starts the whole test command anew for each mutant and does not choose tests by line.
"""

from __future__ import annotations

import argparse
import ast
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

from mutants.sites import sites

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "benchmarks/out/mutation"
COVERAGE = OUT / "coverage"
FOLDERS = ("models/extract", "models/restore", "pipelines/archive")
EXCLUDED = ("pipelines/archive/migrations",)
"""How databases of older versions became what they are: never changed again."""
TESTS = ("tests/pipelines/test_goldens.py", "tests/models", "tests/pipelines/archive", "tests/pipelines/test_check.py")
MARKS = "not shared and not slow"
FIRST = 6
"""Golden readings that are compared before anything else."""
GOLDEN = "tests/pipelines/test_goldens.py::"
CPU_SECONDS = 240
"""What the tests of one mutant may take: three times what all that go through the busiest line take."""
BROKEN = 99
"""Exit status of a process that could not run its tests at all: an error of this script."""
MOST = 300
"""Unit tests for one mutant; of lines that more go through, as many at random."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the ``index``-th site of a file; ``line`` and ``end`` are those of the changed node."""

    path: str
    index: int
    line: int
    end: int
    kind: str
    before: str


def every_mutant() -> list[Mutant]:
    """All mutants of the folders that are measured."""
    files = [p for folder in FOLDERS for p in sorted((ROOT / folder).rglob("*.py"))]
    names = [str(p.relative_to(ROOT)) for p in files]
    return [m for name in names if not name.startswith(EXCLUDED) for m in mutants_of(name)]


def mutants_of(name: str) -> list[Mutant]:
    found = sites(ast.parse((ROOT / name).read_text(encoding="utf-8")))
    return [
        Mutant(name, i, s.node.lineno, s.node.end_lineno or s.node.lineno, s.kind, ast.unparse(s.node)[:80])
        for i, s in enumerate(found)
    ]


def source_of(mutant: Mutant) -> str:
    """The module with the change."""
    tree = ast.parse((ROOT / mutant.path).read_text(encoding="utf-8"))
    sites(tree)[mutant.index].apply()
    return ast.unparse(ast.fix_missing_locations(tree))


def measure_coverage() -> None:
    """Which test goes through which line, of all tests that may be chosen."""
    OUT.mkdir(parents=True, exist_ok=True)
    settings = OUT / "coveragerc"
    settings.write_text(f"[run]\ndata_file = {COVERAGE}\nsource = {','.join(FOLDERS)}\n")
    options = ["-n", "0", "-m", MARKS, "-p", "no:cacheprovider", "--cov-report=", "--cov-context=test", "--cov"]
    command = [sys.executable, "-m", "pytest", *TESTS, *options, f"--cov-config={settings}"]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"CI": "true"})


@cache
def contexts(name: str) -> dict[int, set[str]]:
    """Line of a module → tests that go through it."""
    from coverage import CoverageData  # noqa: PLC0415  an extra of the benchmarks

    data = CoverageData(str(COVERAGE))
    data.read()
    by_line = data.contexts_by_lineno(str(ROOT / name))
    return {line: {c.split("|")[0] for c in tests if c} for line, tests in by_line.items()}


@cache
def inside_functions(name: str) -> frozenset[int]:
    """Lines of a module that no import runs, those of cached functions left out: they run in one test only."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    plain = [f for f in functions if not any("cache" in ast.unparse(d) for d in f.decorator_list)]
    return frozenset(line for f in plain for s in f.body for line in range(s.lineno, (s.end_lineno or 0) + 1))


def tests_of(mutant: Mutant, seed: int) -> list[list[str]]:
    """Tests that go through the changed line; of constants and cached functions, those that go through the module.

    In the order in which they are run: a few golden readings, which notice most, then unit tests, then the others.
    """
    by_line, changed = contexts(mutant.path), range(mutant.line, mutant.end + 1)
    found = {test for line in changed for test in by_line.get(line, ())}
    if not found or not set(changed) <= inside_functions(mutant.path):
        found = {test for tests in by_line.values() for test in tests}
    drawn = random.Random(seed)  # noqa: S311  no secret
    golden, units = ([t for t in sorted(found) if t.startswith(GOLDEN) == is_golden] for is_golden in (True, False))
    golden, units = drawn.sample(golden, len(golden)), drawn.sample(units, min(len(units), MOST))
    return [tests for tests in (golden[:FIRST], units, golden[FIRST:]) if tests]


def copied(folder: Path) -> Path:
    """A copy of the project; its compiled modules are known by their source, so that a changed one is compiled anew."""
    listed = ["git", "ls-files", "-co", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, names.stdout.splitlines()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_symlink() or (ROOT / name).exists():
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    modules = ("corpora", "models", "ingest", "pipelines", "vanthu", "tests", "benchmarks")
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", *modules]
    subprocess.run(command, cwd=folder, check=True)
    return folder


def load_libraries() -> None:
    """What every forked process needs and no mutant changes."""
    import cv2  # noqa: F401, PLC0415  loaded for those who are forked
    import dateparser  # noqa: F401, PLC0415
    import hypothesis  # noqa: F401, PLC0415
    import onnxruntime  # noqa: F401, PLC0415
    import pdfplumber  # noqa: F401, PLC0415
    import pydantic  # noqa: F401, PLC0415
    import pytest  # noqa: F401, PLC0415
    import rich  # noqa: F401, PLC0415
    import spacy  # noqa: F401, PLC0415
    import sqlalchemy  # noqa: F401, PLC0415


def noticed(mutant: Mutant, folder: Path, seed: int) -> str:
    """``killed``, ``timeout`` (of CPU time) or ``survived``; ``untested`` where no test goes through it."""
    tests = tests_of(mutant, seed)
    if not tests:
        return "untested"
    module, whole = folder / mutant.path, (folder / mutant.path).read_text(encoding="utf-8")
    module.write_text(source_of(mutant), encoding="utf-8")
    child = os.fork()
    if not child:
        try:
            run_tests(folder, tests)
        except BaseException as error:  # noqa: BLE001  a forked process ends here, whatever happens
            (OUT / "broken.txt").write_text(repr(error), encoding="utf-8")
        finally:
            os._exit(BROKEN)
    _, status = os.waitpid(child, 0)
    module.write_text(whole, encoding="utf-8")
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL} else "killed"
    return {0: "survived", BROKEN: "broken"}.get(os.WEXITSTATUS(status), "killed")


def run_tests(folder: Path, stages: list[list[str]]) -> None:
    """In a forked process: the tests on the copy, to the first that fails; the exit status says whether one did."""
    import pytest  # noqa: PLC0415  loaded before

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    signal.alarm(4 * CPU_SECONDS)
    os.environ |= {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}
    sys.path[:] = [str(folder), *(p for p in sys.path if not p.startswith(str(ROOT)) or ".venv" in p)]
    sys.dont_write_bytecode = True
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    for tests in stages:
        status = pytest.main([*tests, *options])
        if status:
            os._exit(int(status))
    os._exit(0)


def run(chosen: list[Mutant], jobs: int, seed: int, kept: Path) -> dict[Mutant, str]:
    """What became of each mutant; each job is a process without threads, with a copy of the project of its own."""
    load_libraries()
    results: dict[Mutant, str] = {}
    context = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(prefix="mutants-") as parent, context.Pool(jobs, start, (parent,)) as pool:
        for mutant, result, seconds in pool.imap_unordered(partial(judged, seed=seed), chosen):
            results[mutant] = result
            with kept.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"mutant": asdict(mutant), "result": result}, ensure_ascii=False) + "\n")
            print(f"{result:9} {seconds:4.0f}s {mutant.path}:{mutant.line} {mutant.kind}: {mutant.before}", flush=True)
    return results


def known(kept: Path) -> dict[Mutant, str]:
    """What earlier runs found, of the code as it was; the last word on each mutant."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    return {Mutant(**row["mutant"]): row["result"] for row in map(json.loads, lines)}


def start(parent: str) -> None:
    """A process of the pool goes to its copy of the project."""
    os.chdir(copied(Path(tempfile.mkdtemp(dir=parent))))


def judged(mutant: Mutant, seed: int) -> tuple[Mutant, str, float]:
    begun = time.monotonic()
    return mutant, noticed(mutant, Path.cwd(), seed), time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--survivors", action="store_true", help="only those that nothing noticed last time")
    parser.add_argument("--list", action="store_true", help="show the mutants and run nothing")
    options = parser.parse_args()
    chosen = random.Random(options.seed).sample(every_mutant(), options.count)  # noqa: S311  no secret
    kept = OUT / f"results-{options.seed}.jsonl"
    before = known(kept)
    done = {m for m, result in before.items() if not (options.survivors and result in {"survived", "untested"})}
    again = [m for m in chosen if m not in done]
    if options.list:
        for m in again:
            print(f"{m.path}:{m.line} {m.kind}: {m.before}")
        return
    if not COVERAGE.exists():
        measure_coverage()
    results = before | run(again, options.jobs, options.seed, kept)
    for folder in ("", *FOLDERS):
        counts = Counter(results[m] for m in chosen if m.path.startswith(folder))
        caught = counts["killed"] + counts["timeout"]
        share = caught / max(counts.total(), 1)
        print(f"{folder or 'all':20} {caught} of {counts.total()} caught ({share:.1%}) {dict(counts)}")


if __name__ == "__main__":
    main()
