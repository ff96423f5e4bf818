"""What the model may do to a line: how much it takes to change a word, and what stays in any case."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass

import regex

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.noise.specks import SIGNS
from vanthu.corpora.orthography import vietnamese_share
from vanthu.models.restore.condition import Condition, Finding
from vanthu.models.restore.shields import shielded
from vanthu.models.restore.spellings import Slot, Spelling, is_legal

MARKED, AROUND = 0.06, 3
"""Share of letters that only Vietnamese has, in a line and so many on either side, from which text has its marks."""
NAME = 6.0
"""Nats more for a word that begins with a capital: no corpus holds the names of all persons and villages. Of a page of
names of the peoples in correct text 9 words change instead of 47; of the word errors of Vietnamese models on own plans
52.6 % are left instead of 51.6 %."""

NAME_OF_PEOPLES = 10.0
"""Nats in favour of a name with an apostrophe as it was read: nobody can tell that ``M'Drik`` was ``M'Drắk``."""
_WITH_APOSTROPHE = regex.compile(r"(?<!\w)(?:\p{Lu}|Ch|Tr|Kh)['’‘]\p{L}{2}")


@dataclass(frozen=True, slots=True)
class Licence:
    """How far a line may be changed.

    ``caution`` are the nats in favour of a legal word as it was read, ``odd`` those in favour of any other, None where
    only legal words may come out. ``name`` is added to both where a word may be a name. ``letters`` are the nats that a
    spelling with other letters costs, where they may only have lost their marks. ``trust`` is what a nat of the tagger
    counts, beside the n-grams.
    """

    caution: float
    odd: float | None
    name: float = 0.0
    letters: float = 0.0
    trust: float = 1.0


SOUND = Licence(10.0, 10.0, NAME)
"""In good order: one word in ten thousand of correct plans changes."""
MARKED_TEXT = Licence(3.0, 2.0, NAME)
"""Read by Vietnamese OCR: most words are right. Tuned on own plans read at several damages."""
GARBLED = Licence(0.0, None)
"""Read by English OCR: few words are right."""
BARE = Licence(0.0, None, letters=9.0, trust=0.6)
"""Typed without marks: all that the tagger knows is the words, and of these the n-grams know more. Letters may change
all the same, because short pages of English OCR look bare too."""

_NAME = regex.compile(r"\P{L}*\p{Lu}\p{Ll}")
_QUANTITIES = frozenset({"No", "Sm"})
"""Categories of ``½``, ``m²`` and ``±``, which no letter is read as."""
_PER_MILLE = "‰"
_I_FOR_Y = str.maketrans("yY", "iI")


def licences(lines: Sequence[str], findings: Sequence[Finding]) -> list[Licence | None]:
    """What may be done to each line; None where nothing may: foreign and typed lines, and those without a word."""
    found: list[Licence | None] = []
    for i, (line, finding) in enumerate(zip(lines, findings, strict=True)):
        if finding.condition in (Condition.FOREIGN, Condition.TYPED) or not any(map(str.isalnum, line)):
            found.append(None)
        elif finding.condition is Condition.SOUND:
            found.append(SOUND)
        elif finding.condition is Condition.BARE:
            found.append(BARE)
        else:
            around = " ".join(lines[max(i - AROUND, 0) : i + AROUND + 1])
            found.append(MARKED_TEXT if vietnamese_share(around) > MARKED else GARBLED)
    return found


def held(line: str, known: Container[str], licence: Licence) -> list[bool]:
    """Whether each character of ``line`` stays: what is shielded, and what is unknown.

    ``known`` are the characters that the tagger knows: of others it cannot tell what they stand for. In text that lost
    its marks such characters may be letters nevertheless, but not where they say how much, or part columns and pages.
    """
    has_marks = licence.odd is not None
    mask = [c not in known and (_is_quantity(c) or c.isspace() or (has_marks and c not in SIGNS)) for c in line]
    for start, end in shielded(line):
        mask[start:end] = [True] * (end - start)
    return mask


def guarded(raw: str, slot: Slot, shield: Sequence[bool], as_read: float, licence: Licence) -> Slot:
    """The slot without spellings that its licence forbids, and with the word as read where that may stand.

    ``shield`` marks the characters of ``raw`` that stay, ``as_read`` is the log probability of ``raw`` itself.
    """
    fixed = [i for i, stays in enumerate(shield) if stays]
    spellings = [s for s in slot.spellings if all(s.parts[i] == raw[i] for i in fixed)]
    if licence.letters:
        spellings = _with_price(spellings, raw, licence)
    if not spellings or len(fixed) == len(raw):
        return Slot(slot.start, slot.end, (Spelling(tuple(raw), 0.0),))
    if len(spellings) == 1 and spellings[0].text == raw:
        return Slot(slot.start, slot.end, tuple(spellings))
    legal = is_legal(raw)
    if legal and licence.odd is not None:
        spellings = [s for s in spellings if not _is_lost(raw, s.text) and not _is_modernised(raw, s.text)]
    bonus = licence.caution if legal else licence.odd
    if _WITH_APOSTROPHE.search(raw):
        bonus = NAME_OF_PEOPLES
    if bonus is not None:
        bonus += licence.name * bool(_NAME.match(raw))
        spellings = [*(s for s in spellings if s.text != raw), Spelling(tuple(raw), as_read + bonus)]
    return Slot(slot.start, slot.end, tuple(spellings))


def _is_lost(raw: str, text: str) -> bool:
    """Whether a word would vanish, or a capitalised one, likely a name, become a common one."""
    return (not text.strip() and any(map(str.isalnum, raw))) or (raw[:1].isupper() and text[:1].islower())


def _is_modernised(raw: str, text: str) -> bool:
    """Whether ``text`` is ``raw`` in another spelling, not another word: ``quy`` for ``qui``."""
    return raw != text and _with_i(raw) == _with_i(text)


def _with_i(text: str) -> str:
    return unicodedata.normalize("NFD", text).translate(_I_FOR_Y)


def _is_quantity(character: str) -> bool:
    return character == _PER_MILLE or unicodedata.category(character) in _QUANTITIES


def _with_price(spellings: Sequence[Spelling], raw: str, licence: Licence) -> list[Spelling]:
    """Other letters cost, where there are spellings with the same ones."""
    same = [strip_marks(s.text) == strip_marks(raw) for s in spellings]
    price = licence.letters if any(same) else 0.0
    return [
        Spelling(s.parts, licence.trust * s.score - (0.0 if stays else price))
        for s, stays in zip(spellings, same, strict=True)
    ]
