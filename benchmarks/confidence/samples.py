"""Every value that gold judges: what can be seen of it, and whether it is right."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.confidence.earlier import REVISIONS, Found, found_by
from vanthu.models.campaign import Campaign, CampaignFacts, Field
from vanthu.models.extract.doubts.kinds import kind_of, values
from vanthu.models.extract.doubts.sight import Sight
from vanthu.models.extract.language import PIPELINE, annotate
from vanthu.models.extract.source import SourceText
from vanthu.models.page import Page
from vanthu.models.provenance import PartSource, Source
from vanthu.models.restore.restorer import load
from vanthu.pipelines.evaluate import load_gold, score
from vanthu.pipelines.read import read
from vanthu.pipelines.restoration import restore_document

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
READINGS = ROOT / "benchmarks/out/plans"
WITHOUT = tuple(name for name in PIPELINE if name != "confidence")
Key = tuple[str, str, Path]
"""A document, its noise level, and its gold."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One judged value."""

    document: str
    level: str
    path: str
    signals: dict[str, float]
    right: bool
    before: float
    """What its component said."""
    said: str
    """The value and its words, to tell whether an earlier extractor found the same."""


def collect() -> tuple[list[Sample], list[Sample]]:
    """The values of today's extractor, and what earlier ones found that today's does not."""
    pages = {(name, level, gold): pages_of(path) for name, level, path, gold in documents()}
    now = [sample for key, read_ in pages.items() for sample in samples_of(key, read_, found_today(read_))]
    seen = {_identity(sample) for sample in now}
    before: list[Sample] = []
    for revision in REVISIONS:
        for key, found in found_by(ROOT, revision, pages):
            for sample in samples_of(key, pages[key], found):
                if _identity(sample) not in seen:
                    seen.add(_identity(sample))
                    before.append(sample)
    return now, before


def _identity(sample: Sample) -> tuple[str, str, str, str, bool]:
    return sample.document, sample.level, kind_of(sample.path), sample.said, sample.right


def documents() -> Iterator[tuple[str, str, Path | list[Path], Path]]:
    """Name, level, input, gold: the input is text, a scan (or its pages), or pages that were read before."""
    for name, level, path, gold in _listed():
        if isinstance(path, Path) and not path.exists():
            print(f"left out: {path} is not there")
        else:
            yield name, level, path, gold


def _listed() -> Iterator[tuple[str, str, Path | list[Path], Path]]:
    for gold in sorted(READINGS.glob("*.json")):
        yield gold.stem, "text", gold.with_suffix(".txt"), gold
        yield gold.stem, "english", gold.with_suffix(".english.txt"), gold
        for level in ("clean", "hard"):
            yield gold.stem, level, READINGS / "pages" / f"{gold.stem}.{level}.pickle", gold
    for gold in sorted((SHARED / "plans/gold").glob("*.json")):
        yield gold.stem, "text", SHARED / "plans" / f"{gold.stem}.txt", gold
    for gold in sorted((SHARED / "gold").glob("*.json")):
        yield gold.stem, "text", gold.with_suffix(".gold.txt"), gold
        yield gold.stem, "english", gold.with_suffix(".ocr.txt"), gold
    for gold in sorted((SHARED / "scans/fields").glob("*.json")):
        source = json.loads(gold.read_text(encoding="utf-8"))["source"]
        files = [SHARED / "scans" / file for file in ([source] if isinstance(source, str) else source)]
        yield gold.stem, "scan", files, gold


def pages_of(path: Path | list[Path]) -> Sequence[Page]:
    """The pages of an input, restored."""
    if isinstance(path, list):
        return read(*path).parts[0].pages
    if path.suffix == ".pickle":
        return restore_document(pickle.loads(path.read_bytes()), load(None)).pages  # noqa: S301  of plan_readings.py
    return read(path).parts[0].pages


def found_today(pages: Sequence[Page]) -> Found:
    """What the extractor of this working tree finds, each value as sure as its rule."""
    doc = annotate(pages, WITHOUT)
    return Found(doc._.document, doc._.legal_bases, doc._.campaign)


def samples_of(key: Key, pages: Sequence[Page], found: Found) -> Iterator[Sample]:
    """Every judged value of one document with its signals."""
    name, level, gold = key
    fields = _fields(found)
    verdicts: dict[str, bool] = {}
    for judged in score(load_gold(gold), _campaign(name, len(pages), found)).judged:
        at = next(p for p in fields if judged.item.path == p or judged.item.path.startswith(f"{p}."))
        verdicts[at] = verdicts.get(at, True) and judged.right
    sight = Sight(SourceText(pages), found.document, found.campaign, found.bases)
    for at, right in verdicts.items():
        field = fields[at]
        said = f"{field.value!r} {field.text}"
        yield Sample(name, level, at, sight.signals(at, field), right, field.confidence, said)


def _fields(found: Found) -> dict[str, Field[Any]]:
    parts = (("document", found.document), ("legal_bases", found.bases), ("campaign", found.campaign))
    return {path: field for name, part in parts for path, field in values(part, name)}


def _campaign(name: str, pages: int, found: Found) -> Campaign:
    part = PartSource(index=1, of=1, first_page=1, last_page=pages)
    return Campaign(
        source=Source(name=name, sha256="", media_type="", bytes=0, part=part),
        document=found.document,
        legal_bases=found.bases,
        campaign=found.campaign or CampaignFacts(),
    )
