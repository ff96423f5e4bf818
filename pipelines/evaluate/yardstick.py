"""The measures that everybody agrees on: eleven values of the header, the period, and F1 of eight lists.

Same semantics as the yardstick of the project's shared material (``tools/score.py``); a test on all its documents
holds the figures together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import regex

from vanthu.pipelines.evaluate.answer import Answer, Item, part
from vanthu.pipelines.evaluate.comparing import alike, day, key, rule, squeezed, unit_kind
from vanthu.pipelines.evaluate.gold import Gold, GoldBasis, GoldCriterion, GoldDeadline, GoldQuota, GoldSignature
from vanthu.pipelines.evaluate.matching import Matched, match, yes_or_no
from vanthu.pipelines.evaluate.scored import Error, Judged, Scored, of_matched, told

LISTS = ("legal_bases", "names", "quotas", "deadlines", "criteria", "recipients", "rewards", "digital_signatures")
_WORD = regex.compile(r"[^\W_]+|%")
"""Brackets and quotes stick to no word."""
Same = Callable[[Any, Any], bool]
QUOTA_WORDS, RHYTHM_WORDS = 0.5, 0.3
"""Share of the words of the shorter text that an answer must have in common with the gold's words."""


def _same_key(a: object, b: object) -> bool:
    return key(a) == key(b)


def _same_number(a: object, b: object) -> bool:
    return int(str(a)) == int(str(b))


HEADER: dict[str, tuple[tuple[str, ...], Same]] = {
    "type": (("code",), _same_key),
    "system": ((), _same_key),
    "code": ((), lambda a, b: squeezed(a) == squeezed(b)),
    "number": ((), _same_number),
    "symbol": ((), _same_key),
    "issuer": (("name",), lambda a, b: any(key(name) == key(b) for name in a)),
    "place": ((), _same_key),
    "issued_on": ((), lambda a, b: str(a) == str(b)),
    "title": ((), lambda a, b: alike(a, b, 0.95)),
    "signatory.name": (("name",), alike),
    "signatory.position": (("position",), alike),
}
"""Each value of the header: where in the field it stands, and when it is right."""


def header(gold: Gold, answer: Answer) -> dict[str, tuple[object, Item, bool]]:
    """What the header should say, what it says, and whether that is right."""
    found = {}
    for name, (inside, same) in HEADER.items():
        owner, _, inner = name.partition(".")
        if not gold.document.gives(owner):
            continue
        want = getattr(gold.document, owner)
        want = getattr(want, inner) if inner else want
        item = part(answer.item(f"document.{owner}"), *inside)
        found[name] = want, item, _right(want, item.value, same)
    return found


def _right(want: object, have: object, same: Same) -> bool:
    if want is None:
        return have in (None, "", [])
    try:
        return have is not None and same(want, have)
    except ValueError:
        return False


def scores(gold: Gold, answer: Answer, matched: dict[str, Matched[Any]]) -> Iterator[Scored]:
    """One score for each value of the header (``header.type`` …), the period, and each list."""
    for name, (want, item, right) in header(gold, answer).items():
        error = Error(f"header.{name}", told(want) if want else None, item if item.value is not None else None)
        judged = (Judged(f"header.{name}", item, right),) if item.value is not None else ()
        yield Scored(f"header.{name}", yes_or_no(right), judged, () if right else (error,))
    if gold.gives("period"):
        yield _period(gold, answer.item("campaign.period"))
    for name, found in matched.items():
        yield _rewards(found, answer) if name == "rewards" else of_matched(name, found)


def _period(gold: Gold, item: Item) -> Scored:
    want, have = gold.period, item.value or {}
    right = day(want and want.start) == day(have.get("start"))
    right = right and day(want and want.end, last=True) == day(have.get("end"), last=True)
    answered = item.value is not None
    judged = (Judged("period", item, right),) if answered else ()
    error = Error("period", told(want) if want else None, item if answered else None)
    return Scored("period", yes_or_no(right), judged, () if right else (error,))


