"""Who signs a joint paper: several columns of capacity, office and name, which a reader may have merged into lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.folding import fold
from vanthu.corpora.gazetteer.signing import surnames
from vanthu.models.extract.source import LineRef, SourceText, Span

_RUN = regex.compile(r"(?<![\p{L}.])\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*){3,11}(?=[\s.,_*]*$)")
"""Words in title case to the end of a line, as many as two names have."""
_SHORTEST, _LONGEST = 2, 5
"""Words of one of the names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a signature: ``kind`` is ``capacity`` (with its principal), ``office`` or ``name``."""

    kind: str
    text: str
    span: Span


def names_side_by_side(ref: LineRef, start: int) -> list[Piece]:
    """The two names that a line ends in: ``Vũ Thu Hà Lê Minh Khuê``; cut at the widest gap before a surname."""
    run = _RUN.search(ref.text, start)
    words = (
        [(run.start() + m.start(), run.start() + m.end()) for m in regex.finditer(r"\S+", run.group())] if run else []
    )
    cuts = [
        i
        for i in range(_SHORTEST, len(words) - _SHORTEST + 1)
        if i <= _LONGEST and len(words) - i <= _LONGEST and fold(ref.text[slice(*words[i])]) in surnames()
    ]
    if not cuts:
        return []
    cut = min(cuts, key=lambda i: (-round(_gap(ref, words[i - 1], words[i]), 2), abs(2 * i - len(words))))
    return [_name(ref, words[:cut]), _name(ref, words[cut:])]


def _gap(ref: LineRef, left: Span, right: Span) -> float:
    """Page widths between two words; 0 where nothing is known of their place."""
    own = {(w.start, w.end) for w in ref.line.words if w.box}
    a, b = ref.line.slice_box(*left), ref.line.slice_box(*right)
    return max(b.x0 - a.x1, 0.0) if own and a and b else 0.0


def _name(ref: LineRef, words: Sequence[Span]) -> Piece:
    start, end = words[0][0], words[-1][1]
    return Piece("name", " ".join(ref.text[start:end].split()), (ref.start + start, ref.start + end))


def columns(source: SourceText, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each signer, left to right: by their place on the page, else by their order."""
    names = [piece for piece in pieces if piece.kind == "name"]
    centres = [_centre(source, piece) for piece in names]
    if None not in centres and len({round(c, 2) for c in centres if c is not None}) == len(names):
        order = sorted(range(len(names)), key=lambda i: centres[i] or 0.0)
        names, centres = [names[i] for i in order], [centres[i] for i in order]
    else:
        centres = []
    found: list[list[Piece]] = [[] for _ in names]
    for kind in ("capacity", "office"):
        for index, piece in enumerate(p for p in pieces if p.kind == kind):
            centre = _centre(source, piece) if centres else None
            near = index % len(names) if centre is None else _nearest(centre, centres)
            found[near].append(piece)
    yield from ([*above, name] for above, name in zip(found, names, strict=True))


def _nearest(centre: float, centres: Sequence[float | None]) -> int:
    return min(range(len(centres)), key=lambda i: abs((centres[i] or 0.0) - centre))


def _centre(source: SourceText, piece: Piece) -> float | None:
    """Horizontal centre of a piece as a fraction of the page; None without words that know their place."""
    ref = source.lines_of(*piece.span)[0]
    if not any(word.box for word in ref.line.words):
        return None
    box = ref.line.slice_box(piece.span[0] - ref.start, piece.span[1] - ref.start)
    return box.centre[0] if box else None
