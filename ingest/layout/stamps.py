"""What was stamped or signed over the page, told apart from what the paper says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vanthu.ingest.layout import phrases
from vanthu.ingest.layout.grid import Grid
from vanthu.ingest.layout.piece import Piece, same_row
from vanthu.ingest.ocr.engine import OcrWord, PixelBox
from vanthu.models.page import Stamp, StampKind

APART = frozenset({StampKind.INCOMING, StampKind.DIGITAL_SIGNATURE, StampKind.URGENCY, StampKind.SECRECY})
"""Stamps whose words are no part of the act. A seal or a signature lies over printed words, which are."""

HIGH_LEFT = 0.45, 0.4
"""Right and lower bound of incoming stamps, in page fractions (two reach 0.28, 0.33; other seals begin at 0.49)."""

JUNK = 0.3
"""Mean confidence under which a line is scribble: chosen by looking at such lines on 101 pages."""

WELL_READ = 0.85
"""Confidence of print that a stamp lies over, once its ink is faded; what is left of a stamp has 0.0 to 0.6."""

CLOSE = 0.6
"""Widest gap between words of one line, in text heights."""

SHORTEST_LINE = 6
"""Letters of words that are print though they lie in a stamp."""

LONGEST_MARK = 1
"""Letters that a mark over another letter is read as."""

Split = tuple[list[Piece], list[Piece]]
"""Pieces kept, and pieces set apart."""


def is_apart(stamp: Stamp) -> bool:
    """Whether the words in a stamp are no part of the act.

    A red stamp high on the left is an incoming stamp even where colour alone made it a seal: the issuer's seal stands
    beside the signature, half seals on the right edge.
    """
    high_left = stamp.box is not None and stamp.box.x1 < HIGH_LEFT[0] and stamp.box.y1 < HIGH_LEFT[1]
    return stamp.kind in APART or (stamp.kind is StampKind.SEAL and high_left)


def take_boxes(pieces: Sequence[Piece], boxes: Sequence[PixelBox], em: float) -> Split:
    """Set apart the words that lie in the boxes of stamps, unless they run on into a line of text outside."""
    kept: list[Piece] = []
    apart: list[Piece] = []
    for piece in pieces:
        inside = {i for i, w in enumerate(piece.words) if any(_holds(box, w.box) for box in boxes)}
        if len(inside) < len(piece.words):
            inside -= _runs_on(piece, inside, em)
        inside -= {i for run in _runs(piece.words, inside, em) if _is_print([piece.words[i] for i in run]) for i in run}
        for chosen, indices in ((apart, inside), (kept, set(range(len(piece.words))) - inside)):
            if indices:
                chosen.append(Piece.of([piece.words[i] for i in indices], piece.block))
    return kept, apart


def _holds(box: PixelBox, word: PixelBox) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _runs_on(piece: Piece, inside: Collection[int], em: float) -> set[int]:
    """Words under the stamp that are text: a line runs on into them without a gap, and they are read well.

    The word next to the text outside may be read badly, for the stamp's edge lies on it, if it stands by itself.
    """
    words = piece.words
    found: set[int] = set()
    for index in sorted(inside, key=lambda i: min(abs(i - o) for o in range(len(words)) if o not in inside)):
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(words) and (i not in inside or i in found)]
        close = [i for i in beside if _gap(words, index, i) < CLOSE * em]
        if close and (words[index].confidence >= WELL_READ or _stands_alone(words, index, inside, em)):
            found.add(index)
    return found


def _gap(words: Sequence[OcrWord], one: int, other: int) -> float:
    left, right = sorted((one, other))
    return words[right].box[0] - words[left].box[2]


def _stands_alone(words: Sequence[OcrWord], index: int, inside: Collection[int], em: float) -> bool:
    """Whether a word opens the text on its right, nothing of the stamp near it on its left."""
    after = index + 1 < len(words) and index + 1 not in inside
    return after and (index - 1 not in inside or _gap(words, index - 1, index) > em)


def _runs(words: Sequence[OcrWord], inside: Collection[int], em: float) -> list[list[int]]:
    """Words under the stamp that stand close together."""
    runs: list[list[int]] = []
    for index in sorted(inside):
        if runs and runs[-1][-1] == index - 1 and _gap(words, index - 1, index) < em:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _is_print(words: Sequence[OcrWord]) -> bool:
    """Whether words that lie in a faded stamp are print of the paper: read well, and no field of a stamp."""
    piece = Piece.of(words)
    folded = phrases.fold(piece.text)
    if phrases.NUMBER.match(folded):
        return True
    named = phrases.INCOMING.search(folded) or phrases.INCOMING_FIELD.match(folded)
    letters = sum(c.isalpha() for c in piece.text)
    return not named and letters >= SHORTEST_LINE and piece.confidence >= WELL_READ


def incoming_boxes(
    pieces: Sequence[Piece], grids: Sequence[Grid], size: tuple[float, float], em: float
) -> list[PixelBox]:
    """Boxes of incoming stamps: a small ruled frame around ``ĐẾN``, ``Số``, ``Ngày``, else the place about ``ĐẾN``."""
    width, height = size
    found: list[PixelBox] = [g.box for g in grids if is_incoming_frame(g.box, pieces, size)]
    for piece in pieces:
        if not phrases.INCOMING.search(phrases.fold(piece.text)) or piece.middle > 0.5 * height:
            continue
        if any(_holds(box, piece.box) for box in found) or piece.width > 0.3 * width:
            continue
        reach = (piece.box[0] - 3 * em, piece.top - 2.5 * em, piece.box[2] + 9 * em, piece.bottom + 5 * em)
        fields = [p for p in pieces if _holds(reach, p.box) and phrases.INCOMING_FIELD.match(phrases.fold(p.text))]
        if len(fields) > 0 and all(p.width < 0.3 * width for p in fields):
            found.append(_around([piece, *fields]))
    return found


def is_incoming_frame(box: PixelBox, pieces: Sequence[Piece], size: tuple[float, float]) -> bool:
    """Whether a ruled frame is an incoming stamp: small, in the upper half, with ``ĐẾN`` or two of its fields."""
    width, height = size
    if box[2] - box[0] > 0.45 * width or box[3] - box[1] > 0.16 * height or box[1] > 0.5 * height:
        return False
    inside = [Piece.of([w]) for p in pieces for w in p.words if _holds(box, w.box)]
    folded = [phrases.letters(p.text) for p in inside]
    fields = sum(word in ("SO", "NGAY", "CHUYEN", "GIO") for word in folded)
    return "DEN" in folded or fields >= 2  # noqa: PLR2004  one may stand in any table


def _around(pieces: Sequence[Piece]) -> PixelBox:
    return (
        min(p.box[0] for p in pieces),
        min(p.box[1] for p in pieces),
        max(p.box[2] for p in pieces),
        max(p.box[3] for p in pieces),
    )


def take_signed(pieces: Sequence[Piece], width: float, em: float) -> Split:
    """Set apart digital-signature blocks, web addresses alone on a line, urgency and secrecy marks."""
    apart = [p for p in pieces if _is_signed(p, width, em)]
    grew = True
    while grew:
        more = [p for p in pieces if p not in apart and any(_belongs(p, mark, width, em) for mark in apart)]
        apart += more
        grew = bool(more)
    return [p for p in pieces if p not in apart], apart


def _is_signed(piece: Piece, width: float, em: float) -> bool:
    """A line of a digital signature (never as wide as body text), a watermark, a mark in a box of its own."""
    folded = phrases.fold(piece.text)
    if phrases.WATERMARK.match(folded):
        return piece.width < 0.4 * width and "@" not in folded and (piece.height > 1.6 * em or piece.top < 3 * em)
    if phrases.URGENCY.match(folded):
        return phrases.capitals(piece.text) == 1.0
    return piece.width < 0.5 * width and bool(phrases.DIGITAL.search(folded))


def _belongs(piece: Piece, mark: Piece, width: float, em: float) -> bool:
    """Whether a line carries on a digital-signature block: close to it, as small and as narrow, flush left."""
    if not phrases.DIGITAL.search(phrases.fold(mark.text)) and mark.height > 0.9 * em:
        return False
    gap = max(piece.top - mark.bottom, mark.top - piece.bottom)
    flush = abs(piece.box[0] - mark.box[0]) < 1.2 * em
    return gap < 0.6 * em and flush and piece.height < 0.85 * em and piece.width < 0.35 * width


def take_specks(pieces: Sequence[Piece], em: float) -> Split:
    """Set apart specks at the ends of lines and lines of specks, before they come between the lines of a block."""
    kept: list[Piece] = []
    apart: list[Piece] = []
    for piece in pieces:
        words = list(piece.words)
        while words and _is_speck(words[-1], words[-2] if len(words) > 1 else None, em):
            apart.append(Piece.of([words.pop()], piece.block))
        while words and _is_speck(words[0], None, em):
            apart.append(Piece.of([words.pop(0)], piece.block))
        if words:
            kept.append(Piece.of(words, piece.block))
    return kept, apart


def take_marks(pieces: Sequence[Piece]) -> Split:
    """Set apart letters that the engine read from the marks of others: ``x`` in the box of ``Đặng``, half as high."""
    words = [w for p in pieces for w in p.words if len(w.text) > LONGEST_MARK]
    kept: list[Piece] = []
    apart: list[Piece] = []
    for piece in pieces:
        marks = [w for w in piece.words if len(w.text) <= LONGEST_MARK and any(_is_mark(w, other) for other in words)]
        if marks:
            apart += [Piece.of([w], piece.block) for w in marks]
        rest = [w for w in piece.words if w not in marks]
        if rest:
            kept.append(Piece.of(rest, piece.block) if marks else piece)
    return kept, apart


def _is_mark(word: OcrWord, other: OcrWord) -> bool:
    x0, y0, x1, y1 = other.box
    low = word.box[3] - word.box[1] < 0.6 * (y1 - y0)
    return low and x0 < word.box[0] and word.box[2] < x1 and y0 - 0.1 * (y1 - y0) < word.box[1] and word.box[3] < y1


def take_overlaid(pieces: Sequence[Piece]) -> Split:
    """Set apart junk that lies over lines of text: joined with them, its words would stand between theirs."""
    text = [p for p in pieces if not is_junk(p)]
    apart = [p for p in pieces if is_junk(p) and any(_overlie(p, t) for t in text)]
    return [p for p in pieces if p not in apart], apart


def _overlie(a: Piece, b: Piece) -> bool:
    return same_row(a, b) and min(a.box[2], b.box[2]) > max(a.box[0], b.box[0])


def is_junk(piece: Piece) -> bool:
    """Specks, seals and signatures that the engine read as text.

    A line without letters or digits is kept when it is well read and is a rule or the Party's ``*``.
    """
    folded = phrases.fold(piece.text)
    if phrases.NUMBER.match(folded) or phrases.LAST_RECIPIENT.match(folded) or "./." in piece.text:
        return False
    if piece.confidence < JUNK:
        return not any(len(w.text) >= 3 and w.confidence > 0.8 for w in piece.words)  # noqa: PLR2004  a word well read
    if any(c.isalnum() for c in piece.text):
        return False
    return not (set(piece.text) <= {"*", "-", " ", "–", "—"} and piece.confidence > 0.6)  # noqa: PLR2004  well read


def _is_speck(word: OcrWord, before: OcrWord | None, em: float) -> bool:
    """Punctuation alone that is badly read, or badly read and far from the word before."""
    if any(c.isalnum() for c in word.text):
        far = before is not None and word.box[0] - before.box[2] > 1.5 * em
        return far and word.confidence < JUNK
    return word.confidence < 0.5 and word.text != "./." and word.text not in {"*", "-", "–", "—", "+"}  # noqa: PLR2004  half sure
