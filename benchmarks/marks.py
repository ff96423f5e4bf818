"""List marks at the head of paragraphs: how many come out as they are printed, and in how many papers all of them do.

    python benchmarks/marks.py [SET ...] [--record FOLDER] [--wrong]

SET is one or more of:

text      correct text of ../shared/plans, ../shared/plans/more and the project's own plans
own       the recorded readings of the project's own plans (corpora/plans/readings), restored
english   the layers of an English OCR in ../shared/plans/english, restored
hard      the hard scans of ../shared/plans/hard, read with tesseract

A *section* is a Roman number, a part, a chapter, an article or a capital letter; *all* adds Arabic numbers and small
letters. Truth are the marks of the correct text, one paragraph a line; each is looked up in the outline of the reading
by the words after it. ``path`` counts those whose whole path (``II.1.a``) is that of the correct text. ``--record``
keeps what tesseract reads in FOLDER, so that a second run costs no OCR. Writes benchmarks/out/marks.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import regex
from rapidfuzz import fuzz, process

from vanthu.corpora.gazetteer.folding import bare
from vanthu.ingest.ocr.replay import RecordingEngine
from vanthu.ingest.ocr.tesseract import TesseractEngine
from vanthu.models.extract.language import annotate
from vanthu.models.extract.structure.paragraphs import Paragraph
from vanthu.pipelines.read import read

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OUT = ROOT / "benchmarks/out/marks.json"
STRUCTURE = ("zones", "outline")
PRINTED = regex.compile(
    r"""\s*(?:(?P<section>(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:THỨ\s+|thứ\s+)?(?P<part>[IVX]+|\d+|\p{L}+)(?=\s*(?:[:.–-]|$))\s*[:.–-]?
      | (?:ĐIỀU|Điều)\s+(?P<article>\d+)\s*[:.]
      | (?P<roman>[IVX]+(?!\s?/\s?[vV]))\s?[./–-](?=\s*["“]?\p{Lu})
      | (?P<capital>[A-HĐ])[.](?=\s+\p{Lu}))
    | (?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:\s?[.)/](?!\d)|\s?[–-](?=\s*\p{Lu}\p{Ll})|(?<=\d\.\d{1,2})(?=\s+\p{Lu}))
    | (?P<letter>[aăâbcdđeêghiklmnopqrstuvxy])\s?\))\s*(?=\S)""",
    regex.VERBOSE,
)
"""Marks of correct text; simpler than the reader's own pattern and independent of it."""
LEAST_ALIKE = 60
"""Of 100: how like the words after a mark must be to be taken for the same paragraph."""
WORDS_COMPARED = 70
"""Characters after the mark that are compared."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A mark of the correct text: its numbers, the bare words after it, its path in the outline of the correct text."""

    labels: tuple[str, ...]
    words: str
    section: bool
    path: tuple[str, ...] = ()


def truths(text: str) -> Iterator[Truth]:
    """The marks of a correct text with one paragraph a line, in order."""
    for line in text.splitlines():
        found = PRINTED.match(line)
        if found and (words := _words(line[found.end() :])):
            labels = found["part"] or found["article"] or found["roman"] or found["capital"] or found["letter"]
            numbers = tuple(str(int(n)) for n in (found["number"] or "").split(".") if n)
            yield Truth(numbers or (labels,), words, bool(found["section"]))


def _words(text: str) -> str:
    return " ".join(regex.findall(r"\w+", bare(text)))[:WORDS_COMPARED]


def paragraphs(pages: Sequence[Any]) -> list[Paragraph]:
    """The paragraphs of the outline, less those of table cells."""
    return [p for p in annotate(pages, STRUCTURE)._.paragraphs if p.cell is None]


def matched(wanted: Sequence[str], found: Sequence[str]) -> list[int | None]:
    """Index of the text that is meant by each wanted one, in order, by the highest likeness of all together."""
    if not wanted or not found:
        return [None] * len(wanted)
    alike = process.cdist(wanted, found, scorer=fuzz.ratio, dtype=np.float64) - LEAST_ALIKE
    best = np.zeros((len(wanted) + 1, len(found) + 1))
    for i in range(len(wanted)):
        taken = best[i, :-1] + alike[i]
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(taken, best[i, 1:]))
    places: list[int | None] = [None] * len(wanted)
    j = len(found)
    for i in range(len(wanted), 0, -1):
        while j and best[i, j] == best[i, j - 1]:
            j -= 1
        if j and best[i, j] != best[i - 1, j]:
            places[i - 1] = j - 1
            j -= 1
    return places


