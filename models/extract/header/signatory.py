"""Component ``signatory``: signing capacity, office and name of the one who signed the act (not of a copy)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import regex
from rapidfuzz import fuzz, process
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.signing import capacity_spellings, collectives, offices
from vanthu.models.campaign import Document, Field, Signatory
from vanthu.models.extract.header.closing_lines import RECIPIENT_MARK, is_torn, name_span, person, signature_column
from vanthu.models.extract.header.joint_signers import Piece, names_side_by_side
from vanthu.models.extract.header.joint_signers import columns as side_by_side
from vanthu.models.extract.source import LineRef, SourceText
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.page import Region

_CAPACITY = regex.compile(
    r"(?<![\p{L}.])(?:" + "|".join(regex.escape(s) for s in capacity_spellings()) + r")\s*(?=\p{Lu}{2})"
)
_NOISY_OFFICE = 84.0
"""Least similarity of an office read through a seal (``PHO CHỦ TIOM`` has 85)."""
_MARGIN = 4.0
"""Least lead of the nearest office over the next: the endings ``trưởng`` and ``chủ tịch`` are common to many."""

_EDGE = " .,:;_|/\\*-–—~'\"`()[]{}®©»«"


_NO_LETTER = regex.compile(r"^[^\p{L}]+")
_SPECK = regex.compile(r"^['‘’`.,]\s+")
"""One thin sign that stands apart: too small for what is left of a capacity."""


@Language.component("signatory", assigns=["doc._.document"], requires=["doc._.source", "doc._.zones"])
def signatory(doc: Doc) -> Doc:
    """Read cell 7."""
    source: SourceText = doc._.source
    columns = list(_signature_columns(source, doc._.zones))
    issuer = doc._.document.issuer.value
    ministry = issuer is not None and issuer.name.startswith("Bộ ")
    pieces = [piece for ref, start in columns for piece in _pieces(ref, start)]
    several = _joint(source, columns, pieces, doc._.document)
    if several:
        first = _of_issuer(several, issuer.name if issuer else "")
        fields = [_signer(source, own, ministry=ministry) for own in several]
        update = {"signatory": fields[first], "co_signatories": (*fields[:first], *fields[first + 1 :])}
    else:
        update = {"signatory": _field(source, columns, pieces, ministry=ministry)}
    doc._.document = doc._.document.model_copy(update=update)
    return doc


def _joint(
    source: SourceText, columns: list[tuple[LineRef, int]], pieces: list[Piece], document: Document
) -> list[list[Piece]]:
    """The pieces of each of several signers; empty where one signs, possibly for another (``TM.`` over ``KT.``)."""
    beside = [names for ref, start in columns if (names := names_side_by_side(ref, start))]
    kinds = Counter(piece.kind for piece in pieces)
    names = [piece for piece in pieces if piece.kind == "name"]
    two_of_each = kinds["capacity"] > 1 and sum(len(_offices(p)) for p in pieces) > 1
    if not (document.co_issuers or two_of_each):
        return []
    if beside:
        names = [piece for pair in beside for piece in pair]
    if len({name.text for name in names}) < _SEVERAL:
        return []
    titles = [own for piece in pieces if piece.kind != "name" for own in (_offices(piece) or [piece])]
    return list(side_by_side(source, [*titles, *names]))


_SEVERAL = 2


def _offices(piece: Piece) -> list[Piece]:
    """The offices on one line: ``CHỦ TỊCH   GIÁM ĐỐC`` are two."""
    if piece.kind != "office":
        return []
    hits = [m for m in _titles_pattern().finditer(bare(piece.text)) if m.group() in _bare_offices()]
    if len(hits) < _SEVERAL or len(piece.text) != piece.span[1] - piece.span[0]:
        return [piece]
    starts = [m.start() for m in hits]
    return [
        Piece("office", piece.text[a:b].strip(_EDGE), (piece.span[0] + a, piece.span[0] + b))
        for a, b in zip(starts, [*starts[1:], len(piece.text)], strict=True)
    ]


def _of_issuer(several: list[list[Piece]], issuer: str) -> int:
    """Which of the signers signs for the first issuer; the last where none says so: who leads signs on the right."""
    for index, own in enumerate(several):
        mark = next((m for p in own if p.kind == "capacity" and (m := _CAPACITY.match(p.text))), None)
        principal = bare(mark.string[mark.end() :]) if mark else ""
        if principal and (bare(issuer).startswith(principal) or principal.startswith(bare(issuer))):
            return index
    return len(several) - 1


def _signer(source: SourceText, own: list[Piece], *, ministry: bool) -> Field[Signatory]:
    """One of several signers."""
    office = next((p.text for p in own if p.kind == "office"), None)
    value = Signatory(
        capacity=" / ".join(p.text for p in own if p.kind == "capacity") or None,
        position=_of_ministry(office) if office and ministry else office,
        name=own[-1].text,
    )
    return source.field(Field[Signatory], value, [p.span for p in own])


def _signature_columns(source: SourceText, zones: tuple[Zone, ...]) -> Iterator[tuple[LineRef, int]]:
    """Lines of the signature with the offset where it starts in them: merged columns start late."""
    for ref, zone in zip(source.lines, zones, strict=True):
        if zone is Zone.SIGNATURE and ref.text.strip():
            yield ref, 0
        elif zone is Zone.RECIPIENTS and ref.region is not Region.RECIPIENTS:
            start = signature_column(ref.text)
            if start is None:
                start = _name_beside(ref.text)
            if start is not None:
                yield ref, start


def _name_beside(text: str) -> int | None:
    """A name to the right of a recipient that has ended: ``- Sở Nội vụ;  Đặng Văn Minh``."""
    named = name_span(text) if RECIPIENT_MARK.match(text) else None
    return named[0] if named and text[: named[0]].rstrip().endswith(";") else None


def _field(
    source: SourceText, columns: list[tuple[LineRef, int]], pieces: list[Piece], *, ministry: bool
) -> Field[Signatory]:
    capacities = [p for p in pieces if p.kind == "capacity"]
    office = next((p for p in pieces if p.kind == "office"), None)
    if office and capacities and _signs_for(capacities[-1].text, office.text):
        office = None
    named = [p for p in pieces if p.kind == "name"]
    name = named[-1] if named else None
    used = [p for p in (*capacities, office, name) if p]
    if not office and not name and not any(_CAPACITY.match(p.text) for p in capacities):
        used = []
    if not used:
        lines = [(ref.start + start, ref.end) for ref, start in columns]
        return source.illegible(Field[Signatory], lines) if lines else Field[Signatory]()
    value = Signatory(
        capacity=" / ".join(p.text for p in capacities) or None,
        position=_of_ministry(office.text) if office and ministry else office.text if office else None,
        name=name.text if name else None,
    )
    return source.field(Field[Signatory], value, [p.span for p in used])


def _of_ministry(office: str) -> str:
    """A ministry has deputy ministers; ``THỦ TRƯỞNG``, the head of any office, is their title with its marks lost."""
    return "THỨ TRƯỞNG" if bare(office) == bare("THỨ TRƯỞNG") else office


def _signs_for(capacity: str, office: str) -> bool:
    """Who signs for the head (``KT. CHỦ TỊCH``) is not the head: a ``PHÓ`` was lost."""
    mark = _CAPACITY.match(capacity)
    return mark is not None and mark.group().upper().startswith("K") and fold(capacity[mark.end() :]) == fold(office)


def _pieces(ref: LineRef, start: int) -> list[Piece]:
    """What one line of the signature column says, left to right."""
    text = ref.text
    end = len(text)
    found: list[Piece] = []
    named = name_span(text[start:])
    if named:
        name = text[start + named[0] : start + named[1]]
        torn = is_torn(text, start + named[0], start + named[1])
        sureness = ref.line.slice_confidence(start + named[0], start + named[1]) or 0.0
        read = (None if torn else person(name, sureness)) if _read_by_ocr(ref) else " ".join(name.split())
        if read:
            found = [Piece("name", read, (ref.start + start + named[0], ref.start + start + named[1]))]
        end = start + named[0]
    marks = [m.start() for m in _CAPACITY.finditer(text, start, end)]
    cuts = [start, *[m for m in marks if m > start], end]
    before = [piece for a, b in pairwise(cuts) for piece in _titles(ref, a, b)]
    return before + found


def _read_by_ocr(ref: LineRef) -> bool:
    return any(word.confidence is not None for word in ref.line.words)


def _titles(ref: LineRef, start: int, end: int) -> list[Piece]:
    """A capacity with its principal, and the office after it where one line holds both; or an office alone."""
    text = ref.text
    if not _CAPACITY.match(text, start):
        office = _office(text[start:end], by_ocr=_read_by_ocr(ref))
        kind = "capacity" if office and _is_collective(office) else "office"
        return [Piece(kind, office, (ref.start + start, ref.start + end))] if office else []
    cut = _own_office(text, start, end)
    pieces = [Piece("capacity", _capacity(text[start:cut]), (ref.start + start, ref.start + cut))]
    if cut < end:
        pieces.append(Piece("office", " ".join(text[cut:end].split()).strip(_EDGE), (ref.start + cut, ref.start + end)))
    return pieces


def _capacity(printed: str) -> str:
    """Mark and principal; a known principal read with errors in its known spelling, dirt after it left out."""
    text = " ".join(printed.split()).rstrip(_EDGE).replace("™", "TM")
    mark = _CAPACITY.match(text)
    principal = text[mark.end() :] if mark else text
    key = bare(principal)
    known = next((n for n in _titles_longest_first() if key.replace(" ", "") == bare(n).replace(" ", "")), None)
    if known is None and any(not (c.isupper() or c in " -&,.0123456789") for c in principal):
        known = next((n for n in _titles_longest_first() if key.startswith(bare(n))), None)
    if not mark:
        return text
    if known is None:
        return text[: mark.end()] + _respelt(principal, by_ocr=True)
    return f"{mark.group().strip()} {known.upper()}" if mark.group().endswith(" ") else mark.group() + known.upper()


def _respelt(text: str, *, by_ocr: bool) -> str:
    """An office or collective with what it is of: the known words in their spelling, the rest as it was read."""
    hit = _titles_pattern().match(bare(text)) if by_ocr else None
    known = _bare_titles().get(hit.group()) if hit else None
    return known.upper() + text[len(known) :] if known else text


@cache
def _bare_titles() -> dict[str, str]:
    return {bare(name): name for name in _titles_longest_first()}


@cache
def _titles_longest_first() -> tuple[str, ...]:
    return tuple(sorted((*offices(), *collectives()), key=len, reverse=True))


@cache
def _titles_pattern() -> regex.Pattern[str]:
    return regex.compile(r"(?<!\w)(?:" + "|".join(regex.escape(bare(n)) for n in _titles_longest_first()) + r")(?!\w)")


def _own_office(text: str, start: int, end: int) -> int:
    """Where the signer's own office starts after the principal: ``KT. CHỦ TỊCH|PHÓ CHỦ TỊCH``.

    It follows a known principal at once, or is spelt as offices are (``HỘI SINH VIÊN TRƯỜNG`` has no ``VIỆN TRƯỞNG``).
    """
    hits = list(_titles_pattern().finditer(bare(text), start, end))
    known, spelt = {bare(o) for o in offices()}, {fold(o) for o in offices()}
    for before, hit in pairwise(hits):
        follows = not text[before.end() : hit.start()].strip()
        if hit.group() in known and (follows or fold(text[slice(*hit.span())]) in spelt):
            return int(hit.start())
    return end


def _is_collective(office: str) -> bool:
    return any(bare(office).startswith(bare(c)) for c in collectives())


def _office(printed: str, *, by_ocr: bool) -> str | None:
    """An office or collective in capitals.

    What OCR read after dirt is none: the dirt may be a capacity under the seal (``®%BỘ TRƯỞNG`` was ``KT. BỘ TRƯỞNG``,
    and the office below it is lost). An office read with errors is put right where the whole line is nearly one.
    """
    text = " ".join(printed.split())
    text = _SPECK.sub("", text) if by_ocr else _NO_LETTER.sub("", text)
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return text if text[:1].isupper() and bare(text) in _bare_offices() else None
    key = bare(text).rstrip(_EDGE)
    hit = _titles_pattern().search(key)
    if hit and not hit.start():
        whole = _bare_offices().get(key) if by_ocr else None
        return whole.upper() if whole else _respelt(text, by_ocr=by_ocr).rstrip(_EDGE)
    return None if hit or not by_ocr else _nearest_office(key.strip(_EDGE))


def _nearest_office(key: str) -> str | None:
    """The one office that a noisy line is near to; None where two are (``HN TRƯỞNG``)."""
    near = process.extract(
        key, _bare_offices().keys(), scorer=fuzz.ratio, score_cutoff=_NOISY_OFFICE - _MARGIN, limit=2
    )
    if not near or near[0][1] < _NOISY_OFFICE or (len(near) > 1 and near[0][1] - near[1][1] < _MARGIN):
        return None
    return _bare_offices()[near[0][0]].upper()


@cache
def _bare_offices() -> dict[str, str]:
    return {bare(o): o for o in offices()}
