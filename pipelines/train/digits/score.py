"""How often the recogniser is right on hands and fonts that it never saw, and how true its confidence is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vanthu.ingest.ocr.digits.recogniser import DATE, NUMBER, DigitReader, PrintedLine, Reading
from vanthu.pipelines.train.digits.case import Case
from vanthu.pipelines.train.digits.strips import Specimen, date_line, number_line
from vanthu.pipelines.train.digits.wear import scanned

LEVELS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
"""Edges of the reliability table."""
MISMEASURED = 0.06
"""Deviation of the height and place of the print as the layout finds them, in capitals (30 scans: 0.05)."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A blank, what was read there, and what stands there (empty where nothing does)."""

    field: str
    true: str
    reading: Reading | None

    @property
    def right(self) -> bool:
        """Whether the digits that were read stand there."""
        return self.reading is not None and self.reading.text == self.true

    @property
    def confidence(self) -> float:
        """As the recogniser tells it; 0 where it reads nothing."""
        return self.reading.confidence if self.reading else 0.0


def trials(reader: DigitReader, case: Case, seed: int, lines: int) -> list[Trial]:
    """Blanks of number and date lines, half of the lines each."""
    rng = np.random.default_rng((seed, lines))
    found: list[Trial] = []
    for index in range(lines):
        found += _of_number(reader, case, rng) if index % 2 else _of_date(reader, case, rng)
    return found


def _of_number(reader: DigitReader, case: Case, rng: np.random.Generator) -> Iterator[Trial]:
    specimen = number_line(case, rng)
    reading = reader.number(scanned(specimen.ink, rng), _place(specimen, rng))
    hit = NUMBER.search(specimen.text)
    yield Trial("number", hit["number"] if hit else "", reading)


def _of_date(reader: DigitReader, case: Case, rng: np.random.Generator) -> Iterator[Trial]:
    specimen = date_line(case, rng)
    readings = reader.date(scanned(specimen.ink, rng), _place(specimen, rng))
    hit = DATE.search(specimen.text)
    for field in ("day", "month"):
        yield Trial(field, hit[field] if hit else "", readings.get(field))


def _place(specimen: Specimen, rng: np.random.Generator) -> PrintedLine:
    """Where the layout would find the line."""
    lift, scale = rng.normal(0, MISMEASURED, 2)
    capital = specimen.capital * (1 + scale)
    return PrintedLine(0, specimen.ink.shape[1], specimen.baseline + lift * specimen.capital, capital)


def table(found: Sequence[Trial]) -> list[tuple[float, float, int, float, float]]:
    """Rows (from, to, blanks, mean confidence, share right) of the blanks in which something was read."""
    rows = []
    for low, high in pairwise(LEVELS):
        inside = [t for t in found if t.reading and low < t.confidence <= high]
        if inside:
            mean = float(np.mean([t.confidence for t in inside]))
            rows.append((low, high, len(inside), mean, float(np.mean([t.right for t in inside]))))
    return rows
