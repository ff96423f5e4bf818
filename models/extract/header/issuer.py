"""The issuing body: from the capitals of the letterhead to its canonical name, unit, level and successors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

import regex
from rapidfuzz import fuzz, process

from vanthu.corpora.gazetteer.bodies import Body, System, abbreviations, bodies, bodies_by_bare_name, body_heads
from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.units import REFORM, Level, Unit, parent, successors, units_named
from vanthu.models.campaign import Issuer, Successor
from vanthu.models.extract.header.letterhead_lines import place_like

_NOISY_BODY = 86.0
"""Least similarity of a body read with errors; on 30 scans: right ones 88 and more (``CỌNG``), others 70 at most."""

_KINDS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
_UNIT = regex.compile(r"(?:^|\s)(?P<kind>" + "|".join(bare(k) for k in _KINDS) + r"|tinh|tjnh)\s+(?P<name>\S.*)$")
_LEVELS: dict[str, Level] = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
"""Levels that the kind alone tells: a city may be a province or a district."""
_UNLISTED = regex.compile(
    rf"(?:^|\s)(?P<kind>{'|'.join(_LEVELS)})\s(?P<body>(?:[ủu][yỷ]|(?<=(?:tỉnh|huyện)\s)đoàn)\s)?"
    r"(?P<name>[^\W\d]+(?:[ '’-][^\W\d]+){0,4})$"
)
_NO_UNITS = frozenset({"hội", "đoàn", "ủy", "uỷ"})
"""Words that make bodies with a kind: ``XÃ HỘI``, ``TỈNH ĐOÀN``, ``HUYỆN ỦY``."""
_COMMITTEE_KINDS = {
    "tinh uy": ("tỉnh",),
    "thanh uy": ("thành phố",),
    "huyen uy": ("huyện",),
    "thi uy": ("thị xã",),
    "quan uy": ("quận",),
    "tinh doan": ("tỉnh",),
    "thanh doan": ("thành phố",),
    "huyen doan": ("huyện",),
}
_HEAD_WORDS = regex.compile(r"^\W{0,3}(?:" + "|".join(body_heads()) + r")(?=\s+[^\W\d]|\s*$)")
_GOES_ON = regex.compile(r"(?:[-,–]|\b(?:va|cua|va cac|doan|cac|hoc|ban chap hanh|ban thuong vu|bch|btv))\s*$")
_KINDS_BARE = frozenset(bare(k) for k in _KINDS if " " not in k)
_ORGANS = ("ban chap hanh", "ban thuong vu", "ban thuong truc")
"""Organs that bodies of every system have: the body they belong to tells the system."""


_CITY = regex.compile(r"(?<!\p{L})(TP|TX|TT)(?:\.\s?|\s?-\s?(?=HCM))", regex.IGNORECASE)
_BLANK = regex.compile(r"[.…_]{3,}|(?:TỈNH|HUYỆN|QUẬN|XÃ|PHƯỜNG)\s?/")
"""A form leaves the name of the body to be filled in."""


Relation = Literal["merged_into", "split_into", "renamed", "abolished"]


@dataclass(frozen=True, slots=True)
class IssuerLine:
    """A line of the left column: its text and where it stands in the document string."""

    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """Where the line stands."""
        return self.start, self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ReadIssuer:
    """The issuer with the lines that name it and the system of its kind, where the kind tells."""

    issuer: Issuer
    spans: tuple[tuple[int, int], ...]
    system: System | None


@dataclass(frozen=True, slots=True)
class _Name:
    """A printed name taken apart."""

    head: str
    unit: Unit | None
    unit_text: str
    body: Body | None

    @property
    def full(self) -> str:
        return f"{self.head} {self.unit_text}".strip()


def read_issuer(lines: Sequence[IssuerLine], day: date | None) -> ReadIssuer | None:
    """The issuer printed in the left column above the number: superior bodies first, the issuer last.

    Args:
        lines: the column, in order; dirt and rules may be among them.
        day: date of the document: decides which units existed.
    """
    groups = _grouped([line for line in lines if _printed_in_capitals(line.text)])
    if not groups or any(_BLANK.search(line.text) for line in groups[-1]):
        return None
    names = [_taken_apart(" ".join(line.text for line in group), day) for group in groups]
    own, above = names[-1], names[-2] if len(names) > 1 else None
    name = _with_superior(own, above)
    unit = own.unit or (above.unit if above else None)
    issuer = Issuer(
        name=name,
        parent=above.full if above else None,
        level=_level(own, unit),
        unit=unit.full if unit else None,
        successors=_successors(own, unit, day) if own.unit or above is None else (),
    )
    spans = tuple(line.span for line in groups[-1])
    return ReadIssuer(issuer, spans, system_of(name) or (above.body.system if above and above.body else None))


def read_joint_issuers(lines: Sequence[IssuerLine], day: date | None, *, joint: bool) -> list[ReadIssuer]:
    """The issuers of a joint paper, in printed order: beside each other with a dash, or one under the other.

    Args:
        lines: the left column, as for :func:`read_issuer`.
        day: date of the document.
        joint: whether the paper says elsewhere that it is one: else only a dash between two bodies tells.
    """
    parts = [part for line in lines if _printed_in_capitals(line.text) for part in _beside_dash(line)]
    dashed = any(part.joined for part in parts)
    if not (dashed or joint):
        return []
    groups = _grouped([part.line for part in parts])
    if len(groups) < _JOINT:
        return []
    found = [read for group in groups if (read := read_issuer(group, day)) is not None]
    shared = next((read.issuer for read in reversed(found) if read.issuer.unit), None)
    return [_of_unit(read, group, shared, day) for read, group in zip(found, groups, strict=False)]


_JOINT = 2
_DASH = regex.compile(r"\s*[-–—]\s*")
_ONE_OFFICE = regex.compile(r"^\W*(?:van phong|ban|trung tam|phong|doan dbqh)\b")
"""Offices whose own name has a dash: ``VĂN PHÒNG HĐND - UBND``."""


@dataclass(frozen=True, slots=True)
class _Part:
    line: IssuerLine
    joined: bool


def _beside_dash(line: IssuerLine) -> list[_Part]:
    """The bodies that dashes part on one line; a dash at an end ties the body to that of the next line."""
    if _ONE_OFFICE.match(bare(line.text)):
        return [_Part(line, joined=False)]
    cuts = [m for m in _DASH.finditer(line.text) if _opens_body(line.text[m.end() :]) or m.end() == len(line.text)]
    starts = [0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(line.text)]
    parts = [IssuerLine(line.text[a:b], line.start + a) for a, b in zip(starts, ends, strict=True) if line.text[a:b]]
    return [_Part(part, joined=bool(cuts)) for part in parts]


def _opens_body(text: str) -> bool:
    return _HEAD_WORDS.match(bare(text)) is not None


def _of_unit(read: ReadIssuer, group: Sequence[IssuerLine], shared: Issuer | None, day: date | None) -> ReadIssuer:
    """A body without a unit has that of the other: ``UBND - ỦY BAN MTTQ | HUYỆN AN THỊNH``."""
    if shared is None or read.issuer.unit:
        return read
    text = " ".join(line.text for line in group)
    own = read_issuer([IssuerLine(f"{text} {(shared.unit or '').upper()}", group[0].start)], day)
    return ReadIssuer(own.issuer, read.spans, own.system) if own else read


def named_issuer(text: str, day: date | None) -> Issuer:
    """The issuer of a name in running text: ``Ủy ban nhân dân xã Tơ Tung``."""
    own = _taken_apart(text, day)
    return Issuer(
        name=own.full,
        level=_level(own, own.unit),
        unit=own.unit.full if own.unit else None,
        successors=_successors(own, own.unit, day),
    )


_LAST_OF_KINDS = frozenset(kind.split()[-1] for kind in _KINDS)
_CONNECTS = frozenset({"và", "của", "các", "-", "–", *(word for kind in _KINDS for word in kind.split())})


def body_at_start(text: str) -> str:
    """The name of a body that opens running text: ``Sở Công Thương tiếp tục`` names Sở Công Thương.

    A known body, then words with a capital, kinds of units and what joins them; common words end it.
    """
    words = text.split()
    known = next((n for n in range(len(words), 0, -1) if bare(" ".join(words[:n])) in bodies_by_bare_name()), 1)
    end = known
    for index in range(known, len(words)):
        if words[index][:1].isupper() or words[index] in _LAST_OF_KINDS:
            end = index + 1
        elif words[index] not in _CONNECTS:
            break
    return " ".join(words[:end])


def system_of(name: str) -> System | None:
    """System of the kind of body that a canonical name starts with."""
    key = bare(name)
    organ = next((o for o in _ORGANS if key.startswith(o + " ")), None)
    body = _body_at_start(key.removeprefix(organ or "").strip()) or _body_at_start(key)
    return body.system if body else None


def _printed_in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def _grouped(lines: Sequence[IssuerLine]) -> list[list[IssuerLine]]:
    """Lines of one body together; what stands above the first body is dirt."""
    groups: list[list[IssuerLine]] = []
    for line in lines:
        key = bare(line.text)
        opens = _HEAD_WORDS.match(key) is not None or _nearly_a_body(key)
        if groups and (not opens or _GOES_ON.search(bare(groups[-1][-1].text))):
            groups[-1].append(line)
        elif opens:
            groups.append([line])
    return groups


def _nearly_a_body(key: str) -> bool:
    return process.extractOne(key, _bare_names(), scorer=fuzz.ratio, score_cutoff=_NOISY_BODY) is not None


@cache
def _bare_names() -> tuple[str, ...]:
    return tuple(bodies_by_bare_name())


def _taken_apart(printed: str, day: date | None) -> _Name:
    """Head and unit of a printed name, both in canonical spelling."""
    text = _expanded(" ".join(printed.split()).strip(" .,:;*_|'"))
    cut = _unit_at_end(text, day)
    if cut is None:
        head, body = _head(text)
        return _Name(head, None, "", body)
    start, unit, unit_text = cut
    head, body = _head(text[:start])
    return _Name(head, unit, unit_text, body)


def _expanded(text: str) -> str:
    """Abbreviations written out: ``UBND`` is ``Ủy ban nhân dân``, ``TP.HCM`` Thành phố Hồ Chí Minh."""
    words = _CITY.sub(r"\1 ", text).split()
    return " ".join(abbreviations().get(fold(w.strip(".,")), w) if w.isupper() else w for w in words)


def _unit_at_end(text: str, day: date | None) -> tuple[int, Unit, str] | None:
    """Where the unit at the end of a name starts, the unit, and how its name goes on the head."""
    key = bare(text)
    for hit in _UNIT.finditer(key, overlapped=True):
        kind = next((k for k in _KINDS if bare(k) == hit["kind"]), "tỉnh")
        unit = _best(place_like(text[hit.start("name") :]), kind, day)
        if unit:
            return hit.start("kind"), unit, unit.full
    for committee, kinds in _COMMITTEE_KINDS.items():
        at = key.rfind(committee + " ")
        if at >= 0:
            start = at + len(committee) + 1
            unit = _best(place_like(text[start:]), kinds[0], day)
            if unit:
                return start, unit, unit.name
    return _unlisted(text)


def _unlisted(text: str) -> tuple[int, Unit, str] | None:
    """A unit that no list knows, of the kind that is printed before it: ``XÃ SUỐI NGÀN``."""
    for hit in _UNLISTED.finditer(text.casefold(), overlapped=True):
        name = text[hit.start("name") :]
        if hit["body"]:
            return hit.start("name"), Unit("", _cased(name), hit["kind"], _LEVELS[hit["kind"]]), _cased(name)
        if hit["name"] not in _NO_UNITS:
            unit = Unit("", _cased(name), hit["kind"], _LEVELS[hit["kind"]])
            return hit.start("kind"), unit, unit.full
    return None


def _best(found: Sequence[Unit], kind: str, day: date | None) -> Unit | None:
    """The unit of that kind, one that existed on the day before others; a city may be a province or a district."""
    same = [u for u in found if u.kind == kind]
    when = day or REFORM
    return min(same, key=lambda u: (not u.stands_on(when), u.level != "province"), default=None)


def _body_at_start(key: str) -> Body | None:
    return next((b for b in bodies() if key.startswith(bare(b.name)) and not key[len(b.name) :][:1].isalnum()), None)


def _head(text: str) -> tuple[str, Body | None]:
    """The head in canonical case, and the known body it starts with; a whole known name may be read with errors."""
    key = bare(text).strip()
    hit = process.extractOne(key, _bare_names(), scorer=fuzz.ratio, score_cutoff=_NOISY_BODY)
    numbered = any(c.isdigit() for c in key)  # Quân khu 5
    if hit and not numbered and abs(len(hit[0]) - len(key)) <= 2:  # noqa: PLR2004  letters lost or doubled
        body = bodies_by_bare_name()[hit[0]]
        return body.name, body
    return _cased(text.strip()), _body_at_start(key)


def _cased(text: str) -> str:
    """Known bodies inside the name as we spell them, other words with a capital."""
    words = text.split()
    out: list[str] = []
    index = 0
    while index < len(words):
        size, spelt = _known_at(words, index)
        out.append(spelt)
        index += size
    name = " ".join(out)
    return name[:1].upper() + name[1:]


def _known_at(words: Sequence[str], index: int) -> tuple[int, str]:
    """The longest known body, unit or function word that starts at a word."""
    for size in range(min(9, len(words) - index), 0, -1):
        phrase = " ".join(words[index : index + size])
        body = bodies_by_bare_name().get(bare(phrase))
        if body and size > 1:
            return size, body.name
        first = bare(words[index])
        kind = next((k for k in _KINDS if bare(phrase).startswith(bare(k) + " ")), None)
        unit = kind and next(iter(units_named(phrase[len(kind) + 1 :], kind)), None)
        if unit:
            return size, unit.full
        if size == 1 and first in {"va", "cua", "cac", "cho", "tren", "ve", *_KINDS_BARE}:
            return 1, words[index].lower()
    word = words[index]
    return 1, word if not word.isalpha() or len(word) == 1 else word.capitalize()


def _with_superior(own: _Name, above: _Name | None) -> str:
    """A department is named with its unit (``Sở Tư pháp tỉnh X``), a Party board or an office with its superior."""
    if own.unit or above is None:
        return own.full
    superior = bare(above.head)
    party = above.body is not None and above.body.system == "party"
    if party or bare(own.head) in {"van phong", "ban thuong truc"}:
        return f"{own.full} {above.full}"
    if superior.startswith(("uy ban nhan dan", "hoi dong nhan dan")) and above.unit:
        return f"{own.full} {above.unit.full}"
    return own.full


def _level(own: _Name, unit: Unit | None) -> str | None:
    if own.body and own.body.level and not own.unit:
        return own.body.level
    if own.unit and own.body and own.body.level == "grassroots":
        return "grassroots"
    return unit.level if unit else (own.body.level if own.body else None)


_PER_UNIT = frozenset({"Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Đảng ủy"})
"""Bodies that every unit has under the same name."""
_COMMITTEES = {"tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy"}
"""Party committees that the unit's own name follows; in communes it is ``Đảng ủy xã …`` (QĐ 66-QĐ/TW)."""


