"""The texts of the table: real layers of an English OCR, correct plans, and readings of damaged pages."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.restoration.readings import (
    NOISY,
    Reading,
    Setting,
    load,
    plain_plan,
    read_plan,
    write,
)
from benchmarks.restoration.scoring import errors
from vanthu.corpora import plans
from vanthu.pipelines.train.stock import HELD_OUT

ROOT = Path(__file__).resolve().parents[2]
UNSEEN = list(HELD_OUT)
"""Own plans that training never sees."""
PAGES = 3
"""Pages of each real plan that are typeset and read; they hold about 8,000 characters."""
ENGLISH = (
    Setting("eng", "4.0.0", "thickened", 200),
    Setting("eng", "debian", "office_scan", 300),
    Setting("eng", "4.0.0_best_int", "bilevel", 240),
    Setting("eng", "4.0.0", "bad_copy", 300),
)
"""One of these for each real plan, in turn."""
CLEAN = Setting("vie", "debian", "clean", 300)
VIETNAMESE = (
    Setting("vie", "debian", "bad_copy", 200),
    Setting("vie", "4.0.0_best_int", "fax", 200),
    Setting("vie", "4.0.0", "thinned", 200),
    Setting("vie", "debian", "blurred", 150),
    Setting("vie", "4.0.0", "office_scan", 150),
    Setting("vie", "4.0.0_best_int", "thickened", 150),
    Setting("vie", "debian", "phone", 200),
    Setting("vie", "4.0.0", "bilevel", 150),
)
"""Two of these for each real plan, in turn."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A real text layer: its exact transcription and the layer, line by line."""

    name: str
    true: list[str]
    read: list[str]


def layers(shared: Path) -> list[Layer]:
    """The layers of ../shared/gold; none where it is absent."""
    found = sorted((shared / "gold").glob("*.ocr.txt"))
    return [Layer(p.name.split(".")[0], _lines(p.with_name(p.name.replace("ocr", "gold"))), _lines(p)) for p in found]


def correct(shared: Path) -> dict[str, list[list[str]]]:
    """Correct text by source, one list of lines a document."""
    own = [_plan(name) for name in plans.names()]
    real = [_lines(path) for path in sorted((shared / "plans").glob("*.txt"))]
    transcripts = [layer.true for layer in layers(shared)]
    sources = {"plans": real, "gold": transcripts, "own plans": own, "unseen plans": [_plan(name) for name in UNSEEN]}
    return {name: texts for name, texts in sources.items() if texts}


def _plan(name: str) -> list[str]:
    return plans.load(name).text.replace(plans.FORM_FEED, "\n").split("\n")


def readings(shared: Path, out: Path, models: Path | None) -> dict[str, list[Reading]]:
    """Readings by ``eng`` and ``vie`` models: recorded ones of own plans (all; unseen), and those of real plans.

    The latter are made with the tesseract ``models`` and kept under ``out``, for they hold sentences of ../shared.
    """
    own = {"eng": load(NOISY / "english.tsv"), "vie": load(NOISY / "vietnamese.tsv")}
    found = {f"own {language}": recorded for language, recorded in own.items()}
    for language, recorded in own.items():
        found[f"unseen {language}"] = [reading for reading in recorded if reading.name in UNSEEN]
    texts = sorted((shared / "plans").glob("*.txt"))
    for language in ("eng", "vie"):
        kept = out / f"readings/{language}.tsv"
        if not kept.exists() and models and texts:
            kept.parent.mkdir(parents=True, exist_ok=True)
            write(list(_read(texts, language, models)), kept)
        if kept.exists():
            found[f"real {language}"] = load(kept)
    return found


def pages_made_worse(reading: Reading, restored: Sequence[str]) -> int:
    """On how many pages more words are wrong than before."""
    worse = at = 0
    for page in reading.pages:
        true, read = [t for t, _ in page], [r for _, r in page]
        after = restored[at : at + len(page)]
        worse += errors(true, after).word_errors > errors(true, read).word_errors
        at += len(page)
    return worse


def yardstick(shared: Path) -> Callable[[str, str], dict[str, Any]]:
    """``score_text`` of ../shared/tools/score.py: the gold and the restored text to a mapping of scores."""
    spec = importlib.util.spec_from_file_location("score", shared / "tools/score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no {shared}/tools/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score_text  # type: ignore[no-any-return]


def _read(texts: list[Path], language: str, models: Path) -> Iterator[Reading]:
    for i, path in enumerate(texts):
        whole = plain_plan(path.stem[:8], [line for line in _lines(path) if line.strip()])
        pages = whole.pages[:PAGES]
        part = plans.Plan(whole.name, pages, whole.layout, whole.gold)
        chosen = (ENGLISH[i % len(ENGLISH)],) if language == "eng" else _vietnamese(i)
        for setting in chosen:
            print(f"reading {part.name} {setting}", flush=True)
            yield read_plan(part, setting, models, seed=300 + i)


def _vietnamese(i: int) -> tuple[Setting, ...]:
    return CLEAN, VIETNAMESE[2 * i % len(VIETNAMESE)], VIETNAMESE[(2 * i + 1) % len(VIETNAMESE)]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")
