"""What the mark at the head of a line may be: every mark of a closed alphabet that OCR reads as what stands there.

OCR reads ``II.`` as ``H.``, ``I.`` as ``L.``, ``III.`` as ``II.`` and ``5.`` as ``Š.``: such a token alone is doubtful.
Each reading has a price in nats, from how alike the strokes are and from how wide the token is on the page;
``numbering.py`` weighs them against the sequence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import regex

from vanthu.corpora.gazetteer.folding import strip_marks
from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.extract.source import LineRef
from vanthu.models.extract.structure.mark_widths import misfit
from vanthu.models.extract.structure.marks import POINTS, Mark, Rank, mostly_capitals, to_roman

MOST_STROKES = 6
"""Characters of the longest Roman number that sections have (``XVIII``), and one speck."""
LARGEST_SECTION = 20
"""Sections beyond are not looked for behind another reading."""
DEAREST = 4.5
"""Nats: a reading that is less likely than one in ninety is none."""
ANY_GLYPH = 3.5
"""Nats for a single character that no table knows as a reading of this one."""
LOST, MADE, AT_ANGLE, OTHER_STROKE = 1.6, 4.0, 4.0, 3.0
"""Nats for one ``I`` of several that was lost, for one that was made, for one lost beside ``V`` or ``X``, and for ``V``
read as ``I``."""
SMALL_HEADING, UNFIT_STOP, NO_STOP = 1.5, 1.0, 1.0
"""Nats for a Roman number before a heading in small letters, for a comma after a mark, and for nothing after it."""
ARABIC_IN_CAPITALS, ROMAN_IN_SMALL = 0.7, 1.5
"""Nats for ``1.`` before capitals to be ``I.``, and for ``I.`` before a small heading to be ``1.``."""
LOOKS_LIKE_MARK, IS_MARK = 2.0, 8.0
"""Nats for a line to have no mark though a short token and a stop open it, and though they are a mark as they stand."""
TRUSTED = 2.5
"""How much dearer all other readings are in a text layer that no OCR made: what is there twice, the office wrote."""
_TOKEN = regex.compile(
    r"""(?P<mark>\s*[_'‘’`~.,]?\s?(?P<token>[^\s.,:;()/–-]{1,6})(?:\s?(?P<stop>[.,)/])|\s?(?P<dash>[-–])|(?P<none>(?=\s))))
    \s*(?P<rest>["“(]?\p{L}.*)$""",
    regex.VERBOSE | regex.DOTALL,
)
_SEVERAL_STROKES = regex.compile(r"[IVXLH1l|]{2,}")


@dataclass(frozen=True, slots=True)
class MarkReading:
    """A mark that a line may have, None for no mark; ``price`` in nats."""

    mark: Mark | None
    price: float


def readings(ref: LineRef, plain: Mark | None) -> list[MarkReading]:
    """Every mark that a line may have whose mark is ``plain`` as it stands."""
    found = _TOKEN.match(ref.text)
    if (plain and plain.rank not in _READ_ANEW) or not found or (plain and plain.end > found.end("mark")):
        return [MarkReading(plain, 0.0)]
    scale = TRUSTED if ref.line.box and ref.line.confidence is None else 1.0
    own = _price_of_plain(plain, found) * scale
    prices = {_key(plain): MarkReading(plain, own)} if plain else {}
    for mark, price in _others(found):
        known = prices.get(_key(mark))
        if known is None or price * scale < known.price:
            prices[_key(mark)] = MarkReading(mark, price * scale)
    fitted = [
        MarkReading(r.mark, r.price + misfit(ref, found["token"], found["stop"] or "", r.mark.labels[0]))
        for r in prices.values()
        if r.mark and r.price <= max(DEAREST, own)
    ]
    return [*fitted, MarkReading(None, _price_of_none(plain, found))]


_READ_ANEW = frozenset({Rank.LETTERED_PART, Rank.ROMAN, Rank.ARABIC, Rank.LETTER})


def _key(mark: Mark | None) -> tuple[Rank, tuple[str, ...]] | None:
    return (mark.rank, mark.labels) if mark else None


def _price_of_plain(plain: Mark | None, found: regex.Match[str]) -> float:
    if plain is None or plain.rank is not Rank.ROMAN:
        return 0.0
    return _stroke_price(found["token"], plain.labels[0])


def _price_of_none(plain: Mark | None, found: regex.Match[str]) -> float:
    if plain:
        return IS_MARK
    closed = found["stop"] == ")" or (found["stop"] == "." and _begins_upper(found["rest"]))
    short = len(found["token"]) <= len("đd")
    roman = bool(_SEVERAL_STROKES.fullmatch(found["token"])) and mostly_capitals(found["rest"])
    return LOOKS_LIKE_MARK if (short and closed) or roman else 0.0


def _begins_upper(text: str) -> bool:
    return text.lstrip('"“(')[:1].isupper()


def _others(found: regex.Match[str]) -> Iterator[tuple[Mark, float]]:
    token, rest = found["token"], found["rest"]
    printed, end = found["mark"].strip(), found.end("mark")
    upper = _begins_upper(rest)
    stop = UNFIT_STOP * (found["stop"] == ",") + NO_STOP * (found["none"] is not None)
    if upper and found["stop"] != ")" and (found["stop"] or mostly_capitals(rest)):
        for label, price in _romans(token):
            yield Mark(printed, end, Rank.ROMAN, (label,)), price + stop + _size_price(token, rest)
    if upper and found["none"] is None and found["stop"] != ")" and len(token) <= len("10"):
        for label, price in _arabics(token):
            yield Mark(printed, end, Rank.ARABIC, (label,)), price + stop + ROMAN_IN_SMALL * mostly_capitals(rest)
    if found["stop"] == ")" and len(token) <= len("đd"):
        for label, price in _letters(token):
            yield Mark(printed, end, Rank.LETTER, (label,)), price


def _size_price(token: str, rest: str) -> float:
    if not mostly_capitals(rest):
        return SMALL_HEADING
    return ARABIC_IN_CAPITALS if token.isdigit() else 0.0


def _romans(token: str) -> Iterator[tuple[str, float]]:
    if len(token) <= MOST_STROKES and all(char in _strokes() for char in token):
        for value in range(1, LARGEST_SECTION + 1):
            yield to_roman(value), _stroke_price(token, to_roman(value))


@cache
def _stroke_price(token: str, numeral: str) -> float:
    """The cheapest way to read ``numeral`` as ``token``, stroke by stroke."""
    expansions = product(*(_strokes().get(char, ()) for char in token))
    prices = [
        sum(price for _, price in parts) + _distance("".join(strokes for strokes, _ in parts), numeral)
        for parts in expansions
    ]
    return min(prices, default=float("inf"))


def _distance(read: str, numeral: str) -> float:
    """Levenshtein distance in nats, from what is printed to what was read."""
    row = [0.0]
    for j in range(len(numeral)):
        row.append(row[-1] + _lost(numeral, j))
    for char in read:
        above, row = row, [row[0] + MADE]
        for j, stroke in enumerate(numeral):
            row.append(
                min(above[j] + OTHER_STROKE * (char != stroke), above[j + 1] + MADE, row[-1] + _lost(numeral, j))
            )
    return row[-1]


def _lost(numeral: str, at: int) -> float:
    """A stroke is lost among its like, hardly at an angle: ``III`` is read as ``II``, ``VI`` not as ``V``."""
    return LOST if numeral[at] == "I" and "I" in {numeral[at - 1 : at], numeral[at + 1 : at + 2]} else AT_ANGLE


def _arabics(token: str) -> Iterator[tuple[str, float]]:
    """Numbers that a token of one or two characters may be; digits are never other digits."""
    if token.isdigit():
        yield str(int(token)), 0.0
        return
    if len(token) == 1:
        known = _known(token, "digit")
        yield from ((str(digit), known.get(str(digit), ANY_GLYPH)) for digit in range(1, 10))
        return
    options = [{c: 0.0} if c.isdigit() else _known(c, "digit") for c in token]
    for pairs in product(*(option.items() for option in options)):
        number = "".join(digit for digit, _ in pairs)
        if not number.startswith("0"):
            yield number, sum(price for _, price in pairs)


def _letters(token: str) -> Iterator[tuple[str, float]]:
    known = _known(token, "letter")
    base = strip_marks(token.lower())
    for letter in POINTS:
        price = 0.0 if letter == token else known.get(letter, 1.0 if letter == base else ANY_GLYPH)
        yield letter, price


@cache
def _table() -> dict[tuple[str, str], dict[str, float]]:
    """(token as read, kind) → what it may be, and the price of each."""
    table: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows("mark_confusions"):
        table.setdefault((row["read"], row["kind"]), {})[row["printed"]] = float(row["nats"])
    return table


def _known(token: str, kind: str) -> dict[str, float]:
    return _table().get((token, kind), {})


@cache
def _strokes() -> dict[str, tuple[tuple[str, float], ...]]:
    """Character as read → the strokes of Roman numbers that it may be, and the price of each."""
    return {read: tuple(known.items()) for (read, kind), known in _table().items() if kind == "stroke"}