def _rewards(matched: Matched[Any], answer: Answer) -> Scored:
    """Forms are counted once each, however many rewards share them; each reward is judged by its form."""
    forms = {item.value for _, item in matched.pairs}
    judged = (Judged("rewards", i, i.value["form"] in forms) for i in answer.items("campaign.rewards"))
    whole = of_matched("rewards", matched)
    return Scored("rewards", whole.measure, tuple(judged), whole.errors)


def matches(gold: Gold, answer: Answer) -> dict[str, Matched[Any]]:
    """The matching of every list that the gold gives."""
    bases = [item for item in answer.items("legal_bases") if item.value.get("code")]
    rewards = {item.value["form"]: part(item, "form") for item in reversed(answer.items("campaign.rewards"))}
    extra = [GoldCriterion(text=text, optional=True) for text in gold.criteria_optional]
    asked: dict[str, Callable[[], Matched[Any]]] = {
        "legal_bases": lambda: match([b for b in gold.legal_bases if b.code], bases, same_basis),
        "names": lambda: match(gold.names, answer.items("campaign.names"), _same_name),
        "quotas": lambda: match(gold.quotas, answer.items("campaign.quotas"), same_quota),
        "deadlines": lambda: match(gold.deadlines, answer.items("campaign.deadlines"), same_deadline),
        "criteria": lambda: match([*gold.criteria, *extra], answer.criteria(), _same_criterion),
        "recipients": lambda: match(gold.recipients, answer.items("document.recipients"), _same_recipient),
        "rewards": lambda: match(gold.rewards, [rewards[form] for form in sorted(rewards)], _same_form),
        "digital_signatures": lambda: match(
            gold.digital_signatures, answer.items("document.digital_signatures"), _same_signature
        ),
    }
    return {name: run() for name, run in asked.items() if gold.gives(name)}


def same_basis(gold: GoldBasis, item: Item) -> bool:
    """The code, and the day where the gold knows it."""
    same_code = squeezed(gold.code) == squeezed(item.value["code"])
    return same_code and (not gold.issued_on or gold.issued_on == item.value.get("issued_on"))


def _same_name(gold: str, item: Item) -> bool:
    return key(gold) in key(item.value) or alike(gold, item.value)


def _same_criterion(gold: GoldCriterion, item: Item) -> bool:
    return alike(gold.text, item.value)


def _same_recipient(gold: str, item: Item) -> bool:
    return alike(gold, item.value, 0.85)


def _same_form(gold: str, item: Item) -> bool:
    return key(gold) in key(item.value)


def _same_signature(gold: GoldSignature, item: Item) -> bool:
    return bool(gold.signed_at == item.value.get("signed_at"))


def same_quota(gold: GoldQuota, item: Item) -> bool:
    """Comparator, kind of unit, numbers, and words in common."""
    value = item.value
    if gold.comparator != value["comparator"] or unit_kind(gold.unit) != unit_kind(value["unit"]):
        return False
    upper = not gold.value_max or float(value["value_max"] or -1) == gold.value_max
    return float(value["value"]) == gold.value and upper and _same_place(gold.text, item, QUOTA_WORDS)


def same_deadline(gold: GoldDeadline, item: Item) -> bool:
    """Moments and relation; for rhythms the rule and words in common."""
    value = item.value
    if gold.relation == "recurring":
        recurs = value["relation"] == "recurring" or bool(value["recurrence"])
        same_rule = not rule(gold.recurrence) or rule(gold.recurrence) == rule(value["recurrence"])
        return recurs and same_rule and _same_place(gold.text, item, RHYTHM_WORDS)
    if day(gold.end, last=True) != day(value["end"], last=True):
        return False
    if gold.relation in ("within", "at", "after"):
        same_start = day(gold.start) == day(value["start"])
        return same_start and bool(gold.start or gold.end or value["relation"] == gold.relation)
    return bool(value["relation"] == gold.relation)


def _same_place(text: str | None, item: Item, floor: float) -> bool:
    """Where the gold says which words it means, the answer's own words must overlap with them."""
    if not text:
        return True
    wanted, had = (set(_WORD.findall(key(words))) for words in (text, item.text or ""))
    return bool(had) and len(wanted & had) / min(len(wanted), len(had)) >= floor
