"""Numbers of sections that were read with errors, put right by their sequence (``I. II. II. IV.`` is I to IV)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vanthu.models.extract.structure.joining import Block
from vanthu.models.extract.structure.marks import Rank, roman_number, to_roman


def renumber(blocks: Sequence[Block]) -> None:
    """Give the Roman sections their place in the sequence, up to the last one whose number is its place.

    A number that is printed twice (``III. III. IV.``) puts all that follow out of their places: they stay as printed.
    """
    for run in _runs(blocks):
        in_place = [place for place, block in enumerate(run, 1) if _number(block) == place]
        for place, block in enumerate(run[: max(in_place, default=0)], 1):
            if block.mark and _number(block) != place:
                block.mark = replace(block.mark, labels=(to_roman(place),))


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Roman sections that follow each other under one part."""
    run: list[Block] = []
    for block in blocks:
        mark = block.mark
        if mark is None or block.cell or mark.rank > Rank.ROMAN:
            continue
        if mark.rank < Rank.ROMAN or (run and run[-1].zone is not block.zone):
            yield run
            run = []
        if mark.rank is Rank.ROMAN:
            run.append(block)
    yield run


def _number(block: Block) -> int | None:
    return roman_number(block.mark.labels[0]) if block.mark else None