def score(gold: str, pages: Sequence[Any], gold_pages: Sequence[Any]) -> dict[str, Any]:
    """Marks of one paper: how many there are, how many are right, and which are wrong."""
    wanted, read_as = list(truths(gold)), paragraphs(pages)
    meant = matched([t.words for t in wanted], [_after(p) for p in read_as])
    right = [j is not None and _has(read_as[j], t.labels) for t, j in zip(wanted, meant, strict=True)]
    by_gold = paragraphs(gold_pages)
    model = matched([t.words for t in wanted], [_after(p) for p in by_gold])
    paths = [
        j is not None and k is not None and read_as[j].path == by_gold[k].path
        for j, k in zip(meant, model, strict=True)
    ]
    sections = [ok for ok, t in zip(right, wanted, strict=True) if t.section]
    wrong = [
        (".".join(t.labels), t.words[:40], read_as[j].text[:50] if j is not None else None)
        for ok, t, j in zip(right, wanted, meant, strict=True)
        if not ok
    ]
    return {
        "sections": len(sections),
        "sections_right": sum(sections),
        "all": len(wanted),
        "all_right": sum(right),
        "path_right": sum(paths),
        "wrong": wrong,
    }


def _after(paragraph: Paragraph) -> str:
    return _words(paragraph.text.removeprefix(paragraph.marker or ""))


def _has(paragraph: Paragraph, labels: tuple[str, ...]) -> bool:
    return bool(paragraph.marker) and paragraph.path[-len(labels) :] == labels


Pages = Callable[[], Sequence[Any]]


def _text_pages(path: Path, engine: object = None) -> Pages:
    return lambda: [page for part in read(path, engine=engine).parts[:1] for page in part.pages]


def _of_text() -> Iterator[tuple[str, Path, Pages]]:
    folders = (SHARED / "plans", SHARED / "plans/more", ROOT / "corpora/plans")
    for path in (p for folder in folders for p in sorted(folder.glob("*.txt"))):
        yield path.stem, path, _text_pages(path)


def _own() -> Iterator[tuple[str, Path, Pages]]:
    for path in sorted((ROOT / "corpora/plans/readings").glob("*.txt")):
        yield path.stem, ROOT / f"corpora/plans/{path.stem.split('.')[0]}.txt", _text_pages(path)


def _english() -> Iterator[tuple[str, Path, Pages]]:
    for path in sorted((SHARED / "plans/english").glob("*.txt")):
        yield path.stem, SHARED / f"plans/{path.name}", _text_pages(path)


def _hard(record: Path | None) -> Iterator[tuple[str, Path, Pages]]:
    engine = RecordingEngine(record, TesseractEngine()) if record else None
    for path in sorted((SHARED / "plans/hard").glob("*.pdf")):
        yield path.stem, SHARED / f"plans/{path.stem}.txt", _text_pages(path, engine)


def measure(papers: Iterator[tuple[str, Path, Pages]], *, wrong: bool) -> dict[str, Any]:
    """Score every paper; prints a row each, and the sums."""
    rows: dict[str, Any] = {}
    for name, gold, pages in papers:
        row = rows[name] = score(gold.read_text(encoding="utf-8"), pages(), _text_pages(gold)())
        print(f"{name[:40]:40} {_cells(row)}", flush=True)
        for mark, words, seen in row["wrong"] if wrong else ():
            print(f"    {mark:8} {words:40} ← {seen}")
    sums = {
        k: sum(row[k] for row in rows.values())
        for k in ("sections", "sections_right", "all", "all_right", "path_right")
    }
    having = [row for row in rows.values() if row["sections"]]
    sums["whole"] = sum(row["sections"] == row["sections_right"] for row in having)
    sums["whole_of"] = len(having)
    sums["wholly"] = sum(row["all"] == row["all_right"] for row in rows.values())
    print(f"{'sum':40} {_cells(sums)}")
    print(f"all sections right in {sums['whole']} of {sums['whole_of']}, all marks in {sums['wholly']} of {len(rows)}")
    return {"papers": rows, **sums}


def _cells(row: dict[str, Any]) -> str:
    sections, everything = f"{row['sections_right']:4}/{row['sections']:4}", f"{row['all_right']:4}/{row['all']:4}"
    return f"sections {sections}   all {everything}   path {row['path_right']:4}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help="text, own, english, hard; all by default")
    parser.add_argument("--record", type=Path, help="folder that keeps what tesseract reads")
    parser.add_argument("--wrong", action="store_true", help="show each mark that is wrong")
    options = parser.parse_args()
    sets = {"text": _of_text, "own": _own, "english": _english, "hard": lambda: _hard(options.record)}
    figures = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    for name in options.sets or sets:
        print(f"-- {name}")
        figures[name] = measure(sets[name](), wrong=options.wrong)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
