"""Printed text beside what was read of it, character by character.

Alignment is done on bare letters, so that ``ắ`` read as ``a`` counts as the same letter; what was read too much goes to
the character that was misread beside it (``ư`` read ``ir``), else to the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from vanthu.corpora.gazetteer.folding import strip_marks


def pieces(true: str, read: str) -> list[str]:
    """For each character of ``true`` the (possibly empty) string that was read for it; joined they give ``read``.

    Both in NFC. An empty ``true`` has no pieces, whatever was read.
    """
    if not true:
        return []
    cells: list[list[str]] = [[] for _ in true]
    misread = [False] * len(true)
    extra: list[tuple[int, str]] = []
    ops = Levenshtein.opcodes(_bare(true), _bare(read))
    for op in ops:
        if op.tag == "insert":
            extra.append((op.src_start, read[op.dest_start : op.dest_end]))
        for i in range(op.src_start, op.src_end):
            if op.tag != "delete":
                cells[i].append(read[op.dest_start + i - op.src_start])
            misread[i] = op.tag != "equal"
    for at, text in extra:
        _attach(cells, misread, at, text)
    return ["".join(cell) for cell in cells]


def _bare(text: str) -> str:
    bare = strip_marks(text)
    return bare if len(bare) == len(text) else text


def _attach(cells: list[list[str]], misread: Sequence[bool], at: int, text: str) -> None:
    """Give ``text``, read between characters ``at - 1`` and ``at``, to one of the two."""
    right = at < len(cells) and (at == 0 or (misread[at] and not misread[at - 1]))
    if right:
        cells[at].insert(0, text)
    else:
        cells[at - 1].append(text)
