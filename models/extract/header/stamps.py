"""Component ``stamps``: secrecy and urgency stamps, and digital signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

import regex
from spacy.language import Language
from spacy.tokens import Doc

from vanthu.corpora.gazetteer.bodies import body_abbreviations
from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.stamp_words import stamp_words
from vanthu.corpora.orthography import is_syllable, words
from vanthu.models.campaign import DigitalSignature, Field
from vanthu.models.extract.header.signature_blocks import is_copy_mark, is_digital_signature
from vanthu.models.extract.source import LineRef, SourceText, Span
from vanthu.models.extract.structure.zones import Zone
from vanthu.models.extract.time import HANOI

_MOMENT = regex.compile(
    r"(?:(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})|(?P<y>\d{4})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2}))"
    r"[T\s,;-]*(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?(?:[.,]\d+)?\s*(?P<zone>[+-]\d{2}[:']?\d{2}|Z)?"
)
_KEYS = {
    "signer": r"nguoi ky(?: so)?|ky boi|ky so boi|signed by|digitally signed by|nguoi ki",
    "email": r"e-?mail",
    "organisation": r"co quan|to chuc|don vi|organization",
    "time": r"thoi gian ky|ngay ky|gio ky|signing time|date",
}
_KEY = regex.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words})\s*:)" for name, words in _KEYS.items()))
_SEALED = regex.compile(r"^\s*(?P<signer>[^<>]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>\s*")
_AUTHORITY = regex.compile(r"chung thuc so va bao mat")
_ZONE = regex.compile(r"\s*[+-]\d{2}[:']?\d{2}'?\s*")
_WRAPPED = ("signer", "organisation")
"""Values that a narrow stamp breaks over lines."""
_NAME_SHARE = 0.8
"""Share of legal syllables in the name of a body; names read from a hand-written or torn stamp have less (30 scans)."""

_SHORTEST_NAME = 2
_CUT_OFF = regex.compile(
    r"(?<!\w)(?:(?<!(?:tinh|thanh|dang|huyen|quan|thi|xa)\s)uy|uy ban|(?:uy ban|hoi dong) nhan|va|cua)$"
    r"|,\s(?:tinh|huyen|xa)$"
)
"""Last words, on bare text, after which the name of a body goes on."""

_NEAR = 6
"""Lines between two lines of one block."""


@Language.component("stamps", assigns=["doc._.document"], requires=["doc._.source", "doc._.zones"])
def stamps(doc: Doc) -> Doc:
    """Read cells 10a, 10b and 14."""
    source: SourceText = doc._.source
    doc._.document = doc._.document.model_copy(
        update={
            **_marks(source, doc._.zones),
            "digital_signatures": tuple(_signature_fields(source, doc._.zones)),
        }
    )
    return doc


def _marks(source: SourceText, zones: tuple[Zone, ...]) -> dict[str, Field[str]]:
    """A stamp word alone on its line, outside body and appendices."""
    found: dict[str, Field[str]] = {}
    for ref, zone in zip(source.lines, zones, strict=True):
        if zone in {Zone.BODY, Zone.APPENDIX, Zone.RECIPIENTS}:
            continue
        word = ref.text.strip(" .:|*_-[]()!")
        known = stamp_words().get(bare(word))
        if known and word.isupper() and fold(word) == fold(known[0]) and known[1] not in found:
            found[known[1]] = source.field(Field[str], known[0], [(ref.start, ref.end)])
    return found


@dataclass(slots=True)
class _Block:
    """One signature while its lines are gathered."""

    values: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    last: int = 0
    open: str | None = None


def _signature_fields(source: SourceText, zones: tuple[Zone, ...]) -> Iterator[Field[DigitalSignature]]:
    for block in _blocks(source, zones):
        moment = _moment(block.values.get("time", ""))
        if moment is None and not {"signer", "email"} <= block.values.keys():
            continue
        value = DigitalSignature(
            signer=_name(block.values.get("signer")),
            organisation=_name(block.values.get("organisation")),
            email=block.values.get("email"),
            signed_at=moment,
        )
        yield source.field(Field[DigitalSignature], value, block.spans)


def _name(text: str | None) -> str | None:
    """The name of a signer or body; None for scribble, and for one that is cut off (``Ủy ban nhân``)."""
    name = (text or "").strip(" ,;")
    spelt = [is_syllable(w) or w in body_abbreviations() for w in words(name) if len(w) > 1]
    if len(spelt) < _SHORTEST_NAME or sum(spelt) < _NAME_SHARE * len(spelt):
        return None
    return None if _CUT_OFF.search(bare(name)) else name


def _blocks(source: SourceText, zones: tuple[Zone, ...]) -> list[_Block]:
    """Lines of signing tools, cut where a key comes again or lines of something else stand between."""
    blocks: list[_Block] = []
    for index, (ref, zone) in enumerate(zip(source.lines, zones, strict=True)):
        told = dict(_told(ref, zone, blocks[-1] if blocks else None))
        if not told:
            if blocks and index == blocks[-1].last + 1:
                _go_on(blocks[-1], ref, index)
            continue
        fresh = not blocks or index - blocks[-1].last > _NEAR or not told.keys().isdisjoint(blocks[-1].values)
        if fresh:
            blocks.append(_Block())
        blocks[-1].values.update(told)
        blocks[-1].spans.append((ref.start, ref.end))
        blocks[-1].last = index
        blocks[-1].open = next((k for k in _WRAPPED if told.keys() == {k}), "time" if told.keys() == {"time"} else None)
    return blocks


def _go_on(block: _Block, ref: LineRef, index: int) -> None:
    """The next line of a value: a name goes on in small letters or after a comma, a time with its zone."""
    text = " ".join(ref.text.split())
    name = block.open in _WRAPPED and (text[:1].islower() or block.values.get(block.open or "", "").endswith(","))
    if block.open and (name or (block.open == "time" and _ZONE.fullmatch(text))):
        block.values[block.open] = f"{block.values[block.open]} {text}"
        block.spans.append((ref.start, ref.end))
        block.last = index


def _told(ref: LineRef, zone: Zone, block: _Block | None) -> Iterator[tuple[str, str]]:
    """Keys and values of one line."""
    key = bare(ref.text)
    if _AUTHORITY.search(key) or zone in {Zone.BODY, Zone.TITLE}:
        return
    sealed = _SEALED.match(ref.text)
    keys = list(_KEY.finditer(key))
    if sealed:
        yield "signer", " ".join(sealed["signer"].split())
        yield "email", sealed["email"]
    elif keys:
        yield from _pairs(ref.text, keys)
    elif _MOMENT.search(ref.text) and (is_digital_signature(ref.text) or is_copy_mark(ref.text)):
        yield "time", ref.text
    elif zone is Zone.ASIDE and block and block.values.keys() == {"time"} and ref.start - block.spans[-1][1] <= 1:
        body = _name(" ".join(ref.text.split()))
        if body:
            yield "organisation", body


def _pairs(text: str, keys: list[regex.Match[str]]) -> Iterator[tuple[str, str]]:
    """``key: value`` pairs on one line; what stands before the first key is none."""
    ends = [k.start() for k in keys[1:]] + [len(text)]
    for key, end in zip(keys, ends, strict=True):
        value = " ".join(text[key.end() : end].split()).strip(" ;,")
        if value:
            yield next(name for name in _KEYS if key[name]), value


def _moment(text: str) -> datetime | None:
    """A signing time; Vietnamese time where no zone is printed."""
    hit = _MOMENT.search(text)
    if hit is None:
        return None
    zone = HANOI
    if hit["zone"] and hit["zone"] != "Z":
        sign = -1 if hit["zone"].startswith("-") else 1
        digits = regex.sub(r"\D", "", hit["zone"])
        zone = timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    elif hit["zone"]:
        zone = UTC
    year, month, day, hour, minute, second = (int(hit[g] or 0) for g in ("y", "m", "d", "H", "M", "S"))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
