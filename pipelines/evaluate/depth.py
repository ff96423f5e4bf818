"""Measures beyond the yardstick: who takes part, why, what for, who does what, and what belongs to what.

Only what the gold gives is measured. Parts of a value (the action of a deadline, the noun of a quota) are measured
among the values that the yardstick matched, so that a missed deadline is not counted again for its action.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from vanthu.pipelines.evaluate.answer import Answer, Item, part
from vanthu.pipelines.evaluate.comparing import alike, day, key, overlap
from vanthu.pipelines.evaluate.gold import Gold, GoldGroup, GoldResponsibility, GoldReward
from vanthu.pipelines.evaluate.matching import Matched, Measure, match, match_in_turn, yes_or_no
from vanthu.pipelines.evaluate.scored import Error, Scored, of_matched, scored_list, scored_value
from vanthu.pipelines.evaluate.yardstick import Same

CLOSE = 0.7
"""F1 of words from which a clause (an action, an audience) counts as the same: where it begins and ends is a matter of
taste, what it says is not."""
REWARD_PARTS = ("authority", "recipients", "limit")
CAMPAIGN_LISTS = ("names", "quotas", "deadlines", "criteria", "rewards", "participants", "responsibilities")


def _close(a: object, b: object) -> bool:
    return overlap(a, b) >= CLOSE or alike(a, b, 0.85)


def _equal(a: object, b: object) -> bool:
    return key(a) == key(b)


def _within(a: object, b: object) -> bool:
    """One is part of the other: ``KT. CHỦ TỊCH`` of ``TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH``, a tỉnh with its kind."""
    first, second = key(a).replace(" / ", " "), key(b).replace(" / ", " ")
    return first in second or second in first


def _same_period(a: Any, b: Any) -> bool:  # noqa: ANN401  a period of the gold, and one of the JSON
    return day(a.start) == day(b["start"]) and day(a.end, last=True) == day(b["end"], last=True)


PARTS: dict[str, dict[str, Same]] = {
    "deadlines": {
        "action": _close,
        "responsible": _close,
        "milestone": _equal,
        "level": _equal,
        "section": _equal,
        "period": _same_period,
    },
    "quotas": {
        "noun": _close,
        "subject": _close,
        "per": _close,
        "base": _close,
        "modality": _equal,
        "approximate": _equal,
        "change": _equal,
        "fraction": lambda a, b: list(a) == list(b),
        "section": _equal,
    },
}
"""Parts of matched values, and when two are the same."""
DOCUMENT: dict[str, tuple[str, tuple[str, ...]]] = {
    "issuer_level": ("issuer", ("level",)),
    "issuer_unit": ("issuer", ("unit",)),
    "parent": ("issuer", ("parent",)),
    "capacity": ("signatory", ("capacity",)),
    "urgency": ("urgency", ()),
    "secrecy": ("secrecy", ()),
}
"""Values of the document beyond the eleven: the field, and where in it they stand."""


def scores(gold: Gold, answer: Answer, matched: dict[str, Matched[Any]]) -> Iterator[Scored]:
    """Every measure of this file that the gold allows; ``matched`` are the lists as the yardstick matched them."""
    for name, (owner, inside) in DOCUMENT.items():
        if gold.document.gives(name):
            item = part(answer.item(f"document.{owner}"), *inside)
            yield _value(f"document.{name}", item, getattr(gold.document, name), _within if inside else _equal)
    for name, parts in PARTS.items():
        if name in matched:
            yield from _parts(name, matched[name], parts)
    yield from _clauses(gold, answer)
    yield from _structure(gold, answer)
    if gold.no_plan:
        yield _nothing_invented(answer)


def _value(field: str, item: Item, want: object, same: Same = _equal) -> Scored:
    either_is_null = want is None or item.value is None
    right = want is None and item.value in (None, "") if either_is_null else same(want, item.value)
    return scored_value(field, item, want, right=right)


def _parts(name: str, matched: Matched[Any], parts: dict[str, Same]) -> Iterator[Scored]:
    pairs = (*matched.pairs, *matched.optional)
    for inner, same in parts.items():
        scored = [
            # a part has the words of the whole, but its own certainty is not told
            _value(f"{name}.{inner}", _silent(part(item, inner)), _given(getattr(gold, inner)), same)
            for gold, item in pairs
            if gold.gives(inner)
        ]
        if scored:
            yield _sum(f"{name}.{inner}", scored)


def _given(value: object) -> object:
    return None if value is False else value


def _silent(item: Item) -> Item:
    return Item(item.path, None if item.value is False else item.value, item.text)


def _sum(field: str, scored: Sequence[Scored]) -> Scored:
    total = sum((s.measure for s in scored), Measure(0, 0, 0))
    return Scored(field, total, tuple(j for s in scored for j in s.judged), tuple(e for s in scored for e in s.errors))


def _clauses(gold: Gold, answer: Answer) -> Iterator[Scored]:
    """Lists of clauses, and the two enumerations."""
    for name in ("participants", "purposes", "requirements", "slogans"):
        if gold.gives(name):
            yield scored_list(name, getattr(gold, name), answer.items(f"campaign.{name}"), _same_clause)
    for name in ("form", "scope"):
        if gold.gives(name):
            yield _value(name, answer.item(f"campaign.{name}"), getattr(gold, name))


def _same_clause(gold: str, item: Item) -> bool:
    return _close(gold, item.value)


def _structure(gold: Gold, answer: Answer) -> Iterator[Scored]:
    """What consists of several values: groups of criteria, rewards, the dossier, duties, outline and appendices."""
    if gold.gives("criteria_groups"):
        yield from _groups(gold.criteria_groups, answer)
    if gold.gives("rewards_detail"):
        yield from _rewards(gold.rewards_detail, answer)
    if gold.gives("dossier"):
        yield from _dossier(gold, answer)
    if gold.gives("responsibilities"):
        yield from _responsibilities(gold.responsibilities, answer)
    if gold.gives("outline"):
        marks = [Item(f"outline.{i}", mark) for i, mark in enumerate(_marks(answer.json["outline"]))]
        yield scored_list("outline", gold.outline, marks, lambda g, x: key(g) == key(x.value))
    if gold.gives("appendices"):
        labels = [Item(f"appendices.{i}", a["label"]) for i, a in enumerate(answer.json["appendices"])]
        yield scored_list("appendices", gold.appendices, labels, lambda g, x: key(g) == key(x.value))


def _marks(nodes: Sequence[Any]) -> Iterator[str]:
    for node in nodes:
        yield node["mark"]
        yield from _marks(node["children"])


def _groups(gold: Sequence[GoldGroup], answer: Answer) -> Iterator[Scored]:
    """Groups are the same where they share most of their criteria."""
    found = [Item(f"campaign.criteria.{i}", group) for i, group in enumerate(answer.json["campaign"]["criteria"])]
    matched = match(gold, found, _same_group)
    yield of_matched("criteria_groups", matched)
    for name, inside, same in (("section", (), _equal), ("audience", ("value",), _close)):
        scored = [
            _value(f"criteria_groups.{name}", part(x, name, *inside), getattr(g, name), same)
            for g, x in matched.pairs
            if g.gives(name)
        ]
        if scored:
            yield _sum(f"criteria_groups.{name}", scored)


def _same_group(gold: GoldGroup, item: Item) -> bool:
    items = [field["value"] or "" for field in item.value["items"]]
    shared = sum(any(alike(g, x) for x in items) for g in gold.items)
    return 2 * shared > len(gold.items)


def _rewards(gold: Sequence[GoldReward], answer: Answer) -> Iterator[Scored]:
    """The same form counts; of several with one form, those go together that agree in most else."""
    senses = [partial(_agree, least=least) for least in (3, 2, 1, 0)]
    matched = match_in_turn(gold, answer.items("campaign.rewards"), *senses)
    yield of_matched("rewards_detail", matched)
    for name in REWARD_PARTS:
        scored = [
            _value(f"rewards_detail.{name}", _silent(part(x, name)), getattr(g, name), _close)
            for g, x in matched.pairs
            if g.gives(name)
        ]
        if scored:
            yield _sum(f"rewards_detail.{name}", scored)


def _agree(gold: GoldReward, item: Item, *, least: int) -> bool:
    """The same form, and at least so many of its other parts."""
    wanted = {name: getattr(gold, name) for name in REWARD_PARTS}
    shared = sum(bool(want and item.value[name] and _close(want, item.value[name])) for name, want in wanted.items())
    return key(gold.form) == key(item.value["form"]) and shared >= least


def _dossier(gold: Gold, answer: Answer) -> Iterator[Scored]:
    dossier = gold.dossier
    items = dossier.items if dossier else []
    yield scored_list("dossier.items", items, answer.items("campaign.dossier.items"), _same_clause)
    for name, same in (("copies", _equal), ("addressee", _close), ("via", _close)):
        if dossier is None or dossier.gives(name):
            want = getattr(dossier, name) if dossier else None
            yield _value(f"dossier.{name}", answer.item(f"campaign.dossier.{name}"), want, same)


def _responsibilities(gold: Sequence[GoldResponsibility], answer: Answer) -> Iterator[Scored]:
    """Bodies, then the tasks of bodies that were matched; tasks of the others are missed or nobody's."""
    path = "campaign.responsibilities"
    owners = [answer.item(f"{path}.{i}.who") for i in range(len(answer.json["campaign"]["responsibilities"]))]
    owners = [owner for owner in owners if owner.value is not None]
    matched = match(gold, owners, lambda g, x: _close(g.who, x.value))
    yield of_matched("responsibilities", matched)

    def tasks(owner: Item) -> list[Item]:
        return answer.items(owner.path.removesuffix("who") + "tasks")

    scored = [scored_list("tasks", g.tasks, tasks(x), _same_clause) for g, x in matched.pairs]
    scored += [scored_list("tasks", g.tasks, [], _same_clause) for g in matched.missed]
    scored += [scored_list("tasks", [], tasks(x), _same_clause) for x in matched.surplus]
    yield _sum("responsibilities.tasks", scored)


def _nothing_invented(answer: Answer) -> Scored:
    """A document that is no plan has an empty campaign."""
    campaign = answer.json["campaign"]
    full = [name for name in CAMPAIGN_LISTS if campaign[name]]
    errors = tuple(Error("no_plan", None, Item(f"campaign.{name}", f"{len(campaign[name])} found")) for name in full)
    return Scored("no_plan", yes_or_no(not full), (), errors)
