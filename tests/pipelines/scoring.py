"""How near a campaign definition comes to the gold of one of the project's own plans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rapidfuzz.fuzz import ratio

from vanthu.corpora.gazetteer.folding import bare
from vanthu.models.campaign import Campaign

Gold = dict[str, Any]
HEADER = (
    "type", "system", "code", "number", "symbol", "issuer", "place", "issued_on", "title",
    "signatory.name", "signatory.position",
)  # fmt: skip


def key(text: object) -> str:
    return " ".join(re.sub(r"[\s.;:,“”\"'-]+", " ", bare(str(text))).split())


def alike(a: object, b: object, floor: float) -> bool:
    return ratio(key(a), key(b)) >= floor * 100


def header(gold: Gold, campaign: Campaign) -> dict[str, bool]:
    """Which of the eleven header values are right."""
    want, have = gold["document"], campaign.document
    found = {
        "type": have.type.value and have.type.value.code,
        "issuer": have.issuer.value and have.issuer.value.name,
        "issued_on": have.issued_on.value and have.issued_on.value.isoformat(),
        "signatory.name": have.signatory.value and have.signatory.value.name,
        "signatory.position": have.signatory.value and have.signatory.value.position,
        **{name: getattr(have, name).value for name in ("system", "code", "number", "symbol", "place", "title")},
    }
    gold_values = {n: want["signatory"][n.split(".")[1]] if "." in n else want[n] for n in HEADER}
    return {name: _same(name, gold_values[name], found[name]) for name in HEADER}


def _same(name: str, want: Any, have: Any) -> bool:
    if want is None or have is None:
        return want == have
    if name == "issuer":
        return key(have) in map(key, want)
    return alike(want, have, 0.95 if name == "title" else 1.0)


def f1(gold: Sequence[Any], got: Sequence[Any], same: Callable[[Any, Any], bool]) -> float:
    """Greedy one-to-one matching; optional gold may be found or not at no cost."""
    left = list(got)

    def take(item: Any) -> bool:
        hit = next((x for x in left if same(item, x)), None)
        if hit is not None:
            left.remove(hit)
        return hit is not None

    optional = [g for g in gold if isinstance(g, dict) and g.get("optional")]
    required = [g for g in gold if g not in optional]
    hits = sum(map(take, required))
    for item in optional:
        take(item)
    answered = hits + len(left)
    return 2 * hits / (len(required) + answered) if required or answered else 1.0


def lists(gold: Gold, campaign: Campaign) -> dict[str, float]:
    """F1 of legal bases, deadlines, quotas and recipients."""
    facts = campaign.campaign
    bases = [b.value for b in campaign.legal_bases if b.value and b.value.code]
    return {
        "legal_bases": f1([b for b in gold["legal_bases"] if b["code"]], bases, _same_basis),
        "deadlines": f1(gold["deadlines"], [d.value for d in facts.deadlines], _same_deadline),
        "quotas": f1(gold["quotas"], [q.value for q in facts.quotas], _same_quota),
        "recipients": f1(gold["recipients"], [r.value for r in campaign.document.recipients], _same_recipient),
    }


def _same_recipient(gold: str, recipient: Any) -> bool:
    return alike(gold, recipient, 0.85)


def _same_basis(gold: Gold, basis: Any) -> bool:
    same_day = not gold["issued_on"] or gold["issued_on"] == (basis.issued_on and basis.issued_on.isoformat())
    return gold["code"].replace(" ", "") == basis.code.replace(" ", "") and same_day


def _same_deadline(gold: Gold, deadline: Any) -> bool:
    if gold["relation"] == "recurring":
        rule = (gold.get("recurrence") or "").replace(";INTERVAL=1", "")
        return bool(deadline.recurrence) and (not rule or set(rule.split(";")) == set(deadline.recurrence.split(";")))
    ends = _day(gold["end"], "31") == _day(deadline.end, "31")
    return ends and (gold["relation"] in ("within", "at", "after") or deadline.relation == gold["relation"])


def _day(moment: Any, last: str) -> str | None:
    return f"{moment}-12-{last}"[:10] if moment else None


def _same_quota(gold: Gold, quota: Any) -> bool:
    want = (gold["comparator"], float(gold["value"]), gold["unit"] in ("%", "percent"))
    return want == (quota.comparator, float(quota.value), quota.unit == "%")


def missed(gold: str, text: str) -> int:
    """How many words of the gold were not read, in any order."""
    want, have = (Counter(t.split()) for t in (gold, text))
    return (want - have).total()


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)
