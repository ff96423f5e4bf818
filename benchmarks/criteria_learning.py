"""Does a learned classifier find criteria better than the rules? Leave one document out, F1 of criteria on the others.

    python benchmarks/criteria_learning.py [--silver MEGABYTES] [--spacy]

A paragraph is a criterion or not. Gold labels come from the project's plans (and ../shared where it stands), silver
labels from the rules over the official corpora of ../shared. Two models: a logistic regression over hashed word n-grams
in numpy, and spaCy's bag-of-words textcat. Each sees either the paragraph alone, or also the headings above it. What a
model says is scored alone, as a veto on the rules, and as an addition to them. Documents that launch nothing have no
criteria by rule and are left out of the means. Prints a table and writes benchmarks/out/criteria_learning.json.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy
from rapidfuzz.distance import Indel
from spacy.training import Example

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.models.extract.emulation.criteria_items import is_criterion, items
from vanthu.models.extract.emulation.criteria_labels import mark_end
from vanthu.models.extract.emulation.criteria_sections import standings
from vanthu.models.extract.language import annotate
from vanthu.models.extract.source import SourceText
from vanthu.models.extract.structure.outline import outline
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.tokenizer import VietnameseTokenizer
from vanthu.models.page import Line, Page, Trail, Verdict

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
READ = ("zones", "outline", "letterhead", "title", "citations", "names", "criteria")
ALIKE = 0.9
NO, EVEN, YES = 0.1, 0.5, 0.9
"""Probabilities below which a model denies, from which it takes, above which it is sure."""
BUCKETS = 1 << 17
EPOCHS, RATE, DECAY = 12, 0.3, 1e-6
SILVER_LINES = 400
"""Lines of the corpus that are read as one document: its own borders are not marked."""
FOLDS = 6
"""For spaCy, which is slower: documents are left out in six groups."""


@dataclass(frozen=True)
class Unit:
    """One paragraph: its words with and without the headings above it, and whether it is a criterion (None: free)."""

    body: str
    context: str
    label: bool | None


@dataclass(frozen=True)
class Study:
    """One document: its units, what the rules found, and what the gold asks for."""

    name: str
    units: list[Unit]
    rules: list[str]
    gold: list[str]
    free: list[str]
    launches: bool


def key(text: str) -> str:
    return fold(text).strip(" .;:,-+*\"'“”")


def alike(a: str, b: str) -> bool:
    return Indel.normalized_similarity(key(a), key(b), score_cutoff=ALIKE) > 0


def f1(gold: Sequence[str], free: Sequence[str], got: Sequence[str]) -> float:
    """As the yardstick counts: free items may be found or not."""
    left = list(got)

    def take(wanted: str) -> bool:
        hit = next((i for i, each in enumerate(left) if alike(wanted, each)), None)
        return hit is not None and bool(left.pop(hit))

    right = sum(take(each) for each in gold)
    for each in free:
        take(each)
    if not gold and not left:
        return 1.0
    return 2 * right / (len(gold) + right + len(left)) if right else 0.0


def pages(text: str) -> list[Page]:
    return [
        Page(number, tuple(Line.plain(line) for line in page.split("\n")), Trail(Verdict.TEXT))
        for number, page in enumerate(text.split("\f"), 1)
    ]


def unit(paragraph: Paragraph, label: bool | None) -> Unit:  # noqa: FBT001  a class label, not a switch
    body = paragraph.text[mark_end(paragraph) :]
    mark = "mark" if paragraph.marker else "plain"
    return Unit(f"{mark} {bare(body)}", f"{mark} {bare(' / '.join(paragraph.headings))} // {bare(body)}", label)


def study(text: Path, gold_path: Path) -> Study:
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    wanted = [c["text"] if isinstance(c, dict) else c for c in gold["criteria"]]
    free = list(gold.get("criteria_optional") or [])
    doc = annotate(pages(text.read_text(encoding="utf-8")), READ)
    units = []
    for paragraph in doc._.paragraphs:
        body = paragraph.text[mark_end(paragraph) :]
        if paragraph.zone is Zone.BODY and is_criterion(body):
            label = any(alike(body, each) or key(each) in key(body) for each in wanted)
            units.append(unit(paragraph, None if not label and any(alike(body, each) for each in free) else label))
    rules = [item.value or "" for group in doc._.campaign.criteria for item in group.items]
    return Study(gold_path.stem[:24], units, rules, wanted, free, launches=bool(doc._.campaign.names))


def studies() -> list[Study]:
    found = [(g.with_suffix(".txt"), g) for g in sorted((ROOT / "corpora/plans").glob("*.json"))]
    found += [(g.with_suffix(".gold.txt"), g) for g in sorted((SHARED / "gold").glob("*.json"))]
    found += [(SHARED / f"plans/{g.stem}.txt", g) for g in sorted((SHARED / "plans/gold").glob("*.json"))]
    return [study(*pair) for pair in found]


def silver(megabytes: float) -> list[Unit]:
    """Paragraphs of the official corpora with the label that the rules give them; ten others for each criterion."""
    found: list[Unit] = []
    for name in ("official_party", "official"):
        path = SHARED / f"corpora/{name}.txt.xz"
        if path.exists() and megabytes:
            with lzma.open(path, "rt", encoding="utf-8") as lines:
                found.extend(_silver(lines.read(int(megabytes * 1e6)).split("\n")))
    some = random.Random(7).sample([u for u in found if not u.label], min(len(found), 10 * sum(u.label for u in found)))  # noqa: S311
    return [u for u in found if u.label] + some


def _silver(lines: Sequence[str]) -> Iterator[Unit]:
    nlp = spacy.blank("xx")
    for start in range(0, len(lines), SILVER_LINES):
        part = tuple(Line.plain(line) for line in lines[start : start + SILVER_LINES])
        source = SourceText([Page(1, part, Trail(Verdict.TEXT))])
        doc = nlp.make_doc("x")
        doc._.source, doc._.zones = source, (Zone.BODY,) * len(source.lines)
        paragraphs = outline(doc)._.paragraphs
        held = {id(s.paragraph) for s in standings(paragraphs) if any(_cut(s.paragraph, s.start))}
        yield from (unit(p, id(p) in held) for p in paragraphs if is_criterion(p.text))


def _cut(paragraph: Paragraph, start: int) -> Iterator[tuple[int, int]]:
    return items(paragraph.text, start, lambda _: False, marked=True, labelled=False)


def grams(text: str) -> np.ndarray:
    words = text.split()[:80]
    both = words + [f"{a} {b}" for a, b in pairwise(words)] + [f"^{w}" for w in words[:3]]
    return np.unique([zlib.crc32(g.encode()) % BUCKETS for g in both])


Predict = Callable[[str], float]


def linear(texts: Sequence[str], labels: Sequence[bool], weights: Sequence[float]) -> Predict:
    """Logistic regression by AdaGrad over hashed n-grams."""
    features = [grams(t) for t in texts]
    theta, seen = np.zeros(BUCKETS), np.full(BUCKETS, 1e-6)
    order = list(range(len(texts)))
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(order)  # noqa: S311
        for i in order:
            at = features[i]
            p = 1 / (1 + np.exp(-theta[at].sum() / np.sqrt(len(at))))
            step = weights[i] * (p - labels[i]) / np.sqrt(len(at)) + DECAY * theta[at]
            seen[at] += step * step
            theta[at] -= RATE * step / np.sqrt(seen[at])

    def predict(text: str) -> float:
        at = grams(text)
        return float(1 / (1 + np.exp(-theta[at].sum() / np.sqrt(len(at)))))

    return predict


def textcat(texts: Sequence[str], labels: Sequence[bool], _weights: Sequence[float]) -> Predict:
    """Bag-of-words textcat of spaCy with our tokenizer."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = VietnameseTokenizer(nlp.vocab)
    model = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "no_output_layer": False,
        "ngram_size": 2,
        "length": 65536,
    }
    pipe = nlp.add_pipe("textcat", config={"model": model})
    pipe.add_label("yes")
    pipe.add_label("no")
    examples = [
        Example.from_dict(nlp.make_doc(t), {"cats": {"yes": float(y), "no": float(not y)}})
        for t, y in zip(texts, labels, strict=True)
    ]
    nlp.initialize(lambda: examples[:50])
    for epoch in range(5):
        random.Random(epoch).shuffle(examples)  # noqa: S311
        for start in range(0, len(examples), 64):
            nlp.update(examples[start : start + 64])
    return lambda text: float(nlp(text).cats["yes"])


