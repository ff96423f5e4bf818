"""What OCR models read on damaged pages whose text is known: the noisy text that the restorer is measured on.

    python -m benchmarks.restoration.readings FOLDER [PLAN ...]

reads the project's own plans by the tesseract models under ``FOLDER`` (one folder a model, each with
``eng.traineddata`` and ``vie.traineddata``; see docs/restorer.md for where they come from) and writes
``tests/models/restore/noisy/*.tsv``: the recorded readings that CI measures on, so that it needs none of the models.

Each printed row is set beside the line that the model read at its height. Left out are rows that no line was read for,
rows of which nothing can be told any more (under a seal, mostly; real transcripts leave such lines out too), and rows
whose columns do not stand abreast (recipients beside signatures), for nobody can say what was read of which.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from vanthu.corpora import plans
from vanthu.corpora.degrade import degrade, ink, paper
from vanthu.corpora.gazetteer.folding import bare
from vanthu.corpora.plans import Block, Plan
from vanthu.corpora.typeset import SetLine, Sheet, typeset
from vanthu.corpora.typeset.fonts import sized
from vanthu.corpora.typeset.geometry import BOTTOM, COLUMNS, TOP, leading
from vanthu.corpora.typeset.styles import INDENT, STYLES
from vanthu.corpora.typeset.truth import Image, around
from vanthu.corpora.typeset.wrap import wrap

NOISY = Path(__file__).resolve().parents[2] / "tests/models/restore/noisy"
OCR_SECONDS = 900
ILLEGIBLE = 0.6
"""Share of characters wrong, marks aside, above which a row counts as unreadable: English models get 0.05 to 0.35 of
them wrong on rows that a person can still make out."""
SAME_ROW = 0.6
"""How far from its row, in heights of a row, a line may be read."""


SIDE_BY_SIDE = frozenset({"recipients", "signature", "stamp"})
"""Regions whose lines stand beside others of another height."""
MARGIN = 0.02
"""White kept around the text, as a share of the width: beyond it lie the edges of the scanner, no text."""
SINGLE = {
    "thickened": (ink.thickened, 0.8),
    "thinned": (ink.thinned, 0.7),
    "bilevel": (ink.bilevel, 0.9),
    "blurred": (paper.blurred, 0.9),
}
"""Damages that come alone, and how strong; the others are recipes of ``corpora/degrade``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page came to be read: ``language`` is ``eng`` or ``vie``, ``model`` names a folder of models."""

    language: str
    model: str
    damage: str
    dpi: int
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: for each page its rows, each as printed and as read."""

    name: str
    setting: Setting
    pages: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def true(self) -> list[str]:
        """All rows as printed."""
        return [true for page in self.pages for true, _ in page]

    @property
    def read(self) -> list[str]:
        """All rows as read."""
        return [read for page in self.pages for _, read in page]


ENGLISH = (
    Setting("eng", "debian", "office_scan", 300, sealed=True),
    Setting("eng", "4.0.0", "thickened", 200),
    Setting("eng", "4.0.0_best_int", "office_scan", 150),
    Setting("eng", "4.0.0", "bilevel", 240, sealed=True),
    Setting("eng", "4.0.0_best_int", "fax", 300),
    Setting("eng", "debian", "bad_copy", 300),
)
"""Two of these for each plan, in turn."""
VIETNAMESE = (
    Setting("vie", "debian", "clean", 300),
    Setting("vie", "4.0.0", "office_scan", 150),
    Setting("vie", "debian", "bad_copy", 300, sealed=True),
    Setting("vie", "4.0.0_best_int", "fax", 200),
    Setting("vie", "4.0.0", "phone", 200),
    Setting("vie", "debian", "thickened", 150),
    Setting("vie", "4.0.0_best_int", "thinned", 200),
    Setting("vie", "4.0.0", "bilevel", 150, sealed=True),
    Setting("vie", "debian", "blurred", 150),
)
"""The first, and two of the others, for each plan, in turn."""


