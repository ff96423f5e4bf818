"""Values of a campaign definition in the words of a card; ``printed`` is what stands on the page."""

from __future__ import annotations

from datetime import datetime

from vanthu.models.campaign import Deadline, LegalBasis, Moment, Number, Period, Quota, Reward

_SIGNS = {"=": "", ">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than ", "between": ""}
_UNITS = {"%": "%", "count": "", "year": " years", "vnd": " đồng", "point": " points", "times": " times"}
_ONE = {"year": " year", "point": " point", "times": " time"}
_LEADS = {"before": "before", "by": "by", "after": "from", "at": "on", "within": "from", "recurring": "again and again"}
"""``before`` leaves its day out, ``by`` holds it."""


def deadline_words(deadline: Deadline, printed: str) -> str:
    """When, and what is due by whom; a rhythm in the words of the page."""
    when = printed if deadline.recurrence and printed else _when(deadline)
    what = ": ".join(part for part in (deadline.responsible, deadline.action) if part)
    return f"{when} - {what}" if what else when


def _when(deadline: Deadline) -> str:
    lead = _LEADS[deadline.relation]
    start, end = _moment(deadline.start), _moment(deadline.end)
    if start and end and start != end:
        said = f"from {start} to {end}"
    elif end or start:
        said = f"{lead} {end or start}"
    elif deadline.anchor or deadline.offset:
        said = " ".join(part for part in (deadline.offset, "counted from", deadline.anchor or "an event") if part)
    else:
        said = lead
    about = "about: " if deadline.approximate else ""
    return f"{about}{said}"


def _moment(moment: Moment | None) -> str:
    if isinstance(moment, datetime):
        return moment.strftime("%Y-%m-%d %H:%M")
    return moment.isoformat() if moment else ""


def plain_words(value: object, printed: str = "") -> str:
    """A value as it is; a key of the schema without its underscores."""
    del printed
    return str(value).replace("_", " ") if isinstance(value, str) and value.isascii() else str(value)


def period_words(period: Period, printed: str = "") -> str:
    """From when to when."""
    del printed
    return f"{_moment(period.start) or '…'} to {_moment(period.end) or '…'}"


def quota_words(quota: Quota, printed: str = "") -> str:
    """How many of what, for whom."""
    del printed
    number = _number(quota.value)
    if quota.value_max is not None:
        number += f" to {_number(quota.value_max)}"
    unit = _ONE.get(quota.unit, "") if quota.value == 1 and quota.value_max is None else ""
    about = "about " if quota.approximate else ""
    head = f"{about}{_SIGNS[quota.comparator]}{number}{unit or _UNITS[quota.unit]}"
    change = {"increase": "more", "decrease": "less"}.get(quota.change or "")
    of = (change, quota.noun, quota.base and f"of {quota.base}", quota.per and f"/ {quota.per}")
    words = " ".join(part for part in (head, *of) if part)
    return f"{quota.subject}: {words}" if quota.subject else words


def _number(number: Number) -> str:
    return f"{number:,.10g}" if isinstance(number, float) else f"{number:,}"


def reward_words(reward: Reward, printed: str = "") -> str:
    """What may be awarded, by whom and to whom."""
    del printed
    parts = (
        reward.form,
        reward.authority and f"by {reward.authority}",
        reward.recipients and f"to {reward.recipients}",
    )
    return ", ".join(part for part in (*parts, reward.limit) if part)


def basis_words(basis: LegalBasis, printed: str = "") -> str:
    """The document that is cited."""
    del printed
    head = " ".join(part for part in (basis.type, basis.code) if part)
    day = basis.issued_on and basis.issued_on.isoformat()
    return ", ".join(part for part in (head, day, basis.title) if part)