def outcome(one: Study, said: Sequence[tuple[Unit, float]]) -> dict[str, float]:
    """F1 of the rules, of the model alone, of the rules less what it denies, and with what it is sure of."""
    words = [(u.body.split(" ", 1)[1], p) for u, p in said]
    denied = [body for body, p in words if p < NO]
    sure = [body for body, p in words if p > YES]
    rules = [bare(r) for r in one.rules]
    kept = [r for r in rules if not any(r == d or (r in d) for d in denied)]
    added = [*rules, *(s for s in sure if not any(alike(r, s) or r in s for r in rules))]
    gold, free = [bare(g) for g in one.gold], [bare(g) for g in one.free]
    alone = [body for body, p in words if p >= EVEN]
    return {n: f1(gold, free, got) for n, got in (("rules", rules), ("model", alone), ("veto", kept), ("added", added))}


def run(
    name: str, train: Callable[..., Predict], view: str, docs: Sequence[Study], extra: Sequence[Unit]
) -> dict[str, float]:
    folds = [[d] for d in docs] if train is linear else [list(docs[i::FOLDS]) for i in range(FOLDS)]
    scored: list[dict[str, float]] = []
    began = time.perf_counter()
    for held in folds:
        own = [u for d in docs if d not in held for u in d.units if u.label is not None]
        texts = [getattr(u, view) for u in (*own, *extra)]
        labels = [bool(u.label) for u in (*own, *extra)]
        weights = [1.0] * len(own) + [0.3] * len(extra)
        predict = train(texts, labels, weights)
        scored += [outcome(d, [(u, predict(getattr(u, view))) for u in d.units]) for d in held if d.launches]
    means = {k: round(statistics.mean(s[k] for s in scored), 4) for k in ("rules", "model", "veto", "added")}
    print(f"{name:34} {means['model']:6.3f} {means['veto']:6.3f} {means['added']:6.3f}  {means['rules']:6.3f}"
          f"  {len(scored):3} documents {time.perf_counter() - began:6.1f} s", flush=True)  # fmt: skip
    return means


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--silver", type=float, default=3.0, help="megabytes of each official corpus")
    parser.add_argument("--spacy", action="store_true", help="also train spaCy's textcat (minutes)")
    options = parser.parse_args()
    docs = studies()
    extra = silver(options.silver)
    gold = sum(u.label is True for d in docs for u in d.units)
    print(f"{len(docs)} documents, {sum(len(d.units) for d in docs)} paragraphs, {gold} of them criteria; silver:"
          f" {len(extra)} paragraphs, {sum(bool(u.label) for u in extra)} of them criteria")  # fmt: skip
    print(f"{'':34} {'model':>6} {'veto':>6} {'added':>6}  {'rules':>6}")
    models = [("n-grams", linear)] + ([("spaCy textcat", textcat)] if options.spacy else [])
    results = {}
    for label, train in models:
        for view in ("body", "context"):
            for stock, units in (("own gold", []), ("own gold + silver", extra)):
                name = f"{label}, {view}, {stock}"
                results[name] = run(name, train, view, docs, units)
    out = ROOT / "benchmarks/out"
    out.mkdir(exist_ok=True)
    (out / "criteria_learning.json").write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