def read_plan(plan: Plan, setting: Setting, models: Path, *, seed: int) -> Reading:
    """Set a plan, damage its pages and have a model read them."""
    sheets = typeset(plan, dpi=setting.dpi, seed=seed, sealed=setting.sealed)
    pages = (_read_sheet(sheet, setting, models, seed + i) for i, sheet in enumerate(sheets))
    return Reading(plan.name, setting, tuple(pages))


def plain_plan(name: str, paragraphs: Sequence[str]) -> Plan:
    """Paragraphs of any text as pages of body text, wrapped and justified as a plan's body is."""
    style = STYLES["body"]
    left, right = COLUMNS["full"]
    font = sized(style.size, 72)
    room = BOTTOM - TOP
    pages: list[list[str]] = [[]]
    blocks: list[Block] = []
    used = 0.0
    for paragraph in paragraphs:
        lines = wrap(paragraph, font, right - left, INDENT)
        needed = style.before + leading(style) * len(lines)
        if needed > room:
            continue
        if used + needed > room:
            pages.append([])
            used = 0.0
        pages[-1] += lines
        blocks.append(Block("body", (float(len(lines)),)))
        used += needed
    return Plan(name, tuple("\n".join(page) for page in pages), tuple(blocks), {"document": {"system": "state"}})


@dataclass(frozen=True, slots=True)
class _Row:
    """Printed lines that stand abreast; ``middle`` and ``height`` in pixels.

    A row is ``tangled`` where columns of other line heights stand side by side: what was read has no one row there.
    """

    middle: float
    height: float
    text: str
    tangled: bool


def _read_sheet(sheet: Sheet, setting: Setting, models: Path, seed: int) -> tuple[tuple[str, str], ...]:
    rows = list(_rows(sheet.lines))
    middles = np.array([row.middle for row in rows])
    read: dict[int, list[str]] = {}
    for middle, text in _ocr(_page(sheet, setting.damage, seed), setting, models):
        nearest = int(np.argmin(abs(middles - middle)))
        if abs(middles[nearest] - middle) <= SAME_ROW * rows[nearest].height:
            read.setdefault(nearest, []).append(text)
    pairs = ((rows[i], " ".join(parts)) for i, parts in sorted(read.items()))
    return tuple((row.text, text) for row, text in pairs if not row.tangled and _legible(row.text, text))


def _rows(lines: Sequence[SetLine]) -> Iterator[_Row]:
    tangled = {id(line) for line in lines if any(_tangled(line, other) for other in lines)}
    row: list[SetLine] = []
    for line in sorted(lines, key=_middle):
        if row and _middle(line) - _middle(row[0]) > 0.5 * _height(line):
            yield _row(row, tangled)
            row = []
        row.append(line)
    yield _row(row, tangled)


def _row(lines: Sequence[SetLine], tangled: set[int]) -> _Row:
    abreast = sorted(lines, key=lambda line: line.box[0])
    middle = float(np.mean([_middle(line) for line in lines]))
    text = " ".join(line.text for line in abreast)
    return _Row(middle, _height(lines[0]), text, tangled=any(id(line) in tangled for line in lines))


def _tangled(line: SetLine, other: SetLine) -> bool:
    """Whether ``other`` belongs to another column that has nothing to do with the rows of this one."""
    apart = line.region != other.region and bool(SIDE_BY_SIDE & {line.region, other.region})
    return apart and line.box[1] - _height(line) < _middle(other) < line.box[3] + _height(line)


