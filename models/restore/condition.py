"""In which condition each line of a document is: sound, damaged, bare, foreign or typed.

Every word is of a kind (``word_kinds``); each state of the text writes each kind with a chance that was counted
(``corpora/gazetteer/state_kinds.tsv``), and a state holds for many lines in a row. The likeliest sequence of states
(Viterbi) gives a line with little to say the state of its neighbours, and lets an English paragraph stand in a
Vietnamese document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.restore.keyboard import Scheme
from vanthu.models.restore.word_kinds import ILLEGAL, Kind, kinds


class Condition(StrEnum):
    """What is to be done with a line."""

    SOUND = "sound"
    """Vietnamese in good order: a word changes only where it is all but certainly misread (see ``guard``)."""
    DAMAGED = "damaged"
    """Misread by OCR, English or Vietnamese."""
    BARE = "bare"
    """Vietnamese typed without marks."""
    FOREIGN = "foreign"
    """Another language, or no words at all: passes unchanged."""
    TYPED = "typed"
    """Marks typed as keys: VIQR, Telex or VNI keys."""


class _State(Enum):
    """What may have written a line; ``state_kinds.tsv`` has a column for each."""

    SOUND = "sound"
    VIETNAMESE_OCR = "vietnamese_ocr"
    ENGLISH_OCR = "english_ocr"
    BARE = "bare"
    FOREIGN = "foreign"
    VIQR = "viqr"
    TELEX = "telex"
    VNI_KEYS = "vni_keys"


_CONDITIONS = {
    _State.SOUND: Condition.SOUND,
    _State.VIETNAMESE_OCR: Condition.DAMAGED,
    _State.ENGLISH_OCR: Condition.DAMAGED,
    _State.BARE: Condition.BARE,
    _State.FOREIGN: Condition.FOREIGN,
    _State.VIQR: Condition.TYPED,
    _State.TELEX: Condition.TYPED,
    _State.VNI_KEYS: Condition.TYPED,
}
_SCHEMES = {_State.VIQR: Scheme.VIQR, _State.TELEX: Scheme.TELEX, _State.VNI_KEYS: Scheme.VNI_KEYS}
_STATES = tuple(_State)
_SWITCH = 8.0
"""Cost in nats of another state on the next line: two to three words that only the other state writes."""


_RARE = 5.0
"""Nats against a whole document of bad Vietnamese OCR: one misspelt word in a short one is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a line.

    ``scheme`` is how its marks were typed, for typed lines; ``words`` counts its words of two letters or more,
    ``illegal`` those that are neither a legal syllable nor a known name, code or foreign word.
    """

    condition: Condition
    words: int
    illegal: int
    scheme: Scheme | None = None


def judge(lines: Sequence[str]) -> list[Condition]:
    """The condition of each line of a document, in order. Expects NFC."""
    return [finding.condition for finding in examine(lines)]


def examine(lines: Sequence[str]) -> list[Finding]:
    """The condition of each line and what it was judged by.

    A sound line with an illegal word is damaged; a document without any word that tells is foreign.
    """
    found = [tuple(chain.from_iterable(kinds(chunk) for chunk in line.split())) for line in lines]
    if not any(found):
        return [Finding(Condition.FOREIGN, 0, 0) for _ in lines]
    return [_finding(state, words) for state, words in zip(_likeliest(found), found, strict=True)]


def _finding(state: _State, words: Sequence[Kind]) -> Finding:
    illegal = sum(kind in ILLEGAL for kind in words)
    condition = Condition.DAMAGED if state is _State.SOUND and illegal else _CONDITIONS[state]
    return Finding(condition, len(words), illegal, _SCHEMES.get(state))


def _likeliest(lines: Sequence[Sequence[Kind]]) -> list[_State]:
    """The likeliest state of each line, all lines of the document together (Viterbi)."""
    chances, everyone = _log_chances(), np.arange(len(_STATES))
    score = np.array([-_RARE if state is _State.VIETNAMESE_OCR else 0.0 for state in _STATES])
    came_from = np.empty((len(lines), len(_STATES)), np.intp)
    for i, words in enumerate(lines):
        best = int(score.argmax())
        switched = score[best] - _SWITCH
        came_from[i] = np.where(score >= switched, everyone, best)
        score = np.maximum(score, switched)
        if words:
            score = score + chances[list(words)].sum(axis=0)
    path = [int(score.argmax())]
    for row in came_from[:0:-1]:
        path.append(int(row[path[-1]]))
    return [_STATES[state] for state in reversed(path)]


@cache
def _log_chances() -> npt.NDArray[np.float64]:
    """(kinds, states): log of the share of each kind among the words that a state writes."""
    shares = {row["kind"]: [float(row[state.value]) for state in _STATES] for row in rows("state_kinds")}
    table = np.array([shares[kind.name] for kind in Kind])
    return np.asarray(np.log(table / table.sum(axis=0)))
