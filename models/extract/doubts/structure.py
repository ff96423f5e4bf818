"""What the make-up of a value tells, kind by kind: parts it has or lacks, and its place among its like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import regex
from pydantic import BaseModel

from vanthu.corpora.gazetteer.assignees import duty_verb
from vanthu.corpora.gazetteer.document_types import document_types
from vanthu.corpora.gazetteer.folding import bare, fold
from vanthu.corpora.gazetteer.tables import rows
from vanthu.models.campaign import CampaignFacts, Deadline, Field, Issuer, LegalBasis, Quota

ROUND = 5
"""Who sets a target sets a round one; ``62,8 %`` and ``1.718`` were counted."""
SMALL = 20
"""Up to here every number is as likely to be set as to be counted."""
ENUMERATED = frozenset({"comparator", "unit", "change", "modality", "relation", "milestone", "level", "role"})
ALWAYS = frozenset({"value", "name", "code", "form"})
"""Parts that every value of their kind has."""
BARE_DATE = regex.compile(r"[\d\s/.-]+")
WHOLE_YEAR = regex.compile(r"\D*\d{4}\D*")
"""A period told by a year alone; what runs in it may begin later and end sooner."""
ONE_DIGIT = regex.compile(r"(?<![\d.,/])[1-9](?![\d.,/%])")
"""Offices write ``06`` so that nobody adds a digit; one digit alone may be a letter misread or half a number."""
AFTER_BRACKET = regex.compile(r"\)\s*\S")
CITES = regex.compile(r"\bsố \d|ngày \d")
"""A subject that cites: it has run on into the next document, or that one stands within this."""
TWICE = regex.compile(r"(\p{L})\1")
NO_CODE_NEEDED = frozenset({"Công văn", "Luật"})
"""Types whose codes do not say so."""
Signals = Iterator[tuple[str, bool]]


def attributes(value: object) -> Iterator[str]:
    """What a value that is an object consists of: which parts it has, and its enumerations."""
    if not isinstance(value, BaseModel):
        return
    for name in type(value).model_fields:
        part = getattr(value, name)
        if part is None or part is False or part == ():
            continue
        if name in ENUMERATED and not (name == "unit" and isinstance(value, Issuer)):
            yield f"{name} {part}"
        elif name not in ALWAYS:
            yield name
    number = getattr(value, "value", None)
    if isinstance(number, int | float):
        yield from _of_number(number)
        if getattr(value, "comparator", None) == "=" and getattr(value, "unit", None) == "count":
            yield "bare count"


def _of_number(number: float) -> Iterator[str]:
    if number == 1:
        yield "one"
    elif number > SMALL and number % ROUND:
        yield "not round"


def of_kind(kind: str, field: Field[object]) -> dict[str, float]:
    """Signals that only values of this kind can have; none for kinds without."""
    told = OF_KIND.get(kind)
    return {f"{kind}: {name}": float(met) for name, met in told(field)} if told else {}


def of_criterion(path: str, campaign: CampaignFacts) -> dict[str, float]:
    """Where a criterion (at ``campaign.criteria.GROUP.items.ITEM``) stands among the others."""
    parts = path.split(".")
    group = campaign.criteria[int(parts[2])]
    above = group.items[: int(parts[4])] if len(parts) > 4 else ()  # noqa: PLR2004  a heading has no place among items
    depths = [(one.section or "").count(".") for one in campaign.criteria]
    found = {
        "alone": len(group.items) == 1,
        "criteria: unnamed": not campaign.names,
        "criteria: audience": group.audience.value is not None,
        "criteria: levels mixed": len(set(depths)) > 1,
        "criteria: below others": (group.section or "").count(".") > min(depths),
        "criteria: below a lead": any((item.text or "").rstrip().endswith(":") for item in above),
    }
    return {name: float(met) for name, met in found.items()}


def _basis(field: Field[object]) -> Signals:
    value = field.value
    if not isinstance(value, LegalBasis) or not value.code:
        return
    parts = [part for part in regex.split("[/&-]", value.code) if not part.isdigit()]
    strange = [part for part in parts if bare(part) not in _type_codes()]
    codes = _codes_of(value.type or "")
    yield "no type", not value.type
    yield "code unlike type", bool(codes) and not any(bare(part) in codes for part in parts)
    yield "code unlike issuer", bool(value.issuer and strange) and not any(_short(p, value.issuer) for p in strange)
    yield "letter twice", any(TWICE.search(part) for part in parts)
    yield "small letters", any(regex.search(r"\p{Ll}", part) for part in strange)
    yield "title cites", bool(value.title and CITES.search(value.title))


@cache
def _type_codes() -> frozenset[str]:
    return frozenset(bare(entry.code) for entry in document_types())


@cache
def _codes_of(name: str) -> frozenset[str]:
    """The abbreviations of a type of document, in base letters."""
    types = () if name in NO_CODE_NEEDED else document_types()
    return frozenset(bare(entry.code) for entry in types if fold(entry.name) == fold(name))


def _short(part: str, name: str | None) -> bool:
    """Whether the letters of a symbol's part stand among the initials of a body, in order."""
    initials = iter(bare("".join(word[0] for word in regex.findall(r"\p{L}+", name or ""))))
    return all(letter in initials for letter in bare(part))


def _quota(field: Field[object]) -> Signals:
    if isinstance(field.value, Quota):
        noun = fold(field.value.noun or "")
        yield "noun unknown", bool(noun) and not noun.startswith(_nouns())
        yield "one digit", field.value.unit == "count" and bool(ONE_DIGIT.search(field.text or ""))


@cache
def _nouns() -> tuple[str, ...]:
    return tuple(fold(row["noun"]) for row in rows("counted_nouns"))


def _deadline(field: Field[object]) -> Signals:
    if isinstance(field.value, Deadline):
        yield "bare date", bool(BARE_DATE.fullmatch(field.text or ""))
        yield "no action", not field.value.action


def _task(field: Field[object]) -> Signals:
    yield "no verb", not _opens_duty().match(field.text or "")


@cache
def _opens_duty() -> regex.Pattern[str]:
    manner = "chủ trì|phối hợp|tiếp tục|tích cực|chủ động|thường xuyên|kịp thời|có"
    return regex.compile(rf"\W*(?:(?:{manner})\W+)?{duty_verb()}", regex.IGNORECASE)


def _recipient(field: Field[object]) -> Signals:
    yield "after a bracket", bool(AFTER_BRACKET.search(field.text or ""))


def _paper(field: Field[object]) -> Signals:
    yield "comma", "," in (field.text or "")


def _period(field: Field[object]) -> Signals:
    yield "whole year", bool(WHOLE_YEAR.fullmatch(field.text or ""))


OF_KIND: dict[str, Callable[[Field[object]], Signals]] = {
    "legal_bases": _basis,
    "quotas": _quota,
    "deadlines": _deadline,
    "responsibilities.tasks": _task,
    "recipients": _recipient,
    "dossier": _paper,
    "period": _period,
}
"""Kind → its own signals."""
