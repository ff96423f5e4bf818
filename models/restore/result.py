"""What restoration gives back for each line: the text, where each character came from, and how sure each word is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RestoredWord:
    """A word of a restored line: ``text[start:end]``, without white space.

    ``confidence`` 0..1 is the share of such words that turn out right (see the reliability table of the card).
    ``number_changed`` flags a word that was a number as it was read and is another one, or none, now; and a word with
    digits that were not read. ``x4`` restored to ``xã`` was no number.
    """

    start: int
    end: int
    confidence: float
    number_changed: bool = False


@dataclass(frozen=True, slots=True)
class RestoredLine:
    """One line read, one line given back.

    ``raw`` is the line as read in NFC; ``text`` as restored. ``offsets`` aligns them as in
    :class:`vanthu.models.page.Line`: ``len(text) + 1`` indices into ``raw``, never decreasing; empty means that both
    are the same, character by character. ``words`` cut ``text``.
    """

    raw: str
    text: str
    offsets: tuple[int, ...] = ()
    words: tuple[RestoredWord, ...] = ()