def _middle(line: SetLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _height(line: SetLine) -> float:
    return line.box[3] - line.box[1]


def _page(sheet: Sheet, damage: str, seed: int) -> Image:
    """The damaged page as it comes before OCR: lying straight, specks and the edges of the scanner gone.

    Every reader of scans does as much; without it the noise is that of the margins, not of the text.
    """
    if damage in SINGLE:
        change, strength = SINGLE[damage]
        return change(sheet.image, strength, np.random.default_rng(seed))
    damaged = degrade(sheet.image, damage, seed=seed)
    height, width = sheet.image.shape[:2]
    back = np.linalg.inv(damaged.matrix)
    image = cv2.warpPerspective(damaged.image, back, (width, height), borderValue=(255, 255, 255))
    if damage == "bad_copy":
        image = cv2.medianBlur(image, 3)
    left, top, right, bottom = (round(v) for v in around([line.box for line in sheet.lines]))
    edge = round(MARGIN * width)
    page = np.full_like(image, 255)
    text = np.s_[max(top - edge, 0) : bottom + edge, max(left - edge, 0) : right + edge]
    page[text] = image[text]
    return np.asarray(page, np.uint8)


def _ocr(image: Image, setting: Setting, models: Path) -> list[tuple[float, str]]:
    """Lines as read, each with the height of its middle."""
    command = ["tesseract", "stdin", "stdout", "--tessdata-dir", str(models / setting.model), "-l", setting.language]
    command += ["--psm", "6", "--oem", "1", "--dpi", str(setting.dpi), "-c", "tessedit_create_tsv=1"]
    _, png = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    done = subprocess.run(
        command,
        input=png.tobytes(),
        capture_output=True,
        check=True,
        timeout=OCR_SECONDS,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    lines: dict[tuple[str, ...], list[tuple[float, str]]] = {}
    for row in csv.reader(done.stdout.decode().splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if row[0] == "5" and row[11].strip():
            lines.setdefault(tuple(row[2:5]), []).append((int(row[7]) + int(row[9]) / 2, row[11]))
    return [(float(np.median([y for y, _ in words])), " ".join(text for _, text in words)) for words in lines.values()]


def _legible(true: str, read: str) -> bool:
    return Levenshtein.normalized_distance(bare(true), bare(read)) <= ILLEGIBLE


COLUMNS_OF_FILE = ("plan", "language", "model", "damage", "dpi", "sealed", "page", "true", "read")


def write(readings: Sequence[Reading], path: Path) -> None:
    """One row of the file for each row of a page; OCR never writes a tab, so nothing needs quoting."""
    with path.open("w", encoding="utf-8") as file:
        print(*COLUMNS_OF_FILE, sep="\t", file=file)
        for reading in readings:
            s = reading.setting
            head = (reading.name, s.language, s.model, s.damage, s.dpi, int(s.sealed))
            for number, page in enumerate(reading.pages, 1):
                for true, read in page:
                    print(*head, number, true, read, sep="\t", file=file)


def load(path: Path) -> list[Reading]:
    """Back from :func:`write`."""
    found: dict[tuple[str, Setting], dict[str, list[tuple[str, str]]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        name, language, model, damage, dpi, sealed, page, true, read = line.split("\t")
        setting = Setting(language, model, damage, int(dpi), sealed == "1")
        found.setdefault((name, setting), {}).setdefault(page, []).append((true, read))
    return [Reading(n, s, tuple(tuple(page) for page in pages.values())) for (n, s), pages in found.items()]


def main() -> None:
    models, names = Path(sys.argv[1]), sys.argv[2:] or plans.names()
    cv2.setNumThreads(1)
    NOISY.mkdir(parents=True, exist_ok=True)
    clean, *damaged = VIETNAMESE
    numbered = list(enumerate(names))
    english = ((i, ENGLISH[(2 * i + k) % len(ENGLISH)]) for i, _ in numbered for k in (0, 1))
    vietnamese = ((i, s) for i, _ in numbered for s in (clean, *(damaged[(2 * i + k) % len(damaged)] for k in (0, 1))))
    for file, chosen in (("english", english), ("vietnamese", vietnamese)):
        write([read_plan(plans.load(names[i]), s, models, seed=100 + i) for i, s in chosen], NOISY / f"{file}.tsv")


if __name__ == "__main__":
    main()
