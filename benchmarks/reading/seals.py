"""Letters eaten by the removal of seals: typeset lines with seals over them, read plain and by us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass

import numpy as np

from benchmarks.reading.errors import character_errors
from vanthu.corpora import plans
from vanthu.corpora.degrade import overprint, paper
from vanthu.corpora.typeset import Sheet, typeset
from vanthu.ingest.clean.mend import mend
from vanthu.ingest.ocr.engine import Image
from vanthu.ingest.ocr.tesseract import TesseractEngine

DPI = 300
COLOURS = (overprint.sealed, overprint.faded_seals, overprint.copied_seals)


@dataclass(frozen=True, slots=True)
class Eaten:
    """``lines`` read and their ``letters``; how many of these plain reading of the sealed page had right and ours lost.

    ``eaten`` are those of them that we read right where no seal was put: what the removal of the seal cost, and not the
    chance of two readings. ``saved`` are letters that we have right and plain reading lost.
    """

    lines: int = 0
    letters: int = 0
    lost: int = 0
    eaten: int = 0
    saved: int = 0
    words: tuple[str, ...] = ()

    def __add__(self, other: Eaten) -> Eaten:
        """Both together."""
        mine, its = astuple(self), astuple(other)
        return Eaten(*(a + b for a, b in zip(mine, its, strict=True)))

    def share(self, letters: int) -> float:
        """So many letters in %."""
        return 100 * letters / max(self.letters, 1)


def count_eaten(most_lines: int, seed: int = 0) -> Eaten:
    """Read pages of the project's own plans under fresh, faded and copied seals until ``most_lines`` lines are seen."""
    rng, total = np.random.default_rng(seed), Eaten()
    for number, sheet in enumerate(_sheets()):
        if total.lines >= most_lines:
            break
        seal = COLOURS[number % len(COLOURS)]
        total += _of_page(sheet, paper.jpeg(seal(sheet.image, 1.0, rng), 0.2, rng), paper.jpeg(sheet.image, 0.2, rng))
    return total


def _of_page(sheet: Sheet, sealed: Image, unsealed: Image) -> Eaten:
    printed = Counter(word for line in sheet.lines if line.region != "stamp" for word in line.text.split())
    plain, ours, without = _words(sealed), _mended_words(sealed), _mended_words(unsealed)
    lost = (printed & plain) - ours
    eaten = lost & (printed & without)
    return Eaten(
        lines=len(sheet.lines),
        letters=sum(map(len, printed.elements())),
        lost=_letters(lost, ours - printed),
        eaten=_letters(eaten, ours - printed),
        saved=_letters((printed & ours) - plain, plain - printed),
        words=tuple(eaten.elements()),
    )


def _letters(words: Counter[str], instead: Counter[str]) -> int:
    """Letters of ``words`` that are lost, where ``instead`` was read."""
    return character_errors(" ".join(words.elements()), " ".join(instead.elements())).wrong


def _mended_words(image: Image) -> Counter[str]:
    mended = mend(image, DPI)
    return _words(mended.image, mended.dpi)


def _sheets() -> Iterator[Sheet]:
    for name in plans.names():
        yield from typeset(plans.load(name), dpi=DPI, sealed=False)


def _words(image: Image, dpi: int = DPI) -> Counter[str]:
    return Counter(word.text for line in TesseractEngine().read(image, dpi=dpi) for word in line.words)