def _successors(own: _Name, unit: Unit | None, day: date | None) -> tuple[Successor, ...]:
    """What took over on 1 July 2025: only for bodies that units have as such, and only where the name changed."""
    if unit is None or own.unit is None or unit.valid_to is None or (day is not None and day >= REFORM):
        return ()
    if own.head not in _PER_UNIT and bare(own.head) not in _COMMITTEE_KINDS:
        return ()
    heirs = _heirs(unit)
    if len(heirs) == 1 and heirs[0].full == unit.full:
        return ()
    gone = unit.level == "district"
    relation: Relation = "abolished" if gone else "split_into" if len(heirs) > 1 else "merged_into"
    return tuple(Successor(name=_of(own, heir), relation=relation, valid_from=REFORM) for heir in heirs)


def _heirs(unit: Unit) -> Sequence[Unit]:
    """The units that took over; a district's duties went to the communes and the province that it lay in."""
    above = parent(unit) if unit.level == "district" else unit
    return successors(above) if above else ()


def _of(own: _Name, heir: Unit) -> str:
    if own.head in _PER_UNIT:
        return f"{own.head} {heir.full}"
    committee = _COMMITTEES.get(heir.kind)
    return f"{committee} {heir.name}" if committee else f"Đảng ủy {heir.full}"
