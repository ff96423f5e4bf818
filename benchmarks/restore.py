"""Text that lost its marks: nothing done, ours, and peers, on the same lines.

    python benchmarks/restore.py [--models FOLDER] [--pyvi PYTHON] [--channel FILE]

Real English-OCR layers of ../shared/gold (scored by ../shared/tools/score.py), plans stripped of their accents, correct
text that must stay, and readings of damaged pages by English and Vietnamese models (those recorded of the project's own
plans, and, once they were made with the tesseract models under FOLDER, those of ../shared/plans). Prints the table with
syllables a second of each system, what the restorer costs, how reliable its confidence is, and, given a noise channel,
how much of the real confusions it knows. Everything runs on one core. Writes benchmarks/out/restore.json.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.restoration import documents, speed
from benchmarks.restoration.readings import Reading
from benchmarks.restoration.scoring import Errors, errors, syllables_wrong, words_changed, words_right
from benchmarks.restoration.systems import System, present, restored_lines
from vanthu.corpora.gazetteer.folding import strip_marks

SHARED = documents.ROOT.parent / "shared"
OUT = documents.ROOT / "benchmarks/out"
PUBLISHED = {
    "phrase-based MT": 97.32,
    "neural MT": 96.15,
    "CNN-BiGRU": 94.77,
    "ViT5-base": 99.43,
}
"""Accuracy on bare formal text as their authors give it, in %; other texts, not measured here."""
BINS = 10

Row = dict[str, float]
"""Values of one line of the table, by system."""


def main() -> None:
    arguments = _arguments()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    OUT.mkdir(exist_ok=True)
    systems = present(SHARED, OUT, arguments.pyvi)
    read = documents.readings(SHARED, OUT, arguments.models)
    table: dict[str, Row] = {}
    _layers(table, systems)
    _correct_text(table, systems)
    _damaged_pages(table, systems, read)
    table["syllables a second"] = {s.name: s.syllables / s.seconds for s in systems if s.name != "nothing"}
    _print(table, systems)
    results: dict[str, Any] = {"table": table, "published_not_measured_here": PUBLISHED}
    if any(system.name == "vanthu" for system in systems):
        results["cost"], results["reliability"] = _cost(), _reliability(read)
    if arguments.channel:
        results["channel"] = _channel(arguments.channel)
    (OUT / "restore.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, help="tesseract models to read damaged pages of ../shared/plans with")
    parser.add_argument("--pyvi", help="a Python that has pyvi; this one by default")
    parser.add_argument("--channel", type=Path, help="a fitted noise channel to hold against ../shared/gold")
    return parser.parse_args()


def _layers(table: dict[str, Row], systems: Sequence[System]) -> None:
    """Real layers by the yardstick, each and together."""
    found = documents.layers(SHARED)
    if not found:
        print("gold layers left out: they need ../shared")
        return
    score = documents.yardstick(SHARED)
    for layer in found:
        scores = {s.name: score("\n".join(layer.true), "\n".join(s(layer.read))) for s in systems}
        for key, label in (("wer", "words wrong %"), ("cer", "characters wrong %")):
            table[f"{layer.name}: {label}"] = {name: 100 * score[key] for name, score in scores.items()}
        table[f"{layer.name}: numbers wrong %"] = {
            name: 100 * score["number_errors"] / score["numbers"] for name, score in scores.items()
        }


def _correct_text(table: dict[str, Row], systems: Sequence[System]) -> None:
    """Accents stripped and put back; and the same text as it should stay."""
    for source, texts in documents.correct(SHARED).items():
        bare, uncased, kept = Row(), Row(), Row()
        for system in systems:
            restored = [(lines, system([strip_marks(line) for line in lines])) for lines in texts]
            bare[system.name] = 100 - _percent(syllables_wrong(true, got) for true, got in restored)
            uncased[system.name] = 100 - _percent(syllables_wrong(true, got, cased=False) for true, got in restored)
            kept[system.name] = _percent(words_changed(lines, system(lines)) for lines in texts)
        table[f"{source} stripped: syllables right %"] = bare
        table[f"{source} stripped: the same, case ignored %"] = uncased
        table[f"{source} correct: words changed %"] = kept


def _percent(counts: Iterable[tuple[int, int]]) -> float:
    wrong, total = (sum(part) for part in zip(*counts, strict=True))
    return 100 * wrong / total


def _damaged_pages(table: dict[str, Row], systems: Sequence[System], read: dict[str, list[Reading]]) -> None:
    """Readings by damage, and on how many pages a system did harm."""
    for source, found in read.items():
        for damage in sorted({reading.setting.damage for reading in found}):
            chosen = [reading for reading in found if reading.setting.damage == damage]
            scores = {s.name: sum((errors(r.true, s(r.read)) for r in chosen), Errors()) for s in systems}
            table[f"{source} {damage}: words wrong %"] = {name: 100 * e.wer for name, e in scores.items()}
        scores = {s.name: sum((errors(r.true, s(r.read)) for r in found), Errors()) for s in systems}
        table[f"{source} all: words wrong %"] = {name: 100 * e.wer for name, e in scores.items()}
        table[f"{source} all: characters wrong %"] = {name: 100 * e.cer for name, e in scores.items()}
        table[f"{source} all: numbers wrong %"] = {name: 100 * e.ner for name, e in scores.items()}
        clean = [r for r in found if r.setting.damage == "clean"]
        for label, chosen in (("clean pages", clean), ("pages", found)):
            harmed = {s.name: float(sum(documents.pages_made_worse(r, s(r.read)) for r in chosen)) for s in systems}
            if chosen:
                table[f"{source}: {label} made worse, of {sum(len(r.pages) for r in chosen)}"] = harmed


def _cost() -> dict[str, float]:
    texts = sorted((SHARED / "gold").glob("*.ocr.txt")) or sorted((documents.ROOT / "corpora/plans").glob("*.txt"))
    cost = speed.measure(texts)
    print(
        f"\nloaded in {cost['load_seconds']} s, {cost['characters_per_second']} characters a second on one core, ",
        end="",
    )
    print(f"peak {cost['peak_mb']} MB")
    return cost


def _reliability(read: dict[str, list[Reading]]) -> list[dict[str, float]]:
    """Confidence of words against the share that is right, on all noisy text."""
    judged: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    pairs = [(layer.true, layer.read) for layer in documents.layers(SHARED)]
    for true, noisy in pairs + [(r.true, r.read) for found in read.values() for r in found]:
        for expected, line in zip(true, restored_lines(tuple(noisy)), strict=True):
            right = words_right(expected, line.text) if "⟦?⟧" not in expected else []
            for word, correct in zip(line.words, right, strict=False):
                judged[min(int(word.confidence * BINS), BINS - 1)].append((word.confidence, correct))
    print(f"\n{'confidence':>12} {'words':>7} {'said %':>7} {'right %':>8}")
    rows = []
    for i, words in enumerate(judged):
        if words:
            said, right = (100 * sum(part) / len(words) for part in zip(*words, strict=True))
            rows.append({"from": i / BINS, "words": len(words), "said": said, "right": right})
            print(f"{i / BINS:6.1f} - {(i + 1) / BINS:.1f} {len(words):7} {said:7.1f} {right:8.1f}")
    return rows


def _channel(path: Path) -> dict[str, Any]:
    """The noise channel against the real layers."""
    from benchmarks.restoration.coverage import coverage  # noqa: PLC0415  only where a channel is given
    from vanthu.corpora.noise.channel import Channel  # noqa: PLC0415

    pairs = [pair for layer in documents.layers(SHARED) for pair in zip(layer.true, layer.read, strict=True)]
    found = coverage([(true, read) for true, read in pairs if "⟦?⟧" not in true], Channel.load(path))
    print(f"\n{found.confusions} real confusions: {found.known:.1%} known, {found.overlap:.1%} made as often")
    for character, piece, real, made, _ in found.lacking:
        print(f"  {character!r} read {piece!r}: {real:6.1%} of them, the channel {made:6.1%}")
    return {"confusions": found.confusions, "known": found.known, "overlap": found.overlap, "lacking": found.lacking}


def _print(table: dict[str, Row], systems: Sequence[System]) -> None:
    names = [system.name for system in systems]
    print(f"{'':48}" + "".join(f"{name:>10}" for name in names))
    for label, row in table.items():
        values = (row.get(name) for name in names)
        print(f"{label:48}" + "".join(f"{'–' if v is None else f'{v:,.2f}':>10}" for v in values))
    published = ", ".join(f"{name} {value}" for name, value in PUBLISHED.items())
    print(f"published, not measured here: {published} % on bare formal text")


if __name__ == "__main__":
    main()
