"""Set phrases of the closing: ``Nơi nhận``, signing capacity, office and name, also in columns merged into one line."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import regex

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.signing import (
    capacity_spellings,
    collectives,
    given_syllables,
    offices,
    surname_list,
    surnames,
)
from vanthu.corpora.orthography import is_syllable

RECIPIENTS_LABEL = regex.compile(r"^\W*[nh]oi\s*(?:nh.{1,2}n|gui)\s*(?P<colon>[:;.]|$|(?=\s))")
"""``Nơi nhận:`` on bare text, one letter read wrong at most."""

RECIPIENT_MARK = regex.compile(r"^\s*[-–—~•+*]+\s*(?=[\p{L}\d])")

_CAPACITY = "|".join(regex.escape(s) for s in capacity_spellings())
_CAPACITY_START = regex.compile(rf"(?<![\p{{L}}.])(?:{_CAPACITY})\s*(?=\p{{Lu}}{{2}})")
_WORD = r"(?:\p{Lu}\p{Ll}+|\S{0,2}guy[^\s;:,]{1,3}(?=\s)|\p{Lu}['’]?(?=\s)|\p{Lu}['’]\p{L}+)"
_NAME_END = regex.compile(rf"(?<![\p{{L}}.])(?P<name>{_WORD}(?:[ -]+(?:{_WORD}|\p{{Lu}})){{1,5}})[\s.,_*]*$")
_CAPS_NAME = regex.compile(r"^\W*(?P<name>\p{Lu}+(?: \p{Lu}+){1,4})[\s.,_*]*$")
_DEGREE = regex.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|Ths|BS|BSCK\w*|CN|KS|LS|NGƯT|NGND|PTS)\.?\s?|"
    r"(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy)\s)+",
)
_NAME_WORDS = (2, 6)
_LIKE_NGUYEN = regex.compile(r"\S{0,2}guy\S{1,3}")
"""The one surname of this shape, under a signature or seal (``Nguy°x``)."""

_TORN_WORD = regex.compile(r"(?:^|\s)(?=[^\s;]*\p{Ll})(?=(?:[^\s;]*\p{L}){2})[^\s;:,.]+\s?$")
"""A word in small letters that touches a name from the left."""


@cache
def _offices_in_caps() -> regex.Pattern[str]:
    """Offices and collectives on bare text: the caller looks only where the print is in capitals."""
    names = sorted((bare(n) for n in (*offices(), *collectives())), key=len, reverse=True)
    return regex.compile(r"(?<!\w)(?:" + "|".join(regex.escape(n) for n in names) + r")(?!\w)")


def signature_column(text: str) -> int | None:
    """Where capacity or office starts in a line, alone or after a recipient; None where the line has neither."""
    capacity = _CAPACITY_START.search(text)
    if capacity:
        return int(capacity.start())
    key = bare(text)
    for hit in _offices_in_caps().finditer(key):
        printed = text[hit.start() :]
        lead = text[: hit.start()].rstrip()
        if _in_capitals(hit.group(), text[hit.start() : hit.end()]) and _stands_alone(lead) and _closes(printed):
            return int(hit.start())
    return None


def _in_capitals(_key: str, printed: str) -> bool:
    letters = [c for c in printed if c.isalpha()]
    return sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def _stands_alone(lead: str) -> bool:
    """Nothing before it, or a recipient that has ended: the phrase is not part of a heading in capitals."""
    return not lead or not lead[-1].isupper() or lead[-1] in ";.:,"


def _closes(printed: str) -> bool:
    """Capitals to the end of the line, or capitals and a name: not the start of a sentence."""
    rest = _NAME_END.sub("", printed)
    letters = [c for c in rest if c.isalpha()]
    return len(printed) <= 120 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)  # noqa: PLR2004  one wide line


def is_office_line(text: str) -> bool:
    """Capacity or office from the first letter of the line on."""
    start = signature_column(text)
    return start is not None and not any(c.isalnum() for c in text[:start])


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether a name of two words stands after what is left of its first (``Ph@ı Văn Phúc``); three words are whole."""
    return len(text[start:end].split()) == _NAME_WORDS[0] and bool(_TORN_WORD.search(text, 0, start))


def name_span(text: str) -> tuple[int, int] | None:
    """The person named at the end of a line, without degree and rank; None where no plausible name stands there.

    A name has two to six words in title case (or capitals) and starts with a surname, or with the first word of a
    name of a people without surnames (``Y Biêr Niê``, ``H'Yim Kđoh``).
    """
    hit = _NAME_END.search(text)
    if hit:
        return _trimmed(text, hit.start("name"), hit.end("name"))
    alone = _CAPS_NAME.match(text)
    if alone and _is_name_in_capitals(alone["name"]):
        return alone.start("name"), alone.end("name")
    return None


def _is_name_in_capitals(printed: str) -> bool:
    """Capitals are also headings and offices: every word has to be spelt as in names (``PHÓ TRƯỞNG BAN`` is not)."""
    if _offices_in_caps().match(bare(printed)):
        return False
    first, *others = printed.split()
    return fold(first) in surnames() and len(fold(first)) > 1 and all(fold(w) in given_syllables() for w in others)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """From the first surname on, where the words are as many as a name has."""
    degree = _DEGREE.match(text, start, end)
    if degree:
        start = degree.end()
    words = [(m.start(), m.end()) for m in regex.finditer(r"[^\s-]+", text[start:end])]
    for index, (a, b) in enumerate(words):
        if surname(text[start + a : start + b]) and _NAME_WORDS[0] <= len(words) - index <= _NAME_WORDS[1]:
            return start + a, end
    return None


@cache
def _by_bare_surname() -> dict[str, str]:
    """Bare surname → the one surname with these base letters."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for name in surname_list():
        index[bare(name)].append(name)
    return {key: names[0] for key, names in index.items() if len(names) == 1 and len(key) > 1}


def surname(printed: str) -> str | None:
    """The surname as it is spelt, or None: only a surname that no other can be mistaken for is put right."""
    if fold(printed) in surnames():
        return printed
    key = bare(printed)
    if key.endswith("guyen") or (_LIKE_NGUYEN.fullmatch(key) and fold(printed) not in given_syllables()):
        return "Nguyễn"
    return _by_bare_surname().get(key)


def person(printed: str, confidence: float = 0.0) -> str | None:
    """The name with its surname put right; None where a syllable is none that names are made of.

    Names of peoples without surnames are taken as they are. Read surely enough (``confidence`` of the least sure word,
    0..1), any legal syllable may be a name: the lists do not know all.
    """
    first, *others = printed.split()
    head = surname(first)
    if head is None:
        return None
    sure = confidence >= _SURE_NAME
    given = all(fold(w) in given_syllables() or (sure and is_syllable(w.casefold())) for w in others)
    if fold(first) in _FREE_FORMS or given:
        return " ".join([head, *others])
    return None


_SURE_NAME = 0.9
"""Least word confidence of a name that no list confirms: by hand, a little below cleanly printed words (0.95)."""

_FREE_FORMS = frozenset({"y", "h'", "a", "k'", "ksor", "siu", "rmah", "nay", "kpă", "rcom", "rơ", "điểu", "ama"})
