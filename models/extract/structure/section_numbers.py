"""Numbers of sections that were read with errors, put right by their sequence (``I. II. II. IV.`` is I to IV)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vanthu.models.extract.structure.joining import Block
from vanthu.models.extract.structure.marks import Rank, roman_number, to_roman


def renumber(blocks: Sequence[Block]) -> None:
    """Give the Roman sections their place in the sequence where as many stand there as the last one counts.

    A number that is printed twice (``III. III. IV.``) leaves one section more than that: it stays as it is printed.
    """
    for run in _runs(blocks):
        numbers = [_number(block) for block in run]
        if numbers and numbers[0] == 1 and numbers[-1] == len(run):
            for position, block in enumerate(run, 1):
                if block.mark and _number(block) != position:
                    block.mark = replace(block.mark, labels=(to_roman(position),))


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Roman sections that follow each other under one part, from each ``I`` on."""
    run: list[Block] = []
    for block in blocks:
        mark = block.mark
        if mark is None or block.cell or mark.rank > Rank.ROMAN:
            continue
        if mark.rank < Rank.ROMAN or _number(block) == 1 or (run and run[-1].zone is not block.zone):
            yield run
            run = []
        if mark.rank is Rank.ROMAN:
            run.append(block)
    yield run


def _number(block: Block) -> int | None:
    return roman_number(block.mark.labels[0]) if block.mark else None
